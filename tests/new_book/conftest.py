"""A new book, as `collate new` lays it down."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from collate.book import Book
from collate.cli.main import main


def collate(book, *arguments):
    """A command in the folder of `book`, in a process of its own."""
    return subprocess.run([sys.executable, "-m", "collate", *arguments], cwd=book.root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def laid_once(tmp_path_factory):
    """The folder of a new book in these languages and with this title, laid down once; for reading only."""
    folders = {}

    def lay(languages, title):
        if (languages, title) not in folders:
            folder = tmp_path_factory.mktemp("new") / "book"
            words = [word for tag in languages for word in ("--language", tag)]
            assert main(["new", str(folder), "--title", title, *words]) == 0
            folders[languages, title] = folder
        return folders[languages, title]

    return lay


@pytest.fixture
def new(tmp_path, laid_once):
    """Lay down a book in these languages, in the folder `book`."""

    def lay(*languages, title="Two branches"):
        return Book(Path(shutil.copytree(laid_once(languages, title), tmp_path / "book")))

    return lay
