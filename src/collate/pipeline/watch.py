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

from collate.interruption import Interrupted, heed
from collate.pipeline import record
from collate.pipeline.build import TASKS, build, servers
from collate.project import Project
from collate.servers import forked
from collate.unexpected import explained

POLL = 0.2  # seconds between two looks at the files
QUIET = 0.05  # seconds without a change after which an editor has written everything
# These read the book when they are imported; what imports Sphinx is for its own server.
_NOT_BEFORE = ("collate.pipeline.inputs", "collate.pipeline.tasks", "collate.sphinxext")

_WHEN_USED = ("openpyxl", "openpyxl.styles", "slugify")  # what only some tasks import, when they run


def watch(project: Project, select: str | None) -> None:
    """Bring the selected tasks up to date, now and after every change of a file, until an interrupt.

    A build that fails says why, and the next change builds again. Where the library itself or what is installed changes, or a build
    is killed, the process starts anew.

    Parameters
    ----------
    select : a pytask expression over task names, all tasks when None.
    """
    project.build.mkdir(exist_ok=True)
    with servers(project, select):
        code = _code(project)
        _import_all()
        waits = False
        try:
            while _code(project) == code:
                waits = False
                started = time.monotonic()
                before = record.snapshot(project)
                ended = forked(lambda: _build(project, select))
                if ended < 0:
                    print(f"the build was killed by signal {-ended}; starting anew", file=sys.stderr, flush=True)
                    break
                expected = _expected(project, before)  # before it is told that the build has ended, and somebody saves the next file
                outcome = "built" if ended == 0 else "failed"
                waits = True  # before it is said
                print(f"{outcome} in {time.monotonic() - started:.1f} s; waiting for a change", flush=True)
                _wait_for_change(project, expected)
        except Interrupted as interruption:
            if not waits or interruption.status != 128 + signal.SIGINT:
                raise
            print("\nno longer watching", flush=True)  # this is how watching ends
            return
    os.execv(sys.executable, [sys.executable, "-m", "collate", *sys.argv[1:]])  # noqa: S606


def _build(project: Project, select: str | None) -> None:
    heed()  # for itself; it is forked from a process that does so, too
    try:
        build(project, select, served=True)
    except Exception as error:
        sys.exit(f"error: {explained(error, project.build / 'failed', 'collate watch')}")


def _expected(project: Project, before: record.State) -> record.State:
    """How files stand while there is nothing to build: what a build made as it was left, all else as it was `before` the build."""
    made = (*(f"{folder}{os.sep}" for folder in (project.build, project.regenerated, project.figures)), str(project.root / "pytask.lock"))
    left = {name: state for name, state in record.snapshot(project).items() if name.startswith(made)}
    return left | {name: state for name, state in before.items() if not name.startswith(made)}


def _wait_for_change(project: Project, expected: record.State) -> None:
    while (now := record.snapshot(project)) == expected:
        time.sleep(POLL)
    while now != (later := _after(QUIET, project)):
        now = later


def _after(seconds: float, project: Project) -> record.State:
    time.sleep(seconds)
    return record.snapshot(project)


def _code(project: Project) -> tuple[record.State, list[object]]:
    """How the code stands that this process may have loaded."""
    return record.library(), record.environment(project)


def _import_all() -> None:
    """Import what tasks import, and remember what each module of the library imports, which every build asks for."""
    from collate.notebooks.imports import module_files

    library = record.LIBRARY
    paths = {path for task in sorted(TASKS.glob("*.py")) for path in module_files(task, library.parent)}
    for path in sorted(paths):
        module_files(path, library.parent)
        name = ".".join(path.relative_to(library.parent).with_suffix("").parts).removesuffix(".__init__")
        if not name.startswith(_NOT_BEFORE):
            importlib.import_module(name)
    for name in ("pytask", "_pytask.lockfile", "collate.pipeline.linear", "collate.pipeline.workers", *_WHEN_USED):
        importlib.import_module(name)
    _ = importlib.import_module("frictionless").system.plugins  # imported when they are first asked for
    gc.collect()
    gc.freeze()  # builds share these pages as long as nobody writes to them
