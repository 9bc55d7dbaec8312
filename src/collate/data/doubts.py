"""Reasoned suspicions that arithmetic cannot settle. A doubt is told to readers beside its number; it is never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from collate.book import Book
from collate.data import csvfile
from collate.data.errata import Evidence
from collate.data.yamlfile import read_entries
from collate.errors import DoubtError


@dataclass(frozen=True)
class Doubt:
    """One entry of data/doubts.yml: what is suspicious about `target`, for readers of each language.

    `evidence` is arithmetic that makes the suspicion plain, `sources` ids of sources.csv that do.
    """

    target: str
    text: Mapping[str, str]
    evidence: tuple[Evidence, ...]
    sources: tuple[str, ...]
    found: str
    line: int


def load_doubts(book: Book) -> Mapping[str, Doubt]:
    """All doubts by target; none where the book has no such file.

    Raises
    ------
    DoubtError : broken YAML, or an entry that the schema refuses, such as one that lacks a language of the book; with file and line.
    """
    path = book.doubts
    return _load(path, book.languages, csvfile.stamp(path)) if path.exists() else {}


def check_doubts(book: Book, known: set[str], sources: set[str]) -> None:
    """Refuse doubts about nothing, and sources that are none.

    Parameters
    ----------
    known : ids of all cells and claims.
    sources : ids of sources.csv.

    Raises
    ------
    DoubtError : with the line of the entry.
    """
    before = ""
    for target, doubt in load_doubts(book).items():
        if target not in known:
            raise doubt_error(book, doubt, "there is no such cell or claim")
        if target < before:
            raise doubt_error(book, doubt, "out of order: sort the file by target")
        unknown = [id for id in doubt.sources if id not in sources]
        if unknown:
            raise doubt_error(book, doubt, f"sources.csv has no {unknown[0]!r}")
        before = target


def doubt_error(book: Book, doubt: Doubt, what: str) -> DoubtError:
    """A message with the file and the line of `doubt`."""
    return DoubtError(f"{doubt.target}: {what}", where=book.doubts, line=doubt.line)


@lru_cache(maxsize=4)
def _load(path: Path, languages: tuple[str, ...], stamp: tuple[int, ...]) -> Mapping[str, Doubt]:
    """Kept while the file does not change: every number of a page asks."""
    del stamp
    return {
        item["target"]: Doubt(
            target=item["target"],
            text=item["text"],
            evidence=tuple(Evidence(**part) for part in item.get("evidence", ())),
            sources=tuple(item.get("sources", ())),
            found=str(item["found"]),
            line=line,
        )
        for item, line in read_entries(path, "doubts", languages, DoubtError)
    }
