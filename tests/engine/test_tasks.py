"""What pytask is told of the tasks."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests_root import BOOK

pytestmark = pytest.mark.slow

COLLECT = """
import pytask
from pathlib import Path
from collate.build.driver import TASKS
session = pytask.build(paths=[TASKS], config=Path("pyproject.toml").resolve(), dry_run=True, verbose=0)
for task in session.tasks:
    for name, tree in {**task.depends_on, **task.produces}.items():
        if isinstance(tree, pytask.PythonNode) and tree.value == []:
            print("EMPTY", task.name, name)
print("COLLECTED", len(session.tasks))
"""


def test_no_task_has_an_empty_list():
    # pytask takes the empty lists of several tasks for one node under the name of whichever it meets first, and so runs the others again.
    environment = os.environ | {"COLLATE_ROOT": str(BOOK.root)}
    done = subprocess.run([sys.executable, "-c", COLLECT], cwd=BOOK.root, env=environment, capture_output=True, text=True, check=False)
    assert "COLLECTED" in done.stdout, done.stdout + done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("EMPTY")] == []
