"""Notations that few papers print, each with the part of a fact that it is about; notations.csv has those that many do."""

from fractions import Fraction as F

import pytest

from collate import Convention, parse, read
from collate.errors import ConfigurationError, PrintedError
from collate.numbers.convention import Conventions, power_of_ten
from collate.numbers.fact import Missing, Relation, Role
from collate.numbers.interval import Interval
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
        (r"M = \SI{5}{\km}", {}, [5], ["km"]),
        (r"\qty{\qty 5}{\km}", {}, None, None),
        (r"\SI{\SI 5}{\km}", {}, None, None),
        ("M 5.03", {}, [F("5.03")], [""]),
        ("1.234 567", {"thousands": "space"}, [F("1.234567")], [""]),
        ("1.234,567", {"thousands": "space"}, None, None),
        ("1.234  567", {"thousands": "space"}, None, None),
        ("–5", {}, [-5], [""]),
        ("$ 5", {}, [5], ["$"]),
        ("USD 5", {}, [5], ["USD"]),
        ("$–5", {}, [-5], ["$"]),
        ("–$5", {}, [-5], ["$"]),
        ("$5m", {}, [5_000_000], ["$"]),
        ("OR .5", {}, [F("0.5")], [""]),
        ("1.2(3)%", {}, [F("1.2"), F("0.3")], ["%", "%"]),
        ("10−14.5", {}, [10, F("14.5")], ["", ""]),
        ("𝟏½", {}, [F("1.5")], [""]),
        ("5\u200b kg", {}, [5], ["kg"]),
        ("$M = 3.2$.", {}, [F("3.2")], [""]),
        ("5 a", {"stars": "a=0.05"}, None, None),
        ("SD(2) = 1.5", {}, None, None),
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
        (r"t\textsubscript{45} = 2.31", [Role.DEGREES_OF_FREEDOM, Role.STATISTIC]),
        ("t2 = 4.30", [Role.DEGREES_OF_FREEDOM, Role.STATISTIC]),
        ("2.9+0.3–0.2", UP_AND_DOWN),
        (r"M = \SI{5}{\km}", [Role.MEAN]),
        ("95.5% CI 1.2 to 1.5", [Role.CONFIDENCE_LEVEL, Role.LOWER, Role.UPPER]),
        ("OR (1.2, 1.5)", [Role.LOWER, Role.UPPER]),
        ("M = 3.2 and SD = 1.1", [Role.MEAN, Role.STANDARD_DEVIATION]),
        ("p(45) = .03", [Role.UNDECLARED, Role.P]),
        ("p = .05, two tailed", [Role.P]),
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
        ("3 × 10−5", "the superscript of 10 seems lost: 10−5 read as a power of ten", " × 10−5"),
        ("2.1 3 10^-8", "the sign × seems to have become 3", " 3 10^-8"),
        (
            "2.1 3 10−8",
            "the sign × seems to have become 3; the superscript of 10 seems lost: 10−8 read as a power of ten",
            " 3 10−8",
        ),
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
        ("3 × 10−5000", "the power of ten -5000 (at character 7, '−5000')", "no publication prints so many digits"),
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


def test_a_power_behind_the_uncertainty_alone_is_doubtful():
    text = "7.2 ± 0.3 × 10^3"
    (doubt,) = read(text, Convention(plus_minus="uncertainty")).doubts
    told = "the power of ten stands behind the uncertainty alone: it may belong to both numbers"
    assert (doubt.what, text[doubt.start : doubt.end]) == (told, "0.3 × 10^3")


@pytest.mark.parametrize("text", ["—", "n.a.", "", "0.05*"])
def test_what_is_no_number_stands_for_none(text):
    fact = facts(text)[-1]
    assert fact.value is None
    assert not fact.holds(F(0)) and not fact.meets(Interval(F(-1), F(1))) and not fact.contains(Interval(F(0), F(0)))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("odds ratio", "a name without a number (at character 1, 'odds ratio')"),
        ("p ", "a name without a number (at character 1, 'p ')"),
        ("5 &foo;", "a sign that fits no notation (at character 3, '&foo;')"),
        ("1.23(4", "it ends where a number is expected (at the end)"),
        ("abc", "a word that is no unit, label or qualifier (at character 1, 'abc')"),
    ],
    ids=lambda value: value[:10],
)
def test_an_error_tells_what_was_understood_before_it(text, what):
    understood = {"5 &foo;": "value 5", "1.23(4": "value 1.23, undeclared 4"}
    with pytest.raises(PrintedError) as caught:
        read(text)
    assert caught.value.what == f"{text!r} cannot be read: {what}; understood before it: {understood.get(text, 'nothing')}"


def test_uncertainties_may_be_named():
    text = "7.2 ± 0.5 (stat.) ± 0.4 (syst) ± 0.3 (theo) ± 0.2 (exp) ± 0.1 (lumi)"
    found = facts(text, plus_minus="uncertainty")
    assert [(fact.value, fact.label) for fact in found[1:]] == [
        (F("0.5"), "stat"),
        (F("0.4"), "syst"),
        (F("0.3"), "theo"),
        (F("0.2"), "exp"),
        (F("0.1"), "lumi"),
    ]


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        (".05 > p > .01", [("<", F("0.05")), (">", F("0.01"))]),
        (".01 < p < .05", [(">", F("0.01")), ("<", F("0.05"))]),
        (".01 ≤ p ≤ .05", [("≥", F("0.01")), ("≤", F("0.05"))]),
        (".05 ≥ p ≥ .01", [("≤", F("0.05")), ("≥", F("0.01"))]),
    ],
    ids=["falling", "rising", "rising-or-equal", "falling-or-equal"],
)
def test_a_name_between_two_bounds(text, relations):
    assert [(fact.relation.value, fact.value) for fact in facts(text)] == relations
    assert {fact.role for fact in facts(text)} == {Role.P}


def test_a_plus_of_the_legend_before_a_digit_is_no_mark():
    assert [fact.role for fact in facts("2.9+0.3-0.2", stars="+=0.1")] == UP_AND_DOWN
    assert [fact.stars for fact in facts("2.9+", stars="+=0.1")] == ["+", "+"]


@pytest.mark.parametrize(
    ("text", "part", "start"),
    [("M = 1½", "1½", 4), (r"\SI{5}{\km}", "5", 4), ("M = ½", "½", 4), ("M = 5 kg", "5 kg", 4), ("M = 1.2e5", "1.2e5", 4)],
    ids=["mixed", "siunitx", "vulgar", "unit", "power"],
)
def test_where_a_number_stands(text, part, start):
    fact = facts(text)[-1]
    assert (fact.text, fact.start, fact.end) == (part, start, start + len(part))


def test_both_ends_of_a_rounded_number_belong_to_it():
    """By half up the lower end of 1.3e5 rounds to it, by half even neither; undeclared it may be either."""
    (fact,) = facts("1.3e5")
    assert (fact.low, fact.high, fact.low_open, fact.high_open) == (125_000, 135_000, False, False)


def test_a_text_keeps_the_convention_of_its_place():
    convention = Convention(slash="rank", decimal=",")
    for text, kind in (("abc", PrintedKind.TEXT), ("46/50", PrintedKind.RANK), ("n.a.", PrintedKind.TEXT), ("1,5 ± 0,2", PrintedKind.TEXT)):
        found = parse(text, convention=convention)
        assert (found.kind, found.convention) == (kind, convention)


def test_a_power_of_ten():
    powers = {F(1000): 3, F(1, 100): -2, F(1): 0, F(12): 0, F(1, 20): 0, F(50): 0}
    assert {number: power_of_ten(number) for number in powers} == powers


def test_no_p_stays_below_nothing():
    with pytest.raises(ConfigurationError, match="between 0 and 1"):
        Convention().nearer({"stars": "*=0"})


def test_a_doubt_ends_with_what_it_is_about():
    text = "7.2 ± 0.3 × 10^3, n = 5"
    (doubt,) = read(text, Convention(plus_minus="uncertainty")).doubts
    assert text[doubt.start : doubt.end] == "0.3 × 10^3"
