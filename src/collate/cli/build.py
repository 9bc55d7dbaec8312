"""`collate build`: bring the book up to date."""

from __future__ import annotations

import argparse

from collate.book import Book

# What can be built, and the tasks that make it.
TARGETS = {"all": None, "values": "verify", "html": "html or start-page", "pdf": "pdf", "epub": "epub"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_target(parser, "all")
    parser.add_argument(
        "--workers", type=int, help="how many processes at a time (default: two for each core, fewer where memory is short)"
    )


def add_target(parser: argparse.ArgumentParser, default: str) -> None:
    """Add the argument that says what is built."""
    parser.add_argument(
        "what", nargs="?", choices=TARGETS, default=default, help=f"{', '.join(TARGETS)} (default: {default})", metavar="WHAT"
    )


def run(book: Book, arguments: argparse.Namespace) -> int:
    from collate.build.driver import build

    build(book, TARGETS[arguments.what], workers=arguments.workers)
    return 0
