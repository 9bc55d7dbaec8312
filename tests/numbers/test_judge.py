"""Facts against values: which verdict, by which rule, and what a float, an error and samples are."""

import json
import pickle
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction as F
from itertools import product
from numbers import Rational

import jsonschema
import numpy
import pandas
import pytest

from collate import CollateError, Convention, Interval, Role, Verdict, exact, judge, observed, parse, read, sqrt
from collate.cli.main import main
from collate.data.schemas import SCHEMA
from collate.errors import DataError
from collate.numbers import spread, tails
from collate.numbers.enclosure import exponential
from collate.numbers.formula import evaluate_number
from collate.numbers.judgement import RegeneratedError, Value
from collate.numbers.quantity import QuantityError, log, maximum, mean, median, minimum, pstdev, pvariance, stdev, total, variance
from collate.numbers.rounding import RULES, half_up, pdg
from collate.numbers.writing import like

SAME, ROUNDING, DIFFERS, NO, NOT_RUN = (
    Verdict.IDENTICAL,
    Verdict.ROUNDING,
    Verdict.DIFFERS,
    Verdict.NOT_REGENERATED,
    Verdict.NOT_RUN,
)

CASES = [
    # printed, value, convention, verdict, shown, rule
    ("0.29", F("0.285"), {}, SAME, "0.29", "half up"),
    ("0.28", F("0.285"), {}, SAME, "0.28", "half even"),
    ("0.28", F("0.285"), {"rounding": "half up"}, DIFFERS, "0.29", "outside the interval"),
    ("0.28", F("0.285"), {"rounding": "half down"}, SAME, "0.28", "half down"),
    ("0.28", F("0.289"), {}, DIFFERS, "0.29", "outside the interval"),
    ("0.28", F("0.289"), {"rounding": "truncation"}, SAME, "0.28", "truncation"),
    ("-0.28", F("-0.289"), {"rounding": "truncation"}, SAME, "-0.28", "truncation"),
    ("-0.28", F("-0.289"), {"rounding": "up"}, SAME, "-0.28", "up"),
    ("-0.29", F("-0.281"), {"rounding": "down"}, SAME, "-0.29", "down"),
    ("0.29", F("0.281"), {"rounding": "truncation"}, DIFFERS, "0.28", "outside the interval"),
    ("1,230,000", 1234567, {"digits": "3"}, SAME, "1,230,000", "half up = half even"),
    ("1,230,000", 1234567, {}, DIFFERS, "1,234,567", "outside the interval"),
    ("1.2E+5", 123456, {}, SAME, "1.2E+5", "half up = half even"),
    ("1.2E+5", 126000, {}, DIFFERS, "1.3E+5", "outside the interval"),
    ("1.2 × 10⁻³", F("0.0013"), {}, DIFFERS, "1.3 × 10⁻³", "outside the interval"),
    ("1.2 million", 1234567, {}, SAME, "1.2 million", "half up = half even"),
    ("3.5萬", 36000, {}, DIFFERS, "3.6萬", "outside the interval"),
    ("$1,794", 1793.9, {}, SAME, "$1,794", "half up = half even"),
    ("$1,794", 21794, {}, DIFFERS, "$21,794", "outside the interval"),
    (".05", F("0.06"), {}, DIFFERS, ".06", "outside the interval"),
    ("−.05", F("-0.06"), {}, DIFFERS, "−.06", "outside the interval"),
    ("1.234,5", F("1299.5"), {"decimal": ",", "thousands": "."}, DIFFERS, "1.299,5", "outside the interval"),
    ("(20,076)", -20077, {"brackets": "negative"}, DIFFERS, "(20,077)", "outside the interval"),
    ("45.3%", F("0.4533"), {}, DIFFERS, "0.5%", "outside the interval"),
    ("45.3%", F("0.4533"), {"percent": "fraction"}, SAME, "45.3%", "half up = half even"),
    ("343", F("343.4"), {"precision": "exact"}, DIFFERS, "343.4", "outside the interval"),
    ("p < .001", F("0.0004"), {}, SAME, ".001", "relation holds"),
    ("p < .001", F("0.001"), {}, DIFFERS, "0.001", "the relation does not hold"),
    ("p > .05", F("0.2"), {}, SAME, ".05", "relation holds"),
    ("p = ns", F("0.2"), {}, SAME, "ns", "relation holds"),
    ("p = ns", F("0.02"), {}, DIFFERS, "0.02", "the relation does not hold"),
    ("≥ 10", 10, {}, SAME, "10", "relation holds"),
    ("over 40", F("39.6"), {}, DIFFERS, "39.6", "the relation does not hold"),
    ("over 40", F("40.2"), {}, SAME, "40", "half up = half even"),
    ("over 40", 43, {}, ROUNDING, "43", "what the word allows"),
    ("—", "–", {}, SAME, "—", "as text"),
    ("—", "n.a.", {}, DIFFERS, "n.a.", "as text"),
    ("—", 5, {}, DIFFERS, "5", "a number, and print has none"),
    ("12.5", " 12.5 ", {}, SAME, "12.5", "as text"),
    ("12.5", None, {}, NOT_RUN, "", "no value"),
]


@pytest.mark.parametrize(("printed", "value", "settings", "verdict", "shown", "rule"), CASES)
def test_one_fact(printed, value, settings, verdict, shown, rule):
    found = judge(printed, value, convention=Convention().nearer(settings))
    assert found.verdict is verdict
    assert (found.facts[0].verdict, found.facts[0].shown, found.facts[0].rule) == (verdict, shown, rule)


def test_a_rule_that_is_not_allowed_is_named_and_excuses_nothing():
    (item,) = judge("0.28", F("0.289")).facts
    assert item.verdict is DIFFERS
    assert item.note == "truncation = down would give the printed digits, and the convention does not allow it"


@pytest.mark.parametrize("rule", RULES)
def test_a_number_that_a_rule_gives_lies_in_the_interval_of_that_rule_alone(rule):
    """The interval that a convention of one rule reads holds exactly the numbers which that rule brings to the printed one."""
    convention = Convention(rounding=(rule,))
    for hundredths in range(-120, 121):
        value = F(hundredths, 100)
        for text in ("0.4", "-0.4", "0.0", "1.0", "0.5", "-0.5"):
            fact = read(text, convention).facts[0]
            assert fact.holds(value) == (RULES[rule](value, 1) == F(text)), (rule, text, value)


# ---- floats


def test_a_float_is_the_double_that_it_is():
    """0.285 is stored below 0.285 (3.11 of IEEE 754): it rounds to 0.28, and says that it lies beside the boundary."""
    assert F(0.285) < F("0.285")
    (item,) = judge("0.28", 0.285).facts
    assert item.verdict is SAME and item.value == F(0.285) and item.note.startswith("a tie")
    (item,) = judge("0.29", 0.285).facts
    assert item.verdict is DIFFERS and item.note.startswith("a tie")


@pytest.mark.parametrize("error", [1e-12, "1e-12", F(1, 10**12), Decimal("1e-12")])
def test_a_declared_error_is_an_interval(error):
    (item,) = judge("0.29", 0.285, error=error).facts
    assert item.verdict is ROUNDING
    assert item.high - item.low == 2 * F(error)
    assert item.note == "a tie: the digits are not decided by this computation"


def test_an_error_far_from_a_boundary_is_no_tie():
    (item,) = judge("0.29", 0.2901, error=0.001).facts
    assert (item.verdict, item.note) == (SAME, "")
    (item,) = judge("0.29", 0.32, error=0.001).facts
    assert (item.verdict, item.note) == (DIFFERS, "")


def test_samples_are_a_spread():
    (item,) = judge("0.50", 0.51, samples=[0.49, 0.5, 0.52]).facts
    assert (item.verdict, item.low, item.high, item.rule) == (ROUNDING, F(0.49), F(0.52), "range of the computation")
    (item,) = judge("0.50", None, samples=[F("0.49"), F("0.53")]).facts
    assert (item.value, item.verdict) == (F("0.51"), ROUNDING)  # their mean


@pytest.mark.parametrize(
    "value",
    [
        1794,
        F(1794),
        Decimal("1794.2"),
        1793.9,
        numpy.int64(1794),
        numpy.float32(1794.25),
        numpy.array([1794]),
        pandas.Series([1794])[0],
        exact(1794),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_kind_of_number(value):
    assert judge("1,794", value).verdict is SAME


def test_a_quantity_brings_the_range_of_its_inputs():
    a, b = observed("a", parse("45.3")), observed("b", parse("2.1"))
    (item,) = judge("47.5", a + b).facts
    assert (item.verdict, item.low, item.high) == (ROUNDING, F("47.3"), F("47.5"))
    assert judge("47.6", a + b).verdict is DIFFERS


BAD = [
    (float("nan"), "not a finite number"),
    (float("inf"), "not a finite number"),
    (numpy.nan, "not a finite number"),
    (Decimal("NaN"), "not a finite number"),
    (pandas.NA, "not a number"),
    (pandas.NaT, "not a"),
    (True, "not a number"),
    (numpy.array([1, 2]), "not one number"),
    (object(), "not a number"),
    ([1, 2], "2 values for 1 printed numbers"),
    ({"p": 1}, "'p' is not printed"),
    ([float("nan")], "not a finite number"),
]


@pytest.mark.parametrize(("value", "what"), BAD, ids=lambda value: repr(value)[:20])
def test_what_is_no_number_is_refused(value, what):
    with pytest.raises(RegeneratedError, match=what):
        judge("12.5", value)


def test_errors_and_samples_that_do_not_fit():
    for keywords in ({"error": -1}, {"error": 1, "samples": [1]}, {"samples": []}):
        with pytest.raises(RegeneratedError):
            judge("12.5", 12.5, **keywords)
    with pytest.raises(RegeneratedError, match="mapping"):
        judge("0.1 (SE = 0.2)", {"SE": 0.2}, error=1)
    with pytest.raises(RegeneratedError, match="no value"):
        judge("0.1 (SE = 0.2)", {"SE": 0.2}, error={"value": 1})
    with pytest.raises(RegeneratedError, match="printed 2 times"):
        judge("F(2, 45) = 3.21", {"degrees of freedom": 2})


# ---- several facts

LEGEND = Convention().nearer({"brackets": "standard error", "stars": "*=0.05 **=0.01 ***=0.001"})
ESTIMATE = "0.073*** (0.004)"


@pytest.mark.parametrize(
    ("values", "verdicts", "worst"),
    [
        ({"value": 0.0731, "standard error": 0.0041, "p": 0.0004}, (SAME, SAME, SAME), SAME),
        ({"value": 0.0731, "standard error": 0.0041, "p": 0.004}, (SAME, DIFFERS, SAME), DIFFERS),
        ({"value": 0.0731, "standard error": 0.0049, "p": 0.0004}, (SAME, SAME, DIFFERS), DIFFERS),
        ({Role.VALUE: 0.0731}, (SAME, NO, NO), NO),
        ([0.0731, 0.0041], (SAME, NO, SAME), NO),
        (0.0731, (SAME, NO, NO), NO),
        (None, (NOT_RUN,) * 3, NOT_RUN),
        ("0.073***(0.004)", (DIFFERS,) * 3, DIFFERS),
        ("0.073***\n(0.004)", (SAME,) * 3, SAME),
    ],
)
def test_an_estimate(values, verdicts, worst):
    found = judge(ESTIMATE, values, convention=LEGEND)
    assert (tuple(item.verdict for item in found.facts), found.verdict) == (verdicts, worst)


def test_the_stars_that_the_legend_gives_are_shown():
    assert judge(ESTIMATE, {"p": 0.004}, convention=LEGEND).facts[1].shown == "**"
    assert judge(ESTIMATE, {"p": 0.2}, convention=LEGEND).facts[1].shown == ""


@pytest.mark.parametrize(
    ("p", "shown"),
    [("0.06", ""), ("0.05", ""), ("0.049", "*"), ("0.01", "*"), ("0.009", "**"), ("0.001", "**"), ("0.0009", "***"), ("0", "***")],
)
def test_a_star_stands_for_what_stays_below_its_bound(p, shown):
    assert judge(ESTIMATE, {"p": F(p)}, convention=LEGEND).facts[1].shown == shown


@pytest.mark.parametrize(
    ("printed", "text", "verdict"),
    [
        ("—", "-", SAME),
        ("n.a.", "na", SAME),
        ("—", "n.a.", DIFFERS),
        ("—", "12 persons and", DIFFERS),
        ("12 %", "12 %", SAME),
        ("12 %", "13 %", DIFFERS),
        ("12 %", "12  ％", SAME),
    ],
)
def test_text_is_compared_but_for_the_forms_of_its_characters(printed, text, verdict):
    found = judge(printed, text)
    assert found.verdict is verdict
    assert found.facts[0].shown == (found.facts[0].fact.text if verdict is SAME else text)


@Rational.register
class Quotient:
    """A rational number of another library."""

    numerator, denominator = 3, 4


def test_a_rational_number_of_another_library():
    found = judge("0.75", Quotient()).facts[0]
    assert (found.verdict, found.value, found.rule) == (SAME, F(3, 4), "half up = half even")


@pytest.mark.parametrize(
    ("printed", "value", "shown"),
    [
        ("1.234(5)", F("1.3"), "1.300"),
        ("$1,794", F("2795.4"), "$2,795"),
        ("12.5%", F("-3.27"), "-3.3%"),
        (".50", F("0.614"), ".61"),
        ("1.2e5", F(345000), "3.5e5"),
        ("−3.2", F("4.44"), "4.4"),
    ],
)
def test_a_value_is_shown_as_print_writes(printed, value, shown):
    assert judge(printed, value).facts[0].shown == shown


@pytest.mark.parametrize(("value", "shown"), [(F(11, 3), "3.67"), (F(4), "4"), (F("2.5"), "2.5"), (F("0.001"), "0")])
def test_a_value_beside_a_number_in_words_has_two_decimals_at_most(value, shown):
    assert like(read("three").facts[0], value, Convention()) == shown


def test_a_p_with_its_stars_keeps_value_and_range():
    found = judge(ESTIMATE, {"p": F("0.004")}, convention=LEGEND, error={"p": F("0.001")}).facts[1]
    assert (found.value, found.low, found.high) == (F("0.004"), F("0.003"), F("0.005"))
    found = judge("0.073***", {"stars": F("0.004")}, error={"stars": F("0.001")}).facts[1]
    assert (found.verdict, found.value, found.low, found.high) == (NO, F("0.004"), F("0.003"), F("0.005"))


def test_text_for_one_number_of_several():
    found = judge(ESTIMATE, {"value": "0.073", "stars": "***", "standard error": "0.005"}, convention=LEGEND)
    assert [item.verdict for item in found.facts] == [SAME, SAME, DIFFERS]
    assert judge(ESTIMATE, {"stars": "0.073***"}, convention=LEGEND).facts[1].verdict is DIFFERS


def test_the_rule_of_the_particle_data_group_looks_at_pairs_alone():
    convention = Convention().nearer({"rounding": "PDG", "plus_minus": "uncertainty"})
    found = judge("t(12) = 2.1, M = 0.827 ± 0.119", [12, F("2.1"), F("0.827"), F("0.119")], convention=convention)
    assert [bool(item.note) for item in found.facts] == [False, False, True, True]
    assert [item.note for item in judge("0.83 ± 0.12", [F("0.827")], convention=convention).facts] == ["", ""]
    assert [item.note for item in judge("0.83 ± 0.12", [F("0.827"), 0], convention=convention).facts] == ["", ""]


def test_an_error_for_each_value():
    found = judge(ESTIMATE, {"value": 0.0726, "p": 0.0011}, convention=LEGEND, error={"p": 0.0002})
    assert [item.verdict for item in found.facts] == [SAME, ROUNDING, NO]
    found = judge("[1.01, 1.45]", [1.006, 1.456], error=[0.002, 0.002])
    assert [item.verdict for item in found.facts] == [SAME, ROUNDING]


def test_a_confidence_level_is_the_name_of_a_method():
    found = judge("1.23 (95% CI 1.01–1.45)", [1.231, 1.012, 1.449])
    assert [item.verdict for item in found.facts] == [SAME, NO, SAME, SAME]
    assert found.verdict is SAME


def test_doubts_come_along():
    assert [doubt.setting for doubt in judge("7.2 ± 0.3", [7.21, 0.31]).doubts] == ["plus_minus"]


def test_a_legend_is_named_where_it_decides():
    assert judge(ESTIMATE, {"p": F("0.0004")}, convention=LEGEND).facts[1].rule == "legend of the stars"
    found = judge("0.073***", {"stars": F("0.004")}).facts[1]
    assert (found.fact.role, found.rule) == (Role.STARS, "the stars have no legend")


def test_what_has_a_value_and_no_range_is_no_quantity():
    class Valued:
        value = F(12)

    with pytest.raises(RegeneratedError, match="is not a number"):
        judge("12", Valued())


def test_a_rational_number_of_another_library_is_exact_beside_a_boundary():
    @Rational.register
    class Half:
        numerator, denominator = 57, 200  # 0.285

    (item,) = judge("0.29", Half()).facts
    assert (item.verdict, item.value, item.note) == (SAME, F("0.285"), "")


def test_an_irrational_quantity_whose_enclosure_holds_a_boundary_is_a_tie():
    """√2 √2 is 2, which no enclosure of √2 tells: 0.1425 times it may lie on either side of 0.285."""
    product = sqrt(exact(2)) * sqrt(exact(2)) * exact("0.1425")
    assert product.enclosure.low < F("0.285") < product.enclosure.high
    assert judge("0.29", product).facts[0].note == "a tie: the digits are not decided by this computation"


@pytest.mark.parametrize(
    ("printed", "value", "shown"),
    [
        ("(20,076)", 20077, "20,077"),  # above zero no brackets are left
        ("(20,076)", -20077, "(20,077)"),
        ("(2.5)", F("0.5"), "0.5"),
        ("(2.5)", F("-0.5"), "(0.5)"),
    ],
)
def test_brackets_that_mean_minus_go_with_the_sign(printed, value, shown):
    assert judge(printed, value, convention=Convention(brackets="negative")).facts[0].shown == shown


def test_characters_that_show_nothing_are_no_difference():
    assert judge("12 %", "12\u200b %").verdict is SAME
    assert judge("12 %", "1\u200b2\ufeff %").verdict is SAME


def test_an_interval_within_another():
    inner = Interval(F(1), F(2))
    for other in (Interval(F(1), F(2)), Interval(F(1), F(2), True, True), Interval(F(0), F(3)), Interval(F(1), F(3)), Interval(F(0), F(2))):
        assert inner.within(other)
    assert not inner.within(Interval(F(1), F("1.9")))
    assert not inner.within(Interval(F("1.1"), F(2)))
    assert not Interval(F(1), F(1)).within(Interval(F(0), F(2))), "a single number is asked by `holds`"


# ---- the ranges that quantities bring


def printed(id, text):
    return observed(id, parse(text))


def test_two_inputs_of_one_id_are_one_number():
    assert (printed("a", "45.3") - printed("a", "45.3")).interval == Interval(F(0), F(0))


@pytest.mark.parametrize(
    ("formula", "ends"),
    [
        # an input that occurs more than once, and in which the formula only rises or only falls
        ("(1 - {half}) * {half} + {half} * {half}", ("0.45", "0.55")),  # is {half} itself
        ("(1 - {two}) * {two}", ("-3.9525", "-3.5525")),  # 2.55 · -1.55 and 2.45 · -1.45
        ("abs({half}) * {half}", ("0.2025", "0.3025")),
        ("abs({below}) * {below}", ("-0.3025", "-0.2025")),
        ("median({two}, {three}, {four}) + {two}", ("5.9", "6.1")),
        ("max({three}, {one}) * {three}", ("11.9025", "12.6025")),
        # one in which it may do either, and that it takes to the first power alone: the ends are tried
        ("{one} * {four} - {one} * {fourth}", ("-0.105", "0.105")),
        ("{one} * {four} - {one} * {fourth} + max({half}, {other})", ("0.345", "0.655")),
        ("{one} * {four} + max({half}, {other}) - {one} * {fourth}", ("0.345", "0.655")),
        ("({half} * {half} - {half}) * 0 + {one} * {four} - {one} * {fourth}", ("-0.105", "0.105")),
    ],
)
def test_the_range_of_an_input_that_occurs_again(formula, ends):
    texts = {"half": "0.5", "other": "0.5", "below": "-0.5", "one": "1.0", "two": "2.5", "three": "3.5", "four": "4.5", "fourth": "4.5"}
    found = evaluate_number(formula, {id: printed(id, text) for id, text in texts.items()})
    assert found.interval == Interval(*map(F, ends))


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-1, 0)], ids=["above", "below"])
def test_an_absolute_value_has_a_sign_up_to_zero(low, high):
    part = observed("a", parse("0.5"), Interval(F(low), F(high)))
    assert (abs(part) * part).interval == Interval(F(low), F(high))


def test_what_stands_as_one_input_is_not_looked_into_again():
    """w - w/2 is w/2, above zero, and only interval arithmetic takes it for [0, 3/2]."""
    texts = {"one": "1.0", "four": "4.5", "fourth": "4.5", "two": "2.5"}
    known = {id: printed(id, text) for id, text in texts.items()} | {"w": observed("w", parse("1.5"), Interval(F(1), F(2)))}
    found = evaluate_number("({one} * {four} - {one} * {fourth}) / ({w} - {w} / 2) + {two} * {two}", known)
    assert found.interval == Interval(F("2.45") ** 2 - F("0.21"), F("2.55") ** 2 + F("0.21"))


def test_a_maximum_that_nothing_decides_has_no_slope_of_its_own():
    """max(a, b) - a/2 is least where a is, or b: where they meet."""
    a, b = printed("a", "0.5"), printed("b", "0.5")
    with pytest.raises(ValueError, match="the extremes need not lie at its ends"):
        _ = (maximum([a, b]) - a * F(1, 2)).interval


def test_a_zero_stands_without_brackets_in_a_formula():
    assert (printed("a", "0.5") + 0 - F(-1)).formula == "{a} + 0 - (-1)"


@pytest.mark.parametrize("formula", ["-(1 < 2)", "2 * (1 < 2)", "2 + (1 < 2)", "(1 < 2) ** 2", "(1 < 2) / 2"])
def test_a_comparison_is_no_number(formula):
    with pytest.raises(DataError, match=rf"character {formula.index('(') + 1}: a comparison stands where a single number should"):
        evaluate_number(formula, {})


@pytest.mark.parametrize("ends", [(F(2, 5), F(1, 2)), (F(1, 2), F(3, 5))], ids=["rises-to-its-top", "falls-from-its-top"])
def test_a_slope_that_ends_at_zero_has_a_sign(ends):
    """a (1 - a) is greatest at one half, 1/4, and is 6/25 at 2/5 and 3/5."""
    part = observed("a", parse("0.5"), Interval(*ends))
    assert ((1 - part) * part).interval == Interval(F(6, 25), F(1, 4))


def test_the_logarithm_of_one_is_nothing():
    assert log(exact(1)).enclosure == Interval(F(0), F(0))


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("sqrt({half} - 0.5)", "a root is taken of {half} - 0.5, which may be negative: its range begins at -0.05"),
        ("log({half} - 0.45)", "a logarithm is taken of {half} - 0.45, which may be zero or less: its range begins at 0"),
        ("log10({half} - 0.49)", "a logarithm is taken of {half} - 0.49, which may be zero or less: its range begins at -0.04"),
    ],
)
def test_what_is_taken_of_numbers_that_have_none_is_named(formula, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        _ = evaluate_number(formula, {"half": printed("half", "0.5")}).interval


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (total, "sum"),
        (mean, "mean"),
        (maximum, "max"),
        (minimum, "min"),
        (median, "quantile"),
        (variance, "variance"),
        (pvariance, "pvariance"),
        (stdev, "variance"),
        (pstdev, "pvariance"),
    ],
)
def test_nothing_has_no_sum(function, name):
    with pytest.raises(QuantityError, match=f"^the {name} of nothing"):
        function([])


def test_a_greatest_of_one_is_that_one():
    one = printed("a", "45.3")
    assert maximum([one]) is one
    assert minimum([one]) is one


def test_a_quantity_travels_between_processes_with_its_formula_and_range():
    whole = printed("a", "45.3")
    share = printed("b", "2.1") / whole * 100
    again = pickle.loads(pickle.dumps(share + whole))
    assert again.formula == "{b} / {a} * 100 + {a}"
    assert (again.value, again.interval) == ((share + whole).value, (share + whole).interval)
    assert again.inputs["a"].printed == whole.printed


def test_plain_numbers_among_quantities_are_exact():
    found = mean([printed("a", "45.3"), 1])
    assert (found.value, found.interval) == (F("23.15"), Interval(F("23.125"), F("23.175")))


def test_standard_deviations_of_a_sample_and_of_a_population():
    column = [exact(number) for number in (2, 4, 4, 4, 5, 5, 7, 9)]  # the mean is 5, the squares about it sum up to 32
    assert pstdev(column).value == 2
    assert stdev([exact(1), exact(3), exact(5)]).value == 2


def test_an_error_in_a_parameter_says_where_the_function_has_no_value():
    with pytest.raises(DataError, match=r"character 6: a root of a negative number"):
        evaluate_number("root(-4, 3)", {})


def test_no_more_corners_are_tried_than_straddle_the_mean(monkeypatch):
    """Four intervals about zero, one within the other, and one whose narrowed part begins where that of the least ends.

    Narrowed to a fifth they are 1, 2, 3 and 4 to either side, and the fifth runs from 1 to 3: never do more than four straddle the mean.
    """
    ends = [Interval(F(-5 * size), F(5 * size)) for size in (1, 2, 3, 4)] + [Interval(F(2 - 5), F(2 + 5))]
    monkeypatch.setattr(spread, "_MOST_CORNERS", 16)
    greatest = max(spread.variance(corner, 1) for corner in product(*((end.low, end.high) for end in ends)))
    assert spread.variance_range(ends, 1).high == greatest


# ---- tails of distributions where the side of the series matters


def test_an_f_with_few_degrees_below_and_a_t_with_a_million_are_quick():
    """I_x(1, 4) is 1 - (1 - x)⁴, x = 1/(1 + 4 f); the normal distribution has 0.0455003 beyond two, and t with a million 0.0455005."""
    found = tails.upper_f(F("2499.75"), F(8), F(2))
    assert found.low <= 1 - F("0.9999") ** 4 <= found.high
    assert half_up(tails.two_tailed_t(F(2), F(10**6)).low, 7) == F("0.0455005")


def test_a_probability_too_small_to_tell_lies_within_its_interval():
    """The chi-square distribution with two degrees of freedom is exponential: e to the power -90,001 beyond 180,002, about 10^-39087."""
    found = tails.upper_chi_square(F(180_002), F(2))
    assert found.low == 0
    assert exponential(F(-90_001)).high <= found.high < F(1, 10**39_000)


# ---- the rule of the Particle Data Group


@pytest.mark.parametrize(
    ("value", "uncertainty", "printed"),
    [
        ("0.827", "0.119", ("0.83", "0.12")),  # the two examples of the Introduction, 5.3
        ("0.827", "0.367", ("0.8", "0.4")),
        ("12.2135", "0.03215", ("12.214", "0.032")),
        ("12.2135", "0.06515", ("12.21", "0.07")),
        ("1.2345", "0.0967", ("1.23", "0.10")),  # 950 to 999 go up to 1000 and keep two digits
        ("1.2343", "0.0354", ("1.234", "0.035")),  # 354 and 355 lie on either side
        ("1.2345", "0.0355", ("1.23", "0.04")),
        ("1234", "96", ("1230", "100")),
        ("1234", "119", ("1230", "120")),
    ],
)
def test_the_digits_of_the_particle_data_group(value, uncertainty, printed):
    found = pdg(F(value), F(uncertainty))
    assert found[:2] == tuple(map(F, printed))
    assert found[2] == (len(printed[0].partition(".")[2]) or -1)


def test_the_rule_is_named_where_it_fits():
    convention = Convention().nearer({"rounding": "PDG", "plus_minus": "uncertainty"})
    assert [item.rule for item in judge("0.83 ± 0.12", [F("0.827"), F("0.119")], convention=convention).facts] == ["PDG", "PDG"]
    found = judge("0.827 ± 0.119", [F("0.827"), F("0.119")], convention=convention)
    assert found.facts[0].note == "the rule of the Particle Data Group prints 0.83 and 0.12"
    with pytest.raises(ValueError, match="an uncertainty of 0"):
        pdg(F(1), F(0))


# ---- how much a match proves


@pytest.mark.parametrize(
    ("printed", "value", "chance"),
    [
        ("5", 5, F(1, 9)),  # one of nine numbers of one digit
        ("50", 50, F(1, 90)),
        ("0.073", F("0.073"), F(1, 90)),
        ("1,794", 1794, F(1, 9000)),
        ("0.05", F("0.05"), F(1, 9)),
        ("p = .03", F("0.03"), F(1, 100)),
        ("p < .001", F("0.0001"), F(1, 1000)),
        ("p > .05", F("0.5"), F(95, 100)),
        ("n = 20", 20, F(1, 90)),
        ("0.0", 0, None),
        ("≥ 10", 12, None),
    ],
)
def test_the_chance_that_an_unrelated_value_matches(printed, value, chance):
    assert judge(printed, value).facts[0].chance == chance


# ---- alone and at the command line


def test_the_core_needs_nothing_but_the_standard_library():
    code = "import sys; from collate import read, judge; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    ours = {name for name in loaded if name.partition(".")[0] == "collate"}
    others = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names) - {"collate", "__main__", "_distutils_hack"}
    assert {name for name in others if not name.startswith(("__editable__", "sitecustomize", "distutils-precedence"))} == set()
    assert {name for name in ours if not name.startswith("collate.numbers")} == {"collate", "collate.errors", "collate.version"}
    assert not {"argparse", "json", "csv", "pathlib", "subprocess", "asyncio", "logging"} & set(loaded)


def schema(name):
    return jsonschema.Draft202012Validator(json.loads((SCHEMA / f"{name}.json").read_text(encoding="utf-8")))


TEXTS = [ESTIMATE, "p < .001", "—", "(20,076)", "≥ 10", "1.2E+5", "one third", "10−48", "over 40", "abc"]


def test_read_prints_json_that_keeps_to_its_schema(capsys):
    assert main(["read", *TEXTS, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    schema("read").validate(answer)
    assert [entry["text"] for entry in answer] == TEXTS
    assert [entry["text"] for entry in answer if entry["error"]] == ["(20,076)", "abc"]
    assert answer[0]["facts"][0] | {"value": "0.073", "low": "0.0725", "high": "0.0735"} == answer[0]["facts"][0]
    assert answer[6]["facts"][0]["value"] == "1/3"
    with pytest.raises(jsonschema.ValidationError):
        schema("read").validate([answer[0] | {"facts": [{"role": "king"}]}])


def test_read_for_people(capsys):
    assert main(["read", "0.073 (0.004)", "--convention", "brackets=standard error"]) == 0
    assert "standard error           = 0.004, stands for [0.0035, 0.0045]" in capsys.readouterr().out
    assert main(["read", "0.073 (0.004)", "(5)"]) == 1
    out, err = capsys.readouterr()
    assert "`brackets` declares it" in out and err.startswith("error: ")


@pytest.mark.parametrize(
    ("arguments", "verdict", "status"),
    [
        (["0.29", "0.2849"], "differs", 1),
        (["0.29", "0.2849", "--error", "0.001"], "rounding", 0),
        (["0.29", "2/7"], "identical", 0),
        ([ESTIMATE, "[0.0731, 0.0041]", "--convention", "brackets=standard error"], "not-regenerated", 0),
        (["p < .001", '{"p": 0.0004}'], "identical", 0),
        (["—", "—"], "identical", 0),
        (["12.5", ""], "not-run", 1),
        (["abc", "3"], None, 1),
    ],
)
def test_judge_prints_json_that_keeps_to_its_schema(arguments, verdict, status, capsys):
    assert main(["judge", *arguments, "--json"]) == status
    answer = json.loads(capsys.readouterr().out)
    schema("judge").validate(answer)
    assert answer["verdict"] == verdict


def test_judge_for_people(capsys):
    assert main(["judge", "0.29", "0.27"]) == 1
    assert "differs, printed 0.29, regenerated 0.27" in capsys.readouterr().out


def test_what_would_command_a_terminal_is_written_out(capsys):
    main(["read", "5\x1b[31m", "5\n(3)"])
    main(["judge", "5", "\x1b[31m6"])
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err and "\\x1b[31m" in out and "5\\n(3)" in out


@pytest.mark.parametrize(
    ("arguments", "status", "what"),
    [
        (["judge", "0.29", "[1"], 2, "not JSON"),
        (["judge", "0.29", "1/0"], 2, "divides by zero"),
        (["judge", "0.29", "NaN"], 1, "not a finite number"),
        (["judge", "0.29", "0.3", "--error", "much"], 2, "not a number"),
        (["judge", "abc", "3"], 1, "cannot be read"),
        (["read", "5", "--convention", "decimal"], 2, "no equals sign"),
        (["read", "5", "--convention", "decimel=,"], 1, "near it: decimal"),
    ],
)
def test_wrong_calls(arguments, status, what, capsys):
    assert main(arguments) == status
    assert what in capsys.readouterr().err


def test_a_reading_is_judged_without_reading_again():
    reading = read("45.3")
    assert judge(reading, F("45.33")).reading is reading


def test_the_interval_of_a_fact():
    assert read("1.5").facts[0].interval == Interval(F("1.45"), F("1.55"))
    for text in ("≥ 10", "—"):
        with pytest.raises(CollateError, match="stands for no interval"):
            _ = read(text).facts[0].interval


def test_an_irrational_quantity_is_a_tie_only_within_its_enclosure():
    """Where an irrational result lies is known to 60 digits; only a boundary of rounding within them leaves the digits open."""
    root = sqrt(exact(2))
    assert judge("1.414", root).facts[0].note == ""
    near = Value(F("0.285"), F("0.28"), F("0.29"), enclosure=Interval(F("0.284999"), F("0.285001")))
    (item,) = judge("0.29", [near]).facts
    assert item.note == "a tie: the digits are not decided by this computation"
