"""Many files as one dependency of a task: modules and data by the dozen, which pytask would otherwise track one by one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from pytask import PythonNode

from collate.data import csvfile

MISSING = "missing"


def contents(root: Path, paths: Iterable[Path]) -> Any:
    """A parameter of a task, the list of `paths`: when the content of one of them changes, the task runs again.

    None of them may be what another task makes, as tasks are put in order by files that stand for themselves.
    """
    return PythonNode(value=list(paths), hash=partial(digests, root))


def digests(root: Path, paths: Iterable[Path]) -> str:
    """A line for each file, sorted: its path from `root`, and a digest of its content."""
    found = {_from_root(path, root): file_digest(path)[:32] if path.is_file() else MISSING for path in paths}
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


def paths_of(node: Any) -> Iterator[Path]:
    """The files that a node stands for."""
    if path := getattr(node, "path", None):
        yield Path(path)
    elif is_files(node):
        yield from node.value


def file_digest(path: Path) -> str:
    """The digest of a file, worked out again when it changes."""
    return _digest_at(path, csvfile.stamp(path))


@cache
def _from_root(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


@cache
def _digest_at(path: Path, stamp: tuple[int, ...]) -> str:
    """`stamp` is its state, lest an older content be remembered."""
    del stamp
    return hashlib.sha256(path.read_bytes()).hexdigest()
