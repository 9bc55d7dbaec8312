"""`collate check`: hold printed strings against results; or check the data, chapters and notebooks of a book without running anything."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from collate.check.settings import FILE, find_settings
from collate.cli.read import add_convention
from collate.cli.terminal import add_language

NEEDS_BOOK = False
_FORMS = {
    "json": "JSON",
    "sarif": "SARIF 2.1.0",
    "junit": "JUnit XML",
    "markdown": "Markdown",
    "annotations": "workflow commands",
    "claims-cli": "a ledger of claims-cli",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Hold a table of printed strings (CSV) against results (CSV, JSON, Excel, Stata, SPSS, R, Parquet, SQLite, an executed notebook), "
        f"joined by id or by the names of rows and columns. Without arguments: the pairs that {FILE} names, or, in a book, its data "
        "files and chapters."
    )
    parser.epilog = "The status is 0 when every string can be what the results give, 1 when one cannot, 2 for a wrong call."
    parser.add_argument(
        "printed", nargs="?", type=Path, metavar="PRINTED", help="the strings as printed, or a repro.yaml, which names its results"
    )
    parser.add_argument("results", nargs="?", type=Path, metavar="RESULTS", help="what was computed")
    add_convention(parser)
    parser.add_argument("--settings", type=Path, metavar="FILE", help=f"conventions and errata (default: the nearest {FILE})")
    parser.add_argument("--links", type=Path, metavar="FILE", help="a proposal in which links are confirmed")
    parser.add_argument("--propose", type=Path, metavar="FILE", help="write which result each string without an id may be of")
    parser.add_argument("--only", metavar="VERDICT", help="list these alone: a verdict, or `different` for all that fail")
    add_language(parser)
    for name, what in _FORMS.items():
        parser.add_argument(f"--{name}", nargs="?", const="-", metavar="FILE", help=f"write {what} to FILE, or instead of the list")


def run(book: None, arguments: argparse.Namespace) -> int:
    """Check what is asked for; two printed and computed tables, the pairs of the settings, or the book.

    Raises
    ------
    CollateError : a file cannot be read, or the book has a fault.
    """
    del book
    settings = arguments.settings or find_settings(Path.cwd())
    if arguments.printed is None and settings is None:
        return _check_book()
    from collate.check.answer import answer  # a book's data need none of it

    return answer(arguments, settings)


def _check_book() -> int:
    """Tell every problem of a book, that which others may follow from first."""
    from collate.bind.prose import check_prose
    from collate.bind.staging import check_pages
    from collate.book import Book
    from collate.data.packages import check_data
    from collate.data.problems import Problems
    from collate.run.execute import check_notebooks

    book = Book.find()
    problems = Problems(gather=True)
    for check in (check_data, check_notebooks, check_prose, check_pages):
        with problems.here():
            check(book, problems)
    for error in problems.found:
        print(f"error: {error}", file=sys.stderr)
    if len(problems.found) > 1:
        print(f"{len(problems.found)} problems; begin with the first, since others may follow from it", file=sys.stderr)
    return int(bool(problems.found))
