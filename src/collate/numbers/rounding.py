"""The ways in which a number may have been shortened, told apart and named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, floor, trunc


def half_up(value: Fraction, decimals: int) -> Fraction:
    """Ties away from zero: 44.25 to 44.3 and -44.25 to -44.3."""
    over, under = abs(value.numerator), value.denominator
    many, unit = (10**decimals, 1) if decimals >= 0 else (1, 10**-decimals)
    units = (2 * over * many + under * unit) // (2 * under * unit)
    return Fraction(-units * unit if value < 0 else units * unit, many)


def half_even(value: Fraction, decimals: int) -> Fraction:
    """Ties to the even digit: 44.25 to 44.2 (the rule of IEEE 754 and of Python's `round`)."""
    return round(value * _power(decimals)) / _power(decimals)


def truncation(value: Fraction, decimals: int) -> Fraction:
    """Digits cut off: 44.29 to 44.2."""
    return trunc(value * _power(decimals)) / _power(decimals)


def half_down(value: Fraction, decimals: int) -> Fraction:
    """Ties toward zero: 44.25 to 44.2 and -44.25 to -44.2."""
    scaled = abs(value) * _power(decimals)
    rounded = ceil(scaled - Fraction(1, 2)) / _power(decimals)
    return -rounded if value < 0 else rounded


def up(value: Fraction, decimals: int) -> Fraction:
    """Never to a smaller number: 44.21 to 44.3 and -44.29 to -44.2."""
    return ceil(value * _power(decimals)) / _power(decimals)


def down(value: Fraction, decimals: int) -> Fraction:
    """Never to a larger number: 44.29 to 44.2 and -44.21 to -44.3."""
    return floor(value * _power(decimals)) / _power(decimals)


def _power(decimals: int) -> Fraction:
    return Fraction(10) ** decimals  # a place before the point has negative decimals


RULES: dict[str, Callable[[Fraction, int], Fraction]] = {
    "half up": half_up,
    "half even": half_even,
    "half down": half_down,
    "truncation": truncation,
    "up": up,
    "down": down,
}


_TOLD = ("half up", "half even", "truncation")


def rules_that_give(printed: Fraction, value: Fraction, decimals: int, rules: Sequence[str] = _TOLD) -> tuple[str, ...]:
    """Names of those of `rules` under which `value` becomes `printed` at `decimals` decimals.

    The same as to try each rule of `RULES`, by one division of whole numbers.
    """
    wanted = printed.numerator * 10**decimals if decimals >= 0 else printed.numerator
    over = printed.denominator if decimals >= 0 else printed.denominator * 10**-decimals
    target, rest = divmod(wanted, over)
    if rest:
        return ()
    top, bottom = value.numerator, value.denominator
    if decimals >= 0:
        top *= 10**decimals
    else:
        bottom *= 10**-decimals
    below, rest = divmod(top, bottom)
    if target not in (below, below + 1):
        return ()
    above = below + (rest > 0)
    toward, away = (below, above) if top >= 0 else (above, below)
    nearest = below if 2 * rest < bottom else above
    tie = 2 * rest == bottom
    given = {
        "half up": away if tie else nearest,
        "half even": below + below % 2 if tie else nearest,
        "half down": toward if tie else nearest,
        "truncation": toward,
        "up": above,
        "down": below,
    }
    return tuple([name for name in rules if given[name] == target])


def pdg(value: Fraction, uncertainty: Fraction) -> tuple[Fraction, Fraction, int]:
    """A value and its uncertainty at the digits that the Particle Data Group prints, and how many decimals these are.

    Of the three highest digits of the uncertainty, 100 to 354 leave two significant digits, 355 to 949 one, and 950 to 999 are
    rounded up to 1000 and leave two; the value has the digits of the uncertainty (Review of Particle Physics, Introduction, 5.3).

    Raises
    ------
    ValueError : the uncertainty is not above 0.
    """
    if uncertainty <= 0:
        raise ValueError(f"an uncertainty of {uncertainty}")
    places = 0  # of the first digit: 10**places <= uncertainty
    while uncertainty >= _power(places + 1):
        places += 1
    while uncertainty < _power(places):
        places -= 1
    three = half_up(uncertainty * _power(2 - places), 0)
    decimals = -places if 355 <= three <= 949 else 1 - places
    if three >= 950:
        decimals -= 1
    return half_up(value, decimals), half_up(uncertainty, decimals), decimals
