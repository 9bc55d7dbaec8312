"""The book and its tiny companion, for what needs them before or without a fixture."""

import shutil
from pathlib import Path

from collate.project import Project

BOOK = Project(Path(__file__).resolve().parents[1])


def copy_tiny_book(folder: Path) -> Project:
    """The tiny book (two orchards, one table) in `folder`, with the schemas of the book itself."""
    shutil.copytree(BOOK.root / "tests" / "tiny_book", folder)
    for schema in ("schema", "source/schema", "published/schema"):
        shutil.copytree(BOOK.data / schema, folder / "data" / schema)
    return Project(folder)
