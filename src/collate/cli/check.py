"""`collate check`: check the data files, the chapters and the notebooks without running anything."""

from __future__ import annotations

import argparse
import sys

from collate.bind.prose import check_prose
from collate.bind.staging import check_pages
from collate.book import Book
from collate.data.packages import check_data
from collate.data.problems import Problems
from collate.run.execute import check_notebooks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(book: Book, arguments: argparse.Namespace) -> int:
    """Tell every problem of a book, that which others may follow from first."""
    del arguments
    problems = Problems(gather=True)
    for check in (check_data, check_notebooks, check_prose, check_pages):
        with problems.here():
            check(book, problems)
    for error in problems.found:
        print(f"error: {error}", file=sys.stderr)
    if len(problems.found) > 1:
        print(f"{len(problems.found)} problems; begin with the first, since others may follow from it", file=sys.stderr)
    return int(bool(problems.found))
