"""The nodes of this extension (a value with its mark, a part that is folded away), and how each format writes them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from collate.bind import addresses
from collate.bind.typst_text import JOINER, shown
from collate.numbers.verdict import Verdict

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ERRATUM = Verdict.ERRATUM.key
LONG = 16  # letters of a value that may go on over a line
LOUD = (ERRATUM, Verdict.DIFFERS.key, Verdict.NOT_RUN.key)  # verdicts whose marks are seen at rest


class value_node(nodes.Inline, nodes.TextElement):
    """A value as printed, with its mark. The printed text is the node's child.

    Attributes
    ----------
    page : that it stands on.
    cell : the id of the cell or claim, by which its card is found.
    style : verdict or basis key, the class for CSS.
    mark, mark_text : the mark, and the same in words.
    regenerated, corrected : what stands in place of the print in these readings, empty where that is the same as in the reading before.
    beside : what follows the print in every reading: the truth of a comparison that does not hold.
    anchor : the id to write, or empty.
    erratum : page and anchor of the erratum that declares the value, or empty.
    link : page and anchor that explain the value to those who have no script, or empty.
    """


class disclosure_node(nodes.General, nodes.Element):
    """A part that opens on demand, with the text of `summary`; HTML alone has it."""


def anchor(id: str) -> str:
    """`id` as an anchor that XML allows too: letters of any script, digits, points and hyphens."""
    return re.sub(r"[^\w.-]", ".", id)


def erratum_anchor(target: str) -> str:
    """Where the errata page tells of `target`."""
    return f"erratum-{anchor(target)}"


def add_nodes(app: Sphinx) -> None:
    """Register the nodes with their writers."""
    app.add_node(
        value_node,
        html=(visit_value_html, depart_value_html),
        typst=(visit_value_typst, depart_value_typst),
        text=(pass_by, depart_value_text),
        epub=(visit_value_epub, depart_value_epub),
    )
    leave_out = (skip, None)
    html = (visit_disclosure_html, depart_disclosure_html)
    app.add_node(disclosure_node, html=html, typst=leave_out, text=leave_out, epub=leave_out)


def erratum_place(writer: Any, node: value_node) -> tuple[str, str] | None:
    """Page and anchor of a value's erratum, where this edition has the page."""
    place = node.get("erratum")
    return tuple(place) if place and place[0] in writer.builder.env.found_docs else None


def address(writer: Any, node: value_node, page: str, place: str) -> str:
    """The address of `place` on `page` from the page of the node."""
    return f"{writer.builder.get_relative_uri(node['page'], page)}#{place}"


def visit_value_html(writer: Any, node: value_node) -> None:
    """A value that has a place of its own to explain it is a link there; with a script it opens a card instead."""
    wrapped = " cv-wrapped" if len(node.astext()) > LONG else ""
    attributes = {"class": f"cv cv-{node['style']}{wrapped}"}
    if node["anchor"]:
        attributes["id"] = node["anchor"]
    link = node["link"] or erratum_place(writer, node)
    if link:
        attributes["href"] = address(writer, node, *link)
    if card_key(node) not in (node["anchor"], link[1] if link else ""):
        attributes["data-card"] = card_key(node)
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    writer.body.append(f"<{_tag(writer, node)}{written}>")
    if is_apart(node):
        writer.body.append('<span class="cv-p">')


def depart_value_html(writer: Any, node: value_node) -> None:
    """The mark of what must be seen at rest; other marks are set by the style sheet, so that no text of the page has them.

    The words that a screen reader speaks are there but not seen.
    """
    if is_apart(node):
        writer.body.append("</span>")
    if node["style"] in LOUD:
        words = f", {node['mark_text']}"
        writer.body.append(
            f'<sup class="cv-mark" aria-hidden="true">\u2060{escape(node["mark"])}</sup><span class="cv-said">{escape(words)}</span>'
        )
    for name, key in (("cv-r", "regenerated"), ("cv-c", "corrected"), ("cv-b", "beside")):
        if node[key]:
            said = f'<span class="cv-said">, {escape(node["words"][key])} </span>' if key in node["words"] else ""
            writer.body.append(f'<span class="{name}">{said}{escape(node[key])}</span>')
    writer.body.append(f"</{_tag(writer, node)}>")


def card_key(node: value_node) -> str:
    """What the card of a value is called in the file of cards: the id of a claim, the anchor of a cell."""
    return addresses.anchor(str(node["cell"]))


def is_apart(node: value_node) -> bool:
    """Whether the print has something beside it, or in its place in another reading."""
    return bool(node["regenerated"] or node["corrected"] or node["style"] in LOUD)


def _tag(writer: Any, node: value_node) -> str:
    return "a" if node["link"] or erratum_place(writer, node) else "span"


def after_print(node: value_node) -> str:
    """What stands beside a printed value that is in an erratum, in every format."""
    return str((node["regenerated"] or node["beside"]) if node["style"] == ERRATUM else "")


def pass_by(writer: Any, node: value_node) -> None:
    del writer, node


def visit_value_typst(writer: Any, node: value_node) -> None:
    """Write the target of what links to the value."""
    if node["anchor"]:
        writer.body.append(writer.place(node["anchor"]))


def depart_value_typst(writer: Any, node: value_node) -> None:
    """The mark, leading to the erratum where there is one; in a column of numbers, what is regenerated has a line of its own."""
    if not node["mark"]:
        return
    mark = f"#mark[{shown(JOINER + node['mark'])}];"
    place = erratum_place(writer, node)
    writer.body.append(writer.link(*place, mark, node) if place else mark)
    if beside := after_print(node):
        writer.body.append(writer.beside(f"→\u00a0{beside}"))


def depart_value_text(writer: Any, node: value_node) -> None:
    beside = after_print(node)
    writer.add_text(node["mark"] + (f" → {beside}" if beside else ""))


def visit_value_epub(writer: Any, node: value_node) -> None:
    name = f' id="{escape(anchor(node["anchor"]))}"' if node["anchor"] else ""
    writer.body.append(f'<span class="cv cv-{node["style"]}"{name}>')


def depart_value_epub(writer: Any, node: value_node) -> None:
    """The mark, leading to the erratum where there is one; a card that opens on hover has no place on such a page."""
    if node["mark"]:
        mark = escape(node["mark"])
        if place := erratum_place(writer, node):
            mark = f'<a href="{escape(address(writer, node, *place))}">{mark}</a>'
        writer.body.append(f'<sup class="cv-mark" title="{escape(node["mark_text"])}">{mark}</sup>')
    if beside := after_print(node):
        writer.body.append(f'\u00a0<span class="cv-r">→\u00a0{escape(beside)}</span>')
    writer.body.append("</span>")


def visit_disclosure_html(writer: Any, node: disclosure_node) -> None:
    writer.body.append(f'<details class="cv-details"><summary>{writer.encode(node["summary"])}</summary>\n')


def depart_disclosure_html(writer: Any, node: disclosure_node) -> None:
    del node
    writer.body.append("</details>\n")


def skip(writer: Any, node: nodes.Element) -> None:
    del writer, node
    raise nodes.SkipNode
