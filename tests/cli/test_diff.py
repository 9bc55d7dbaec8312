"""`diff` compares numbers, not lines: a revision against the files as they are."""

from __future__ import annotations

import subprocess

import pytest


def git(project, *arguments):
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=project.root, check=True, capture_output=True)


@pytest.fixture
def repository(copy):
    """A copy of the book's data in a repository of its own."""
    git(copy, "init", "--quiet")
    git(copy, "add", "data/regenerated")
    git(copy, "commit", "--quiet", "--message", "as it was")
    return copy


def differences(told):
    return [(item["id"], item["what"], item["state"], item["difference"]) for item in told["differences"]]


def test_nothing_changed(repository, answer):
    assert not answer(repository, "diff", "diff")["changed"]


def test_the_same_number_written_otherwise_is_no_change(repository, answer, replace):
    replace(repository.regenerated / "table-1-2.csv", "北京市,2005,number,133.1,133.05,", "北京市,2005,number,133.10,133.050,")
    lines = (repository.regenerated / "table-5-3.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (repository.regenerated / "table-5-3.csv").write_text(lines[0] + "".join(reversed(lines[1:])), encoding="utf-8")
    assert not answer(repository, "diff", "diff", "HEAD")["changed"]


def test_a_number_its_interval_and_a_verdict(repository, answer, replace):
    replace(repository.regenerated / "table-1-2.csv", "北京市,2005,number,133.1,133.05,", "北京市,2005,number,134.35,133.05,")
    replace(repository.regenerated / "table-1-2.csv", "北京市,2006,number,161.6,161.55,", "北京市,2006,number,161.6,161.5,")
    path = repository.regenerated / "verdicts.csv"
    before = "table-1-2/北京市/2005,1,transcribed,133.1,133.1,133.05,133.15,identical"
    replace(path, before, before.replace("identical", "differs"))
    told = answer(repository, "diff", "diff", "HEAD")
    assert differences(told) == [
        ("table-1-2/北京市/2005", "value", "changed", "1.25"),
        ("table-1-2/北京市/2005", "verdict", "changed", None),
        ("table-1-2/北京市/2006", "value", "changed", "0"),
    ]


def test_added_and_removed(repository, answer, replace):
    path = repository.regenerated / "claims" / "chapter-5.csv"
    replace(path, "c5-l4377-jongno-history-years,", "c5-l4377-jongno-years,")
    told = answer(repository, "diff", "diff")
    assert differences(told) == [
        ("c5-l4377-jongno-history-years", "value", "removed", None),
        ("c5-l4377-jongno-years", "value", "added", None),
    ]


def test_a_verdict_that_fails_now_is_told_by_the_status(repository, desk, replace):
    before = "table-1-2/北京市/2005,1,transcribed,133.1,133.1,133.05,133.15,identical"
    replace(repository.regenerated / "verdicts.csv", before, before.replace("identical", "differs"))
    status, out, _ = desk(repository, "diff", "--language", "en")
    assert status == 1
    assert "differs" in out


def test_no_such_revision(repository, desk):
    for revision in ("v9.9", "--all", "HEAD~9", ""):
        status, out, err = desk(repository, "diff", "--", revision)
        assert (status, out) == (2, "")
        assert f"no revision {revision!r}" in err


def test_no_git_repository(copy, desk, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(copy.root.parent))
    status, out, err = desk(copy, "diff", "HEAD")
    assert (status, out) == (2, "")
    assert "not a git repository" in err


def test_no_git(repository, desk, monkeypatch):
    monkeypatch.setenv("PATH", str(repository.root / "no-programs"))
    status, _, err = desk(repository, "diff", "HEAD")
    assert status == 2
    assert "git is not installed" in err


def test_a_broken_file(repository, desk):
    with (repository.regenerated / "verdicts.csv").open("a", encoding="utf-8") as file:
        file.write("c9,too,few\n")
    status, _, err = desk(repository, "diff", "HEAD")
    assert status == 1
    assert "verdicts.csv:" in err
    assert "too many or too few fields in the work tree" in err
