"""A doubt is told in both languages, concerns something, and its arithmetic holds."""

from __future__ import annotations

import pytest

from collate.audit.evidence import check_evidence
from collate.data import csvfile
from collate.data.doubts import check_doubts, load_doubts
from collate.data.published import Published
from collate.data.source import SOURCE_COLUMNS
from collate.errors import DoubtError, ErratumError, VerdictError
from collate.verdicts import judge_book, require_no_failure


def check(project):
    ids = {*Published(project).cell_ids, *load_doubts(project)}
    sources = csvfile.read(project.source / "sources.csv", SOURCE_COLUMNS)
    check_doubts(project, ids, {row["id"] for row in sources})


def test_the_book_has_doubts(book):
    assert len(load_doubts(book)) == 114


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    en: 'Ten acres", "    fr: 'Ten acres", "en"),
        ("- target: c4-l3971", "- target: a4-l3971", "out of order"),
        ("  found: ", "  sources: [nowhere]\n  found: ", "sources.csv has no 'nowhere'"),
    ],
    ids=["one language", "order", "source"],
)
def test_a_broken_doubt_is_refused(copy, replace_first, old, new, message):
    replace_first(copy.doubts, old, new)
    with pytest.raises(DoubtError, match=message) as caught:
        check(copy)
    assert caught.value.line


def test_arithmetic_that_does_not_hold_is_refused(copy, replace):
    replace(copy.doubts, 'gives: "83"', 'gives: "84"')
    with pytest.raises(DoubtError, match="gives 83, not 84"):
        check_evidence(copy)


def test_a_false_comparison_without_an_erratum_fails(copy, replace_first):
    replace_first(copy.errata, "- target: c3-l3037-rd-government-mainly", "- target: c3-l3037-rd-government-mainl")
    with pytest.raises((VerdictError, ErratumError), match="c3-l3037-rd-government-mainl"):
        require_no_failure(judge_book(copy))


def test_a_false_comparison_differs(copy):
    text = copy.errata.read_text(encoding="utf-8")
    start = text.index("- target: c3-l3037-rd-government-mainly")
    end = text.index("\n- target: ", start)
    copy.errata.write_text(text[:start] + text[end + 1 :], encoding="utf-8")
    with pytest.raises(VerdictError, match="c3-l3037-rd-government-mainly: differs"):
        require_no_failure(judge_book(copy))
