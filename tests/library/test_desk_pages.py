"""Questions and mutation score as pages of a small book: not measured, measured, and measured on other data."""

from __future__ import annotations

import subprocess
import sys

import pytest
from needs import needs

from collate.audit.mutation.score import Result, inputs_path, keep

pytestmark = [needs("Noto CJK"), pytest.mark.slow, pytest.mark.endurance]

DIRECTIVES = ("question-list", "mutation-score")


@pytest.fixture(scope="module")
def project(tiny_built, tmp_path_factory):
    project = tiny_built(tmp_path_factory.mktemp("desk") / "tiny")
    for language in project.languages:
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
    keep(project, [Result("cell", "table-1-1/both/2000", "4.7", "4.8", "table-1-1/both/2000", up="differs", down="identical")])
    text = page(project)
    assert "Not measured yet" not in text
    assert "100.0 %" in text
    assert "measured on other data" not in text
    inputs = inputs_path(project).read_text(encoding="utf-8").splitlines(keepends=True)
    inputs_path(project).write_text("".join(inputs[:-1]), encoding="utf-8")
    assert "measured on other data: 1 files changed" in page(project)
