"""What the printed numbers have against them: `{errata-list}`, `{doubt-list}` and `{question-list}`.

An erratum is declared and has a cause, a doubt is a suspicion that arithmetic cannot settle, a question is what the print alone asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import groupby

from docutils import nodes

from collate.audit.evidence import compute, named
from collate.audit.questions.ask import ask
from collate.audit.questions.question import Question
from collate.bind.addresses import Addresses
from collate.data import csvfile
from collate.data.claims import Claim, told
from collate.data.doubts import Doubt
from collate.data.errata import Correction, Errata, Erratum
from collate.data.listing import files_in
from collate.data.published import Cell
from collate.data.quantities import lookup
from collate.data.source import SOURCE_COLUMNS
from collate.judge import Judged
from collate.numbers.formula import Known
from collate.numbers.verdict import Verdict
from collate.sphinx.directive import CollateDirective
from collate.sphinx.nodes import erratum_anchor
from collate.sphinx.tables import fitted, table

COLUMNS = ("word-place", "word-value", "word-printed", "word-regenerated", "word-corrected", "word-kind", "word-certainty")


class ErrataDirective(CollateDirective):
    """`{errata-list}`: in HTML a table whose rows lead to the causes below it; everywhere the causes, in HTML linked to their places."""

    def content_nodes(self) -> list[nodes.Node]:
        pairs = [(item, item.erratum) for item in self.domain.verdicts.numerals if item.erratum]
        causes = nodes.definition_list(classes=["cv-errata"])
        for item, entry in pairs:
            term = nodes.term("", "", self.link_to_place(item), ids=[erratum_anchor(entry.target)])
            causes += nodes.definition_list_item("", term, self.definition(item, entry))
        return [*self.overview(pairs), causes] if self.in_html else [causes]

    def overview(self, pairs: list[tuple[Judged[Cell | Claim], Erratum]]) -> list[nodes.Node]:
        """All errata in a table, one row each."""
        node = table([[self.word(key)] for key in COLUMNS], [self.row(item, entry) for item, entry in pairs], stubs=0)
        node["classes"] += ["longtable", "cv-sortable"]
        return fitted(node)

    def row(self, item: Judged[Cell | Claim], entry: Erratum) -> list[str | nodes.Node]:
        return [
            self.place(item)[0],
            nodes.reference("", self.place(item)[1], refid=erratum_anchor(entry.target), internal=True),
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
        if entry.evidence and not self.on_paper:  # formulas over ids are wider than a page
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

    def link_to_place(self, item: Judged[Cell | Claim]) -> nodes.Node:
        """Place and subject; in HTML they lead to where the book shows the value."""
        text = nodes.inline("", self.word("join-comma").join(self.place(item)))
        # Resolved by Sphinx when the page is written, so that this page need not be read again when a chapter's prose changes.
        return self.to("erratum", item.place.id, text) if self.in_html else text

    @cached_property
    def find(self) -> Callable[[str], Known]:
        """What the evidence of all errata names."""
        entries = Errata.load(self.book).by_target.values()
        return lookup(self.book, named(part for entry in entries for part in entry.evidence))


class DoubtsDirective(CollateDirective):
    """`{doubt-list}`: the doubts in the order of the report; in HTML each leads to its number."""

    def content_nodes(self) -> list[nodes.Node]:
        doubts, addresses = self.domain.doubts, Addresses(self.book)
        self.depend(*files_in(self.book.chapters / self.language, "*.md"))  # which page shows a value, they say
        works = {row["id"]: row["citation"] for row in csvfile.read(self.book.source / "sources.csv", SOURCE_COLUMNS)}
        found = nodes.definition_list(classes=["cv-errata"])
        for item in self.domain.verdicts.numerals:
            if doubt := doubts.get(item.place.id):
                where, name = self.place(item)
                text = f"{where}{self.word('join-comma')}{name}{self.word('join-colon')}{item.place.printed.text}"
                address = addresses.of(item.place) if self.in_html else ""
                link = nodes.reference("", text, refuri=address, internal=True) if address else nodes.inline("", text)
                found += nodes.definition_list_item("", nodes.term("", "", link), self.definition(doubt, works))
        return [found] if len(found) else [nodes.paragraph("", self.word("doubt-none"))]

    def definition(self, doubt: Doubt, works: Mapping[str, str]) -> nodes.definition:
        """The text of a doubt, its sources (`works` has what each is called), and its evidence where formulas have room."""
        told = nodes.definition("", nodes.paragraph("", doubt.text[self.language]))
        evidence = [] if self.on_paper else [f"{part.formula} = {part.gives}" for part in doubt.evidence]
        reasons = evidence + [f"{self.word('desk-source')}{self.word('join-colon')}{works[id]}" for id in doubt.sources]
        if reasons:
            listed = nodes.bullet_list(classes=["cv-notes"])
            for reason in reasons:
                listed += nodes.list_item("", nodes.paragraph("", reason))
            told += listed
        return told


class QuestionListDirective(CollateDirective):
    """`{question-list}`: for each rule what it asks, and its questions with numbers, arithmetic, and the erratum that answers."""

    def content_nodes(self) -> list[nodes.Node]:
        found = ask(self.book)
        answered = sum(bool(question.answered) for question in found)
        parts: list[nodes.Node] = [nodes.paragraph("", self.word("question-count").format(count=len(found), answered=answered))]
        for rule, questions in groupby(found, key=lambda question: question.rule):
            told = self.word("join-colon").join((self.word(f"question-{rule}"), self.word(f"question-{rule}-asks")))
            parts += [nodes.paragraph("", "", nodes.strong("", told)), *self.listing(list(questions))]
        return parts

    def listing(self, questions: list[Question]) -> list[nodes.Node]:
        """The questions of one rule as a table."""
        header = [[self.word(f"question-{key}")] for key in ("places", "arithmetic", "answered")]
        mark = f"{Verdict.ERRATUM.mark}\u00a0{self.word(Verdict.ERRATUM.label)}"
        body: list[list[str | nodes.Node]] = [
            [self.word("join-semicolon").join(map(self.place_name, q.places)), q.arithmetic, mark if q.answered else ""] for q in questions
        ]
        node = table(header, body, stubs=0)
        node["classes"].append("longtable")
        return fitted(node)

    def place_name(self, id: str) -> str:
        """A place in words: the table with row and column, or the line with its subject."""
        artifact = id.partition("/")[0]
        if artifact in self.published.artifacts:
            cell = next(cell for cell in self.published.cells(artifact).values() if cell.id == id)
            return self.word("join-colon").join((self.number(self.published.artifact(artifact)), self.cell_name(cell)))
        claim = self.domain.ledger.claim(id)
        return self.word("join-colon").join((self.word("word-in-report").format(line=claim.line), claim.subject[self.language]))
