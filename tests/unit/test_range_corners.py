"""Inputs that occur twice, in which the formula neither only rises nor only falls: worked out at the corners, or refused."""

from fractions import Fraction as F
from itertools import product

import pytest

from collate.numbers.formula import evaluate_number
from collate.numbers.printed import Interval, parse
from collate.numbers.quantity import exact, observed

TEXTS = {"a": "1", "b": "2", "c": "2", "d": "4", "e": "1", "f": "2", "g": "2"}
INPUTS = {id: observed(id, parse(text)) for id, text in TEXTS.items()}

LINEAR = [
    "{a} * {b} - {a} * {c}",
    "-({a} * {b}) + {a} * {c}",
    "({a} * {b} - {a} * {c}) / ({a} + 5)",
    "({a} * {b} - {a} * {c}) / ({d} * 2)",
    "{a} * {b} / {d} - {a} * {c} / 4",
    "abs({a} + 1) * {b} - {a} * {c}",
    "abs(-1 - {a}) * {b} - {a} * {c}",
    "abs(-2) * {a} * {b} - {a} * {c} * 2",
    "max({a}, 0) * {b} - {a} * {c}",
    "min(9, {a}) * {b} - {a} * {c}",
    "max(1, 2) * {a} * {b} - {a} * {c} * 2",
    "{a} ** 1 * {b} - {a} * {c}",
    "3 ** 2 * {a} * {b} - {a} * {c} * 9",
    "({a} * {b} - {a} * {c}) * {d} + {d}",
]
OPEN = [
    "{a} * {a} * {b} - {a} * {c} * {a}",
    "{a} ** 2 * {b} - {a} * {c}",
    "abs({a} - 1) * {b} - {a} + {c}",
    "max({a}, 1) * {b} - {a} * {c}",
    "{b} / {a} - {c} / {a}",
]


def corners(formula):
    """The least and the greatest value with each input at an end of its interval."""
    inputs = evaluate_number(formula, INPUTS).inputs
    ends = [(found.interval.low, found.interval.high) for found in inputs.values()]
    values = [evaluate_number(formula, dict(zip(inputs, map(exact, chosen), strict=True))).value for chosen in product(*ends)]
    return Interval(min(values), max(values))


@pytest.mark.parametrize("formula", LINEAR)
def test_what_is_linear_in_each_input_is_worked_out(formula):
    assert evaluate_number(formula, INPUTS).interval == corners(formula)


@pytest.mark.parametrize("formula", OPEN)
def test_what_is_not_is_refused(formula):
    with pytest.raises(ValueError, match=r"[ab] occurs more than once in .* and the extremes need not lie at its ends"):
        _ = evaluate_number(formula, INPUTS).interval


@pytest.mark.parametrize(
    ("formula", "low", "high"),
    [
        ("({a} * {b} - {a} * {c}) + {d}", "2", "6"),
        ("{d} - ({a} * {b} - {a} * {c}) * 2", "0.5", "7.5"),
        ("abs({a} * {b} - {a} * {c}) + {d}", "3.5", "6"),
        ("{d} - ({a} * {b} - {a} * {c}) ** 2", "1.25", "4.5"),
        ("max({a} * {b} - {a} * {c}, 0.5) + {d} * 1", "4", "6"),
        ("abs({a} * {b} - {a} * {c}) * {d} - abs({e} * {f} - {e} * {g}) * 2", "-3", "6.75"),
        ("abs(abs({a} * {b} - {a} * {c}) - 1 - {d}) + {e}", "3.5", "7"),
    ],
)
def test_a_part_with_all_occurrences_stands_as_one_input(formula, low, high):
    """The part a * b - a * c lies between -1.5 and 1.5: it is 0 inside, which no corner shows."""
    assert evaluate_number(formula, INPUTS).interval == Interval(F(low), F(high))


def test_the_known_case():
    """1 * 2.5 - 1 * 1.5 with 1 up to 1.5 is 1.5, and the other way round -1.5."""
    assert evaluate_number("{a} * {b} - {a} * {c}", INPUTS).interval == Interval(F("-1.5"), F("1.5"))
