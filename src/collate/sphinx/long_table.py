"""Tables of a thousand rows for HTML, written as text: as docutils nodes they would take half of the time of a build."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from docutils import nodes


def text(content: str, language: str) -> str:
    """Plain text as HTML, in English with the apostrophe that docutils sets in all other text."""
    return escape(content.replace("'", "’") if language == "en" else content, quote=False)


def link(content: str, address: str) -> str:
    """HTML `content` as a link within the book; without an address as it is."""
    return f'<a class="reference internal" href="{escape(address)}">{content}</a>' if address else content


def long_table(header: Sequence[str], rows: Iterable[tuple[Sequence[str], Sequence[str]]], name: str) -> nodes.raw:
    """A table of the class `name`, in the form that Sphinx gives to any table.

    Parameters
    ----------
    header : HTML of the heads.
    rows : classes of each row, and HTML of its cells, as many as there are heads.
    """
    heads = "".join(f'<th class="head"><p>{cell}</p></th>\n' for cell in header)
    lines = [f'<table class="cv-table longtable {name} table">\n<thead>\n<tr class="row-odd">{heads}</tr>\n</thead>\n<tbody>\n']
    for position, (classes, cells) in enumerate(rows):
        written = " ".join(("row-odd" if position % 2 else "row-even", *classes))
        told = "".join(f"<td><p>{cell}</p></td>\n" if cell else "<td></td>\n" for cell in cells)
        lines.append(f'<tr class="{written}">{told}</tr>\n')
    return nodes.raw("", "".join([*lines, "</tbody>\n</table>\n"]), format="html")
