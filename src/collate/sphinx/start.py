"""The first page as a result: what the checks found in a sentence, every printed value in a strip, and the heaviest findings.

`{verdict-sentence}`, `{verdict-strip}`, `{finding-cards}`, and `{contents-by-part}`, the ways on. They belong to the site; a book for
paper has its title page.
"""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from collate.audit.weight import Finding, by_cause
from collate.bind.addresses import Addresses
from collate.bind.staging import CONTENTS, table_of_contents, with_captions
from collate.bind.verdict_chart import GROUPS, LETTERS, group_of
from collate.data import csvfile
from collate.data.claims import Claim, told
from collate.data.published import Cell
from collate.numbers.verdict import Verdict
from collate.sphinx.directive import is_copy
from collate.sphinx.findings import FindingDirective
from collate.sphinx.tables import Content, table
from collate.verdicts import Judged

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from collate.sphinx.domain import CollateDomain

ADDRESSES = "cards/strip.js"  # loaded when a reader first touches the strip
MOST_CARDS = 3
# The three largest groups have elements without a class, as findings.js and findings.css know: a thousand classes weigh 10 kB.
BARE = {"e": "<i></i>", "g": "<b></b>", "a": "<u></u>"}


class StripNode(nodes.General, nodes.Element):
    """The strip; `ids` of its values by chapter are in `parts`. Only a page of the site has it."""


class SentenceDirective(FindingDirective):
    """`{verdict-sentence}`: how many values are verified, agree, and do not hold; copies and what nothing checks stand apart."""

    def content_nodes(self) -> list[nodes.Node]:
        if not self.in_html:
            return []
        judged = self.domain.verdicts.numerals
        verified = [item for item in judged if item.basis.verifies]
        found = Counter(item.verdict for item in verified)
        copies = sum(is_copy(item) for item in judged)
        counts = {"all": len(judged), "verified": len(verified), "agree": found[Verdict.IDENTICAL] + found[Verdict.ROUNDING]}
        counts |= {"erratum": found[Verdict.ERRATUM], "copies": copies, "none": len(judged) - len(verified) - copies}
        return [nodes.paragraph("", self.word("start-sentence").format(**counts), classes=["cv-lead"])]


class StripDirective(FindingDirective):
    """`{verdict-strip}`: every printed value as a cell of its own, in the order of the publication, and the same by chapter in words."""

    def content_nodes(self) -> list[nodes.Node]:
        if not self.in_html:
            return []
        judged = sorted(self.domain.verdicts.numerals, key=lambda item: (item.chapter, item.place.line))
        parts: dict[int, list[Judged[Cell | Claim]]] = {}
        for item in judged:
            parts.setdefault(item.chapter, []).append(item)
        found = Counter((item.chapter, group_of(item)) for item in judged)
        shown = [label for label, _, _ in GROUPS if any(group == label for _, group in found)]
        node = StripNode("", parts=[(chapter, [item.place.id for item in items]) for chapter, items in parts.items()])
        node["legend"] = [(LETTERS[label], self.word(label), sum(found[chapter, label] for chapter in parts)) for label in shown]
        return [node, *self.in_words(parts, found, shown)]

    def in_words(self, parts: dict[int, Any], found: Counter[tuple[int, str]], shown: list[str]) -> list[nodes.Node]:
        """The strip as a table of counts, with a link to each chapter."""
        body: list[list[Content]] = []
        for chapter in parts:
            name = self.word("chapter-number").format(number=chapter) if chapter else self.word("word-summary")
            page = f"/chapter-{chapter}" if chapter else "/summary"
            body.append([self.to("doc", page, name), *(str(found[chapter, label]) for label in shown)])
        return [table([[self.word("word-chapter")], *([self.word(label)] for label in shown)], body)]


class FindingCardsDirective(FindingDirective):
    """`{finding-cards}`: the heaviest findings, one of each cause, with what they do to the argument and the way to their causes."""

    def content_nodes(self) -> list[nodes.Node]:
        if not self.in_html:
            return []
        box = nodes.container(classes=["cv-findings-cards"])
        for group in by_cause(self.found)[:MOST_CARDS]:
            box += self.card(min(group, key=lambda finding: finding.weight))
        return [box]

    def card(self, finding: Finding) -> nodes.container:
        card = nodes.container(classes=["cv-finding-card", f"cv-bearing-{finding.erratum.bearing}"])
        card += nodes.paragraph("", "", self.badge(finding))
        card += nodes.paragraph("", "", self.link_to_cause(finding), classes=["cv-finding-title"])
        if not finding.is_statement:
            card += nodes.paragraph("", self.values(finding), classes=["cv-finding-values"])
        if finding.erratum.argument:
            card += nodes.paragraph("", finding.erratum.argument[self.language])
        return card


class ContentsDirective(FindingDirective):
    """`{contents-by-part}`: the pages of each part of the table of contents, under its caption."""

    def content_nodes(self) -> list[nodes.Node]:
        if not self.in_html:
            return []
        self.depend(self.book.root / CONTENTS)
        box = nodes.container(classes=["cv-parts"])
        for part in with_captions(table_of_contents(self.book), self.labels, self.language).get("parts") or []:
            listed = nodes.bullet_list()
            for chapter in part.get("chapters") or []:
                listed += nodes.list_item("", nodes.paragraph("", "", self.page(str(chapter["file"]))))
            box += nodes.container("", nodes.paragraph("", "", nodes.strong("", str(part.get("caption") or ""))), listed)
        return [box]

    def page(self, name: str) -> nodes.Node:
        """A link to a page whose text is the title of the page."""
        reference = addnodes.pending_xref(
            "", nodes.inline("", name), refdomain="std", reftype="doc", reftarget=f"/{name}", refexplicit=False
        )
        reference["refdoc"], reference["refwarn"] = self.env.docname, True
        return reference


def visit_strip(writer: Any, node: StripNode) -> None:
    """The strip as HTML, and its addresses in a file beside the page; values in errata are links at once, the others with the file."""
    domain: CollateDomain = writer.builder.env.get_domain("collate")
    addresses, entries = Addresses(domain.book), []
    lines = ['<div class="cv-strip" data-addresses="cards/strip.js">\n']
    for chapter, ids in node["parts"]:
        name = domain.word("chapter-number").format(number=chapter) if chapter else domain.word("word-summary")
        lines.append(f'<p class="cv-strip-name">{escape(name)}</p>\n<div class="cv-strip-part" aria-hidden="true">')
        for id in ids:
            item = domain.verdicts.by_id[id]
            address, title = _address(domain, addresses, item), _title(domain, item)
            entries.append([address, title])
            letter = LETTERS[group_of(item)]
            if item.verdict is Verdict.ERRATUM and address:
                lines.append(f'<a class="{letter}" tabindex="-1" href="{escape(address)}"></a>')
            else:
                lines.append(BARE.get(letter) or f'<i class="{letter}"></i>')
        lines.append("</div>\n")
    legend = "".join(f'<li><i class="{letter}"></i>{escape(text)} <b>{count}</b></li>' for letter, text, count in node["legend"])
    lines.append(f'<ul class="cv-strip-legend">{legend}</ul>\n</div>\n')
    told_entries = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    csvfile.write_text(Path(writer.builder.outdir) / ADDRESSES, f"collateStrip({told_entries});\n")
    writer.body.append("".join(lines))
    raise nodes.SkipNode


def _address(domain: CollateDomain, addresses: Addresses, item: Judged[Cell | Claim]) -> str:
    """Where a chapter shows the value, or else where the book lists it."""
    kind = "cell" if isinstance(item.place, Cell) else "claim"
    place = domain.place_of(kind, item.place.id)
    return f"{place[0]}.html#{place[1]}" if place else addresses.of(item.place)


def _title(domain: CollateDomain, item: Judged[Cell | Claim]) -> str:
    """What a reader sees of a value who points at its cell: where and what it is, the print, and the verdict."""
    if isinstance(item.place, Claim):
        name = item.place.subject[domain.language]
    else:
        name = f"{domain.number(domain.published.artifact(item.place.artifact))} {item.place.row} / {item.place.column}"
    line = f"{name}{domain.word('join-colon')}{item.place.printed.text}"
    if item.erratum:
        line += f" → {told(item.place, item.shown, domain.word)}"
    return f"{line} · {domain.word(group_of(item))}"


def add_strip(app: Sphinx) -> None:
    """Register the strip with its writers."""
    leave_out = (skip, None)
    app.add_node(StripNode, html=(visit_strip, None), typst=leave_out, text=leave_out, epub=leave_out)


def skip(writer: Any, node: nodes.Element) -> None:
    del writer, node
    raise nodes.SkipNode
