"""Digits out of a pattern: another precision, magnitude or last digit than all the rest of a series, and the same number twice.

A series has five numbers or more. Exactly one of them may be unlike the others; two are a pattern of their own. Of equal neighbours
only numbers of three or more significant digits are asked about: two of them agree by chance less than once in some hundred pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from collate.audit.questions.grid import Grid, is_year, series
from collate.audit.questions.question import Question, Rule, texts, value_of
from collate.data.published import Cell
from collate.numbers.printed import Printed

_LONG = 5  # numbers
_ENOUGH = 3  # significant digits
_TENFOLD = 10  # a digit more or less, or a point out of place


def odd_ones(grid: Grid) -> Iterator[Question]:
    """Numbers unlike the rest of their series over time."""
    for cells in series(grid):
        if len(cells) >= _LONG:
            yield from _precision(cells)
            yield from _magnitude(cells)
            yield from _last_digit(cells)


def neighbours(grid: Grid) -> Iterator[Question]:
    """Pairs of equal numbers that stand side by side or one above the other; a row or column of years is skipped."""
    for line in grid.lines:
        if all(is_year(cell.printed.text) for _, cell in line.cells):
            continue
        for (_, first), (_, second) in pairwise(line.cells):
            if first.printed.text == second.printed.text and significant(first.printed) >= _ENOUGH:
                yield Question(Rule.REPEAT, (first.id, second.id), texts((first, second), " = "))


def significant(printed: Printed) -> int:
    """Significant digits of a printed number, zeros at its ends not counted."""
    return len("".join(sign for sign in printed.text if sign.isdigit()).strip("0"))


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
