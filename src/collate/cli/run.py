"""`collate run`: run the notebook of one table or figure, changed or not."""

from __future__ import annotations

import argparse

from collate.book import Book
from collate.build.driver import build
from collate.data.published import Published


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="the id of a table or figure", metavar="ID")


def run(book: Book, arguments: argparse.Namespace) -> int:
    artifact = Published(book).artifact(arguments.id)
    build(book, f"publish-{artifact.id} or publish-plot-{artifact.id}", force=True)
    return 0
