"""How the numbers of a card are written."""

from __future__ import annotations

import pytest

from collate.sphinx.cards import MOST, grouped, shortened


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("12153.03", "12,153.03"),
        ("7521.85", "7,521.85"),
        ("1234567", "1,234,567"),
        ("-36910.36", "-36,910.36"),
        ("12345%", "12,345%"),
        ("2009", "2009"),  # it may be a year
        ("999.99", "999.99"),
        ("0.00001", "0.00001"),
        ("16／75", "16／75"),
        ("八成", "八成"),
    ],
)
def test_thousands_stand_apart_and_years_do_not(number, written):
    assert grouped(number) == written


def test_a_long_list_tells_where_it_ends():
    ids = [str(number) for number in range(40)]
    assert shortened(ids[:MOST]) == ids[:MOST]
    told = shortened(ids)
    assert len(told) == MOST
    assert told[-2:] == ["…", "39"]
