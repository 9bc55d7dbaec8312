"""A sample of the mutation test, and that its kept score is whole and never passes for that of other data."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache

import pytest
from tests_root import BOOK

from collate.audit.mutation.change import Change, clear_of, moved
from collate.audit.mutation.fingerprint import changed_since
from collate.audit.mutation.score import all_changes, inputs_path, keep, measure, read_score, scores, try_change, unnoticed
from collate.audit.mutation.trial import Trial
from collate.data.published import Published
from collate.numbers.printed import Interval, parse

KEPT = {(result.kind, result.id): result for result in read_score(BOOK)}


@cache  # which takes seconds: only the worker that runs these tests waits for it
def changes():
    return {(change.kind, change.id): change for change in all_changes(BOOK)}


def sample(kind, size, *, noticed=True):
    """Some changes, always the same while the data are the same."""
    chosen = sorted(key for key in changes() if key[0] == kind and (key not in KEPT or bool(KEPT[key].noticed_by) == noticed))
    return random.Random(2026).sample(chosen, min(size, len(chosen)))


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    return Trial(BOOK, tmp_path_factory.mktemp("mutation") / "trial")


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("kind", ["cell", "claim", "observation"])
def test_a_changed_number_is_noticed(trial, kind, number):
    key = sample(kind, 4)[number]
    assert try_change(changes()[key], trial).noticed_by, key


@pytest.mark.parametrize("number", range(2))
def test_a_change_that_passes_has_its_reason(trial, number):
    key = sample("observation", 2, noticed=False)[number]
    result = try_change(changes()[key], trial)
    assert (result.noticed_by, result.reason) == ("", KEPT[key].reason), key


@pytest.mark.parametrize(
    ("id", "check"),
    [
        ("gdp-share-yearbook-2010.tianjin.primary@2006", "hundred-yearbook-2010-2006"),
        ("value-added-second-census.tianjin.primary@2003", "parts-second-census-tianjin-2003"),
        ("latitude.tanggu@undated", "second-latitude-tanggu"),
        ("gdp-index-two-year-mean.liaoning@2010", "twentieth-liaoning-2010"),
    ],
)
def test_what_is_only_plotted_is_noticed_by_a_cross_check(trial, id, check):
    assert trial.attempt(changes()["observation", id]).noticed_by == check


def test_a_change_that_its_checks_let_pass_tells_when_they_do_not(trial):
    result = try_change(changes()["observation", "gdp-growth-second-reading.tianjin@1999"], trial)
    assert (result.noticed_by, result.reason, result.noticed_from) == ("", "checked", "10")


def test_what_is_not_changed_is_not_noticed(trial):
    change = next(iter(changes().values()))
    untouched = Change(change.kind, change.id, change.path, change.line, change.column, change.old, change.old, 0)
    outcome = trial.attempt(untouched)
    assert (outcome.noticed_by, outcome.moved) == ("", False)


def test_a_changed_cell_is_noticed_where_it_stands(trial):
    # 575.9 / 1242.9 is 46.33 %, and an erratum declares the printed 45.33 %: another printed digit is no longer that erratum's.
    change = changes()["cell", "table-1-2/佔總內資/2009"]
    assert change.old == "45.33%"
    assert trial.attempt(change).noticed_by == change.id


@pytest.mark.parametrize(
    ("printed", "decimals", "steps", "new"),
    [
        ("133.1", None, 1, "133.2"),
        ("0.40", None, -1, "0.39"),
        ("40", 1, 1, "41"),
        ("39,828", None, 2, "39,830"),
        ("9.9％", None, 1, "10.0％"),
        ("999", None, 1, "1000"),
    ],
)
def test_one_unit_of_the_last_printed_digit(printed, decimals, steps, new):
    assert moved(parse(printed, decimals), steps).text == new


@pytest.mark.parametrize(
    ("printed", "regenerated", "clear"),
    [(("1.5", "2.5"), ("2.5", "3"), True), (("1.5", "2.5"), ("2.4", "3"), False), (("1.5", "2.5"), ("2.5", "2.5"), False)],
)
def test_two_ranges_are_clear_when_they_share_no_more_than_an_end(printed, regenerated, clear):
    assert clear_of(Interval(*map(Fraction, printed)), Interval(*map(Fraction, regenerated))) is clear


def test_the_kept_score_is_whole():
    """Every derived cell and every recomputable claim is noticed; what passes has a reason."""
    found = {score.kind: score for score in scores(list(KEPT.values()))}
    for kind in ("cell", "claim"):
        assert found[kind].noticed == found[kind].made > 0
        assert found[kind].percent == "100.0 %"
    passing = unnoticed(list(KEPT.values()))
    assert all(result.kind == "observation" and result.reason for result in passing)
    assert found["observation"].noticed / found["observation"].made >= 0.9


def test_one_that_passes_is_never_rounded_away():
    results = [KEPT[key] for key in sorted(KEPT)][:1] * 2000
    silent = results[0].__class__(results[0].kind, "x", "1", "2", "")
    assert scores([*results, silent])[0].percent == "99.9 %"


@pytest.mark.parametrize(
    ("file", "old", "new", "stale"),
    [
        ("source/observations/domestic-capital.csv", "domestic-capital.beijing,2005,133.1,", "domestic-capital.beijing,2005,133.2,", True),
        ("published/cells/table-1-2.csv", "北京市,2005,133.1,,transcribed", "北京市,2005,133.1,,recomputed", True),
        (
            "published/cells/table-1-2.csv",
            "北京市,2005,133.1,,transcribed,598,read,",
            "北京市,2005,133.1,,transcribed,598,read,noted",
            False,
        ),
    ],
)
def test_a_score_of_other_data_is_told_as_such(copy, replace, file, old, new, stale):
    keep(copy, KEPT.values())
    assert changed_since(copy, inputs_path(copy)) == []
    replace(copy.data / file, old, new)
    assert bool(changed_since(copy, inputs_path(copy))) == stale


def test_no_record_is_no_fresh_score(copy):
    inputs_path(copy).unlink(missing_ok=True)
    assert len(changed_since(copy, inputs_path(copy))) > len(Published(copy).artifacts)


def test_a_small_book_is_measured_whole(tiny):
    """Two orchards: 1.2 + 3.4 is printed as 4.7, which rounding allows, so the sum must be changed by two units to be clear of it."""
    values = "row,column,kind,value,low,high,formula\n" + "".join(
        f"{row},{column},number,{value},{low},{high},{formula}\n"
        for row, column, value, low, high, formula in [
            ("north", "2000", "1.2", "1.15", "1.25", "{harvest.north@2000}"),
            ("north", "2001", "2.4", "2.35", "2.45", "{harvest.north@2001}"),
            ("south", "2000", "3.4", "3.35", "3.45", "{harvest.south@2000}"),
            ("south", "2001", "3.2", "3.15", "3.25", "{harvest.south@2001}"),
            ("both", "2000", "4.6", "4.5", "4.7", "{harvest.north@2000} + {harvest.south@2000}"),
            ("both", "2001", "5.6", "5.5", "5.7", "{harvest.north@2001} + {harvest.south@2001}"),
        ]
    )
    tiny.regenerated.mkdir()
    (tiny.regenerated / "table-1-1.csv").write_text(values, encoding="utf-8")
    results = {result.id: result for result in measure(tiny, workers=1)}
    assert len(results) == 6
    assert all(result.noticed_by for result in results.values())
    both = results["table-1-1/both/2000"]
    assert (both.old, both.new, both.up, both.down) == ("4.7", "4.8", "differs", "identical")
    assert results["harvest.north@2000"].noticed_by == "table-1-1/north/2000"


def test_every_word_of_the_page_is_there(book):
    labels = book.words
    for key in (
        "kind",
        "made",
        "noticed",
        "score",
        "single",
        "passing",
        "changed",
        "old",
        "new",
        "noticed-from",
        "by-check",
        "checked",
        "checked-told",
        "count",
        "stale",
        "missing",
    ):
        assert labels.text(f"mutation-{key}", "en")
