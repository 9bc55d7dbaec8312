"""Drive pytask: choose the tasks, run them side by side, report a failure in one message."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytask

from collate.errors import BuildError, CollateError
from collate.notebooks.kernels import template
from collate.pipeline.workers import default_count, parallel_options, quicken
from collate.project import Project

TASKS = Path(__file__).parent / "tasks"


def build(project: Project, select: str | None = None, *, workers: int | None = None, force: bool = False) -> None:
    """Bring the selected tasks, and all that they need, up to date.

    Parameters
    ----------
    select : a pytask expression over task names (`html`, `run-table-1-2`), all tasks when None.
    workers : processes at a time; as many as keep all cores busy when None.
    force : run the selected tasks although nothing has changed.

    Raises
    ------
    CollateError : the first error of a task that is ours; BuildError around any other.
    """
    os.environ["COLLATE_ROOT"] = str(project.root)
    options: dict[str, object] = {"expression": select} if select else {}
    count = workers or default_count()
    if count > 1:
        options |= parallel_options(count)
    quicken()
    with _only_one(project), template(project):
        session = pytask.build(paths=[TASKS], config=project.root / "pyproject.toml", show_traceback=False, force=force, **options)
    for report in [*session.collection_reports, *getattr(session, "execution_reports", [])]:
        if report.exc_info and report.outcome.name in ("FAIL", "COLLECTION_FAIL"):
            _raise(report.exc_info[1])
    if session.exit_code != pytask.ExitCode.OK:
        raise BuildError(f"pytask stops with {session.exit_code.name}", fix="read the lines above")


def _raise(error: BaseException) -> None:
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, CollateError):
            raise found
        found = found.__cause__ or found.__context__
    raise BuildError(f"{type(error).__name__}: {error}", fix="read the lines above") from error


@contextmanager
def _only_one(project: Project) -> Iterator[None]:
    """Wait for another build in the same tree. The lock is held by every process of a build, and goes with the last of them."""
    project.build.mkdir(exist_ok=True)
    with (project.build / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"another build runs in {project.root}; waiting until it has ended", file=sys.stderr, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        os.set_inheritable(handle.fileno(), True)
        yield
