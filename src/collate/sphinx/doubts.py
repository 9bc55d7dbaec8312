"""`{doubt-list}`: every doubt with its number, its reasons and its arithmetic. A doubt is no verdict."""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes

from collate.bind.addresses import Addresses
from collate.data import csvfile
from collate.data.claims import Claim
from collate.data.doubts import Doubt, load_doubts
from collate.data.source import SOURCE_COLUMNS
from collate.sphinx.directive import CollateDirective
from collate.sphinx.judged import judged_book


class DoubtsDirective(CollateDirective):
    """`{doubt-list}`: the doubts in the order of the report; in HTML each leads to its number."""

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        doubts, addresses = load_doubts(self.book), Addresses(self.book)
        works = {row["id"]: row["citation"] for row in csvfile.read(self.book.source / "sources.csv", SOURCE_COLUMNS)}
        found = nodes.definition_list(classes=["cv-errata"])
        for item in judged_book(self.book):
            if doubt := doubts.get(item.place.id):
                where, name = self.place(item)
                if isinstance(item.place, Claim):
                    name = item.place.subject[self.language]
                text = f"{where}{self.word('join-comma')}{name}{self.word('join-colon')}{item.place.printed.text}"
                address = addresses.of(item.place) if self.env.app.builder.name == "html" else ""
                link = nodes.reference("", text, refuri=address, internal=True) if address else nodes.inline("", text)
                found += nodes.definition_list_item("", nodes.term("", "", link), self.definition(doubt, works))
        return [found] if len(found) else [nodes.paragraph("", self.word("doubt-none"))]

    def definition(self, doubt: Doubt, works: Mapping[str, str]) -> nodes.definition:
        """The text of a doubt, its sources (`works` has what each is called), and its evidence where formulas have room."""
        told = nodes.definition("", nodes.paragraph("", doubt.text[self.language]))
        evidence = [] if self.env.app.builder.format == "latex" else [f"{part.formula} = {part.gives}" for part in doubt.evidence]
        reasons = evidence + [f"{self.word('desk-source')}{self.word('join-colon')}{works[id]}" for id in doubt.sources]
        if reasons:
            listed = nodes.bullet_list(classes=["cv-notes"])
            for reason in reasons:
                listed += nodes.list_item("", nodes.paragraph("", reason))
            told += listed
        return told
