"""A draft of codecheck.yml for a codechecker to complete: the CODECHECK configuration file, version 1.0."""

from __future__ import annotations

from typing import Any

import yaml

from collate.book import Book
from collate.data import csvfile
from collate.data.citation import Citation
from collate.data.published import Published
from collate.export.about import export_language
from collate.export.exhibits import name_of
from collate.export.runs import all_runs

SPECIFICATION = "https://codecheck.org.uk/spec/config/1.0/"
PLACEHOLDER = "TO BE FILLED IN BY THE CODECHECKER"


def write_codecheck(book: Book, about: Citation) -> None:
    """Write codecheck.yml into the folder of exports; its paths start at the book's own folder, where the file belongs."""
    text = yaml.safe_dump(codecheck(book, about), allow_unicode=True, sort_keys=False, width=120)
    csvfile.write_text(book.exports / "codecheck.yml", f"%YAML 1.1\n---\n{text}")


def codecheck(book: Book, about: Citation) -> dict[str, Any]:
    """The configuration: every file that a codecheck must recreate, the work, and marked places for what only a person can give."""
    authors = [{"name": person.full(export_language(book))} for person in about.edition.authors]
    return {
        "version": SPECIFICATION,
        "manifest": _manifest(book),
        "paper": {
            "title": about.edition.title,
            "authors": authors,
        },
        "codechecker": [{"name": PLACEHOLDER}],
        "report": PLACEHOLDER,
        "summary": "Draft: `collate build` recreates every file of the manifest; `collate reproduce` does it twice and compares.",
    }


def _manifest(book: Book) -> list[dict[str, str]]:
    labels, language = book.words, export_language(book)
    published = Published(book)
    comments: dict[str, str] = {}
    for run in all_runs(book):
        for path in run.results:
            if run.artifact:
                comment = f"{name_of(run.artifact)}: {labels.text(published.artifact(run.artifact.id).title, language)}"
            else:
                comment = f"Numbers in the sentences of chapter {run.chapter}"
            comments[book.relative(path)] = comment
    comments[book.relative(book.regenerated / "verdicts.csv")] = "The verdict on every cell and every number"
    return [{"file": file, "comment": comment} for file, comment in comments.items()]
