"""Synthetic books get the verdicts that were planted."""

from __future__ import annotations

import csv
import os
import pickle
import subprocess
import sys
from collections import Counter

import pytest

from collate.data import csvfile
from collate.data.csvfile import Row
from collate.data.published import Published
from collate.run.notebook import Run
from scale.synthetic_book import change_one, make_book


def run(project, *arguments):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, *arguments], cwd=project.root, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def verdicts(project):
    with (project.regenerated / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        return Counter(row["verdict"] for row in csv.DictReader(file))


@pytest.mark.slow
@pytest.mark.endurance
def test_what_is_planted_is_found(tmp_path):
    book = make_book(tmp_path / "book", 21, claims=30)
    run(book.book, "-m", "collate", "build", "values")
    assert book.expected == {"identical": 21 * 9 - 4 + 30, "rounding": 3, "erratum": 1}
    assert verdicts(book.book) == book.expected
    before = {path: path.stat().st_mtime_ns for path in book.book.build.glob("run/*/executed.ipynb")}
    change_one(book)
    run(book.book, "-m", "collate", "build", "values")
    changed = book.expected - verdicts(book.book)
    assert changed == {"identical": 1}  # the sentence on the growth of the first table still says what it said, within rounding
    ran = {path.parent.name for path, stamp in before.items() if path.stat().st_mtime_ns != stamp}
    assert ran == {"table-1-1.zh-Hant", "table-1-1.en", "claims-1"}


def test_no_task_carries_the_book(tmp_path):
    weights = set()
    for name, tables in (("a", 3), ("b", 30)):
        published = Published(make_book(tmp_path / name, tables, claims=3).book)
        assert len(published.artifacts) == tables
        assert published.headers("table-1-1", "row")
        weights.add(len(pickle.dumps(published)))
        assert pickle.loads(pickle.dumps(published)).artifacts == published.artifacts
    assert len(weights) == 1


def test_a_notebook_reads_the_rows_of_its_own_table(tmp_path, monkeypatch):
    read, counted = [], {}
    monkeypatch.setattr(csvfile, "Row", lambda fields, path, line: read.append(path.name) or Row(fields, path, line))
    for tables in (3, 30):
        project = make_book(tmp_path / str(tables), tables, claims=3).book
        read.clear()
        run = Run("table-1-2", "en", "printed", str(project.data), str(tmp_path / "out"))
        series = len(run.observations["series"].unique())
        counted[tables] = [read.count(name) for name in ("artifacts.csv", "headers.csv", "series.csv")]
        assert run.artifact == Published(project).artifact("table-1-2")
    assert counted[3] == counted[30] == [1, 6, series]
