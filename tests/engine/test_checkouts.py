"""Where a book lies: in a clone, a worktree, a submodule, a copy with another's library; and what it no longer has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from collate.build import state
from collate.build.driver import LIBRARY, require_own_library
from collate.errors import BuildError

IDENTITY = {f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, check=True, env=os.environ | IDENTITY, capture_output=True)


def repository(folder):
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=one")
    return folder


def states(root):
    return [state._state(str(path)) for path in state.commit_files(root)]


def clone(tmp_path):
    return repository(tmp_path / "book")


def without_reflog(tmp_path):
    root = repository(tmp_path / "book")
    git(root, "config", "core.logAllRefUpdates", "false")
    shutil.rmtree(root / ".git" / "logs")
    return root


def worktree(tmp_path):
    git(repository(tmp_path / "main"), "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "book"))
    return tmp_path / "book"


def submodule(tmp_path):
    outer = repository(tmp_path / "outer")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository(tmp_path / "inner")), "book")
    return outer / "book"


def packed(tmp_path):
    root = repository(tmp_path / "book")
    git(root, "pack-refs", "--all")
    return root


def detached(tmp_path):
    root = repository(tmp_path / "book")
    git(root, "checkout", "--quiet", "--detach")
    return root


@pytest.mark.parametrize("make", [clone, without_reflog, worktree, submodule, packed, detached], ids=lambda make: make.__name__)
def test_a_new_commit_is_seen(tmp_path, make):
    root = make(tmp_path)
    before = states(root)
    assert states(root) == before
    git(root, "commit", "--quiet", "--allow-empty", "--message=two")
    assert states(root) != before


def test_outside_git_there_is_no_commit(tmp_path):
    assert state.commit_files(tmp_path) == []
    (tmp_path / ".git").write_text("damaged", encoding="utf-8")
    assert state.commit_files(tmp_path) == []


def test_a_copied_checkout_is_not_built_by_the_library_of_another(tiny):
    require_own_library(tiny)  # a book without a library of its own
    (tiny.python / "collate").mkdir()
    (tiny.python / "collate" / "__init__.py").touch()
    with pytest.raises(BuildError, match="the library that runs is that of another checkout") as caught:
        require_own_library(tiny)
    assert str(LIBRARY) in str(caught.value)
    assert "rm -rf .venv && make" in str(caught.value)


@pytest.mark.slow
def test_what_an_artifact_left_behind_is_gone(tiny_built, tmp_path):
    tiny = tiny_built(tmp_path / "tiny")
    left = [
        tiny.values("table-9-9"),
        tiny.points("table-9-9"),
        tiny.values("table-1-1", "corrected"),
        tiny.figure("table-9-9", "en", "svg"),
        tiny.run("table-9-9", "en") / "executed.ipynb",
        tiny.claim_values(7),
    ]
    kept = [tiny.figures / "photograph.svg", tiny.regenerated / "README.md"]
    for path in (*left, *kept):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("old", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "collate", "build", "values"], cwd=tiny.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path for path in left if path.exists()] == []
    assert [path for path in kept if not path.exists()] == []
    assert "removed data/regenerated/table-9-9.csv: no artifact of the book makes it any more" in done.stdout
    assert tiny.values("table-1-1").exists()
