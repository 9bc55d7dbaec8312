"""A plot and the points that it is drawn from, each with its basis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from collate.data import csvfile
from collate.data.labels import Labels
from collate.data.source import REPORT
from collate.errors import DataError, LabelError
from collate.numbers.quantity import Operation, Quantity
from collate.numbers.values import number_fields

if TYPE_CHECKING:
    import pandas as pd

    from collate.run.sheet import Sheet

POINT_COLUMNS = ("series", "period", "value", "low", "high", "basis", "source", "formula")
UNDATED = "undated"  # the period of what has none, such as a place on a map


class PointBasis(Enum):
    """Where a plotted point comes from."""

    QUOTED = "quoted"  # the publication prints it
    DERIVED = "derived"  # computed from numbers that the publication prints
    OTHER = "other"  # another source takes part in it

    @property
    def label(self) -> str:
        return f"point-{self.value}"


@dataclass(frozen=True)
class Point:
    """One plotted value. `series` (levels joined by colons) and `period` are label keys, `sources` ids."""

    series: str
    period: str
    quantity: Quantity
    sources: tuple[str, ...]

    @property
    def basis(self) -> PointBasis:
        if any(source != REPORT for source in self.sources):
            return PointBasis.OTHER
        return PointBasis.QUOTED if self.quantity.operation is Operation.OBSERVED else PointBasis.DERIVED

    @property
    def row(self) -> tuple[str, ...]:
        """The point as a row of `POINT_COLUMNS`."""
        numbers = number_fields(self.quantity)
        return (self.series, self.period, *numbers, self.basis.value, " ".join(self.sources), self.quantity.formula)


@dataclass(frozen=True)
class Plot:
    """All points of a figure, and how they are drawn: `draw` fills a blank sheet, once for each layout."""

    points: tuple[Point, ...]
    draw: Callable[[Sheet], object]


class PointMaker:
    """Makes points from quantities computed from `observations` (columns as `load_observations` gives them).

    Raises
    ------
    DataError : an indicator is given in two units, which no axis can show.
    """

    def __init__(self, observations: pd.DataFrame) -> None:
        for indicator, units in observations.groupby("indicator")["unit"].unique().items():
            if len(units) > 1:
                fix = "give it in one unit, or an indicator of its own"
                raise DataError(f"{indicator} of a plot is given in {' and '.join(sorted(units))}", fix=fix)
        self.sources: Mapping[str, str] = {
            quantity.id: source for quantity, source in zip(observations["quantity"], observations["source"], strict=True)
        }

    def __call__(self, series: str, period: str, quantity: Quantity) -> Point:
        return Point(series, period, quantity, tuple(sorted({self.sources[id] for id in quantity.inputs})))

    def of_table(self, table: pd.DataFrame) -> tuple[Point, ...]:
        """The points of a table with one series a row and one period a column; cells without a value are left out."""
        return tuple(
            self(str(series), str(period), cell)
            for series, row in table.iterrows()
            for period, cell in row.items()
            if isinstance(cell, Quantity)
        )


def alternative_text(title: str, points: Iterable[Point], labels: Labels, language: str) -> str:
    """What a plot shows, in words: how each series moves from its first value to its last, or which places a map shows."""
    series: dict[str, list[Point]] = {}
    for point in points:
        series.setdefault(point.series, []).append(point)
    if series and all(point.period == UNDATED for found in series.values() for point in found):
        places = dict.fromkeys(labels.text(key.split(":")[0], language) for key in series)
        told = labels.text("alt-places", language).format(count=len(places), places=labels.text("join-comma", language).join(places))
    else:
        parts = [_told(key, found, labels, language) for key, found in series.items()]
        told = labels.text("join-semicolon", language).join(parts) or labels.text("alt-none", language)
    return f"{title}{labels.text('join-colon', language)}{told}"


def told_of(points: Path, labels: Labels, key: str, language: str) -> str:
    """The label `key` of a plot, or nothing where the book has none; `{SERIES@PERIOD}` in it is a value of the file of points.

    Levels of a series are joined by `/`, a format may follow as in Python (`{apples@2008:.0f}`), and of several values the first counts.

    Raises
    ------
    LabelError : it names a value that is not plotted.
    """
    if key not in labels:
        return ""
    values: dict[str, float] = {}
    for row in csvfile.read(points, POINT_COLUMNS):
        values.setdefault(f"{row['series'].replace(':', '/')}@{row['period']}", float(Fraction(row["value"])))
    text = labels.text(key, language)
    try:
        return Formatter().vformat(text, (), values)
    except (KeyError, ValueError) as error:
        fix = f"use one of {', '.join(list(values)[:5])}" if values else "leave the value out"
        raise LabelError(f"label {key!r} names {error}, which is not plotted", where=labels.path, fix=fix) from None


def _told(key: str, found: list[Point], labels: Labels, language: str) -> str:
    ordered = sorted(found, key=lambda point: point.period[-4:])  # "up to 1998" comes before 2001
    first, last = ordered[0], ordered[-1]
    moved = last.quantity.value - first.quantity.value
    names = {
        "series": " ".join(labels.text(part, language) for part in key.split(":")),
        "first": labels.text(first.period, language),
        "last": labels.text(last.period, language),
        "start": _short(first.quantity),
        "end": _short(last.quantity),
    }
    kind = "single" if len(found) == 1 else "rises" if moved > 0 else "falls" if moved < 0 else "stays"
    return labels.text(f"alt-{kind}", language).format(**names)


def _short(quantity: Quantity) -> str:
    if quantity.printed is not None:
        return quantity.printed.text
    return f"{float(quantity.value):.1f}"
