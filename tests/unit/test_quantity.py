"""Arithmetic on printed inputs, with the exact range that their rounding allows."""

from fractions import Fraction as F

import pytest

from collate.numbers.printed import Interval, parse
from collate.numbers.quantity import exact, observed, percent, total


def q(id, text, decimals=None):
    return observed(id, parse(text, decimals))


def test_sum_widens():
    result = q("a", "1.2") + q("b", "3.4")
    assert result.value == F("4.6")
    assert result.interval == Interval(F("4.5"), F("4.7"))


def test_difference_and_product():
    assert (q("a", "5") - q("b", "3")).interval == Interval(F(1), F(3))
    assert (q("a", "2") * 10).interval == Interval(F(15), F(25))
    assert (1 - q("a", "0.5")).value == F("0.5")


def test_quotient():
    result = percent(q("part", "1"), q("whole", "4"))
    assert result.value == 25
    assert result.interval == Interval(F("0.5") / F("4.5") * 100, F("1.5") / F("3.5") * 100)


def test_repeated_input_is_not_counted_twice():
    part, rest = q("part", "1"), q("rest", "3")
    share = part / (part + rest)
    # 1.5 / (1.5 + 2.5) and 0.5 / (0.5 + 3.5): the part moves in both places at once.
    assert share.interval == Interval(F("0.125"), F("0.375"))


def test_an_input_minus_itself_is_nothing():
    a = q("a", "7")
    assert (a - a).interval == Interval(F(0), F(0))


def test_a_square_of_what_keeps_its_sign():
    a = q("a", "7")
    assert (a * a).interval == Interval(F("42.25"), F("56.25"))
    assert (a**2).interval == Interval(F("42.25"), F("56.25"))


def test_a_product_whose_extremes_need_not_lie_at_the_ends_is_refused():
    a = q("a", "0")
    with pytest.raises(ValueError, match=r"a occurs more than once in {a} \* {a}"):
        _ = (a * a).interval
    assert (a**2).interval == Interval(F(0), F("0.25"))


def test_a_pole_between_the_corners_is_refused():
    a, b = q("a", "100.0"), q("b", "99.8")
    assert (a / (a - b)).interval.low > 0  # 99.95 is greater than 99.85
    wide = q("a", "100")
    with pytest.raises(ZeroDivisionError, match=r"the divisor {a} - {b} may be zero: it lies between -0\.35 and 0\.75"):
        _ = (wide / (wide - b)).interval


def test_division_by_a_range_with_zero_is_refused():
    with pytest.raises(ZeroDivisionError):
        _ = (q("a", "1") / q("b", "0.2", 1) / exact(1) / q("c", "0")).interval


def test_formula_reads_back():
    a, b, c = q("a", "1"), q("b", "2"), q("c", "4")
    assert ((a + b) / c * 100).formula == "({a} + {b}) / {c} * 100"
    assert (a - (b - c)).formula == "{a} - ({b} - {c})"
    assert total([a, b, c]).formula == "{a} + {b} + {c}"
    assert list((a + b).inputs) == ["a", "b"]
