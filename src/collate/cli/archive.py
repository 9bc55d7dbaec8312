"""`collate archive`: pack the committed tree with everything built from it into one ZIP file."""

from __future__ import annotations

import argparse

from collate.book import Book
from collate.export.archive import write_archive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(book: Book, arguments: argparse.Namespace) -> int:
    del arguments
    print(book.relative(write_archive(book)))
    return 0
