"""Questions, mutation score and disturbed builds as pages of a small book: not measured, measured, and measured otherwise."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
import yaml
from needs import needs
from tests_root import BOOK, add_labels, copy_tiny_book

from collate.audit.mutation.score import Result, inputs_path, keep
from collate.data import csvfile
from collate.data.benchmarks import DISTURBANCE_COLUMNS

pytestmark = needs("Noto CJK")

WORDS = ("disturbance-", "question-", "mutation-", "word-in-report", "word-line")
DIRECTIVES = ("question-list", "mutation-score", "disturbance")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = copy_tiny_book(tmp_path_factory.mktemp("desk") / "tiny")
    add_labels(project, WORDS)
    for language in BOOK.languages:
        page = project.chapters / language / "index.md"
        added = "".join(f"\n```{{{name}}}\n```\n" for name in DIRECTIVES)
        page.write_text(page.read_text(encoding="utf-8") + added, encoding="utf-8")
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
    assert "Not done yet" in text
    keep(project, [Result("cell", "table-1-1/both/2000", "4.7", "4.8", "table-1-1/both/2000", up="differs", down="identical")])
    text = page(project)
    assert "Not measured yet" not in text
    assert "100.0 %" in text
    assert "measured on other data" not in text
    inputs = inputs_path(project).read_text(encoding="utf-8").splitlines(keepends=True)
    inputs_path(project).write_text("".join(inputs[:-1]), encoding="utf-8")
    assert "measured on other data: 1 files changed" in page(project)


def disturbed(kind, number, date):
    return ["values", kind, str(number), "1.00", "yes", "-9", "yes", "7", date, "a machine"]


def test_disturbances_of_several_days_are_named(project):
    shutil.copytree(BOOK.benchmarks / "schema", project.benchmarks / "schema")
    package = yaml.safe_load((BOOK.benchmarks / "datapackage.yaml").read_text(encoding="utf-8"))
    package["resources"] = [resource for resource in package["resources"] if resource["name"] == "disturbance"]
    (project.benchmarks / "datapackage.yaml").write_text(yaml.safe_dump(package), encoding="utf-8")
    path = project.benchmarks / "disturbance.csv"
    csvfile.write(path, DISTURBANCE_COLUMNS, [disturbed("build", 1, "2026-01-02"), disturbed("disk", 1, "2026-01-02")])
    text = page(project)
    assert "<p>Done on 2026-01-02 on a machine" in text
    csvfile.write(path, DISTURBANCE_COLUMNS, [disturbed("build", 1, "2026-01-02"), disturbed("disk", 1, "2026-01-03")])
    text = page(project)
    assert "<p>the build itself killed (kill -9), values: Done on 2026-01-02" in text
    assert "<p>a full disk, values: Done on 2026-01-03" in text
