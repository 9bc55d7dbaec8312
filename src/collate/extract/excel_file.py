"""Excel: one table a sheet, each number as its format shows it; of a formula its stored result, and nothing is computed."""

from __future__ import annotations

import datetime
import io
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from collate.errors import DataError
from collate.extract.characters import cell_text
from collate.extract.document import Document, Table
from collate.extract.grid import MOST_CELLS, Grid, Span
from collate.extract.untrusted import library, refuse_bombs

# A format of numbers that is understood: what stands before and behind, groups of thousands, decimals, a percent sign, a power of ten.
_FORMAT = re.compile(
    r'(?P<before>(?:"[^"]*"|\\.|[$€£¥]|\[\$[^\]-]*(?:-[0-9A-Fa-f]+)?\]| )*)(?P<whole>#,##0|#,###|0|#|#0)(?P<part>\.0+)?'
    r'(?P<power>E\+0+)?(?P<behind>(?:%|"[^"]*"|\\.|[*€ ]|_.)*)'
)


def read(content: bytes, path: Path) -> Document:
    """The document of a workbook.

    Raises
    ------
    CallError : openpyxl is not installed.
    DataError : another kind of file, protected, damaged or too large.
    """
    refuse_bombs(content, path, "an Excel workbook", "xl/workbook.xml")
    openpyxl = library("openpyxl", "openpyxl", "Excel")
    try:
        shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        typed = openpyxl.load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    except Exception as error:  # the library raises whatever it meets in a damaged file
        raise DataError(f"the workbook is damaged: {error}", where=path, fix="open it in an office program, and save it anew") from None
    document = Document("Excel")
    for sheet in shown.worksheets:
        if sheet.sheet_state != "visible":
            document.doubts.append(f"the sheet {sheet.title!r} is hidden, and was not read")
            continue
        if (sheet.max_row or 0) * (sheet.max_column or 0) > MOST_CELLS:
            raise DataError(f"the sheet {sheet.title!r} has more than {MOST_CELLS:,} cells", where=path, fix="extract a part of it")
        document.blocks.append(Table(Grid(_rows(sheet, typed[sheet.title])), name=sheet.title))
    return document


def _rows(sheet: Any, typed: Any) -> list[list[Span]]:
    spans = {}
    covered = set()
    for area in sheet.merged_cells.ranges:
        spans[area.min_row, area.min_col] = (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        covered |= {(row, column) for row in range(area.min_row, area.max_row + 1) for column in range(area.min_col, area.max_col + 1)}
    rows = []
    for row in sheet.iter_rows():
        found = []
        for cell in row:
            place = (cell.row, cell.column)
            if place in covered and place not in spans:
                continue
            tall, wide = spans.get(place, (1, 1))
            formula = typed.cell(*place).data_type == "f"
            doubts: list[str] = []
            text = _shown(cell.value, cell.number_format or "General", doubts)
            if formula and cell.value is None:
                text, doubts = "", []
                found.append(Span("…", wide, tall, doubts=("a formula whose result is not stored",)))
                continue
            found.append(Span(cell_text(text), wide, tall, doubts=tuple(doubts)))
        if any(span.text for span in found):
            rows.append(found)
    return rows


def _shown(value: object, format: str, doubts: list[str]) -> str:
    """A value as its format shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        doubts.append("a date: the printed form is not known, and perhaps a number was meant")
        return value.isoformat().removesuffix("T00:00:00")
    if not isinstance(value, (int, float)):
        return str(value)
    positive, _, rest = format.partition(";")
    negative = rest.partition(";")[0]
    exact = Decimal(str(value))
    if format in ("General", "@"):
        if "e" in str(value).lower() or len(str(value)) > 12:
            doubts.append("a number without a format, which a sheet shows with fewer digits")
        return f"{exact:f}"
    match = _FORMAT.fullmatch(re.sub(r"\[(?:Red|Black|Blue|Green|Color ?\d+)\]", "", positive))
    if not match:
        doubts.append(f"the format {format!r} is not understood: the stored value")
        return f"{exact:f}"
    bracketed = value < 0 and negative.strip("_) ").startswith("(")
    text = _formatted(abs(exact), match)
    return f"({text})" if bracketed else f"-{text}" if exact < 0 and re.search("[1-9]", text) else text


def _formatted(value: Decimal, match: re.Match[str]) -> str:
    decimals = len(match["part"] or ".") - 1
    before, behind = _literal(match["before"]), _literal(match["behind"])
    if "%" in behind:
        value *= 100
    if match["power"]:
        power = value.adjusted() if value else 0
        sign = "-" if power < 0 else "+"
        digits = len(match["power"]) - 2
        mantissa = (value.scaleb(-power)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return f"{before}{mantissa}E{sign}{abs(power):0{digits}d}{behind}"
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{before}{rounded:,f}{behind}" if "," in match["whole"] else f"{before}{rounded:f}{behind}"


def _literal(text: str) -> str:
    text = re.sub(r"\[\$([^\]-]*)(?:-[0-9A-Fa-f]+)?\]", r"\1", text)
    return re.sub(r"_.|\*", "", text.replace('"', "").replace("\\", ""))
