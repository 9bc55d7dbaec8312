"""The archive holds everything with its hashes, is the same bytes each time, and refuses what is not committed or not fresh."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile

import pytest
from needs import needs

from collate.errors import BuildError
from collate.export.archive import MANIFEST, require_clean, write_archive

pytestmark = [needs("Noto CJK"), pytest.mark.slow]


@pytest.fixture
def repository(tiny_built, tmp_path):
    tiny = tiny_built(tmp_path / "tiny")
    (tiny.root / ".gitignore").write_text("/_build/\n/pytask.lock\n/.pytask/\n__pycache__/\n", encoding="utf-8")
    git(tiny, "init", "--quiet")
    commit(tiny)
    return tiny


def git(project, *arguments):
    subprocess.run(["git", *arguments], cwd=project.root, check=True)


def commit(project):
    git(project, "add", "--all")
    git(project, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "-m", "as it is")


def collate(project, *arguments):
    command = [sys.executable, "-m", "collate", *arguments]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)


@pytest.mark.endurance
def test_archive(repository):
    done = collate(repository, "archive")
    assert done.returncode == 1
    assert "the build is missing or not fresh" in done.stderr
    done = collate(repository, "build", "html", "--workers", "1")  # pages name the commit
    assert done.returncode == 0, done.stdout + done.stderr
    path = write_archive(repository)
    first = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert all(name.isascii() and not name.endswith(".zip") for name in names)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        folder = names[0].partition("/")[0]
        inside = {name.removeprefix(f"{folder}/") for name in names}
        assert {
            "REPRODUCING.md",
            "_toc.yml",
            "data/regenerated/table-1-1.csv",
            "built/html/en/index.html",
            "built/exports/ledger.json",
        } <= inside
        assert {"built/notebooks/table-1-1.en.ipynb", "built/html/exports/values/table-1-1.csv"} <= inside
        listed = dict(reversed(line.split("  ")) for line in archive.read(f"{folder}/{MANIFEST}").decode().splitlines())
        assert set(listed) == inside - {MANIFEST}
        for name, digest in listed.items():
            assert hashlib.sha256(archive.read(f"{folder}/{name}")).hexdigest() == digest, name
    assert write_archive(repository).read_bytes() == first
    (repository.run("table-1-1", "en") / "executed.ipynb").write_text("{", encoding="utf-8")
    done = collate(repository, "archive")
    assert done.returncode == 1
    assert "error: " in done.stderr
    assert path.read_bytes() == first


def test_changes_that_are_not_committed(repository):
    require_clean(repository)
    (repository.root / "_toc.yml").write_text("root: index\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"changes that are not committed: _toc\.yml"):
        require_clean(repository)


def test_a_file_that_git_is_told_not_to_show(repository):
    git(repository, "config", "status.showUntrackedFiles", "no")
    (repository.source / "extra.csv").touch()
    with pytest.raises(BuildError, match=r"not committed: data/source/extra\.csv"):
        require_clean(repository)


def test_the_repository_around_a_book_is_not_its_own(tiny):
    outer = tiny.root.parent
    subprocess.run(["git", "init", "--quiet"], cwd=outer, check=True)
    with pytest.raises(BuildError, match="the repository around the book is another one"):
        require_clean(tiny)


@pytest.mark.endurance
def test_every_file_that_the_build_read_is_in_it_whatever_git_ignores(repository):
    path = repository.notebooks / "table-1-1.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"run.save(table)"', "\"open('kept/aside.txt').read(); run.save(table)\""), encoding="utf-8")
    (repository.root / "kept").mkdir()
    (repository.root / "kept" / "aside.txt").write_text("x", encoding="utf-8")
    (repository.root / ".gitignore").write_text("/_build/\n/pytask.lock\n/.pytask/\n__pycache__/\n/kept/\n", encoding="utf-8")
    assert collate(repository, "build", "html").returncode == 0
    commit(repository)  # the regenerated values
    assert collate(repository, "build", "html").returncode == 0  # pages name the commit
    with zipfile.ZipFile(write_archive(repository)) as archive:
        assert any(name.endswith("/kept/aside.txt") for name in archive.namelist())
