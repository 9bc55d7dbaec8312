"""One test for every printed cell and claim; the test's id is that of the value."""

from __future__ import annotations

from collections import Counter

import pytest
from tests_root import BOOK

from collate.data.claims import Claim, Ledger
from collate.data.published import Cell, Published
from collate.verdicts import judge

PUBLISHED = Published(BOOK)
CELLS = [cell.id for id in PUBLISHED.artifacts for cell in PUBLISHED.cells(id).values()]
CLAIMS = list(Ledger(BOOK).claims)


@pytest.mark.parametrize("id", [*CELLS, *CLAIMS])
def test_printed_value(verdicts, id):
    item = verdicts.by_id[id]
    assert not item.verdict.fails, f"printed {item.place.printed.text!r}, regenerated {item.shown!r} ({item.rule})"


def test_counts_are_pinned(verdicts):
    """A change of any count is a decision, made here; only the recomputed and the independent are verified."""
    found = Counter(f"{type(item.place).__name__} {item.basis.value} {item.verdict.key}" for item in verdicts.numerals)
    assert found == {
        "Cell recomputed identical": 44,
        "Cell recomputed rounding": 22,
        "Cell recomputed erratum": 10,
        "Cell independent identical": 43,
        "Cell independent erratum": 5,
        "Cell transcribed identical": 532,
        "Cell transcribed erratum": 4,
        "Claim recomputed identical": 157,
        "Claim recomputed rounding": 5,
        "Claim recomputed erratum": 20,
        "Claim independent identical": 66,
        "Claim independent rounding": 11,
        "Claim independent erratum": 20,
        "Claim quoted identical": 31,
        "Claim quoted rounding": 8,
        "Claim quoted erratum": 8,
        "Claim repeated identical": 92,
        "Claim repeated rounding": 8,
        "Claim repeated erratum": 6,
        "Claim none not-regenerated": 411,
    }


def test_no_numeral_is_judged_twice(book, verdicts):
    """One string on one line of the report is one numeral, whether or not a figure quotes it; tables stand on lines of their own."""
    judged = verdicts.numerals
    claims = {(item.place.line, item.place.printed.text) for item in judged if isinstance(item.place, Claim)}
    twice = [item.place.id for item in judged if isinstance(item.place, Cell) and (item.place.line, item.place.printed.text) in claims]
    assert not twice
    told = [item for item in judge(book) if item.claim]
    assert len(told) == 30
    found = {item.place.id: (item.verdict, item.basis) for item in judged}
    assert all(found[item.claim] == (item.verdict, item.basis) for item in told)
