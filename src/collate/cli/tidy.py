"""`collate tidy`: write the files that people type in the form that git keeps."""

from __future__ import annotations

import argparse

from collate.book import Book
from collate.data.tidy import changes, tidy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing, and exit with status 1 if a file would change")


def run(book: Book, arguments: argparse.Namespace) -> int:
    found = changes(book) if arguments.check else tidy(book)
    for change in found:
        print(f"{book.relative(change.path)}: {', '.join(change.what)}")
    return int(arguments.check and bool(found))
