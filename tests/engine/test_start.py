"""What a build loads before it knows whether there is anything to do."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

COLLECT = """
import sys
from pathlib import Path
from collate.book import Book
from collate.build.graph import tasks
tasks(Book(Path(sys.argv[1])))
"""


def imported(code, names, *arguments):
    code += f"\nprint(*sorted({set(names)} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_nothing_heavy_is_imported_to_find_that_nothing_changed():
    """pytask alone takes half a second, seven times as long as the rest."""
    code = "import sys, collate.__main__, collate.build.driver"
    assert imported(code, ("pytask", "pandas", "sphinx", "nbformat")) == ""


def test_what_only_some_tasks_need_is_not_imported_to_find_out_what_to_do(copy):
    """Every build would wait for it; Sphinx has a process of its own.

    numpy is not asked for: papermill imports pyarrow where it is installed, and that numpy.
    """
    names = ("sphinx", "docutils", "pandas", "matplotlib", "fontTools", "openpyxl", "pypdfium2")
    assert imported(COLLECT, names, str(copy.root)) == ""
