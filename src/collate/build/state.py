"""The record of the last finished build: how every file stood that it read or wrote.

Where nothing of that has moved, nothing is to be done, and this tells it without starting pytask, as git's index does: by size,
times, inode and mode of each file. Any doubt goes to pytask, which compares contents.
It is written after a whole successful build only, and taken away before the next one begins.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator, Set
from pathlib import Path
from typing import Any

from collate.book import Book
from collate.data import csvfile
from collate.data.listing import entries, is_stray, walk
from collate.hashes import variable_digest
from collate.run.environment import influences

State = dict[str, list[int]]
FORMAT = 3
SELECTION = "selection.txt"  # what the last build that bound pages was asked for, which its pages show
# What a build leaves in `_build` for itself; everything else there is a product.
WORKING = ("stage", "sphinx", "failed", ".lock", ".pytask", "pytask.toml", "template.log", "record.json", SELECTION)
LIBRARY = Path(__file__).resolve().parents[1]
_TICK = 0.02  # seconds; two changes within one tick of the file system's clock have the same time


def unchanged(book: Book, select: str | None) -> bool:
    """Whether a finished build of this selection, or of everything, left every file as it is now."""
    record = _read(book)
    if not record or record["select"] not in (None, select):
        return False
    if record["environment"] != environment(book) or record["files"] != snapshot(book):
        return False
    return bool(record["asked"] == _asked(record["asked"]["elsewhere"], record["asked"]["variables"]))


def forget(book: Book) -> None:
    """Take the record away: what follows may leave the tree half done.

    Products that no task names one by one (scripts and styles of the pages) are compared with it first; where one is damaged, the
    folder that it belongs to is removed, so that the task makes it again.
    """
    for name, content in _read(book).get("unnamed", {}).items():
        path = Path(name)
        if not path.is_file() or _content(path) != content:
            inside = path.relative_to(book.build).parts
            lost = [book.build.joinpath(*inside[:2])] if len(inside) > 2 else path.parent.iterdir() if len(inside) > 1 else [path]
            for place in lost:
                if place.is_file():
                    place.unlink()
                elif len(inside) > 2:
                    shutil.rmtree(place, ignore_errors=True)
    _path(book).unlink(missing_ok=True)


def last_selection(book: Book) -> str | None:
    """What the last build that bound pages was asked for; None for everything, and where no page has been bound."""
    path = book.build / SELECTION
    return (path.read_text(encoding="utf-8") or None) if path.exists() else None


def write(book: Book, select: str | None, named: Set[str]) -> None:
    """Record that a build of `select` is finished and left the tree as it is now; `named` are the products that tasks name."""
    time.sleep(_TICK)
    files = snapshot(book)
    build = str(book.build) + os.sep
    unnamed = {name: _content(Path(name)) for name in files if name.startswith(build) and name not in named}
    from collate.run.inputs import FILE, read_inputs  # with which a build that has nothing to do need not begin

    runs = [read_inputs(path.parent) for path in sorted((book.build / "run").glob(f"*/{FILE}"))]
    elsewhere = {str(book.root / name) for run in runs for name in (*run.files, *run.folders)} - files.keys()
    asked = _asked(elsewhere, {name for run in runs for name in run.variables})
    record = {"format": FORMAT, "select": select, "environment": environment(book), "files": files, "unnamed": unnamed, "asked": asked}
    csvfile.write_text(_path(book), json.dumps(record, sort_keys=True))


def _asked(elsewhere: Iterable[str], variables: Iterable[str]) -> dict[str, dict[str, Any]]:
    """How the files stand that notebooks were heard to read and no snapshot has, and the environment variables that they asked for."""
    return {
        "elsewhere": {name: _state(name) for name in sorted(elsewhere)},
        "variables": {name: variable_digest(name) for name in sorted(variables)},
    }


def snapshot(book: Book) -> State:
    """How the files stand that a build reads and writes, by path."""
    found: State = {}
    for folder in (book.data, book.chapters, book.python, book.figures):
        found.update(_walk(folder, _is_not_ours))
    found.update(library())
    for entry in entries(book.root):
        if entry.is_file():
            found[entry.path] = _state(entry.path)
    found.update({str(path): _state(str(path)) for path in commit_files(book.root)})
    for entry in entries(book.build, left_out=_is_nothing):
        if entry.name not in WORKING:
            found.update(_walk(Path(entry.path), _is_nothing) if entry.is_dir() else {entry.path: _state(entry.path)})
    return found


def commit_files(root: Path) -> list[Path]:
    """The files of git that change with the commit, which every page names: in a clone, a worktree or a submodule."""
    place = root / ".git"
    try:
        own = root / place.read_text(encoding="utf-8").removeprefix("gitdir:").strip() if place.is_file() else place
        head = own / "HEAD"
        name = head.read_text(encoding="utf-8").strip()
        told = own / "commondir"
        common = own / told.read_text(encoding="utf-8").strip() if told.is_file() else own
    except (OSError, UnicodeDecodeError):
        return []
    branch = [common / name.removeprefix("ref: ")] if name.startswith("ref: ") else []
    return [head, *branch, common / "packed-refs", common / "reftable" / "tables.list", own / "reftable" / "tables.list"]


def tidied(book: Book, files: State) -> State:
    """`files` without what killed processes had begun to write among the results; it is removed."""
    results = tuple(f"{folder}{os.sep}" for folder in (book.regenerated, book.figures, book.build))
    left = {name for name in files if name.startswith(results) and csvfile.is_unfinished(name.rpartition(os.sep)[2])}
    for name in left:
        Path(name).unlink()
    return {name: state for name, state in files.items() if name not in left}


def library() -> State:
    """How the files of this library stand, by path."""
    return dict(_walk(LIBRARY, is_stray))


def moved(before: State, after: State, book: Book) -> list[Path]:
    """The files outside `_build` that differ between two snapshots."""
    build = str(book.build) + os.sep
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return [Path(name) for name in names if not name.startswith(build)]


def _read(book: Book) -> dict[str, Any]:
    try:
        record = json.loads(_path(book).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) and record.get("format") == FORMAT else {}


def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _path(book: Book) -> Path:
    return book.build / "record.json"


def _walk(folder: Path, left_out: Callable[[str], bool]) -> Iterator[tuple[str, list[int]]]:
    return ((entry.path, _state(entry.path)) for entry in walk(folder, left_out=left_out))


def _is_not_ours(name: str) -> bool:
    """Whether a name is none of the book's own, nor one that a killed process left among the results."""
    return is_stray(name) and not csvfile.is_unfinished(name)


def _is_nothing(name: str) -> bool:
    """Products may be hidden; whatever a build has made counts."""
    return name == "__pycache__"


def _state(path: str) -> list[int]:
    try:
        found = os.stat(path)  # noqa: PTH116  # thousands of them
    except OSError:
        return []  # a link that leads nowhere
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_mode]


def environment(book: Book) -> list[Any]:
    """What else a result may hang on: the interpreter and what is installed beside it (installing changes the folder's time), and what
    of the machine and its settings cannot be kept from a kernel."""
    installed = [_state(sysconfig.get_path(name)) for name in ("purelib", "platlib")]
    return [sys.version, sys.executable, *(state[1:3] for state in installed), influences(book)]
