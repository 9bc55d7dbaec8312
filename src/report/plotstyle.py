"""How all plots of the book look: one colour for a region or sector, one mark for a basis, labels beside what they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from collate.errors import DataError
from collate.run.palette import INK, PAPER, RULE, SERIES, SOFT
from collate.run.plot import Point, PointBasis
from collate.run.sheet import Sheet

Word = Callable[[str], str]
Box = tuple[float, float, float, float]  # left, top, width and height in pixels

BLUE, RED, GREEN, PURPLE, OCHRE, TEAL, GREY, PINK = SERIES
COLOURS = {
    "beijing": BLUE,
    "tianjin": RED,
    "hebei": GREEN,
    "liaoning": PURPLE,
    "shandong": OCHRE,
    "shanxi": TEAL,
    "inner-mongolia": GREY,
    "binhai": PINK,
    "primary": GREEN,
    "secondary": RED,
    "tertiary": BLUE,
}
LINE_HEIGHT = 1.3  # of a label, in its size
BEYOND = 7.0  # pixels between the end of a line and its label


def colour(series: str, position: int = 0) -> str:
    """The colour of a series: that of the region or sector in its key, else the one of its position."""
    known = [COLOURS[part] for part in series.split(":") if part in COLOURS]
    return known[0] if known else SERIES[position % len(SERIES)]


def require_names(what: str, found: Iterable[str], expected: Iterable[str]) -> None:
    """Refuse names that a plot has no place for, and the lack of one that it needs.

    Raises
    ------
    DataError : naming them.
    """
    names, needed = set(found), set(expected)
    parts = [f"unknown {name!r}" for name in sorted(names - needed)] + [f"no {name!r}" for name in sorted(needed - names)]
    if parts:
        raise DataError(f"{what}: {', '.join(parts)}", fix=f"use {', '.join(sorted(needed))}")


def years_panel(
    sheet: Sheet,
    box: Box,
    years: tuple[float, float],
    values: tuple[float, float],
    *,
    ticks: Sequence[int],
    steps: Sequence[float],
    small: bool = False,
) -> Axes:
    """Axes over calendar years at a true scale: labels at those `ticks` that have room, and left at `steps`; horizontal rules only.

    In a `small` panel the first and the last label of the years stay within the box, so that panels can stand side by side.
    """
    axes = sheet.axes(*box)
    axes.set_xlim(*years)
    axes.set_ylim(*values)
    _bare(axes, sheet)
    pixels = box[2] / (years[1] - years[0])
    apart = sheet.text_width(["2000"], sheet.layout.small) + 8
    kept = [ticks[0]]
    for year in ticks[1:]:
        if (year - kept[-1]) * pixels >= apart and ((ticks[-1] - year) * pixels >= apart or year == ticks[-1]):
            kept.append(year)
    axes.set_xticks(kept, [str(year) for year in kept])
    axes.set_yticks(list(steps), [f"{step:,g}" for step in steps])
    axes.grid(visible=True, axis="y", color=RULE, linewidth=1)
    axes.spines["bottom"].set_visible(True)
    if small:
        axes.get_xticklabels()[0].set_horizontalalignment("left")
        axes.get_xticklabels()[-1].set_horizontalalignment("right")
    return axes


def bars_panel(sheet: Sheet, box: Box, longest: float) -> Axes:
    """Axes for bars that lie; their values stand beside them, so there is no scale to read."""
    axes = sheet.axes(*box)
    axes.set_xlim(0, longest)
    axes.set_ylim(box[3], 0)  # pixels from above
    _bare(axes, sheet)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.axvline(0, color=SOFT, linewidth=1, zorder=3, clip_on=False)
    return axes


def _bare(axes: Axes, sheet: Sheet) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.spines["bottom"].set_linewidth(1)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=5, labelsize=sheet.layout.small)
    axes.tick_params(axis="x", pad=10)
    axes.patch.set_visible(False)


def line(sheet: Sheet, axes: Axes, points: Sequence[Point], shade: str, *, width: float = 2.0, register: bool = True) -> None:
    """A line that joins neighbouring years only, so that a gap stays a gap."""
    ordered = sorted(points, key=lambda point: point.period)
    for run in _runs(ordered):
        if len(run) > 1:
            (drawn,) = axes.plot(years(run), values(run), color=shade, linewidth=width, zorder=3, clip_on=False, solid_joinstyle="round")
            if register:
                sheet.join(drawn, run)


def dots(sheet: Sheet, axes: Axes, points: Iterable[Point], shade: str, *, size: float = 6) -> None:
    """A mark for each point: a ring where the report prints it, a diamond where it is derived, a dot where another source takes part.

    Rings are larger than dots and lie below them, so that both are seen where they agree.
    """
    for point in sorted(points, key=lambda point: point.basis is PointBasis.OTHER):
        year, value, ringed = int(point.period), float(point.quantity.value), point.basis is not PointBasis.OTHER
        mark = Line2D([year], [value], color=shade, linestyle="", zorder=4, clip_on=False, markeredgecolor=shade)
        mark.set(marker="D" if point.basis is PointBasis.DERIVED else "o", markerfacecolor=PAPER if ringed else shade)
        mark.set(markersize=sheet.room_for_mark(axes, year, value, size + 3 if ringed else size), markeredgewidth=1.6 if ringed else 0)
        axes.add_line(mark)
        sheet.mark(mark, point, axes)


def series(sheet: Sheet, axes: Axes, points: Sequence[Point], shade: str, *, size: float = 5, joined: bool = True) -> None:
    """Points of one series with the line through them."""
    if joined:
        line(sheet, axes, points, shade)
    dots(sheet, axes, points, shade, size=size)


def end_labels(sheet: Sheet, axes: Axes, labels: Sequence[tuple[Point, str, str]], room: float) -> None:
    """Beside the last point of each line its name in its colour, none on another, in `room` pixels where its words are no wider.

    `labels` : for each line its last point, its name, its colour.
    """
    size = sheet.layout.small
    step = size * LINE_HEIGHT
    left = max(sheet.place(axes, int(point.period), float(point.quantity.value))[0] for point, _, _ in labels) + BEYOND
    blocks = []
    for point, name, shade in labels:
        lines = sheet.broken(name, room, size)
        blocks.append(_Block(sheet.place(axes, int(point.period), float(point.quantity.value))[1], step * len(lines), lines, shade))
    blocks.sort(key=lambda block: block.middle)
    bottom = sheet.height - 30
    for _ in range(60):  # pushed apart a little at a time, until none touches another
        for upper, lower in pairwise(blocks):
            lack = (upper.height + lower.height) / 2 - (lower.middle - upper.middle)
            if lack > 0:
                upper.middle -= lack / 2
                lower.middle += lack / 2
        for block in blocks:
            block.middle = min(max(block.middle, block.height / 2), bottom - block.height / 2)
    for block in blocks:
        for number, text in enumerate(block.lines):
            y = block.middle - block.height / 2 + step * (number + 0.5)
            sheet.text(left, y, text, size=size, colour=block.shade, va="center_baseline")


@dataclass
class _Block:
    """A label in lines: where its middle is and how high it is, in pixels."""

    middle: float
    height: float
    lines: list[str]
    shade: str


def bar(sheet: Sheet, axes: Axes, point: Point, top: float, height: float, shade: str, *, start: float = 0) -> float:
    """A bar that lies, from `start`; returns where it ends."""
    value = float(point.quantity.value)
    (drawn,) = axes.barh([top + height / 2], [value], height, left=start, color=shade, linewidth=0, zorder=2)
    sheet.mark(drawn, point, axes, "x")
    return start + value


def beside(sheet: Sheet, axes: Axes, end: float, top: float, height: float, text: str) -> None:
    """A value beside the end of a bar that lies."""
    x, y = sheet.place(axes, end, top + height / 2)
    sheet.text(x + 5, y, text, size=sheet.layout.small, va="center_baseline")


def heading(sheet: Sheet, x: float, y: float, text: str, shade: str = INK) -> None:
    """The name of a panel above it."""
    sheet.text(x, y, text, colour=shade, va="baseline")


def left_room(sheet: Sheet, labels: Sequence[str]) -> float:
    """Pixels that the labels of an axis take on its left."""
    return sheet.text_width(labels, sheet.layout.small) + 9


def years(points: Iterable[Point]) -> list[int]:
    """The years of points."""
    return [int(point.period) for point in points]


def values(points: Iterable[Point]) -> list[float]:
    """The values of points as floats, for an axis."""
    return [float(point.quantity.value) for point in points]


def last(points: Iterable[Point]) -> Point:
    """The latest of `points`."""
    return max(points, key=lambda point: int(point.period))


def of(points: Iterable[Point], series: str) -> list[Point]:
    """Those of one series."""
    return [point for point in points if point.series == series]


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    numbered = [(int(point.period) - index, point) for index, point in enumerate(points)]
    return [[point for _, point in run] for _, run in groupby(numbered, key=lambda pair: pair[0])]
