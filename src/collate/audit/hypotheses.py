"""Causes tried by machine on the disagreements of a book, with its formulas, inputs and neighbouring cells; and those that errata name.

The families of slips and the chance that one fits an unrelated misprint are those of `collate.numbers.causes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Union

from collate.book import Book
from collate.data.claims import Claim, Ledger
from collate.data.errata import Errata
from collate.data.published import Cell, Published
from collate.data.quantities import claimed, lookup
from collate.errors import CollateError
from collate.numbers.causes import Hypothesis, causes
from collate.numbers.formula import evaluate, inputs_of
from collate.numbers.printed import Printed, PrintedKind
from collate.numbers.quantity import Operation, Quantity, leaf_interval
from collate.numbers.verdict import Verdict
from collate.verdicts import Judged

_DISAGREE = (Verdict.DIFFERS, Verdict.ERRATUM)


def hypotheses(book: Book, item: Judged[Cell | Claim], claims: Mapping[str, Quantity] | None = None) -> list[Hypothesis]:
    """What could have made the printed number of the regenerated one, the least likely by chance first; empty where they agree.

    Parameters
    ----------
    claims : see `lookup`.

    Raises
    ------
    DataError : a broken file.
    """
    if item.verdict not in _DISAGREE or not item.low:
        return []
    published = Published(book)
    return causes(item.place.printed, _quantity(book, published, item, claims), neighbours=_neighbours(published, item))


def check_named_causes(book: Book, judged: Iterable[Judged[Cell | Claim]]) -> int:
    """Try the cause that each erratum names, and return how many name one.

    Raises
    ------
    ErratumError : the cause does not give the printed number; with the line of the erratum.
    """
    errata, count = Errata.load(book), 0
    claims = claimed(Ledger(book))
    for item in judged:
        if item.erratum is None or not item.erratum.mechanism:
            continue
        count += 1
        found = hypotheses(book, item, claims)
        if item.erratum.mechanism not in [hypothesis.cause.value for hypothesis in found]:
            told = ", ".join(hypothesis.cause.value for hypothesis in found) or "no cause does"
            what = f"the mechanism {item.erratum.mechanism!r} does not make {item.place.printed.text!r} of {item.value}"
            raise errata.error(item.erratum, f"{what} ({told})" if not found else f"{what}; these do: {told}")
    return count


def _quantity(
    book: Book, published: Published, item: Judged[Cell | Claim], claims: Mapping[str, Quantity] | None
) -> Union[Quantity, Fraction]:
    """The value with its formula over inputs as printed; the value alone where the formula cannot be computed from them."""
    value = Fraction(item.value)
    names = inputs_of(item.formula)
    if not names:
        return value
    cells = {cell.id: cell for name in names if (cell := _cell(published, name))}
    find = lookup(book, names, claims)

    def known(name: str) -> Quantity:
        found = find(name)
        if not isinstance(found, Quantity):
            raise KeyError(name)
        if name in cells and found.operation is Operation.OBSERVED:
            return Quantity(Operation.OBSERVED, id=name, value=found.value, bounds=leaf_interval(found), printed=cells[name].printed)
        return found

    try:
        computed = evaluate(item.formula, known)
    except (CollateError, KeyError, ValueError, ZeroDivisionError):
        return value
    return computed if isinstance(computed, Quantity) and computed.value == value else value


def _neighbours(published: Published, item: Judged[Cell | Claim]) -> Mapping[str, Printed]:
    """The numbers of cells in whose place one may have been read.

    They are those in the row and the column of the cell that disagrees, or of the one cell that a sentence quotes; where a sentence
    computes with several, these themselves.
    """
    place = item.place
    named = {cell.id: cell for name in inputs_of(item.formula) if (cell := _cell(published, name))}
    cell = place if isinstance(place, Cell) else next(iter(named.values())) if len(named) == 1 else None
    if cell is None:
        found = named
    else:
        beside = published.cells(cell.artifact).values()
        found = {other.id: other for other in beside if other.id != cell.id and (other.row == cell.row or other.column == cell.column)}
    return {id: other.printed for id, other in found.items() if other.printed.kind is PrintedKind.NUMBER}


def _cell(published: Published, id: str) -> Cell | None:
    artifact, _, rest = id.partition("/")
    if not rest or artifact not in published.artifacts:
        return None
    return next((cell for cell in published.cells(artifact).values() if cell.id == id), None)
