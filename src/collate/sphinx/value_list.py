"""`{verdict-list}`: the compared values with their verdicts, to be filtered by chapter, verdict and kind."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from docutils import nodes

from collate.bind.addresses import Addresses
from collate.data.claims import Claim, told
from collate.data.published import Cell
from collate.judge import Judged
from collate.numbers.verdict import Basis, Verdict
from collate.sphinx.directive import CollateDirective
from collate.sphinx.judged import judged_book
from collate.sphinx.long_table import link, long_table, text
from collate.sphinx.tables import fitted, table

TYPES = ("cell", "quoted", "claim")
SETTLED = (Verdict.IDENTICAL, Verdict.NOT_REGENERATED)


class VerdictsDirective(CollateDirective):
    """`{verdict-list}`: in HTML every value, with its address and a filter; on paper those that are compared and not identical."""

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        judged = judged_book(self.book)
        html = self.env.app.builder.name == "html"
        chosen = judged if html else [item for item in judged if item.verdict not in SETTLED]
        keys = ("word-place", "word-value", "word-printed", "word-regenerated", "word-verdict")
        addresses = Addresses(self.book)
        cells = [
            (*self.named(item), item.place.printed.text, told(item.place, item.shown, self.word), self.verdict(item)) for item in chosen
        ]
        header = [self.word(key) for key in keys]
        if not html:
            node = table([[name] for name in header], cells, stubs=0)
            node["classes"] += ["longtable", "cv-list"]
            return fitted(node)
        rows = []
        for item, cell in zip(chosen, cells, strict=True):
            where, what, *rest = (text(part, self.language) for part in cell)
            rows.append((self.classes(item), [where, link(what, addresses.of(item.place)), *rest]))
        return [nodes.raw("", self.filter(chosen), format="html"), long_table(header, rows, "cv-list")]

    def named(self, item: Judged[Cell | Claim]) -> tuple[str, str]:
        """Where a value stands and what it is."""
        where, what = self.place(item)
        return where, item.place.subject[self.language] if isinstance(item.place, Claim) else what

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
