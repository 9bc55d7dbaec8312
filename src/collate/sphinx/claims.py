"""Numbers in sentences: the role `{claim}` and the directive `{claim-list}`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from collate.bind.addresses import claim_anchor
from collate.book import Book
from collate.data.claims import Claim, told
from collate.data.doubts import Doubt, load_doubts
from collate.data.labels import Labels
from collate.data.published import Cell
from collate.errors import CollateError
from collate.export.downloads import executed_name
from collate.export.runs import claims_run
from collate.judge import Judged
from collate.numbers.verdict import Basis, Verdict
from collate.sphinx import incremental
from collate.sphinx.directive import COPY_MARK, is_copy
from collate.sphinx.disclosure import DisclosingDirective
from collate.sphinx.judged import judged_claims, judging, labels_of, ledger_of
from collate.sphinx.long_table import long_table, text
from collate.sphinx.nodes import erratum_anchor, lead_from_errata, value_node

logger = logging.getLogger(__name__)
LEDGER_PAGE = "ledger"


class ClaimRole(SphinxRole):
    """`{claim}` with an id of the ledger: the number as printed, with the mark of its verdict and a card that explains it.

    An id that leads nowhere is shown in bold with a cross, and fails the build.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        book = Book(Path(self.config.collate_root))
        page = self.env.temp_data
        if "collate_judged" not in page:  # a page has hundreds of claims, and no file changes while it is read
            page["collate_judged"], page["collate_chapters"] = judged_claims(book), set()
        judged: dict[str, Judged[Claim]] = page["collate_judged"]
        if self.text not in judged:
            try:
                ledger_of(book).claim(self.text)
            except CollateError as error:
                logger.warning("%s", error.what, location=self.get_location(), type="collate", subtype="unknown_claim")
            return [nodes.strong("", f"× {self.text}")], []
        item = judged[self.text]
        if item.chapter not in page["collate_chapters"]:
            # Its own chapter's values only: those of other chapters cannot change what is shown here.
            incremental.depend(self.env, [*judging(book), book.claim_values(item.chapter)])
            page["collate_chapters"].add(item.chapter)
        labels, language = labels_of(book), str(self.config.collate_language)
        shown = item.place.text(labels, language)
        verdict = labels.text(item.verdict.label, language)
        style, mark = item.verdict.key, "" if item.verdict is Verdict.IDENTICAL else item.verdict.mark
        if item.verdict is Verdict.IDENTICAL and is_copy(item):
            style, mark, verdict = "copied", COPY_MARK, labels.text(item.basis.label, language)
        link = (labels.text("word-ledger", language), f"{LEDGER_PAGE}.html#{item.place.id}")
        node = value_node("", shown, cell=item.place.id, style=style, mark=mark, mark_text=verdict, note="")
        node["anchor"] = self._anchor()
        lead_from_errata(self.env, item, node["anchor"])
        node["card"], node["link"] = card(item, load_doubts(book).get(item.place.id), labels, language), link
        node["erratum"] = erratum_anchor(item.erratum.target) if item.erratum else ""
        return [node], []

    def _anchor(self) -> str:
        """The id of the first place on this page that tells the claim; empty at the others."""
        told: set[str] = self.env.temp_data.setdefault("collate_told", set())
        first = self.text not in told
        told.add(self.text)
        return claim_anchor(self.text) if first else ""


class ClaimListDirective(DisclosingDirective):
    """`{claim-list} CHAPTER`: the ledger of one chapter."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        chosen = [item for item in judged_claims(self.book).values() if str(item.chapter) == self.arguments[0]]
        if self.env.app.builder.name in ("latex", "epub"):  # the whole ledger would be half of the printed book
            return [nodes.paragraph("", self.counts(chosen) + self.word("ledger-in-html"))]
        keys = ("word-line", "word-subject", "word-printed", "word-unit", "word-regenerated", "word-verdict", "word-basis", "word-check")
        rows: list[tuple[list[str], list[str]]] = []
        doubts = load_doubts(self.book)
        for item in chosen:
            claim = item.place
            rest = [
                _printed(item, self.labels, self.language),
                self.word(f"unit-{claim.unit}"),
                told(claim, item.shown, self.word),
                f"{item.verdict.mark}\u00a0{self.word(item.verdict.label)}",
                self.word(item.basis.label),
            ]
            checked = [
                claim.formula or claim.source or self.word(f"check-{claim.check}"),
                *remarks(item, doubts.get(claim.id), self.word, self.language),
            ]
            cells = [str(claim.line), self.subject(claim), *(text(part, self.language) for part in rest)]
            rows.append(([], [*cells, "<br>".join(text(part, self.language) for part in checked)]))
        return [long_table([self.word(key) for key in keys], rows, "cv-ledger"), *self.made(chosen)]

    def subject(self, claim: Claim) -> str:
        """What a claim is about, with the address of its row, as HTML."""
        name = escape(self.word("link-to-value"))
        permalink = f'<a class="cv-permalink" href="#{claim.id}" aria-label="{name}" title="{name}">#</a>'
        return f'<span id="{claim.id}">{text(claim.subject[self.language], self.language)} {permalink}</span>'

    def made(self, chosen: list[Judged[Claim]]) -> list[nodes.Node]:
        """How the numbers of a chapter were recomputed."""
        if not self.discloses or not any(item.place.formula for item in chosen):
            return []
        run = claims_run(self.book, chosen[0].chapter)
        downloads = [self.link(self.word("word-executed-notebook"), executed_name(run))]
        return [self.disclosure(run, self.counts(chosen), downloads)]


def card(item: Judged[Claim], doubt: Doubt | None, labels: Labels, language: str) -> list[str]:
    """What a reader sees on a number: printed and regenerated value, verdict, computation, place, cause, doubt."""

    def word(key: str) -> str:
        return labels.text(key, language)

    claim, colon = item.place, word("join-colon")
    signed = claim.printed.text.endswith(("%", "％"))  # what print means by the sign, where it is not per cent, stands in brackets
    unit = f"{word('bracket-open')}{word(f'unit-{claim.unit}')}{word('bracket-close')}" if signed else f" {word(f'unit-{claim.unit}')}"
    lines = [f"{word('word-printed')}{colon}{_printed(item, labels, language)}{'' if signed and claim.unit == 'percent' else unit}"]
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


def _printed(item: Judged[Claim], labels: Labels, language: str) -> str:
    qualifier = item.place.qualifier
    before = labels.text(f"qualifier-{qualifier.replace(' ', '-')}", language) + labels.text("join-space", language) if qualifier else ""
    return f"{before}{item.place.printed.text}"
