"""Fixtures: the real book (read only), and copies in which a test may plant an error."""

from __future__ import annotations

import shutil
from pathlib import Path

import needs
import pytest
from tests_root import BOOK, copy_tiny_book, up_to_date

from collate.book import Book


@pytest.fixture(scope="session")
def book() -> Book:
    """The repository itself."""
    return BOOK


@pytest.fixture(scope="session")
def html_built() -> None:
    """The pages of the book itself are there and up to date."""
    up_to_date("html or start-page")


@pytest.fixture
def copy(tmp_path: Path) -> Book:
    """A copy of the book's data, notebooks and analyses."""
    for name in ("data", "src", "chapters"):
        shutil.copytree(BOOK.root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("_config.yml", "_toc.yml", "pyproject.toml"):
        shutil.copy(BOOK.root / name, tmp_path / name)
    return Book(tmp_path)


@pytest.fixture
def tiny(tmp_path: Path) -> Book:
    """A copy of the tests' tiny book: two orchards, one table."""
    return copy_tiny_book(tmp_path / "tiny")


def replace(path: Path, old: str, new: str) -> None:
    """Plant an error: exactly one `old` in the file becomes `new`."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def replace_first():
    """Plant an error where `old` stands for the first time in the file."""

    def plant(path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


@pytest.fixture(name="replace")
def replace_fixture():
    return replace


def pytest_terminal_summary(terminalreporter):
    for line in needs.lines(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line)
