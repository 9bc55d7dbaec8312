"""How all plots of the book look: one colour, line and marker for a region or sector, one marker style for a basis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from collate.errors import DataError
from collate.run.plot import Point, PointBasis

Word = Callable[[str], str]
WIDTH = 5.0  # inches; at this width the type stays legible on a phone

# Okabe and Ito's colours, told apart by most colour-blind readers; lines and markers differ too, for print in grey.
COLOURS = {
    "beijing": "#0072B2",
    "tianjin": "#D55E00",
    "hebei": "#009E73",
    "liaoning": "#7A5195",
    "shandong": "#B8860B",
    "shanxi": "#56B4E9",
    "inner-mongolia": "#555555",
    "binhai": "#CC79A7",
    "primary": "#009E73",
    "secondary": "#D55E00",
    "tertiary": "#0072B2",
}
SEQUENCE = ("#0072B2", "#D55E00", "#009E73", "#7A5195", "#B8860B", "#56B4E9", "#555555", "#CC79A7")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (7, 2)))


def canvas(rows: int, height: float, columns: int = 1, **options: Any) -> tuple[Figure, list[Axes]]:
    """A figure of the book's width, `height` inches high, with `rows` x `columns` axes in reading order."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False, **options)
    return figure, list(axes.flat)


def colour(series: str, position: int = 0) -> str:
    """The colour of a series: that of the region or sector in its key, else the one of its position."""
    known = [COLOURS[part] for part in series.split(":") if part in COLOURS]
    return known[0] if known else SEQUENCE[position % len(SEQUENCE)]


def _style(series: str, position: int) -> int:
    """The place of a series' line and marker: that of its region or sector among COLOURS, else its position."""
    known = [list(COLOURS).index(part) for part in series.split(":") if part in COLOURS]
    return (known[0] if known else position) % len(MARKERS)


def from_zero(axes: Axes) -> None:
    """A value axis that starts at zero and leaves room above the highest mark and its label."""
    axes.set_ylim(0, axes.dataLim.ymax * 1.1)


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


def draw_series(axes: Axes, points: Sequence[Point], position: int, label: str, *, joined: bool = True, series_colour: str = "") -> None:
    """Points of one series over calendar years; a line joins neighbouring years only, so that a gap stays a gap."""
    if not points:
        return
    shade = series_colour or colour(points[0].series, position)
    style = position % len(MARKERS) if series_colour else _style(points[0].series, position)
    ordered = sorted(points, key=lambda point: point.period)
    for run in _runs(ordered) if joined else []:
        years, values = _years(run), _values(run)
        axes.plot(years, values, color=shade, linestyle=LINES[style], linewidth=1.3, zorder=2)
    for point in ordered:
        _mark(axes, point, shade, MARKERS[style])
    line = LINES[style] if joined else ""
    axes.plot([], [], color=shade, linestyle=line, marker=MARKERS[style], markersize=4, linewidth=1.3, label=label)


def basis_legend(figure: Figure, points: Iterable[Point], word: Word) -> None:
    """Below everything: how the bases that occur are drawn."""
    found = {point.basis for point in points}
    handles = [_basis_handle(basis, word) for basis in PointBasis if basis in found]
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles), frameon=False)


def years_axis(axes: Axes, years: Iterable[int]) -> None:
    """Whole years, every one or every few, labelled upright."""
    found = sorted(set(years))
    span = found[-1] - found[0]
    step = 1 if span <= 8 else 2 if span <= 16 else 5
    axes.set_xticks(range(found[0], found[-1] + 1, step))
    axes.set_xlim(found[0] - 0.5, found[-1] + 0.5)


def note(axes: Axes, text: str) -> None:
    """A sentence in the middle of empty axes."""
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", wrap=True)


def _mark(axes: Axes, point: Point, shade: str, marker: str) -> None:
    value, year = float(point.quantity.value), int(point.period)
    face = {PointBasis.QUOTED: shade, PointBasis.DERIVED: "white", PointBasis.OTHER: shade}[point.basis]
    size = 6.5 if point.basis is PointBasis.QUOTED else 4 if point.basis is PointBasis.OTHER else 6
    edge = "black" if point.basis is PointBasis.QUOTED else shade
    if point.basis is PointBasis.DERIVED:
        interval = point.quantity.interval
        ends = [[value - float(interval.low)], [float(interval.high) - value]]
        axes.errorbar([year], [value], yerr=ends, color=shade, capsize=3, linewidth=1, zorder=3)
    # A quotation lies below another source's smaller mark, so that both are seen where they agree.
    order = 3 if point.basis is PointBasis.QUOTED else 4
    axes.plot([year], [value], marker=marker, markersize=size, markerfacecolor=face, markeredgecolor=edge, linestyle="", zorder=order)


def _basis_handle(basis: PointBasis, word: Word) -> Line2D:
    style: dict[str, Any] = {
        PointBasis.QUOTED: {"markerfacecolor": "#999999", "markeredgecolor": "black", "markersize": 6.5},
        PointBasis.DERIVED: {"markerfacecolor": "white", "markeredgecolor": "#666666", "markersize": 6},
        PointBasis.OTHER: {"markerfacecolor": "#999999", "markeredgecolor": "#999999", "markersize": 4},
    }[basis]
    return Line2D([], [], linestyle="", marker="o", label=word(basis.label), **style)


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    numbered = [(int(point.period) - index, point) for index, point in enumerate(points)]
    return [[point for _, point in run] for _, run in groupby(numbered, key=lambda pair: pair[0])]


def _years(points: Iterable[Point]) -> list[int]:
    return [int(point.period) for point in points]


def _values(points: Iterable[Point]) -> list[float]:
    return [float(point.quantity.value) for point in points]
