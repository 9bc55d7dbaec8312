"""Build again whenever a file of the book changes, by a process that keeps everything imported.

Each build is forked from it and is the same as one from the command line: it checks what changed, runs what depends on it, and waits
for others in the same tree. What the forked process inherits is code, never anything of the book.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
import time

from collate.book import Book
from collate.build import state
from collate.build.driver import TASKS, build, servers
from collate.build.interruption import Interrupted, heed
from collate.run.fork_server import forked
from collate.unexpected import explained

POLL = 0.2  # seconds between two looks at the files
QUIET = 0.05  # seconds without a change after which an editor has written everything
# These read the book when they are imported; what imports Sphinx is for its own server.
_NOT_BEFORE = ("collate.build.graph", "collate.tasks", "collate.sphinx")

_WHEN_USED = ("openpyxl", "openpyxl.styles", "slugify")  # what only some tasks import, when they run


def watch(book: Book, select: str | None) -> None:
    """Bring the selected tasks up to date, now and after every change of a file, until an interrupt.

    A build that fails says why, and the next change builds again. Where the library itself or what is installed changes, or a build
    is killed, the process starts anew.

    Parameters
    ----------
    select : a pytask expression over task names, all tasks when None.
    """
    book.build.mkdir(exist_ok=True)
    with servers(book, select):
        code = _code(book)
        _import_all()
        waits = False
        try:
            while _code(book) == code:
                waits = False
                started = time.monotonic()
                before = state.snapshot(book)
                ended = forked(lambda: _build(book, select))
                if ended < 0:
                    print(f"the build was killed by signal {-ended}; starting anew", file=sys.stderr, flush=True)
                    break
                expected = _expected(book, before)  # before it is told that the build has ended, and somebody saves the next file
                outcome = "built" if ended == 0 else "failed"
                waits = True  # before it is said
                print(f"{outcome} in {time.monotonic() - started:.1f} s; waiting for a change", flush=True)
                _wait_for_change(book, expected)
        except Interrupted as interruption:
            if not waits or interruption.status != 128 + signal.SIGINT:
                raise
            print("\nno longer watching", flush=True)  # this is how watching ends
            return
    os.execv(sys.executable, [sys.executable, "-m", "collate", *sys.argv[1:]])  # noqa: S606


def _build(book: Book, select: str | None) -> None:
    heed()  # for itself; it is forked from a process that does so, too
    try:
        build(book, select, served=True)
    except Exception as error:
        sys.exit(f"error: {explained(error, book.build / 'failed', 'collate watch')}")


def _expected(book: Book, before: state.State) -> state.State:
    """How files stand while there is nothing to build: what a build made as it was left, all else as it was `before` the build."""
    made = (*(f"{folder}{os.sep}" for folder in (book.build, book.regenerated, book.figures)), str(book.root / "pytask.lock"))
    left = {name: state for name, state in state.snapshot(book).items() if name.startswith(made)}
    return left | {name: state for name, state in before.items() if not name.startswith(made)}


def _wait_for_change(book: Book, expected: state.State) -> None:
    while (now := state.snapshot(book)) == expected:
        time.sleep(POLL)
    while now != (later := _after(QUIET, book)):
        now = later


def _after(seconds: float, book: Book) -> state.State:
    time.sleep(seconds)
    return state.snapshot(book)


def _code(book: Book) -> tuple[state.State, list[object]]:
    """How the code stands that this process may have loaded."""
    return state.library(), state.environment(book)


def _import_all() -> None:
    """Import what tasks import, and remember what each module of the library imports, which every build asks for."""
    from collate.run.imports import module_files

    library = state.LIBRARY
    paths = {path for task in sorted(TASKS.glob("*.py")) for path in module_files(task, library.parent)}
    for path in sorted(paths):
        module_files(path, library.parent)
        name = ".".join(path.relative_to(library.parent).with_suffix("").parts).removesuffix(".__init__")
        if not name.startswith(_NOT_BEFORE):
            importlib.import_module(name)
    for name in ("pytask", "_pytask.lockfile", "collate.build.linear", "collate.build.workers", *_WHEN_USED):
        importlib.import_module(name)
    _ = importlib.import_module("frictionless").system.plugins  # imported when they are first asked for
    gc.collect()
    gc.freeze()  # builds share these pages as long as nobody writes to them
