"""Rows of a CSV or TSV file of others, one after the other, each with its line: any columns, and as many rows as there are.

The files of a book are read by `collate.data.csvfile`, which holds them whole and asks more of them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from errno import EISDIR
from pathlib import Path
from typing import IO

from collate.data.csvfile import other_delimiter
from collate.errors import DataError, system_error
from collate.extract.untrusted import refuse_other_kinds

DELIMITERS = {".csv": ",", ".tsv": "\t"}
_BYTES = 2**31  # of a table that somebody typed or a program gave
_LONGEST = 2**24  # characters of a line
_FIELD = 2**17  # characters of a field; the limit is one of the whole process, which other libraries raise


def require_readable(path: Path, what: str = "", *, fix: str, largest: int = _BYTES) -> None:
    """Refuse a file that is missing, no ordinary file, or too large to be a table.

    Parameters
    ----------
    what : the kind of text that it must be, such as CSV; empty where it is not text.
    largest : in bytes.

    Raises
    ------
    DataError : see there.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(EISDIR, "Is a directory", str(path))
        size = path.stat().st_size
        if not path.is_file():
            raise DataError("this is no ordinary file", where=path, fix="give a file")
        if size > largest:
            told = f"{largest // 2**30} GB" if largest >= 2**30 else f"{largest // 2**20} MB"
            raise DataError(f"the file is larger than {told}", where=path, fix=fix)
        if what:
            with path.open("rb") as file:
                refuse_other_kinds(file.read(4096), path, what)
    except OSError as error:
        raise system_error(error, path, DataError) from None


def lines_of(path: Path, file: IO[str]) -> Iterator[str]:
    """The lines of a file, of which none may fill the memory."""
    number = 0
    while line := file.readline(_LONGEST):
        number += 1
        if len(line) == _LONGEST:
            what = f"a line of more than {_LONGEST:,} characters"
            raise DataError(what, where=path, line=number, fix="see whether the file is whole, and a table")
        yield line


def csv_lines(path: Path, delimiter: str = "") -> Iterator[tuple[int, list[str]]]:
    """The header and the rows, without empty ones; each row is as wide as the header. Nothing where the file is empty.

    Parameters
    ----------
    delimiter : what parts the columns; that of the file's ending where it is empty.

    Raises
    ------
    DataError : the file cannot be read, is not UTF-8, is broken, is parted by another sign, or a row has another number of fields.
    """
    width = 0
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            csv.field_size_limit(_FIELD)
            reader = csv.reader(lines_of(path, file), delimiter=delimiter or DELIMITERS.get(path.suffix.lower(), ","), strict=True)
            for values in reader:
                line = reader.line_num
                if not any(values):
                    continue
                if "\0" in "".join(values):
                    raise DataError("a NUL character, so the file is not text", where=path, line=line, fix="export it as CSV in UTF-8")
                if not width and (other := other_delimiter(values)):
                    fix = "save it with commas, or name the file .tsv for tabs"
                    raise DataError(f"the columns are parted by {other}", where=path, line=line, fix=fix)
                width = width or len(values)
                if len(values) != width:
                    fix = "quote fields that hold commas"
                    raise DataError(f"{len(values)} fields where {width} belong", where=path, line=line, fix=fix)
                yield line, values
    except OSError as error:
        raise system_error(error, path, DataError) from None
    except UnicodeDecodeError:
        raise DataError("the file is not UTF-8", where=path, line=line + 1, fix="save it in UTF-8") from None
    except csv.Error as error:
        raise DataError(f"broken CSV: {error}", where=path, line=line + 1, fix="look for a quotation mark that is not closed") from None
