"""The nodes of this extension (a value with its mark, a part that is folded away), and how each format writes them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class value_node(nodes.Inline, nodes.TextElement):
    """A printed or regenerated value with its mark. The text is the node's child.

    Attributes `page` (that it stands on), `cell` (its id, an anchor in HTML), `style` (verdict or basis key for CSS), `mark`,
    `mark_text` (the mark in words), `note` (shown on hover), `anchor` (the id to write, or empty). `erratum` is the page and anchor of
    the erratum that declares the value, or empty. A number in a sentence also has `card`, lines of text shown on hover, focus and tap,
    and `link`, the text, page and anchor of the link that ends them.
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
        latex=(pass_by, depart_value_latex),
        text=(pass_by, depart_value_text),
        epub=(visit_value_epub, depart_value_epub),
    )
    leave_out = (skip, None)
    html = (visit_disclosure_html, depart_disclosure_html)
    app.add_node(disclosure_node, html=html, latex=leave_out, text=leave_out, epub=leave_out)


def erratum_place(writer: Any, node: value_node) -> tuple[str, str] | None:
    """Page and anchor of a value's erratum, where this edition has the page."""
    place = node.get("erratum")
    return tuple(place) if place and place[0] in writer.builder.env.found_docs else None


def address(writer: Any, node: value_node, page: str, place: str) -> str:
    """The address of `place` on `page` from the page of the node."""
    return f"{writer.builder.get_relative_uri(node['page'], page)}#{place}"


def visit_value_html(writer: Any, node: value_node) -> None:
    """A number with a card is a link to what explains it; without a script it leads there, with one it opens the card."""
    attributes = {"class": f"cv cv-{node['style']}"}
    if node["anchor"]:
        attributes["id"] = node["anchor"]
    if node["note"]:
        attributes["data-note"] = node["note"]
    if node.get("card"):
        attributes |= {"href": address(writer, node, *node["link"][1:]), "data-card": node["cell"]}
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    writer.body.append(f"<{_tag(node)}{written}>")


def depart_value_html(writer: Any, node: value_node) -> None:
    if node["mark"]:
        label, mark = escape(node["mark_text"]), escape(node["mark"])
        place = erratum_place(writer, node)
        if place and not node.get("card"):
            href = escape(address(writer, node, *place))
            writer.body.append(f'<sup class="cv-mark"><a href="{href}" aria-label="{label}">{mark}</a></sup>')
        else:
            writer.body.append(f'<sup class="cv-mark" role="img" aria-label="{label}">{mark}</sup>')
    writer.body.append(f"</{_tag(node)}>")


def _tag(node: value_node) -> str:
    return "a" if node.get("card") else "span"


def pass_by(writer: Any, node: value_node) -> None:
    del writer, node


def depart_value_latex(writer: Any, node: value_node) -> None:
    if not node["mark"]:
        return
    mark = rf"\textsuperscript{{{writer.encode(node['mark'])}}}"
    if place := erratum_place(writer, node):
        mark = rf"\hyperref[{writer.idescape(':'.join(place))}]{{{mark}}}"
    writer.body.append(mark)


def depart_value_text(writer: Any, node: value_node) -> None:
    writer.add_text(node["mark"])


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
    writer.body.append("</span>")


def visit_disclosure_html(writer: Any, node: disclosure_node) -> None:
    writer.body.append(f'<details class="cv-details"><summary>{writer.encode(node["summary"])}</summary>\n')


def depart_disclosure_html(writer: Any, node: disclosure_node) -> None:
    del node
    writer.body.append("</details>\n")


def skip(writer: Any, node: nodes.Element) -> None:
    del writer, node
    raise nodes.SkipNode
