"""Tables of the EPUB on a narrow screen: each cell knows the names of its column, which stand before it where rows are cards."""

from __future__ import annotations

from typing import Any

from lxml import etree

from collate.extract.grid import Grid, Span

FITTING = 5  # tables of no more columns fit the width of a phone
NAME, WIDE = "data-column", "cv-wide"  # the style sheet of the theme knows both
_XHTML = "{http://www.w3.org/1999/xhtml}"


def with_column_names(page: bytes) -> bytes:
    """A page of XHTML whose wide tables have the class `cv-wide`, and in each cell of their bodies the names of its column."""
    if b"<table" not in page:
        return page
    tree = etree.fromstring(page, etree.XMLParser(resolve_entities=False, no_network=True))
    changed = False
    for table in tree.iter(f"{_XHTML}table"):
        names = column_names(table)
        if len(names) <= FITTING:
            continue
        changed = True
        table.set("class", f"{table.get('class', '')} {WIDE}".strip())
        for row in table.iterfind(f"{_XHTML}tbody/{_XHTML}tr"):
            cells = [cell for cell in row if cell.tag in (f"{_XHTML}td", f"{_XHTML}th")]
            if len(cells) == len(names):
                for cell, name in zip(cells, names, strict=True):
                    if name:
                        cell.set(NAME, name)
    doctype = tree.getroottree().docinfo.doctype
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", doctype=doctype) if changed else page


def column_names(table: Any) -> list[str]:
    """The heads of each column, from the top, joined by a space."""
    rows = [[_span(cell) for cell in row.iterfind(f"{_XHTML}th")] for row in table.iterfind(f"{_XHTML}thead/{_XHTML}tr")]
    return Grid(rows, heads=len(rows)).names(len(rows), between=" ")


def _span(cell: Any) -> Span:
    wide, high = (int(cell.get(name, "1")) for name in ("colspan", "rowspan"))
    return Span(" ".join("".join(cell.itertext()).split()), wide, high, head=True)
