"""Everything that has an id: artifacts, cells, claims and observations, found by one lookup."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Union

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Claim, Ledger
from collate.data.csvfile import Row
from collate.data.listing import files_in
from collate.data.published import CELL_COLUMNS, Artifact, Cell, Published
from collate.data.source import FACT_COLUMNS, OBSERVATION_COLUMNS, SERIES_COLUMNS, SOURCE_COLUMNS, fact_id, stands_for
from collate.errors import PrintedError, UnknownIdError, nearest
from collate.numbers.printed import Interval, Printed, parse


@dataclass(frozen=True)
class Observation:
    """One observation with the row that it stands on."""

    id: str
    dataset: str
    printed: Printed
    stands_for: Interval
    row: Row


Place = Union[Artifact, Cell, Claim, Observation]


class Lookup:
    """All places of a book by id; each kind is read when it is first asked for."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.published = Published(book)

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.book)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Every cell of tables and figures by id."""
        found = (cell for id in self.published.artifacts for cell in self.published.cells(id).values())
        return {cell.id: cell for cell in found}

    @cached_property
    def observations(self) -> dict[str, Observation]:
        """Every observation by id, `SERIES@PERIOD`.

        Raises
        ------
        DataError : a broken file, or a value that is not a number.
        """
        found = {}
        series = {row["id"]: row for row in csvfile.read(self.book.source / "series.csv", SERIES_COLUMNS)}
        for path in files_in(self.book.source / "observations", "*.csv"):
            for row in csvfile.read(path, OBSERVATION_COLUMNS):
                if row["series"] not in series:
                    raise row.error(f"unknown series {row['series']!r}", fix="add it to data/source/series.csv or correct it")
                try:
                    printed = parse(row["value"], row.integer("decimals") if row["decimals"] else None)
                    ends = stands_for(printed, series[row["series"]])
                except PrintedError as error:
                    raise row.error(error.what, fix=error.fix) from None
                id = f"{row['series']}@{row['period']}"
                found[id] = Observation(id, path.stem, printed, ends, row)
        return found

    @cached_property
    def sources(self) -> dict[str, Row]:
        """The rows of sources.csv by id."""
        return {row["id"]: row for row in csvfile.read(self.book.source / "sources.csv", SOURCE_COLUMNS)}

    @cached_property
    def cell_rows(self) -> dict[str, Row]:
        """The first row of each cell in its file."""
        found: dict[str, Row] = {}
        for path in files_in(self.book.cells, "*.csv"):
            for row in csvfile.read(path, CELL_COLUMNS):
                found.setdefault(f"{path.stem}/{row['row']}/{row['column']}", row)
        return found

    @cached_property
    def fact_rows(self) -> dict[str, Row]:
        """The row of every fact in words, by the id that formulas use."""
        paths = files_in(self.book.source / "facts", "*.csv")
        return {fact_id(row): row for path in paths for row in csvfile.read(path, FACT_COLUMNS)}

    def facts_of(self, artifact: Artifact) -> list[Row]:
        """The rows of the facts in words that the artifact's datasets hold."""
        paths = [self.book.source / "facts" / f"{name}.csv" for name in artifact.datasets]
        return [row for path in paths if path.exists() for row in csvfile.read(path, FACT_COLUMNS)]

    def find(self, id: str) -> Place:
        """The place that `id` names; surrounding spaces and the composition of its characters do not matter.

        Raises
        ------
        UnknownIdError : there is none; the message names the nearest ids of all kinds.
        """
        id = unicodedata.normalize("NFC", id.strip())
        kinds: list[Callable[[], Mapping[str, Place]]]
        kinds = [lambda: self.published.artifacts, lambda: self.cells, lambda: self.ledger.claims]
        kinds.insert(0 if "@" in id else 3, lambda: self.observations)  # SERIES@PERIOD
        for read in kinds:  # one after the other: a table is found without reading claims
            if id in (known := read()):
                return known[id]
        raise UnknownIdError(f"nothing has the id {id!r}{self._nearest(id)}")

    def _nearest(self, id: str) -> str:
        """The end of a message: ids like `id`, or of which it is a part; cells of the same artifact first."""
        ids = [*self.published.artifacts, *self.cells, *self.ledger.claims, *self.observations]
        siblings = [name for name in self.cells if name.startswith(f"{id.partition('/')[0]}/")] if "/" in id else []
        holders = [name for name in ids if id and id in name][:3]
        return nearest(id, siblings) or nearest(id, ids) or (f"; near it: {', '.join(holders)}" if holders else "")


def task_names(place: Place | None) -> list[str] | None:
    """The names of the tasks whose products hold the value of `place`; None for all.

    Raises
    ------
    UnknownIdError : an observation, which no task makes.
    """
    if isinstance(place, Observation):
        raise UnknownIdError(
            f"{place.id} is an observation: it is an input and has no verdict", fix="explain it, or name a table, figure, cell or claim"
        )
    if isinstance(place, Claim):
        return [f"publish-claims-{place.chapter}"]
    if place is None:
        return None
    id = place.artifact if isinstance(place, Cell) else place.id
    return [f"publish-{id}", f"publish-plot-{id}"]
