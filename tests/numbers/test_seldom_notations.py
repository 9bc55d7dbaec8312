"""Notations that few papers print, each with the part of a fact that it is about; notations.csv has those that many do."""

from fractions import Fraction as F

import pytest

from collate import Convention, parse, read
from collate.errors import PrintedError
from collate.numbers.convention import Conventions
from collate.numbers.fact import Missing, Relation, Role
from collate.numbers.printed import PrintedKind
from collate.numbers.words import english, qualifiers

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
        ("0億5萬", {}, [50_000], [""]),
        ("十五分之二", {}, [F(2, 15)], [""]),
        ("二〇一百", {}, None, None),
        ("10^{- 3}", {}, [F(1, 1000)], [""]),
        (r"\SI[]{5}{\km}", {}, [5], ["km"]),
        ("twenty ten", {}, None, None),
        ("twenty tenth", {}, None, None),
        ("p = 1.00", {}, [1], [""]),
        ("(2.9 +0.3 −0.2) GeV", {}, [F("2.9"), F("0.3"), F("0.2")], ["GeV"] * 3),
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
        (r"0.05^\ast", [Role.VALUE, Role.STARS]),
        (r"29^{+3}_{-2}", UP_AND_DOWN),
        ("F_{2,120} = 3.1", [Role.DEGREES_OF_FREEDOM, Role.DEGREES_OF_FREEDOM, Role.STATISTIC]),
        ("23 (46%)", [Role.N, Role.SHARE]),
        ("23.5 (46%)", [Role.VALUE, Role.SHARE]),
        ("r = .5 (46%)", [Role.STATISTIC, Role.SHARE]),
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
        (
            "0.073 (0.004)",
            "what stands in these brackets is not declared: standard error, standard deviation, t, z, p, n, share, uncertainty",
            "(",
        ),
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


@pytest.mark.parametrize("text", ["0.05*(0.004)", "0.05^*(0.004)", r"0.05^\ast(0.004)", "0.05* (0.004)"])
def test_a_raised_mark_ends_before_the_brackets(text):
    found = facts(text, brackets="standard error")
    assert [(fact.role, fact.value, fact.stars) for fact in found] == [
        (Role.VALUE, F("0.05"), "*"),
        (Role.STARS, None, "*"),
        (Role.STANDARD_ERROR, F("0.004"), ""),
    ]


def test_a_mark_behind_brackets_belongs_to_what_stands_in_them():
    found = facts("0.073 (0.004)**", brackets="standard error")
    assert [(fact.role, fact.stars) for fact in found] == [(Role.VALUE, ""), (Role.STANDARD_ERROR, "**"), (Role.STARS, "**")]


def test_two_numbers_in_brackets_of_one_are_an_interval_with_a_doubt():
    reading = read("3.4 (1.2, 5.6)", Convention(brackets="standard error"))
    assert [fact.role for fact in reading.facts] == [Role.VALUE, Role.LOWER, Role.UPPER]
    assert [doubt.what for doubt in reading.doubts] == [
        "what the two numbers in brackets are is not declared: interval, range or quartiles"
    ]


@pytest.mark.parametrize(
    ("text", "what", "could_be"),
    [
        ("5 km/parsec", "a stroke between numbers (at character 5, '/parsec')", "a rank and its total, or a fraction"),
        ("1990–95", "the range falls (at character 6, '95')", "years or pages shortened (1990–95), a minus sign, or another decimal sign"),
        ("1 234", "digits behind a space (at character 3, '234')", "a group of digits, or another number"),
        ("1'234", '"\'" between digits is no sign of the convention (at character 2, "\'234")', "a group of thousands"),
        ("1'23", '"\'" between digits is no sign of the convention (at character 2, "\'23")', "a group of thousands"),
        ("1,15", "',' between digits is no sign of the convention (at character 2, ',15')", "decimals behind ',', or a group of thousands"),
        ("5 apples", "a word that is no unit, label or qualifier (at character 3, 'apples')", "a unit of this publication"),
        ("1, 15", "two numbers and no sign of what they are (at character 2, ', 15')", "two cells, or a number in another convention"),
        (
            "SD = -1.2",
            "a negative standard deviation (at character 6, '-1.2')",
            "a dash before it, or another number than its name or place says",
        ),
        ("p = 5.2", "p is 5.2, which is no probability (at character 5, '5.2')", "a value whose decimal point is lost, or no p at all"),
        ("p < .000", "p is below 0, which is impossible (at character 5, '.000')", "a p that a program showed as .000"),
    ],
    ids=lambda value: value[:12],
)
def test_an_error_tells_what_the_string_could_be(text, what, could_be):
    with pytest.raises(PrintedError) as caught:
        read(text)
    assert caught.value.what.startswith(f"{text!r} cannot be read: {what}; understood before it: ")
    assert caught.value.fix.partition("; declare ")[0] == f"it could be {could_be}"


def test_an_error_without_another_reading_asks_for_what_is_printed():
    with pytest.raises(PrintedError) as caught:
        read("3:1")
    assert caught.value.fix == "type it as it is printed"


def test_an_error_shows_the_ends_of_a_long_string_and_four_numbers():
    text = "t(45) = 2.31, F(2, 45) = 3.21, r(45) = .31, χ²(3) = 7.81, wrong in the end"
    with pytest.raises(PrintedError) as caught:
        read(text)
    assert caught.value.what.startswith(f"'{text[:40]}…{text[-15:]}' cannot be read: ")
    known = "degrees of freedom 45, statistic 2.31, degrees of freedom 2, degrees of freedom 45"
    assert caught.value.what.endswith(f"understood before it: {known}")


def test_a_word_that_bounds_a_number_with_zeros_counts_in_its_last_digit_that_is_none():
    """Of "about 40.0" it is the 4, and one of its units are ten."""
    (fact,) = facts("about 40.0")
    assert (fact.low, fact.high) == (35, 45)


def test_words_before_a_number_and_behind_it():
    assert qualifiers(["en"], True)["more than"] is Relation.OVER
    assert qualifiers(["en"], False)["or so"] is Relation.ABOUT
    assert "or so" not in qualifiers(["en"], True) and "more than" not in qualifiers(["en"], False)
    assert "etwa" in qualifiers([], True) and "etwa" not in qualifiers(["zh-Hant", "en"], True)
    assert qualifiers(["zh-Hant"], False)["以上"] is Relation.FROM


def test_a_number_in_words_says_of_what_kind_it_is():
    kinds = {text: english(text.split()).kind for text in ("twelve", "two thirds", "third", "half", "a hundred")}
    assert kinds == {"twelve": "cardinal", "two thirds": "part", "third": "rank", "half": "part", "a hundred": "cardinal"}


def test_names_in_a_list_of_settings():
    assert Convention().nearer({"units": "kg,, t "}).units == ("kg", "t")
    assert Convention().nearer({"units": ["kg", " "]}).units == ("kg",)
    assert Convention().nearer({"stars": [["*", "0.05"], ("**", 0.01)]}).stars == (("*", F(1, 20)), ("**", F(1, 100)))


def test_the_places_of_a_table():
    places = {"table-1/*/p": {"role": "p"}, "table-1/a/b": {"decimal": ","}, "table-10/*/p": {"role": "n"}, "table-1": {"digits": 2}}
    found = Conventions(Convention(), places)
    assert found.of("table-1") == ["table-1/*/p", "table-1/a/b"]
    assert (found.at("table-1", "a", "b").decimal, found.at("table-1", "a", "b").digits) == (",", 2)


def test_what_is_no_number_in_a_cell_is_text_but_for_a_dash_and_nothing():
    kinds = {text: parse(text).kind for text in ("n.a.", "…", "ns", "—", "")}
    assert kinds == {
        "n.a.": PrintedKind.TEXT,
        "…": PrintedKind.TEXT,
        "ns": PrintedKind.TEXT,
        "—": PrintedKind.DASH,
        "": PrintedKind.EMPTY,
    }


def test_a_number_with_a_scale_is_written_with_its_own_decimals():
    assert parse("1.2 million").like(F(1_300_000)) == "1.3 million"
    assert parse("40", decimals=1).like(F("38.0")) == "38"
    assert parse("40", decimals=1).like(F("38.5")) == "38.5"
