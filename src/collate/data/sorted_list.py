"""Find rows in a list without reading it: a notebook of a large book needs a few rows of thousands.

A list is a CSV file sorted by its first column, one line a row; `check_data` sees to that.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from collate.data.csvfile import Row, opened, read, rows_in

FEW = 100  # keys that are sought one by one; more are found sooner by reading all rows


def read_some(path: Path, columns: Sequence[str], keys: Collection[str]) -> list[Row]:
    """The rows of a list whose first column is one of `keys`, in the order of the file.

    The file is halved until a key is found; where one is missing, all rows are read.

    Raises
    ------
    DataError : the file is missing, its columns are others, or one of these rows is not UTF-8 or has another number of fields.
    """
    lines = _halve(path, columns, keys) if len(keys) <= FEW else None
    if lines is None:
        return [row for row in read(path, columns) if row[columns[0]] in keys]
    starts, text = list(lines), b"".join(lines.values()).decode("utf-8")
    return list(rows_in(path, text, columns, lambda number: _line_at(path, starts[number - 1])))


def _halve(path: Path, columns: Sequence[str], keys: Collection[str]) -> dict[int, bytes] | None:
    """The header and the lines whose first field is one of `keys`, by the byte of the file at which each starts.

    None where that cannot be told from these lines alone: a key has none, or one of them is not a whole row, or not UTF-8.
    """
    header = f"{','.join(columns)}\n".encode()
    found = {0: header}
    with opened(path) as file:
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
