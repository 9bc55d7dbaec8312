"""What each qualifier says, on both sides of its number and at the edges; what is exact; and which verdict follows."""

import json
from fractions import Fraction as F

import pytest

from collate.data.claims import QUALIFIERS, Claim
from collate.data.schemas import SCHEMA
from collate.numbers.bounds import bounds
from collate.numbers.compare import Regenerated, compare
from collate.numbers.fact import Relation
from collate.numbers.printed import Interval, parse
from collate.numbers.verdict import Verdict

IDENTICAL, ROUNDING, DIFFERS = Verdict.IDENTICAL, Verdict.ROUNDING, Verdict.DIFFERS


def claim(text, qualifier="", kind="level", unit="km"):
    subject = {"zh-Hant": "", "en": ""}
    return Claim("c", 1, 1, subject, parse(text), "", qualifier, unit, kind, "table", "", "", "")


def verdict(of, value, low=None, high=None):
    regenerated = Regenerated(F(value), Interval(F(low or value), F(high or value)), value)
    return compare(of.printed, regenerated, of.interval).verdict


# qualifier, printed, an exact value, verdict
CASES = [
    ("over", "40", "39.6", DIFFERS),  # rounds to 40, and is not over 40
    ("over", "40", "40", DIFFERS),
    ("over", "40", "40.01", IDENTICAL),
    ("over", "40", "40.4", IDENTICAL),
    ("over", "40", "43", ROUNDING),
    ("over", "40", "49.99", ROUNDING),
    ("over", "40", "50", DIFFERS),  # "over 50" or "50" would stand there
    ("over", "40", "51", DIFFERS),
    ("over", "13,000", "12,999", DIFFERS),
    ("over", "13,000", "13,412", ROUNDING),
    ("at least", "40", "39.6", DIFFERS),
    ("at least", "40", "40", IDENTICAL),
    ("at least", "40", "47", ROUNDING),
    ("at least", "40", "50", DIFFERS),
    ("up to", "8", "8.01", DIFFERS),
    ("up to", "8", "8", IDENTICAL),
    ("up to", "8", "7.6", IDENTICAL),
    ("up to", "8", "7.1", ROUNDING),
    ("up to", "8", "7", DIFFERS),
    ("nearly", "8", "8", DIFFERS),
    ("nearly", "8", "8.3", DIFFERS),
    ("nearly", "8", "7.99", IDENTICAL),
    ("nearly", "8", "7.2", ROUNDING),
    ("nearly", "8", "7", DIFFERS),
    ("below", "0.05", "0.054", DIFFERS),  # rounds to 0.05, and is not below it
    ("below", "0.05", "0.05", DIFFERS),
    ("below", "0.05", "0.0499", IDENTICAL),
    ("below", "0.05", "0.001", ROUNDING),
    ("below", "0.05", "0", ROUNDING),
    ("about", "40", "34.9", DIFFERS),
    ("about", "40", "35", ROUNDING),
    ("about", "40", "39.6", IDENTICAL),
    ("about", "40", "45", ROUNDING),
    ("about", "40", "45.1", DIFFERS),
    ("", "40", "39.6", IDENTICAL),
    ("", "40", "40.6", DIFFERS),
]


@pytest.mark.parametrize(("qualifier", "text", "value", "expected"), CASES)
def test_an_exact_value(qualifier, text, value, expected):
    assert verdict(claim(text, qualifier), value.replace(",", "")) is expected


def test_every_qualifier_has_cases_that_hold_and_cases_that_fail():
    for qualifier in QUALIFIERS:
        found = {expected for named, _, _, expected in CASES if named == qualifier}
        assert DIFFERS in found and found & {IDENTICAL, ROUNDING}, qualifier


# qualifier, printed, value with the range that its inputs allow, verdict
RANGES = [
    ("over", "40", "39.6", "39.5", "39.7", DIFFERS),
    ("over", "40", "39.6", "39", "40.2", ROUNDING),
    ("over", "40", "39.6", "39.2", "40", DIFFERS),  # the end itself is not over 40
    ("over", "300", "300", "300", "400", IDENTICAL),  # "over 300" from "over 300"
    ("below", "0.05", "0.054", "0.053", "0.055", DIFFERS),
    ("below", "0.05", "0.051", "0.049", "0.053", ROUNDING),
    ("up to", "8", "8.2", "8.1", "8.3", DIFFERS),
    ("up to", "8", "8.2", "7.9", "8.5", ROUNDING),
    ("at least", "40", "39.9", "39.8", "40.1", ROUNDING),
    ("nearly", "8", "8.1", "8", "8.2", DIFFERS),
    ("about", "40", "46", "45.5", "46.5", DIFFERS),
]


@pytest.mark.parametrize(("qualifier", "text", "value", "low", "high", "expected"), RANGES)
def test_a_value_with_a_range(qualifier, text, value, low, high, expected):
    assert verdict(claim(text, qualifier), value, low, high) is expected


INTERVALS = {
    "over": Interval(F(300), F(400), low_open=True, high_open=True),
    "at least": Interval(F(300), F(400), high_open=True),
    "up to": Interval(F(200), F(300), low_open=True),
    "nearly": Interval(F(200), F(300), low_open=True, high_open=True),
    "below": Interval(F(0), F(300), high_open=True),
    "about": Interval(F(250), F(350)),
    "": Interval(F("299.5"), F("300.5")),
}


@pytest.mark.parametrize("qualifier", QUALIFIERS)
def test_intervals(qualifier):
    assert claim("300", qualifier).interval == INTERVALS[qualifier]


EXACT = [
    ("count", "firms", "343", "342", DIFFERS),
    ("count", "firms", "343", "343", IDENTICAL),
    ("count", "firms", "343", "343.4", DIFFERS),  # digits agree, and half a firm is none
    ("year", "year", "1999", "2000", DIFFERS),
    ("rank", "rank", "2", "3", DIFFERS),
    ("count", "persons-million", "1.3", "1.34", IDENTICAL),  # counted in millions is rounded
    ("count", "persons-thousand", "18", "18.4", IDENTICAL),
    ("count", "persons-10k", "39", "39.0995", IDENTICAL),
]


@pytest.mark.parametrize(("kind", "unit", "text", "value", "expected"), EXACT)
def test_what_is_exact(kind, unit, text, value, expected):
    assert verdict(claim(text, "", kind, unit), value) is expected


def test_a_year_after_which_holds_that_year():
    assert verdict(claim("2003", "over", "year", "year"), "2003") is IDENTICAL
    assert verdict(claim("2003", "over", "year", "year"), "2002") is DIFFERS


def test_a_value_whose_digits_agree_is_told_in_full():
    regenerated = Regenerated(F("39.6"), Interval(F("39.6"), F("39.6")), "39.6")
    assert compare(parse("40"), regenerated, claim("40", "over").interval).shown == "39.6"


def test_an_interval_with_open_ends():
    open_ = Interval(F(1), F(2), low_open=True, high_open=True)
    assert [open_.holds(F(value)) for value in ("1", "1.5", "2")] == [False, True, False]
    assert not open_.meets(Interval(F(2), F(2)))
    assert open_.meets(Interval(F(1), F(1))) is False
    with pytest.raises(ValueError, match="an interval from 1 to 1"):
        Interval(F(1), F(1), low_open=True)


def lists(schema):
    """Every list of allowed values in a schema."""
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    if isinstance(schema, dict) and isinstance(schema.get("enum"), list):
        yield schema["enum"]
    for part in parts:
        yield from lists(part)


@pytest.mark.parametrize("path", ["ledger.json", "published/claims.json"])
def test_the_schemas_know_every_qualifier(path):
    every = lists(json.loads((SCHEMA / path).read_text(encoding="utf-8")))
    (found,) = [values for values in every if "up to" in values]
    assert {name for name in found if name} == set(QUALIFIERS) - {""}


@pytest.mark.parametrize(
    ("value", "rounding", "ends"),
    [
        ("5", ("half up", "truncation"), ("4.5", "6", False, True)),
        ("5", ("truncation", "half up"), ("4.5", "6", False, True)),
        ("5", ("up", "down"), ("4", "6", True, True)),
        ("5", ("half down", "up"), ("4", "5.5", True, False)),
        ("5", ("half up", "down"), ("4.5", "6", False, True)),
        ("-5", ("half up", "down"), ("-5.5", "-4", True, True)),
        ("-5", ("half up", "truncation"), ("-6", "-4.5", True, False)),
        ("0", ("truncation", "half up"), ("-1", "1", True, True)),
        ("0", ("up", "half down"), ("-1", "0.5", True, False)),
        ("5", ("half even", "half up", "up"), ("4", "5.5", True, False)),
    ],
)
def test_several_rules_leave_what_any_of_them_leaves(value, rounding, ends):
    low, high, low_open, high_open = ends
    assert bounds(F(value), 0, Relation.EQUAL, rounding) == (F(low), F(high), low_open, high_open)
