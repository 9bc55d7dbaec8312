"""The glossary: the terms that a reader may not know, each defined in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from collate.data import csvfile
from collate.data.labels import Labels

COLUMNS = ("key", "kind", "line", "zh_hant", "en")
KINDS = ("edition", "mark", "subject")
_LANGUAGE_COLUMN = {"zh-Hant": "zh_hant", "en": "en"}


@dataclass(frozen=True)
class Entry:
    """One term. `key` is its label, `kind` edition, mark or subject, `line` where the report tells of it, or nothing."""

    key: str
    kind: str
    line: str
    definition: Mapping[str, str]


def load_glossary(path: Path, labels: Labels) -> list[Entry]:
    """The entries in the order of the file; none where a book has no such file.

    Raises
    ------
    DataError : a broken file, a term twice or out of order, an unknown kind, no line for a term of the subject, a definition missing.
    LabelError : a term that labels.csv does not have.
    """
    if not path.exists():
        return []
    entries: list[Entry] = []
    for row in csvfile.read(path, COLUMNS):
        labels.text(row["key"], "en")
        if entries and row["key"] <= entries[-1].key:
            raise row.error(f"{row['key']!r} does not come after {entries[-1].key!r}", fix="sort the file by key, each once")
        if row["kind"] not in KINDS:
            raise row.error(f"unknown kind {row['kind']!r}", fix=f"use one of {', '.join(KINDS)}")
        if (row["kind"] == "subject") != row["line"].isdigit():
            raise row.error(f"{row['key']}: `line` is {row['line']!r}", fix="a term of the subject has a line of the report")
        for column in _LANGUAGE_COLUMN.values():
            if not row[column].strip():
                raise row.error(f"{row['key']} has no definition in the column {column}", fix="define it in both languages")
        definition = {language: row[column] for language, column in _LANGUAGE_COLUMN.items()}
        entries.append(Entry(row["key"], row["kind"], row["line"], definition))
    return entries
