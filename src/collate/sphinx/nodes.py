"""A value with its mark, a part that is folded away, and how each output format writes them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from collate.judge import Judged


class value_node(nodes.Inline, nodes.TextElement):
    """A printed or regenerated value with its mark.

    Attributes `cell` (its id, an anchor in HTML), `style` (verdict or basis key for CSS), `mark`, `mark_text` (the mark in
    words), `note` (shown on hover), `anchor` (the id to write, or empty). A number in a sentence also has `card`, lines of text
    shown on hover, focus and tap, and `link`, a pair of text and address that ends them. `erratum` is the anchor of the erratum that
    declares the value, or empty. The text is the node's child.
    """


ERRATA_PAGE = "errata"


def anchor(id: str) -> str:
    """`id` as an anchor that XML allows too: letters of any script, digits, points and hyphens."""
    return re.sub(r"[^\w.-]", ".", id)


def erratum_anchor(target: str) -> str:
    """Where the errata page tells of `target`."""
    return f"erratum-{anchor(target)}"


def lead_from_errata(env: BuildEnvironment, item: Judged[Any], anchor: str) -> None:
    """Let the errata page lead to `anchor` of the page being read, where `item` is shown; of several pages to the first by name."""
    if item.erratum and anchor:
        labels = env.domaindata["std"]["anonlabels"]
        name, here = erratum_anchor(item.erratum.target), (env.docname, anchor)
        labels[name] = min(labels.get(name, here), here)


def visit_html(writer: Any, node: value_node) -> None:
    """A number with a card is a link to what explains it; without a script it leads there, with one it opens the card."""
    attributes = {"class": f"cv cv-{node['style']}"}
    if node["anchor"]:
        attributes["id"] = node["anchor"]
    if node["note"]:
        attributes["data-note"] = node["note"]
    if node.get("card"):
        attributes |= {"href": node["link"][1], "data-card": node["cell"]}
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    writer.body.append(f"<{_tag(node)}{written}>")


def depart_html(writer: Any, node: value_node) -> None:
    if node["mark"]:
        label, mark = escape(node["mark_text"]), escape(node["mark"])
        if node.get("erratum") and not node.get("card") and ERRATA_PAGE in writer.builder.env.found_docs:
            address = f"{ERRATA_PAGE}.html#{escape(node['erratum'])}"
            writer.body.append(f'<sup class="cv-mark"><a href="{address}" aria-label="{label}">{mark}</a></sup>')
        else:
            writer.body.append(f'<sup class="cv-mark" role="img" aria-label="{label}">{mark}</sup>')
    writer.body.append(f"</{_tag(node)}>")


def _tag(node: value_node) -> str:
    return "a" if node.get("card") else "span"


def visit_latex(writer: Any, node: value_node) -> None:
    del writer, node


def depart_latex(writer: Any, node: value_node) -> None:
    if not node["mark"]:
        return
    mark = rf"\textsuperscript{{{writer.encode(node['mark'])}}}"
    if node.get("erratum") and ERRATA_PAGE in writer.builder.env.found_docs:
        place = writer.idescape(f"{ERRATA_PAGE}:{node['erratum']}")
        mark = rf"\hyperref[{place}]{{{mark}}}"
    writer.body.append(mark)


def visit_text(writer: Any, node: value_node) -> None:
    del writer, node


def depart_text(writer: Any, node: value_node) -> None:
    writer.add_text(node["mark"])


VISITORS = {
    "html": (visit_html, depart_html),
    "latex": (visit_latex, depart_latex),
    "text": (visit_text, depart_text),
}


class disclosure_node(nodes.General, nodes.Element):
    """A part that opens on demand, with the text of `summary`; HTML alone has it."""


def visit_disclosure(writer: Any, node: disclosure_node) -> None:
    writer.body.append(f'<details class="cv-details"><summary>{writer.encode(node["summary"])}</summary>\n')


def depart_disclosure(writer: Any, node: disclosure_node) -> None:
    del node
    writer.body.append("</details>\n")


def skip_disclosure(writer: Any, node: disclosure_node) -> None:
    del writer, node
    raise nodes.SkipNode
