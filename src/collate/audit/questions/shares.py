"""Shares that should add up to 100 and do not, within what their rounding allows, and shares that no whole number of things can give.

Nobody says which shares are all parts of one whole. A set is taken for complete when sets like it are: in a table, when at least
half of its rows (or columns) add up; in sentences, when shares of the same parts, stated elsewhere, add up. A share
is checked against the exact count that it is a share of, or against the count that is that share, as GRIM does with means
(`collate.audit.granularity`); here the count may stand in another sentence, and may be the part and not the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from collate.audit.outcome import short, written
from collate.audit.questions.grid import TOTAL, Grid, Line
from collate.audit.questions.question import Place, Question, Rule, added, is_percent, texts, value_of, words_of
from collate.data.claims import Claim
from collate.data.published import Cell
from collate.numbers.formula import inputs_of
from collate.numbers.printed import Interval

HUNDRED = Interval(Fraction(100), Fraction(100))


def in_tables(grid: Grid) -> Iterator[Question]:
    """Rows or columns of shares that miss 100 although most of their kind meet it, or although their total is printed as 100."""
    for lines in (grid.rows, grid.columns):
        sets = [(parts, _wholes(line)) for line in lines if len(parts := _parts(grid, line)) >= 2]
        complete = [parts for parts, _ in sets if _adds_up(parts)]
        usual = bool(complete) and 2 * len(complete) >= len(sets)
        for parts, wholes in sets:
            if not _adds_up(parts) and (usual or any(value_of(whole) == 100 for whole in wholes)):
                yield _question(parts, wholes)


def in_sentences(claims: Iterable[Claim]) -> Iterator[Question]:
    """Shares of one line whose ids differ in one word, where shares of the same words add up to 100 elsewhere."""
    sets: dict[tuple[str, ...], list[list[Claim]]] = defaultdict(list)
    for members in _families(claims):
        sets[tuple(sorted(members))].append([members[word] for word in sorted(members)])
    for alike in sets.values():
        if any(_adds_up(members) for members in alike):
            yield from (_question(members) for members in alike if not _adds_up(members))


def shares_of_counts(claims: Mapping[str, Claim], places: Mapping[str, Place]) -> Iterator[Question]:
    """Shares that no whole number of things can give."""
    for claim in claims.values():
        if claim.kind != "share" or not is_percent(claim):
            continue
        share, whole, part = claim.interval, _whole(claim, places), _part(claim, claims)
        if whole:
            found = Interval(share.low * value_of(whole) / 100, share.high * value_of(whole) / 100)
            yield from _asked(claim, whole, f"{claim.printed.text} × {whole.printed.text}", found)
        if part and share.low > 0:
            found = Interval(100 * value_of(part) / share.high, 100 * value_of(part) / share.low)
            yield from _asked(claim, part, f"{part.printed.text} / {claim.printed.text}", found)


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


def _asked(claim: Claim, count: Claim, computation: str, found: Interval) -> Iterator[Question]:
    """A question where no whole number lies in the range `found`."""
    if ceil(found.low) > floor(found.high):
        yield Question(Rule.WHOLE_COUNT, (claim.id, count.id), f"{computation} = {written(found)} ≠ 0, 1, 2, …")


def _whole(claim: Claim, places: Mapping[str, Place]) -> Claim | None:
    """The exact count that a share's formula `{part} / {whole} * 100` divides by."""
    names = inputs_of(claim.formula)
    if len(names) != 2 or claim.formula != f"{{{names[0]}}} / {{{names[1]}}} * 100":
        return None
    whole = places.get(names[1])
    return whole if isinstance(whole, Claim) and whole.kind == "count" and not whole.qualifier else None


def _part(claim: Claim, claims: Mapping[str, Claim]) -> Claim | None:
    """The exact count on the same line whose id is that of the share without the word `share`."""
    named = claim.id.replace("-share", "", 1)
    part = claims.get(named)
    return part if part and named != claim.id and part.kind == "count" and not part.qualifier else None
