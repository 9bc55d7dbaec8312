"""Half up, half even and truncation, told apart."""

from fractions import Fraction as F

import pytest

from collate.numbers.rounding import half_even, half_up, rules_that_give, truncation
from collate.numbers.values import decimal_text


@pytest.mark.parametrize(
    ("value", "up", "even", "cut"),
    [
        ("44.25", "44.3", "44.2", "44.2"),
        ("44.35", "44.4", "44.4", "44.3"),
        ("44.29", "44.3", "44.3", "44.2"),
        ("-44.25", "-44.3", "-44.2", "-44.2"),
        ("44.2", "44.2", "44.2", "44.2"),
        ("0", "0", "0", "0"),
    ],
)
def test_rules(value, up, even, cut):
    assert (half_up(F(value), 1), half_even(F(value), 1), truncation(F(value), 1)) == (F(up), F(even), F(cut))


@pytest.mark.parametrize(
    ("printed", "value", "names"),
    [
        ("44.2", "44.25", ("half even", "truncation")),
        ("44.3", "44.25", ("half up",)),
        ("44.2", "44.29", ("truncation",)),
        ("44.2", "44.2", ("half up", "half even", "truncation")),
        ("44.1", "44.29", ()),
    ],
)
def test_named(printed, value, names):
    assert rules_that_give(F(printed), F(value), 1) == names


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("1/3", "0.333333333333333"),
        ("-2/3", "-0.666666666666667"),
        ("100", "100"),
        ("1.50", "1.5"),
        ("12345678901234567", "12345678901234600"),
    ],
)
def test_a_number_for_readers(value, text):
    assert decimal_text(F(value)) == text
