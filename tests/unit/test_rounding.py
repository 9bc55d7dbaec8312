"""Half up, half even and truncation, told apart."""

from fractions import Fraction as F

import pytest

from collate.numbers.rounding import RULES, half_even, half_up, pdg, rules_that_give, truncation
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


# Each rule by its definition, over whole numbers: the printed unit is 1, and the value so many tenths.
BY_DEFINITION = {
    "half up": lambda tenths: (abs(tenths) + 5) // 10 * (1 if tenths >= 0 else -1),
    "half even": lambda tenths: round(F(tenths, 10)),
    "half down": lambda tenths: -((5 - abs(tenths)) // 10) * (1 if tenths >= 0 else -1),
    "truncation": lambda tenths: abs(tenths) // 10 * (1 if tenths >= 0 else -1),
    "up": lambda tenths: -(-tenths // 10),
    "down": lambda tenths: tenths // 10,
}


@pytest.mark.parametrize("decimals", [-3, -1, 0, 1, 4])
@pytest.mark.parametrize("rule", RULES)
def test_each_rule_at_each_place(rule, decimals):
    unit = F(1, 10**decimals) if decimals >= 0 else F(10**-decimals)
    for tenths in range(-36, 37):
        value, wanted = F(tenths, 10) * unit, BY_DEFINITION[rule](tenths) * unit
        assert RULES[rule](value, decimals) == wanted, tenths
        for printed in (wanted - unit, wanted, wanted + unit):
            named = rules_that_give(printed, value, decimals, tuple(RULES))
            assert (rule in named) is (printed == wanted), (tenths, printed)
    assert rules_that_give(unit / 2, unit / 2, decimals, tuple(RULES)) == (), "half a unit is not printed at this place"


@pytest.mark.parametrize(
    ("value", "uncertainty", "printed", "decimals"),
    [
        ("82700", "99600", ("80000", "100000"), -4),
        ("82740", "1234", ("82700", "1200"), -2),
        ("1.23456", "0.3546", ("1.2", "0.4"), 1),  # its three digits are 355
        ("1.23456", "0.000119", ("1.23456", "0.00012"), 5),
        ("1", "10", ("1", "10"), 0),
        ("1", "1", ("1", "1"), 1),
    ],
)
def test_the_rule_of_the_particle_data_group_at_other_sizes(value, uncertainty, printed, decimals):
    assert pdg(F(value), F(uncertainty)) == (*map(F, printed), decimals)
