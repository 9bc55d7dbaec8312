"""Ask, without running anything, whether a build is up to date, and what it read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from collate.book import Book
from collate.build.driver import collected
from collate.build.nodes import paths_of

WAITING = ("WOULD_BE_EXECUTED", "FAIL", "SKIP_PREVIOUS_FAILED")


@dataclass(frozen=True)
class Look:
    """`stale` names the tasks that would run again; `read` are the files of the book that its tasks read and none of them makes."""

    stale: list[str]
    read: list[Path]


def look(book: Book, select: str) -> Look:
    """How the tasks among `select`, and those that they need, stand.

    Raises
    ------
    CollateError : the tasks cannot be collected.
    """
    session = collected(book, select)
    stale = [report.task.base_name for report in session.execution_reports if report.outcome.name in WAITING]
    dag = session.dag
    read = {path for task in session.tasks for node in dag.predecessors(task.signature) for path in paths_of(dag.nodes[node])}
    made = {path for task in session.tasks for node in dag.successors(task.signature) for path in paths_of(dag.nodes[node])}
    inside = {path for path in read - made if path.is_relative_to(book.root) and not path.is_relative_to(book.build)}
    return Look(stale, sorted(path for path in inside if path.is_file()))
