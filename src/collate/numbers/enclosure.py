"""Roots, exponentials and logarithms of rational numbers, each as an interval that holds the true value.

Such values are irrational but for a few (roots of powers; exp 0 and log 1 by the theorem of Lindemann and Weierstrass). A rational
result is a point; every other is enclosed by decimals of `DIGITS` significant digits, the lower one rounded down and the upper up,
at most two units of the last digit apart. All arithmetic is in whole numbers: series whose terms have one sign, their tails bounded by
a geometric series, every step rounded outward.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from collate.numbers.interval import Interval

DIGITS = 60  # significant digits of an enclosure
_BITS = 256  # relative precision of the work: 77 digits
_LARGEST = 100_000  # exp(100,000) has 43,430 digits; nothing that is printed is larger


def root(value: Fraction, degree: int) -> Interval:
    """The root of `degree` 2 or more of a number that is not negative.

    Raises
    ------
    ValueError : a negative number.
    """
    if value < 0:
        raise ValueError("a root of a negative number")
    exact = Fraction(_whole_root(value.numerator, degree), _whole_root(value.denominator, degree))
    if exact**degree == value:
        return Interval(exact, exact)
    shift = _BITS - (value.numerator.bit_length() - value.denominator.bit_length()) // degree
    scaled = value * Fraction(2) ** (degree * shift)
    below = _whole_root(scaled.numerator // scaled.denominator, degree)
    unit = Fraction(2) ** -shift
    return _outward(below * unit, (below + 1) * unit)


def exponential(value: Fraction) -> Interval:
    """e to the power `value`.

    Raises
    ------
    ValueError : a power beyond 100,000 in size, which is no printed number.
    """
    if value == 0:
        return Interval(Fraction(1), Fraction(1))
    if abs(value) > _LARGEST:
        raise ValueError(f"an exponential of {float(value):.6g} is too large to be worked out")
    low, high = _exponential(abs(value))
    return _outward(low, high) if value > 0 else _outward(1 / high, 1 / low)


def logarithm(value: Fraction) -> Interval:
    """The natural logarithm of a positive number.

    Raises
    ------
    ValueError : a number that is not positive.
    """
    if value <= 0:
        raise ValueError("a logarithm of a number that is not positive")
    if value == 1:
        return Interval(Fraction(0), Fraction(0))
    return _outward(*_logarithm(value))


def common_logarithm(value: Fraction) -> Interval:
    """The logarithm to base 10 of a positive number; a whole number for a power of ten.

    Raises
    ------
    ValueError : a number that is not positive.
    """
    if value <= 0:
        raise ValueError("a logarithm of a number that is not positive")
    about = _decimal_size(value)
    for power in (about - 1, about, about + 1):
        if value == Fraction(10) ** power:
            return Interval(Fraction(power), Fraction(power))
    ends, ten = _logarithm(value), _logarithm(Fraction(10))
    quotients = [a / b for a in ends for b in ten]
    return _outward(min(quotients), max(quotients))


def _exponential(value: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of exp of a positive number: the series at value / 2^halvings, squared as often."""
    halvings = max(0, value.numerator.bit_length() - value.denominator.bit_length() + 3)
    bits = _BITS + 2 * halvings
    one = 1 << bits
    small = value / 2**halvings * one
    low_step, high_step = small.numerator // small.denominator, -(-small.numerator // small.denominator)
    low, high, low_term, high_term, place = one, one, one, one, 0
    while high_term > 1:
        place += 1
        low_term = (low_term * low_step >> bits) // place
        high_term = -((-high_term * high_step >> bits) // place)
        low, high = low + low_term, high + high_term
    high += 2 * high_term  # the next terms fall at least by half each, since the step is below one half
    for _ in range(halvings):
        low, high = low * low >> bits, -(-high * high >> bits)
    return Fraction(low, one), Fraction(high, one)


def _logarithm(value: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of log(value) = twos × log 2 + log(rest), the rest between 1/√2 and √2, or just beyond."""
    twos = value.numerator.bit_length() - value.denominator.bit_length()
    rest = value / Fraction(2) ** twos
    if rest * rest > 2:
        twos, rest = twos + 1, rest / 2
    elif rest * rest * 2 < 1:
        twos, rest = twos - 1, rest * 2
    low, high = _twice_artanh((rest - 1) / (rest + 1))
    parts = [twos * two for two in _twice_artanh(Fraction(1, 3))] if twos else [Fraction(0)]
    return low + min(parts), high + max(parts)


def _twice_artanh(value: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of 2 artanh of a number between -1/2 and 1/2: 2 (x + x³/3 + x⁵/5 + …)."""
    if value < 0:
        ends = _twice_artanh(-value)
        return -ends[1], -ends[0]
    if value == 0:
        return Fraction(0), Fraction(0)
    bits = _BITS + 2 * max(0, value.denominator.bit_length() - value.numerator.bit_length())
    scaled = value * (1 << bits)
    low_power, high_power = scaled.numerator // scaled.denominator, -(-scaled.numerator // scaled.denominator)
    low_square, high_square = low_power * low_power >> bits, -(-high_power * high_power >> bits)
    low = high = 0
    place = 1
    while high_power > 1:
        low, high = low + low_power // place, high - (-high_power // place)
        low_power, high_power = low_power * low_square >> bits, -(-high_power * high_square >> bits)
        place += 2
    high += 2 * high_power  # what follows falls by 4 each
    return Fraction(2 * low, 1 << bits), Fraction(2 * high, 1 << bits)


def _whole_root(number: int, degree: int) -> int:
    """The greatest whole number whose power of `degree` is at most `number`."""
    if degree == 2:
        return isqrt(number)
    if number < 2:
        return number
    guess = 1 << -(-number.bit_length() // degree)  # at least the root; Newton's steps fall to it
    while True:
        better = ((degree - 1) * guess + number // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def _outward(low: Fraction, high: Fraction) -> Interval:
    """Decimals of at least `DIGITS` significant digits around two numbers of one sign."""
    unit = Fraction(10) ** (DIGITS - _decimal_size(max(abs(low), abs(high))))
    below, above = low * unit, high * unit
    return Interval(Fraction(below.numerator // below.denominator) / unit, Fraction(-(-above.numerator // above.denominator)) / unit)


def _decimal_size(value: Fraction) -> int:
    """The power of ten of a positive number, or one less: by its bits, since Python refuses to write out very large numbers."""
    return (value.numerator.bit_length() - value.denominator.bit_length()) * 30103 // 100000
