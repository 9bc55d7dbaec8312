"""DOCX: paragraphs and tables in their order by python-docx; raised digits stay raised, merged cells count once, no macro is run."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from collate.errors import DataError
from collate.extract import formula
from collate.extract.candidates import Kind
from collate.extract.characters import cell_text, lowered, one_line, raised
from collate.extract.document import Document, Flow, Paragraph, Table
from collate.extract.grid import Grid, Span
from collate.extract.markup import CAPTION
from collate.extract.untrusted import library, refuse_bombs

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BREAKS = (f"{_W}br", f"{_W}cr")


def read(content: bytes, path: Path) -> Document:
    """The document of a DOCX file.

    Raises
    ------
    CallError : python-docx is not installed.
    DataError : another kind of file, protected or damaged.
    """
    refuse_bombs(content, path, "a Word document", "word/document.xml")
    docx = library("docx", "python-docx", "DOCX")
    try:
        opened = docx.Document(io.BytesIO(content))
        blocks = list(_blocks(opened.element.body))
        names = {style.style_id: style.name or "" for style in opened.styles}
    except Exception as error:  # the library raises whatever it meets in a damaged file
        fix = "open it in an office program, and save it anew"
        raise DataError(f"the document is damaged: {error}", where=path, fix=fix) from None
    document = Document("DOCX")
    section = ""
    for block in blocks:
        if block.tag == f"{_W}tbl":
            last = document.blocks[-1] if document.blocks else None
            caption = ""
            if isinstance(last, Paragraph) and CAPTION.match(last.text):
                caption = last.text
                document.blocks.pop()
            document.blocks.append(Table(_grid(block), caption, section))
            continue
        styled = block.find(f"{_W}pPr/{_W}pStyle")
        style = names.get(styled.get(f"{_W}val", ""), "") if styled is not None else ""
        text, equations = _paragraph(block)
        if style.startswith(("Heading", "Title", "標題")):
            section = one_line(text) if not style.startswith("Title") else section
        elif one_line(text):
            flow = Flow()
            for piece, kind in equations:
                flow.add(piece, kind)
            shown, marks = flow.take()
            kind = Kind.FOOTNOTE if "footnote" in style.lower() else Kind.BIBLIOGRAPHY if style == "Bibliography" else Kind.CLAIM
            document.blocks.append(Paragraph(shown, section, kind=kind, marks=marks))
    for text in _notes(opened):
        document.blocks.append(Paragraph(text, "footnotes", kind=Kind.FOOTNOTE))
    return document


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in their order, those in controls of content too."""
    for child in body.iterchildren():
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag == f"{_W}sdt" and (content := child.find(f"{_W}sdtContent")) is not None:
            yield from _blocks(content)
        elif child.tag == f"{_W}ins":
            yield from _blocks(child)


def _paragraph(element: Any) -> tuple[str, list[tuple[str, Kind | None]]]:
    """The text of a paragraph, and its pieces with the kind of those that are equations."""
    pieces: list[tuple[str, Kind | None]] = []
    for child in _pieces(element):
        if isinstance(child, str):
            pieces.append((child, None))
        else:
            shown = formula_text(child)
            pieces.append((shown, None if formula.is_number(shown) else Kind.EQUATION))
    return "".join(text for text, _ in pieces), pieces


def _pieces(element: Any) -> Iterator[Any]:
    """The runs of a paragraph as text and its formulas as elements; what a tracked change deleted is left out."""
    raising: list[str] = []
    position = ""
    for child in element.iterchildren():
        if child.tag == f"{_W}r":
            text = "".join(_run(child))
            found = child.find(f"{_W}rPr/{_W}vertAlign")
            now = found.get(f"{_W}val", "") if found is not None else ""
            if now != position and raising:
                yield _scripted(position, "".join(raising))
                raising = []
            position = now
            raising.append(text)
            continue
        if raising:
            yield _scripted(position, "".join(raising))
            raising = []
        if child.tag == f"{_M}oMath":
            yield child
        elif child.tag == f"{_M}oMathPara":
            yield " "
        elif child.tag in (f"{_W}hyperlink", f"{_W}ins", f"{_W}smartTag", f"{_W}fldSimple"):
            yield from _pieces(child)
        elif child.tag == f"{_W}sdt":
            content = child.find(f"{_W}sdtContent")
            if content is not None:
                yield from _pieces(content)
    if raising:
        yield _scripted(position, "".join(raising))


def _run(run: Any) -> Iterator[str]:
    for child in run.iterchildren():
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}sym":
            yield {"F02D": "−", "F0B4": "×", "F0B1": "±", "F0A3": "≤", "F0B3": "≥"}.get(child.get(f"{_W}char", "").upper(), "�")


def _scripted(position: str, text: str) -> str:
    if position not in ("superscript", "subscript") or not text.strip():
        return text
    return raised(text) if position == "superscript" else lowered(text)


def formula_text(element: Any) -> str:
    """A formula of Word as a line of text, its powers raised."""
    tag = element.tag
    children = list(element.iterchildren())
    if tag == f"{_M}t":
        return (element.text or "").replace("-", "−")
    parts = {child.tag: formula_text(child) for child in children}
    if tag == f"{_M}sSup":
        return parts.get(f"{_M}e", "") + raised(parts.get(f"{_M}sup", ""))
    if tag == f"{_M}sSub":
        return parts.get(f"{_M}e", "") + lowered(parts.get(f"{_M}sub", ""))
    if tag == f"{_M}f":
        return f"{parts.get(f'{_M}num', '')}/{parts.get(f'{_M}den', '')}"
    return "".join(formula_text(child) for child in children if not child.tag.endswith("Pr"))


def _grid(table: Any) -> Grid:
    """The grid of a table: `gridSpan` and `vMerge` are its spans."""
    rows: list[list[tuple[str, int, str]]] = []
    heads = 0
    for row in table.iterchildren(f"{_W}tr"):
        repeated = row.find(f"{_W}trPr/{_W}tblHeader")
        if repeated is not None and heads == len(rows):
            heads += 1
        rows.append([_cell(cell) for cell in _cells(row)])
    tall: dict[tuple[int, int], int] = {}
    above: dict[int, int] = {}
    laid: list[list[Span]] = []
    starts: list[list[tuple[int, str, int, str]]] = []
    for number, row in enumerate(rows):
        column = 0
        line = []
        for text, wide, merge in row:
            if merge == "continue" and column in above:
                tall[above[column], column] += 1
            else:
                above[column] = number
                tall[number, column] = 1
                line.append((column, text, wide, merge))
            column += wide
        starts.append(line)
    for number, line in enumerate(starts):
        laid.append([Span(text, wide, tall[number, column]) for column, text, wide, _ in line])
    return Grid(laid, heads or None)


def _cells(row: Any) -> Iterator[Any]:
    for child in row.iterchildren():
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag == f"{_W}sdt":
            content = child.find(f"{_W}sdtContent")
            yield from content.iterchildren(f"{_W}tc") if content is not None else ()


def _cell(cell: Any) -> tuple[str, int, str]:
    wide = cell.find(f"{_W}tcPr/{_W}gridSpan")
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    state = "" if merge is None else "restart" if merge.get(f"{_W}val") == "restart" else "continue"
    lines = [_paragraph(paragraph)[0] for paragraph in cell.iter(f"{_W}p")]
    count = wide.get(f"{_W}val", "1") if wide is not None else "1"
    return cell_text("\n".join(lines)), int(count) if count.isdigit() else 1, state


def _notes(opened: Any) -> Iterator[str]:
    """The texts of footnotes and endnotes, which stand in parts of their own."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from lxml import etree

    for relation in opened.part.rels.values():
        if relation.reltype in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES) and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            for note in etree.fromstring(relation.target_part.blob, parser):
                text = one_line(" ".join(_paragraph(paragraph)[0] for paragraph in note.iter(f"{_W}p")))
                if text:
                    yield text
