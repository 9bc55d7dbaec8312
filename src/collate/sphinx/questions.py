"""`{question-list}`: what the printed numbers alone make one ask, rule by rule."""

from __future__ import annotations

from itertools import groupby

from docutils import nodes

from collate.audit.questions.ask import ask
from collate.audit.questions.question import Question
from collate.data.claims import Ledger
from collate.numbers.verdict import Verdict
from collate.sphinx.directive import CollateDirective
from collate.sphinx.tables import fitted, table


class QuestionListDirective(CollateDirective):
    """`{question-list}`: for each rule what it asks, and its questions with numbers, arithmetic, and the erratum that answers."""

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
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
        claim = Ledger(self.book).claim(id)
        return self.word("join-colon").join((self.word("word-in-report").format(line=claim.line), claim.subject[self.language]))
