"""Ask, without running anything, whether a build is up to date."""

from __future__ import annotations

import contextlib
import io
import os

import pytask

from collate.errors import BuildError
from collate.pipeline.build import TASKS
from collate.project import Project


def stale_tasks(project: Project, select: str) -> list[str]:
    """Names of the tasks among `select`, and those that they need, that would run again.

    Raises
    ------
    BuildError : the tasks cannot be collected.
    """
    os.environ["COLLATE_ROOT"] = str(project.root)
    with contextlib.redirect_stdout(io.StringIO()):
        session = pytask.build(paths=[TASKS], config=project.root / "pyproject.toml", expression=select, dry_run=True, verbose=0)
    if session.exit_code not in (pytask.ExitCode.OK, pytask.ExitCode.FAILED):
        raise BuildError(f"pytask stops with {session.exit_code.name}", fix="run `make` and read what it says")
    waiting = (pytask.TaskOutcome.WOULD_BE_EXECUTED, pytask.TaskOutcome.FAIL, pytask.TaskOutcome.SKIP_PREVIOUS_FAILED)
    return [report.task.name.partition("::")[2] or report.task.name for report in session.execution_reports if report.outcome in waiting]
