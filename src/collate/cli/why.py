"""`collate why`: what would make notebooks run again, without running anything."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from collate.book import Book
from collate.build.graph import followers, needed, selected, tasks
from collate.build.state import last_selection
from collate.build.task import RECORDS, Task, changes
from collate.build.task import Change as TaskChange
from collate.cli.lookup import Lookup, task_names
from collate.cli.terminal import Words, add_answer_options, listing, open_console, write_json
from collate.errors import BuildError


class Kind(StrEnum):
    """What a change is one of; the value is a key of words after `why-`."""

    CODE = "code"
    PARAMETER = "parameter"
    DATA = "data"
    MODULE = "module"
    ENVIRONMENT = "environment"
    UPSTREAM = "upstream"
    RESULT = "result"
    NEVER_RUN = "never-run"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", help="the id of a table or figure, a cell or a claim (default: everything)", metavar="ID")
    add_answer_options(parser)


def run(book: Book, arguments: argparse.Namespace) -> int:
    """Print what is not as the last build left it; the status is 0 whatever the answer."""
    words = Words.of(book, arguments.language)
    reasons = why(book, task_names(Lookup(book).find(arguments.id)) if arguments.id else None)
    if arguments.json:
        write_json(as_json(reasons))
    else:
        show(reasons, words, open_console())
    return 0


@dataclass(frozen=True)
class Change:
    """One thing that is not as the last run of `task` left it.

    Parameters
    ----------
    name : a path relative to the book, or a parameter with its present value.
    what : what the file is, see `_FILES`.
    state : `changed`, `missing` or `new`.
    """

    task: str
    kind: Kind
    name: str
    what: str
    state: str


@dataclass(frozen=True)
class Reasons:
    """Why tasks would run: `changes` of their own, and tasks that `follow` if the values of these come out different."""

    changes: tuple[Change, ...]
    follow: tuple[str, ...]


# The folder or file that a data file is in, and the key of what it is; the first that fits.
_FILES = (
    ("data/source/observations/", "observations"),
    ("data/source/facts/", "facts"),
    ("data/source/boundaries/", "boundaries"),
    ("data/source/series.csv", "series"),
    ("data/source/sources.csv", "sources"),
    ("data/source/units.csv", "units"),
    ("data/published/cells/", "cells"),
    ("data/published/artifacts.csv", "artifacts"),
    ("data/published/headers.csv", "headers"),
    ("data/published/claims.csv", "claims"),
    ("data/labels.csv", "labels"),
    ("data/errata.yml", "errata"),
    ("data/regenerated/", "regenerated"),
)


def why(book: Book, targets: Iterable[str] | None) -> Reasons:
    """Compare what the last build recorded with what is there now; nothing runs.

    Parameters
    ----------
    targets : names of tasks (`publish-table-1-2`); with them all that they need is looked at. When None, all that the last build had to do.

    Raises
    ------
    BuildError : nothing has been built here.
    CollateError : a file that the tasks are made from is broken.
    """
    if not (book.build / RECORDS).is_dir():
        raise BuildError("nothing has been built in this folder, so everything would run", where=book.root, fix="run `collate build`")
    select = last_selection(book)
    found = tasks(book, select)
    names = [name for name in targets if name in {task.name for task in found}] if targets is not None else selected(found, select)
    made_by = {path: task.name for task in found for path in task.makes}
    chosen = needed(found, names)
    reasons = [_change(book, task, change, made_by) for task in chosen for change in changes(book, task)]
    running = {change.task for change in reasons}
    return Reasons(tuple(dict.fromkeys(reasons)), tuple(task.name for task in followers(chosen, running)))


def _change(book: Book, task: Task, change: TaskChange, made_by: Mapping[Path, str]) -> Change:
    """A change in the words of readers."""
    if change.kind == "never-run":
        return Change(task.name, Kind.NEVER_RUN, "", "", "new")
    if change.kind == "value":
        name = f"{change.name} = {task.given.get(change.name, '')}"
        return Change(task.name, Kind.PARAMETER, name, "parameter", change.state)
    if change.kind == "folder":
        return Change(task.name, Kind.DATA, f"{change.name}/", "", change.state)
    if change.kind in ("variable", "package", "setting"):
        name = f"${change.name}" if change.kind == "variable" else change.name
        return Change(task.name, Kind.ENVIRONMENT, name, "environment", change.state)
    path = Path(os.path.normpath(book.root / change.name))
    what = next((key for start, key in _FILES if change.name.startswith(start)), "")
    if maker := made_by.get(path):
        return Change(task.name, Kind.RESULT if maker == task.name else Kind.UPSTREAM, change.name, what, change.state)
    if path.suffix == ".ipynb":
        return Change(task.name, Kind.CODE, change.name, "notebook", change.state)
    if path.suffix == ".py":
        return Change(task.name, Kind.MODULE, change.name, "module", change.state)
    kind = Kind.DATA if path.is_relative_to(book.data) else Kind.ENVIRONMENT
    return Change(task.name, kind, change.name, what or kind.value, change.state)


def show(reasons: Reasons, words: Words, console: Console) -> None:
    """Print a table of what changed for each task, and the tasks that may follow."""
    if not reasons.changes:
        console.print(words("why-nothing"))
        return
    table = listing(words("why-task"), words("word-kind"), words("why-file"), words("why-what"))
    for task, own in groupby(reasons.changes, key=lambda change: change.task):
        for number, change in enumerate(own):
            kind = words(f"why-{change.kind}") + words("join-comma") + words(f"why-{change.state}")
            what = words(f"file-{change.what}") if change.what else ""
            table.add_row(Text(task if number == 0 else "", style="bold"), kind, change.name, what)
    console.print(table)
    if reasons.follow:
        console.print(words.line("why-follow", words("join-comma").join(reasons.follow)))


def as_json(reasons: Reasons) -> dict[str, Any]:
    """The same with stable keys: definition `why` of the schema desk.json."""
    return {
        "runs": bool(reasons.changes),
        "changes": [
            {"task": change.task, "kind": change.kind, "name": change.name, "what": change.what or None, "state": change.state}
            for change in reasons.changes
        ],
        "follow": list(reasons.follow),
    }
