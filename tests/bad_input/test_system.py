"""A system that lacks something, a log that hides something, a build that runs twice."""

from __future__ import annotations

import fcntl
import subprocess
import sys

import pytest

from collate.bind import pdf
from collate.book import Book
from collate.errors import BuildError, CollateError, SystemPackageError


def test_no_xelatex(monkeypatch):
    monkeypatch.setattr(pdf.shutil, "which", lambda program: None if program == "xelatex" else "/usr/bin/" + program)
    with pytest.raises(SystemPackageError, match=r"xelatex not found.*collate build html") as caught:
        pdf.require_tex()
    assert "apt-get install latexmk texlive-xetex" in str(caught.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Missing character: There is no 為 (U+70BA) in font FandolSong", "the fonts lack 為"),
        ("LaTeX Warning: Hyper reference `table-9-9' on page 3 undefined on input line 7.", "unresolved: table-9-9"),
        ("Overfull \\hbox (59.9pt too wide) in alignment at lines 17--20", "a table runs off the page: 59.9 pt at lines 17--20"),
    ],
)
def test_what_latex_only_mentions(tmp_path, line, message):
    log = tmp_path / "book.log"
    log.write_text("This is XeTeX\n", encoding="utf-8")
    pdf.check_log(log)
    log.write_text(f"This is XeTeX\n{line}\n", encoding="utf-8")
    with pytest.raises(BuildError, match=message):
        pdf.check_log(log)


@pytest.mark.slow
def test_two_builds_at_once(tiny):
    tiny.build.mkdir()
    with (tiny.build / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        command = [sys.executable, "-m", "collate", "build", "values", "--workers", "1"]
        second = subprocess.Popen(command, cwd=tiny.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert "another build runs in" in second.stderr.readline()
        assert not list(tiny.build.glob("run/*"))
    assert second.communicate()[1] == ""
    assert second.returncode == 0
    assert list(tiny.build.glob("run/*"))


def test_no_book_here(tmp_path):
    with pytest.raises(CollateError, match="no book found here"):
        Book.find(tmp_path)
