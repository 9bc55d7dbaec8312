"""One test for every printed cell and claim; the test's id is that of the value."""

from __future__ import annotations

from collections import Counter

import pytest
from tests_root import BOOK

from collate.data.claims import Ledger
from collate.data.published import Published
from collate.verify import judge, judge_claims

PUBLISHED = Published(BOOK)
CELLS = [cell.id for id in PUBLISHED.artifacts for cell in PUBLISHED.cells(id).values()]


CLAIMS = list(Ledger(BOOK).claims)


@pytest.fixture(scope="session")
def judged(book):
    return {item.place.id: item for item in judge(book)}


@pytest.fixture(scope="session")
def judged_claims(book):
    return {item.place.id: item for item in judge_claims(book)}


@pytest.mark.parametrize("id", [*CELLS, *CLAIMS])
def test_printed_value(judged, judged_claims, id):
    item = (judged | judged_claims)[id]
    assert not item.verdict.fails, f"printed {item.place.printed.text!r}, regenerated {item.shown!r} ({item.rule})"


def test_counts_are_pinned(judged):
    """A change of any count is a decision, made here."""
    assert Counter(f"{item.place.basis.value} {item.verdict.key}" for item in judged.values()) == {
        "transcribed identical": 551,
        "transcribed erratum": 4,
        "independent identical": 48,
        "independent rounding": 2,
        "independent erratum": 5,
        "recomputed identical": 46,
        "recomputed rounding": 22,
        "recomputed erratum": 12,
    }


def test_claim_counts_are_pinned(judged_claims):
    """A claim that nothing recomputes is counted as not regenerated, never as verified."""
    assert Counter(f"{item.place.check} {item.verdict.key}" for item in judged_claims.values()) == {
        "table identical": 48,
        "table rounding": 13,
        "table erratum": 13,
        "text identical": 127,
        "text rounding": 10,
        "text erratum": 25,
        "source identical": 55,
        "source rounding": 7,
        "source erratum": 15,
        "external not-regenerated": 365,
        "none not-regenerated": 83,
    }


def test_transcribed_cells_have_one_input_and_recomputed_ones_more(judged):
    for item in judged.values():
        arithmetic = any(sign in item.formula for sign in "+-*/") and item.formula.count("{") >= 2
        if item.low and item.place.basis.value != "independent":  # another source's number may be computed as well
            assert arithmetic == (item.place.basis.value == "recomputed"), item.place.id
        else:
            assert item.place.basis.value != "recomputed", item.place.id
