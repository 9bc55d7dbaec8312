"""The tables of docs/ are what data/benchmarks says, and what the pages say of them was measured."""

from __future__ import annotations

import csv
import re
import shutil
import time

import benchmark_docs
import pytest
from benchmark_process import when_replaced

from collate.data.benchmarks import CHECK_COLUMNS, SCALE_COLUMNS, SPEED_COLUMNS
from collate.errors import DataError

ABOUT = ("2026-11-25", "a machine", "2")


def measured(folder, name, columns, *rows):
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([columns, *((*ABOUT, *row) for row in rows)])
    return folder


def cells(table):
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("| ")][2:]


@pytest.mark.parametrize("path", sorted(benchmark_docs.BOOK.root.glob("docs/*.md")), ids=lambda path: path.stem)
def test_tables_are_those_of_the_data(path, book):
    text = path.read_text(encoding="utf-8")
    assert benchmark_docs.filled(text, book.benchmarks) == text, "run python tests/benchmark_docs.py"


def test_times_of_checks_are_the_least_and_the_median(tmp_path):
    rows = [("ours", "10", str(number), seconds, "2", "40") for number, seconds in enumerate(("5", "3", "4"), 1)]
    folder = measured(tmp_path, "check", CHECK_COLUMNS, *rows, ("claims-cli", "10", "1", "9", "8", "70"))
    assert cells(benchmark_docs.check(folder)) == [
        ["`collate check printed.csv results.csv`", "10", "3.00", "4.00", "2.0", "40", "3"],
        ["`claims verify repro.yaml`", "10", "9.00", "9.00", "8.0", "70", "1"],
    ]


def test_every_table_stands_on_a_page(book):
    placed = re.findall(r"<!-- table (\S+) -->", "".join(path.read_text(encoding="utf-8") for path in (book.root / "docs").glob("*.md")))
    assert sorted(placed) == sorted(benchmark_docs.TABLES)


def test_a_new_measurement_is_written_to_its_page(book, tmp_path):
    for name in ("docs", "data/benchmarks"):
        shutil.copytree(book.root / name, tmp_path / name)
    assert benchmark_docs.write(tmp_path) == []
    path = tmp_path / "data" / "benchmarks" / "scale.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1054.77,", ",2054.77,"), encoding="utf-8")
    assert benchmark_docs.write(tmp_path) == ["scale.md"]
    assert "| 2054.77 |" in (tmp_path / "docs" / "scale.md").read_text(encoding="utf-8")


def test_medians_and_times_the_floor(tmp_path):
    floor = [("floor", "cold", number, seconds, 1, 100, 52) for number, seconds in enumerate((12, 10, 11), start=1)]
    ours = [("ours", "cold", number, seconds, 2, 200, 52) for number, seconds in enumerate((22, 90, 5.5), start=1)]
    found = cells(benchmark_docs.speed(measured(tmp_path, "speed", SPEED_COLUMNS, *floor, *ours)))
    assert [row[2:4] for row in found] == [["11.00", "1.00"], ["22.00", "2.00"]]


def test_growth_and_cost(tmp_path):
    rows = ("cold", 10, 5, 4, 100, 20), ("cold", 1000, 500, 720, 300, 2000), ("changed", 1000, 36, 36, 300, 2)
    measured(tmp_path, "scale", SCALE_COLUMNS, *rows)
    assert [row[3] for row in cells(benchmark_docs.scale(tmp_path))] == ["", "1.00", ""]
    # 720 s for 2000 notebooks are 0.36 s each; 100,000 of them 36,000 s; two notebooks a table, so 50,000 tables at 0.036 s a change.
    assert [row[1] for row in cells(benchmark_docs.cost(tmp_path))] == ["0.36", "10", "1.00", "0.10", "0.01", "0.50"]


def test_what_was_not_measured_is_named(tmp_path):
    with pytest.raises(DataError, match="no measurement of the floor"):
        benchmark_docs.speed(measured(tmp_path, "speed", SPEED_COLUMNS, ("ours", "cold", 1, 1, 1, 1, 52)))
    with pytest.raises(DataError, match="no build from nothing was measured"):
        benchmark_docs.cost(measured(tmp_path, "scale", SCALE_COLUMNS, ("changed", 10, 1, 1, 1, 2)))
    with pytest.raises(DataError, match="unknown table 'moon'"):
        benchmark_docs.filled("<!-- table moon -->\n<!-- end of table -->\n", tmp_path)


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
