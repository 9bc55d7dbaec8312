"""The arithmetic that errata offer for their causes is computed anew, and has to give what it says."""

from __future__ import annotations

import pytest

from collate.audit.evidence import check_evidence
from collate.errors import ErratumError


def test_the_evidence_of_the_book_holds(book):
    assert check_evidence(book) >= 40


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('gives: "36.5"', 'gives: "36.6"', r"table-1-3/2001/總GDP:%: the evidence .*gives 36\.5, not 36\.6"),
        ("{gdp-before-census.tianjin@2001}", "{gdp-before-census.tianjin@1901}", r"names 'gdp-before-census\.tianjin@1901'"),
        ("{gdp-before-census.tianjin@2001}", "({gdp-before-census.tianjin@2001} -", "cannot be computed"),
    ],
)
def test_evidence_that_does_not_add_up_is_refused(copy, replace, old, new, message):
    replace(copy.errata, old, new)
    with pytest.raises(ErratumError, match=message):
        check_evidence(copy)


def test_a_changed_observation_breaks_the_evidence(copy, replace):
    replace(copy.source / "observations" / "gdp-before-census.csv", "2000,1639.4,", "2000,1649.4,")
    with pytest.raises(ErratumError, match=r"table-1-3/2000/總GDP:%: the evidence .* gives 34\.1, not 34\.3"):
        check_evidence(copy)
