"""Lists that a reader looks things up in: artifacts, sources, the glossary, citations, and what can be taken away."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from docutils import nodes

from collate.bind.cite import apa, bibtex
from collate.bind.downloads import END, START
from collate.data import csvfile
from collate.data.citation import Citation, load_citation
from collate.data.glossary import Entry, load_glossary
from collate.data.published import Artifact
from collate.data.source import SOURCE_COLUMNS
from collate.export.downloads import exported_names
from collate.numbers.verdict import Verdict
from collate.sphinx.directive import CollateDirective
from collate.sphinx.disclosure import DisclosingDirective
from collate.sphinx.tables import fitted, table

GRADES = ("official", "press", "reference", "unattributed")  # of sources, in the order of the page
EXPORT_LABELS = {
    "ledger.csv": "download-ledger-csv",
    "ledger.json": "download-ledger-json",
    "ledger.schema.json": "download-ledger-schema",
    "exhibits.xlsx": "download-exhibits",
    "codecheck.yml": "download-codecheck",
    "ro-crate-metadata.json": "download-crate",
    "CITATION.cff": "download-citation",
}


class ArtifactListDirective(CollateDirective):
    """`{artifact-list} KIND`: every table or figure, with the way to it, to its chapter and to its notebook."""

    required_arguments = 1

    def content_nodes(self) -> list[nodes.Node]:
        chosen = [artifact for artifact in self.published.artifacts.values() if artifact.kind == self.arguments[0]]
        executed = [artifact for artifact in chosen if f"artifacts/{artifact.id}" in self.env.found_docs]  # in the HTML edition alone
        keys = ["word-number", "word-title", "word-chapter", *(["word-notebook"] if executed else []), "word-extent"]
        body: list[list[str | nodes.Node]] = []
        for artifact in chosen:
            place = self.to("artifact", artifact.id, self.number(artifact))
            chapter = self.to("doc", f"/chapter-{artifact.chapter}", str(artifact.chapter))
            notebook = [self.to("doc", f"/artifacts/{artifact.id}", self.word("word-executed-notebook"))] if executed else []
            body.append([place, self.word(artifact.title), chapter, *notebook, self.word(f"extent-{self.extent(artifact)}")])
        node = table([[self.word(key)] for key in keys], body)
        node["classes"].append("cv-numbered")
        return fitted(node)

    def extent(self, artifact: Artifact) -> str:
        """How far an artifact is regenerated: whole, partly or none."""
        if not artifact.datasets:
            return "none"
        lost = any(item.verdict is Verdict.NOT_REGENERATED for item in self.domain.verdicts.of_artifact(artifact.id))
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

    def content_nodes(self) -> list[nodes.Node]:
        path = self.book.source / "sources.csv"
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


class GlossaryDirective(CollateDirective):
    """`{glossary-list} KIND`: the terms of a kind (edition, mark or subject), in every language of the book.

    They are sorted by Unicode without regard to case: English by its letters, Chinese by radical and then by strokes.
    """

    required_arguments = 1

    def content_nodes(self) -> list[nodes.Node]:
        entries = [entry for entry in load_glossary(self.book) if entry.kind == self.arguments[0]]
        found = nodes.definition_list(classes=["cv-glossary"])
        for entry in sorted(entries, key=lambda entry: self.word(entry.key).casefold()):
            found += self.item(entry)
        return [found]

    def item(self, entry: Entry) -> nodes.definition_list_item:
        others = [language for language in self.book.languages if language != self.language]
        term = nodes.term("", self.word(entry.key), ids=[entry.key])
        for language in others:
            term += [nodes.Text(" · "), nodes.inline("", self.labels.text(entry.key, language), classes=[self.language_class(language)])]
        definition = nodes.definition()
        for language in (self.language, *others):
            definition += nodes.paragraph("", entry.definition[language], classes=[self.language_class(language)])
        if entry.line:
            definition += nodes.paragraph("", self.word("word-in-report").format(line=entry.line), classes=["cv-where"])
        return nodes.definition_list_item("", term, definition)

    def language_class(self, language: str) -> str:
        """The class that tells docutils the language of a text, by which it sets quotation marks."""
        return f"language-{self.book.language(language).sphinx.replace('_', '-')}"


class CitationDirective(CollateDirective):
    """`{citation} edition` or `{citation} reproduced`: as a reference and as BibTeX, each as text that can be copied."""

    required_arguments = 1

    def content_nodes(self) -> list[nodes.Node]:
        found = load_citation(self.book.citation)
        if found is None:
            raise self.error(f"no file {self.book.citation.name}")
        chosen = self.edition(found) if self.arguments[0] == "edition" else self.reproduced(found)
        return [self.block(text, kind) for text, kind in chosen]

    def edition(self, found: Citation) -> list[tuple[str, str]]:
        title = str(self.config.collate_title) or found.edition.title
        work = found.edition
        if all(person.name for person in work.authors):  # the editors have a name in each language
            work = replace(work, authors=(replace(work.authors[0], name=str(self.config.author)),))
        return [(apa(work, title, self.language), "text"), (bibtex(work, "edition", title, self.language), "bibtex")]

    def reproduced(self, found: Citation) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = []
        for number, work in enumerate(found.references, start=1):
            key = "reproduced" if number == 1 else f"reproduced-{number}"
            pairs += [(apa(work, work.title, self.language), "text"), (bibtex(work, key, work.title, self.language), "bibtex")]
        return pairs

    def block(self, text: str, kind: str) -> nodes.Node:
        return nodes.literal_block(text, text, language=kind, classes=["cv-citation"])


class ExportListDirective(DisclosingDirective):
    """`{take-away}`: the exports as a list of links; in the PDF and the EPUB, which lie beside no other file, their names."""

    def content_nodes(self) -> list[nodes.Node]:
        items = nodes.bullet_list()
        for name in exported_names(self.book):
            label = EXPORT_LABELS.get(name)
            text = self.word(label) if label else self.word("download-package").format(name=name.split("/")[1])
            content = self.link(text, name) if self.in_html else nodes.Text(text)
            items += nodes.list_item("", nodes.paragraph("", "", content))
        return [items]


class DownloadsDirective(CollateDirective):
    """`{downloads}`: filled by `collate.bind.downloads`, because PDF and EPUB are made beside the HTML pages."""

    def content_nodes(self) -> list[nodes.Node]:
        return [nodes.raw("", f"{START}{END}", format="html")]
