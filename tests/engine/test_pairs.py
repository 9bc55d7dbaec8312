"""Any order of commands: what one says after another agrees with what was built."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise

import pytest

COMMANDS = {
    "html": ("build", "html"),
    "verify": ("verify", "--json"),
    "run": ("run", "table-1-1"),
    "why": ("why", "--json"),
    "archive": ("archive",),
}
IGNORED = "/_build/\n/pytask.lock*\n/.pytask/\n__pycache__/\n/data/regenerated/\n"


def collate(project, name):
    return subprocess.run(
        [sys.executable, "-m", "collate", *COMMANDS[name]], cwd=project.root, capture_output=True, text=True, check=False, env=os.environ
    )


@pytest.fixture(scope="module")
def project(tiny_built, tmp_path_factory):
    """A book in git whose pages are built; no command of this module changes what is in git."""
    made = tiny_built(tmp_path_factory.mktemp("pairs") / "tiny")
    (made.root / ".gitignore").write_text(IGNORED, encoding="utf-8")
    for command in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "-m", "one"],
    ):
        subprocess.run(["git", *command], cwd=made.root, check=True)
    done = collate(made, "html")
    assert done.returncode == 0, done.stdout + done.stderr
    return made


def pages(project):
    return {path.relative_to(project.build): path.read_bytes() for path in (project.build / "html").rglob("*") if path.is_file()}


def walk():
    """Commands one after another, so that each follows each other one at least once."""
    names, left = list(COMMANDS), {(first, second) for first in COMMANDS for second in COMMANDS}
    order = [names[0]]
    while left:
        following = next((name for name in names if (order[-1], name) in left), None) or next(first for first, _ in sorted(left))
        left.discard((order[-1], following))
        order.append(following)
    return order


def test_the_walk_has_every_pair():
    order = walk()
    assert set(pairwise(order)) >= {(first, second) for first in COMMANDS for second in COMMANDS}


@pytest.mark.endurance
def test_every_command_after_every_other_agrees_with_what_was_built(project):
    expected, archived = pages(project), None
    for before, name in pairwise(walk()):
        done = collate(project, name)
        assert done.returncode == 0, f"{name} after {before}: {done.stdout}{done.stderr}"
        if name == "why":
            assert json.loads(done.stdout)["changes"] == [], f"why after {before}"
        if name == "verify":
            assert json.loads(done.stdout)["values"], before
        if name == "archive":
            found = (project.root / done.stdout.strip()).read_bytes()
            assert found == (archived or found), f"archive after {before}"
            archived = found
    assert pages(project) == expected
