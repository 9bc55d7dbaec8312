"""The paper that a plot is drawn on: one of two layouts, sizes in pixels, marks that keep the point they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from collate.errors import BuildError
from collate.run.palette import INK

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

    from collate.run.plot import Point

# What a line may not be broken in: a word, or a character of Chinese with the marks that belong to it.
_PIECES = re.compile(r"[（「《]?[\u2e80-\u9fff\uf900-\ufaff][，。；：、）」》]*|[^\s\u2e80-\u9fff（「《]+\s*|\s+")
PER_INCH = 72  # pixels; the unit of SVG and of PDF alike
SLACK = 1.0  # pixels by which boxes of text may reach into one another: a box is a little larger than its letters


@dataclass(frozen=True)
class Layout:
    """How wide a drawing is and how large its text, in pixels; `small` is the smallest size that may be used."""

    name: str
    width: float
    text: float
    small: float

    @property
    def narrow(self) -> bool:
        return self.name == "narrow"


# A page shows the wide drawing from 600 pixels on and the narrow one from 290: no text falls below 11 pixels in either.
WIDE = Layout("wide", 640, 13, 12)
NARROW = Layout("narrow", 320, 12.5, 12.5)
LAYOUTS = (WIDE, NARROW)


@dataclass
class Sheet:
    """A figure of one layout under the hand of the one who draws it.

    What stands for a point is registered by `mark`, what joins points by `join`, so that a page can tell of them and move them.
    """

    layout: Layout
    figure: Figure
    marks: dict[str, tuple[Point, Axes, str]] = field(default_factory=dict)  # by gid: a point, and the axis that shows its value
    taken: list[tuple[Axes, float, float, float]] = field(default_factory=list)  # where marks lie, in pixels, and how large they are
    joins: dict[str, tuple[Point, ...]] = field(default_factory=dict)  # by gid: the points that a line runs through

    @classmethod
    def blank(cls, layout: Layout) -> Sheet:
        """A sheet on which nothing is drawn."""
        from matplotlib.figure import Figure

        return cls(layout, Figure(figsize=(layout.width / PER_INCH, 1), dpi=PER_INCH))

    @property
    def narrow(self) -> bool:
        return self.layout.narrow

    @property
    def height(self) -> float:
        """The height in pixels."""
        return float(self.figure.get_figheight()) * PER_INCH

    @height.setter
    def height(self, pixels: float) -> None:
        self.figure.set_figheight(pixels / PER_INCH)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes at this place, in pixels from the upper left corner; the sheet must have its height."""
        all_width, all_height = self.layout.width, self.height
        return self.figure.add_axes((left / all_width, 1 - (top + height) / all_height, width / all_width, height / all_height))

    def text(self, x: float, y: float, text: str, *, size: float | None = None, colour: str = INK, **options: Any) -> Text:
        """A line of text at this place, in pixels from the upper left corner."""
        at = (x / self.layout.width, 1 - y / self.height)
        return self.figure.text(*at, text, fontsize=size or self.layout.text, color=colour, **options)

    def place(self, axes: Axes, x: float, y: float) -> tuple[float, float]:
        """Where a pair of values lies, in pixels from the upper left corner."""
        across, up = axes.transData.transform((x, y))
        return float(across), self.height - float(up)

    def text_width(self, texts: Sequence[str], size: float | None = None) -> float:
        """The width in pixels of the widest of `texts`."""
        probe = self.figure.text(0, 0, "", fontsize=size or self.layout.text)
        widths = [0.0]
        for text in texts:
            probe.set_text(text)
            widths.append(float(probe.get_window_extent().width))
        probe.remove()
        return max(widths)

    def broken(self, text: str, width: float, size: float | None = None) -> list[str]:
        """`text` in lines of at most `width` pixels: between words, or between the characters of a script without spaces."""
        lines = [""]
        for part in _PIECES.findall(text):
            if lines[-1] and self.text_width([(lines[-1] + part).strip()], size) > width:
                lines.append("")
            lines[-1] += part
        return [line.strip() for line in lines]

    def room_for_mark(self, axes: Axes, x: float, y: float, size: float) -> float:
        """How large a mark of `size` pixels may be there, so that it hides none that lies below it; no smaller than 2."""
        at = self.place(axes, x, y)
        for other, left, top, taken in self.taken:
            if other is axes and abs(left - at[0]) < 3 and abs(top - at[1]) < 3:
                size = max(2.0, min(size, taken - 3.5))
        self.taken.append((axes, *at, size))
        return size

    def mark(self, artist: Artist, point: Point, axes: Axes, axis: str = "y") -> None:
        """Let `artist` stand for `point`, whose value `axis` (`x` or `y`) of `axes` shows."""
        gid = f"mark-{len(self.marks)}"
        artist.set_gid(gid)
        self.marks[gid] = (point, axes, axis)

    def join(self, artist: Artist, points: Sequence[Point]) -> None:
        """Let `artist` be the line through `points`."""
        gid = f"join-{len(self.joins)}"
        artist.set_gid(gid)
        self.joins[gid] = tuple(points)

    def require_clear(self, what: str) -> None:
        """Refuse text that lies on other text or reaches over the edge of the sheet, and text that is too small.

        Raises
        ------
        BuildError : naming `what` is drawn, the layout and the texts.
        """
        boxes = self._boxes()
        where = f"{what}, {self.layout.name} layout of {self.layout.width:g} pixels"
        small = [text for text, _, size in boxes if size < self.layout.small]
        if small:
            raise BuildError(f"{where}: {small[0]!r} is set below {self.layout.small:g} pixels", fix="set it larger, or leave it out")
        for text, box, _ in boxes:
            if box.x0 < -SLACK or box.y0 < -SLACK or box.x1 > self.layout.width + SLACK or box.y1 > self.height + SLACK:
                raise BuildError(f"{where}: {text!r} reaches over the edge of the drawing", fix="leave it more room, or shorten the label")
        for (text, box, _), (other, second, _) in combinations(boxes, 2):
            across = min(box.x1, second.x1) - max(box.x0, second.x0)
            along = min(box.y1, second.y1) - max(box.y0, second.y0)
            if across > SLACK and along > SLACK:
                raise BuildError(
                    f"{where}: the labels {text!r} and {other!r} overlap by {across:.0f} by {along:.0f} pixels",
                    fix="move one of them, give them more room, or shorten a label",
                )

    def attributes(self, rows: Mapping[Point, int]) -> dict[str, dict[str, str]]:
        """What the elements of marks and lines say of themselves, by gid: the rows of their points, and how far a unit reaches."""
        found = {}
        for gid, (point, axes, axis) in self.marks.items():
            box = axes.get_position()
            pixels = box.height * self.height if axis == "y" else box.width * self.layout.width
            low, high = axes.get_ylim() if axis == "y" else axes.get_xlim()
            linear = (axes.get_yscale() if axis == "y" else axes.get_xscale()) == "linear"
            move = {f"data-{axis}": f"{pixels / (high - low) * (-1 if axis == 'y' else 1):.4g}"} if linear else {}
            found[gid] = {"class": "mark", "data-row": str(rows[point])} | move
        for gid, points in self.joins.items():
            found[gid] = {"class": "line", "data-rows": " ".join(str(rows[point]) for point in points)}
        return found

    def _boxes(self) -> list[tuple[str, Bbox, float]]:
        """Each text that is drawn, where, and its size."""
        self.figure.draw_without_rendering()  # places the labels of axes
        texts: list[Text] = [*self.figure.texts]
        for axes in self.figure.axes:
            if not axes.get_visible():
                continue
            texts += [child for child in axes.get_children() if isinstance(child, mpl_text())]
            for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
                low, high = sorted(axis.get_view_interval())
                ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
                texts += [axis.label, *(label for tick in ticks for label in (tick.label1, tick.label2))]
        seen = [text for text in texts if text.get_visible() and text.get_text().strip()]
        return [(text.get_text(), text.get_window_extent(), float(text.get_fontsize())) for text in seen]


def mpl_text() -> type[Text]:
    """The class of texts, imported late since a build with nothing to draw needs none of matplotlib."""
    from matplotlib.text import Text

    return Text
