"""`collate extract`: tables and numbers of a published page as candidates for cells and claims."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from collate.book import Book
from collate.cli.terminal import listing, open_console, write_json
from collate.data import csvfile
from collate.data.typed_text import visible
from collate.errors import DataError
from collate.extract.candidates import ExtractedNumber, ExtractedTable, Extraction, told
from collate.extract.characters import guarded
from collate.extract.extraction import extract

NEEDS_BOOK = False
CELL_COLUMNS = ("id", "table", "row", "column", "printed", "page", "place", "doubt")
CLAIM_COLUMNS = (*CELL_COLUMNS, "sentence", "start", "end")
_MOST_SHOWN = 12  # rows of a table for people; all of them are in the files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="JATS XML, HTML, LaTeX, DOCX, Markdown, CSV, Excel or PDF, by its ending")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead, as the schema extract.json describes it")
    parser.add_argument(
        "--output", metavar="FOLDER", type=Path, help="write cells.csv and claims.csv there instead; nothing is overwritten"
    )


def run(book: Book | None, arguments: argparse.Namespace) -> int:
    """Print or write the candidates of one file; the status is 0, because a doubt is not an error."""
    del book
    found = extract(arguments.file)
    if not found.tables and not found.numbers:
        raise DataError(
            "there is no table and no number in it", where=arguments.file, fix="give a file that holds text; a scan needs OCR first"
        )
    if arguments.output is not None:
        write(found, arguments.output)
    if arguments.json:
        write_json(as_json(found))
    elif arguments.output is None:
        show(found, open_console())
    else:
        console = open_console()
        cells = sum(len(table.cells) for table in found.tables)
        console.print(
            f"{arguments.output / 'cells.csv'}: {_many(cells, 'cell')} of {_many(len(found.tables), 'table')}", markup=False, soft_wrap=True
        )
        console.print(f"{arguments.output / 'claims.csv'}: {_many(len(found.claims), 'claim')}", markup=False, soft_wrap=True)
    return 0


def write(found: Extraction, folder: Path) -> None:
    """Write cells.csv and claims.csv.

    Raises
    ------
    DataError : one of them is there already, and may hold corrections.
    """
    cells, claims = folder / "cells.csv", folder / "claims.csv"
    for path in (cells, claims):
        if path.exists():
            raise DataError("the file is there already, and may hold corrections", where=path, fix="name another folder, or move it away")
    try:
        csvfile.write(cells, CELL_COLUMNS, [_cell_row(table, cell) for table in found.tables for cell in table.cells])
        csvfile.write(claims, CLAIM_COLUMNS, map(_claim_row, found.claims))
    except OSError:
        for path in (cells, claims):
            path.unlink(missing_ok=True)
        raise


def _cell_row(table: ExtractedTable, cell: Any) -> list[str]:
    place = f"row {cell.row_number}, column {cell.column_number}" + (f"; {table.section}" if table.section else "")
    fields = (cell.id, cell.table, cell.row, cell.column, cell.printed, _page(cell.page), place, told(cell.doubts))
    return [guarded(field) for field in fields]


def _claim_row(number: ExtractedNumber) -> list[str]:
    place = f"sentence {number.sentence_number}" + (f"; {number.section}" if number.section else "")
    fields = (number.id, "", "", "", number.printed, _page(number.page), place, told(number.doubts), number.sentence)
    return [*map(guarded, fields), str(number.start), str(number.end)]


def _page(page: int | None) -> str:
    return "" if page is None else str(page)


def show(found: Extraction, console: Console) -> None:
    """Print tables and claims for people, and what else the numbers are, counted."""
    for doubt in found.doubts:
        console.print(Text(f"doubt: {visible(doubt)}", style="yellow"))
    for table in found.tables:
        _show_table(table, console)
    claims = found.claims
    if claims:
        rows = listing("claim", "sentence", "doubt")
        for number in claims:
            rows.add_row(Text(_visible(number.printed)), _context(number), Text(visible(told(number.doubts)), style="yellow"))
        console.print(rows)
    others: dict[str, int] = {}
    for number in found.numbers:
        others[number.kind] = others.get(number.kind, 0) + 1
    cells = sum(len(table.cells) for table in found.tables)
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(others.items()) if kind != "claim")
    total = f"{_many(len(found.tables), 'table')} with {_many(cells, 'cell')}; {_many(len(claims), 'claim')}"
    console.print(Text(total + (f"; told apart: {counted}" if counted else "")))


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _show_table(table: ExtractedTable, console: Console) -> None:
    where = ", ".join(part for part in (table.section, f"page {table.page}" if table.page else "") if part)
    console.print(Text(f"{table.id}  {_visible(table.caption)}" + (f"  ({visible(where)})" if where else ""), style="bold"))
    for doubt in table.doubts:
        console.print(Text(f"doubt: {visible(doubt)}", style="yellow"))
    rows = listing("row", "column", "printed", "doubt")
    for cell in table.cells[:_MOST_SHOWN]:
        texts = (cell.row, cell.column, cell.printed)
        rows.add_row(*(Text(_visible(text)) for text in texts), Text(visible(told(cell.doubts)), style="yellow"))
    if table.cells:
        console.print(rows)
    if len(table.cells) > _MOST_SHOWN:
        console.print(Text(f"and {len(table.cells) - _MOST_SHOWN} more cells; --output or --json gives all\n", style="dim"))


def _context(number: ExtractedNumber) -> Text:
    """The words around a number, with the number standing out."""
    start, end = max(number.start - 40, 0), min(number.end + 40, len(number.sentence))
    shown = Text("…" if start else "")
    shown.append(_visible(number.sentence[start : number.start]))
    shown.append(_visible(number.printed), style="bold")
    shown.append(_visible(number.sentence[number.end : end]))
    return shown.append("…" if end < len(number.sentence) else "")


def _visible(text: str) -> str:
    """Text of others for a terminal, in the lines that it has on the page."""
    return "\n".join(map(visible, text.split("\n")))


def as_json(found: Extraction) -> dict[str, Any]:
    """The same with stable keys: the schema extract.json."""
    return {
        "file": found.file,
        "format": found.format,
        "doubts": list(found.doubts),
        "tables": [_plain(asdict(table)) for table in found.tables],
        "numbers": [_plain(asdict(number)) for number in found.numbers],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, str) else value
