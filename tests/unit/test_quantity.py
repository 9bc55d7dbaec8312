"""Arithmetic on printed inputs, with the exact range that their rounding allows."""

import math
from fractions import Fraction as F

import pytest

from collate.numbers.printed import Interval, parse
from collate.numbers.quantity import QuantityError, exact, maximum, minimum, observed, percent, rank, total


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


def test_a_number_before_a_quantity():
    a = q("a", "1.2")
    assert ((5 - a).value, (5 - a).formula) == (F("3.8"), "5 - {a}")
    assert ((6 / a).value, (6 / a).formula) == (F(5), "6 / {a}")
    assert ((5 + a).value, (5 + a).formula) == (F("6.2"), "5 + {a}")
    assert ((5 * a).value, (5 * a).formula) == (F(6), "{a} * 5")
    assert sum([a]) is a
    assert (F(0) + a).formula == "0 + {a}"


def test_how_it_shows_itself():
    a, b = q("a", "1.2"), q("b", "2.5")
    assert repr(a) == "<Quantity 1.2, {a}>"
    assert repr(a + b) == "<Quantity 3.7, +>"
    assert repr(exact("1/3")) == "<Quantity 0.333333, (1/3)>"
    assert repr(rank(a, [b] * 8)) == "<Quantity 9, rank({a}, {b}, {b}, {b}, {b}, {b}, {b}, {b}, {b})>"
    assert repr(rank(a, [b] * 9)) == "<Quantity 10, rank>"


def test_no_float_no_complex_and_no_rounded_number():
    a = q("a", "1.2")
    for convert in (float, complex, int, round, math.floor, math.ceil, math.trunc):
        with pytest.raises(QuantityError):
            convert(a)
    with pytest.raises(QuantityError):
        round(a, 1)


def test_a_rank_holds_every_place_that_rounding_allows():
    a, near, above, below = q("a", "1.2"), observed("near", parse("1.25", 2)), q("above", "9"), q("below", "0")
    place = rank(a, [a, near, above, below])
    assert (place.value, place.interval) == (F(3), Interval(F(2), F(3)))
    assert list(place.inputs) == ["a", "near", "above", "below"]


def test_a_long_formula_is_cut_in_a_message():
    many = total([q(f"input-{number:02}", "1") for number in range(30)])
    with pytest.raises(ZeroDivisionError) as caught:
        _ = 1 / (many - many)
    told = (many - many).formula
    assert len(told) > 200
    assert str(caught.value) == f"division by {told[:200]} …, which is zero"
    with pytest.raises(ZeroDivisionError, match=r"^division by {a} - {a}, which is zero$"):
        _ = 1 / (q("a", "1") - q("a", "1"))


@pytest.mark.parametrize(("length", "cut"), [(200, False), (201, True)])
def test_where_a_formula_is_cut(length, cut):
    divisor = 0 - observed("a" * (length - len("0 - {}")), parse("0"))
    assert len(divisor.formula) == length
    with pytest.raises(ZeroDivisionError) as caught:
        _ = 1 / divisor
    assert ("…" in str(caught.value)) == cut


def test_a_greatest_and_a_least_of_numbers_of_one_and_of_none():
    one = exact(3)
    assert maximum([one]) is one
    assert minimum([one]) is one
    assert (maximum([1, exact(2)]).value, minimum([exact(1), 2]).value) == (2, 1)
    with pytest.raises(QuantityError, match="min of nothing"):
        minimum([])
