"""The book and its tiny companion, for what needs them before or without a fixture."""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from needs import need

from collate.book import Book

BOOK = Book(Path(__file__).resolve().parents[1])
LANGUAGES = BOOK.languages


@cache
def _content(folder: Path) -> tuple[list[Path], list[tuple[Path, bytes]]]:
    """The folders below a folder, and its files with what they hold; of the library, nothing.

    Hundreds of tests of a process ask for a copy, and none changes what is copied: it is read once.
    """
    left = {"__pycache__", "collate"}
    found = [path.relative_to(folder) for path in sorted(folder.rglob("*"))]
    kept = [path for path in found if not left.intersection(path.parts) and not any(part.endswith(".egg-info") for part in path.parts)]
    folders = [path for path in kept if (folder / path).is_dir()]
    return folders, [(path, (folder / path).read_bytes()) for path in kept if (folder / path).is_file()]


def _copy(source: Path, folder: Path) -> None:
    folders, files = _content(source)
    for name in (Path(), *folders):
        (folder / name).mkdir(parents=True)
    for name, content in files:
        (folder / name).write_bytes(content)


def copy_tiny_book(folder: Path, form: str = "zh-Hant+en") -> Book:
    """A tiny book (two orchards, one table) in `folder`.

    `form` is the folder of tests/tiny_books: `en`, `zh-Hant+en` or `en+de+ja`.
    """
    _copy(BOOK.root / "tests" / "tiny_books" / form, folder)
    return Book(folder)


def copy_book(folder: Path) -> Book:
    """What the book itself is made of, in `folder`: data, chapters, notebooks, the code of the report, and a link to the library."""
    for name in ("data", "src", "chapters"):
        _copy(BOOK.root / name, folder / name)
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


def slow_but_first(cases: list[tuple[object, ...]], number: int = 1) -> list:
    """Cases for `pytest.mark.parametrize`, each of which judges or checks the whole book: only the first are in `make test-fast`."""
    return [*cases[:number], *(pytest.param(*values, marks=pytest.mark.slow) for values in cases[number:])]
