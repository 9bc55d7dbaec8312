"""The same number twice in neighbouring cells, as when a typesetter's eye slips.

Only numbers of three or more significant digits are asked about: two of them agree by chance less than once in some hundred pairs.
A row or column of years is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from collate.audit.questions.grid import Grid, is_year
from collate.audit.questions.question import Question, Rule, texts
from collate.numbers.printed import Printed

_ENOUGH = 3  # significant digits


def neighbours(grid: Grid) -> Iterator[Question]:
    """Pairs of equal numbers that stand side by side or one above the other."""
    for line in grid.lines:
        if all(is_year(cell.printed.text) for _, cell in line.cells):
            continue
        for (_, first), (_, second) in pairwise(line.cells):
            if first.printed.text == second.printed.text and significant(first.printed) >= _ENOUGH:
                yield Question(Rule.REPEAT, (first.id, second.id), texts((first, second), " = "))


def significant(printed: Printed) -> int:
    """Significant digits of a printed number, zeros at its ends not counted."""
    return len("".join(sign for sign in printed.text if sign.isdigit()).strip("0"))
