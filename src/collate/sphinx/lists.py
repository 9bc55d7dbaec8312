"""Lists that a reader looks things up in: `{artifact-list}` and `{source-list}`."""

from __future__ import annotations

import re
from collections import Counter

from docutils import nodes
from sphinx import addnodes

from collate.data import csvfile
from collate.data.published import Artifact
from collate.data.source import SOURCE_COLUMNS
from collate.judge import judge
from collate.numbers.verdict import Verdict
from collate.sphinx.directive import CollateDirective
from collate.sphinx.tables import fitted, table

GRADES = ("official", "press", "reference", "unattributed")  # of sources, in the order of the page


class ArtifactListDirective(CollateDirective):
    """`{artifact-list} KIND`: every table or figure, with the way to it, to its chapter and to its notebook."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        chosen = [artifact for artifact in self.published.artifacts.values() if artifact.kind == self.arguments[0]]
        executed = [artifact for artifact in chosen if f"artifacts/{artifact.id}" in self.env.found_docs]  # in the HTML edition alone
        keys = ["word-number", "word-title", "word-chapter", *(["word-notebook"] if executed else []), "word-extent"]
        body: list[list[str | nodes.Node]] = []
        for artifact in chosen:
            place = self.to("ref", artifact.id, self.number(artifact))
            chapter = self.to("doc", f"/chapter-{artifact.chapter}", str(artifact.chapter))
            notebook = [self.to("doc", f"/artifacts/{artifact.id}", self.word("word-executed-notebook"))] if executed else []
            body.append([place, self.word(artifact.title), chapter, *notebook, self.word(f"extent-{self.extent(artifact)}")])
        node = table([[self.word(key)] for key in keys], body)
        node["classes"].append("cv-numbered")
        return fitted(node)

    def to(self, kind: str, target: str, text: str) -> nodes.Node:
        """A link that Sphinx resolves in every format; the bare text where this edition has no such page."""
        if kind == "doc" and target.removeprefix("/") not in self.env.found_docs:
            return nodes.Text(text)
        reference = addnodes.pending_xref("", nodes.inline("", text), refdomain="std", reftype=kind, reftarget=target, refexplicit=True)
        reference["refdoc"], reference["refwarn"] = self.env.docname, True
        return reference

    def extent(self, artifact: Artifact) -> str:
        """How far an artifact is regenerated: whole, partly or none."""
        if not artifact.datasets:
            return "none"
        lost = any(item.verdict is Verdict.NOT_REGENERATED for item in judge(self.book, artifacts=[artifact.id]))
        return "partly" if artifact.missing or lost else "whole"


def breakable(text: str) -> list[nodes.Node]:
    """A text that a line of the PDF may break after the marks of a path; elsewhere it is the text alone."""
    found: list[nodes.Node] = []
    for part in re.split(r"(?<=[/@:._])", text):
        found += [nodes.Text(part), nodes.raw("", r"\allowbreak{}", format="latex")]
    return found[:-1]


class SourceListDirective(CollateDirective):
    """`{source-list}`: the works that numbers were copied from, as a list of references.

    Each with its own title, the words that hold a number, and its grade, and before them how many there are of each grade.
    """

    def run(self) -> list[nodes.Node]:
        path = self.book.source / "sources.csv"
        self.depend(path, self.book.labels)
        rows = csvfile.read(path, SOURCE_COLUMNS)
        found = nodes.bullet_list(classes=["cv-sources"])
        for row in rows:
            paragraph = nodes.paragraph("", f"{row['citation'].rstrip('.')}. ", classes=["language-en"])
            address = row["address"]
            is_link = address.startswith(("http://", "https://"))
            paragraph += [nodes.reference("", address, refuri=address)] if is_link else breakable(address)
            paragraph += nodes.Text(f". {self.word('word-read').format(date=row['read'])}")
            found += nodes.list_item("", paragraph, self.own_words(row), ids=[f"source-{row['id']}"])
        return [self.counted(rows), found]

    def counted(self, rows: list[csvfile.Row]) -> nodes.Node:
        """How many sources there are of each grade, and how many have words of their own here."""
        grades = Counter(row["grade"] for row in rows)
        told = [f"{self.word(f'grade-{grade}')} {grades[grade]}" for grade in GRADES if grades[grade]]
        quoted = sum(bool(row["quote"]) for row in rows)
        return nodes.paragraph(
            "", self.word("source-counts").format(count=len(rows), grades=self.word("join-comma").join(told), quoted=quoted)
        )

    def own_words(self, row: csvfile.Row) -> nodes.Node:
        """The grade of a source, its title and a quotation in its own language, and the way to an archived copy."""
        colon, comma = self.word("join-colon"), self.word("join-comma")
        paragraph = nodes.paragraph("", f"{self.word('word-source-grade')}{colon}{self.word('grade-' + row['grade'])}")
        if row["title"]:
            paragraph += [nodes.Text(comma), nodes.inline("", row["title"], classes=["cv-title"])]
        if row["quote"]:
            marks = self.word("word-quotation").partition("{quote}")
            paragraph += [nodes.Text(comma), nodes.inline("", f"{marks[0]}{row['quote']}{marks[2]}", classes=["cv-quote"])]
        if row["archived"]:
            paragraph += [nodes.Text(comma), nodes.reference("", self.word("word-archived-copy"), refuri=row["archived"])]
        return paragraph
