"""The strings as printed, from a CSV file: one a row, or laid out as the printed table is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from collate.check.csv_lines import DELIMITERS, csv_lines, require_readable
from collate.check.identity import identified_by, joined
from collate.errors import CallError, DataError
from collate.extract.characters import unguarded

PRINTED = "printed"


@dataclass(frozen=True)
class PrintedString:
    """One string as printed: its id, the names that make it up, and where it stands."""

    id: str
    text: str
    table: str
    row: str
    column: str
    path: Path
    line: int


def read_printed(path: Path) -> Iterator[PrintedString]:
    """The strings of a file, one after the other.

    A file with a column `printed` has one string a row, identified by a column `id` or by `row` and `column` (and `table`). Any other
    file is laid out as printed: its first column holds the names of rows, its first line those of columns.

    Raises
    ------
    CallError : the file is not a CSV or TSV file.
    DataError : it cannot be read as one, has no rows, or names two strings alike.
    """
    if path.suffix.lower() not in DELIMITERS:
        fix = "`collate extract` writes such a file from a paper"
        raise CallError(f"{path}: printed strings are read from .csv and .tsv files", fix=fix)
    require_readable(path, "CSV", fix="divide it")
    table = csv_lines(path)
    header = next(table, (1, []))[1]
    if not header:
        raise DataError("the file is empty", where=path, fix="its first line names the columns, such as `id,printed`")
    seen: dict[str, int] = {}
    for found in _one_a_row(path, header, table) if PRINTED in header else _laid_out(path, header, table):
        if not found.id:
            raise DataError("a value without an id", where=path, line=found.line, fix="give it an id, or names of row and column")
        if found.id in seen:
            raise DataError(
                f"duplicate id {found.id!r}, first on line {seen[found.id]}", where=path, line=found.line, fix="rename one of them"
            )
        seen[found.id] = found.line
        yield found
    if not seen:
        raise DataError("no printed string below the header", where=path, line=1, fix="add a line for each")


def _one_a_row(path: Path, header: list[str], table: Iterator[tuple[int, list[str]]]) -> Iterator[PrintedString]:
    columns = identified_by(header, str(path))
    for line, values in table:
        row = {name: unguarded(value) for name, value in zip(header, values, strict=True)}  # as `collate extract` guards them
        yield PrintedString(joined(row, columns), row[PRINTED], row.get("table", ""), row.get("row", ""), row.get("column", ""), path, line)


def _laid_out(path: Path, header: list[str], table: Iterator[tuple[int, list[str]]]) -> Iterator[PrintedString]:
    names = [name.strip() for name in header[1:]]
    if not names:
        fix = (
            "name a column `printed`, or lay the file out as the table is: names of rows in the first column, of columns in the first line"
        )
        raise DataError("one column, and it is not called `printed`", where=path, line=1, fix=fix)
    for line, (name, *values) in table:
        for column, text in zip(names, values, strict=True):
            yield PrintedString(joined({"row": name, "column": column}, ("row", "column")), text, "", name.strip(), column, path, line)
