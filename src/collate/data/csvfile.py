"""Reading and writing CSV: everything is text, every row knows its line, nothing is written by halves."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from collate.errors import DataError

FEW = 100  # keys that are sought one by one; more are found sooner by reading all rows


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
    return list(_rows(path, _text(path), columns))


def read_some(path: Path, columns: Sequence[str], keys: Collection[str]) -> list[Row]:
    """The rows of a list whose first column is one of `keys`, in the order of the file; the rest is read only where a key is missing.

    The file is halved until a key is found. So it must be sorted by its first column, one line a row; `check_data` sees to that.

    Raises
    ------
    DataError : the file is missing, its columns are others, or one of these rows is not UTF-8 or has another number of fields.
    """
    lines = _halve(path, columns, keys) if len(keys) <= FEW else None
    if lines is None:
        return [row for row in read(path, columns) if row[columns[0]] in keys]
    starts, text = list(lines), b"".join(lines.values()).decode("utf-8")
    return list(_rows(path, text, columns, lambda number: _line_at(path, starts[number - 1])))


def _halve(path: Path, columns: Sequence[str], keys: Collection[str]) -> dict[int, bytes] | None:
    """The header and the lines whose first field is one of `keys`, by the byte of the file at which each starts.

    None where that cannot be told from these lines alone: a key has none, or one of them is not a whole row, or not UTF-8.
    """
    header = f"{','.join(columns)}\n".encode()
    found = {0: header}
    with _opened(path) as file:
        if file.readline() != header:
            return None
        end = os.fstat(file.fileno()).st_size
        for key in sorted(set(keys)):
            start = _first(file, len(header), end, key.encode())
            lines = dict(_lines(file, start, key.encode()))
            if not lines or not all(map(_is_a_row, lines.values())):
                return None
            found |= lines
    return found


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise DataError("the file is missing", where=path) from None


def _first(file: BinaryIO, low: int, high: int, field: bytes) -> int:
    """Where the first line starts whose first field is not less than `field`, among the lines from byte `low` to byte `high`."""
    while low < high:
        middle = (low + high) // 2
        if middle > low:
            file.seek(middle - 1)
            file.readline()
        else:
            file.seek(low)
        start = file.tell()
        if start < high and _field(line := file.readline()) < field:
            low = start + len(line)
        else:
            high = middle
    return low


def _lines(file: BinaryIO, start: int, field: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines from byte `start` on that have this first field, and where each starts."""
    file.seek(start)
    for line in file:
        if _field(line) != field:
            return
        yield start, line
        start += len(line)


def _is_a_row(line: bytes) -> bool:
    """Whether a line is a whole row by itself, as the lists of a book have them; whatever else it may be is read with its file."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\r" not in line and line.count(b'"') % 2 == 0


def _field(line: bytes) -> bytes:
    return line.partition(b",")[0]


def _line_at(path: Path, start: int) -> int:
    return path.read_bytes().count(b"\n", 0, start) + 1


def _text(path: Path) -> str:
    """The text of a file with one kind of line end."""
    try:
        with io.TextIOWrapper(_opened(path), encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise DataError(f"not UTF-8 at byte {error.start}", where=path, fix="save the file as UTF-8") from None


def _rows(path: Path, text: str, columns: Sequence[str], line_at: Callable[[int], int] | None = None) -> Iterator[Row]:
    """The rows that `text` holds; `line_at` says where its lines stand in the file, when others are left out."""
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
    beside.write_bytes(content)
    beside.replace(path)


def _column_message(header: Sequence[str], columns: Sequence[str]) -> str:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    found = []
    if missing:
        found.append(f"missing column {', '.join(missing)}")
    if unknown:
        found.append(f"unknown column {', '.join(repr(name) for name in unknown)}")
    return "; ".join(found) or f"columns in another order than {', '.join(columns)}"
