"""A task of the build: what it depends on, what it makes, and the record that it leaves.

The record is the one account of what a finished task read and wrote. It is a product of the task: without it the task runs again.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from pytask import Mark, PathNode, TaskWithoutPath

from collate.book import Book
from collate.data import csvfile
from collate.hashes import MISSING, digest
from collate.run import inputs
from collate.run.environment import build_environment
from collate.run.inputs import Look

RECORDS = "tasks"  # the folder of `_build` that holds the records
State = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Task:
    """One step of the build.

    Parameters
    ----------
    name : what commands and messages call it, such as `run-table-1-2-en`.
    action : called as `action(book, *arguments)`; a function of a module, so that another process can import it.
    values : what else the result depends on, by name, as JSON can hold it; the arguments always count.
    files : the files that the result depends on and that no task makes.
    needs : the files that it depends on and that other tasks make.
    makes : the files that it makes.
    run : the folder of a notebook run whose recorded inputs count, too.
    last : whether other tasks go first where both could run.
    constant : whether what it makes always has the same content: others wait for it, and do not run again after it.
    """

    name: str
    action: Callable[..., object]
    arguments: tuple[Any, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[Path] = ()
    needs: Sequence[Path] = ()
    makes: Sequence[Path] = ()
    run: Path | None = None
    last: bool = False
    constant: bool = False

    def record(self, book: Book) -> Path:
        """The file of its record."""
        return book.build / RECORDS / f"{self.name}.json"

    def dependencies(self, book: Book) -> set[Path]:
        """Every file that its result depends on; of a notebook run that has been, what it read."""
        return {*self.files, *self.needs, *(inputs.files_read(book, self.run) if self.run else ())}

    @property
    def given(self) -> dict[str, str]:
        """Its arguments and values as JSON, by name."""
        found = {"arguments": self.arguments, **self.values} if self.arguments else dict(self.values)
        return {name: json.dumps(value, ensure_ascii=False, sort_keys=True) for name, value in found.items()}

    def state(self, book: Book, look: Look) -> State:
        """Digests of what it depends on as it is now: of values by their names, of files by their paths from the book's folder."""
        return {"values": self.given, "files": _digests(book, self.files, look), "needs": _digests(book, self.needs, look)}


@dataclass(frozen=True)
class Change:
    """Something that is not as a task's record has it.

    `kind` is `value`, `file`, `need`, `product`, `folder`, `variable`, `package`, `setting`, or `never-run`; `name` is a path from the
    book's folder, or what the value, variable or package is called; `state` is `changed`, `missing` or `new`.
    """

    kind: str
    name: str
    state: str


def changes(book: Book, task: Task, look: Look | None = None) -> Iterator[Change]:
    """What makes `task` run again; nothing where it is up to date.

    Parameters
    ----------
    look : shared by tasks that are asked about at one time.
    """
    look = look or Look()
    known = _read(task.record(book))
    if known is None:
        yield Change("never-run", "", "new")
        return
    now = task.state(book, look) | {"makes": _digests(book, task.makes, look)}
    for kind, part in (("value", "values"), ("file", "files"), ("need", "needs"), ("product", "makes")):
        for name in sorted({*known[part], *now[part]}):
            before, after = known[part].get(name, MISSING), now[part].get(name, MISSING)
            if before != after or after == MISSING:
                if before == after and part != "makes":
                    continue
                yield Change(kind, name, "missing" if after == MISSING else "new" if before == MISSING else "changed")
    if task.run:
        yield from (Change(*found) for found in inputs.changes(book, task.run, look))


def perform(item: tuple[Book, Task], needs: list[Path]) -> None:
    """Do what a task is for, and leave its record, which tells of files as they were before."""
    del needs  # pytask puts tasks in order by them
    book, task = item
    with build_environment(book):
        before = task.state(book, Look())
        task.record(book).unlink(missing_ok=True)
        task.action(book, *task.arguments)
        record = before | {"makes": _digests(book, task.makes, Look())}
        csvfile.write_text(task.record(book), json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def as_pytask(book: Book, task: Task) -> TaskWithoutPath:
    """`task` as pytask knows it."""
    return TaskWithoutPath(
        name=task.name,
        function=perform,
        depends_on={"item": Inputs(f"{task.name}::inputs", book, task), "needs": [File.from_path(path) for path in task.needs]},
        produces={"made": [File.from_path(path) for path in (*task.makes, task.record(book))]},
        markers=[Mark("try_last", (), {})] if task.last else [],
    )


@dataclass(kw_only=True)
class File(PathNode):
    """A file whose state is its content. pytask's own node goes by the time of modification, which a copy may keep."""

    def state(self) -> str | None:
        """The SHA-256 of the content; None where the file is missing."""
        found = digest(Path(self.path))
        return None if found == MISSING else found


@dataclass
class Inputs:
    """All that a task depends on and no other task makes, as one node of pytask (its protocol `PNode`)."""

    name: str
    book: Book
    task: Task
    attributes: dict[Any, Any] = field(default_factory=dict)
    looked: ClassVar[int] = 0  # how often this process has asked for a state, which pytask does before each task

    @property
    def signature(self) -> str:
        """What tells this node from others."""
        return self.name

    def state(self) -> str:
        """Every digest; where a notebook run would find its inputs changed, what no run ever leaves, so that it is not taken for done."""
        Inputs.looked += 1
        look = Look()
        found = {"values": self.task.given, "files": _digests(self.book, self.task.files, look)}
        differing = [name for _, name, _ in inputs.changes(self.book, self.task.run, look)] if self.task.run else []
        return json.dumps({**found, "differing": [time.time_ns(), *differing]} if differing else found, sort_keys=True)

    def load(self, is_product: bool = False) -> tuple[Book, Task]:
        """What `perform` is called with."""
        del is_product
        return self.book, self.task

    def save(self, value: Any) -> None:
        """Inputs are not saved."""
        raise NotImplementedError(value)


def _digests(book: Book, paths: Iterable[Path], look: Look) -> dict[str, str]:
    return {_from_root(book.root, path): look.file(path) for path in paths}


@cache
def _from_root(root: Path, path: Path) -> str:
    """The path from the book's folder; that of the library may lead out of it."""
    return Path(os.path.relpath(path, root)).as_posix()


def _read(path: Path) -> dict[str, Any] | None:
    """A record; None where it is missing or damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return found if all(isinstance(found[part], dict) for part in ("values", "files", "needs", "makes")) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
