"""What the printed numbers raise without a verdict: `{doubt-list}` and `{question-list}`.

A doubt is a suspicion that arithmetic cannot settle, a question is what the print alone asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from docutils import nodes

from collate.audit.questions.ask import ask
from collate.audit.questions.question import Question
from collate.bind.addresses import Addresses
from collate.data import csvfile
from collate.data.doubts import Doubt
from collate.data.listing import files_in
from collate.data.source import SOURCE_COLUMNS
from collate.numbers.verdict import Verdict
from collate.sphinx.directive import TYPED, VERDICTS, CollateDirective
from collate.sphinx.tables import table


class DoubtsDirective(CollateDirective):
    """`{doubt-list}`: the doubts in the order of the publication; in HTML each leads to its number."""

    shown = (VERDICTS,)

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

    shown = (TYPED,)

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
        return [node]

    def place_name(self, id: str) -> str:
        """A place in words: the table with row and column, or the line with its subject."""
        artifact = id.partition("/")[0]
        if artifact in self.published.artifacts:
            cell = next(cell for cell in self.published.cells(artifact).values() if cell.id == id)
            return self.word("join-colon").join((self.number(self.published.artifact(artifact)), self.cell_name(cell)))
        claim = self.domain.ledger.claim(id)
        return self.word("join-colon").join((self.word("word-in-report").format(line=claim.line), claim.subject[self.language]))
