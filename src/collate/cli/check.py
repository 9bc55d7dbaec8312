"""`collate check`: check the data files and the chapters without running anything."""

from __future__ import annotations

import argparse

from collate.bind.prose import check_prose
from collate.book import Book
from collate.data.packages import check_data


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(book: Book, arguments: argparse.Namespace) -> int:
    del arguments
    check_data(book)
    check_prose(book)
    return 0
