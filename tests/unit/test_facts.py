"""Formulas of claims count the terms of facts: what a sentence names is held against the number that it prints."""

from __future__ import annotations

import re

import pytest

from collate.data.claims import Ledger
from collate.data.labels import Labels
from collate.data.published import Published
from collate.data.source import fact_sources, observation_sources
from collate.errors import DataError
from collate.known import lookup
from collate.notebooks.claim_inputs import claim_inputs
from collate.notebooks.claim_run import ClaimRun
from collate.numbers.formula import Word, evaluate_number

CLAIM = "c2-l2165-hsip-mechanisms"
FACTS = "named-in-sentences.csv"


def recount(project):
    run = ClaimRun("2", str(project.data), str(project.build))
    return run.ledger.recompute(CLAIM, run.known).value


def check(project):
    Ledger(project).check(
        Published(project), Labels.load(project.labels), observation_sources(project.source), fact_sources(project.source)
    )


def test_the_terms_of_a_fact_are_counted(book):
    assert recount(book) == 3


def test_a_term_less_is_another_number(copy, replace_first):
    replace_first(copy.source / "facts" / FACTS, "hsinchu,learning-mechanisms,3,join-and,nearby-universities,report,line 2180,\n", "")
    assert recount(copy) == 2


def test_only_a_chapter_that_counts_a_fact_depends_on_it(book, copy):
    assert book.source / "facts" / FACTS in claim_inputs(book, Ledger(book), 2)
    path = copy.published / "claims.csv"
    counts = "|".join(sorted({id.rpartition("/")[0] for id in fact_sources(copy.source)}))
    path.write_text(re.sub(rf"count\(\{{({counts})/\*\}}\)", "1 + 2", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert copy.source / "facts" / FACTS not in claim_inputs(copy, Ledger(copy), 2)


def test_evidence_may_count_a_fact(book):
    find = lookup(book, {"hsinchu/learning-mechanisms/*"})
    assert evaluate_number("count({hsinchu/learning-mechanisms/*})", find).value == 3
    assert all(isinstance(item, Word) for item in find("hsinchu/learning-mechanisms/*"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "count({hsinchu/learning-mechanisms/*})",
            "count({hsinchu/learning-mechanism/*})",
            "no cell, no claim and no observation, nor a fact",
        ),
        ("count({hsinchu/learning-mechanisms/*})", "sum({hsinchu/learning-mechanisms/*})", "it can be counted, and nothing else"),
    ],
)
def test_what_is_no_fact_or_no_count_is_refused(copy, replace_first, old, new, message):
    replace_first(copy.published / "claims.csv", old, new)
    with pytest.raises(DataError, match=message):
        check(copy)
        recount(copy)


def test_a_fact_of_another_source_needs_that_said(copy, replace_first):
    replace_first(copy.source / "facts" / FACTS, "nearby-universities,report,", "nearby-universities,taiwantoday-hsinchu,")
    with pytest.raises(DataError, match="check 'text', but its formula names"):
        check(copy)
