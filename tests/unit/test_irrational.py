"""Roots, exponentials, logarithms, quantiles and variances of quantities, against Decimal at 90 digits and against brute force."""

from decimal import Context, Decimal
from fractions import Fraction as F
from itertools import product
from statistics import quantiles, variance

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collate.errors import DataError
from collate.numbers import enclosure
from collate.numbers.formula import evaluate_number
from collate.numbers.printed import Interval, parse
from collate.numbers.quantity import (
    QuantityError,
    exact,
    exp,
    log,
    log10,
    median,
    observed,
    pvariance,
    quantile,
    root,
    sqrt,
    stdev,
    student,
)
from collate.numbers.quantity import variance as variance_of
from collate.numbers.spread import variance_range

REPEATABLE = settings(max_examples=60, deadline=None, derandomize=True)
PRECISE = Context(prec=90, Emax=10**9, Emin=-(10**9))
POSITIVE = st.fractions(min_value=F(1, 10**12), max_value=10**12, max_denominator=10**15)
PAIRS = {
    "sqrt": (lambda x: enclosure.root(x, 2), PRECISE.sqrt),
    "fifth root": (lambda x: enclosure.root(x, 5), lambda d: PRECISE.power(d, PRECISE.divide(Decimal(1), Decimal(5)))),
    "log": (enclosure.logarithm, PRECISE.ln),
    "log10": (enclosure.common_logarithm, PRECISE.log10),
}


def decimal(value):
    return PRECISE.divide(Decimal(value.numerator), Decimal(value.denominator))


def read(**texts):
    return {id: observed(id, parse(text)) for id, text in texts.items()}


def encloses(found, truth):
    value = F(truth)
    room = abs(value) / 10**85  # the oracle's own rounding
    width = found.high - found.low
    assert found.low <= value + room
    assert found.high >= value - room
    assert width == 0 or width <= F(2, 10**59) * max(abs(found.low), abs(found.high))


@pytest.mark.parametrize("name", PAIRS)
@REPEATABLE
@given(value=POSITIVE)
def test_the_true_value_lies_in_an_interval_of_sixty_digits(name, value):
    ours, theirs = PAIRS[name]
    encloses(ours(value), theirs(decimal(value)))


@REPEATABLE
@given(value=st.fractions(min_value=-400, max_value=400, max_denominator=10**9))
def test_the_exponential_lies_in_an_interval_of_sixty_digits(value):
    encloses(enclosure.exponential(value), PRECISE.exp(decimal(value)))


@pytest.mark.parametrize(
    ("found", "value"),
    [
        (enclosure.root(F(9, 16), 2), F(3, 4)),
        (enclosure.root(F(27, 1000), 3), F(3, 10)),
        (enclosure.root(F(0), 2), 0),
        (enclosure.exponential(F(0)), 1),
        (enclosure.logarithm(F(1)), 0),
        (enclosure.common_logarithm(F(1, 1000)), -3),
        (enclosure.common_logarithm(F(10**20)), 20),
    ],
)
def test_a_rational_result_is_exact(found, value):
    assert found == Interval(F(value), F(value))


@pytest.mark.parametrize("near", [F(1) + F(1, 10**50), F(1) - F(1, 10**50)], ids=["above", "below"])
def test_a_logarithm_near_one_keeps_its_digits(near):
    encloses(enclosure.logarithm(near), Context(prec=200).ln(Context(prec=200).divide(Decimal(near.numerator), Decimal(near.denominator))))


@REPEATABLE
@given(value=st.fractions(min_value=-50, max_value=50, max_denominator=10**6))
def test_students_t_with_two_degrees_of_freedom_has_a_closed_form(value):
    t = decimal(value)
    with_root = PRECISE.divide(t, PRECISE.multiply(2, PRECISE.sqrt(PRECISE.add(2, PRECISE.multiply(t, t)))))
    found = student(exact(value), 2).enclosure
    truth = F(1, 2) + F(with_root)
    assert found.low <= truth <= found.high
    assert found.high - found.low < F(1, 10**24)


@pytest.mark.parametrize(("t", "below"), [(1, F(3, 4)), (0, F(1, 2)), (-1, F(1, 4))])
def test_students_t_with_one_degree_of_freedom_is_an_angle(t, below):
    found = student(t, 1).enclosure
    assert found.low <= below <= found.high
    assert found.high - found.low < F(1, 10**24)


@pytest.mark.parametrize(
    ("formula", "low", "high"),
    [
        ("sqrt({a})", "3.95", "4.05"),
        ("sqrt({a} ** 2)", "3.95", "4.05"),
        ("sqrt({a} / {b})", "3.95", "4.05"),
        ("log({a})", "3.95", "4.05"),
        ("log10({a} * 10)", "3.95", "4.05"),
        ("exp({a})", "3.95", "4.05"),
        ("sqrt({a}) + {a}", "3.95", "4.05"),
        ("{a} - log({a})", "3.95", "4.05"),
        ("{a} * exp({a})", "3.95", "4.05"),
        ("{a} - log10({a})", "3.95", "4.05"),
        ("student({a}, 7)", "3.95", "4.05"),
        ("student(0 - {a}, 3) / {b} + {a}", "3.95", "4.05"),
    ],
)
def test_the_range_runs_from_the_value_at_one_end_to_that_at_the_other(formula, low, high):
    inputs = read(a="4.0") | {"b": exact(7)}
    found = evaluate_number(formula, inputs)
    ends = [evaluate_number(formula, {"a": exact(end), "b": exact(7)}).enclosure for end in (low, high)]
    assert ends[0].low >= found.interval.low >= ends[0].low - F(1, 10**50)
    assert ends[1].high <= found.interval.high <= ends[1].high + F(1, 10**50)
    assert found.interval.holds(found.value)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("sqrt({a} - {b})", "which may be negative"),
        ("log({a} - {b})", "which may be zero or less"),
        ("{a} - sqrt({a} - 3.95)", "rises without bound"),
        ("2.7 * {a} - exp({a} - 3)", "need not lie at its ends"),
    ],
)
def test_what_has_no_range_is_refused_with_the_reason(formula, message):
    with pytest.raises(ValueError, match=message):
        _ = evaluate_number(formula, read(a="4.0", b="3.95")).interval


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sqrt(-2), "a root of a negative number"),
        (lambda: log(0), "a logarithm of a number that is not positive"),
        (lambda: log10(-1), "a logarithm of a number that is not positive"),
        (lambda: exp(10**6), "too large"),
        (lambda: root(4, 1), "a root of degree 1"),
        (lambda: student(1, 0), "Student's t with 0 degrees of freedom"),
        (lambda: student(1, F(3, 2)), "degrees of freedom"),
        (lambda: sqrt(0.5), "the float 0.5 is not exact"),
        (lambda: quantile([exact(1)], "1.5"), "the quantile 1.5 of type 7"),
        (lambda: quantile([exact(1)], "0.5", 1), "the quantile 0.5 of type 1"),
        (lambda: variance_of([exact(1)]), "the variance of a sample of one"),
        (lambda: median([]), "the quantile of nothing"),
        (lambda: exact(4) ** 0.5, "not a whole number"),
    ],
)
def test_what_has_no_value_is_refused(call, message):
    with pytest.raises(QuantityError, match=message):
        call()


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("sqrt(0 - 1)", "character 6: a root of a negative number"),
        ("log({a}, {b})", "`log` takes one number"),
        ("root({a}, {b})", "a number stands here, and no input"),
        ("student({a})", "`student` takes a number and the degrees of freedom"),
        ("student({a}, {b})", "a number stands here, and no input"),
        ("root({a})", "`root` takes a number and the degree"),
        ("quantile(1/2, {a})", "`quantile` takes the share, the type and the numbers"),
        ("quantile(3, 7, {a})", "the quantile 3 of type 7"),
        ("variance({a})", "the variance of a sample of one"),
    ],
)
def test_a_formula_says_where_it_has_no_value(formula, message):
    with pytest.raises(DataError, match=message):
        evaluate_number(formula, read(a="4.0", b="3.9"))


@pytest.mark.parametrize(
    "formula",
    [
        "sqrt({a} / {b})",
        "root({a} ** 2, 3)",
        "log({a}) - log10({b})",
        "exp(-{a})",
        "quantile(0.25, 7, {a}, {b}, {c})",
        "sqrt(variance({a}, {b}, {c}))",
        "pvariance({a}, {b}) * 2",
    ],
)
def test_a_formula_is_written_as_it_is_read(formula):
    assert evaluate_number(formula, read(a="4.0", b="3.9", c="5")).formula == formula


def test_a_fraction_as_exponent_is_a_root_of_a_power():
    assert (exact(8) ** F(2, 3)).value == 4
    assert (exact(8) ** F(-2, 3)).value == F(1, 4)
    assert (exact(8) ** F(4, 2)).value == 64


def test_the_value_of_an_irrational_quantity_lies_in_its_enclosure_and_that_in_its_interval():
    found = sqrt(exact(2)) * sqrt(exact(2))
    assert found.enclosure.low < 2 < found.enclosure.high
    assert found.enclosure == found.interval
    assert found.enclosure.high - found.enclosure.low < F(1, 10**57)
    assert (exact(3) / 7).enclosure == Interval(F(3, 7), F(3, 7))


NUMBERS = [F(2), F(3), F(5), F(8), F(13), F(21)]


@pytest.mark.parametrize(("kind", "method"), [(6, "exclusive"), (7, "inclusive")])
def test_quartiles_are_those_of_the_standard_library(kind, method):
    expected = quantiles(NUMBERS, n=4, method=method)
    assert [quantile(map(exact, NUMBERS), F(k, 4), kind).value for k in (1, 2, 3)] == expected


@pytest.mark.parametrize("kind", range(4, 10))
def test_a_quantile_ranges_from_that_of_the_lower_ends_to_that_of_the_upper(kind):
    column = [observed(str(place), parse(text)) for place, text in enumerate(("1.0", "1.04", "3", "2.5"))]
    ends = [quantile([exact(getattr(item.interval, side)) for item in column], "0.3", kind).value for side in ("low", "high")]
    assert quantile(column, "0.3", kind).interval == Interval(*ends)


def test_the_variance_is_that_of_the_standard_library():
    assert variance_of(map(exact, NUMBERS)).value == variance(NUMBERS)
    assert pvariance(map(exact, NUMBERS)).value == variance(NUMBERS) * 5 / 6


ENDS = st.tuples(st.integers(-30, 30), st.integers(0, 8)).map(lambda drawn: Interval(F(drawn[0] - drawn[1], 4), F(drawn[0] + drawn[1], 4)))


@REPEATABLE
@given(ends=st.lists(ENDS, min_size=2, max_size=5))
def test_the_greatest_variance_is_that_of_the_best_corner_and_none_inside_is_smaller_than_the_least(ends):
    found = variance_range(ends, 1)
    assert found.high == max(variance(corner) for corner in product(*((end.low, end.high) for end in ends)))
    grid = product(*((end.low, (end.low + end.high) / 2, end.high) for end in ends))
    assert found.low <= min(variance(chosen) for chosen in grid)


@REPEATABLE
@given(ends=st.lists(ENDS, min_size=2, max_size=6))
def test_the_least_variance_is_reached(ends):
    """At the least, no number can move towards the mean: the condition of Karush, Kuhn and Tucker, sufficient for a convex function."""
    from collate.numbers.spread import _nearest

    chosen = _nearest(ends)
    mean = sum(chosen) / len(chosen)
    for value, end in zip(chosen, ends, strict=True):
        assert end.holds(value)
        assert value == mean or (value == end.low > mean) or (value == end.high < mean)


def test_a_long_column_of_equal_decimals_is_quick_and_a_standard_deviation_takes_its_root():
    column = [observed(str(place), parse(f"{place % 7}.{place % 10}")) for place in range(400)]
    spread = stdev(column)
    assert spread.interval.low < spread.value < spread.interval.high


@pytest.mark.slow
def test_intervals_within_one_another_are_refused_where_they_are_too_many():
    ends = [Interval(F(-place), F(place)) for place in range(1, 40)]
    with pytest.raises(ValueError, match="the greatest variance of 39 numbers"):
        variance_range(ends, 1)


def test_an_input_in_two_numbers_of_a_column_is_refused():
    inputs = read(a="1.0", b="1.1", c="1.2")
    with pytest.raises(ValueError, match="need not lie at its ends"):
        _ = evaluate_number("variance({a}, {b}, {a} * {c})", inputs).interval


@pytest.mark.parametrize(
    ("texts", "middle", "ends"),
    [
        (("3.0", "1.0", "9.0"), "3", ("2.95", "3.05")),
        (("3.0", "1.0", "9.0", "4"), "3.5", ("3.225", "3.775")),
    ],
)
def test_the_median_is_the_middle(texts, middle, ends):
    found = median([observed(str(place), parse(text)) for place, text in enumerate(texts)])
    assert (found.value, found.interval) == (F(middle), Interval(*map(F, ends)))


@pytest.mark.parametrize("lost", [0, 1])
def test_the_slopes_of_a_variance(lost):
    """The derivative by the k-th number is 2 (x_k - mean) / (n - lost): at the ends of a box it has its greatest and least value."""
    from collate.numbers.ranges import _slopes_of_variance

    ends = [Interval(F(1), F(2)), Interval(F(4), F(9, 2)), Interval(F(-3), F(1, 2))]
    corners = list(product(*((end.low, end.high) for end in ends)))
    for place, slope in enumerate(_slopes_of_variance(ends, lost)):
        every = [F(2, 3 - lost) * (corner[place] - sum(corner) / 3) for corner in corners]
        assert slope.low <= min(every) <= max(every) <= slope.high
        assert slope.high - slope.low == F(2, 3 - lost) * (ends[place].high - ends[place].low + sum(end.high - end.low for end in ends) / 3)
