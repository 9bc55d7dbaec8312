"""Build again whenever a file of the book changes, by a process that keeps everything imported.

Each build is forked from it and is the same as one from the command line: it checks what changed, runs what depends on it, and waits
for others in the same tree. What the forked process inherits is code, never anything of the book.

Run as a program (`python -m collate.build.watch BOOK`), this module writes a line whenever watchfiles tells of a change: in a process
of its own, since a process with threads, as watchfiles has them, is not to be forked.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from collate.bind.sphinx_server import preload
from collate.book import Book
from collate.build import state
from collate.build.driver import LIBRARY, build, servers
from collate.build.interruption import Interrupted, heed
from collate.errors import BuildError
from collate.run.fork_server import forked
from collate.unexpected import explained

QUIET = 100  # milliseconds without a change after which an editor has written everything
_ASK = 2000  # milliseconds after which the watching process looks whether the build is there still
_WHEN_USED = ("openpyxl", "openpyxl.styles", "slugify")  # what only some tasks import, when they run


def watch(book: Book, select: str | None) -> None:
    """Bring the selected tasks up to date, now and after every change of a file, until an interrupt.

    A build that fails says why, and the next change builds again. Where the library itself or what is installed changes, or a build
    is killed, the process starts anew.

    Parameters
    ----------
    select : see `driver.build`.

    Raises
    ------
    BuildError : the package `watchfiles` is not installed.
    """
    if importlib.util.find_spec("watchfiles") is None:
        raise BuildError("the package watchfiles is not installed", fix="install the extra `watch`")
    book.build.mkdir(exist_ok=True)
    with watched(book) as told, servers(book):
        code = _code(book)
        _import_all()
        waits = False
        try:
            while _code(book) == code:
                waits = False
                started = time.monotonic()
                before = state.snapshot(book)
                ended = _in_its_own_process(book, select)
                if ended < 0:
                    print(f"the build was killed by signal {-ended}; starting anew", file=sys.stderr, flush=True)
                    break
                expected = _expected(book, before)  # before it is told that the build has ended, and somebody saves the next file
                outcome = "built" if ended == 0 else "failed"
                waits = True  # before it is said
                print(f"{outcome} in {time.monotonic() - started:.1f} s; waiting for a change", flush=True)
                while state.snapshot(book) == expected and told.readline():
                    pass
        except Interrupted as interruption:
            if not waits or interruption.status != 128 + signal.SIGINT:
                raise
            print("\nno longer watching", flush=True)  # this is how watching ends
            return
    os.execv(sys.executable, [sys.executable, "-m", "collate", *sys.argv[1:]])  # noqa: S606


@contextmanager
def watched(book: Book) -> Iterator[IO[bytes]]:
    """What a process writes that watches the book's files: a line for each change."""
    command = [sys.executable, "-m", __spec__.name, str(book.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout
        finally:
            process.kill()


def tell_changes(book: Book) -> None:
    """Write a line whenever a file of the book or of the library changes, as long as the process above this one lives."""
    import watchfiles

    above = os.getppid()

    def tell(*folders: Path, recursive: bool) -> None:
        there = [folder for folder in dict.fromkeys(folders) if folder.is_dir()]
        waiting: dict[str, Any] = {"debounce": 4 * QUIET, "step": QUIET, "rust_timeout": _ASK, "yield_on_timeout": True}
        for changes in watchfiles.watch(*there, watch_filter=None, recursive=recursive, **waiting) if there else ():
            if os.getppid() != above:
                os._exit(0)
            if changes:
                os.write(1, b"changed\n")

    beside = [book.root, *(path.parent for path in state.commit_files(book.root))]
    threading.Thread(target=tell, args=beside, kwargs={"recursive": False}, daemon=True).start()
    tell(book.data, book.chapters, book.python, book.figures, LIBRARY, recursive=True)


def _in_its_own_process(book: Book, select: str | None) -> int:
    """Build, and return the exit code; below zero where the process was killed. Where none can be forked it is this process."""
    if sys.platform == "linux":
        return forked(lambda: _build(book, select))
    try:
        _build(book, select)
    except SystemExit as end:
        print(end.code, file=sys.stderr)
        return 1
    return 0


def _build(book: Book, select: str | None) -> None:
    heed()  # for itself; it is forked from a process that does so, too
    try:
        build(book, select, served=True)
    except Exception as error:
        sys.exit(f"error: {explained(error, book.build / 'failed', 'collate watch')}")


def _expected(book: Book, before: state.State) -> state.State:
    """How files stand while there is nothing to build: what a build made as it was left, all else as it was `before` the build."""
    made = tuple(f"{folder}{os.sep}" for folder in (book.build, book.regenerated, book.figures))
    left = {name: state for name, state in state.snapshot(book).items() if name.startswith(made)}
    return left | {name: state for name, state in before.items() if not name.startswith(made)}


def _code(book: Book) -> tuple[state.State, list[object]]:
    """How the code stands that this process may have loaded."""
    return state.library(), state.environment(book)


def _import_all() -> None:
    """Import what tasks import, and remember what each module of the library imports, which every build asks for."""
    from collate.build.graph import code

    modules = ("build/graph", "build/values", "build/editions", "build/exports", "build/task", "build/workers", "build/cluster")
    for path in code(*modules):
        code(path.relative_to(LIBRARY).with_suffix("").as_posix())
        importlib.import_module(".".join(path.relative_to(LIBRARY.parent).with_suffix("").parts).removesuffix(".__init__"))
    for name in ("pytask", *_WHEN_USED):
        importlib.import_module(name)
    preload()
    _ = importlib.import_module("frictionless").system.plugins  # imported when they are first asked for
    gc.collect()
    gc.freeze()  # builds share these pages as long as nobody writes to them


if __name__ == "__main__":
    tell_changes(Book(Path(sys.argv[1])))
