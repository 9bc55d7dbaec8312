"""Notations that few papers print, each with the part of a fact that it is about; notations.csv has those that many do."""

from fractions import Fraction as F

import pytest

from collate import Convention, read
from collate.errors import PrintedError
from collate.numbers.fact import Missing, Relation, Role

UP_AND_DOWN = [Role.VALUE, Role.UNCERTAINTY_UP, Role.UNCERTAINTY_DOWN]


def facts(text, **settings):
    return read(text, Convention().nearer(settings)).facts


@pytest.mark.parametrize(
    ("text", "settings", "values", "units"),
    [
        ("3億5千萬", {}, [350_000_000], [""]),
        ("3億2000萬元", {}, [320_000_000], ["元"]),
        ("-3億5千萬", {}, [-350_000_000], [""]),
        ("1.2e3 million", {}, [1_200_000_000], [""]),
        ("12 kg·m²", {}, [12], ["kg·m²"]),
        ("12 m²/s", {}, [12], ["m²/s"]),
        ("5 percentage points", {}, [5], ["points"]),
        ("5 per cent", {}, [5], ["%"]),
        ("3 points", {}, [3], ["points"]),
        ("5畝", {"units": "畝,畝地"}, [5], ["畝"]),
        ("5畝地", {"units": "畝,畝地"}, [5], ["畝地"]),
        ("€2–€3", {}, [2, 3], ["€", "€"]),
        ("(7.2 ± 0.3) million", {"plus_minus": "uncertainty"}, [7_200_000, 300_000], ["", ""]),
        (r"\SI[per-mode=symbol]{5}{\km}", {}, [5], ["km"]),
        (r"\numrange{1.2}{3.4}", {}, [F("1.2"), F("3.4")], ["", ""]),
        (r"\SIrange{1}{2}{\km}", {}, [1, 2], ["km", "km"]),
        (r"\qtyrange{1}{2}{\km}", {}, [1, 2], ["km", "km"]),
        (r"\hspace{2em}5", {}, [5], [""]),
        (r"5~\%", {}, [5], ["%"]),
        ("£2–£3", {}, [2, 3], ["£", "£"]),
        ("3億9999萬", {}, [399_990_000], [""]),
        ("3億10000萬", {}, None, None),
        ("3億億", {}, None, None),
        ("2.1–3.4", {"role": "standard error"}, None, None),
        ("1.2 (<3, 4)", {}, None, None),
        ("零分之五", {}, None, None),
        ("one thousand two thousand", {}, None, None),
        (r"\qty[a][b]{5}{\km}", {}, None, None),
        ("a hundred", {}, [100], [""]),
        ("a million persons", {}, [1_000_000], ["persons"]),
        ("1e999", {}, [10**999], [""]),
        ("1e1000", {}, None, None),
        ("5 km/parsec", {}, None, None),
        ("3億12千萬", {}, None, None),
        ("3億2億", {}, None, None),
        ("23.5 of 50", {}, None, None),
        ("23 of -50", {}, None, None),
        ("5% of 50", {}, None, None),
        ("10^{2^3}", {}, None, None),
    ],
)
def test_values_and_units(text, settings, values, units):
    if values is None:
        with pytest.raises(PrintedError):
            facts(text, **settings)
        return
    found = facts(text, **settings)
    assert [fact.value for fact in found] == values
    assert [fact.unit for fact in found] == units


@pytest.mark.parametrize(("text", "significant"), [("3億5千萬", 2), ("3億5萬", 5), ("0.050", 2), ("1,200", 4), ("1½", 2), ("000", 0)])
def test_significant_digits(text, significant):
    assert facts(text)[0].significant == significant


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("CI95 1.2 to 1.5", [Role.CONFIDENCE_LEVEL, Role.LOWER, Role.UPPER]),
        ("CI95% (1.2, 1.5)", [Role.CONFIDENCE_LEVEL, Role.LOWER, Role.UPPER]),
        ("95% CI from 1.2 to 1.5", [Role.CONFIDENCE_LEVEL, Role.LOWER, Role.UPPER]),
        ("95% CI of 1.2 to 1.5", [Role.CONFIDENCE_LEVEL, Role.LOWER, Role.UPPER]),
        ("2.9^{+0.3}_{-0.2}", UP_AND_DOWN),
        ("2.9_{-0.2}^{+0.3}", [Role.VALUE, Role.UNCERTAINTY_DOWN, Role.UNCERTAINTY_UP]),
        ("0.05^*", [Role.VALUE, Role.STARS]),
        ("0.05^{$*$}", [Role.VALUE, Role.STARS]),
        ("0.05* *", [Role.VALUE, Role.STARS]),
    ],
)
def test_roles(text, roles):
    assert [fact.role for fact in facts(text)] == roles


@pytest.mark.parametrize("text", ["2.9_{-0.2}^{+0.3} GeV", "2.9-0.2+0.3 GeV", "2.9^{+0.3}_{-0.2} GeV", "2.9 −0.2/+0.3 GeV"])
def test_the_lower_uncertainty_may_stand_first(text):
    found = {fact.role: (fact.value, fact.unit) for fact in facts(text)}
    assert found == {
        Role.VALUE: (F("2.9"), "GeV"),
        Role.UNCERTAINTY_UP: (F("0.3"), "GeV"),
        Role.UNCERTAINTY_DOWN: (F("0.2"), "GeV"),
    }


def test_a_range_is_no_uncertainty():
    assert [fact.role for fact in facts("2.9-3.2")] == [Role.LOWER, Role.UPPER]
    assert len(read("2e-7-3 × 10−5").doubts) == len(read("3 × 10−5").doubts) == 1


def test_the_level_of_an_interval_is_a_per_cent():
    assert [facts(text)[0].unit for text in ("CI95 1.2 to 1.5", "CI95% (1.2, 1.5)", "95% CI 1.2 to 1.5")] == ["%"] * 3


def test_names_of_statistics():
    assert [(fact.role, fact.label) for fact in facts("r² = .45")] == [(Role.VALUE, "r2")]
    assert facts("χ(2) = 7.81")[-1].label == "chi2"
    assert {fact.label for fact in facts("t = 2.1–3.4")} == {"t"}


@pytest.mark.parametrize(
    ("text", "what", "part"),
    [
        ("t 45 = 2.31", "degrees of freedom without brackets", "45"),
        ("p b .05", "'b' stands where a relation belongs: read as '<', damaged", "b"),
        ("2.1−3.4", "a minus sign stands between two numbers: read as a dash", "−"),
        ("7.2 ± 0.3", "what stands behind ± is not declared: standard deviation, standard error, uncertainty or half-width", "±"),
    ],
)
def test_a_doubt_says_what_and_where(text, what, part):
    (doubt,) = read(text).doubts
    assert (doubt.what, text[doubt.start : doubt.end]) == (what, part)


def test_a_scale_behind_both_is_no_power_of_ten_behind_one():
    declared = Convention().nearer({"plus_minus": "uncertainty"})
    assert read("7.2 ± 0.3 million", declared).doubts == ()
    assert len(read("7.2 ± 0.3 × 10^3", declared).doubts) == 1
    assert [fact.scale for fact in read("(7.2 ± 0.3) million", declared).facts] == [10**6, 10**6]


def test_marks_apart_are_one():
    assert facts("0.05* *")[0].stars == "**"
    assert facts("0.05^*")[0].stars == "*"


def test_not_significant_is_above_the_level():
    (fact,) = facts("n.s.")
    assert (fact.role, fact.relation, fact.value) == (Role.P, Relation.GREATER, F(1, 20))
    assert (fact.low, fact.high, fact.low_open, fact.high_open) == (F(1, 20), 1, True, False)
    assert fact.missing is Missing.NOT_SIGNIFICANT


def test_a_relation_in_brackets_is_read():
    assert facts("(< 5)", brackets="n")[0].relation is Relation.LESS
    assert facts("(<.001)", brackets="p")[0].relation is Relation.LESS


def test_brackets_that_nothing_declares_are_doubtful():
    (doubt,) = read("(−5)").doubts
    assert (doubt.what, doubt.setting) == ("what stands in these brackets is not declared", "brackets")
    assert facts("(−5)")[0].role is Role.UNDECLARED
    (doubt,) = read("2.1−3.4").doubts
    assert doubt.what == "a minus sign stands between two numbers: read as a dash"


def test_zeros_before_the_point_stand_for_no_digits_beside_an_uncertainty_alone():
    assert [fact.decimals for fact in facts("130 (SD = 40)", rounding="PDG")] == [0, 0]
    assert [fact.decimals for fact in facts("130 ± 40", rounding="PDG", plus_minus="uncertainty")] == [-1, -1]


def test_a_legend_may_have_commas():
    assert Convention().nearer({"stars": "*=0.05,**=0.01"}).stars == (("*", F(1, 20)), ("**", F(1, 100)))
    assert Convention().nearer({"stars": {"*": "0.05", "**": 0.01}}).stars == (("*", F(1, 20)), ("**", F(1, 100)))
