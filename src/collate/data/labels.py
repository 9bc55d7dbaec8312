"""Terms in the languages of a book: its own in data/labels.csv, laid over the library's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from collate.data import csvfile
from collate.errors import LabelError, nearest

if TYPE_CHECKING:
    from collate.book import Book
    from collate.data.csvfile import Row

LOCALE = Path(__file__).resolve().parents[1] / "locale"
WORD_COLUMNS = ("key", "text")
FALLBACK = "en"  # the library has all its words in it
UNIT = "unit-"  # how the keys of units begin; data name them without it
INTERFACE = "page-"  # how the keys of what stands around an article begin, so that no header of a table is taken for one of them


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
        """The terms of `book` over those of the library; see `load`."""
        return cls.load(book.labels, book.languages, book.root / "locale")

    @classmethod
    def load(cls, path: Path, languages: Sequence[str], own_words: Path | None = None) -> Labels:
        """Read labels.csv, and the library's words.

        Parameters
        ----------
        path : data/labels.csv; a book in one language need not have it.
        own_words : a folder with words of the library in languages that it does not have, one file a language.

        Raises
        ------
        DataError : a file is missing or broken, a key is there twice, or a word of `own_words` is none of the library's.
        """
        words = {language: library_words(language, own_words) for language in languages}
        return cls(_terms(path, tuple(languages), csvfile.stamp(path)), path, tuple(languages), words)

    def text(self, key: str, language: str) -> str:
        """The term `key` in `language`; a number such as a year stands for itself, and so does a key in a book of one language.

        Raises
        ------
        LabelError : there is no such term, or none in this language; the nearest keys are named.
        """
        found = self._find(key, language)
        if found is not None:
            return found
        if key in self:
            raise LabelError(f"label {key!r} has no text in {language}", where=self.path)
        raise LabelError(f"no label {key!r}{nearest(key, [*self.terms, *self._words(language)], cutoff=0.6)}", where=self.path)

    def lacking(self, key: str) -> list[str]:
        """The languages of the book in which `text` has nothing for `key`."""
        return [language for language in self.languages if self._find(key, language) is None]

    def interface(self, language: str) -> dict[str, str]:
        """The words of the page around an article, by key without `page-`: buttons, search, navigation."""
        return {key.removeprefix(INTERFACE): text for key, text in self._words(language).items() if key.startswith(INTERFACE)}

    def __contains__(self, key: str) -> bool:
        return key in self.terms or key in library_words(FALLBACK)

    def _find(self, key: str, language: str) -> str | None:
        if key.isdigit():
            return key
        own = self.terms.get(key, {}).get(language)
        found = self._words(language).get(key) if own is None else own
        return key.removeprefix(UNIT) if found is None and len(self.languages) == 1 else found

    def _words(self, language: str) -> Mapping[str, str]:
        return self.words.get(language) or library_words(language)


class LabelUses:
    """Which labels the data of a book use, and where, so that all that are missing are told at once."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self._missing: dict[str, list[str]] = {}

    def use(self, key: str, path: Path, line: int) -> None:
        """Note that the label `key` is used on a line of a file."""
        if self.labels.lacking(key):
            self._missing.setdefault(key, []).append(f"{path}:{line}")

    def use_fields(self, row: Row, *columns: str) -> None:
        """Note the labels that fields of a row name; an empty field names none."""
        for column in columns:
            if row[column]:
                self.use(row[column], row.path, row.line)

    def missing(self) -> list[LabelError]:
        """One error for each label that is used and missing."""
        return [LabelError(self._told(key, places), where=self.labels.path) for key, places in self._missing.items()]

    def refuse_missing(self) -> None:
        """Tell all labels that are used and missing, each with where it is used and in which languages it is missing.

        Raises
        ------
        LabelError : there are some.
        """
        if not self._missing:
            return
        told = [error.what for error in self.missing()]
        what = told[0] if len(told) == 1 else f"{len(told)} labels are missing\n  " + "\n  ".join(told)
        raise LabelError(what, where=self.labels.path)

    def _told(self, key: str, places: Sequence[str]) -> str:
        more = f" and {len(places) - 1} more places" if len(places) > 2 else "".join(f" and {place}" for place in places[1:])
        used = f"used at {places[0]}{more}"
        if key in self.labels:
            return f"label {key!r} has no text in {', '.join(self.labels.lacking(key))}; {used}"
        known = [*self.labels.terms, *library_words(FALLBACK)]
        lacking = ", ".join(self.labels.lacking(key))
        return f"no label {key!r}{nearest(key, known, cutoff=0.6)}; missing in {lacking}; {used}"


def library_words(language: str, own: Path | None = None) -> Mapping[str, str]:
    """The library's words in `language` by key: those of the folder `own` over those of the library, over English.

    Of `de-AT` the words of `de` come first, and then what differs from them.

    Raises
    ------
    DataError : a file is broken, a key is there twice, or a word of `own` is none of the library's.
    """
    tags = list(accumulate(language.split("-"), "{}-{}".format))
    found = dict(_words(LOCALE / f"{FALLBACK}.csv", csvfile.stamp(LOCALE / f"{FALLBACK}.csv")))
    for folder in (LOCALE, *([own] if own else [])):
        for path in (folder / f"{tag}.csv" for tag in tags):
            found |= _words(path, csvfile.stamp(path))
    return found


@lru_cache(maxsize=16)
def _words(path: Path, stamp: tuple[int, ...]) -> Mapping[str, str]:
    """The words of a file, kept while it does not change; none where there is no such file."""
    if not stamp:
        return {}
    found: dict[str, str] = {}
    known = None if path == LOCALE / f"{FALLBACK}.csv" else library_words(FALLBACK)
    for row in csvfile.read(path, WORD_COLUMNS):
        key = row["key"]
        if key in found:
            raise row.error(f"duplicate key {key!r}")
        if known is not None and key not in known:
            told = f"the library has no word {key!r}{nearest(key, known, cutoff=0.6)}"
            raise row.error(told, fix="correct it; a term of the book belongs in data/labels.csv")
        if row["text"].strip() or _may_be_empty(key):
            found[key] = row["text"]
    return found


@lru_cache(maxsize=4)
def _terms(path: Path, languages: tuple[str, ...], stamp: tuple[int, ...]) -> Mapping[str, Mapping[str, str]]:
    """The terms of a file, kept while it does not change: every page and table of a book asks for them."""
    if not stamp and len(languages) == 1:
        return {}
    terms: dict[str, Mapping[str, str]] = {}
    for row in csvfile.read(path, columns(languages), {column(language): language for language in languages}):
        key = row["key"]
        if key in terms:
            raise row.error(f"duplicate label {key!r}")
        if key.isdigit():
            raise row.error(f"label {key!r} is a number, which stands for itself", fix="name it by a word")
        texts = {language: row[column(language)] for language in languages}
        terms[key] = {language: text for language, text in texts.items() if text.strip() or _may_be_empty(key)}
    return terms


def _may_be_empty(key: str) -> bool:
    """Joining words may be nothing at all: Chinese sets no space between words."""
    return key.startswith("join-")
