"""Which state of the book this is: the commit that it was built from, and its date."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class State:
    """`commit` is the short name of the commit, `date` the day on which it was made, both empty outside git."""

    commit: str
    date: str


def read_state(root: Path) -> State:
    """The commit of the book's own repository: the same for every build of it, whatever the clock says."""
    if shutil.which("git") is None:
        return State("", "")
    command = ["git", "-C", str(root), "log", "-1", "--format=%h %cs", "--abbrev=10"]
    top = subprocess.run(["git", "-C", str(root), "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=False)
    if top.returncode or Path(top.stdout.strip()) != root.resolve():  # a book inside another repository is not its commit
        return State("", "")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    commit, _, date = done.stdout.strip().partition(" ")
    return State(commit, date)
