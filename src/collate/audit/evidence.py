"""The arithmetic that errata and doubts offer, computed again: an explanation has to add up as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from collate.book import Book
from collate.data.doubts import doubt_error, load_doubts
from collate.data.errata import Errata, Evidence
from collate.data.quantities import lookup
from collate.errors import CollateError, DataError
from collate.numbers.compare import Regenerated, compare
from collate.numbers.formula import Known, evaluate_number, inputs_of
from collate.numbers.printed import parse
from collate.numbers.verdict import Verdict


@dataclass(frozen=True)
class Computed:
    """What a formula of evidence really gives: `shown` at the declared precision, and whether that is what is declared."""

    shown: str
    holds: bool


def compute(evidence: Evidence, find: Callable[[str], Known]) -> Computed:
    """The value of the formula, rounded to the digits of `gives`.

    Raises
    ------
    DataError : not a formula. KeyError : an unknown id.
    """
    value = evaluate_number(evidence.formula, find)
    comparison = compare(parse(evidence.gives), Regenerated(value.value, value.interval))
    return Computed(comparison.shown, comparison.verdict is Verdict.IDENTICAL)


def named(parts: Iterable[Evidence]) -> set[str]:
    """The ids that formulas of evidence name."""
    return {id for part in parts for id in inputs_of(part.formula)}


def check_evidence(book: Book) -> int:
    """Compute every formula of every erratum and doubt and return how many there are.

    Raises
    ------
    ErratumError, DoubtError : a formula that cannot be computed, or gives something else than it says; with the line of the entry.
    """
    errata = Errata.load(book)
    parts: list[tuple[Evidence, Callable[[str], CollateError]]] = []
    for entry in errata.by_target.values():
        parts += [(part, partial(errata.error, entry)) for part in entry.evidence]
    for doubt in load_doubts(book).values():
        parts += [(part, partial(doubt_error, book, doubt)) for part in doubt.evidence]
    find = lookup(book, named(part for part, _ in parts))
    for part, error in parts:
        try:
            computed = compute(part, find)
        except KeyError as unknown:
            raise error(f"the evidence names {unknown.args[0]!r}, which is not a cell, claim or observation") from None
        except (DataError, ZeroDivisionError, ValueError) as problem:
            raise error(f"the evidence {part.formula} cannot be computed: {problem}") from None
        if not computed.holds:
            raise error(f"the evidence {part.formula} gives {computed.shown}, not {part.gives}")
    return len(parts)
