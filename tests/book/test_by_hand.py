"""A notebook that a reader opens by itself, on Binder or at home, runs where it lies."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib

import nbformat
import pytest
from nbclient import NotebookClient
from needs import needs
from tests_root import BOOK, variants

pytestmark = pytest.mark.slow


@needs("Noto CJK")
@pytest.mark.parametrize("name", variants({name: (name,) for name in ("figure-1-3", "table-1-2", "zhongguancun-zones")}))
def test_a_notebook_runs_where_it_lies(copy, monkeypatch, name):
    monkeypatch.setenv("PYTHONPATH", str(copy.python))  # what postBuild arranges on Binder
    notebook = nbformat.read(copy.notebooks / f"{name}.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(copy.notebooks)}}).execute()
    made = sorted((copy.build / "by-hand").glob("*/values.csv"))
    assert len(made) == 1
    assert made[0].read_bytes() == (BOOK.regenerated / f"{made[0].parent.name}.csv").read_bytes()


def test_binder_finds_the_packages_of_the_book(tmp_path):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {
        "PATH": f"{tmp_path}/venv/bin:{os.environ['PATH']}"
    }
    subprocess.run([BOOK.root / "postBuild"], env=environment, check=True, cwd=tmp_path)
    command = ["python", "-c", "import report; print(report.__file__)"]
    found = subprocess.run(command, env=environment, check=True, cwd=tmp_path, capture_output=True, text=True).stdout
    assert found.startswith(str(BOOK.python))


def test_binder_has_the_python_of_the_book():
    asked = tomllib.loads((BOOK.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert asked == ">=3.11,<3.15"
    assert (BOOK.root / "runtime.txt").read_text(encoding="utf-8").strip() in ("python-3.11", "python-3.13")  # the suite passes on these
