"""A table as a grid: cells that span rows and columns get their places, and heads become the names of rows and columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from collate.errors import DataError

MOST_CELLS = 1_000_000
_LONGEST_SPAN = 1000
JOINED = " / "
_VALUE = re.compile(r"[\s(\[<>≤≥≈~=$€£¥±+\-−–]*[.·]?[0-9０-９]")
_MISSING = frozenset({"", "-", "−", "–", "—", ".", "…", "...", "..", "n.a.", "na", "n/a", "n.s.", "ns"})
_NUMBERED = re.compile(r"[(\[]\d{1,2}[a-z]?[)\]]|[(\[]?[IVX]{1,4}[)\]]?")


@dataclass(frozen=True, slots=True)
class Span:
    """A cell as the file has it; `head` where the file calls it one."""

    text: str
    columns: int = 1
    rows: int = 1
    head: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A cell of the body with the names of its row and column, and its place in the grid from 1."""

    text: str
    row: str
    column: str
    row_number: int
    column_number: int
    doubts: tuple[str, ...]


@dataclass
class Grid:
    """Rows of cells, as HTML lays them out: a cell takes the next free places of its row.

    Parameters
    ----------
    rows : the cells of each row, in their order.
    heads : how many rows are heads; None where the file does not say.
    footers : how many rows at the end are notes by the word of the file.
    """

    rows: Sequence[Sequence[Span]]
    heads: int | None = None
    footers: int = 0
    places: list[list[tuple[Span, int, int] | None]] = field(init=False)
    width: int = field(init=False)
    doubts: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.places = _laid_out(self.rows)
        self.width = width = max((len(row) for row in self.places), default=0)
        short = [number for number, row in enumerate(self.places, 1) if any(place is None for place in row)]
        if short and width:
            shown = ", ".join(str(number) for number in short[:5])
            self.doubts.append(f"fewer cells than the {width} columns in row {shown}{' and others' if len(short) > 5 else ''}")

    def text(self, row: int, column: int) -> str:
        place = self.places[row][column]
        return place[0].text if place else ""

    def own(self, row: int, column: int) -> Span | None:
        """The cell that begins at this place; None where another reaches over it, or none is."""
        place = self.places[row][column]
        return place[0] if place and place[1:] == (row, column) else None

    @property
    def head_rows(self) -> int:
        """How many rows at the top are heads: as the file says, otherwise as merged cells, `(1)`, and empty corners tell."""
        if self.heads is not None:
            return min(self.heads, len(self.places))
        height = len(self.places)
        if not height:
            return 0
        marked = 0
        for row in self.places:
            if row and all(place is None or place[0].head or not place[0].text for place in row) and any(place for place in row):
                marked += 1
            else:
                break
        count = max(marked, 1)
        while count < height and (self._merged(count - 1) or self._reached(count) or self._numbers(count)):
            count += 1
        return count if count < height else min(max(marked, 1), height)

    def _merged(self, row: int) -> bool:
        """Whether a head of this row is merged over some columns but not all, so that names of single columns stand below it."""
        return any(1 < place[0].columns < self.width for place in self.places[row] if place and place[1] == row and place[0].text)

    def _reached(self, row: int) -> bool:
        return any(place and place[1] < row for place in self.places[row])

    def _numbers(self, row: int) -> bool:
        texts = [self.text(row, column) for column in range(self.width)]
        return not texts[0] and any(texts) and all(not text or _NUMBERED.fullmatch(text) for text in texts)

    def names(self, heads: int, between: str = JOINED) -> list[str]:
        """The name of each column: its heads from above, each once, with `between` between them."""
        found = []
        for column in range(self.width):
            texts: list[str] = []
            seen: set[tuple[int, int]] = set()
            for row in range(heads):
                place = self.places[row][column]
                if place and place[1:] not in seen and place[0].text:
                    seen.add(place[1:])
                    texts.append(place[0].text.replace("\n", " "))
            found.append(between.join(texts))
        return found

    def stub(self, first: int, last: int) -> int:
        """How many columns at the left name the rows: all before the first that holds a value, and at least one of several."""
        if self.width <= 1:
            return 0
        for column in range(1, self.width):
            values = [self.own(row, column) for row in range(first, last)]
            if any(span and is_value(span.text) and not span.head and span.columns < self.width for span in values):
                return column
        return 1

    def named(self) -> tuple[list[str], list[str], list[Named], list[str]]:
        """Names of the columns of the body and of its rows, its cells, and the notes below it."""
        heads = self.head_rows
        last = len(self.places) - self.footers
        notes = [self.text(row, 0) for row in range(last, len(self.places))]
        while last > heads and self._alone(last - 1) and (self.width > 1 or not is_value(self.text(last - 1, 0))):
            last -= 1
            notes.insert(0, next(text for column in range(self.width) if (text := self.text(last, column))))
        stub = self.stub(heads, last)
        columns = self.names(heads)
        panel, before, again = "", [""] * stub, 1
        rows: list[str] = []
        cells: list[Named] = []
        for row in range(heads, last):
            if self.width > 1 and self._alone(row) and self._label(row):
                panel, before = next(text for text in (self.text(row, column) for column in range(self.width)) if text), [""] * stub
                panel = panel.replace("\n", " ")
                continue
            labels = [self.text(row, column).replace("\n", " ") for column in range(stub)]
            if any(labels[column] and self._begins(row, column) for column in range(stub)) or not rows:
                again = 1
                filled = [label or (before[place] if any(labels[place + 1 :]) else "") for place, label in enumerate(labels)]
                before = filled
                unique = [label for place, label in enumerate(filled) if label and label not in filled[:place]]
                name = JOINED.join([panel, *unique] if panel else unique)
            else:
                again += 1
                name = f"{rows[-1].removesuffix(f' [{again - 1}]')} [{again}]"
            values = [(column, span) for column in range(stub, self.width) if (span := self.own(row, column)) and span.text]
            if not values:
                continue
            rows.append(name)
            for column, span in values:
                doubts = list(span.doubts)
                if span.columns > 1:
                    doubts.append(f"spans {span.columns} columns")
                cells.append(Named(span.text, name, columns[column], row + 1, column + 1, tuple(doubts)))
        return columns[stub:], rows, cells, [note for note in notes if note]

    def _begins(self, row: int, column: int) -> bool:
        """Whether the cell at this place begins in this row."""
        place = self.places[row][column]
        return bool(place and place[1] == row)

    def _alone(self, row: int) -> bool:
        """Whether one text is all that stands in the row."""
        own = {place[1:]: place[0] for place in self.places[row] if place and place[0].text}
        return len(own) <= 1 and any(start == row for start, _ in own)

    def _label(self, row: int) -> bool:
        """Whether what stands alone in the row names a group: it begins at the left, and is no value."""
        first = self.places[row][0]
        text = next((place[0].text for place in self.places[row] if place and place[0].text), "")
        wide = any(place and place[0].text and place[0].columns > 1 for place in self.places[row])
        return bool(text) and not is_value(text) and (wide or bool(first and first[0].text))


def is_value(text: str) -> bool:
    """Whether a cell holds a number or a sign for a missing one, as values do and names of rows seldom."""
    return bool(_VALUE.match(text)) or (text.lower() in _MISSING and bool(text))


def _laid_out(rows: Sequence[Sequence[Span]]) -> list[list[tuple[Span, int, int] | None]]:
    height = len(rows)
    grid: list[list[tuple[Span, int, int] | None]] = [[] for _ in rows]
    taken = 0
    for row, spans in enumerate(rows):
        column = 0
        for span in spans:
            while column < len(grid[row]) and grid[row][column] is not None:
                column += 1
            tall = min(max(span.rows, 1), _LONGEST_SPAN, height - row)
            wide = min(max(span.columns, 1), _LONGEST_SPAN)
            taken += tall * wide
            if taken > MOST_CELLS:
                raise DataError(f"a table of more than {MOST_CELLS:,} cells", fix="extract a part of it: no page prints so many")
            for below in range(row, row + tall):
                if len(grid[below]) < column + wide:
                    grid[below].extend([None] * (column + wide - len(grid[below])))
                for place in range(column, column + wide):
                    if grid[below][place] is None:
                        grid[below][place] = (span, row, column)
            column += wide
    width = max((len(row) for row in grid), default=0)
    for line in grid:
        line.extend([None] * (width - len(line)))
    return grid
