"""`why` tells each kind of change before anything runs, and nothing when there is none."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests_root import copy_tiny_book

from collate.build.task import RECORDS

pytestmark = pytest.mark.slow


def records(project):
    """What the builds left about their tasks: asking changes nothing of it."""
    return {path.name: path.read_bytes() for path in (project.build / RECORDS).iterdir()}


@pytest.fixture
def reasons(answer):
    """The changes that `why` finds, as (task, kind, name, state)."""

    def found(project):
        before = records(project)
        told = answer(project, "why", "why", "table-1-1")
        assert records(project) == before
        return {(item["task"], item["kind"], item["name"], item["state"]) for item in told["changes"]}, told["follow"]

    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    project = copy_tiny_book(tmp_path_factory.mktemp("why") / "tiny")
    (project.root / "requirements.txt").write_text("# packages\n", encoding="utf-8")
    command = [sys.executable, "-m", "collate", "verify", "table-1-1"]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return project


def test_nothing_changed(built, reasons):
    assert reasons(built) == (set(), [])


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        ("data/source/observations/harvest.csv", "harvest.north,2000,1.2", "harvest.north,2000,1.3", "data"),
        ("data/labels.csv", "North", "Northern", "data"),
        ("src/notebooks/table-1-1.ipynb", "# Harv", "## Harv", "code"),
        ("src/orchard/__init__.py", '"""', '"""Once more: ', "module"),
        ("requirements.txt", "packages", "packages\nother==1", "environment"),
        ("_build/run/table-1-1.en/executed.ipynb", "nbformat", "nb", "result"),
    ],
)
def test_each_kind_of_change(built, reasons, file, old, new, kind):
    path = built.root / file
    kept = path.read_bytes()
    try:
        path.write_bytes(kept.replace(old.encode(), new.encode(), 1))
        assert path.read_bytes() != kept
        found, follow = reasons(built)
    finally:
        path.write_bytes(kept)
    assert ("run-table-1-1-en", kind, file, "changed") in found
    assert "publish-table-1-1" in follow


def test_a_parameter(built, reasons):
    path = built.published / "artifacts.csv"
    kept = path.read_bytes()
    try:
        path.write_bytes(kept.replace(b",table-1-1,,harvest,", b",table-1-1,season=autumn,harvest,", 1))
        found, _ = reasons(built)
    finally:
        path.write_bytes(kept)
    told = [name for task, kind, name, _ in found if task == "run-table-1-1-en" and kind == "parameter"]
    assert any('"season": "autumn"' in name for name in told)


def test_a_missing_result(built, reasons):
    path = built.run("table-1-1", "en") / "values.csv"
    kept = path.read_bytes()
    try:
        path.unlink()
        found, _ = reasons(built)
    finally:
        path.write_bytes(kept)
    assert ("run-table-1-1-en", "result", "_build/run/table-1-1.en/values.csv", "missing") in found


def test_nothing_has_been_built(tiny, desk):
    status, out, err = desk(tiny, "why", "table-1-1", "--json")
    assert (status, out) == (1, "")
    assert "nothing has been built in this folder" in err


@pytest.mark.parametrize("content", ["", "no record [", "[]", '{"values": 1}'])
def test_a_damaged_record_is_none(built, reasons, content):
    path = built.build / RECORDS / "run-table-1-1-en.json"
    kept = path.read_bytes()
    try:
        path.write_text(content, encoding="utf-8")
        found, follow = reasons(built)
    finally:
        path.write_bytes(kept)
    assert ("run-table-1-1-en", "never-run", "", "new") in found
    assert "publish-table-1-1" in follow
