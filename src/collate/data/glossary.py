"""The glossary: the terms that a reader may not know, each defined in every language of the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collate.book import Book
from collate.data import csvfile
from collate.data.labels import LabelUses, column

KINDS = ("edition", "mark", "subject")


def columns(languages: Sequence[str]) -> tuple[str, ...]:
    """The columns of data/glossary.csv in a book of these languages."""
    return ("key", "kind", "line", *map(column, languages))


@dataclass(frozen=True)
class Entry:
    """One term. `key` is its label, `kind` edition, mark or subject, `line` where the publication tells of it, or nothing."""

    key: str
    kind: str
    line: str
    definition: Mapping[str, str]


def load_glossary(book: Book, uses: LabelUses | None = None) -> list[Entry]:
    """The entries in the order of the file; none where a book has no such file.

    Parameters
    ----------
    uses : is told which labels the entries use.

    Raises
    ------
    DataError : a broken file, a term twice or out of order, an unknown kind, no line for a term of the subject, a definition missing.
    """
    path = book.glossary
    if not path.exists():
        return []
    texts = {column(language): language for language in book.languages}
    entries: list[Entry] = []
    for row in csvfile.read(path, columns(book.languages), texts):
        if uses:
            uses.use_fields(row, "key")
        if entries and row["key"] <= entries[-1].key:
            raise row.error(f"{row['key']!r} does not come after {entries[-1].key!r}", fix="sort the file by key, each once")
        if row["kind"] not in KINDS:
            raise row.error(f"unknown kind {row['kind']!r}", fix=f"use one of {', '.join(KINDS)}")
        if (row["kind"] == "subject") != row["line"].isdigit():
            raise row.error(f"{row['key']}: `line` is {row['line']!r}", fix="a term of the subject has a line of the publication")
        for name, language in texts.items():
            if not row[name].strip():
                raise row.error(f"{row['key']} has no definition in {language}", fix=f"write it in the column {name}")
        definition = {language: row[name] for name, language in texts.items()}
        entries.append(Entry(row["key"], row["kind"], row["line"], definition))
    return entries
