"""Tail probabilities of the normal, Student's, Fisher's and the chi-square distribution, each as an interval that holds the true value.

Everything goes back to the incomplete beta and gamma functions (Abramowitz and Stegun, Handbook of Mathematical Functions, 1964: 6.5 and
26.5; the names of the formulas below are theirs), whose series have terms of one sign. They are summed in whole numbers, rounded down for
the lower end and up for the upper one, with a geometric series as bound of what is left out. Degrees of freedom may be fractions, as in
Welch's test. The interval is narrower than one part in 10^25; of a probability below 10^-25 with thousands of degrees of freedom, and of
one below 10^-39000, it begins at zero and ends below 10^-35.
All functions raise ValueError where a series would take more than a hundred thousand terms: for a chi-square with as many degrees of
freedom twice over, and an F near 1 with billions on both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import ceil, comb, floor

from collate.numbers.enclosure import exponential, logarithm
from collate.numbers.interval import Interval

_BITS = 200
_ONE = 1 << _BITS
_SHIFT = 40  # Stirling's series is used above it
_TERMS = 20  # of Stirling's series; the next is below 10^-49 there
_NEGLIGIBLE = Fraction(1, 10**39087)  # a tenth of what is just above exp(-90,000)
_MOST_TERMS = 100_000
_SLOW = 500  # with 1 - x below one part of it the series in x takes tens of thousands of terms
_TOO_MANY = "degrees of freedom so many that the probability takes more than a hundred thousand terms"


def two_tailed_normal(z: Fraction) -> Interval:
    """P(|Z| ≥ |z|): erfc(|z| / √2), which is Q(1/2, z²/2) (6.5.17)."""
    return _upper_gamma(Fraction(1, 2), z * z / 2)


def two_tailed_t(t: Fraction, freedom: Fraction) -> Interval:
    """P(|T| ≥ |t|) with `freedom` > 0 degrees of freedom: I(ν/2, 1/2) at ν/(ν + t²) (26.7.1)."""
    return _beta(freedom / (freedom + t * t), freedom / 2, Fraction(1, 2))


def below_t(t: Fraction, freedom: Fraction) -> Interval:
    """P(T ≤ t) with `freedom` > 0 degrees of freedom."""
    both = two_tailed_t(t, freedom)
    half = Interval(both.low / 2, both.high / 2)
    return half if t < 0 else Interval(1 - half.high, 1 - half.low)


def two_tailed_r(r: Fraction, freedom: Fraction) -> Interval:
    """The same of a correlation, by t² = ν r² / (1 - r²); zero for a correlation of 1 or -1."""
    if abs(r) >= 1:
        return Interval(Fraction(0), Fraction(0))
    return _beta(1 - r * r, freedom / 2, Fraction(1, 2))


def upper_f(f: Fraction, first: Fraction, second: Fraction) -> Interval:
    """P(F ≥ f) with `first` and `second` degrees of freedom: I(ν₂/2, ν₁/2) at ν₂/(ν₂ + ν₁ f) (26.6.2)."""
    return _beta(second / (second + first * f), second / 2, first / 2) if f > 0 else Interval(Fraction(1), Fraction(1))


def upper_chi_square(chi_square: Fraction, freedom: Fraction) -> Interval:
    """P(X ≥ chi_square) with `freedom` degrees of freedom: Q(ν/2, χ²/2) (26.4.19)."""
    return _upper_gamma(freedom / 2, chi_square / 2) if chi_square > 0 else Interval(Fraction(1), Fraction(1))


def _beta(x: Fraction, a: Fraction, b: Fraction) -> Interval:
    """The regularized incomplete beta function I_x(a, b) (26.5.4), from the side where the series falls at once."""
    if x <= 0 or x >= 1:
        return Interval(Fraction(int(x >= 1)), Fraction(int(x >= 1)))
    if x > (a + 1) / (a + b + 2) or (1 - x) * _SLOW < 1:
        return _complement(_beta_series(1 - x, b, a))
    return _beta_series(x, a, b)


def _beta_series(x: Fraction, a: Fraction, b: Fraction) -> Interval:
    """x^a (1-x)^b / (a B(a, b)) times the sum of the products of (a+b+k)/(a+1+k) x."""
    factor = _sum([(a, logarithm(x)), (b, logarithm(1 - x)), (Fraction(1), _log_gamma(a + b))])
    factor = _sum([(Fraction(1), factor), (Fraction(-1), _log_gamma(a + 1)), (Fraction(-1), _log_gamma(b))])
    return _times_exponential(factor, _series(lambda k: (a + b + k) / (a + 1 + k) * x, lambda k: max(x, (a + b + k) / (a + 1 + k) * x)))


def _upper_gamma(a: Fraction, x: Fraction) -> Interval:
    """The regularized upper incomplete gamma function Q(a, x) (6.5.3)."""
    if x <= 0:
        return Interval(Fraction(1), Fraction(1))
    lead = _sum([(a, logarithm(x)), (Fraction(-1), Interval(x, x)), (Fraction(-1), _log_gamma(a + 1))])  # x^a e^-x / Γ(a + 1)
    if x < a + 1:
        return _complement(_times_exponential(lead, _series(lambda k: x / (a + 1 + k), lambda k: x / (a + 1 + k))))
    # Q(a+1, x) = Q(a, x) + x^a e^-x / Γ(a+1) (6.5.21), down to an a that is at most 1
    steps = ceil(a) - 1
    if steps > _MOST_TERMS:
        raise ValueError(_TOO_MANY)
    rest = a - steps
    start = _rest_of_gamma(rest, x)
    if steps == 0:
        return start
    low = high = low_term = high_term = _ONE
    for k in range(1, steps):
        ratio = (a - k) / x
        low_term = low_term * ratio.numerator // ratio.denominator
        high_term = -(-high_term * ratio.numerator // ratio.denominator)
        low, high = low + low_term, high + high_term
    last = _sum([(Fraction(1), lead), (Fraction(1), logarithm(a)), (Fraction(-1), logarithm(x))])  # x^(a-1) e^-x / Γ(a)
    added = _times_exponential(last, Interval(Fraction(low, _ONE), Fraction(high, _ONE)))
    return Interval(start.low + added.low, start.high + added.high)


def _rest_of_gamma(a: Fraction, x: Fraction) -> Interval:
    """Q(a, x) of 0 < a ≤ 1 and x ≥ 1: Legendre's continued fraction (6.5.31), whose convergents lie below and above by turns.

    They do because all its partial numerators 1 - a, 1, 2 - a, 2, … are positive.
    """
    if a == 1:
        return _exponential(Interval(-x, -x))
    numerators = [Fraction(1)]
    for k in range(1, 4 + ceil(3000 / x)):
        numerators += [k - a, Fraction(k)]
    ends = []
    for count in (len(numerators), len(numerators) - 1):
        # From the innermost: 1/(x + (1-a)/(1 + 1/(x + …)))
        value = Fraction(0)
        for place in range(count - 1, -1, -1):
            value = numerators[place] / ((x if place % 2 == 0 else Fraction(1)) + value)
            value = Fraction(floor(value * _ONE) + (place + count) % 2, _ONE)  # rounded to the side on which this convergent lies
        ends.append(value)
    lead = _sum([(a, logarithm(x)), (Fraction(-1), Interval(x, x)), (Fraction(-1), _log_gamma(a))])
    return _times_exponential(lead, Interval(min(ends), max(ends)))


def _series(ratio: Callable[[int], Fraction], later: Callable[[int], Fraction]) -> Interval:
    """1 + r₀ + r₀r₁ + …, where no ratio from the k-th on is greater than `later(k)`.

    Raises
    ------
    ValueError : more than a hundred thousand terms.
    """
    low = high = low_term = high_term = _ONE
    for k in range(_MOST_TERMS):
        step = ratio(k)
        low_term = low_term * step.numerator // step.denominator
        high_term = -(-high_term * step.numerator // step.denominator)
        low, high = low + low_term, high + high_term
        bound = later(k + 1)
        if high_term < (low >> 120) + 2 and bound < 1:
            return Interval(Fraction(low, _ONE), Fraction(high, _ONE) + Fraction(high_term, _ONE) * bound / (1 - bound))
    raise ValueError(_TOO_MANY)


@lru_cache(maxsize=1024)
def _log_gamma(x: Fraction) -> Interval:
    """The logarithm of Γ(x), x > 0, by Stirling's series (6.1.41): its error is smaller than the first term left out, and of its sign."""
    if x == 1 or x == 2:
        return Interval(Fraction(0), Fraction(0))
    steps = max(0, ceil(_SHIFT - x))
    product = Fraction(1)
    for k in range(steps):
        product *= x + k
    big = x + steps
    terms = [_bernoulli(2 * k) / (2 * k * (2 * k - 1)) / big ** (2 * k - 1) for k in range(1, _TERMS + 2)]
    series, left = sum(terms[:-1], Fraction(0)), terms[-1]
    ends = Interval(min(series, series + left), max(series, series + left))
    parts = [(big - Fraction(1, 2), logarithm(big)), (Fraction(-1), Interval(big, big)), (Fraction(1), ends)]
    return _sum([*parts, (Fraction(1, 2), _log_two_pi()), (Fraction(-1), logarithm(product))])


@lru_cache(maxsize=1)
def _log_two_pi() -> Interval:
    """By Machin's formula, π = 16 arctan(1/5) - 4 arctan(1/239), whose alternating series lie below and above by turns."""

    def arctangents(inverse: int) -> tuple[Fraction, Fraction]:
        terms = [Fraction((-1) ** k, (2 * k + 1) * inverse ** (2 * k + 1)) for k in range(60)]
        return sum(terms, Fraction(0)), sum(terms[:-1], Fraction(0))

    five, big = arctangents(5), arctangents(239)
    return Interval(logarithm(2 * (16 * five[0] - 4 * big[1])).low, logarithm(2 * (16 * five[1] - 4 * big[0])).high)


@lru_cache(maxsize=64)
def _bernoulli(index: int) -> Fraction:
    if index == 0:
        return Fraction(1)
    return -sum((comb(index + 1, k) * _bernoulli(k) for k in range(index)), Fraction(0)) / (index + 1)


def _sum(parts: list[tuple[Fraction, Interval]]) -> Interval:
    """The sum of multiples of intervals."""
    ends = [(factor * part.low, factor * part.high) if factor >= 0 else (factor * part.high, factor * part.low) for factor, part in parts]
    return Interval(sum((low for low, _ in ends), Fraction(0)), sum((high for _, high in ends), Fraction(0)))


def _exponential(power: Interval) -> Interval:
    if power.high < -90_000:
        return Interval(Fraction(0), _NEGLIGIBLE * 10)
    return Interval(exponential(power.low).low, exponential(power.high).high)


def _times_exponential(power: Interval, factor: Interval) -> Interval:
    """exp(power) × factor, of which a probability takes no more than 1."""
    ends = _exponential(power)
    return Interval(min(ends.low * factor.low, Fraction(1)), min(ends.high * factor.high, Fraction(1)))


def _complement(part: Interval) -> Interval:
    return Interval(max(1 - part.high, Fraction(0)), 1 - part.low)
