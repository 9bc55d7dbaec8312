"""Amounts in the scale of a language: the point moves, and no digit changes."""

from __future__ import annotations

import pytest

from collate.data.amounts import amount, exponent, scales

ENGLISH, CHINESE = scales("3 thousand; 6 million; 9 billion; 12 trillion"), scales("4 萬; 8 億")

# Worked by hand: 億 is 10^8 and 萬 is 10^4.
CASES = {
    "hundred millions to billions": ("7500.8", "cny-100m", ENGLISH, "750.08 billion"),
    "a zero at the end is kept": ("120.0", "cny-100m", ENGLISH, "12.00 billion"),
    "a comma of thousands": ("12,345.6", "usd-100m", ENGLISH, "1.23456 trillion"),
    "less than a billion": ("1.88", "usd-100m", ENGLISH, "188 million"),
    "less than one of the unit": ("0.5", "usd-100m", ENGLISH, "50 million"),
    "exactly a billion": ("10", "usd-100m", ENGLISH, "1.0 billion"),
    "ten thousands": ("118.57", "persons-10k", ENGLISH, "1.1857 million"),
    "billions in Chinese": ("3.5", "usd-billion", CHINESE, "35 億"),
    "millions in Chinese": ("4", "usd-million", CHINESE, "400 萬"),
    "a unit without a scale": ("15", "count", ENGLISH, "15"),
    "a name that is a scale": ("15", "million", ENGLISH, "15"),
    "a number that is no power of ten": ("15", "flight-35", ENGLISH, "15"),
    "hundreds of millions in digits": ("15", "usd-100000000", ENGLISH, "1.5 billion"),
    "ten billions": ("1.5", "krw-10b", ENGLISH, "15 billion"),
    "a loss": ("\u22121.25", "cny-100m", ENGLISH, "\u2212125 million"),
    "nothing": ("0", "cny-100m", ENGLISH, "0"),
}


@pytest.mark.parametrize(("printed", "unit", "of_language", "told"), CASES.values(), ids=CASES)
def test_amount(printed, unit, of_language, told):
    assert amount(printed, exponent(unit), of_language, space=" ") == told


def test_a_regenerated_value_takes_the_scale_of_the_printed_one():
    assert amount("9.99", 8, ENGLISH, beside="10.01", space=" ") == "0.999 billion"


@pytest.mark.parametrize("printed", ["7500,8", "百", "about 3", "1e5", "", "１２"])
def test_what_is_no_plain_number_is_refused(printed):
    with pytest.raises(ValueError, match="no plain decimal number"):
        amount(printed, 8, ENGLISH)
