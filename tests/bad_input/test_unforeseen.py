"""What the system refuses, and exceptions that nobody foresaw: one message that says whose it is, what helps, what to report."""

from __future__ import annotations

import errno
import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from collate.build.driver import LIBRARY
from collate.errors import DataError, UnexpectedError, system_error
from collate.unexpected import explained

ME = pwd.getpwuid(os.geteuid()).pw_name


def collate(folder, *arguments, **options):
    command = [sys.executable, "-m", "collate", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **options)


def require_one_message(done, message):
    assert done.returncode == 1, done.stdout + done.stderr
    assert message in done.stderr
    assert done.stderr.count("error: ") == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 2, done.stderr


@pytest.mark.parametrize(
    ("number", "what", "fix"),
    [
        (errno.ENOSPC, "the disk is full", "df -h"),
        (errno.EDQUOT, "your share of the disk is full", "quota"),
        (errno.EMFILE, "too many files are open", "ulimit -n"),
        (errno.EROFS, "the file system is read-only", "copy the book"),
    ],
    ids=lambda value: errno.errorcode.get(value) if isinstance(value, int) else "",
)
def test_what_the_system_refuses(tmp_path, number, what, fix):
    path = tmp_path / "new folder" / "a.csv"  # whose folder is not there either
    found = system_error(OSError(number, os.strerror(number), str(path)))
    assert found is not None
    assert found.what == what
    assert found.where == str(path)
    assert fix in found.fix


def test_a_missing_file_is_not_the_systems_refusal(tmp_path):
    error = FileNotFoundError(errno.ENOENT, "No such file", str(tmp_path / "a"))
    assert isinstance(explained(error, tmp_path / "failed", "task"), UnexpectedError)


@pytest.mark.parametrize(("theirs", "named"), [("_build", "_build"), ("_build/run", "_build/run"), ("", "")])
def test_whose_it_is(tmp_path, monkeypatch, theirs, named):
    """The folder to take over is the outermost that is not one's own, and never more than the book."""
    book = tmp_path / "book"
    path = book / "_build" / "run" / "a.csv"
    path.parent.mkdir(parents=True)
    (book / "_config.yml").touch()
    path.touch()
    state = Path.stat

    def owned(self, **options):
        found = list(state(self, **options))
        found[4] = 65534 if self.is_relative_to(book / theirs) else found[4]
        return os.stat_result(found)

    monkeypatch.setattr(Path, "stat", owned)
    monkeypatch.setattr(Path, "lstat", owned)
    found = system_error(PermissionError(errno.EACCES, "Permission denied", str(path)))
    assert found is not None
    assert "belongs to nobody" in found.what
    assert found.fix.startswith(f"take it back: `sudo chown -R {ME} {book / named}`")


def test_an_unforeseen_exception_keeps_its_traceback(tmp_path):
    def broken():
        raise KeyError("planted")

    try:
        broken()
    except KeyError as error:
        found = explained(error, tmp_path / "failed", "task run-table-1-1-en")
    assert isinstance(found, UnexpectedError)
    assert found.what == "task run-table-1-1-en ends with an unexpected KeyError: 'planted'"
    assert found.where is not None
    assert Path(found.where.rpartition(":")[0]) == Path(__file__)
    kept = tmp_path / "failed" / "task-run-table-1-1-en.txt"
    assert str(kept) in found.fix
    text = kept.read_text(encoding="utf-8")
    assert "Traceback (most recent call last)" in text
    assert "pytask " in text


def test_an_error_of_ours_behind_another_is_the_message(tmp_path):
    error = RuntimeError("outer")
    error.__cause__ = DataError("a digit is wrong", where="a.csv")
    assert explained(error, tmp_path, "x") is error.__cause__
    assert not list(tmp_path.iterdir())


def test_the_traceback_of_another_process(tmp_path):
    found = explained(ValueError(""), tmp_path, "task x", "told elsewhere")
    assert found.what == "task x ends with an unexpected ValueError: no message"
    assert found.where == str(tmp_path / "task-x.txt")
    assert "told elsewhere" in (tmp_path / "task-x.txt").read_text(encoding="utf-8")


def test_no_message_points_at_lines_above():
    for path in LIBRARY.rglob("*.py"):
        assert "lines above" not in path.read_text(encoding="utf-8"), path


@pytest.mark.slow
def test_outside_a_book(tmp_path):
    require_one_message(collate(tmp_path, "build"), "no book found here")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["build", "archive", "why"])
def test_a_broken_configuration(tiny, command):
    (tiny.root / "_config.yml").write_text("html: [1\n", encoding="utf-8")
    done = collate(tiny.root, command)
    assert done.returncode == 1
    assert done.stderr.count("error: ") == 1
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.slow
def test_an_exception_while_the_tasks_are_collected(tiny):
    """One message; pytask would print a page for each of its files."""
    code = (
        "import collate.bind.staging as stage; stage.read_yaml = lambda _: 1 / 0; from collate.__main__ import main; exit(main(['build']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tiny.root, capture_output=True, text=True, check=False)
    require_one_message(done, "unexpected ZeroDivisionError: division by zero")
    assert (tiny.build / "failed" / "collate-build.txt").exists()


@pytest.mark.slow
def test_a_reader_who_has_gone(tiny):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "collate", "questions", "--json"]
    done = subprocess.run(command, cwd=tiny.root, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")
