"""Three ways in which a report may have shortened a number, told apart and named."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor, trunc


def half_up(value: Fraction, decimals: int) -> Fraction:
    """Ties away from zero: 44.25 to 44.3 and -44.25 to -44.3."""
    scaled = abs(value) * 10**decimals
    rounded = Fraction(floor(scaled + Fraction(1, 2)), 10**decimals)
    return -rounded if value < 0 else rounded


def half_even(value: Fraction, decimals: int) -> Fraction:
    """Ties to the even digit: 44.25 to 44.2 (the rule of IEEE 754 and of Python's `round`)."""
    return Fraction(round(value * 10**decimals), 10**decimals)


def truncation(value: Fraction, decimals: int) -> Fraction:
    """Digits cut off: 44.29 to 44.2."""
    return Fraction(trunc(value * 10**decimals), 10**decimals)


RULES: dict[str, Callable[[Fraction, int], Fraction]] = {
    "half up": half_up,
    "half even": half_even,
    "truncation": truncation,
}


def rules_that_give(printed: Fraction, value: Fraction, decimals: int) -> tuple[str, ...]:
    """Names of the rules under which `value` becomes `printed` at `decimals` decimals."""
    return tuple(name for name, rule in RULES.items() if rule(value, decimals) == printed)
