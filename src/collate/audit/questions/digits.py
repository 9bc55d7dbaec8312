"""Digits out of a series' pattern: another precision, another magnitude, another last digit than all the rest.

A series has five numbers or more. Exactly one of them may be unlike the others; two are a pattern of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from collate.audit.questions.grid import Grid, series
from collate.audit.questions.question import Question, Rule, texts, value_of
from collate.data.published import Cell

_LONG = 5  # numbers
_TENFOLD = 10  # a digit more or less, or a point out of place


def odd_ones(grid: Grid) -> Iterator[Question]:
    """Numbers unlike the rest of their series over time."""
    for cells in series(grid):
        if len(cells) >= _LONG:
            yield from _precision(cells)
            yield from _magnitude(cells)
            yield from _last_digit(cells)


def _precision(cells: Sequence[Cell]) -> Iterator[Question]:
    """One number with more or fewer decimals than all others; declared dropped zeros count as printed."""
    odd = _only_odd(cells, [cell.printed.decimals for cell in cells])
    if odd:
        yield Question(Rule.PRECISION, (odd.id,), _told(cells, odd))


def _magnitude(cells: Sequence[Cell]) -> Iterator[Question]:
    """A number ten times as large, or as small, as both of its neighbours in time."""
    for before, cell, after in zip(cells, cells[1:], cells[2:], strict=False):
        value, sides = abs(value_of(cell)), (abs(value_of(before)), abs(value_of(after)))
        if value >= _TENFOLD * max(sides) > 0 or 0 < value * _TENFOLD <= min(sides):
            yield Question(Rule.MAGNITUDE, (before.id, cell.id, after.id), texts((before, cell, after), ", "))


def _last_digit(cells: Sequence[Cell]) -> Iterator[Question]:
    """One number that does not end in zero where all others do, at the precision that they share."""
    if len({cell.printed.decimals for cell in cells}) > 1:
        return
    odd = _only_odd(cells, [value_of(cell) * 10**cell.printed.decimals % 10 == Fraction(0) for cell in cells])
    if odd and value_of(odd) * 10**odd.printed.decimals % 10:
        yield Question(Rule.LAST_DIGIT, (odd.id,), _told(cells, odd))


def _only_odd(cells: Sequence[Cell], features: Sequence[object]) -> Cell | None:
    """The one cell whose feature is unlike that of all others."""
    counts = Counter(features)
    if len(counts) != 2 or min(counts.values()) != 1:
        return None
    return next(cell for cell, feature in zip(cells, features, strict=True) if counts[feature] == 1)


def _told(cells: Sequence[Cell], odd: Cell) -> str:
    return ", ".join(f"→{cell.printed.text}←" if cell is odd else cell.printed.text for cell in cells)
