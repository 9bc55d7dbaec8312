"""`collate watch`: bring the book up to date after every change of a file, until it is interrupted."""

from __future__ import annotations

import argparse

from collate.book import Book
from collate.build.watch import watch
from collate.cli.build import TARGETS, add_target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_target(parser, "html")


def run(book: Book, arguments: argparse.Namespace) -> int:
    watch(book, TARGETS[arguments.what])
    return 0
