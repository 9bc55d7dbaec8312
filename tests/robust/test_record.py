"""What `make disturb` writes down, and what the page makes of it."""

from __future__ import annotations

import pytest
from tests_root import BOOK

from collate.data import csvfile
from collate.data.benchmarks import DISTURBANCE_COLUMNS, DISTURBANCES, INTERRUPT
from robust import record
from robust.disturbance import DisturbedError, Ending, Undisturbed, results

ROWS = csvfile.read(BOOK.benchmarks / "disturbance.csv", DISTURBANCE_COLUMNS)


@pytest.mark.parametrize("kind", DISTURBANCES, ids="/".join)
def test_each_kind_was_tried_at_its_moments_and_left_no_trace(kind):
    tried = [row for row in ROWS if (row["build"], row["kind"]) == kind]
    moments = record.INTERRUPTS if kind[1] == INTERRUPT else 20
    assert [row["number"] for row in tried] == [str(number) for number in range(1, moments + 1)]
    assert {row["equal"] for row in tried} == {"yes"}
    assert "yes" in {row["hit"] for row in tried}


def test_no_other_kind_is_written_down():
    assert {(row["build"], row["kind"]) for row in ROWS} == set(DISTURBANCES)


def test_a_result_that_differs_is_written_down_as_such(monkeypatch, tmp_path):
    """And not left out, nor taken for the end of the trial."""
    monkeypatch.setattr(record, "kill_at", lambda *_: Ending(-9, hit=True))
    monkeypatch.setattr(record, "require_equal", lambda *_: (_ for _ in ()).throw(DisturbedError("1 file(s) differ")))
    rows = list(record.disturbed(tmp_path, ("values", "build"), 2, "1", {"values": Undisturbed({"a": b"1"}, 3.0, 0)}))
    assert [(row["number"], row["ended"], row["equal"]) for row in rows] == [("1", "-9", "no"), ("2", "-9", "no")]


def test_a_trial_that_breaks_off_loses_no_other_rows(monkeypatch, copy, capsys):
    endings = iter([Ending(-9, hit=True)])

    def kill(*_):
        for ending in endings:
            return ending
        raise DisturbedError("no message")

    path = copy.benchmarks / "disturbance.csv"
    before = path.read_text(encoding="utf-8").splitlines()
    monkeypatch.setattr(record, "BOOK", copy)
    monkeypatch.setattr(record, "undisturbed", lambda *_: Undisturbed({}, 1.0, 0))
    monkeypatch.setattr(record, "kill_at", kill)
    monkeypatch.setattr(record, "require_equal", lambda *_: None)
    monkeypatch.setenv("KINDS", "values/worker,values/kernel")
    assert record.main() == 1
    assert "values/worker: broken off: no message" in capsys.readouterr().err
    after = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if ",worker," in line] != [line for line in before if ",worker," in line]
    assert sum(",worker," in line for line in after) == 1
    assert [line for line in after if ",template," in line] == [line for line in before if ",template," in line]


def test_moments_come_from_the_seed(monkeypatch, tmp_path):
    monkeypatch.setattr(record, "kill_at", lambda *_: Ending(-9, hit=True))
    monkeypatch.setattr(record, "require_equal", lambda *_: None)

    def moments(seed):
        return [row["at"] for row in record.disturbed(tmp_path, ("values", "build"), 3, seed, {"values": Undisturbed({}, 100.0, 0)})]

    assert moments("1") == moments("1") != moments("2")


def test_an_unknown_kind_is_named():
    assert record.chosen("") == list(DISTURBANCES)
    assert record.chosen("values/disk, html/build") == [("values", "disk"), ("html", "build")]
    with pytest.raises(ValueError, match="unknown disturbance 'values/moon'"):
        record.chosen("values/moon")


def test_results_name_what_is_compared(tiny):
    (tiny.build / "run").mkdir(parents=True)
    (tiny.build / "run" / "a.csv").write_bytes(b"1")
    (tiny.build / "run" / "record.json").write_bytes(b"seconds")
    assert results(tiny)["_build/run/a.csv"] == b"1"
    assert "_build/run/record.json" not in results(tiny)
