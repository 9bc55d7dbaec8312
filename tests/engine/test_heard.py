"""Whatever a notebook run asks for is an input: a change of it is seen, told, and makes the notebook run again."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from engine.test_kernels import configure
from tests_root import copy_tiny_book

from collate.build import state
from collate.build.task import Inputs, Task
from collate.data.published import Published
from collate.errors import NotebookError
from collate.run import inputs
from collate.run.execute import run_notebook
from collate.run.inputs import changes, read_inputs

pytestmark = pytest.mark.slow

# What a notebook may ask for, each in its own way.
ASKING = """\
import glob, importlib, os, sqlite3, sys
from orchard import aside
importlib.import_module('by_name')
get_ipython().run_line_magic('run', 'src/script.py')
open('extra/read.csv').read()
os.close(os.open('extra/low.csv', os.O_RDONLY))
glob.glob('extra/list/*.csv')
sqlite3.connect('extra/rows.sqlite').close()
try: open('extra/absent.csv')
except FileNotFoundError: pass
try: import local_settings
except ImportError: pass
try: from orchard import own_settings
except ImportError: pass
os.environ.get('ORCHARD_YEAR'); os.getenv('ORCHARD_ASKED'); 'ORCHARD_IN' in os.environ; os.environ.get('ORCHARD_NONE')
"""
FILES = {
    "src/orchard/aside.py": "from .deep import data\n",
    "src/orchard/deep/__init__.py": "from ..relative import FACTOR\n",
    "src/orchard/deep/data.py": "import json, pathlib\nDATA = json.loads(pathlib.Path(__file__).with_suffix('.json').read_text())\n",
    "src/orchard/deep/data.json": "{}",
    "src/orchard/relative.py": "FACTOR = 1\n",
    "src/by_name.py": "",
    "src/script.py": "",
    "extra/read.csv": "a\n",
    "extra/low.csv": "a\n",
    "extra/list/one.csv": "a\n",
}


def plant(project, *lines):
    path = project.notebooks / "table-1-1.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"] = "\n".join([*lines, "".join(notebook["cells"][-1]["source"])])
    path.write_text(json.dumps(notebook), encoding="utf-8")


def build(project, what="values", **environment):
    command = [sys.executable, "-m", "collate", *what.split()]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False, env=os.environ | environment)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A book whose notebook has asked for everything, and the folder of its run."""
    project = copy_tiny_book(tmp_path_factory.mktemp("heard") / "tiny")
    for name, text in FILES.items():
        path = project.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sqlite3.connect(project.root / "extra" / "rows.sqlite").close()
    plant(project, ASKING)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORCHARD_YEAR", "2000")
        patch.setenv("ORCHARD_ASKED", "2000")
        patch.setenv("ORCHARD_IN", "2000")
        patch.setenv("ORCHARD_UNASKED", "2000")
        yield project, run_notebook(project, Published(project).artifact("table-1-1"), "en")


def test_nothing_has_changed(ran):
    assert list(changes(*ran)) == []
    assert not list(ran[1].glob("*.txt"))


@pytest.mark.parametrize(
    "name", [*FILES, "extra/rows.sqlite", "data/labels.csv", "src/orchard/__init__.py", "src/notebooks/table-1-1.ipynb"]
)
def test_a_file_that_was_read(ran, name):
    project, folder = ran
    path = project.root / name
    if name.startswith("extra/list/"):
        path, moved = project.root / "extra/list/two.csv", ("folder", "extra/list", "changed")
        assert name not in read_inputs(folder).files
        path.touch()
        found = list(changes(project, folder))
        path.unlink()
        assert found == [moved]
        return
    kept = path.read_bytes()
    path.write_bytes(kept + b"\n")
    assert list(changes(project, folder)) == [("file", name, "changed")]
    path.unlink()
    assert list(changes(project, folder)) == [("file", name, "missing")]
    path.write_bytes(kept)


def test_a_file_whose_ids_alone_were_read(tiny, replace):
    """What looks for the file of an observation asks each file; only the one that it then reads has values that count."""
    harvest = tiny.source / "observations" / "harvest.csv"
    other = harvest.with_name("other.csv")
    lines = harvest.read_text(encoding="utf-8").replace("harvest.", "harvest-as-told.").splitlines(keepends=True)
    other.write_text("".join(lines[:2]), encoding="utf-8")
    look = "from collate.data.quantities import lookup; from collate.book import Book; from pathlib import Path"
    plant(tiny, look, "lookup(Book(Path(data_dir).parent), ['harvest.north@2000'])('harvest.north@2000')")
    folder = run_notebook(tiny, Published(tiny).artifact("table-1-1"), "en")
    name = tiny.relative(other)
    assert name not in read_inputs(folder).files
    assert tiny.relative(harvest) in read_inputs(folder).files
    replace(other, "2000,1.2", "2000,1.3")
    assert list(changes(tiny, folder)) == []
    replace(other, "harvest-as-told.north,2000", "harvest-as-told.north,1999")
    assert list(changes(tiny, folder)) == [("file", name, "changed")]
    other.write_text("broken", encoding="utf-8")
    assert list(changes(tiny, folder)) == [("file", name, "changed")]
    other.unlink()
    assert [change for change in changes(tiny, folder) if change[0] == "file"] == [("file", name, "missing")]


@pytest.mark.parametrize("name", ["extra/absent.csv", "src/local_settings.py", "src/orchard/own_settings.py"])
def test_a_file_that_was_looked_for_and_not_found(ran, name):
    project, folder = ran
    path = project.root / name
    path.touch()
    found = list(changes(project, folder))
    path.unlink()
    assert found == [("file", name, "new")]


@pytest.mark.parametrize("name", ["ORCHARD_YEAR", "ORCHARD_ASKED", "ORCHARD_IN", "ORCHARD_NONE"])
def test_a_variable_that_was_asked_for(ran, monkeypatch, name):
    before = os.environ.get(name)
    monkeypatch.setenv(name, "2001")
    assert list(changes(*ran)) == [("variable", name, "changed" if before else "new")]
    monkeypatch.delenv(name)
    assert list(changes(*ran)) == ([("variable", name, "missing")] if before else [])
    text = (ran[1] / inputs.FILE).read_text(encoding="utf-8")
    assert "2000" not in text.replace("harvest.", "").partition('"variables"')[2]  # which may be a secret


def test_a_setting_that_a_kernel_cannot_be_kept_from(ran, monkeypatch):
    monkeypatch.setenv("COLLATE_HASH_SEED", "7")
    assert list(changes(*ran)) == [("setting", "COLLATE_HASH_SEED", "changed")]


def test_what_nobody_asked_for_is_no_input(ran, monkeypatch):
    monkeypatch.setenv("ORCHARD_UNASKED", "2001")
    (ran[0].root / "extra" / "unread.csv").touch()
    assert list(changes(*ran)) == []


def test_another_interpreter_or_package(ran, monkeypatch):
    assert {"Python", "pandas"} <= read_inputs(ran[1]).packages.keys()
    monkeypatch.setattr(inputs.platform, "python_version", lambda: "3.99.0")
    assert list(changes(*ran)) == [("package", "Python", "changed")]
    monkeypatch.undo()
    monkeypatch.setattr(inputs, "version", lambda name: "0" if name == "pandas" else inputs.importlib.metadata.version(name))
    assert list(changes(*ran)) == [("package", "pandas", "changed")]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"files": {}, "other": {}}', None])
def test_a_lost_account_is_never_taken_for_no_change(ran, damage):
    project, folder = ran
    path = folder / inputs.FILE
    kept = path.read_bytes()
    path.unlink() if damage is None else path.write_text(damage, encoding="utf-8")
    node = Inputs("one::inputs", project, Task("one", run_notebook, run=folder))
    assert node.state() != node.state()
    with pytest.raises(NotebookError, match="missing or damaged"):
        read_inputs(folder)
    path.write_bytes(kept)
    assert node.state() == node.state()


@pytest.mark.endurance
def test_the_account_is_the_same_from_fresh_kernels_and_forked_ones(tiny):
    found = []
    for kernels in ("forked", "fresh"):
        configure(tiny, kernels=kernels)
        done = build(tiny, "build values")
        assert done.returncode == 0, done.stderr
        found.append((tiny.run("table-1-1", "en") / inputs.FILE).read_bytes())
        for folder in (tiny.build / "run").iterdir():
            (folder / "values.csv").unlink()
    assert found[0] == found[1]


INSTALLED = """\
import os
open(__file__).read()
os.environ.get('HOME')
os.listdir(os.path.dirname(__file__))
"""


@pytest.mark.endurance
def test_what_is_installed_in_the_books_folder_is_not_the_books(tiny):
    """An environment in `.venv` of the book: its files, and what its packages ask for, are no inputs."""
    environment = tiny.root / ".venv"
    venv.create(environment, with_pip=False)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "others.pth").write_text("\n".join(path for path in sys.path if Path(path).is_dir()), encoding="utf-8")
    (packages / "installed.py").write_text(INSTALLED, encoding="utf-8")
    plant(tiny, "import installed, os", "open('_config.yml').read(); os.environ.get('ORCHARD_YEAR')")
    for kernels in ("fresh", "forked"):
        configure(tiny, kernels=kernels)
        command = [environment / "bin" / "python", "-m", "collate", "build", "values"]
        done = subprocess.run(command, cwd=tiny.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        found = read_inputs(tiny.run("table-1-1", "en"))
        assert "data/labels.csv" in found.files
        assert [name for name in found.files if name.startswith(".venv")] == []
        assert [name for name in found.folders if name.startswith(".venv")] == []
        assert set(found.variables) == {"ORCHARD_YEAR"}


@pytest.mark.endurance
def test_a_change_runs_the_notebook_again_and_is_told(tiny):
    (tiny.root / "extra.csv").write_text("1.2\n", encoding="utf-8")
    (tiny.root / "beside").mkdir()
    (tiny.root / "beside" / "rows.csv").write_text("1\n", encoding="utf-8")
    plant(tiny, "import os", "open('extra.csv').read()", "open('beside/rows.csv').read(); os.environ.get('ORCHARD_YEAR')")
    assert build(tiny, "build values").returncode == 0
    assert "nothing has changed" in build(tiny, "build values").stdout
    for name in ("extra.csv", "beside/rows.csv"):
        path, kept = tiny.root / name, (tiny.root / name).read_text(encoding="utf-8")
        path.write_text("2\n", encoding="utf-8")
        told = json.loads(build(tiny, "why table-1-1 --json").stdout)["changes"]
        assert {(change["task"], change["name"], change["state"]) for change in told} >= {("run-table-1-1-en", name, "changed")}
        done = build(tiny, "build values")
        assert done.returncode == 0, done.stderr
        assert {"run-table-1-1-en", "run-table-1-1-zh-Hant"} <= set(re.findall(r"│ (\S+)", done.stdout))
        path.write_text(kept, encoding="utf-8")
        assert build(tiny, "build values").returncode == 0
    assert state.unchanged(tiny, "verify")
    os.environ["ORCHARD_YEAR"] = "2001"
    try:
        assert not state.unchanged(tiny, "verify")
    finally:
        del os.environ["ORCHARD_YEAR"]
