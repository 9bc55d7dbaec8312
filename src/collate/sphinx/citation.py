"""`{citation}`: how to cite the edition, and what it reproduces, from CITATION.cff."""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes

from collate.bind.cite import apa, bibtex
from collate.data.citation import Citation, load_citation
from collate.sphinx.directive import CollateDirective


class CitationDirective(CollateDirective):
    """`{citation} edition` or `{citation} reproduced`: as a reference and as BibTeX, each as text that can be copied."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.depend(self.book.citation, self.book.labels)
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
