"""`collate build`: bring the book up to date."""

from __future__ import annotations

import argparse

from collate.book import Book

# What can be built, and the tasks that make it.
TARGETS = {"all": None, "values": "verify", "html": "html or start-page", "pdf": "pdf", "epub": "epub"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_target(parser, "all")
    add_workers(parser, "two per core, fewer where memory is short")
    parser.add_argument("--cluster", metavar="ADDRESS", help="the scheduler of a Dask cluster whose workers share this folder")


def add_workers(parser: argparse.ArgumentParser, default: str) -> None:
    """Add the option that limits the processes; `default` describes what is taken without it."""
    parser.add_argument("--workers", type=_count, metavar="N", help=f"how many processes at a time (default: {default})")


def add_target(parser: argparse.ArgumentParser, default: str) -> None:
    """Add the argument that says what is built."""
    parser.add_argument(
        "what", nargs="?", choices=TARGETS, default=default, help=f"{', '.join(TARGETS)} (default: {default})", metavar="WHAT"
    )


def run(book: Book, arguments: argparse.Namespace) -> int:
    from collate.build.driver import build

    build(book, TARGETS[arguments.what], workers=arguments.workers, cluster=arguments.cluster)
    return 0


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)
