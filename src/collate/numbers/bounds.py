"""What a printed number stands for: the interval that its last digit, its sign of relation or its qualifying word leave open.

A rounded number stands for half a unit of its last printed digit on either side (a rectangular distribution of that width in JCGM
100:2008, 4.3.7); under another rounding rule, for the numbers that this rule brings to it. Signs (<, ≥) are bounds as in mathematics.
A word says on which side of its number v the truth lies and that it is near; how far away it may lie is told by u, one unit of the last
digit of v that is not zero, for whoever writes "over 13000" would have written "14000" of 14000:

========== ============== ==========================================================================================
relation   stands for     because
========== ============== ==========================================================================================
over       (v, v + u)     v itself is not over v; at v + u the next round number would stand
at least   [v, v + u)     v itself is allowed
up to      (v - u, v]     v itself is allowed, and the round number below would have served at v - u
nearly     (v - u, v)     v is not reached
below      [0, v)         a threshold: it says nothing of how far; of a negative v all that is smaller by up to u is meant
about, ≈   [v-u/2, v+u/2] nearer to v than to the round numbers beside it; no side is named, so both ends belong
========== ============== ==========================================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from collate.numbers.fact import Relation

_NEAREST = ("half up", "half even", "half down")


class Bounds(NamedTuple):
    """Ends of an interval, None where it has none; an end is left out where it is open."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False


def bounds(value: Fraction, decimals: int, relation: Relation, rounding: Sequence[str] = (), exact: bool = False) -> Bounds:
    """What `value`, printed with `decimals` and in this `relation`, stands for.

    Parameters
    ----------
    rounding : the rules by which it may have been rounded; the nearest number where none is named.
    exact : the number is itself and nothing near it.
    """
    if relation is Relation.EQUAL:
        return Bounds(value, value) if exact else _rounded(value, decimals, rounding)
    if relation is Relation.LESS:
        return Bounds(None, value, high_open=True)
    if relation is Relation.GREATER:
        return Bounds(value, None, low_open=True)
    if relation is Relation.AT_MOST:
        return Bounds(None, value)
    if relation is Relation.AT_LEAST:
        return Bounds(value, None)
    unit = last_unit(value, decimals)
    if relation in (Relation.OVER, Relation.FROM):
        return Bounds(value, value + unit, relation is Relation.OVER, True)
    if relation in (Relation.UP_TO, Relation.NEARLY):
        return Bounds(value - unit, value, True, relation is Relation.NEARLY)
    if relation is Relation.BELOW:
        return Bounds(Fraction(0) if value > 0 else value - unit, value, high_open=True)
    return Bounds(value - unit / 2, value + unit / 2)


def last_unit(value: Fraction, decimals: int) -> Fraction:
    """One unit of the last digit of `value` that is not zero; of zero, of its last printed digit."""
    digits = value / place(decimals)
    while digits and digits % 10 == 0:
        digits /= 10
        decimals -= 1
    return place(decimals)


def place(decimals: int) -> Fraction:
    """What the last of so many decimals counts: 1/100 for 2, 1000 for -3."""
    return Fraction(1, 10**decimals) if decimals >= 0 else Fraction(10**-decimals)


def _rounded(value: Fraction, decimals: int, rounding: Sequence[str]) -> Bounds:
    unit = place(decimals)
    half = unit / 2
    if not rounding or len([rule for rule in rounding if rule in _NEAREST]) > 1 or rounding == ("PDG",):
        found = Bounds(value - half, value + half)
        others = [rule for rule in rounding if rule not in (*_NEAREST, "PDG")]
    else:
        found, others = _of_rule(value, unit, rounding[0]), list(rounding[1:])
    for rule in others:
        found = _hull(found, _of_rule(value, unit, rule))
    return found


def _of_rule(value: Fraction, unit: Fraction, rule: str) -> Bounds:
    """The numbers that one rule brings to `value`."""
    half = unit / 2
    if rule == "up":
        return Bounds(value - unit, value, True, False)
    if rule == "down":
        return Bounds(value, value + unit, False, True)
    if rule == "truncation":
        if value == 0:
            return Bounds(-unit, unit, True, True)
        return Bounds(value, value + unit, False, True) if value > 0 else Bounds(value - unit, value, True, False)
    if rule == "half even":
        odd = bool((value / unit).numerator % 2)
        return Bounds(value - half, value + half, odd, odd)
    if rule in ("half up", "half down"):
        toward_zero, away = rule == "half up", rule == "half down"  # the end that belongs to it is the one nearer to zero under half up
        if value == 0:
            return Bounds(-half, half, toward_zero, toward_zero)
        inner, outer = not toward_zero, not away  # whether each end is open
        return Bounds(value - half, value + half, inner, outer) if value > 0 else Bounds(value - half, value + half, outer, inner)
    return Bounds(value - half, value + half)


def _hull(left: Bounds, right: Bounds) -> Bounds:
    assert left.low is not None and left.high is not None and right.low is not None and right.high is not None
    low, high = min(left.low, right.low), max(left.high, right.high)
    low_open = all(side.low_open for side in (left, right) if side.low == low)
    high_open = all(side.high_open for side in (left, right) if side.high == high)
    return Bounds(low, high, low_open, high_open)
