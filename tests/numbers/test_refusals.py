"""What cannot be read, or can be read in two ways: the message says where, what it could be, and which setting decides."""

import random
import string
import time
from contextlib import suppress

import pytest

from collate import Convention, read
from collate.errors import ConfigurationError, PrintedError

AMBIGUOUS = [
    # text, convention, setting, both readings
    ("1.234", {"decimal": ""}, "decimal", ("1.234", "1234")),
    ("1,234", {"decimal": ""}, "decimal", ("1.234", "1234")),
    ("1.234", {"decimal": ","}, "thousands", ("1234", "1.234")),
    ("(20,076)", {}, "brackets", ("−20,076", "standard error")),
    ("(0.045)", {}, "brackets", ("−0.045", "standard error")),
    ("1/4", {}, "slash", ("rank 1 of 4", "fraction 1/4")),
    ("46／50", {}, "slash", ("rank 46 of 50", "fraction")),
    ("1.2(3.4)", {}, "shorthand", ("units of the number", "brackets")),
    ("-1.2(3.4)", {}, "shorthand", ("units of the number", "brackets")),
]


@pytest.mark.parametrize(("text", "convention", "setting", "readings"), AMBIGUOUS)
def test_an_ambiguous_string_names_both_readings_and_the_setting(text, convention, setting, readings):
    with pytest.raises(PrintedError) as caught:
        read(text, Convention().nearer(convention))
    assert f"`{setting}`" in caught.value.fix
    assert all(one in caught.value.fix for one in readings)


UNREADABLE = [
    # text, where reading stops (from 1), what the message says, the setting that could decide
    ("1,15", 2, "no sign of the convention", "decimal"),
    ("12,3456", 3, "no sign of the convention", "decimal"),
    ("1.2.3", 4, "no sign of the convention", "decimal"),
    ("1.234,56", 6, "no sign of the convention", "decimal"),
    ("1'234", 2, "no sign of the convention", "thousands"),
    ("1 234", 3, "digits behind a space", "thousands"),
    ("6.674 30(15)", 7, "digits behind a space", "thousands"),
    ("1·23", 2, "no sign of the convention", "decimal"),
    ("5 apples", 3, "a word that is no unit", "units"),
    ("abc", 1, "a word that is no unit", "units"),
    ("無", 1, "a word that is no unit", "units"),
    ("1, 15", 2, "two numbers and no sign", "decimal"),
    ("1990–95", 6, "the range falls", ""),
    ("p = 5.2", 5, "no probability", ""),
    ("p = -.05", 5, "no probability", ""),
    ("p < .000", 5, "impossible", ""),
    ("p", 1, "a name without a number", ""),
    ("(1.2", 5, "ends", ""),
    ("1.2)", 4, "fits no notation", ""),
    ("[1.2)", 5, "fits no notation", ""),
    ("3:1", 2, "fits no notation", ""),
    ("2012-05-06", 6, "the range falls", ""),
    ("7.2 ± -0.3", 7, "a sign behind ±", ""),
    ("SD = -1.2", 6, "a negative standard deviation", ""),
    ("n = -3", 5, "a negative n", ""),
    ("5/0", 2, "a stroke", "slash"),
    (r"\frac{1}{2}", 1, "LaTeX that is not known", ""),
    ("1e5000", 2, "the power of ten 5000", ""),
    ("9" * 101, 1, "a number of 101 digits", ""),
    ("+", 1, "fits no notation", ""),
    ("95% CI", 7, "ends", ""),
    ("95% CI 1.01", 12, "ends", ""),
    ("0.05** *** **", 5, "a mark of 7 signs", ""),
    ("3億5億", 3, "not smaller", ""),
]


@pytest.mark.parametrize(("text", "place", "what", "setting"), UNREADABLE, ids=[case[0][:20] for case in UNREADABLE])
def test_an_unreadable_string_says_where_and_why(text, place, what, setting):
    with pytest.raises(PrintedError) as caught:
        read(text)
    assert what in caught.value.what
    assert f"character {place}," in caught.value.what or ("at the end" in caught.value.what and place == len(text) + 1)
    assert (f"`{setting}`" in caught.value.fix) if setting else ("declare" not in caught.value.fix)


def test_what_was_understood_is_told():
    with pytest.raises(PrintedError, match=r"understood before it: statistic 2\.31|understood before it: degrees of freedom 45"):
        read("t(45) = 2.31, foo")


@pytest.mark.parametrize(
    ("text", "settings", "what"),
    [
        ("p = .000", {"p_zero": "impossible"}, "no p is 0"),
        ("0.05*", {"stars": "**=0.01"}, "the legend has no '*'"),
        ("5/0", {"slash": "fraction"}, "denominator 0"),
        ("(-5)", {"brackets": "negative"}, "a sign in brackets that mean minus"),
    ],
)
def test_what_a_convention_excludes(text, settings, what):
    with pytest.raises(PrintedError, match="cannot be read") as caught:
        read(text, Convention().nearer(settings))
    assert what in caught.value.what


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"decimel": ","}, "near it: decimal"),
        ({"decimal": ";"}, "is not a choice"),
        ({"decimal": ",", "thousands": ","}, "is the decimal sign and the sign of thousands"),
        ({"rounding": "sideways"}, "sideways"),
        ({"rounding": ""}, "no rule"),
        ({"stars": "*=2"}, "between 0 and 1"),
        ({"stars": 5}, "cannot be read"),
        ({"alpha": "x"}, "cannot be read"),
        ({"alpha": "1"}, "alpha"),
        ({"scale": "12"}, "not a power of ten"),
        ({"digits": "-1"}, "digits"),
        ({"role": "king"}, "cannot be read"),
        ({"units": 3}, "cannot be read"),
    ],
)
def test_a_convention_that_cannot_be(settings, what):
    with pytest.raises(ConfigurationError) as caught:
        Convention().nearer(settings)
    assert what in caught.value.what


def test_the_nearest_setting_wins():
    publication = Convention().nearer({"decimal": ",", "brackets": "t"})
    table = publication.nearer({"brackets": "standard error"})
    assert (table.decimal, table.brackets, publication.brackets) == (",", "standard error", "t")
    assert publication.nearer({}) is publication


PIECES = [
    *"0123456789.,·' +-−–—±×*()[]{}/%‰$€<>=≤≥≈~^_\\;:!?#@&|",
    *(
        "p",
        "t(",
        "95% CI ",
        "\\num{",
        "\\pm",
        "10",
        "e",
        "SD",
        "約",
        "百分之",
        "三",
        "億",
        "萬",
        "分之",
        "第",
        "of",
        "about ",
        "ns",
        "χ²",
        "^{",
    ),
    *(
        "IQR",
        "½",
        "⁻³",
        "n.s.",
        "two ",
        "hundred ",
        "third",
        "&lt;",
        "M = ",
        "to ",
        "\u200b",
        "†",
        "F(2,",
        "以上",
        "\\SI{1}{",
        "\\textsuperscript{",
    ),
    *string.ascii_letters,
]
CONVENTIONS = [
    {},
    {"decimal": ","},
    {"decimal": ""},
    {
        "brackets": "standard error",
        "square": "quartiles",
        "plus_minus": "standard deviation",
        "stars": "*=0.05 **=0.01",
        "thousands": "space",
    },
    {"brackets": "negative", "role": "p", "percent": "fraction", "p_zero": "impossible", "precision": "exact", "digits": "2"},
    {"slash": "fraction", "rounding": "truncation", "scale": "1000", "shorthand": "units"},
]


def test_random_strings_raise_nothing_but_printed_errors():
    chance = random.Random(27)
    conventions = [Convention().nearer(settings) for settings in CONVENTIONS]
    read_in_full = 0
    for _ in range(2000):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 12)))
        for convention in conventions:
            try:
                reading = read(text, convention)
            except PrintedError:
                continue
            read_in_full += 1
            for fact in reading.facts:
                assert text[fact.start : fact.end] == fact.text
                assert fact.value is None or fact.relation.value != "=" or fact.holds(fact.value), text
    assert read_in_full > 250


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", [*PIECES[:60], "((", "(1", "1 ", "1,", "1 ± ", "1–", "a b ", "p = .05, ", "1 (", "two ", "三", "* ", "1/", "{", "^{"]
)
def test_a_hundred_thousand_characters_take_time_in_proportion(piece):
    def seconds(length):
        text = (piece * (length // len(piece) + 1))[:length]
        start = time.process_time()
        with suppress(PrintedError):
            read(text)
        return time.process_time() - start

    assert seconds(100_000) < 5, "a pattern that backtracks takes minutes"
