"""Reading and writing CSV: everything is text, every row knows its line, nothing is written by halves."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from collate.errors import DataError

_BESIDE = re.compile(r"\..+\.[0-9]+")


@dataclass(frozen=True)
class Row:
    """One row: its fields as text, the file and the line that it stands on, or how to find that out."""

    fields: Mapping[str, str]
    path: Path
    _line: int | Callable[[], int]

    @property
    def line(self) -> int:
        return self._line if isinstance(self._line, int) else self._line()

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
        try:
            return int(self[column])
        except ValueError:
            raise self.error(f"{column} {self[column]!r} is no whole number") from None


def read(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file with a header line.

    Parameters
    ----------
    path : a UTF-8 file.
    columns : the columns that must be there, in this order.

    Raises
    ------
    DataError : the file is missing or not UTF-8, its columns are others, or a row has another number of fields.
    """
    return list(rows_in(path, _text(path), columns))


def opened(path: Path) -> BinaryIO:
    """A file to read bytes from.

    Raises
    ------
    DataError : the file is missing.
    """
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise DataError("the file is missing", where=path) from None


def _text(path: Path) -> str:
    """The text of a file with one kind of line end."""
    try:
        with io.TextIOWrapper(opened(path), encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise DataError(f"not UTF-8 at byte {error.start}", where=path, fix="save the file as UTF-8") from None


def rows_in(path: Path, text: str, columns: Sequence[str], line_at: Callable[[int], int] | None = None) -> Iterator[Row]:
    """The rows that `text` holds, of the file `path`; `line_at` says where its lines stand in the file, when others are left out.

    Raises
    ------
    DataError : the columns are others than those named, or a row has another number of fields.
    """
    reader = csv.reader(io.StringIO(text), strict=True)

    def line() -> int:
        return line_at(reader.line_num) if line_at else reader.line_num

    try:
        header = next(reader, [])
        if header != list(columns):
            raise DataError(_column_message(header, columns), where=path, line=1)
        for values in reader:
            if len(values) != len(header):
                raise DataError(f"{len(values)} fields where {len(header)} belong", where=path, line=line())
            yield Row(dict(zip(header, values, strict=True)), path, partial(line_at, reader.line_num) if line_at else reader.line_num)
    except csv.Error as error:
        raise DataError(f"broken CSV: {error}", where=path, line=line()) from None


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
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except BaseException:  # a full disk, for one
        beside.unlink(missing_ok=True)
        raise


def is_unfinished(name: str) -> bool:
    """Whether a file is called as `write_bytes` calls one until it is whole; a process that is killed leaves it behind."""
    return bool(_BESIDE.fullmatch(name))


def _column_message(header: Sequence[str], columns: Sequence[str]) -> str:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    found = []
    if missing:
        found.append(f"missing column {', '.join(missing)}")
    if unknown:
        found.append(f"unknown column {', '.join(repr(name) for name in unknown)}")
    return "; ".join(found) or f"columns in another order than {', '.join(columns)}"
