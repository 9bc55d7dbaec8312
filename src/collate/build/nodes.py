"""Many files as one dependency of a task: modules and data by the dozen, which pytask would otherwise track one by one, and what a
notebook run was heard to read, which nobody can name before it has run."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from pytask import PythonNode

from collate.book import Book
from collate.errors import NotebookError
from collate.hashes import sha256
from collate.run.opened_files import changes, read_inputs

MISSING = "missing"


def contents(root: Path, paths: Iterable[Path]) -> Any:
    """A parameter of a task, the list of `paths`: when the content of one of them changes, the task runs again.

    None of them may be what another task makes, as tasks are put in order by files that stand for themselves.
    """
    return PythonNode(value=list(paths), hash=partial(digests, root))


def digests(root: Path, paths: Iterable[Path]) -> str:
    """A line for each file, sorted: its path from `root`, and a digest of its content."""
    found = {_from_root(path, root): sha256(path)[:32] if path.is_file() else MISSING for path in paths}
    return "\n".join(f"{name} {content}" for name, content in sorted(found.items()))


def changed(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The files that differ between two results of `digests`, each with `changed`, `missing` or `new`."""
    old, new = (dict(line.rsplit(" ", 1) for line in told.splitlines()) for told in (before, after))
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield name, "new" if name not in old else "missing" if new.get(name, MISSING) == MISSING else "changed"


def is_files(node: Any) -> bool:
    """Whether a node of a task was made by `contents`."""
    return isinstance(node, PythonNode) and isinstance(node.hash, partial) and node.hash.func is digests


def heard(book: Book, folder: Path) -> Any:
    """A parameter of a task, the folder of a notebook run: when anything that the run was heard to ask for changes, the task runs again."""
    return PythonNode(value=folder, hash=partial(_as_heard, book))


def is_heard(node: Any) -> bool:
    """Whether a node of a task was made by `heard`."""
    return isinstance(node, PythonNode) and isinstance(node.hash, partial) and node.hash.func is _as_heard


def _as_heard(book: Book, folder: Path) -> str:
    """One word as long as all is as the run found it; otherwise what no run ever leaves, so that the task is not taken for done."""
    differing = [name for _, name, _ in changes(book, folder)]
    return f"{time.time_ns()} {' '.join(differing)}" if differing else "unchanged"


def paths_of(node: Any) -> Iterator[Path]:
    """The files that a node stands for; what was heard of the last run, where one has been."""
    if path := getattr(node, "path", None):
        yield Path(path)
    elif is_files(node):
        yield from node.value
    elif is_heard(node):
        yield from heard_files(node.hash.args[0], node.value)


def heard_files(book: Book, folder: Path) -> list[Path]:
    """The files that the run which filled `folder` read, where one has been; those that it looked for in vain are not among them."""
    with contextlib.suppress(NotebookError):
        return [path for path in (book.root / name for name in read_inputs(folder).files) if path.is_file()]
    return []


@cache
def _from_root(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()
