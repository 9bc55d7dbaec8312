"""Terms in two languages. The only place where a term is translated is data/labels.csv."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from collate.data import csvfile, sorted_list
from collate.data.csvfile import Row
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

    @classmethod
    def sought(cls, path: Path) -> Labels:
        """The same labels, each read when it is asked for: a notebook asks for some of thousands.

        Raises
        ------
        DataError : the file is missing; the rest is told of the rows that are asked for.
        """
        return cls(_SoughtTerms(path), path)

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
        raise LabelError(f"no label {key!r}{nearest(key, self.terms, cutoff=0.6)}", where=self.path)


class _SoughtTerms(Mapping[str, Mapping[str, str]]):
    """The terms of a file, read one by one; whoever wants to know all of them has the file read whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Mapping[str, Mapping[str, str]]] = {}

    def __getitem__(self, key: str) -> Mapping[str, str]:
        if key not in self._known:
            self._known[key] = _checked(sorted_list.read_some(self._path, COLUMNS, [key]))
        return self._known[key][key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @property
    def _all(self) -> Mapping[str, Mapping[str, str]]:
        return _terms(self._path, csvfile.stamp(self._path))


@lru_cache(maxsize=4)
def _terms(path: Path, stamp: tuple[int, ...]) -> Mapping[str, Mapping[str, str]]:
    """The terms of a file, kept while it does not change: every page and table of a book asks for them."""
    del stamp
    return _checked(csvfile.read(path, COLUMNS))


def _checked(rows: Iterable[Row]) -> Mapping[str, Mapping[str, str]]:
    terms: dict[str, Mapping[str, str]] = {}
    for row in rows:
        if row["key"] in terms:
            raise row.error(f"label {row['key']!r} is there twice")
        if row["key"].isdigit():
            raise row.error(f"label {row['key']!r} is a number, which stands for itself", fix="name it by a word")
        texts = {language: row[column] for language, column in _LANGUAGE_COLUMN.items()}
        for language, text in texts.items():
            # Joining words may be nothing at all: Chinese sets no space between words.
            if not text.strip() and not row["key"].startswith("join-"):
                raise row.error(f"label {row['key']!r} has no text in {language}")
        terms[row["key"]] = texts
    return terms
