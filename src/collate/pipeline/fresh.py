"""Ask, without running anything, whether a build is up to date."""

from __future__ import annotations

from collate.pipeline.build import collected
from collate.project import Project

WAITING = ("WOULD_BE_EXECUTED", "FAIL", "SKIP_PREVIOUS_FAILED")


def stale_tasks(project: Project, select: str) -> list[str]:
    """Names of the tasks among `select`, and those that they need, that would run again.

    Raises
    ------
    CollateError : the tasks cannot be collected.
    """
    reports = collected(project, select).execution_reports
    return [report.task.name.partition("::")[2] or report.task.name for report in reports if report.outcome.name in WAITING]
