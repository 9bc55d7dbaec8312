"""Lists that a reader looks things up in: artifacts, sources, the glossary, citations, and what can be taken away."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from urllib.parse import quote, unquote, urlsplit

from docutils import nodes

from collate.bind.cite import apa, bibtex
from collate.bind.downloads import END, START
from collate.data import csvfile
from collate.data.citation import Citation, load_citation
from collate.data.claims import Claim
from collate.data.glossary import Entry, load_glossary
from collate.data.published import Artifact
from collate.data.source import SOURCE_COLUMNS
from collate.data.uses import uses_of_sources
from collate.export.downloads import exported_names
from collate.numbers.verdict import Verdict
from collate.sphinx.directive import TYPED, VERDICTS, CollateDirective
from collate.sphinx.disclosure import DisclosingDirective
from collate.sphinx.findings import FindingDirective
from collate.sphinx.nodes import disclosure_node
from collate.sphinx.tables import table

MOST_USES = 4  # numbers in sentences that an entry names at once
_REPOSITORY_FILE = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+)@(?P<commit>[0-9a-f]{40}):(?P<path>.+)")
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
    shown = (VERDICTS,)

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
        return [node]

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
        found += [nodes.Text(part), nodes.raw("", "#h(0pt);", format="typst")]
    return found[:-1]


class SourceListDirective(FindingDirective):
    """`{source-list}`: the works that numbers were copied from, by grade, each with the way to it and to every use of it.

    The text of a link is the name of its host; a reader needs no address that is longer than the title.
    """

    def content_nodes(self) -> list[nodes.Node]:
        path = self.book.source / "sources.csv"
        rows = csvfile.read(path, SOURCE_COLUMNS)
        self.uses = uses_of_sources(self.book)
        found: list[nodes.Node] = [self.counted(rows)]
        for grade in GRADES:
            chosen = sorted((row for row in rows if row["grade"] == grade), key=lambda row: row["citation"].casefold())
            if chosen:
                listed = nodes.bullet_list("", *map(self.entry, chosen), classes=["cv-sources"])
                found += [
                    nodes.rubric("", f"{self.word(f'grade-{grade}')}{self.word('bracket-open')}{len(chosen)}{self.word('bracket-close')}"),
                    listed,
                ]
        return found

    def counted(self, rows: list[csvfile.Row]) -> nodes.Node:
        """How many sources there are of each grade, and how many have words of their own here."""
        grades = Counter(row["grade"] for row in rows)
        told = [f"{self.word(f'grade-{grade}')} {grades[grade]}" for grade in GRADES if grades[grade]]
        quoted = sum(bool(row["quote"]) for row in rows)
        return nodes.paragraph(
            "", self.word("source-counts").format(count=len(rows), grades=self.word("join-comma").join(told), quoted=quoted)
        )

    def entry(self, row: csvfile.Row) -> nodes.list_item:
        """One source: citation, grade, where it is, its own words, and its uses."""
        first = nodes.paragraph("", f"{row['citation'].rstrip('.')}. ", classes=["language-en"])
        grade = nodes.inline("", self.word(f"grade-{row['grade']}"), classes=["cv-grade", f"cv-grade-{row['grade']}"])
        first += [grade, nodes.Text(" "), *self.address(row["address"])]
        if row["archived"]:
            first += [nodes.Text(" · "), nodes.reference("", self.word("source-archived"), refuri=row["archived"])]
        first += nodes.Text(f" · {self.word('word-read').format(date=row['read'])}")
        return nodes.list_item("", first, *self.own_words(row), *self.used(row["id"]), ids=[f"source-{row['id']}"])

    def address(self, address: str) -> list[nodes.Node]:
        """Where a source is: a link with the name of its host, the file of a repository, or what the address says."""
        if address.startswith(("http://", "https://")):
            host = (urlsplit(address).hostname or address).removeprefix("www.")
            return [nodes.reference("", host, refuri=address)]
        if match := _REPOSITORY_FILE.fullmatch(address):
            name = f"{match['repository']}, {unquote(match['path']).rpartition('/')[2]}"
            target = f"https://github.com/{match['repository']}/blob/{match['commit']}/{quote(match['path'])}"
            return [nodes.reference("", name, refuri=target)]
        return breakable(address)

    def own_words(self, row: csvfile.Row) -> list[nodes.Node]:
        """The title of a source and a quotation in its own language."""
        paragraph, comma = nodes.paragraph(), self.word("join-comma")
        if row["title"]:
            paragraph += nodes.inline("", row["title"], classes=["cv-title"])
        if row["quote"]:
            marks = self.word("word-quotation").partition("{quote}")
            paragraph += nodes.Text(comma if row["title"] else "")
            paragraph += nodes.inline("", f"{marks[0]}{row['quote']}{marks[2]}", classes=["cv-quote"])
        return [paragraph] if len(paragraph) else []

    def used(self, id: str) -> list[nodes.Node]:
        """Links to every artifact, number and doubt that rests on a source; many numbers fold away."""
        uses = self.uses.get(id)
        if not uses:
            return [nodes.paragraph("", self.word("source-unused"), classes=["cv-uses"])]
        artifacts = [self.to("artifact", name, self.number(self.published.artifact(name))) for name in uses.artifacts]
        claims = [self.to("claim", name, self.domain.ledger.claim(name).subject[self.language]) for name in uses.claims]
        doubts = [self.to_value(name) for name in uses.doubts]
        line = nodes.paragraph("", f"{self.word('source-used')}{self.word('join-colon')}", classes=["cv-uses"])
        fold = self.in_html and len(claims) > MOST_USES
        parts = [*artifacts, *([] if fold else claims)]
        parts += [nodes.inline("", "", nodes.Text(f"{self.word('word-doubt')}{self.word('join-colon')}"), doubt) for doubt in doubts]
        line += self._listed(parts)
        if not fold:
            return [line]
        summary = self.word("source-uses-many").format(count=len(claims))
        folded = disclosure_node("", nodes.paragraph("", "", *self._listed(claims)), summary=summary)
        return [*([line] if parts else []), folded]

    def to_value(self, id: str) -> nodes.Node:
        """A link to a cell or claim."""
        item = self.domain.verdicts.by_id[id]
        kind = "claim" if isinstance(item.place, Claim) else "cell"
        return self.to(kind, id, self.word("join-comma").join(self.place(item)))

    def _listed(self, parts: list[nodes.Node]) -> list[nodes.Node]:
        found: list[nodes.Node] = []
        for part in parts:
            found += [*([nodes.Text(self.word("join-semicolon"))] if found else []), part]
        return found


class GlossaryDirective(CollateDirective):
    """`{glossary-list} KIND`: the terms of a kind (edition, mark or subject), in every language of the book.

    They are sorted by Unicode without regard to case: English by its letters, Chinese by radical and then by strokes.
    """

    required_arguments = 1
    shown = (TYPED,)

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
    shown = (TYPED,)

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

    shown = (TYPED,)

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

    shown = (TYPED,)

    def content_nodes(self) -> list[nodes.Node]:
        return [nodes.raw("", f"{START}{END}", format="html")]
