"""The strings as printed, from a CSV file: one a row, or laid out as the printed table is."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from collate.check.identity import identified_by, joined
from collate.data.csvfile import other_delimiter
from collate.errors import CallError, DataError, system_error
from collate.extract.characters import unguarded

PRINTED = "printed"
_SUFFIXES = {".csv": ",", ".tsv": "\t"}
_BYTES = 2**31  # larger files are no tables that somebody typed or extracted


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
    table = _lines(path)
    header = next(table, (1, []))[1]
    if not any(header):
        raise DataError("the file is empty", where=path, fix="its first line names the columns, such as `id,printed`")
    if delimiter := other_delimiter(header):
        raise DataError(
            f"the columns are parted by {delimiter}", where=path, line=1, fix="save it with commas, or name the file .tsv for tabs"
        )
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


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with its line and as wide as the header."""
    if path.suffix.lower() not in _SUFFIXES:
        raise CallError(
            f"{path}: printed strings are read from .csv and .tsv files", fix="`collate extract` writes such a file from a paper"
        )
    width = 0
    line = 0
    try:
        if path.stat().st_size > _BYTES:
            raise DataError("the file is larger than 2 GB", where=path, fix="divide it")
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=_SUFFIXES[path.suffix.lower()], strict=True)
            for values in reader:
                line = reader.line_num
                if not any(values):
                    continue
                if "\0" in "".join(values):
                    raise DataError("a NUL character, so the file is not text", where=path, line=line, fix="export it as CSV in UTF-8")
                width = width or len(values)
                if len(values) != width:
                    raise DataError(
                        f"{len(values)} fields where {width} belong", where=path, line=line, fix="quote fields that hold commas"
                    )
                yield line, values
    except OSError as error:
        raise system_error(error, path, DataError) from None
    except UnicodeDecodeError:
        raise DataError("the file is not UTF-8", where=path, line=line + 1, fix="save it in UTF-8") from None
    except csv.Error as error:
        raise DataError(f"broken CSV: {error}", where=path, line=line + 1, fix="look for a quotation mark that is not closed") from None
