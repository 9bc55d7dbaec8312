"""A sentence that says how many is held against the names that the report lists: facts in words, which a formula counts."""

from __future__ import annotations

import pytest

from collate.audit.basis import claim_basis
from collate.data.claims import Ledger
from collate.data.packages import check_data
from collate.data.quantities import lookup
from collate.data.source import fact_sources
from collate.errors import DataError, VerdictError
from collate.numbers.formula import evaluate_number
from collate.numbers.verdict import Basis
from collate.run.claim_run import ClaimRun
from collate.verdicts import judge_book, require_no_failure

ID = "c1-l0464-beijing-telecoms"
COUNT = "count({beijing/named-telecoms/*})"


def drop_one_name(project):
    path = project.source / "facts" / "named-in-sentences.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count("beijing,named-telecoms,4,") == 1
    path.write_text("".join(line for line in text.splitlines(True) if not line.startswith("beijing,named-telecoms,4,")), encoding="utf-8")


def recomputed(project, tmp_path):
    return ClaimRun("1", str(project.data), str(tmp_path)).recompute()[ID].value


def test_the_names_are_counted_and_a_name_less_is_another_number(copy, tmp_path):
    assert recomputed(copy, tmp_path) == 4
    drop_one_name(copy)
    assert recomputed(copy, tmp_path) == 3


def test_a_count_that_the_names_do_not_bear_out_fails(copy, tmp_path):
    drop_one_name(copy)
    run = ClaimRun("1", str(copy.data), str(tmp_path))
    run.save(run.recompute())
    copy.claim_values(1).write_bytes((tmp_path / "claims.csv").read_bytes())
    with pytest.raises(VerdictError, match=f"{ID}: differs"):
        require_no_failure(judge_book(copy))


def test_evidence_counts_them_too(book):
    assert evaluate_number(COUNT, lookup(book, ["beijing/named-telecoms/*"])).value == 4


def test_counting_what_the_report_names_is_arithmetic_over_print(book):
    ledger = Ledger(book)
    assert claim_basis(ledger.claim(ID), ledger, {}, fact_sources(book.source)) is Basis.RECOMPUTED


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("count({beijing/named-telecom/*})", "which is not a cell, claim, observation or fact"),
        ("count({beijing/named-telecoms/5})", "which is not a cell, claim, observation or fact"),
    ],
)
def test_a_fact_that_is_not_there_is_refused(copy, replace, formula, message):
    replace(copy.published / "claims.csv", COUNT, formula)
    with pytest.raises(DataError, match=message):
        check_data(copy)


def test_a_name_is_counted_and_nothing_else(copy, tmp_path, replace):
    replace(copy.published / "claims.csv", COUNT, "sum({beijing/named-telecoms/*})")
    with pytest.raises(DataError, match="it can be counted, and nothing else"):
        recomputed(copy, tmp_path)


def test_names_of_the_report_are_no_other_source(copy, replace):
    replace(copy.published / "claims.csv", f"text,{COUNT}", f"source,{COUNT}")
    with pytest.raises(DataError, match="check 'source', but its formula names"):
        check_data(copy)
