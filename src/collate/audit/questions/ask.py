"""All questions that the printed numbers of a book raise, in the order of the rules and of the publication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from collate.audit.questions import digits, growth, parts, shares
from collate.audit.questions.grid import grids
from collate.audit.questions.question import Place, Question, Rule
from collate.book import Book
from collate.data.claims import Ledger
from collate.data.errata import Errata
from collate.data.published import Published
from collate.numbers.printed import PrintedKind


def ask(book: Book) -> list[Question]:
    """Every question, each with the places that an erratum declares already.

    Raises
    ------
    DataError, ErratumError : a broken file.
    """
    errata = Errata.load(book).by_target
    found = dict.fromkeys(_raised(book))
    marked = [replace(question, answered=tuple(id for id in question.places if id in errata)) for question in found]
    order = list(Rule)
    return sorted(marked, key=lambda question: order.index(question.rule))


def _raised(book: Book) -> Iterator[Question]:
    published = Published(book)
    claims = {id: claim for id, claim in Ledger(book).claims.items() if not claim.compares}  # the rules are about numbers
    places: dict[str, Place] = dict(claims)
    for id in published.artifacts:
        places |= {cell.id: cell for cell in published.cells(id).values() if cell.printed.kind is PrintedKind.NUMBER}
    for grid in grids(published):
        yield from shares.in_tables(grid)
        yield from digits.neighbours(grid)
        yield from digits.odd_ones(grid)
        yield from parts.in_tables(grid)
    yield from shares.in_sentences(claims.values())
    yield from growth.rates(claims, places)
    yield from shares.shares_of_counts(claims, places)
    yield from parts.in_sentences(claims, places)
