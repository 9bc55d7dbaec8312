"""What is judged or read once for all pages, while no file changes: a chapter names hundreds of claims."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from collate.book import Book
from collate.data.claims import Claim, Ledger
from collate.data.labels import Labels
from collate.data.listing import files_below
from collate.data.published import Cell
from collate.judge import Judged, judge_book, judge_claims
from collate.sphinx import incremental

Stamp = tuple[tuple[str, int, int], ...]


def judging(book: Book) -> list[Path]:
    """The files that verdicts on claims rest on, beside the values of their chapters: the values of cells among them."""
    cells = sorted(book.regenerated.glob("*-*.csv"))
    return [book.published / "claims.csv", book.errata, book.labels, book.doubts, *cells]


def all_judging(book: Book) -> list[Path]:
    """What every verdict rests on; points of plots, which judge nothing, are noted by who counts them."""
    values = (book.regenerated / "claims").glob("*.csv")
    return sorted({*judging(book), *values, *files_below(book.published, "*.csv")})


def judged_claims(book: Book) -> dict[str, Judged[Claim]]:
    """Every judged claim by id. Whoever asks notes what it depends on."""
    with incremental.READING.aside():
        return _claims(book, _stamp([*judging(book), *sorted((book.regenerated / "claims").glob("*.csv"))]))


def judged_book(book: Book) -> tuple[Judged[Cell | Claim], ...]:
    """Every judged cell and claim, as `judge_book` gives them. Whoever asks notes what it depends on."""
    with incremental.READING.aside():
        return _book(book, _stamp(all_judging(book)))


def ledger_of(book: Book) -> Ledger:
    """The ledger of a book. Whoever asks notes what it depends on."""
    return _ledger(book, _stamp([book.published / "claims.csv"]))


def labels_of(book: Book) -> Labels:
    """The labels of a book."""
    return _labels(book, _stamp([book.labels]))


def _stamp(paths: Iterable[Path]) -> Stamp:
    states = [(path, path.stat()) for path in paths if path.exists()]  # a book need not have a ledger
    return tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in states)


@lru_cache(maxsize=2)
def _claims(book: Book, stamp: Stamp) -> dict[str, Judged[Claim]]:
    del stamp
    return {item.place.id: item for item in judge_claims(book)}


@lru_cache(maxsize=2)
def _book(book: Book, stamp: Stamp) -> tuple[Judged[Cell | Claim], ...]:
    del stamp
    return tuple(judge_book(book))


@lru_cache(maxsize=2)
def _ledger(book: Book, stamp: Stamp) -> Ledger:
    del stamp
    return Ledger(book)


@lru_cache(maxsize=2)
def _labels(book: Book, stamp: Stamp) -> Labels:
    del stamp
    return book.words
