"""CSV: one table; the first line names the columns."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from collate.data.csvfile import DELIMITERS
from collate.data.typed_text import decoded
from collate.errors import DataError
from collate.extract.characters import cell_text
from collate.extract.document import Document, Table
from collate.extract.grid import MOST_CELLS, Grid, Span
from collate.extract.untrusted import refuse_other_kinds


def read(content: bytes, path: Path) -> Document:
    """The document of a CSV file; semicolons, tabs or bars part its columns where the first line has one of them and no comma.

    Raises
    ------
    DataError : another kind of file, not UTF-8, broken, or too large.
    """
    refuse_other_kinds(content, path, "CSV")
    text = decoded(content, path)
    document = Document("CSV")
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = next((sign for sign in ("\t", ";", "|") if sign in first), ",") if "," not in first else ","
    if delimiter != ",":
        document.doubts.append(f"the columns are parted by {DELIMITERS[delimiter]}")
    reader = csv.reader(io.StringIO(text), strict=True, delimiter=delimiter)
    rows: list[list[Span]] = []
    taken = 0
    try:
        for values in reader:
            if any(value.strip() for value in values):
                rows.append([Span(cell_text(value)) for value in values])
                taken += len(values)
            if taken > MOST_CELLS:
                raise DataError(f"a table of more than {MOST_CELLS:,} cells", where=path, line=reader.line_num, fix="extract a part of it")
    except csv.Error as error:
        fix = "look for a quotation mark that is not closed"
        raise DataError(f"broken CSV: {error}", where=path, line=reader.line_num, fix=fix) from None
    document.blocks.append(Table(Grid(rows), name=path.stem))
    return document
