"""A percentage of a count must be a whole number of things.

The idea is that of the GRIM test (Brown and Heathers, 2017): a mean of N whole numbers can only take the values k / N. Here a
share is checked against the count that it is a share of, or against the count that is that share. Counts so large that every
printed share is possible say nothing and are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, floor

from collate.audit.questions.question import Place, Question, Rule, is_percent, value_of, written
from collate.data.claims import Claim
from collate.numbers.formula import inputs_of
from collate.numbers.printed import Interval


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
