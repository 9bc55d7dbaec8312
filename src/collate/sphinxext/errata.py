"""`{errata-list}`: every erratum with its arithmetic and its likely cause."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from docutils import nodes

from collate.data.errata import Erratum
from collate.evidence import compute
from collate.known import lookup
from collate.numbers.quantity import Quantity
from collate.sphinxext.directive import CollateDirective
from collate.sphinxext.nodes import erratum_anchor
from collate.verify import judge_book


class ErrataDirective(CollateDirective):
    """`{errata-list}`: every erratum with its arithmetic and its likely cause."""

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        terms = nodes.definition_list(classes=["cv-errata"])
        for item in judge_book(self.project):
            entry = item.erratum
            if entry is None:
                continue
            facts = [
                f"{self.word('word-printed')}{self.word('join-colon')}{entry.printed}",
                f"{self.word('word-regenerated')}{self.word('join-colon')}{entry.regenerated}",
                f"{self.word('word-kind')}{self.word('join-colon')}{self.word(f'kind-{entry.kind}')}",
                f"{self.word('word-certainty')}{self.word('join-colon')}{self.word(f'certainty-{entry.certainty}')}",
            ]
            definition = nodes.definition("", nodes.paragraph("", " · ".join(facts)))
            definition += nodes.paragraph("", entry.cause[self.language])
            if entry.evidence and self.env.app.builder.format != "latex":  # formulas over ids are wider than a page
                definition += self.arithmetic(entry)
            term = nodes.term("", self.word("join-comma").join(self.place(item)), ids=[erratum_anchor(entry.target)])
            terms += nodes.definition_list_item("", term, definition)
        return [terms]

    def arithmetic(self, entry: Erratum) -> nodes.container:
        """The evidence of an erratum, each formula with what it gives."""
        listed = nodes.bullet_list(classes=["cv-notes"])
        for part in entry.evidence:
            listed += nodes.list_item("", nodes.paragraph("", f"{part.formula} = {compute(part, self.find).shown}"))
        return nodes.container("", nodes.paragraph("", self.word("word-arithmetic")), listed)

    @cached_property
    def find(self) -> Callable[[str], Quantity]:
        self.depend(*sorted(self.project.source.rglob("*.csv")))
        return lookup(self.project)
