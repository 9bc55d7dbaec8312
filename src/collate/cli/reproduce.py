"""`collate reproduce`: build the committed tree twice under different conditions and compare every file."""

from __future__ import annotations

import argparse

from collate.audit.reproduce import reproduce, require_equal
from collate.book import Book
from collate.cli.build import add_target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_target(parser, "all")


def run(book: Book, arguments: argparse.Namespace) -> int:
    outcomes = reproduce(book, arguments.what)
    for outcome in outcomes:
        print(f"{outcome.group}: {outcome.equal} of {outcome.files} files are the same bytes")
    require_equal(outcomes)
    return 0
