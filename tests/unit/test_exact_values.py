"""Exact numbers from the digit that is typed to the file that keeps the result, and what refuses to be exact."""

import pickle
from decimal import Decimal
from fractions import Fraction as F
from pathlib import Path

import numpy
import pandas
import pytest

from collate.data.csvfile import Row
from collate.numbers.compare import Regenerated, compare
from collate.numbers.formula import evaluate_number
from collate.numbers.printed import Interval, parse
from collate.numbers.quantity import QuantityError, exact, maximum, mean, minimum, observed, total
from collate.numbers.truth import Truth, UndecidedError
from collate.numbers.values import exact_text, number_fields, read_number
from collate.numbers.verdict import Verdict


def q(id, text):
    return observed(id, parse(text))


def grouped():
    return pandas.DataFrame({"g": ["u", "u"], "x": [A, B]}).groupby("g")["x"]


A, B, C = q("a", "1.2"), q("b", "3.4"), q("c", "-2")
TEXTS = {
    F(0): "0",
    F(-7): "-7",
    F(1200): "1200",
    F("0.5"): "0.5",
    F("-0.05"): "-0.05",
    F(1, 3): "1/3",
    F(-22, 7): "-22/7",
    F(1, 8): "0.125",
    F("12345678901234567"): "12345678901234567",
    F("0.00000000000000000001"): "0.00000000000000000001",
    F("1234567890.1234567890123"): "1234567890.1234567890123",
}


@pytest.mark.parametrize("value", TEXTS, ids=TEXTS.values())
def test_text_without_loss(value):
    assert exact_text(value) == TEXTS[value]
    assert F(exact_text(value)) == value


@pytest.mark.parametrize("quantity", [A / B, A * B, q("long", "12345678901234567"), exact("0.1"), A / 7 - B], ids=lambda part: part.formula)
def test_a_value_is_read_back_as_it_was(quantity):
    row = Row(dict(zip(("value", "low", "high"), number_fields(quantity), strict=True)), Path("values.csv"), 2)
    assert read_number(row) == (quantity.value, quantity.interval)


def test_seventeen_digits_printed_the_same_are_identical():
    long = q("long", "12345678901234567")
    value, low, high = number_fields(long)
    assert compare(parse("12345678901234567"), Regenerated(F(value), Interval(F(low), F(high)), value)).verdict is Verdict.IDENTICAL
    assert compare(parse("12345678901234568"), Regenerated(F(value), Interval(F(low), F(high)), value)).verdict is Verdict.DIFFERS


FLOATS = {
    "times a float": lambda: A * 0.1,
    "a float times": lambda: 0.1 * A,
    "plus a float": lambda: A + 0.1,
    "a float minus": lambda: 0.1 - A,
    "divided by a float": lambda: A / 0.1,
    "exact of a float": lambda: exact(0.1),
    "numpy's float": lambda: numpy.float64(0.1) * A,
    "times numpy's float": lambda: A * numpy.float64(0.1),
    "numpy's small float": lambda: A * numpy.float32(0.1),
    "compared with a float": lambda: A > 0.1,
    "a column times a float": lambda: pandas.Series([A, B], dtype=object) * 0.1,
    "a whole float": lambda: A * 2.0,
}


@pytest.mark.parametrize("compute", FLOATS.values(), ids=FLOATS)
def test_a_float_is_refused(compute):
    with pytest.raises(QuantityError, match=r"the float [0-9.]+ is not exact") as caught:
        compute()
    assert 'exact("' in caught.value.fix


WORKS = {
    "abs": (lambda: abs(C), "2", "1.5", "2.5"),
    "minus": (lambda: -A, "-1.2", "-1.25", "-1.15"),
    "plus": (lambda: +A, "1.2", "1.15", "1.25"),
    "square": (lambda: A**2, "1.44", "1.3225", "1.5625"),
    "square of what may be zero": (lambda: q("z", "0") ** 2, "0", "0", "0.25"),
    "cube": (lambda: C**3, "-8", "-15.625", "-3.375"),
    "power nought": (lambda: A**0, "1", "1", "1"),
    "inverse": (lambda: C**-1, "-0.5", "-2/3", "-2/5"),
    "numpy's exponent": (lambda: A ** numpy.int64(2), "1.44", "1.3225", "1.5625"),
    "max": (lambda: max(A, B), "3.4", "3.35", "3.45"),
    "min": (lambda: min(A, B), "1.2", "1.15", "1.25"),
    "maximum of what overlaps": (lambda: maximum([q("x", "7"), q("y", "7.2")]), "7.2", "7.15", "7.5"),
    "minimum of what overlaps": (lambda: minimum([q("x", "7"), q("y", "7.2")]), "7", "6.5", "7.25"),
    "sum": (lambda: sum([A, B]), "4.6", "4.5", "4.7"),
    "mean": (lambda: mean([A, B]), "2.3", "2.25", "2.35"),
    "a decimal": (lambda: A * Decimal("0.1"), "0.12", "0.115", "0.125"),
    "a typed decimal": (lambda: A * exact("0.1"), "0.12", "0.115", "0.125"),
    "numpy's integer": (lambda: A * numpy.int64(3), "3.6", "3.45", "3.75"),
    "numpy's integer first": (lambda: numpy.int64(3) * A, "3.6", "3.45", "3.75"),
    "an array's sum": (lambda: numpy.array([A, B], dtype=object).sum(), "4.6", "4.5", "4.7"),
    "a column's sum": (lambda: pandas.Series([A, B]).sum(), "4.6", "4.5", "4.7"),
    "a column's mean by agg": (lambda: pandas.Series([A, B]).agg(mean), "2.3", "2.25", "2.35"),
    "a frame's sum": (lambda: pandas.DataFrame({"x": [A, B]}).sum()["x"], "4.6", "4.5", "4.7"),
    "a group's sum": (lambda: grouped().sum()["u"], "4.6", "4.5", "4.7"),
    "a group's mean by agg": (lambda: grouped().agg(mean)["u"], "2.3", "2.25", "2.35"),
    "a column's max": (lambda: pandas.Series([A, B]).max(), "3.4", "3.35", "3.45"),
    "a column times a column": (lambda: (pandas.Series([A]) * pandas.Series([C]))[0], "-2.4", "-3.125", "-1.725"),
    "a quantity times a column": (lambda: (A * pandas.Series([C]))[0], "-2.4", "-3.125", "-1.725"),
}  # fmt: skip


@pytest.mark.parametrize("compute", WORKS)
def test_plain_arithmetic(compute):
    make, value, low, high = WORKS[compute]
    found = make()
    assert (found.value, found.interval) == (F(value), Interval(F(low), F(high)))
    again = evaluate_number(found.formula, found.inputs)
    assert (again.value, again.interval) == (found.value, found.interval), found.formula


SAYS = {
    "round": (lambda: round(A), "a quantity is not rounded"),
    "round to a digit": (lambda: round(A, 1), "a quantity is not rounded"),
    "int": (lambda: int(A), "a quantity is not rounded"),
    "float": (lambda: float(A), "does not become a float"),
    "a column's mean": (lambda: pandas.Series([A, B]).mean(), "does not become a float"),
    "a root of a negative": (lambda: (-A) ** F(1, 2), "a root of a negative number"),
    "a square root": (lambda: A**0.5, "not a whole number"),
    "a missing value": (lambda: A + float("nan"), "a missing value"),
    "the sum of nothing": (lambda: total([]), "the sum of nothing"),
    "the mean of nothing": (lambda: mean([]), "the mean of nothing"),
    "the maximum of nothing": (lambda: maximum([]), "the max of nothing"),
    "a word": (lambda: exact("many"), "'many' is not a number"),
    "nothing at all": (lambda: exact(None), "None is not a number"),
    "compared with a word": (lambda: A > "many", "not compared with 'many'"),
}


@pytest.mark.parametrize("compute", SAYS)
def test_what_cannot_be_says_what_to_use(compute):
    make, what = SAYS[compute]
    with pytest.raises(QuantityError) as caught:
        make()
    assert what in caught.value.what
    assert caught.value.fix


@pytest.mark.parametrize("pick", [max, min])
def test_the_larger_of_what_overlaps_is_undecided(pick):
    with pytest.raises(UndecidedError):
        pick(q("x", "7"), q("y", "7.2"))


def test_comparison_follows_the_ranges():
    assert (A < B) is Truth.TRUE
    assert (A > B) is Truth.FALSE
    assert (A <= 1) is Truth.FALSE
    assert (A >= 1) is Truth.TRUE
    assert (A == A) is Truth.TRUE
    assert (q("other", "1.2") == A) is Truth.UNDECIDED
    assert (A != B) is Truth.TRUE
    assert (exact(2) == 2) is Truth.TRUE
    assert A != "1.2"


@pytest.mark.slow
@pytest.mark.endurance  # of thousands, the ordinary lane
def test_a_hundred_thousand_parts():
    parts = [q(f"p{number}", "1.5") for number in range(100_000)]
    whole = sum(parts)
    assert whole.value == 150_000
    assert whole.interval == Interval(F(145_000), F(155_000))
    assert len(whole.inputs) == 100_000
    assert whole.formula.count("+") == 99_999


@pytest.mark.slow
def test_a_deep_sum_travels_and_is_read():
    parts = [q(f"p{number}", "1.5") for number in range(5_000)]
    whole = sum(parts)
    back = pickle.loads(pickle.dumps(whole))
    assert (back.value, back.interval, back.formula) == (whole.value, whole.interval, whole.formula)
    assert evaluate_number(whole.formula, whole.inputs).value == 7_500


def test_thousands_of_repeated_parts():
    parts = [q(f"p{number}", "1.5") for number in range(2_000)]
    whole = total(parts)
    assert (whole + parts[0] - whole).interval == Interval(F("1.45"), F("1.55"))


def test_constants_stand_alone():
    seven = exact(7) - 2
    assert (seven.value, seven.interval, dict(seven.inputs), seven.formula) == (5, Interval(F(5), F(5)), {}, "7 - 2")


def test_bounds_are_those_of_inputs_and_numbers():
    assert A.interval == Interval(F("1.15"), F("1.25"))
    assert exact(3).interval == Interval(F(3), F(3))
    assert (A + B).interval != A.interval
    assert not hasattr(A, "bounds")  # of a sum it would have been that of nothing


def test_a_constant_keeps_its_place_in_the_formula():
    assert (A / exact(F(1, 3))).formula == "{a} / (1/3)"
    assert (A * exact("0.1")).formula == "{a} * 0.1"
    assert evaluate_number("{a} / (1/3)", {"a": A}).value == F("3.6")


class Stored(dict):
    """A row of a file of values."""

    def error(self, what, fix=None):
        return ValueError(f"{what}; {fix}")


@pytest.mark.parametrize(
    ("value", "low", "high", "wanted"),
    [
        ("0.1", "", "", (F(*(0.1).as_integer_ratio()), F(*(0.1).as_integer_ratio()), F(*(0.1).as_integer_ratio()))),
        ("1/3", "0.25", "0.5", (F(1, 3), F(1, 4), F(1, 2))),
    ],
)
def test_a_stored_number_is_read(value, low, high, wanted):
    number, ends = read_number(Stored(value=value, low=low, high=high))
    assert (number, ends.low, ends.high) == wanted


@pytest.mark.parametrize(
    ("value", "low", "high"), [("1", "", "2"), ("1", "0", ""), ("1", "2", "0"), ("many", "", ""), ("inf", "", ""), ("1/0", "0", "1")]
)
def test_a_stored_number_that_is_none_is_refused(value, low, high):
    with pytest.raises(ValueError, match=r"not a number: .*; run `make` to write it anew"):
        read_number(Stored(value=value, low=low, high=high))
