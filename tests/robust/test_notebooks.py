"""Notebooks that write where they must not, hang, or kill their kernel: one message that names the cell, and no product."""

from __future__ import annotations

import pytest
from engine.test_kernels import configure
from tests_root import variants

from collate.data.published import Published
from collate.errors import ConfigurationError, NotebookError
from collate.run.execute import run_notebook

SAVE = "run.save(table)"


def plant(project, replace, line):
    replace(project.notebooks / "table-1-1.ipynb", f'"{SAVE}"', f'"{line}\\n",\n    "{SAVE}"')


def run(project):
    return run_notebook(project, Published(project).artifact("table-1-1"), "en")


def products(project):
    return [path for path in (project.build / "run").glob("*") if path.is_dir()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "path"),
    variants(
        {
            "append": ("open('data/labels.csv', 'a').close()", "data/labels.csv"),
            "remove": ("import os; os.remove('data/labels.csv')", "data/labels.csv"),
            "rename": ("import os; os.rename('data/errata.yml', '_build/errata.yml')", "data/errata.yml"),
            "folder": ("import pathlib; pathlib.Path('notes').mkdir()", "notes"),
            "another run": (
                "import pathlib; pathlib.Path('_build/run/table-1-1.zh-Hant.part').mkdir()",
                "_build/run/table-1-1.zh-Hant.part",
            ),
            "link": ("import os; os.symlink('/dev/null', '_build/link')", "_build/link"),
            "new file": ("table.to_csv('../elsewhere.csv') if False else open('data/../new.csv', 'w')", "new.csv"),
        }
    ),
)
def test_a_write_outside_its_folder_is_refused(tiny, replace, line, path):
    before = {file: file.read_bytes() for file in tiny.data.rglob("*") if file.is_file()}
    plant(tiny, replace, line)
    with pytest.raises(NotebookError, match=rf"table-1-1.ipynb: cell 5 writes {path}, which is not in its output_dir"):
        run(tiny)
    assert {file: file.read_bytes() for file in tiny.data.rglob("*") if file.is_file()} == before
    assert not products(tiny)
    assert not (tiny.root / path).exists() or path.startswith("data/")


@pytest.mark.slow
def test_a_refused_write_that_the_notebook_hides(tiny, replace):
    plant(tiny, replace, "import contextlib\\nwith contextlib.suppress(Exception): open('data/labels.csv', 'w')")
    with pytest.raises(NotebookError, match=r"cell 5 writes data/labels\.csv"):
        run(tiny)
    assert not products(tiny)


@pytest.mark.slow
def test_a_notebook_that_changes_its_folder_is_told_so(tiny, replace):
    plant(tiny, replace, "import os; os.chdir('data')")
    with pytest.raises(NotebookError, match=r"writes data/\S+, which .* it had left the book's folder for \S+/data, and"):
        run(tiny)
    assert not products(tiny)


@pytest.mark.slow
def test_caches_and_temporary_files_are_left_alone(tiny, replace):
    plant(tiny, replace, "import tempfile\\nwith tempfile.TemporaryFile('w') as file: file.write('x')")
    assert run(tiny).is_dir()
    assert not list(tiny.build.rglob("outside.txt"))


@pytest.mark.slow
@pytest.mark.endurance
def test_a_hanging_cell_is_ended_and_named(tiny, replace):
    configure(tiny, cell_seconds=15)
    replace(tiny.notebooks / "table-1-1.ipynb", '"table = harvest', '"import time; time.sleep(600)\\n",\n    "table = harvest')
    with pytest.raises(NotebookError, match=r"cell 4 \('import time; time.sleep\(600\)'\) ran longer than 15 s"):
        run(tiny)
    assert not products(tiny)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "message"),
    variants(
        {
            "killed": ("import os; os.kill(os.getpid(), 9)", "the kernel died in cell 4 .*SIGKILL"),
            "fault": ("import ctypes; ctypes.string_at(0)", "the kernel died in cell 4 .*SIGSEGV"),
            "exit": ("import os; os._exit(3)", "the kernel died in cell 4 .*exit code 3"),
            "memory": ("bytearray(10**15)", "cell 4 raises MemoryError"),
        }
    ),
)
def test_the_cell_that_ends_its_kernel_is_named_and_no_later_one(tiny, replace, line, message):
    replace(tiny.notebooks / "table-1-1.ipynb", '"table = harvest', f'"{line}\\n",\n    "table = harvest')
    with pytest.raises(NotebookError, match=message):
        run(tiny)
    assert not products(tiny)


@pytest.mark.parametrize("text", ["0", "-1", "soon", "1.5"])
def test_a_time_limit_that_is_none(tiny, text):
    configure(tiny, cell_seconds=text)
    with pytest.raises(ConfigurationError, match=r"collate\.cell_seconds is .*, which is not a whole number above 0"):
        run(tiny)
