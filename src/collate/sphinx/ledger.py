"""Every number in a list: `{claim-list}`, the ledger of a chapter, and `{verdict-list}`, every compared value with a filter.

Their tables of a thousand rows are written as text: as docutils nodes they would take half of the time of a build.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from docutils import nodes

from collate.bind.addresses import Addresses
from collate.data.claims import Claim, told
from collate.data.listing import files_in
from collate.data.published import Cell
from collate.export.downloads import executed_name
from collate.export.runs import claims_run
from collate.numbers.verdict import Basis, Verdict
from collate.sphinx.directive import VERDICTS, CollateDirective, Key
from collate.sphinx.disclosure import DisclosingDirective
from collate.sphinx.tables import table
from collate.sphinx.values import printed_text, remarks
from collate.verdicts import Judged

TYPES = ("cell", "quoted", "claim")
SETTLED = (Verdict.IDENTICAL, Verdict.NOT_REGENERATED)


class ClaimListDirective(DisclosingDirective):
    """`{claim-list} CHAPTER`: the ledger of one chapter."""

    required_arguments = 1

    def shows(self) -> tuple[Key, ...]:
        return (("claims", self.arguments[0]),)

    def content_nodes(self) -> list[nodes.Node]:
        chosen = [item for item in self.domain.verdicts.claims if str(item.chapter) == self.arguments[0]]
        if not self.in_html:  # the whole ledger would be half of the printed book
            return [nodes.paragraph("", self.counts(chosen) + self.word("ledger-in-html"))]
        keys = ("word-line", "word-subject", "word-printed", "word-unit", "word-regenerated", "word-verdict", "word-basis", "word-check")
        rows: list[tuple[list[str], list[str]]] = []
        for item in chosen:
            claim = item.place
            rest = [
                printed_text(item, self.word),
                self.word(f"unit-{claim.unit}"),
                told(claim, item.shown, self.word),
                f"{item.verdict.mark}\u00a0{self.word(item.verdict.label)}",
                self.word(item.basis.label),
            ]
            checked = [
                claim.formula or claim.source or self.word(f"check-{claim.check}"),
                *remarks(item, self.domain.doubts.get(claim.id), self.word, self.language),
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
        if not any(item.place.formula for item in chosen):
            return []
        run = claims_run(self.book, chosen[0].chapter)
        downloads = [self.link(self.word("word-executed-notebook"), executed_name(run))]
        return [self.disclosure(run, self.counts(chosen), downloads)]


class VerdictsDirective(CollateDirective):
    """`{verdict-list}`: in HTML every value, with its address and a filter; on paper those that are compared and not identical."""

    shown = (VERDICTS,)

    def content_nodes(self) -> list[nodes.Node]:
        judged = self.domain.verdicts.numerals
        chosen = judged if self.in_html else [item for item in judged if item.verdict not in SETTLED]
        keys = ("word-place", "word-value", "word-printed", "word-regenerated", "word-verdict")
        cells = [
            (*self.place(item), item.place.printed.text, told(item.place, item.shown, self.word), self.verdict(item)) for item in chosen
        ]
        header = [self.word(key) for key in keys]
        if not self.in_html:
            node = table([[name] for name in header], cells, stubs=0)
            node["classes"] += ["longtable", "cv-list"]
            return [node]
        addresses, rows = Addresses(self.book), []
        self.depend(*files_in(self.book.chapters / self.language, "*.md"))  # which page shows a value, they say
        for item, cell in zip(chosen, cells, strict=True):
            where, what, *rest = (text(part, self.language) for part in cell)
            rows.append((self.classes(item), [where, link(what, addresses.of(item.place)), *rest]))
        return [nodes.raw("", self.filter(chosen), format="html"), long_table(header, rows, "cv-list")]

    def classes(self, item: Judged[Cell | Claim]) -> list[str]:
        """What the filter knows of a row."""
        kinds = {"chapter": item.chapter, "verdict": item.verdict.key, "type": self.type_of(item.place), "basis": item.basis.value}
        return [f"cv-{name}-{value}" for name, value in kinds.items()]

    def type_of(self, place: Cell | Claim) -> str:
        if isinstance(place, Claim):
            return "claim"
        return "quoted" if self.published.artifact(place.artifact).kind == "figure" else "cell"

    def filter(self, judged: Sequence[Judged[Cell | Claim]]) -> str:
        """The controls, hidden until the script finds them; each value of a select is the end of a class of the rows."""
        chapters = [(str(chapter), self.chapter(chapter)) for chapter in sorted({item.chapter for item in judged})]
        found = {item.verdict for item in judged}
        verdicts = [(verdict.key, f"{verdict.mark} {self.word(verdict.label)}") for verdict in Verdict if verdict in found]
        there = {self.type_of(item.place) for item in judged}
        types = [(name, self.word(f"place-{name}")) for name in TYPES if name in there]
        bases = [(basis.value, self.word(basis.label)) for basis in Basis if any(item.basis is basis for item in judged)]
        selects = (
            ("chapter", "word-chapter", chapters),
            ("verdict", "word-verdict", verdicts),
            ("basis", "word-basis", bases),
            ("type", "word-type", types),
        )
        controls = "".join(self._select(name, self.word(key), options) for name, key, options in selects)
        start = f'<form class="cv-filter" hidden aria-label="{escape(self.word("filter-title"))}"'
        return f'{start} data-count="{escape(self.word("filter-count"))}">{controls}<output aria-live="polite"></output></form>'

    def chapter(self, chapter: int) -> str:
        return self.word("chapter-number").format(number=chapter) if chapter else self.word("word-summary")

    def _select(self, name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
        listed = [("", self.word("filter-all")), *options]
        choices = "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in listed)
        return f'<label>{escape(label)}<select name="{name}">{choices}</select></label>'


def text(content: str, language: str) -> str:
    """Plain text as HTML, in English with the apostrophe that docutils sets in all other text."""
    return escape(content.replace("'", "’") if language == "en" else content, quote=False)


def link(content: str, address: str) -> str:
    """HTML `content` as a link within the book; without an address as it is."""
    return f'<a href="{escape(address)}">{content}</a>' if address else content


def long_table(header: Sequence[str], rows: Iterable[tuple[Sequence[str], Sequence[str]]], name: str) -> nodes.raw:
    """A table of the class `name`, in the form that Sphinx gives to any table.

    Parameters
    ----------
    header : HTML of the heads.
    rows : classes of each row, and HTML of its cells, as many as there are heads.
    """
    heads = "".join(f'<th class="head"><p>{cell}</p></th>\n' for cell in header)
    lines = [f'<table class="cv-table longtable {name} table">\n<thead>\n<tr class="row-odd">{heads}</tr>\n</thead>\n<tbody>\n']
    for classes, cells in rows:
        told = "".join(f"<td><p>{cell}</p></td>\n" if cell else "<td></td>\n" for cell in cells)
        named = f' class="{" ".join(classes)}"' if classes else ""
        lines.append(f"<tr{named}>{told}</tr>\n")
    return nodes.raw("", "".join([*lines, "</tbody>\n</table>\n"]), format="html")
