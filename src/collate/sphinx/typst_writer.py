"""Pages of a book as markup of Typst: calls of the functions in `book.typ`, with every text a string literal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import admonitionlabels
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from collate.bind.typst_text import literal, shown
from collate.sphinx.tables import before_point, layout_of, number_columns

if TYPE_CHECKING:
    from collate.sphinx.typst_builder import TypstBuilder

logger = logging.getLogger(__name__)
_NUMBERING = {"arabic": "1.", "loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i.", "upperroman": "I."}
_WEB = ("http://", "https://", "mailto:")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(%|pt|cm|mm|in|em|px)?")
# What HTML alone shows, and what leaves no trace on paper.
_LEFT_OUT = (
    "toctree", "comment", "meta", "index", "substitution_definition", "system_message", "tabular_col_spec", "highlightlang",
    "footnote", "pending", "colspec",
)  # fmt: skip
# What stands for its content.
_CONTENT_ALONE = (
    "document",
    "start_of_file",
    "compound",
    "compact_paragraph",
    "tgroup",
    "only",
    "glossary",
    "hlist",
    "hlistcol",
    "decoration",
)
_INLINE = {
    "emphasis": "emph", "literal_emphasis": "emph", "title_reference": "emph", "strong": "strong", "literal_strong": "strong",
    "superscript": "super", "subscript": "sub",
}  # fmt: skip


class TypstTranslator(SphinxTranslator):
    """Writes one page. `body` holds the markup; `level` is the level of its title, and `headed` says whether that is written."""

    builder: TypstBuilder

    def __init__(self, document: nodes.document, builder: TypstBuilder, level: int, headed: bool) -> None:
        super().__init__(document, builder)
        self.body: list[str] = []
        self.docname = builder.current
        self.level = level - 1
        self.headed = headed
        self.brief = 0  # greater than 0 where a text is repeated in a list or a head, so that it has no notes and no places
        self.footnotes: dict[str, nodes.footnote] = {id: note for note in document.findall(nodes.footnote) for id in note["ids"]}
        self.noted: set[str] = set()
        self.longest: list[str] = []  # of the table cells being written: the number that theirs line up with, or nothing

    def translated(self, parts: Iterable[nodes.Node]) -> str:
        """The markup of some nodes."""
        before, self.body = self.body, []
        for part in parts:
            part.walkabout(self)
        made, self.body = "".join(self.body), before
        return made

    def inner(self, parts: Iterable[nodes.Node]) -> str:
        """The markup of the content of an item, note or cell; its first paragraph is part of the line that it begins."""
        listed = list(parts)
        first = next((position for position, part in enumerate(listed) if not isinstance(part, nodes.Invisible)), None)
        if first is None or not isinstance(listed[first], nodes.paragraph):
            return self.translated(listed)
        paragraph = listed[first]
        assert isinstance(paragraph, nodes.paragraph)
        return self.places(paragraph) + self.translated(paragraph.children) + self.translated(listed[first + 1 :])

    def places(self, node: nodes.Element) -> str:
        """The places of a node that links lead to."""
        return "".join(map(self.place, node["ids"]))

    def place(self, id: str) -> str:
        """The place on this page that links lead to by `id`, where it is not there yet."""
        return "" if self.brief else "".join(f"#place-of({literal(name)});" for name in self.builder.new_places(self.docname, [id]))

    def unknown_visit(self, node: nodes.Node) -> None:
        logger.warning("the PDF has no form for %s", type(node).__name__, location=node, type="collate", subtype="typst")
        raise nodes.SkipNode

    # Text

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802
        self.body.append(shown(node.astext()))

    def depart_Text(self, node: nodes.Text) -> None:  # noqa: N802
        pass

    def _visit_inline(self, node: nodes.Element) -> None:
        self.body.append(f"{self.places(node)}#{_INLINE[type(node).__name__]}[")

    def _visit_content(self, node: nodes.Element) -> None:
        self.body.append(self.places(node))

    def _close(self, node: nodes.Element) -> None:
        del node
        self.body.append("];")

    def _skip(self, node: nodes.Element) -> None:
        del node
        raise nodes.SkipNode

    def _pass(self, node: nodes.Element) -> None:
        pass

    def visit_inline(self, node: nodes.Element) -> None:
        language = next((name.removeprefix("language-") for name in node["classes"] if name.startswith("language-")), "")
        self.body.append(f"{self.places(node)}#text({_language(language)})[" if language else f"{self.places(node)}#[")

    depart_inline = _close

    def visit_literal(self, node: nodes.literal) -> None:
        self.body.append(f"{self.places(node)}#raw({literal(node.astext())});")
        raise nodes.SkipNode

    def visit_raw(self, node: nodes.raw) -> None:
        if "typst" in node["format"].split():
            self.body.append(node.astext())
        raise nodes.SkipNode

    def visit_target(self, node: nodes.target) -> None:
        self.body.append(self.places(node))

    depart_target = _pass

    def visit_reference(self, node: nodes.reference) -> None:
        address = str(node.get("refuri", ""))
        if address.startswith(_WEB):
            self.body.append(f"#link({literal(address)})[")
        elif place := self.builder.place_of(self.docname, address, node.get("refid")):
            self.builder.linked.setdefault(place, node)
            self.body.append(f"#link(label({literal(place)}))[")
        else:
            self.body.append("#[")

    def depart_reference(self, node: nodes.reference) -> None:
        self.body.append("];")
        address = str(node.get("refuri", ""))
        if address.startswith(_WEB) and not self.brief and node.astext() not in (address, address.removeprefix("mailto:")):
            self.body.append(f"#footnote[#link({literal(address)});];")

    def visit_download_reference(self, node: nodes.Element) -> None:
        del node
        self.body.append("#[")

    depart_download_reference = _close

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        id = str(node["refid"])
        name = literal(f"{self.docname}:note:{id}")
        if id in self.noted:
            self.body.append(f"#footnote(label({name}));")
        elif not self.brief:
            self.noted.add(id)
            content = [part for part in self.footnotes[id].children if not isinstance(part, nodes.label)]
            self.body.append(f"#footnote[{self.inner(content)}]#label({name});")
        raise nodes.SkipNode

    def visit_math(self, node: nodes.math) -> None:
        name, depth = self.builder.formula(node)
        self.body.append(f"#box(baseline: {depth}pt, image({literal(name)}, alt: {literal(node.astext())}));" if name else "")
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block) -> None:
        name, _ = self.builder.formula(node)
        self.body.append(f"{self.places(node)}#align(center, picture({literal(name)}, {literal(node.astext())}));\n" if name else "")
        raise nodes.SkipNode

    def visit_problematic(self, node: nodes.problematic) -> None:
        del node
        self.body.append("#[")

    depart_problematic = _close

    # Blocks

    def visit_section(self, node: nodes.section) -> None:
        self.level += 1
        if isinstance(node.parent, nodes.document) and not self.headed:
            self.level -= 1  # what a page without a title holds begins with the first level

    def depart_section(self, node: nodes.section) -> None:
        if not (isinstance(node.parent, nodes.document) and not self.headed):
            self.level -= 1

    def visit_title(self, node: nodes.title) -> None:
        if not isinstance(node.parent, nodes.section):  # of an admonition, which writes it itself
            raise nodes.SkipNode
        if isinstance(node.parent.parent, nodes.document) and not self.headed:
            raise nodes.SkipNode
        place = self.builder.new_places(self.docname, node.parent["ids"])
        self.brief += 1
        title = self.translated(node.children)
        self.brief -= 1
        self.body.append(f"#heading(level: {self.level})[{title}]" + "".join(f"#label({literal(name)})" for name in place[:1]) + "\n")
        raise nodes.SkipNode

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        alone = all(isinstance(part, nodes.image) for part in node.children)  # a block, which no paragraph holds
        self.body.append(f"#{'' if alone else 'par'}[{self.places(node)}")

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        del node
        self.body.append("]\n")

    def visit_rubric(self, node: nodes.rubric) -> None:
        self.body.append(f"{self.places(node)}#rubric[")

    def _close_block(self, node: nodes.Element) -> None:
        del node
        self.body.append("]\n")

    depart_rubric = _close_block

    def visit_container(self, node: nodes.container) -> None:
        form = next((name.removeprefix("cv-") for name in node["classes"] if name in ("cv-below", "cv-exhibit")), "")
        if form == "exhibit" and not list(node.findall(nodes.image)):
            form = ""
        self.body.append(f"#{form}[{self.places(node)}" if form else f"#[{self.places(node)}")

    depart_container = _close_block

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        self.body.append(f"{self.places(node)}#list{self._items(node)}\n")
        raise nodes.SkipNode

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        numbering = literal(_NUMBERING.get(node.get("enumtype", "arabic"), "1."))
        self.body.append(f"{self.places(node)}#enum(start: {int(node.get('start', 1))}, numbering: {numbering}, {self._items(node)[1:]}\n")
        raise nodes.SkipNode

    def _items(self, node: nodes.Element) -> str:
        items = [part for part in node.children if isinstance(part, nodes.list_item)]
        return "(" + "".join(f"[{self.places(item)}{self.inner(item.children)}], " for item in items) + ")"

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        self.body.append(f"{self.places(node)}#terms(")
        for item in _elements(node):
            term = [part for part in item.children if isinstance(part, (nodes.term, nodes.classifier))]
            places = "".join(self.places(part) for part in (item, *term))
            name = self.translated(child for part in term for child in part.children)
            told = self.inner(child for part in item.children if isinstance(part, nodes.definition) for child in part.children)
            self.body.append(f"terms.item([{places}{name}], [{told}]), ")
        self.body.append(")\n")
        raise nodes.SkipNode

    def visit_field_list(self, node: nodes.field_list) -> None:
        pairs = [_elements(item) for item in _elements(node)]
        fields = "".join(f"terms.item([{self.translated(name.children)}], [{self.inner(told.children)}]), " for name, told in pairs)
        self.body.append(f"{self.places(node)}#terms({fields})\n")
        raise nodes.SkipNode

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        self.body.append(f"{self.places(node)}#quote(block: true)[")

    depart_block_quote = _close_block

    def visit_attribution(self, node: nodes.attribution) -> None:
        del node
        self.body.append("#align(right)[")

    depart_attribution = _close_block

    def visit_line_block(self, node: nodes.line_block) -> None:
        self.body.append(f"#block(inset: (left: {'1.2em' if isinstance(node.parent, nodes.line_block) else '0pt'}))[")

    depart_line_block = _close_block

    def visit_line(self, node: nodes.line) -> None:
        pass

    def depart_line(self, node: nodes.line) -> None:
        del node
        self.body.append("#linebreak();")

    def visit_transition(self, node: nodes.transition) -> None:
        if "footnotes" in node["classes"]:  # of MyST, before notes that stand at the foot of a page here
            raise nodes.SkipNode
        self.body.append("#block(above: 1.6em, below: 1.6em, line(length: 30%, stroke: 0.5pt))\n")
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        self.body.append(f"{self.places(node)}#code({literal(node.astext()).replace('u{a}', 'n')})\n")
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    def visit_admonition(self, node: nodes.Element) -> None:
        title = next((part for part in node.children if isinstance(part, nodes.title)), None)
        name = self.translated(title.children) if title else shown(str(admonitionlabels.get(type(node).__name__, "")))
        self.body.append(f"{self.places(node)}#admonition({f'[{name}]' if name else 'none'})[")

    depart_admonition = _close_block
    visit_topic = visit_sidebar = visit_admonition
    depart_topic = depart_sidebar = _close_block

    def visit_citation(self, node: nodes.citation) -> None:
        content = [part for part in node.children if not isinstance(part, nodes.label)]
        self.body.append(f"#reference-entry(none, [{self.places(node)}{self.inner(content)}])\n")
        raise nodes.SkipNode

    # Pictures

    def visit_image(self, node: nodes.image) -> None:
        alt = str(node.get("alt", ""))
        if not alt:
            logger.warning("the picture %s has no alternative text", node["uri"], location=node, type="collate", subtype="typst")
        path = self.builder.images.get(node["uri"])
        if path is None:
            logger.warning("the picture %s is not there", node["uri"], location=node, type="collate", subtype="typst")
            raise nodes.SkipNode
        width = _width(node)
        if isinstance(node.parent, (nodes.paragraph, nodes.inline, nodes.reference)) and len(node.parent) > 1:
            self.body.append(f"#box(image({literal(f'/{path}')}, alt: {literal(alt)}, height: 1em));")
        else:
            self.body.append(f"{self.places(node)}#picture({literal(path)}, {literal(alt)}{width});")
        raise nodes.SkipNode

    def visit_figure(self, node: nodes.figure) -> None:
        caption = next((part for part in node.children if isinstance(part, nodes.caption)), None)
        legend = next((part for part in node.children if isinstance(part, nodes.legend)), None)
        self.brief += 1
        title = f"[{self.translated(caption.children)}]" if caption else "none"
        self.brief -= 1
        told = f"[{self.inner(legend.children)}]" if legend else "none"
        kind = "figure" if caption and "cv-listed" in node["classes"] else "plain"
        picture = self.translated(part for part in node.children if part not in (caption, legend))
        made = f"{self.places(node)}#drawing(kind: {literal(kind)}, caption: {title}, legend: {told}, [{picture}])"
        inside = any("cv-exhibit" in parent["classes"] for parent in _parents(node))
        self.body.append(f"{made}\n" if inside else f"#exhibit[{made}]\n")
        raise nodes.SkipNode

    # Tables

    def visit_table(self, node: nodes.table) -> None:
        layout = layout_of(node)
        title = next((part for part in node.children if isinstance(part, nodes.title)), None)
        self.brief += 1
        caption = f"[{self.translated(title.children)}]" if title else "none"
        head = self._rows(node, nodes.thead, {})
        self.brief -= 1
        body = self._rows(node, nodes.tbody, number_columns(node))
        columns = "".join(f"{share * 100:.2f}%, " for share in layout.shares)
        turned = ", turned: true" if layout.turned else ""
        rows = sum(len(part.children) for part in node.findall(nodes.thead))
        self.body.append(f"{self.places(node)}#tabular(caption: {caption}, columns: ({columns}), size: {layout.points}pt{turned}, ")
        self.body.append(f"head-rows: {rows}, head: ({head}), body: ({body}))\n")
        raise nodes.SkipNode

    def _rows(self, node: nodes.table, kind: type[nodes.Element], lined_up: Mapping[int, str]) -> str:
        cells = []
        whole = len(list(node.findall(nodes.colspec)))
        parts = (part for group in _elements(node) for part in _elements(group) if isinstance(part, kind))
        for row in (row for part in parts for row in _elements(part)):
            for column, entry in enumerate(_elements(row)):
                named = (("colspan", "morecols"), ("rowspan", "morerows"))
                spans = [f"{name}: {int(entry[key]) + 1}, " for name, key in named if key in entry]
                self.longest.append(lined_up.get(column, "") if len(row.children) == whole else "")
                content = self._lead(entry.astext()) + self.inner(entry.children)
                self.longest.pop()
                cells.append(f"table.cell({''.join(spans)})[{content}], ")
        return "".join(cells)

    def _lead(self, text: str) -> str:
        """Room before a number, where it stands in a column of numbers."""
        longest = self.longest[-1] if self.longest else ""
        return f"#lead({literal(longest)}, {literal(before_point(text))});" if longest and text else ""

    def beside(self, text: str) -> str:
        """What stands beside a value, on a line of its own in a column of numbers."""
        lead = self._lead(text)
        return f"#linebreak();{lead}{shown(text)}" if lead else shown(f"\u00a0{text}")

    def link(self, page: str, id: str, content: str, node: nodes.Node) -> str:
        """`content` as a link to a place of a page."""
        place = self.builder.place_of(page, "", id)
        self.builder.linked.setdefault(place, node)
        return f"#link(label({literal(place)}))[{content}];"


def _elements(node: nodes.Element) -> list[nodes.Element]:
    return [part for part in node.children if isinstance(part, nodes.Element)]


def _language(tag: str) -> str:
    main, _, region = tag.partition("-")
    return f"lang: {literal(main)}" + (f", region: {literal(region)}" if len(region) == 2 else "")


def _width(node: nodes.image) -> str:
    match = _LENGTH.fullmatch(str(node.get("width", "")))
    if not match:
        return ""
    number, unit = float(match[1]), match[2] or "px"
    return f", width: {number * 0.75:g}pt" if unit == "px" else f", width: {number:g}{unit}"


def _parents(node: nodes.Node) -> Iterable[nodes.Element]:
    while (node := node.parent) is not None:
        if isinstance(node, nodes.Element) and not isinstance(node, nodes.document):
            yield node


def _register() -> None:
    """Give the classes of nodes that are written alike their methods."""
    for name in _LEFT_OUT:
        setattr(TypstTranslator, f"visit_{name}", TypstTranslator._skip)
    for name in _CONTENT_ALONE:
        setattr(TypstTranslator, f"visit_{name}", TypstTranslator._visit_content)
        setattr(TypstTranslator, f"depart_{name}", TypstTranslator._pass)
    for name in _INLINE:
        setattr(TypstTranslator, f"visit_{name}", TypstTranslator._visit_inline)
        setattr(TypstTranslator, f"depart_{name}", TypstTranslator._close)
    for name in ("attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip", "warning", "versionmodified"):
        setattr(TypstTranslator, f"visit_{name}", TypstTranslator.visit_admonition)
        setattr(TypstTranslator, f"depart_{name}", TypstTranslator._close_block)


_register()
