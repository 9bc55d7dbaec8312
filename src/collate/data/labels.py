"""Terms in two languages. The only place where a term is translated is data/labels.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from collate.data import csvfile
from collate.errors import LabelError, nearest

COLUMNS = ("key", "zh_hant", "en", "note")
_LANGUAGE_COLUMN = {"zh-Hant": "zh_hant", "en": "en"}


@dataclass(frozen=True)
class Labels:
    """All terms: key to language to text."""

    terms: Mapping[str, Mapping[str, str]]
    path: Path

    @classmethod
    def load(cls, path: Path) -> Labels:
        """Read labels.csv.

        Raises
        ------
        DataError : the file is broken, or a key is there twice, or a term lacks a language.
        """
        return cls(_terms(path, csvfile.stamp(path)), path)

    def text(self, key: str, language: str) -> str:
        """The term `key` in `language`; a number such as a year stands for itself.

        Raises
        ------
        LabelError : there is no such term; the nearest keys are named.
        """
        if key in self.terms:
            return self.terms[key][language]
        if key.isdigit():
            return key
        raise LabelError(f"no label {key!r}{nearest(key, self.terms, cutoff=0.6)}", where=self.path)


@lru_cache(maxsize=4)
def _terms(path: Path, stamp: tuple[int, ...]) -> Mapping[str, Mapping[str, str]]:
    """The terms of a file, kept while it does not change: every page and table of a book asks for them."""
    del stamp
    terms: dict[str, Mapping[str, str]] = {}
    for row in csvfile.read(path, COLUMNS):
        if row["key"] in terms:
            raise row.error(f"label {row['key']!r} is there twice")
        texts = {language: row[column] for language, column in _LANGUAGE_COLUMN.items()}
        for language, text in texts.items():
            # Joining words may be nothing at all: Chinese sets no space between words.
            if not text.strip() and not row["key"].startswith("join-"):
                raise row.error(f"label {row['key']!r} has no text in {language}")
        terms[row["key"]] = texts
    return terms
