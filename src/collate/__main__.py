"""`python -m collate`: the commands behind the Makefile."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from collate.build.interruption import guarded

if TYPE_CHECKING:
    from collate.book import Book

SELECT = {"all": None, "values": "verify", "html": "html or start-page", "pdf": "pdf", "epub": "epub"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    0 when all is well; 1 when a value differs or was not run, or with one message on standard error when there is no answer;
    2 for a wrong call: an unknown command, option, id or revision; 141 where nobody reads the answer any more (`| head`).
    """
    from collate.book import Book
    from collate.errors import CollateError, RevisionError, UnknownIdError

    parser = argparse.ArgumentParser(prog="collate", description="Regenerate a report's tables, compare them with print, bind the book.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("build", help="bring the book up to date")
    command.add_argument("what", nargs="?", choices=SELECT, default="all")
    command.add_argument("--workers", type=int, help="processes at a time (default: two for each core, fewer where memory is short)")
    command.add_argument("--cluster", metavar="ADDRESS", help="the scheduler of a Dask cluster whose workers share this folder")
    command.set_defaults(run=_build)
    command = commands.add_parser("watch", help="bring the book up to date now and after every change of a file")
    command.add_argument("what", nargs="?", choices=SELECT, default="html")
    command.set_defaults(run=_watch)
    command = commands.add_parser("run", help="run the notebook of one artifact in both languages, changed or not")
    command.add_argument("id")
    command.set_defaults(run=_run)
    command = commands.add_parser("check", help="check the data folders and the chapters")
    command.set_defaults(run=_check)
    command = commands.add_parser("tidy", help="write the files that people type in the form that git keeps")
    command.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a file is in another form")
    command.set_defaults(run=_tidy)
    command = commands.add_parser("reproduce", help="build the committed tree twice under different conditions and compare every file")
    command.add_argument("what", nargs="?", choices=SELECT, default="all")
    command.set_defaults(run=_reproduce)
    command = commands.add_parser("archive", help="pack the committed tree with everything built from it into one ZIP")
    command.set_defaults(run=_archive)
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] != ["build"]:  # which may have nothing to do, and then needs none of what the others import
        from collate.cli.commands import add_commands

        add_commands(commands)
    chosen = parser.parse_args(words)
    failed = Path("_build", "failed")
    try:
        book = Book.find()
        failed = book.build / "failed"
        status = int(chosen.run(book, chosen))
        sys.stdout.flush()
    except CollateError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2 if isinstance(error, (UnknownIdError, RevisionError)) else 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python flushes once more when it ends
        return 141
    except Exception as error:
        from collate.unexpected import explained

        print(f"error: {explained(error, failed, f'collate {chosen.command}')}", file=sys.stderr)
        return 1
    return status


def _whole() -> int:
    from collate.run.environment import start_afresh

    start_afresh()
    return main()


def _build(book: Book, chosen: argparse.Namespace) -> int:
    from collate.build.driver import build

    build(book, SELECT[chosen.what], workers=chosen.workers, cluster=chosen.cluster)
    return 0


def _watch(book: Book, chosen: argparse.Namespace) -> int:
    from collate.build.watch import watch

    watch(book, SELECT[chosen.what])
    return 0


def _run(book: Book, chosen: argparse.Namespace) -> int:
    from collate.build.driver import build
    from collate.data.published import Published

    artifact = Published(book).artifact(chosen.id)
    build(book, f"publish-{artifact.id} or publish-plot-{artifact.id}", force=True)
    return 0


def _check(book: Book, chosen: argparse.Namespace) -> int:
    from collate.bind.prose import check_prose
    from collate.data.packages import check_data

    del chosen
    check_data(book)
    check_prose(book)
    return 0


def _tidy(book: Book, chosen: argparse.Namespace) -> int:
    from collate.data.tidy import changes, tidy

    found = changes(book) if chosen.check else tidy(book)
    for change in found:
        print(f"{book.relative(change.path)}: {', '.join(change.what)}")
    return int(chosen.check and bool(found))


def _reproduce(book: Book, chosen: argparse.Namespace) -> int:
    from collate.audit.reproduce import reproduce, require_equal

    outcomes = reproduce(book, chosen.what)
    for outcome in outcomes:
        print(f"{outcome.group}: {outcome.equal} of {outcome.files} files are the same bytes")
    require_equal(outcomes)
    return 0


def _archive(book: Book, chosen: argparse.Namespace) -> int:
    from collate.export.archive import write_archive

    del chosen
    print(book.relative(write_archive(book)))
    return 0


def command() -> int:
    """The entry point of the command `collate`."""
    return guarded(_whole)


if __name__ == "__main__":
    sys.exit(command())
