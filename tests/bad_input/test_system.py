"""A system that lacks something, a log that hides something, a build that runs twice."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from collate.bind import pdf
from collate.book import Book
from collate.errors import BuildError, CollateError, SystemPackageError
from collate.fonts import find_face


def test_no_typst(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(SystemPackageError, match=r"needs the Python package typst.*collate build html") as caught:
        pdf.require_typst()
    assert "pip install 'collate-edition[pdf]'" in str(caught.value)


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ('#par[#"ok ሀ"]', "the fonts lack ሀ, on the page chapters/en/index.md"),
        ('#image("/drawn.svg")', "Typst refuses the book, on the page chapters/en/index.md: PDF/UA-1 error: missing alt text"),
        ('#heading(level: 3)[#"c"]', "on the page chapters/en/index.md: PDF/UA-1 error: skipped from heading level 1 to 3"),
        ('#read("/etc/passwd")', "on the page chapters/en/index.md: file not found"),
        ('#read("../../secret.txt")', "on the page chapters/en/index.md: "),
    ],
    ids=[
        "a letter without a glyph",
        "a picture without a text",
        "a level left out",
        "a file elsewhere",
        "a file above",
    ],
)
def test_what_typst_refuses(tmp_path, page, message):
    folder = tmp_path / "made"
    (folder / "pages").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("a secret", encoding="utf-8")
    (folder / "drawn.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")
    head = '#set document(title: "t")\n#set text(font: "DejaVu Serif", fallback: false)\n#heading(level: 1)[#"a"]\n'
    (folder / "main.typ").write_text(f'{head}#include "pages/index.typ"\n', encoding="utf-8")
    fonts = [find_face("DejaVu Serif").path.parent]
    (folder / "pages" / "index.typ").write_text('#par[#"ok"]\n', encoding="utf-8")
    assert pdf.compiled(folder, fonts, "en").startswith(b"%PDF")
    (folder / "pages" / "index.typ").write_text(f"{page}\n", encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        pdf.compiled(folder, fonts, "en")
    assert message in str(caught.value)


@pytest.mark.slow
@pytest.mark.endurance
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


def test_a_letter_that_nobody_sees_is_named_by_its_number():
    said = 'error: PDF/UA-1 error: the text `"\\u{2060}※"` could not be displayed with font `"X"`\n  ┌─ pages/index.typ:3:1\n'
    assert "the fonts lack U+2060 ※, on the page chapters/en/index.md" in str(pdf.refusal(Path("made"), said, "", "en"))
