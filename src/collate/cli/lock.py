"""What the last build left in pytask.lock: for each task the hash of everything that it read and wrote."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collate.book import Book
from collate.errors import BuildError


@dataclass(frozen=True)
class TaskRecord:
    """One finished task: the hash of its own file, and of each node by id (a path relative to the book, or a parameter)."""

    state: str
    nodes: Mapping[str, str]


def read_lock(book: Book) -> dict[str, TaskRecord]:
    """The records of finished tasks by id, the journal of an unfinished build included.

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
        return {entry["id"]: _record(entry) for entry in entries}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BuildError("pytask.lock is damaged", where=path, fix="remove it and run `make`; everything runs once more") from None


def _record(entry: Mapping[str, Any]) -> TaskRecord:
    return TaskRecord(str(entry["state"]), {**entry.get("depends_on", {}), **entry.get("produces", {})})


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line] if path.exists() else []
