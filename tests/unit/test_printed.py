"""Printed strings to numbers and intervals."""

from fractions import Fraction as F

import pytest

from collate.errors import PrintedError
from collate.numbers.printed import Interval, Printed, PrintedKind, parse


@pytest.mark.parametrize(
    ("text", "decimals", "low", "high"),
    [
        ("45.33%", None, "45.325", "45.335"),
        ("45.33％", None, "45.325", "45.335"),
        ("0.40", None, "0.395", "0.405"),
        ("40", None, "39.5", "40.5"),
        ("40", 1, "39.95", "40.05"),
        ("1,115", None, "1114.5", "1115.5"),
        ("-3.2", None, "-3.25", "-3.15"),
        ("−3.2", None, "-3.25", "-3.15"),
        ("＋１２．５", None, "12.45", "12.55"),
        ("100.0", None, "99.95", "100.05"),
    ],
)
def test_interval(text, decimals, low, high):
    assert parse(text, decimals).interval == Interval(F(low), F(high))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" ", "empty"),
        ("—", "dash"),
        ("-", "dash"),
        ("46／50", "rank"),
        ("9/40", "rank"),
        ("無", "text"),
        ("alpha+級", "text"),
        ("6.3 KM2", "text"),
    ],
)
def test_kind(text, kind):
    assert parse(text).kind == kind


@pytest.mark.parametrize(("text", "decimals"), [("1,15", None), ("1.2.3", None), ("12,3456", None), ("45.33", 1)])
def test_refused(text, decimals):
    with pytest.raises(PrintedError):
        parse(text, decimals)


@pytest.mark.parametrize(
    ("text", "decimals", "value", "written"),
    [
        ("45.33%", None, "46.34", "46.34%"),
        ("81", 1, "81.1", "81.1"),
        ("40", 1, "38", "38"),
        ("100.0", None, "99.2", "99.2"),
        ("1,115", None, "1234", "1,234"),
        ("1115", None, "1234", "1234"),
        ("-3.2", None, "3.2", "3.2"),
        ("45％", None, "46", "46％"),
    ],
)
def test_written_like_print(text, decimals, value, written):
    assert parse(text, decimals).like(F(value)) == written


def test_touching_intervals_do_not_meet():
    assert not parse("133.1").interval.meets(parse("133.2").interval)
    assert parse("133.1").interval.meets(parse("133.10").interval)
    assert parse("133").interval.meets(Interval(F("133.5"), F("133.5")))


@pytest.mark.parametrize(
    ("printed", "decimals", "value", "written"),
    [
        ("-1.5", None, "-2.5", "-2.5"),
        ("-1.5", None, "2.5", "2.5"),
        ("+1.5", None, "2.5", "+2.5"),
        ("+1.5", None, "-2.5", "-2.5"),
        ("1.5", None, "0", "0.0"),
        ("40", 1, "30", "30"),
        ("40", 1, "30.5", "30.5"),
        ("40.0", 2, "30", "30.0"),
        ("1,500", 1, "2500", "2,500"),
        ("40", 1, "0", "0"),
    ],
)
def test_signs_and_words_are_written_like_print(printed, decimals, value, written):
    assert parse(printed, decimals).like(F(value)) == written


def test_a_number_word_is_written_as_a_decimal():
    word = Printed("a third", PrintedKind.NUMBER, F(1, 3), 0)
    assert [word.like(value) for value in (F(1), F(1, 4), F(1, 3))] == ["1", "0.25", "0.33"]
