"""A tiny book in a repository of its own."""

from __future__ import annotations

import subprocess

import pytest


def commit(project, message="as it is"):
    for command in (("add", "--all"), ("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "-m", message)):
        subprocess.run(["git", *command], cwd=project.root, check=True)


@pytest.fixture
def repository(tiny):
    (tiny.root / ".gitignore").write_text("/_build/\n/pytask.lock\n/.pytask/\n__pycache__/\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=tiny.root, check=True)
    commit(tiny)
    return tiny


@pytest.fixture(name="commit")
def commit_fixture():
    return commit
