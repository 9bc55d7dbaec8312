"""What the publication prints: its artifacts, the rows and columns of each table, and every cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from collate.book import Book
from collate.data import csvfile
from collate.data.csvfile import Row
from collate.data.printed_value import read_printed
from collate.data.problems import FIRST, Problems
from collate.errors import DataError, PrintedError, UnknownIdError, nearest
from collate.numbers.convention import Convention
from collate.numbers.printed import Printed
from collate.numbers.verdict import Basis

ARTIFACT_COLUMNS = (
    "id",
    "kind",
    "chapter",
    "number",
    "line",
    "language",
    "notebook",
    "parameters",
    "datasets",
    "title",
    "unit",
    "credit",
    "drawn",
    "missing",
)
HEADER_COLUMNS = ("artifact", "axis", "position", "id", "label")
SEEDS = "seeds"  # the parameter that says how often a notebook runs; it is not handed over
CELL_BASES = ("recomputed", "independent", "transcribed", "none")  # a cell quotes and repeats nothing
CELL_COLUMNS = ("row", "column", "printed", "decimals", "basis", "line", "layout", "note")


@dataclass(frozen=True)
class Header:
    """One row or column of a table: `id` as printed (levels joined by colons), `label` the same in label keys."""

    id: str
    label: str


@dataclass(frozen=True)
class Cell:
    """One printed value. `line` is its place in the publication's text, `layout` `read` or `inferred`."""

    artifact: str
    row: str
    column: str
    printed: Printed
    basis: Basis
    line: int
    layout: str
    note: str

    @property
    def id(self) -> str:
        return f"{self.artifact}/{self.row}/{self.column}"


@dataclass(frozen=True)
class Artifact:
    """A table or figure of the publication.

    `language` is that of print. `notebook`, `parameters` (beyond the standard ones) and `datasets` say how it is
    regenerated; `title`, `unit` and `credit` are label keys, `unit` may be empty. `drawn` is `figure`, `companion` (a table
    with a plot beside it) or empty; `missing` is the label key of the sentence on what a figure lacks.
    """

    id: str
    kind: str
    chapter: int
    number: int
    line: int
    language: str
    notebook: str
    parameters: dict[str, str]
    datasets: tuple[str, ...]
    title: str
    unit: str
    credit: str
    drawn: str
    missing: str

    @property
    def seeds(self) -> tuple[str, ...]:
        """The seeds that `parameters` declares, `seed=1 seeds=20`: its notebook runs once for each; none where it declares none.

        Raises
        ------
        DataError : they are not whole numbers, or fewer than two.
        """
        if SEEDS not in self.parameters:
            return ()
        first, count = self.parameters.get("seed", "1"), self.parameters[SEEDS]
        if not (first.isdecimal() and count.isdecimal() and int(count) > 1):
            fix = "write such as `seed=1 seeds=20` into `parameters` of artifacts.csv"
            raise DataError(f"{self.id}: the seeds are not a whole number of at least two", fix=fix)
        return tuple(str(int(first) + place) for place in range(int(count)))

    @property
    def printed_number(self) -> str:
        """The number as a caption prints it: `1-2` of `table-1-2`, `S2` of `figure-s2`; of other ids the place in its chapter."""
        own = self.id.removeprefix(f"{self.kind}-")
        return own.upper() if own != self.id else f"{self.chapter}-{self.number}"


class Published:
    """The transcribed side of a book, read once.

    Parameters
    ----------
    only : the one artifact that is asked for, where the others need not be read.
    """

    def __init__(self, book: Book, *, only: str = "") -> None:
        self.book = book
        self.only = only

    def __reduce__(self) -> tuple[type[Published], tuple[Book]]:
        """Only the folder is pickled: with all that was read, every task would carry the whole book to its worker."""
        return Published, (self.book,)

    @cached_property
    def artifacts(self) -> dict[str, Artifact]:
        """Artifacts by id, in the order of the publication."""
        path = self.book.published / "artifacts.csv"
        found = _artifacts(path, self.only, csvfile.stamp(path))
        for place in self.book.config.conventions.places if not self.only else ():
            if (name := place.partition("/")[0]) not in found:
                raise self.book.config.error(
                    "convention", f"a convention for {place!r}, and there is no artifact {name!r}{nearest(name, found)}"
                )
        return found

    def artifact(self, id: str) -> Artifact:
        """The artifact `id`.

        Raises
        ------
        UnknownIdError : there is none; the nearest ids are named.
        """
        if id not in self.artifacts:
            known = Published(self.book).artifacts if self.only else self.artifacts
            raise UnknownIdError(f"no artifact {id!r}{nearest(id, known)}")
        return self.artifacts[id]

    @cached_property
    def cell_ids(self) -> list[str]:
        """The ids of all cells, in the order of the publication."""
        return [cell.id for artifact in self.artifacts for cell in self.cells(artifact).values()]

    @cached_property
    def _headers(self) -> dict[tuple[str, str], list[Header]]:
        path = self.book.published / "headers.csv"
        return _headers(path, self.only, csvfile.stamp(path))

    def headers(self, artifact: str, axis: str) -> list[Header]:
        """The rows or columns (`axis`) of a table, in printed order."""
        return self._headers.get((artifact, axis), [])

    def error(self, artifact: str, what: str, fix: str) -> DataError:
        """A message about the row of artifacts.csv that declares `artifact`."""
        path = self.book.published / "artifacts.csv"
        row = next((row for row in csvfile.read(path, ARTIFACT_COLUMNS) if row["id"] == artifact), None)
        return DataError(f"{artifact}: {what}", where=path, line=row.line if row else None, fix=fix)

    def cells(self, artifact: str, problems: Problems = FIRST) -> dict[tuple[str, str], Cell]:
        """The cells of a table by (row, column); of a figure, the values that the text quotes from it.

        A cell printed over several lines has one CSV row a line; they are joined by spaces.

        Parameters
        ----------
        problems : gathers what is wrong with cells, which are then left out.

        Raises
        ------
        DataError : an unknown row or column, a cell missing, a value that cannot be read.
        """
        path = self.book.cells / f"{artifact}.csv"
        figure = self.artifact(artifact).kind == "figure"
        if figure and not path.exists():
            return {}
        parts: dict[tuple[str, str], list[Row]] = {}
        known = {axis: {header.id for header in self.headers(artifact, axis)} for axis in ("row", "column")}
        for row in csvfile.read(path, CELL_COLUMNS):
            for axis in ("row", "column"):
                if row[axis] not in known[axis]:
                    problems.add(row.error(f"unknown {axis} {row[axis]!r}", fix="use an id that headers.csv lists for this table"))
            parts.setdefault((row["row"], row["column"]), []).append(row)
        cells, conventions = {}, self.book.config.conventions
        for row_header in self.headers(artifact, "row"):
            for column_header in self.headers(artifact, "column"):
                key = (row_header.id, column_header.id)
                if key not in parts:
                    if figure:
                        continue
                    problems.add(DataError(f"no cell {artifact}/{key[0]}/{key[1]}", where=path, fix="add its row, or correct headers.csv"))
                    continue
                with problems.here():
                    cells[key] = _cell(artifact, parts[key], conventions.at(artifact, *key))
        self._check_places(artifact, known)
        return cells

    def _check_places(self, artifact: str, known: Mapping[str, Collection[str]]) -> None:
        """Refuse a convention for a row or a column that the table does not have."""
        for place in self.book.config.conventions.of(artifact):
            row, _, column = place.partition("/")[2].rpartition("/")
            for axis, id in (("row", row), ("column", column)):
                if id not in ("", "*") and id not in known[axis]:
                    what = f"a convention for {place!r}, and {artifact} has no {axis} {id!r}{nearest(id, known[axis])}"
                    raise self.book.config.error("convention", what)

    def row(self, cell: Cell) -> Row:
        """The first row of `cell` in its file, for messages."""
        rows = csvfile.read(self.book.cells / f"{cell.artifact}.csv", CELL_COLUMNS)
        return next(row for row in rows if (row["row"], row["column"]) == (cell.row, cell.column))


@lru_cache(maxsize=4)
def _artifacts(path: Path, only: str, stamp: tuple[int, ...]) -> dict[str, Artifact]:
    """Kept while the file does not change: every table of a page asks for it."""
    del stamp
    found: dict[str, Artifact] = {}
    for row in csvfile.read(path, ARTIFACT_COLUMNS, where=("id", {only}) if only else None):
        if row["id"] in found:
            raise row.error(f"duplicate artifact id {row['id']!r}")
        found[row["id"]] = _artifact(row)
    return dict(sorted(found.items(), key=lambda item: (item[1].chapter, item[1].kind, item[1].number)))


@lru_cache(maxsize=4)
def _headers(path: Path, only: str, stamp: tuple[int, ...]) -> dict[tuple[str, str], list[Header]]:
    del stamp
    found: dict[tuple[str, str], list[Header]] = {}
    for row in csvfile.read(path, HEADER_COLUMNS, where=("artifact", {only}) if only else None):
        found.setdefault((row["artifact"], row["axis"]), []).append(_header(row))
    return found


def _header(row: Row) -> Header:
    return Header(row["id"], row["label"] or row["id"])


def _artifact(row: Row) -> Artifact:
    pairs = [pair.partition("=") for pair in row["parameters"].split()]
    return Artifact(
        id=row["id"],
        kind=row["kind"],
        chapter=row.integer("chapter"),
        number=row.integer("number"),
        line=row.integer("line"),
        language=row["language"],
        notebook=row["notebook"],
        parameters={name: value for name, _, value in pairs},
        datasets=tuple(row["datasets"].split()),
        title=row["title"],
        unit=row["unit"],
        credit=row["credit"],
        drawn=row["drawn"],
        missing=row["missing"],
    )


def _cell(artifact: str, rows: list[Row], convention: Convention) -> Cell:
    first = rows[0]
    text = " ".join(row["printed"] for row in rows)
    try:
        printed = read_printed(text, first.integer("decimals") if first["decimals"] else None, convention)
    except PrintedError as error:
        raise first.error(error.what, fix=error.fix) from None
    if first["basis"] not in CELL_BASES:
        raise first.error(f"unknown basis {first['basis']!r}", fix=f"use one of {', '.join(CELL_BASES)}")
    if first["basis"] == Basis.NONE.value and not first["note"]:
        raise first.error("nothing regenerates this cell, and nobody says why", fix="say in the column `note` what is missing")
    return Cell(
        artifact=artifact,
        row=first["row"],
        column=first["column"],
        printed=printed,
        basis=Basis(first["basis"]),
        line=first.integer("line"),
        layout=first["layout"],
        note=first["note"],
    )
