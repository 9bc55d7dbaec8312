"""Every example of the documentation is run: sessions with what they answer, and Python."""

import doctest
import os
import shutil
import sys
from pathlib import Path

import pytest
from docs.documents import Reader, blocks
from tests_root import BOOK

DOCS = BOOK.root / "docs"
# The tutorial is done by the installed wheel, in tests/package.
PAGES = [BOOK.root / "README.md", *(path for path in sorted(DOCS.rglob("*.md")) if path.parent.name != "tutorial")]


def name(path):
    return path.relative_to(BOOK.root).as_posix()


def holding(chosen):
    return [path for path in PAGES if any(map(chosen, blocks(path.read_text(encoding="utf-8"))))]


def is_python(block):
    return block.language == "python" and not block.name and (">>>" in block.text or "import" in block.text)


@pytest.mark.slow
@pytest.mark.parametrize("path", holding(lambda block: block.is_session), ids=name)
def test_sessions_answer_what_the_page_says(path, tmp_path):
    for data in [*path.parent.glob("*.csv")] if path.is_relative_to(DOCS) else []:
        shutil.copy(data, tmp_path)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COLLATE", "LC_", "LANGUAGE"))}
    programs = Path(sys.executable).parent
    reader = Reader(tmp_path, kept | {"PATH": f"{programs}{os.pathsep}{kept['PATH']}", "COLUMNS": "80", "LANG": "C.UTF-8"})
    assert reader.follow(path) > 0


@pytest.mark.parametrize("path", holding(is_python), ids=name)
def test_python_does_what_the_page_says(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "example"}
    for block in filter(is_python, blocks(path.read_text(encoding="utf-8"))):
        if ">>>" in block.text:
            test = doctest.DocTestParser().get_doctest(block.text, names, path.name, str(path), block.line)
            assert doctest.DocTestRunner(verbose=False).run(test, clear_globs=False).failed == 0
            names |= test.globs  # it works on a copy
        else:
            exec(compile(block.text, f"{path.name}:{block.line}", "exec"), names)


def test_enough_is_run():
    """A change of the pages' form must not leave them untested."""
    assert len(holding(lambda block: block.is_session)) >= 8
    assert len(holding(is_python)) >= 3
