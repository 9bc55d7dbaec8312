"""Shares that should add up to 100 and do not, within what their rounding allows.

Nobody says which shares are all parts of one whole. A set is taken for complete when sets like it are: in a table, when at least
half of its rows (or columns) add up; in sentences, when shares of the same parts, stated elsewhere, add up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from collate.audit.questions.grid import TOTAL, Grid, Line
from collate.audit.questions.question import Place, Question, Rule, added, is_percent, short, texts, value_of, words_of, written
from collate.data.claims import Claim
from collate.data.published import Cell
from collate.numbers.printed import Interval

HUNDRED = Interval(Fraction(100), Fraction(100))


def in_tables(grid: Grid) -> Iterator[Question]:
    """Rows or columns of shares that miss 100 although most of their kind meet it."""
    for lines in (grid.rows, grid.columns):
        sets = [(parts, _wholes(line)) for line in lines if len(parts := _parts(grid, line)) >= 2]
        complete = [parts for parts, _ in sets if _adds_up(parts)]
        if 2 * len(complete) >= len(sets) and complete:
            yield from (_question(parts, wholes) for parts, wholes in sets if not _adds_up(parts))


def in_sentences(claims: Iterable[Claim]) -> Iterator[Question]:
    """Shares of one line whose ids differ in one word, where shares of the same words add up to 100 elsewhere."""
    sets: dict[tuple[str, ...], list[list[Claim]]] = defaultdict(list)
    for members in _families(claims):
        sets[tuple(sorted(members))].append([members[word] for word in sorted(members)])
    for alike in sets.values():
        if any(_adds_up(members) for members in alike):
            yield from (_question(members) for members in alike if not _adds_up(members))


def _parts(grid: Grid, line: Line) -> list[Cell]:
    cells = [cell for label, cell in line.cells if label.split(":")[-1] != TOTAL]
    return cells if all(grid.percent or is_percent(cell) for cell in cells) and line.label.split(":")[-1] != TOTAL else []


def _wholes(line: Line) -> list[Cell]:
    """The printed total of a row or column, where it has one."""
    return [cell for label, cell in line.cells if label.split(":")[-1] == TOTAL]


def _families(claims: Iterable[Claim]) -> Iterator[dict[str, Claim]]:
    """Shares of one line that differ in a single word of their ids, by that word."""
    found: dict[tuple[int, int, tuple[str, ...]], dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        words = words_of(claim)
        if claim.kind == "share" and is_percent(claim) and not claim.qualifier:
            for place, word in enumerate(words):
                if not word.isdigit():
                    pattern = (*words[:place], "*", *words[place + 1 :])
                    found[claim.chapter, claim.line, pattern][word] = claim
    yield from (members for members in found.values() if len(members) >= 2)


def _adds_up(parts: Sequence[Place]) -> bool:
    return added(parts).meets(HUNDRED)


def _question(parts: Sequence[Place], wholes: Sequence[Place] = ()) -> Question:
    total = sum((value_of(part) for part in parts), Fraction(0))
    return Question(
        Rule.SHARES, tuple(place.id for place in [*parts, *wholes]), f"{texts(parts)} = {short(total)} {written(added(parts))} ≠ 100"
    )
