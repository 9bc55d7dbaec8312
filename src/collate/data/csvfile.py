"""Reading and writing CSV: everything is text, every row knows its line, writes are atomic."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from collate.data import fields
from collate.data.typed_text import read_text
from collate.errors import DataError

DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_WHOLE = re.compile(r"-?[0-9]+")
_BESIDE = re.compile(r"\..+\.[0-9]+")
_KEPT = 256  # tables that are kept as they were read, so that one judgement of a book reads each once
_LONGEST = 1_000_000  # characters of a table that is kept


@dataclass(frozen=True)
class Row:
    """One row: its fields as text, the file, and the line on which it ends."""

    fields: Mapping[str, str]
    path: Path
    line: int

    def __getitem__(self, column: str) -> str:
        return self.fields[column]

    def error(self, what: str, fix: str | None = None) -> DataError:
        return DataError(what, where=self.path, line=self.line, fix=fix)

    def integer(self, column: str) -> int:
        """The whole number in `column`.

        Raises
        ------
        DataError : there is something else.
        """
        if not _WHOLE.fullmatch(self[column]):  # int() takes digits of every script, spaces and underscores
            raise self.error(f"{column} {self[column]!r} is not a whole number")
        return int(self[column])


def read(
    path: Path,
    columns: Sequence[str],
    texts: Mapping[str, str] = MappingProxyType({}),
    *,
    where: tuple[str, Collection[str]] | None = None,
    powers: bool = False,
) -> list[Row]:
    """The rows of a CSV file with a header line; a byte order mark, any line end, and empty rows and columns at the end are nothing.

    Parameters
    ----------
    path : a UTF-8 file.
    columns : the columns that must be there, in this order.
    texts : of the columns that hold text in a language, which language, for messages.
    where : a column and the values that are wanted of it; other rows are passed over without a look at what they hold, since a
        notebook needs a few rows of a list that grows with the book.
    powers : whether numbers may be powers of ten, 4.2e-03, as programs write them; in what people type a spreadsheet has lost digits so.

    Raises
    ------
    DataError : the file cannot be read or is not UTF-8, its columns are others, a row has another number of fields, or a field holds
        what nobody sees or what a spreadsheet made of it.
    """
    text = read_text(path)
    if where or len(text) > _LONGEST:
        return list(rows_in(path, text, columns, texts, where=where, powers=powers))
    try:
        return [Row(values, path, line) for values, line in _read(text, tuple(columns), powers)]
    except DataError:
        return list(rows_in(path, text, columns, texts, powers=powers))  # which says the same with the file's name


@lru_cache(maxsize=_KEPT)
def _read(text: str, columns: tuple[str, ...], powers: bool) -> tuple[tuple[Mapping[str, str], int], ...]:
    """The rows that a text holds and their lines; of any file, since the same text says the same."""
    return tuple((row.fields, row.line) for row in rows_in(Path(), text, columns, powers=powers))


def rows_in(
    path: Path,
    text: str,
    columns: Sequence[str],
    texts: Mapping[str, str] = MappingProxyType({}),
    *,
    where: tuple[str, Collection[str]] | None = None,
    powers: bool = False,
) -> Iterator[Row]:
    """The rows that `text` holds, of the file `path`; see `read`."""
    table = lines_in(path, text)
    _, header = next(table, (1, []))
    require_columns(path, header, columns, texts)
    fault = fields.checker(columns, text, powers=powers)
    place = columns.index(where[0]) if where else 0
    for line, values in table:
        if where and len(values) > place and values[place] not in where[1]:
            continue
        row = Row(dict(zip(header, values, strict=False)), path, line)
        require_width(path, line, values, header)
        if found := fault(row.fields):
            raise row.error(found.what, fix=found.fix)
        yield row


def require_columns(path: Path, header: Sequence[str], columns: Sequence[str], texts: Mapping[str, str] = MappingProxyType({})) -> None:
    """Refuse a header of other columns than `columns`; `texts` as in `read`."""
    if list(header) != list(columns):
        raise DataError(_column_message(header, columns, texts), where=path, line=1, fix=_column_remedy(header))


def require_width(path: Path, line: int, values: Sequence[str], header: Sequence[str]) -> None:
    """Refuse a row that has another number of fields than the header."""
    if len(values) != len(header):
        raise DataError(f"{len(values)} fields where {len(header)} belong", where=path, line=line)


def read_table(path: Path) -> list[tuple[int, list[str]]]:
    """Header and rows of a CSV file of any columns, each with its line; an empty header where the file is empty.

    Raises
    ------
    DataError : as `read`.
    """
    text = read_text(path)
    found = list(lines_in(path, text)) or [(1, [])]
    header = found[0][1]
    if other_delimiter(header):
        raise DataError(_column_message(header, ()), where=path, line=1, fix=_column_remedy(header))
    fault = fields.checker(header, text)
    for line, values in found[1:]:
        if wrong := fault(dict(zip(header, values, strict=False))):
            raise DataError(wrong.what, where=path, line=line, fix=wrong.fix)
    return found


def lines_in(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The header and the rows of a CSV text, each with the line on which it ends; without what is empty at the end of the file.

    Fields that are empty and stand beyond those of the header are dropped.

    Raises
    ------
    DataError : broken CSV, or an empty row between others.
    """
    reader = csv.reader(io.StringIO(text), strict=True)
    header: list[str] = []
    empty = 0  # the line of an empty row, of which is not known yet whether others follow
    try:
        for values in reader:
            if not any(values):
                empty = empty or reader.line_num
                continue
            if empty:
                raise DataError("an empty row between others", where=path, line=empty, fix="remove it, or run `make tidy`")
            if not header:
                header = without_empty_end(values, 0)
            yield reader.line_num, without_empty_end(values, len(header))
    except csv.Error as error:
        fix = "look for a quotation mark that is not closed"
        raise DataError(f"broken CSV: {error}", where=path, line=reader.line_num, fix=fix) from None


def without_empty_end(values: list[str], kept: int) -> list[str]:
    """`values` without the empty ones at their end, but at least the first `kept` of them."""
    end = len(values)
    while end > kept and not values[end - 1]:
        end -= 1
    return values[:end]


def stamp(path: Path) -> tuple[int, ...]:
    """How a file stands, for what is kept as long as it does not change; nothing where it is missing."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return ()
    return state.st_mtime_ns, state.st_size, state.st_ino


def write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file in one step: UTF-8, LF, quoted only where needed."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    write_text(path, buffer.getvalue())


def write_text(path: Path, text: str) -> None:
    """Write `text` beside `path` and move it there, so that no reader ever meets half a file."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """`write_text` for any content."""
    write_pieces(path, (content,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """`write_bytes` for content that comes in pieces."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.writelines(pieces)
        beside.replace(path)
    except BaseException:  # a full disk, for one
        beside.unlink(missing_ok=True)
        raise


def is_unfinished(name: str) -> bool:
    """Whether a file is called as `write_bytes` calls one until it is whole; a process that is killed leaves it behind."""
    return bool(_BESIDE.fullmatch(name))


def _column_message(header: Sequence[str], columns: Sequence[str], texts: Mapping[str, str] = MappingProxyType({})) -> str:
    if not header:
        return f"the file is empty; its first line names the columns {', '.join(columns)}"
    if delimiter := other_delimiter(header):
        return f"the columns are parted by {delimiter}, not by commas"
    missing = [f"{name} (text in {texts[name]})" if name in texts else name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    found = []
    if missing:
        found.append(f"missing column {', '.join(missing)}")
    if unknown:
        found.append(f"unknown column {', '.join(repr(name) for name in unknown)}")
    return "; ".join(found) or f"columns in another order than {', '.join(columns)}"


def _column_remedy(header: Sequence[str]) -> str | None:
    if not header:
        return "restore it from git, or type its first line"
    return "save it with commas (in LibreOffice: `Edit filter settings`), or run `make tidy`" if other_delimiter(header) else None


def other_delimiter(header: Sequence[str]) -> str:
    """What parts the columns where it is no comma, in words; empty where it is: names of columns are words with no sign in them."""
    return next((word for sign, word in DELIMITERS.items() if len(header) == 1 and sign in header[0]), "")
