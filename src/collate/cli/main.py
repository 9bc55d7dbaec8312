"""The command line: `collate COMMAND`, or `python -m collate COMMAND`.

A command is a module of this package with `add_arguments` and `run`; only the one that is called is imported, so that a build with
nothing to do starts at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from collate.build.interruption import guarded

# The commands in the order of `collate --help`, each with its line there. A module says `NEEDS_BOOK = False` where it works outside a book,
# too, and is then given none.
COMMANDS = {
    "new": "lay down a book that builds at once, with an example to be replaced",
    "add": "add one thing to the book: a source, a dataset, a table, a figure, a claim, an erratum, a language",
    "build": "bring the book up to date",
    "watch": "bring the book up to date now, and again after every change of a file",
    "run": "run the notebook of one table or figure again, changed or not",
    "check": "hold printed strings against results; in a book, check its data files and chapters",
    "extract": "list tables and numbers of a published page, as candidates for cells and claims",
    "tidy": "write the files that people type in the form that git keeps",
    "verify": "bring the values up to date and list every value that is not identical with print",
    "explain": "show where a number comes from and whether it is right",
    "why": "show what would make notebooks run again, without running anything",
    "diff": "show which regenerated numbers and verdicts have changed since a revision",
    "read": "show what printed numbers say: values, errors, p, ranges, units, and what is doubtful",
    "judge": "tell whether a printed number can be the value that is given",
    "questions": "list what the printed numbers alone leave open to question",
    "mutation": "change every number once and count the changes that no check notices",
    "reproduce": "build the committed tree twice under different conditions and compare every file",
    "archive": "pack the committed tree with everything built from it into one ZIP file",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command: the entry point of `collate`.

    Parameters
    ----------
    arguments : the words after `collate`. When None, those of this process, which is then guarded against signals and replaced by one
        that no variable of Python's own influences.

    Returns
    -------
    0 when all is well; 1 when a value differs or was not run, or on an error, told in one message on standard error; 2 for a wrong
    call: an unknown command, option, language, id or revision; 141 where nobody reads the output any more (`| head`).
    """
    return guarded(_process) if arguments is None else _command(arguments)


def _process() -> int:
    from collate.run.environment import start_afresh

    start_afresh()
    return _command(sys.argv[1:])


def _command(arguments: list[str]) -> int:
    from collate.book import Book
    from collate.errors import CallError, CollateError

    parser, module = _parser(arguments)
    chosen = parser.parse_args(arguments)
    assert module is not None, "argparse refuses other words"
    failed = Path("_build", "failed")
    try:
        book = Book.find() if getattr(module, "NEEDS_BOOK", True) else None
        failed = book.build / "failed" if book else failed
        status = int(module.run(book, chosen))
        sys.stdout.flush()
    except CollateError as error:
        from collate.data.typed_text import visible

        print("\n".join(map(visible, f"error: {error}".split("\n"))), file=sys.stderr)  # it may quote what others wrote
        return 2 if isinstance(error, CallError) else 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python flushes once more when it ends
        return 141
    except Exception as error:
        from collate.unexpected import explained

        print(f"error: {explained(error, failed, f'collate {chosen.command}')}", file=sys.stderr)
        return 1
    return status


def _parser(arguments: list[str]) -> tuple[argparse.ArgumentParser, ModuleType | None]:
    """The parser, which knows the arguments of the called command alone, and the module of this command."""
    from collate import __version__

    parser = argparse.ArgumentParser(
        prog="collate",
        description="Regenerate the tables, figures and numbers of a publication, compare them with print, and bind the book.",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=16),
        epilog="`collate COMMAND --help` describes one command. Run it anywhere in the folder of a book.",
    )
    parser.add_argument("--version", action="version", version=f"collate {__version__}", help="show the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    module = None
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        if arguments[:1] == [name]:
            module = import_module(f"collate.cli.{name}")
            module.add_arguments(command)
    return parser, module
