"""The book and its tiny companion, for what needs them before or without a fixture."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from needs import need

from collate.book import Book

BOOK = Book(Path(__file__).resolve().parents[1])
LANGUAGES = BOOK.languages


def copy_tiny_book(folder: Path, form: str = "zh-Hant+en") -> Book:
    """A tiny book (two orchards, one table) in `folder`.

    `form` is the folder of tests/tiny_books: `en`, `zh-Hant+en` or `en+de+ja`.
    """
    shutil.copytree(BOOK.root / "tests" / "tiny_books" / form, folder)
    return Book(folder)


def copy_book(folder: Path) -> Book:
    """What the book itself is made of, in `folder`: data, chapters, notebooks, the code of the report, and a link to the library."""
    for name in ("data", "src", "chapters"):
        shutil.copytree(BOOK.root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "collate"))
    (folder / "src" / "collate").symlink_to(BOOK.python / "collate")
    for name in ("_config.yml", "_toc.yml", "pyproject.toml"):
        shutil.copy(BOOK.root / name, folder / name)
    return Book(folder)


def up_to_date(select: str) -> None:
    """Bring tasks of the real book up to date; tests ask for the fixture `book_built`, which does so once.

    The test is skipped where the system lacks what they need.
    """
    need("Noto CJK")  # of pages and of plots
    code = "import sys; from collate.build.driver import build; from collate.book import Book; build(Book.find(), sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, select], cwd=BOOK.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def variants(cases: dict[str, tuple[object, ...]]) -> list:
    """Cases by their ids for `pytest.mark.parametrize`: the first is in `make test`, and the others are left to `make test-all`."""
    first = next(iter(cases))
    return [pytest.param(*values, id=id, marks=() if id == first else pytest.mark.endurance) for id, values in cases.items()]
