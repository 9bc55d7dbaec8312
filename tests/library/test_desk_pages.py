"""Questions and mutation score as pages of a small book: with its own words, without a score, with one, and with one of other data."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests_root import BOOK, copy_tiny_book

from collate.data import csvfile
from collate.data.labels import COLUMNS
from collate.mutation.score import Result, inputs_path, record
from collate.project import LANGUAGES

WORDS = ("question-", "mutation-", "word-in-report", "word-line")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = copy_tiny_book(tmp_path_factory.mktemp("desk") / "tiny")
    own = csvfile.read(project.labels, COLUMNS)
    kept = {row["key"] for row in own}
    added = [row for row in csvfile.read(BOOK.labels, COLUMNS) if row["key"].startswith(WORDS) and row["key"] not in kept]
    rows = sorted(tuple(row[column] for column in COLUMNS) for row in [*own, *added])
    csvfile.write(project.labels, COLUMNS, rows)
    for language in LANGUAGES:
        page = project.chapters / language / "index.md"
        page.write_text(page.read_text(encoding="utf-8") + "\n```{question-list}\n```\n\n```{mutation-score}\n```\n", encoding="utf-8")
    return project


def page(project, language="en"):
    command = [sys.executable, "-m", "collate", "build", "html", "--workers", "1"]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return (project.html(language) / "index.html").read_text(encoding="utf-8")


def test_pages(project):
    text = page(project)
    assert "raise 0 questions" in text
    assert "Not measured yet" in text
    record(project, [Result("cell", "table-1-1/both/2000", "4.7", "4.8", "table-1-1/both/2000", up="differs", down="identical")])
    text = page(project)
    assert "Not measured yet" not in text
    assert "100.0 %" in text
    assert "measured on other data" not in text
    inputs = inputs_path(project).read_text(encoding="utf-8").splitlines(keepends=True)
    inputs_path(project).write_text("".join(inputs[:-1]), encoding="utf-8")
    assert "measured on other data: 1 files changed" in page(project)
