"""A new book, as `collate new` lays it down."""

import subprocess
import sys

import pytest

from collate.book import Book
from collate.cli.main import main


def collate(book, *arguments):
    """A command in the folder of `book`, in a process of its own."""
    return subprocess.run([sys.executable, "-m", "collate", *arguments], cwd=book.root, capture_output=True, text=True, check=False)


@pytest.fixture
def new(tmp_path):
    """Lay down a book in these languages, in the folder `book`."""

    def lay(*languages, title="Two branches"):
        words = [word for tag in languages for word in ("--language", tag)]
        assert main(["new", str(tmp_path / "book"), "--title", title, *words]) == 0
        return Book(tmp_path / "book")

    return lay
