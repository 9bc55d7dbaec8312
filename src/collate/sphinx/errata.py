"""`{errata-list}`: every erratum in a table that can be sorted, then each with its cause and the arithmetic that supports it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from docutils import nodes
from sphinx import addnodes

from collate.audit.evidence import compute, named
from collate.data.claims import Claim, told
from collate.data.errata import Correction, Errata, Erratum
from collate.data.published import Cell
from collate.data.quantities import lookup, observation_files
from collate.judge import Judged
from collate.numbers.formula import Known
from collate.sphinx import incremental
from collate.sphinx.directive import CollateDirective
from collate.sphinx.judged import judged_book
from collate.sphinx.nodes import erratum_anchor
from collate.sphinx.tables import fitted, table

COLUMNS = ("word-place", "word-value", "word-printed", "word-regenerated", "word-corrected", "word-kind", "word-certainty")


class ErrataDirective(CollateDirective):
    """`{errata-list}`: in HTML a table whose rows lead to the causes below it; everywhere the causes, in HTML linked to their places."""

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        pairs = [(item, item.erratum) for item in judged_book(self.book) if item.erratum]
        causes = nodes.definition_list(classes=["cv-errata"])
        for item, entry in pairs:
            term = nodes.term("", "", self.link_to_place(item), ids=[erratum_anchor(entry.target)])
            causes += nodes.definition_list_item("", term, self.definition(item, entry))
        return [*self.overview(pairs), causes] if self.in_html else [causes]

    @property
    def in_html(self) -> bool:
        return str(self.env.app.builder.name) == "html"

    def overview(self, pairs: list[tuple[Judged[Cell | Claim], Erratum]]) -> list[nodes.Node]:
        """All errata in a table, one row each."""
        node = table([[self.word(key)] for key in COLUMNS], [self.row(item, entry) for item, entry in pairs], stubs=0)
        node["classes"] += ["longtable", "cv-sortable"]
        return fitted(node)

    def row(self, item: Judged[Cell | Claim], entry: Erratum) -> list[str | nodes.Node]:
        return [
            self.place(item)[0],
            nodes.reference("", self.subject(item), refid=erratum_anchor(entry.target), internal=True),
            entry.printed,
            told(item.place, entry.regenerated, self.word),
            entry.corrected.value if entry.corrected else "",
            self.word(f"kind-{entry.kind}"),
            self.word(f"certainty-{entry.certainty}"),
        ]

    def definition(self, item: Judged[Cell | Claim], entry: Erratum) -> nodes.definition:
        """The facts of an erratum, its cause, and its arithmetic."""
        facts = [("word-printed", entry.printed), ("word-regenerated", told(item.place, entry.regenerated, self.word))]
        facts.append(("word-corrected", self.correction(item, entry.corrected)))
        facts += [("word-kind", self.word(f"kind-{entry.kind}")), ("word-certainty", self.word(f"certainty-{entry.certainty}"))]
        line = " · ".join(f"{self.word(key)}{self.word('join-colon')}{value}" for key, value in facts if value)
        found = nodes.definition("", nodes.paragraph("", line), nodes.paragraph("", entry.cause[self.language]))
        if entry.evidence and self.env.app.builder.format != "latex":  # formulas over ids are wider than a page
            found += self.arithmetic(entry)
        return found

    def arithmetic(self, entry: Erratum) -> nodes.container:
        """The evidence of an erratum, each formula with what it gives."""
        listed = nodes.bullet_list(classes=["cv-notes"])
        for part in entry.evidence:
            listed += nodes.list_item("", nodes.paragraph("", f"{part.formula} = {compute(part, self.find).shown}"))
        return nodes.container("", nodes.paragraph("", self.word("word-arithmetic")), listed)

    def correction(self, item: Judged[Cell | Claim], corrected: Correction | None) -> str:
        """The proposed reading, with the name of what it is a reading of where that is another value; empty where none is proposed."""
        if corrected is None or corrected.id == item.place.id:
            return corrected.value if corrected else ""
        return f"{corrected.value}{self.word('bracket-open')}{self.observation_name(corrected.id)}{self.word('bracket-close')}"

    def subject(self, item: Judged[Cell | Claim]) -> str:
        return item.place.subject[self.language] if isinstance(item.place, Claim) else self.cell_name(item.place)

    def link_to_place(self, item: Judged[Cell | Claim]) -> nodes.Node:
        """Place and subject; in HTML they lead to where the book shows the value."""
        text = nodes.inline("", self.word("join-comma").join((self.place(item)[0], self.subject(item))))
        if not self.in_html:
            return text
        # Resolved by Sphinx when the page is written, so that this page need not be read again when a chapter's prose changes.
        link = {"refdomain": "std", "reftype": "ref", "reftarget": erratum_anchor(item.place.id), "refexplicit": True, "refwarn": False}
        return addnodes.pending_xref("", text, refdoc=self.env.docname, **link)

    @cached_property
    def find(self) -> Callable[[str], Known]:
        """What evidence names; the page depends on the files that hold it, not on those that are looked through for it."""
        entries = Errata.load(self.book).by_target.values()
        names = named(part for entry in entries for part in entry.evidence)
        with incremental.READING.aside():
            found = lookup(self.book, names)
            files = observation_files(self.book, names)
        self.depend(*files)
        return found
