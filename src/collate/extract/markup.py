"""Elements of HTML and JATS alike: text with its superscripts and formulas, tables with their spans, headings, notes and citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from collate.extract import formula
from collate.extract.candidates import Kind
from collate.extract.characters import cell_text, lowered, one_line, raised
from collate.extract.document import Document, Flow, Paragraph, Table
from collate.extract.grid import Grid, Span

CAPTION = re.compile(
    r"(?:Table|Tab\.|TABLE|表)[\s\u00a0]*((?:[A-Z][.‐‑-]?)?[0-9]+(?:[.‐‑–-][0-9A-Za-z]+)*|[IVX]+|[A-Z])(?![A-Za-z0-9])[.:：|–—]?\s*"
)
_UNSEEN = frozenset(
    {"script", "style", "noscript", "head", "nav", "template", "svg", "annotation", "annotation-xml", "graphic", "object-id"}
)
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "ul", "details", "summary", "tbody",
    "tr", "td", "th", "sec", "abstract", "back", "ack", "app", "app-group", "boxed-text", "disp-quote", "fig", "list",
    "list-item", "fn", "fn-group", "ref", "ref-list", "caption", "glossary", "def-list", "def-item", "statement",
    "supplementary-material", "table-wrap-foot", "verse-group",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SHOWN_FORMULAS = frozenset({"disp-formula", "disp-formula-group"})
_BIBLIOGRAPHY = re.compile(r"\b(?:references?|bibliography|ref-list|reflist|works-cited)\b", re.IGNORECASE)
_FOOTNOTES = re.compile(r"\b(?:footnotes?|endnotes?)\b", re.IGNORECASE)
_TO_CITATION = re.compile(r"#(?:ref|bib|cite|cr\d|b\d|r\d)", re.IGNORECASE)
_TO_FOOTNOTE = re.compile(r"#(?:fn|footnote|note)", re.IGNORECASE)
_NUMBERS = re.compile(r"\s*[0-9]+(?:\s*[,;–-]\s*[0-9]+)*\s*")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Walker:
    """Goes through the elements in the order of the page and fills a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.flow = Flow()
        self.section = ""
        self.kind = Kind.CLAIM

    def block(self, element: Any) -> None:
        """Read an element that stands for itself, with all within."""
        self.flush()
        outer = self.kind
        self.kind = _kind(element, outer)
        self.inside(element)
        self.flush()
        self.kind = outer

    def inside(self, element: Any) -> None:
        """Read the text and the children of an element."""
        self.flow.add(element.text or "")
        for child in element:
            self.child(child)
            self.flow.add(child.tail or "")

    def child(self, child: Any) -> None:
        tag = name(child)
        if tag == "&":
            self.flow.add(entity(child))
        elif not tag or tag in _UNSEEN or unseen(child):
            return
        elif tag in _SHOWN_FORMULAS or (tag == "math" and child.get("display") == "block"):
            self.flow.add(" ")
        elif tag in ("table", "table-wrap"):
            self.flush()
            self.table(child)
        elif tag in _HEADINGS or (tag == "title" and name(child.getparent()) in ("sec", "abstract", "ref-list", "app", "ack")):
            self.flush()
            self.section = heading(child)
        elif tag == "label" and name(child.getparent()) in ("sec", "ref", "list-item", "app", "disp-formula"):
            return
        elif tag in _BLOCKS:
            self.block(child)
        elif tag in ("br", "break"):
            self.flow.add(" ")
        else:
            self.inline(child, tag)

    def inline(self, child: Any, tag: str) -> None:
        kind = pointed(child, tag)
        if kind is None and tag in ("math", "inline-formula", "tex-math"):
            text = formula_text(child)
            self.flow.add(text, None if formula.is_number(text) else Kind.EQUATION)
        elif kind is None and tag not in ("sup", "sub"):
            self.inside(child)
        else:
            text = text_of(child, whole=True)
            # Journals set such numbers high, and JATS leaves that to the style: flat, they would run into the number before them.
            close = self.flow.last not in ("", " ", "(", "[")
            high = close and kind in (Kind.CITATION, Kind.FOOTNOTE) and _NUMBERS.fullmatch(text)
            self.flow.add(raised(text) if high else text, kind)

    def flush(self) -> None:
        """End the paragraph."""
        text, marks = self.flow.take()
        if text:
            self.document.blocks.append(Paragraph(text, self.section, kind=self.kind, marks=marks))

    def table(self, element: Any) -> None:
        """Read a table, with the caption and the notes that belong to it; one that only lays out the page is read as text."""
        wrapped = name(element) == "table-wrap"
        table = next((found for found in element.iter() if name(found) == "table"), None) if wrapped else element
        label = caption = ""
        notes: list[str] = []
        for child in element:
            tag = name(child)
            if tag == "label":
                label = one_line(text_of(child))
            elif tag == "caption":
                caption = one_line(text_of(child))
            elif tag == "table-wrap-foot":
                notes = [note for note in cell_text(text_of(child)).split("\n") if note]
        if table is None or not list(table.iter("{*}tr")):
            self.document.doubts.append(f"{label or 'a table'} holds no rows: it may be a picture")
            return
        if not wrapped and _is_layout(table):
            for cell in table.iter("{*}td", "{*}th"):
                if not any(name(above) in ("td", "th") for above in _between(cell, table)):
                    self.block(cell)
            return
        caption = f"{label} {caption}".strip() if label else caption
        self.document.blocks.append(Table(grid_of(table), caption or self.caption_before(element), self.section, notes=tuple(notes)))

    def caption_before(self, element: Any) -> str:
        """The caption of a table that has none of its own: beside it in a figure, or the paragraph before it."""
        figure = element.getparent()
        while figure is not None and name(figure) in ("div", "center"):
            figure = figure.getparent()
        if figure is not None and name(figure) == "figure":
            for child in figure.iter("{*}figcaption"):
                return one_line(text_of(child))
        last = self.document.blocks[-1] if self.document.blocks else None
        if isinstance(last, Paragraph) and CAPTION.match(last.text):
            self.document.blocks.pop()
            return last.text
        return ""


def grid_of(table: Any) -> Grid:
    """The grid of a `table` element; its heads where it has a `thead`."""
    rows: list[list[Span]] = []
    heads = feet = 0
    parts: dict[str, list[Any]] = {"thead": [], "tbody": [], "tfoot": []}
    for row in table.iter("{*}tr"):
        if any(name(above) == "table" for above in _between(row, table)):
            continue
        parent = name(row.getparent())
        parts[parent if parent in parts else "tbody"].append(row)
    for part, elements in parts.items():
        for row in elements:
            cells = [child for child in row if name(child) in ("td", "th")]
            if not cells:
                continue
            rows.append([_span(cell, part) for cell in cells])
            heads += part == "thead"
            feet += part == "tfoot"
    return Grid(rows, heads or None, feet)


def _span(cell: Any, part: str) -> Span:
    text = cell_text(text_of(cell))
    head = part == "thead" or name(cell) == "th"
    return Span(text, _count(cell.get("colspan")), _count(cell.get("rowspan")), head)


def _count(value: str | None) -> int:
    return int(value) if value and re.fullmatch(r"\s*[0-9]{1,5}\s*", value) else 1


def _is_layout(table: Any) -> bool:
    if table.get("role") == "presentation" or any(name(inner) == "table" for inner in table.iterdescendants()):
        return True
    return all(len([child for child in row if name(child) in ("td", "th")]) <= 1 for row in table.iter("{*}tr"))


def _between(element: Any, outer: Any) -> Iterator[Any]:
    for above in element.iterancestors():
        if above is outer:
            return
        yield above


def _kind(element: Any, outer: Kind) -> Kind:
    tag = name(element)
    said = f"{element.get('id', '')} {element.get('class', '')} {element.get('role', '')}"
    if tag == "ref-list" or (tag in ("section", "div", "ol", "ul") and _BIBLIOGRAPHY.search(said)):
        return Kind.BIBLIOGRAPHY
    if tag in ("fn", "fn-group") or (tag in ("section", "div", "ol", "ul", "aside", "li", "p") and _FOOTNOTES.search(said)):
        return Kind.FOOTNOTE
    return outer


def name(element: Any) -> str:
    """The name of an element without its namespace; `&` of an entity that was not read, nothing of a comment."""
    if element is None:
        return ""
    tag = element.tag
    if isinstance(tag, str):
        return tag.rpartition("}")[2].rpartition(":")[2].lower()
    return "&" if hasattr(element, "name") and str(element.text or "").startswith("&") else ""


def entity(element: Any) -> str:
    """The character of an entity of HTML, such as `&minus;`; others stay as they stand."""
    return html5.get(f"{element.name};", f"&{element.name};")


def unseen(element: Any) -> bool:
    """Whether a page does not show the element."""
    return (
        element.get("hidden") is not None
        or "katex-html" in element.get("class", "")
        or "MathJax_Preview" in element.get("class", "")
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def pointed(element: Any, tag: str) -> Kind | None:
    """What a link points at, where it is no part of the sentence."""
    if tag == "xref":
        kind = element.get("ref-type", "")
        return Kind.CITATION if kind == "bibr" else Kind.FOOTNOTE if "fn" in kind else Kind.REFERENCE
    if tag == "cite":
        return Kind.CITATION
    if tag == "a":
        address = element.get("href", "")
        said = element.get("class", "")
        if _TO_CITATION.search(address) or "citation" in said or "reference internal" in said:
            return Kind.CITATION
        if _TO_FOOTNOTE.search(address) or "footnote" in said:
            return Kind.FOOTNOTE
        return Kind.REFERENCE if address.startswith("#") else None
    return None


def heading(element: Any) -> str:
    """The text of a heading, without the sign that links to it."""
    return one_line(text_of(element)).rstrip("¶# ")


def text_of(element: Any, *, whole: bool = False) -> str:
    """The text within an element, with `\\n` where its page breaks the line; `whole` : the element itself may be raised."""
    pieces: list[str] = []
    _collect(element, pieces)
    text = "".join(pieces)
    return _scripted(name(element), text) if whole else text


def _collect(element: Any, pieces: list[str]) -> None:
    pieces.append(_spaces(element.text))
    for child in element:
        tag = name(child)
        if tag == "&":
            pieces.append(entity(child))
        elif tag in ("br", "break"):
            pieces.append("\n")
        elif tag in ("math", "inline-formula", "tex-math", "disp-formula"):
            pieces.append(formula_text(child))
        elif tag and tag not in _UNSEEN and not unseen(child):
            inner: list[str] = []
            _collect(child, inner)
            text = _scripted(tag, "".join(inner))
            pieces.append(f"\n{text}\n" if tag in _BLOCKS else text)
        pieces.append(_spaces(child.tail))


def _scripted(tag: str, text: str) -> str:
    return raised(text) if tag == "sup" else lowered(text) if tag == "sub" else text


def _spaces(text: str | None) -> str:
    return re.sub(r"[ \t\n\r\f]+", " ", text or "")


def formula_text(element: Any) -> str:
    """A formula as a line of text: MathML by its structure, TeX as `formula` reads it."""
    tag = name(element)
    if tag == "tex-math":
        return formula.plain(re.sub(r"(?s)^.*\\begin\{document\}|\\end\{document\}.*$", "", element.text or ""))
    if tag in ("inline-formula", "disp-formula", "alternatives"):
        inner = [child for child in element if name(child) and name(child) not in _UNSEEN]
        structured = next((found for found in element.iter() if name(found) == "math"), None)
        if structured is not None:
            return formula_text(structured)
        tex = next((found for found in element.iter() if name(found) == "tex-math"), None)
        return formula_text(tex) if tex is not None else one_line(text_of(element)) if inner or element.text else ""
    return _math(element)


def _math(element: Any) -> str:
    tag = name(element)
    children = [child for child in element if name(child) and name(child) not in _UNSEEN]
    if tag in ("msup", "mover") and len(children) == 2:
        return _math(children[0]) + (raised(_math(children[1])) if tag == "msup" else "")
    if tag == "msub" and len(children) == 2:
        return _math(children[0]) + lowered(_math(children[1]))
    if tag == "msubsup" and len(children) == 3:
        return _math(children[0]) + lowered(_math(children[1])) + raised(_math(children[2]))
    if tag == "mfrac" and len(children) == 2:
        return f"{_math(children[0])}/{_math(children[1])}"
    if tag == "mspace":
        return " "
    if children:
        return "".join(_math(child) for child in children)
    text = one_line("".join(element.itertext()))
    if tag == "mo":
        text = {"-": "−", "&#x2212;": "−", "⁢": "", "⁡": ""}.get(text, text)
        return f" {text} " if text in ("=", "<", ">", "≤", "≥", "≈", "×", "±", "∼") else text
    return text
