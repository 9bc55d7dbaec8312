"""The numbers of a table as lines of neighbours and as series over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from collate.data.published import Cell, Published
from collate.numbers.printed import PrintedKind

TOTAL = "total"  # the label key of a row or column that is the whole of the others


@dataclass(frozen=True)
class Line:
    """A row or column of a table: its cells with the label of the other axis, numbers only, in printed order."""

    axis: str
    label: str
    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Grid:
    """The numbers of one table or figure. `percent`: whether its unit is percent."""

    artifact: str
    percent: bool
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.rows + self.columns


def grids(published: Published) -> Iterator[Grid]:
    """Every table and figure with its numbers."""
    for artifact in published.artifacts.values():
        cells = {key: cell for key, cell in published.cells(artifact.id).items() if cell.printed.kind is PrintedKind.NUMBER}
        rows = published.headers(artifact.id, "row")
        columns = published.headers(artifact.id, "column")
        yield Grid(
            artifact=artifact.id,
            percent=artifact.unit == "unit-percent",
            rows=tuple(Line("row", r.label, tuple((c.label, cells[r.id, c.id]) for c in columns if (r.id, c.id) in cells)) for r in rows),
            columns=tuple(
                Line("column", c.label, tuple((r.label, cells[r.id, c.id]) for r in rows if (r.id, c.id) in cells)) for c in columns
            ),
        )


def series(grid: Grid) -> list[list[Cell]]:
    """The series over time: cells whose labels differ in the year alone, in the order of the years."""
    found: dict[tuple[str, ...], list[tuple[int, Cell]]] = {}
    for line in grid.rows:
        for label, cell in line.cells:
            keys = [*line.label.split(":"), *label.split(":")]
            years = [key for key in keys if is_year(key)]
            if len(years) == 1:
                found.setdefault(tuple(key for key in keys if key != years[0]), []).append((int(years[0]), cell))
    return [[cell for _, cell in sorted(members, key=lambda member: member[0])] for members in found.values()]


def is_year(key: str) -> bool:
    """Whether a label key is a year: four digits."""
    return len(key) == 4 and key.isdigit()
