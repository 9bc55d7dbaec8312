"""Values with their marks, in tables and by the roles `{cell}` and `{claim}`: the print everywhere, other readings beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from collate.bind import addresses
from collate.data.amounts import amount, exponent, scales
from collate.data.claims import Claim, told
from collate.data.doubts import Doubt
from collate.data.published import Cell
from collate.errors import nearest
from collate.numbers.printed import PrintedKind
from collate.numbers.verdict import Verdict
from collate.sphinx.directive import COPY_MARK, is_copy
from collate.sphinx.nodes import erratum_anchor, value_node
from collate.verdicts import Judged

if TYPE_CHECKING:
    from collate.sphinx.domain import CollateDomain

INFERRED_MARK = "†"
logger = logging.getLogger(__name__)


def marked_value(domain: CollateDomain, item: Judged[Cell], shown: str = "", *, anchor: bool) -> value_node:
    """A cell as printed, with the mark of its verdict; a copy is marked as such, a verified value that is identical not at all.

    Parameters
    ----------
    shown : words in the page's language, which stand for print in another one.
    anchor : whether this is the place of the cell, and no mention of it.
    """
    cell = item.place
    style, mark, words = _mark(domain, item)
    if not cell.printed.text and style == "copied":
        mark = ""
    if cell.layout == "inferred":
        mark += INFERRED_MARK
        words = ", ".join(filter(None, (words, domain.word("mark-inferred"))))
        style += " cv-inferred"
    translated = cell.printed.kind is PrintedKind.TEXT and domain.language != domain.published.artifact(cell.artifact).language
    numbers = cell.printed.kind is PrintedKind.NUMBER or item.of_numbers or item.verdict is Verdict.NOT_REGENERATED
    as_printed = numbers or (item.verdict is Verdict.ERRATUM and not translated)
    node = value_node("", cell.printed.text if as_printed else shown or item.shown, cell=cell.id, style=style, mark=mark, mark_text=words)
    node["anchor"] = addresses.anchor(cell.id) if anchor else ""
    node["link"] = ""
    _finish(domain, item, node, in_readings=as_printed)
    if anchor:
        domain.note("cell", cell.id, node["anchor"])
    return node


def _mark(domain: CollateDomain, item: Judged[Cell | Claim]) -> tuple[str, str, str]:
    """Style, mark and the mark in words."""
    if item.verdict is not Verdict.IDENTICAL:
        return item.verdict.key, item.verdict.mark, domain.word(item.verdict.label)
    if is_copy(item):
        return "copied", COPY_MARK, domain.word(item.basis.label)
    return item.verdict.key, "", ""


def _finish(domain: CollateDomain, item: Judged[Cell | Claim], node: value_node, *, in_readings: bool) -> None:
    """Give the node its other readings, and let it and the page of errata lead to each other where the value is in an erratum."""
    node["page"] = domain.env.docname
    node["erratum"] = (domain.errata_page, erratum_anchor(item.erratum.target)) if item.erratum else ""
    compares = isinstance(item.place, Claim) and item.place.compares
    node["beside"] = told(item.place, item.shown, domain.word) if compares and item.verdict is Verdict.ERRATUM else ""
    node["regenerated"], node["corrected"] = other_readings(item) if in_readings and not compares else ("", "")
    node["words"] = {"regenerated": domain.word("word-regenerated"), "corrected": domain.word("word-corrected")}
    domain.note_erratum(item, node["anchor"])


def other_readings(item: Judged[Cell | Claim]) -> tuple[str, str]:
    """What is shown in place of a printed number where it is regenerated, and where it is regenerated from corrected inputs.

    Each is empty where it is what the reading before shows; what cannot be regenerated stands as printed in all of them.
    """
    printed = item.place.printed.text
    regenerated = item.shown if item.shown and item.verdict in (Verdict.ERRATUM, Verdict.ROUNDING, Verdict.DIFFERS) else printed
    corrected = regenerated
    if item.condition and item.condition.verdict is not None:
        corrected = printed if item.condition.verdict is Verdict.IDENTICAL else item.condition.shown
    elif item.erratum and item.erratum.corrected and item.erratum.corrected.id == item.place.id:
        corrected = item.erratum.corrected.value
    return (regenerated if regenerated != printed else ""), (corrected if corrected != regenerated else "")


class CellRole(SphinxRole):
    """`` {cell}`table-1-2/廣義環渤海/2009` ``: one regenerated value of a table in a sentence, with its mark.

    An id that leads nowhere is shown in bold with a cross, and fails the build.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        domain = self.env.get_domain("collate")
        domain.note_reader(("value", self.text))
        cells = {item.place.id: item for item in domain.verdicts.of_artifact(self.text.partition("/")[0])}
        item = cells.get(self.text)
        if item is None:
            hint = nearest(self.text, domain.published.cell_ids, cutoff=0.3)
            logger.warning("no cell %r%s", self.text, hint, location=self.get_location(), type="collate", subtype="unknown_cell")
            return [nodes.strong("", f"× {self.text}")], []
        return [marked_value(domain, item, anchor=False)], []


class ClaimRole(SphinxRole):
    """`` {claim}`ID` ``, an id of the ledger: the number as printed, with the mark of its verdict and a card that explains it.

    An id that leads nowhere is shown in bold with a cross, and fails the build.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        domain = self.env.get_domain("collate")
        domain.note_reader(("value", self.text))
        item = domain.verdicts.claim.get(self.text)
        if item is None:
            hint = nearest(self.text, domain.verdicts.claim)
            logger.warning("no claim %r%s", self.text, hint, location=self.get_location(), type="collate", subtype="unknown_claim")
            return [nodes.strong("", f"× {self.text}")], []
        claim = item.place
        style, mark, words = _mark(domain, item)
        node = value_node("", self.printed(domain, claim), cell=claim.id, style=style, mark=mark, mark_text=words)
        # The id stands on the first place of a page that tells the claim.
        node["anchor"] = "" if domain.is_noted("claim", claim.id) else addresses.claim_anchor(claim.id)
        if node["anchor"]:
            domain.note("claim", claim.id, node["anchor"])
        node["link"] = (domain.ledger_page, claim.id)
        _finish(domain, item, node, in_readings=True)
        for reading in ("regenerated", "corrected"):
            node[reading] = node[reading] and self.beside(domain, claim, node[reading])
        return [node], []

    def printed(self, domain: CollateDomain, claim: Claim) -> str:
        return claim.text(domain.labels, domain.language)

    def beside(self, domain: CollateDomain, claim: Claim, shown: str) -> str:
        """How a regenerated value stands beside the printed one."""
        del domain, claim
        return shown


class AmountRole(ClaimRole):
    """`` {amount}`ID` ``: a claim in the scale of the page's language, so that 35 printed in 億 is 3.5 billion in English.

    The point moves and no digit changes. A number word is told by its number. A claim whose print is no plain number is shown as
    `{claim}` shows it, and fails the build.
    """

    def printed(self, domain: CollateDomain, claim: Claim) -> str:
        try:
            return self._scaled(domain, claim, _in_digits(claim))
        except ValueError as error:
            logger.warning("{amount}`%s`: %s: use {claim}", claim.id, error, location=self.get_location(), type="collate", subtype="amount")
            return super().printed(domain, claim)

    def beside(self, domain: CollateDomain, claim: Claim, shown: str) -> str:
        try:
            return self._scaled(domain, claim, shown)
        except ValueError:  # words, such as those of a comparison
            return shown

    def _scaled(self, domain: CollateDomain, claim: Claim, text: str) -> str:
        of_language = scales(domain.word("scales"))
        space = "\u00a0" if domain.word("join-space") else ""
        return amount(text, exponent(claim.unit), of_language, beside=_in_digits(claim), space=space)


def _in_digits(claim: Claim) -> str:
    """The print, or the number of a word such as 百."""
    return str(claim.value) if claim.term else claim.printed.text


def remarks(item: Judged[Cell | Claim], doubt: Doubt | None, word: Callable[[str], str], language: str) -> list[str]:
    """What a reader must know beside the verdict: what it is conditional on, and what is suspicious."""
    lines = [f"{word('word-conditional')}{word('join-colon')}{item.condition.text(item.place, item.shown, word)}"] if item.condition else []
    return [*lines, f"{word('word-doubt')}{word('join-colon')}{doubt.text[language]}"] if doubt else lines


def printed_text(item: Judged[Claim], word: Callable[[str], str]) -> str:
    """The printed number with its qualifier in words."""
    qualifier = item.place.qualifier
    before = word(f"qualifier-{qualifier.replace(' ', '-')}") + word("join-space") if qualifier else ""
    return f"{before}{item.place.printed.text}"
