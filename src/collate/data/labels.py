"""Terms in the languages of a book: its own in data/labels.csv, laid over the library's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from collate.data import csvfile
from collate.data.csvfile import Row
from collate.errors import LabelError, nearest

if TYPE_CHECKING:
    from collate.book import Book

LOCALE = Path(__file__).resolve().parents[1] / "locale"
WORD_COLUMNS = ("key", "text")
FALLBACK = "en"  # the library has all its words in it


def columns(languages: Sequence[str]) -> tuple[str, ...]:
    """The columns of data/labels.csv in a book of these languages."""
    return ("key", *map(column, languages), "note")


def column(language: str) -> str:
    """How names of columns end that hold text in a language: `zh_hant`."""
    return language.lower().replace("-", "_")


@dataclass(frozen=True)
class Labels:
    """All terms: `terms` of the book, key to language to text; `words` of the library, language to key to text."""

    terms: Mapping[str, Mapping[str, str]]
    path: Path
    languages: tuple[str, ...]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book) -> Labels:
        """The terms of `book` over those of the library.

        Raises
        ------
        DataError : a file is broken, or a key is there twice, or a term lacks a language.
        """
        return cls.load(book.labels, book.languages, book.root / "locale")

    @classmethod
    def load(cls, path: Path, languages: Sequence[str], own_words: Path | None = None) -> Labels:
        """Read labels.csv, and the library's words.

        Parameters
        ----------
        own_words : a folder with words of the library in languages that it does not have, one file a language.

        Raises
        ------
        DataError : a file is broken, or a key is there twice, or a term lacks a language.
        """
        words = {language: library_words(language, own_words) for language in languages}
        return cls(_terms(path, tuple(languages), csvfile.stamp(path)), path, tuple(languages), words)

    def text(self, key: str, language: str) -> str:
        """The term `key` in `language`; a number such as a year stands for itself.

        Raises
        ------
        LabelError : there is no such term; the nearest keys are named.
        """
        if key.isdigit():
            return key
        if key in self.terms:
            return self.terms[key][language]
        words = self.words.get(language) or library_words(language)
        if key in words:
            return words[key]
        if len(self.languages) == 1:
            return key  # what is printed stands for itself
        raise LabelError(f"no label {key!r}{nearest(key, [*self.terms, *words], cutoff=0.6)}", where=self.path)

    def __contains__(self, key: str) -> bool:
        return key in self.terms or key in library_words(FALLBACK)


def library_words(language: str, own: Path | None = None) -> Mapping[str, str]:
    """The library's words in `language`: those of the folder `own` over those of the library over English, by key.

    Raises
    ------
    DataError : a file is broken.
    """
    paths = [LOCALE / f"{FALLBACK}.csv", LOCALE / f"{language}.csv", *([own / f"{language}.csv"] if own else [])]
    found: dict[str, str] = {}
    for path in paths:
        found |= _words(path, csvfile.stamp(path))
    return found


@lru_cache(maxsize=16)
def _words(path: Path, stamp: tuple[int, ...]) -> Mapping[str, str]:
    return {row["key"]: row["text"] for row in csvfile.read(path, WORD_COLUMNS)} if stamp else {}


@lru_cache(maxsize=4)
def _terms(path: Path, languages: tuple[str, ...], stamp: tuple[int, ...]) -> Mapping[str, Mapping[str, str]]:
    """The terms of a file, kept while it does not change: every page and table of a book asks for them."""
    if not stamp and len(languages) == 1:
        return {}
    return _checked(csvfile.read(path, columns(languages)), languages)


def _checked(rows: Iterable[Row], languages: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    terms: dict[str, Mapping[str, str]] = {}
    for row in rows:
        if row["key"] in terms:
            raise row.error(f"label {row['key']!r} is there twice")
        if row["key"].isdigit():
            raise row.error(f"label {row['key']!r} is a number, which stands for itself", fix="name it by a word")
        texts = {language: row[column(language)] for language in languages}
        for language, text in texts.items():
            # Joining words may be nothing at all: Chinese sets no space between words.
            if not text.strip() and not row["key"].startswith("join-"):
                raise row.error(f"label {row['key']!r} has no text in {language}")
        terms[row["key"]] = texts
    return terms
