"""Values with their marks: the roles `{cell}` and `{claim}`, and the card that a reader opens on a number in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from collate.bind import addresses
from collate.data.claims import Claim, told
from collate.data.doubts import Doubt
from collate.data.labels import Labels
from collate.data.published import Cell
from collate.errors import nearest
from collate.judge import Judged
from collate.numbers.verdict import Basis, Verdict
from collate.sphinx.directive import COPY_MARK, is_copy
from collate.sphinx.nodes import erratum_anchor, value_node

if TYPE_CHECKING:
    from collate.sphinx.domain import CollateDomain

INFERRED_MARK = "†"
logger = logging.getLogger(__name__)


def marked_value(domain: CollateDomain, item: Judged[Cell], shown: str, *, anchor: bool) -> value_node:
    """`shown` with the mark of its verdict; a copy is marked as such, a verified value that is identical not at all."""
    cell = item.place
    style, mark, words = "identical", "", []
    if item.verdict is not Verdict.IDENTICAL:
        style, mark = item.verdict.key, item.verdict.mark
        words.append(domain.word(item.verdict.label))
    elif is_copy(item):
        style, mark = "copied", COPY_MARK if cell.printed.text else ""
        words.append(domain.word(item.basis.label))
    if cell.layout == "inferred":
        mark += INFERRED_MARK
        words.append(domain.word("mark-inferred"))
    verdict = ", ".join(words) or domain.word(Verdict.IDENTICAL.label)
    note = f"{domain.word('word-printed')} {cell.printed.text} · {verdict}"
    node = value_node("", shown, cell=cell.id, style=style, mark=mark, mark_text=", ".join(words), note=note)
    node["anchor"] = addresses.anchor(cell.id) if anchor else ""
    _finish(domain, item, node)
    if anchor:
        domain.note("cell", cell.id, node["anchor"])
    return node


def _finish(domain: CollateDomain, item: Judged[Cell | Claim], node: value_node) -> None:
    """Let the node and the page of errata lead to each other where the value is in an erratum."""
    node["page"] = domain.env.docname
    node["erratum"] = (domain.errata_page, erratum_anchor(item.erratum.target)) if item.erratum else ""
    domain.note_erratum(item, node["anchor"])


class CellRole(SphinxRole):
    """`` {cell}`table-1-2/廣義環渤海/2009` ``: one regenerated value of a table in a sentence, with its mark.

    An id that leads nowhere is shown in bold with a cross, and fails the build.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        domain = self.env.get_domain("collate")
        domain.note_reader()
        cells = {item.place.id: item for item in domain.verdicts.of_artifact(self.text.partition("/")[0])}
        item = cells.get(self.text)
        if item is None:
            hint = nearest(self.text, domain.published.cell_ids, cutoff=0.3)
            logger.warning("no cell %r%s", self.text, hint, location=self.get_location(), type="collate", subtype="unknown_cell")
            return [nodes.strong("", f"× {self.text}")], []
        return [marked_value(domain, item, item.shown, anchor=False)], []


class ClaimRole(SphinxRole):
    """`` {claim}`ID` ``, an id of the ledger: the number as printed, with the mark of its verdict and a card that explains it.

    An id that leads nowhere is shown in bold with a cross, and fails the build.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        domain = self.env.get_domain("collate")
        domain.note_reader()
        item = domain.verdicts.claim.get(self.text)
        if item is None:
            hint = nearest(self.text, domain.verdicts.claim)
            logger.warning("no claim %r%s", self.text, hint, location=self.get_location(), type="collate", subtype="unknown_claim")
            return [nodes.strong("", f"× {self.text}")], []
        claim = item.place
        verdict = domain.word(item.verdict.label)
        style, mark = item.verdict.key, "" if item.verdict is Verdict.IDENTICAL else item.verdict.mark
        if item.verdict is Verdict.IDENTICAL and is_copy(item):
            style, mark, verdict = "copied", COPY_MARK, domain.word(item.basis.label)
        node = value_node("", claim.text(domain.labels, domain.language), cell=claim.id, style=style, mark=mark, mark_text=verdict, note="")
        # The id stands on the first place of a page that tells the claim.
        node["anchor"] = "" if domain.is_noted("claim", claim.id) else addresses.claim_anchor(claim.id)
        if node["anchor"]:
            domain.note("claim", claim.id, node["anchor"])
        node["card"] = card(item, domain.doubts.get(claim.id), domain.labels, domain.language)
        node["link"] = (domain.word("word-ledger"), domain.ledger_page, claim.id)
        _finish(domain, item, node)
        return [node], []


def card(item: Judged[Claim], doubt: Doubt | None, labels: Labels, language: str) -> list[str]:
    """What a reader sees on a number: printed and regenerated value, verdict, computation, place, cause, doubt."""

    def word(key: str) -> str:
        return labels.text(key, language)

    claim, colon = item.place, word("join-colon")
    signed = claim.printed.text.endswith(("%", "％"))  # what print means by the sign, where it is not per cent, stands in brackets
    unit = f"{word('bracket-open')}{word(f'unit-{claim.unit}')}{word('bracket-close')}" if signed else f" {word(f'unit-{claim.unit}')}"
    lines = [f"{word('word-printed')}{colon}{printed_text(item, word)}{'' if signed and claim.unit == 'percent' else unit}"]
    if item.shown:
        bounds = f" [{float(Fraction(item.low)):.6g}, {float(Fraction(item.high)):.6g}]" if item.low else ""
        lines.append(f"{word('word-regenerated')}{colon}{told(claim, item.shown, word)}{bounds}")
    grounds = f"check-{claim.check}" if item.basis is Basis.NONE else item.basis.label
    lines.append(f"{item.verdict.mark} {word(item.verdict.label)}{colon}{word(grounds)}")
    lines += remarks(item, doubt, word, language)
    if claim.formula:
        lines.append(f"{word('word-formula')}{colon}{claim.formula}")
    if claim.source:
        lines.append(f"{word('word-named-source')}{colon}{claim.source}")
    lines.append(word("word-in-report").format(line=claim.line))
    if item.erratum:
        lines.append(item.erratum.cause[language])
    return lines


def remarks(item: Judged[Cell | Claim], doubt: Doubt | None, word: Callable[[str], str], language: str) -> list[str]:
    """What a reader must know beside the verdict: what it is conditional on, and what is suspicious."""
    lines = [f"{word('word-conditional')}{word('join-colon')}{item.condition.text(item.place, item.shown, word)}"] if item.condition else []
    return [*lines, f"{word('word-doubt')}{word('join-colon')}{doubt.text[language]}"] if doubt else lines


def printed_text(item: Judged[Claim], word: Callable[[str], str]) -> str:
    """The printed number with its qualifier in words."""
    qualifier = item.place.qualifier
    before = word(f"qualifier-{qualifier.replace(' ', '-')}") + word("join-space") if qualifier else ""
    return f"{before}{item.place.printed.text}"
