"""The one comparison, case by case."""

from fractions import Fraction as F

import pytest

from collate.numbers.compare import Regenerated, compare, compare_truth
from collate.numbers.printed import Interval, parse
from collate.numbers.truth import Truth
from collate.numbers.verdict import Verdict


def number(value, low=None, high=None):
    return Regenerated(F(value), Interval(F(low or value), F(high or value)), value)


CASES = [
    ("45.33%", None, number("45.334", "45.3", "45.4"), Verdict.IDENTICAL, "45.33%", "half up = half even = truncation"),
    ("45.33％", None, number("45.334"), Verdict.IDENTICAL, "45.33％", "half up = half even = truncation"),
    ("40", 1, number("40.04"), Verdict.IDENTICAL, "40", "half up = half even = truncation"),
    ("45", 1, number("45.13", "45.12", "45.14"), Verdict.DIFFERS, "45.1", "outside the interval"),
    ("0.40", None, number("0.4"), Verdict.IDENTICAL, "0.40", "half up = half even = truncation"),
    ("0.40", None, number("0.41"), Verdict.DIFFERS, "0.41", "outside the interval"),
    ("44.2", None, number("44.25"), Verdict.IDENTICAL, "44.2", "half even = truncation"),
    ("44.3", None, number("44.25"), Verdict.IDENTICAL, "44.3", "half up"),
    ("51.23%", None, number("51.239", "51.16", "51.31"), Verdict.ROUNDING, "51.24%", "truncation"),
    ("51.23%", None, number("51.239"), Verdict.DIFFERS, "51.24%", "truncation"),
    ("19.71", None, number("19.7", "19.69", "19.71"), Verdict.ROUNDING, "19.70", "inputs' rounding"),
    ("1,115", None, number("1115"), Verdict.IDENTICAL, "1,115", "half up = half even = truncation"),
    ("-3.2", None, number("3.2"), Verdict.DIFFERS, "3.2", "outside the interval"),
    ("46／50", None, Regenerated(None, None, "46/50"), Verdict.IDENTICAL, "46/50", "as text"),
    ("46／50", None, Regenerated(None, None, "47／50"), Verdict.DIFFERS, "47／50", "as text"),
    ("—", None, Regenerated(None, None, "—"), Verdict.IDENTICAL, "—", "as text"),
    ("—", None, Regenerated(None, None, ""), Verdict.DIFFERS, "", "as text"),
    ("", None, Regenerated(None, None, ""), Verdict.IDENTICAL, "", "as text"),
    ("12.5", None, Regenerated(None, None, "—"), Verdict.DIFFERS, "—", "as text"),
    ("Weak", None, Regenerated(None, None, "weak"), Verdict.DIFFERS, "weak", "as text"),
    ("12.5", None, None, Verdict.NOT_RUN, "", "no value"),
]


@pytest.mark.parametrize(("text", "decimals", "regenerated", "verdict", "shown", "rule"), CASES)
def test_compare(text, decimals, regenerated, verdict, shown, rule):
    found = compare(parse(text, decimals), regenerated)
    assert (found.verdict, found.shown, found.rule) == (verdict, shown, rule)


def test_verdicts_are_six_and_two_fail():
    assert [verdict.key for verdict in Verdict] == ["identical", "rounding", "erratum", "differs", "not-regenerated", "not-run"]
    assert {verdict for verdict in Verdict if verdict.fails} == {Verdict.DIFFERS, Verdict.NOT_RUN}
    assert len({verdict.mark for verdict in Verdict}) == len(Verdict)
    assert all(Verdict.from_key(verdict.key) is verdict for verdict in Verdict)


@pytest.mark.parametrize("regenerated", ["many small parks", " many\tsmall  parks\n"])
def test_white_space_is_no_difference_between_texts(regenerated):
    assert compare(parse(" many  small\nparks"), Regenerated(None, None, regenerated)).verdict is Verdict.IDENTICAL
    assert compare(parse("manysmall parks"), Regenerated(None, None, regenerated)).verdict is Verdict.DIFFERS


@pytest.mark.parametrize(
    ("truth", "verdict", "shown", "rule"),
    [
        (Truth.TRUE, Verdict.IDENTICAL, "true", "as a comparison"),
        (Truth.UNDECIDED, Verdict.ROUNDING, "undecided", "as a comparison"),
        (Truth.FALSE, Verdict.DIFFERS, "false", "as a comparison"),
        (None, Verdict.NOT_RUN, "", "no value"),
    ],
)
def test_a_statement_that_compares(truth, verdict, shown, rule):
    found = compare_truth(truth)
    assert (found.verdict, found.shown, found.rule) == (verdict, shown, rule)
