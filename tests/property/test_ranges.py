"""Any formula at all: its value lies in its range, so does every choice of its inputs, and the ends are reached."""

from decimal import Decimal
from fractions import Fraction as F
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from collate.numbers.formula import evaluate_number
from collate.numbers.printed import Interval, parse
from collate.numbers.quantity import exact, maximum, minimum, observed

NAMES = "abcd"
QUIET = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
numbers = st.tuples(st.integers(-30, 30), st.integers(0, 1)).map(lambda pair: f"{Decimal(pair[0]).scaleb(-pair[1]):f}")
leaves = st.sampled_from([*NAMES, "1", "2", "100"])


def operations(inner):
    return st.one_of(
        st.tuples(st.sampled_from("+-*/"), inner, inner),
        st.tuples(st.sampled_from(["abs", "neg", "square", "cube"]), inner),
        st.tuples(st.sampled_from(["max", "min"]), inner, inner),
        st.tuples(st.sampled_from(["max", "min"]), st.sampled_from(NAMES)).map(lambda twice: (*twice, twice[1])),
    )


trees = st.recursive(leaves, operations, max_leaves=7)


def built(tree, inputs):
    """The tree as a quantity, or as a plain fraction where the inputs are fractions: the reference that knows no intervals."""
    if isinstance(tree, str):
        return inputs[tree] if tree in NAMES else (exact(int(tree)) if hasattr(inputs["a"], "interval") else F(tree))
    name, *parts = tree
    done = [built(part, inputs) for part in parts]
    whole = not isinstance(done[0], F)
    plain = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "abs": abs,
        "neg": lambda a: -a,
        "square": lambda a: a**2,
        "cube": lambda a: a**3,
        "max": lambda a, b: maximum([a, b]) if whole else max(a, b),
        "min": lambda a, b: minimum([a, b]) if whole else min(a, b),
    }
    return plain[name](*done)


def made(tree, texts):
    inputs = {name: observed(name, parse(text)) for name, text in zip(NAMES, texts, strict=True)}
    try:
        quantity = built(tree, inputs)
        interval = quantity.interval
    except ZeroDivisionError:
        reject()
    except ValueError as refusal:  # any other is a fault
        assert "more than once" in str(refusal)
        reject()
    return quantity, interval, inputs


@QUIET
@given(trees, st.tuples(*[numbers] * 4), st.lists(st.tuples(*[st.integers(0, 12)] * 4), min_size=12, max_size=12))
def test_every_choice_of_inputs_lies_in_the_range(tree, texts, choices):
    quantity, interval, inputs = made(tree, texts)
    assert interval.low <= quantity.value <= interval.high
    for choice in choices:
        chosen = {
            name: part.interval.low + (part.interval.high - part.interval.low) * F(step, 12)
            for (name, part), step in zip(inputs.items(), choice, strict=True)
        }
        assert interval.low <= built(tree, chosen) <= interval.high, chosen


@QUIET
@given(trees, st.tuples(*[numbers] * 4))
def test_the_ends_are_reached(tree, texts):
    """On a grid of ends, middles and zeros, where the extremes of such formulas lie; what is between two of them is left to chance."""
    quantity, interval, inputs = made(tree, texts)
    used = quantity.inputs
    grids = []
    for name, part in inputs.items():
        ends = part.interval
        grid = [ends.low, ends.high, part.value, *([F(0)] if ends.low < 0 < ends.high else [])]
        grids.append(grid if name in used else [part.value])
    assume(monotonic_pieces(tree))
    found = [built(tree, dict(zip(NAMES, choice, strict=True))) for choice in product(*grids)]
    assert (min(found), max(found)) == (interval.low, interval.high)


def monotonic_pieces(tree):
    """Whether extremes lie on the grid: a maximum, a minimum, an absolute value or a square of more than an input may turn elsewhere."""
    if isinstance(tree, str):
        return True
    name, *parts = tree
    bare = all(isinstance(part, str) for part in parts)
    return all(map(monotonic_pieces, parts)) and (name in ("+", "-", "*", "/", "neg", "cube") or (name in ("abs", "square") and bare))


@QUIET
@given(trees, st.tuples(*[numbers] * 4))
def test_a_formula_reads_back(tree, texts):
    quantity, interval, inputs = made(tree, texts)
    again = evaluate_number(quantity.formula, inputs)
    assert (again.value, again.interval) == (quantity.value, interval)


@QUIET
@given(st.tuples(numbers, numbers), st.integers(-20, 20))
def test_no_pole_is_passed_over(texts, factor):
    """a / (a - b) where a and b may be equal: refused, whatever the corners say."""
    a, b = (observed(name, parse(text)) for name, text in zip("ab", texts, strict=True))
    assume(a.value != b.value)
    apart = a.interval.high < b.interval.low or b.interval.high < a.interval.low
    quotient = (a * factor + 1) / (a - b)
    if apart:
        assert quotient.interval.low <= quotient.value <= quotient.interval.high
    else:
        with pytest.raises(ZeroDivisionError, match="may be zero"):
            _ = quotient.interval


def test_the_case_that_was_wrong():
    a, b = observed("a", parse("100.0")), observed("b", parse("99.8"))
    found = 100 / (a - b)
    assert found.interval.low <= found.value == 500 <= found.interval.high
    assert found.interval == Interval(100 / F("0.3"), 100 / F("0.1"))


@pytest.mark.parametrize(
    ("formula", "low", "high"),
    [
        ("({c} + {b}) * max({b}, {b})", F("-58.520725"), F("-57.478725")),
        ("3 * {b} - 2 * max({b}, {b})", F("9.995"), F("10.005")),
        ("min({b}, {b}) / {b}", F(1), F(1)),
        ("max({b}, {c}, {b}) - {b}", F(0), F(0)),
    ],
)
def test_an_input_that_stands_twice_in_a_maximum_counts_once(formula, low, high):
    """Worked by hand: max(b, b) is b."""
    known = {"b": observed("b", parse("10.00")), "c": observed("c", parse("-15.8"))}
    interval = evaluate_number(formula, known.__getitem__).interval
    assert (interval.low, interval.high) == (low, high)
