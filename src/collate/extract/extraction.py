"""One file in, candidates out: chooses the reader of the format, names tables and cells, and finds the numbers of each sentence."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from collate.errors import CallError, CollateError, PrintedError
from collate.extract import untrusted
from collate.extract.candidates import (
    ExtractedCell,
    ExtractedFact,
    ExtractedNumber,
    ExtractedTable,
    Extraction,
    Ids,
    Kind,
    first_words,
    part,
)
from collate.extract.characters import without_unseen
from collate.extract.document import Document, Paragraph, Table
from collate.extract.markup import CAPTION
from collate.extract.sentences import numbers, sentences
from collate.numbers.fact import Fact
from collate.numbers.reading import read as read_number
from collate.numbers.values import exact_text

# The module of this package that reads files of each ending.
READERS = {
    ".xml": "jats_xml", ".nxml": "jats_xml", ".jats": "jats_xml",
    ".html": "html_page", ".htm": "html_page", ".xhtml": "html_page",
    ".tex": "latex_source", ".latex": "latex_source", ".ltx": "latex_source",
    ".docx": "word_document", ".docm": "word_document",
    ".md": "markdown_text", ".markdown": "markdown_text",
    ".csv": "csv_file", ".tsv": "csv_file",
    ".xlsx": "excel_file", ".xlsm": "excel_file",
    ".pdf": "pdf_pages",
}  # fmt: skip
_BIBLIOGRAPHY = re.compile(
    r"\W*(?:[0-9.]+\s+)?(?:references|bibliography|works cited|literature cited|literatur|參考文獻|参考文献)\W*", re.IGNORECASE
)


def extract(path: Path) -> Extraction:
    """The tables and numbers of a file.

    Raises
    ------
    CallError : no format of this ending is read, or a package that reads it is not installed.
    DataError : the file is missing, too large, damaged, protected, of another kind than its name says, or holds nothing to extract.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = " ".join(READERS)
        raise CallError(f"no format is known that ends in {path.suffix!r}: {path.name}", fix=f"give a file that ends in one of {known}")
    document = import_module(f"collate.extract.{reader}").read(untrusted.content(path), path)
    return of_document(document, path)


def of_document(document: Document, path: Path) -> Extraction:
    """The candidates of what a reader gave.

    Raises
    ------
    CollateError : a table is too large.
    """
    tables: list[ExtractedTable] = []
    found: list[ExtractedNumber] = []
    ids, numbering = Ids(), Ids()
    counted: dict[str, int] = {}
    bibliography = ""
    for block in document.blocks:
        if isinstance(block, Table):
            try:
                tables.append(_table(block, ids, len(tables) + 1))
            except CollateError as error:
                raise type(error)(error.what, where=path, fix=error.fix) from None
        else:
            if block.section and _BIBLIOGRAPHY.fullmatch(block.section):
                bibliography = block.section
            kind = Kind.BIBLIOGRAPHY if bibliography and block.section == bibliography else block.kind
            found += _numbers(block, kind, numbering, counted)
    return Extraction(path.name, document.format, tuple(tables), tuple(found), tuple(document.doubts))


def _table(table: Table, ids: Ids, position: int) -> ExtractedTable:
    match = CAPTION.match(table.caption)
    number = match[1] if match else table.number
    caption = table.caption[match.end() :] if match else table.caption
    unnumbered = part(table.name) if table.name else f"table-unnumbered-{position}"
    id = ids.unique(f"table-{part(number)}" if number else unnumbered)
    columns, rows, named, below = table.grid.named()
    cells = []
    within = Ids()
    for cell in named:
        printed, unseen = without_unseen(cell.text)
        if not printed:
            continue
        row, column = cell.row, cell.column or f"column {cell.column_number}"
        told = (*cell.doubts, unseen) if unseen else cell.doubts
        unique = within.unique(f"{id}/{part(_seen(row))}/{part(_seen(column))}")
        cells.append(
            ExtractedCell(unique, id, _seen(row), _seen(column), printed, cell.row_number, cell.column_number, table.page, told),
        )
    doubts = [*table.doubts, *table.grid.doubts]
    if not cells:
        doubts.append("it has no cells")
    return ExtractedTable(
        id, number, _seen(caption), _seen(table.section), table.page, tuple(map(_seen, columns)), tuple(map(_seen, rows)), tuple(cells),
        tuple(map(_seen, (*below, *table.notes))), tuple(doubts),
    )  # fmt: skip


def _seen(text: str) -> str:
    return without_unseen(text)[0]


def _numbers(block: Paragraph, kind: Kind, ids: Ids, counted: dict[str, int]) -> list[ExtractedNumber]:
    found = []
    section = _seen(block.section)
    text, unseen = without_unseen(block.text)
    marks = block.marks if not unseen else ()  # their places hold no more
    block = Paragraph(text, section, block.page, kind, marks)
    for sentence in sentences(text):
        counted[section] = counted.get(section, 0) + 1
        for number in numbers(block, sentence):
            printed = sentence.text[number.start : number.end]
            facts, doubts = _facts(printed, number.kind)
            said = tuple(doubt for doubt in (number.doubt, *doubts, unseen) if doubt)
            id = ids.unique(f"{first_words(section)}/{part(printed)}")
            found.append(
                ExtractedNumber(
                    id, number.kind, printed, sentence.text, number.start, number.end, section, counted[section], block.page, facts, said
                )
            )
    return found


def _facts(printed: str, kind: Kind) -> tuple[tuple[ExtractedFact, ...], tuple[str, ...]]:
    if kind is not Kind.CLAIM:
        return (), ()
    try:
        reading = read_number(printed)
    except PrintedError as error:
        return (), (error.what,)
    return tuple(map(_fact, reading.facts)), tuple(doubt.what for doubt in reading.doubts)


def _fact(fact: Fact) -> ExtractedFact:
    value, low, high = (None if number is None else exact_text(number) for number in (fact.value, fact.low, fact.high))
    return ExtractedFact(str(fact.role), str(fact.relation), value, low, high)
