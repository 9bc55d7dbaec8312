"""`collate why`: what would make notebooks run again, without running anything."""

from __future__ import annotations

import argparse
import json
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from pytask import PathNode, PythonNode
from rich.console import Console
from rich.text import Text

from collate.book import Book
from collate.build.driver import collected
from collate.build.nodes import changed, is_files, is_heard
from collate.build.state import last_selection
from collate.cli.lookup import Lookup, task_names
from collate.cli.terminal import Words, add_answer_options, listing, open_console, write_json
from collate.errors import BuildError
from collate.run import opened_files

KINDS = ("code", "parameter", "data", "module", "environment", "upstream", "result", "never-run")


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

    `kind` is one of KINDS; `name` a path relative to the book, or a parameter with its present value; `what` says what the file
    is (see `_FILES`), `state` is `changed`, `missing` or `new`.
    """

    task: str
    kind: str
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
    ("src/report/notebooks/", "notebook"),
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
    records = read_lock(book)
    session = collected(book, last_selection(book))
    tasks = {task.base_name: task for task in session.tasks}
    asked = [report.task.base_name for report in session.execution_reports if report.outcome.name != "SKIP"]
    made_by = {product: name for name, task in tasks.items() for product in _paths(task.produces)}
    chosen = _needed(tasks, made_by, asked if targets is None else targets)
    changes = [change for name in chosen for change in dict.fromkeys(_changes(book, tasks[name], records, made_by))]
    running = {change.task for change in changes}
    return Reasons(tuple(changes), tuple(_followers(tasks, made_by, chosen, running)))


def _needed(tasks: Mapping[str, Any], made_by: Mapping[Path, str], targets: Iterable[str]) -> list[str]:
    """`targets` and every task whose products they read, directly or through others, what is needed first."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        for path in _paths(tasks[name].depends_on):
            if made_by.get(path, name) not in (name, *found):
                visit(made_by[path])
        found[name] = None

    for name in targets:
        if name in tasks and name not in found:
            visit(name)
    return list(found)


def _changes(book: Book, task: Any, records: Mapping[str, TaskRecord], made_by: Mapping[Path, str]) -> Iterator[Change]:
    id = f"{_relative(book, task.path)}::{task.base_name}"
    record = records.get(id)
    if record is None:
        yield Change(task.base_name, "never-run", "", "", "new")
        return
    if task.state() != record.state:
        yield Change(task.base_name, "code", _relative(book, task.path), "task", "changed")
    for node in [*_leaves(task.depends_on), *_leaves(task.produces)]:
        name = f"{id}::{node.node_info.arg_name}" if isinstance(node, PythonNode) else _relative(book, node.path)
        present, stored = node.state(), record.nodes.get(name)
        if is_heard(node):
            yield from (_heard(book, task, made_by, *change) for change in opened_files.changes(book, node.value))
        elif is_files(node) and present and stored:
            yield from (_file(book, task, book.root / file, made_by, state) for file, state in changed(stored, present))
        elif present is None or present != stored:
            state = "missing" if present is None else "new" if stored is None else "changed"
            yield _change(book, task, node, made_by, state)


def _heard(book: Book, task: Any, made_by: Mapping[Path, str], kind: str, name: str, state: str) -> Change:
    """A change of what a run was heard to ask for."""
    if kind == "file":
        return _file(book, task, book.root / name, made_by, state)
    if kind == "folder":
        return Change(task.base_name, "data", f"{name}/", "", state)
    return Change(task.base_name, "environment", f"${name}" if kind == "variable" else name, "environment", state)


def _change(book: Book, task: Any, node: Any, made_by: Mapping[Path, str], state: str) -> Change:
    if isinstance(node, PythonNode):
        return Change(task.base_name, "parameter", f"{node.node_info.arg_name} = {node.load()}", "parameter", state)
    return _file(book, task, node.path, made_by, state)


def _file(book: Book, task: Any, path: Path, made_by: Mapping[Path, str], state: str) -> Change:
    name = _relative(book, path)
    what = next((key for start, key in _FILES if name.startswith(start)), "")
    maker = made_by.get(path)
    if maker:
        return Change(task.base_name, "result" if maker == task.base_name else "upstream", name, what, state)
    if path.suffix == ".ipynb":
        return Change(task.base_name, "code", name, what, state)
    if path.suffix == ".py":
        return Change(task.base_name, "module", name, "module", state)
    kind = "data" if path.is_relative_to(book.data) else "environment"
    return Change(task.base_name, kind, name, what or kind, state)


def _followers(tasks: Mapping[str, Any], made_by: Mapping[Path, str], chosen: list[str], running: set[str]) -> list[str]:
    """Chosen tasks that read what a running task makes, directly or through others, and have no change of their own."""
    moved = set(running)
    grown = True
    while grown:
        new = {name for name in chosen if any(made_by.get(path) in moved for path in _paths(tasks[name].depends_on))} - moved
        grown = bool(new)
        moved |= new
    return [name for name in chosen if name in moved - running]


def _leaves(tree: Any) -> list[Any]:
    """The nodes in pytask's nest of dicts, lists and tuples."""
    if isinstance(tree, dict):
        return [leaf for part in tree.values() for leaf in _leaves(part)]
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in _leaves(part)]
    return [tree] if isinstance(tree, (PathNode, PythonNode)) else []


def _paths(tree: Any) -> list[Path]:
    return [node.path for node in _leaves(tree) if isinstance(node, PathNode)]


def _relative(book: Book, path: Path) -> str:
    return Path(os.path.relpath(path, book.root)).as_posix()


# What the last build left in pytask.lock.


@dataclass(frozen=True)
class TaskRecord:
    """One finished task: the hash of its own file, and of each node by id (a path relative to the book, or a parameter)."""

    state: str
    nodes: Mapping[str, str]


def read_lock(book: Book) -> dict[str, TaskRecord]:
    """The records of finished tasks by id, including the journal of an unfinished build.

    Raises
    ------
    BuildError : nothing has been built in this folder, or the file is damaged.
    """
    path = book.root / "pytask.lock"
    journal = path.with_suffix(".lock.journal")
    if not path.exists() and not journal.exists():
        raise BuildError("nothing has been built in this folder, so everything would run", where=book.root, fix="run `make`")
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("task", []) if path.exists() else []
        entries += [json.loads(line) for line in _lines(journal)]
        return {entry["id"]: _task_record(entry) for entry in entries}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BuildError("pytask.lock is damaged", where=path, fix="remove it and run `make`; everything runs once more") from None


def _task_record(entry: Mapping[str, Any]) -> TaskRecord:
    return TaskRecord(str(entry["state"]), {**entry.get("depends_on", {}), **entry.get("produces", {})})


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line] if path.exists() else []


def show(reasons: Reasons, words: Words, console: Console) -> None:
    """Print a table of what changed for each task, and the tasks that may follow."""
    if not reasons.changes:
        console.print(words("why-nothing"))
        return
    table = listing(words("why-task"), words("word-kind"), words("why-file"), words("why-what"))
    for task, changes in groupby(reasons.changes, key=lambda change: change.task):
        for number, change in enumerate(changes):
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
