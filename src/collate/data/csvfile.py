"""Reading and writing CSV: everything is text, every row knows its line, nothing is written by halves."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from collate.errors import DataError

FEW = 100  # keys that are sought one by one; more are found sooner by reading all rows


@dataclass(frozen=True)
class Row:
    """One row: its fields as text, the file and the line that it stands on."""

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
    return list(_rows(path, _text(path, _content(path)), columns))


def read_some(path: Path, columns: Sequence[str], keys: Collection[str]) -> list[Row]:
    """The rows of a CSV file whose first column is one of `keys`, as `read` gives them; others are parsed only where that is needed.

    Raises
    ------
    DataError : the file is missing, its columns are others, or one of these rows is not UTF-8 or has another number of fields.
    """
    return Sought(path, columns).rows(keys)


class Sought:
    """A CSV file of which some rows are wanted, by their first column, and the others may be many: they are not even decoded.

    Raises
    ------
    DataError : the file is missing.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path, self.columns = path, columns
        self._content = content = _content(path)
        # A line is a row with its first field bare, unless it begins with a quote, or ends between two or in another way.
        quoted = content.split(b'"')[1::2] if b'"' in content else []
        self._bare = b"\r" not in content and not (quoted and (b'\n"' in content or any(b"\n" in part for part in quoted)))

    def rows(self, keys: Collection[str]) -> list[Row]:
        """The rows whose first column is one of `keys`, in the order of the file.

        Raises
        ------
        DataError : the columns are others than asked for, or one of these rows is not UTF-8 or has another number of fields.
        """
        if not self._bare or len(keys) > FEW:
            return [row for row in _rows(self.path, _text(self.path, self._content), self.columns) if row[self.columns[0]] in keys]
        lines, numbers, number, before = [self._line(0)], [1], 1, 0
        for start in sorted(start for key in set(keys) for start in self._starts(key)):
            number += self._content.count(b"\n", before, start)
            before = start
            lines.append(self._line(start))
            numbers.append(number)
        try:
            text = b"\n".join(lines).decode("utf-8")
        except UnicodeDecodeError:
            text = _text(self.path, self._content)  # raises, and says where
        return list(_rows(self.path, text, self.columns, numbers))

    def _starts(self, key: str) -> Iterator[int]:
        """Where a line begins with `key` as its first field."""
        line = f"\n{key},".encode()
        found = self._content.find(line)
        while found >= 0:
            yield found + 1
            found = self._content.find(line, found + 1)

    def _line(self, start: int) -> bytes:
        end = self._content.find(b"\n", start)
        return self._content[start : end if end >= 0 else len(self._content)]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError("the file is missing", where=path) from None


def _text(path: Path, content: bytes) -> str:
    """The text of a file with one kind of line end."""
    try:
        return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8").read()
    except UnicodeDecodeError as error:
        raise DataError(f"not UTF-8 at byte {error.start}", where=path, fix="save the file as UTF-8") from None


def _rows(path: Path, text: str, columns: Sequence[str], numbers: Sequence[int] = ()) -> Iterator[Row]:
    """The rows that `text` holds; `numbers` says where its lines stand in the file, when others are left out."""
    reader = csv.reader(io.StringIO(text), strict=True)

    def line() -> int:
        return numbers[reader.line_num - 1] if numbers else reader.line_num

    try:
        header = next(reader, [])
        if header != list(columns):
            raise DataError(_column_message(header, columns), where=path, line=1)
        for values in reader:
            if len(values) != len(header):
                raise DataError(f"{len(values)} fields where {len(header)} belong", where=path, line=line())
            yield Row(dict(zip(header, values, strict=True)), path, line())
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
