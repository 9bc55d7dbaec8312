"""The page on speed says what was measured."""

from __future__ import annotations

import csv
import time

import pytest
from benchmark_process import when_replaced
from needs import needs

from collate.errors import DataError, ParameterError
from collate.run.speed import SPEED_COLUMNS, SpeedRun

ABOUT = ("2026-11-25", "a machine", "2")


def measured(copy, *rows):
    path = copy.benchmarks / "speed.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([SPEED_COLUMNS, *((*ABOUT, *row) for row in rows)])
    return path


def open_run(copy, tmp_path):
    return SpeedRun("en", str(copy.data), str(tmp_path / "out"))


@needs("Noto CJK")
def test_medians_and_times_the_floor(copy, tmp_path):
    floor = [("floor", "cold", number, seconds, 1, 100, 52) for number, seconds in enumerate((12, 10, 11), start=1)]
    ours = [("ours", "cold", number, seconds, 2, 200, 52) for number, seconds in enumerate((22, 90, 5.5), start=1)]
    measured(copy, *floor, *ours)
    found = {(item.way, item.step): item for item in open_run(copy, tmp_path).medians()}
    assert (found["floor", "cold"].seconds, found["floor", "cold"].ratio) == (11, 1)
    assert (found["ours", "cold"].seconds, found["ours", "cold"].ratio) == (22, 2)


def test_without_the_floor_there_is_nothing_to_compare_with(copy, tmp_path):
    measured(copy, ("ours", "cold", 1, 1, 1, 1, 52))
    with pytest.raises(ParameterError, match="no measurement of the floor"):
        open_run(copy, tmp_path)


def test_other_columns_are_refused(copy, tmp_path):
    path = measured(copy, ("floor", "cold", 1, 1, 1, 1, 52))
    path.write_text(path.read_text(encoding="utf-8").replace("seconds", "minutes", 1), encoding="utf-8")
    with pytest.raises(DataError, match="missing column seconds"):
        open_run(copy, tmp_path)


def test_what_the_page_says_of_caches_was_measured(book):
    with (book.benchmarks / "speed.csv").open(encoding="utf-8", newline="") as handle:
        notebooks = {(row["way"], row["step"]): int(row["notebooks"]) for row in csv.DictReader(handle)}
    assert notebooks["jupyter-book", "changed"] == 0  # the page says that its cache does not notice
    assert notebooks["ours", "changed"] == 3  # one artifact in two languages, and the claims of the chapter that name it
    assert notebooks["ours", "unchanged"] == 0
    assert len({notebooks[way, "cold"] for way in ("floor", "ours", "papermill", "nbconvert", "jupyter-book", "snakemake")}) == 1


def test_a_page_is_new_when_its_folder_is(tmp_path):
    """And not while it is written beside it."""
    for name, text in (("site", "old"), (".site.part", "new")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text(text)
    when = when_replaced([tmp_path / "site" / "page.html"])
    (tmp_path / "site" / "other.html").write_text("other")
    (tmp_path / "site").replace(tmp_path / ".site.old")
    time.sleep(0.1)
    before = time.time()
    (tmp_path / ".site.part").replace(tmp_path / "site")
    assert before <= when() <= time.time()
