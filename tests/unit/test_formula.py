"""Formulas as reviewers type them: what each says, and where each that says nothing is wrong."""

from fractions import Fraction as F

import pytest

from collate.errors import DataError
from collate.numbers.formula import Word, check_grammar, evaluate, evaluate_number, expanded, inputs_of, matching
from collate.numbers.printed import Interval, parse
from collate.numbers.quantity import exact, observed
from collate.numbers.truth import Truth, UndecidedError

YEARS = {"north": "1988", "south": "1991", "east": "1991", "west": "2001"}
KNOWN = {
    "a": observed("a", parse("3.35")),
    "b": observed("b", parse("5.97")),
    "c": observed("c", parse("3.21")),
    "near": observed("near", parse("3.4")),
    "one": observed("one", parse("1")),
    **{f"parks/{name}/founded": observed(f"parks/{name}/founded", parse(year), Interval(F(year), F(year))) for name, year in YEARS.items()},
    **{f"parks/{name}/city": Word(f"parks/{name}/city") for name in YEARS},
    "sales.park@1999": observed("sales.park@1999", parse("10")),
    "sales.park@2000": observed("sales.park@2000", parse("20")),
}

NUMBERS = {
    "7": "7",
    "2 + 3 * 4": "14",
    "(2 + 3) * 4": "20",
    "2 - 3 - 4": "-5",
    "24 / 4 / 2": "3",
    "-2 ** 2": "-4",
    "(-2) ** 2": "4",
    "2 ** -1": "0.5",
    "{a} * 2": "6.70",
    "abs({a} - {b})": "2.62",
    "sum({sales.park@*})": "30",
    "max({a}, {b}, {c}) - min({a}, {b}, {c})": "2.76",
    "count({parks/*/founded})": "4",
    "count({parks/*/city})": "4",
    "count({a}, {b}, {c})": "3",
    "count({parks/*/founded} <= 1991)": "3",
    "count({parks/*/founded} = 1991)": "2",
    "count(1991 < {parks/*/founded})": "1",
    "count({parks/*/founded} < {parks/west/founded})": "3",
    "count({parks/*/founded} != 1991) + 1": "3",
    "rank({a}, {b}, {c})": "2",
    "rank({a}, {a}, {b}, {c})": "2",
    "rank(-{a}, -{b}, -{c})": "2",
    "rank({parks/north/founded}, {parks/*/founded})": "4",
}
TRUTHS = {
    "{a} > {c}": Truth.TRUE,
    "{a} < {c}": Truth.FALSE,
    "{a} > {near}": Truth.UNDECIDED,
    "{a} - {a} = 0": Truth.TRUE,
    "{a} = {a}": Truth.TRUE,
    "{a} != {b}": Truth.TRUE,
    "{c} < {a} < {b}": Truth.TRUE,
    "falls({b}, {a}, {c})": Truth.TRUE,
    "rises({c}, {a}, {b})": Truth.TRUE,
    "falls({b}, {c}, {a})": Truth.FALSE,
    "falls({b}, {near}, {a})": Truth.UNDECIDED,
    "rises({sales.park@*})": Truth.TRUE,
    "{b} > {a} and {a} > {c}": Truth.TRUE,
    "{a} > {near} and {a} > {b}": Truth.FALSE,
    "{a} > {near} and {b} > {a}": Truth.UNDECIDED,
    "rank({a}, {b}, {c}) = 2": Truth.TRUE,
    "rank({a}, {b}, {near}) = 2": Truth.UNDECIDED,
    "count({parks/*/founded} <= 1991) >= 3": Truth.TRUE,
    "{parks/north/founded} <= 1988": Truth.TRUE,
    "{parks/north/founded} < 1988": Truth.FALSE,
}
WRONG = {
    "": "character 1: the formula ends too early",
    "{a} +": "character 6: the formula ends too early",
    "{a} {b}": "character 5: 'b' is one too many",
    "({a}": "character 5: ')' is missing",
    "{a} & {b}": "character 5: '&' has no meaning here",
    "{a} ** 0.5": "character 8: an exponent is a whole number",
    "sine({a})": "character 1: 'sine' stands where a number, an id or a function should",
    "{parks/*/founded} + 1": "character 1: a list stands where a single number should",
    "sum({parks/*/city})": "'parks/north/city' is a word; it can be counted, and nothing else",
    "count({a} > 1)": "`count` takes a comparison of a list",
    "{a} > {b} and 3": "character 15: `and` joins comparisons",
    "1 + ({a} > {b})": "character 5: a comparison stands where a single number should",
    "rank({a})": "`rank` takes at least two numbers",
    "rank({parks/*/founded}, {a})": "`rank` takes first the number whose place is sought",
    "{parks/*/founded}": "is a list or a word",
}


@pytest.mark.parametrize("formula", NUMBERS)
def test_numbers(formula):
    assert evaluate_number(formula, KNOWN).value == F(NUMBERS[formula])


@pytest.mark.parametrize("formula", TRUTHS)
def test_truths(formula):
    assert evaluate(formula, KNOWN) is TRUTHS[formula]


@pytest.mark.parametrize("formula", WRONG)
def test_no_formula(formula):
    with pytest.raises(DataError) as caught:
        evaluate(formula, KNOWN)
    assert WRONG[formula] in caught.value.what


def test_places_that_rounding_leaves_open():
    assert evaluate_number("rank({a}, {b}, {near})", KNOWN).interval == Interval(F(2), F(3))
    assert evaluate_number("count({parks/*/founded} <= {one} * 1991)", KNOWN).interval == Interval(F(0), F(4))


@pytest.mark.parametrize("formula", [formula for formula in NUMBERS if formula != "count({parks/*/city})"])
def test_a_computed_formula_reads_back(formula):
    found = evaluate_number(formula, KNOWN)
    again = evaluate_number(found.formula, KNOWN)
    assert (again.value, again.interval) == (found.value, found.interval)


def test_a_comparison_is_no_number():
    with pytest.raises(DataError, match="is a comparison, and a number is wanted"):
        evaluate_number("{a} > {b}", KNOWN)


def test_patterns():
    assert inputs_of("count({parks/*/founded} <= 1997) + {a} + {a}") == ["parks/*/founded", "a"]
    assert matching("parks/*/founded", KNOWN) == [f"parks/{name}/founded" for name in YEARS]
    assert matching("parks/*", KNOWN) == []  # a star is one part of an id
    assert matching("a", KNOWN) == ["a"]
    assert expanded(["a", "sales.park@*", "x/*"], list(KNOWN)) == ["a", "sales.park@1999", "sales.park@2000", "x/*"]


def test_nothing_that_matches_is_an_error():
    with pytest.raises(KeyError):
        evaluate("count({roads/*/founded})", KNOWN)


@pytest.mark.parametrize("left", Truth)
@pytest.mark.parametrize("right", Truth)
def test_connectives(left, right):
    order = [Truth.FALSE, Truth.UNDECIDED, Truth.TRUE]
    assert left & right is min(left, right, key=order.index)
    assert left | right is max(left, right, key=order.index)
    assert ~left is order[2 - order.index(left)]


def test_undecided_is_neither():
    assert bool(Truth.TRUE) and not bool(Truth.FALSE)
    with pytest.raises(UndecidedError):
        bool(Truth.UNDECIDED)


def test_touching_ranges_of_rounded_numbers_are_told_apart():
    assert (observed("x", parse("133.2")) > observed("y", parse("133.1"))) is Truth.TRUE
    assert (observed("x", parse("133.2")) > exact("133.15")) is Truth.UNDECIDED


@pytest.mark.parametrize(
    ("formula", "inputs", "value"),
    [
        ("count({a}, {parks/*/founded} <= 1991)", ["a", "parks/north/founded", "parks/south/founded", "parks/east/founded"], "4"),
        ("count({parks/*/founded} <= 1991, {a})", ["parks/north/founded", "parks/south/founded", "parks/east/founded"], "4"),
        ("count({parks/*/founded} <= 1991, {parks/*/founded} > 1991)", ["parks/north/founded"], "4"),
        ("count({a}, {b})", ["a", "b"], "2"),
    ],
)
def test_a_count_rests_on_everything_that_it_counts(formula, inputs, value):
    found = evaluate_number(formula, KNOWN)
    assert set(inputs) <= set(found.inputs)
    assert found.value == F(value)
    assert found.interval == Interval(F(value), F(value))
    assert found.formula == formula


@pytest.mark.parametrize(
    "formula", ["{x} / ({y} - {z}) < 1 and {x} > {y}", "sum({x/*/y}) / count({x/*/y})", "rank({x}, {y@*}) = 1", "1 / 0", "{x} ** -2"]
)
def test_a_formula_is_read_without_its_inputs(formula):
    check_grammar(formula)


@pytest.mark.parametrize(
    ("formula", "told"), [("{x} +", "ends too early"), ("{x/*} + 1", "a list stands where"), ("", "ends too early"), ("{x/*}", "is a list")]
)
def test_what_is_no_formula_is_refused_without_its_inputs(formula, told):
    with pytest.raises(DataError, match=told):
        check_grammar(formula)
