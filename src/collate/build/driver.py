"""Drive pytask: give it the tasks, run them side by side, report a failure in one message."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collate.book import Book
from collate.build import interruption, state
from collate.data import csvfile
from collate.errors import BuildError
from collate.run.drawing import PLOT_FORMS
from collate.unexpected import explained

if TYPE_CHECKING:
    from collate.build.task import Task

LIBRARY = Path(__file__).resolve().parents[1]


def build(
    book: Book,
    select: str | None = None,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    force: bool = False,
    served: bool = False,
) -> None:
    """Bring the selected tasks, and all that they need, up to date.

    Parameters
    ----------
    select : words joined by `or`, of which the name of a task must hold one (`html`, `run-table-1-2`); all tasks when None.
    workers : processes at a time; as many as keep all cores busy when None.
    cluster : the address of a Dask scheduler whose workers run the tasks; this machine when None.
    force : run the selected tasks although nothing has changed.
    served : whether `servers` run already.

    Raises
    ------
    BuildError : the book has a library of its own, which is not the one that runs.
    CollateError : the first error of a task.
    """
    require_own_library(book)
    if not force and state.unchanged(book, select):
        print("nothing has changed since the last build")
        return
    with _only_one(book):
        state.forget(book)
        if select is None or "html" in select:
            csvfile.write_text(book.build / state.SELECTION, select or "")
        found, chosen, awaited = _planned(book, select, force=force)
        before = state.tidied(book, state.snapshot(book))
        if awaited:
            with nullcontext() if served else _servers_for(book, awaited):
                session = _run_tasks(book, awaited, workers, cluster, force=force)
            interruption.require_none()
            _require_success(book, session)
        else:
            print("every file is as its task left it")
        products = {str(path) for task in found for path in (*task.makes, task.record(book))}
        if _is_settled(book, chosen, before, products) and not force:
            state.write(book, select, products)


def require_own_library(book: Book) -> None:
    """Refuse to build a copied or moved checkout with the library of another one, whose rules may differ.

    Raises
    ------
    BuildError : naming the other one.
    """
    own = book.python / LIBRARY.name
    if (own / "__init__.py").is_file() and own.resolve() != LIBRARY.resolve():
        raise BuildError(
            f"the library that runs is that of another checkout: {LIBRARY}", where=book.root, fix="run `rm -rf .venv && make` here"
        )


def _planned(book: Book, select: str | None, *, force: bool) -> tuple[list[Task], list[Task], list[Task]]:
    """All tasks, those that are chosen with all that they need, and those of them that are not up to date or may not stay so.

    Raises
    ------
    BuildError : no task is chosen.
    """
    from collate.build import graph
    from collate.run.environment import build_environment

    with build_environment(book):
        found = graph.tasks(book, select)
        remove_leftovers(book, found)
        chosen = graph.needed(found, graph.selected(found, select))
        if not chosen:
            raise BuildError(
                "no task was chosen, so nothing was built", where=book.root, fix="name an artifact or a format that the book has"
            )
        return found, chosen, chosen if force else graph.awaited(book, chosen)


def _run_tasks(book: Book, awaited: Sequence[Task], workers: int | None, cluster: str | None, *, force: bool) -> Any:
    """The session of pytask when it has ended. It is given what may have to run, and runs of this what a change has reached."""
    import pytask

    from collate.build.cluster import cluster_options
    from collate.build.task import as_pytask
    from collate.build.workers import parallel_options

    # The folder of this file is where pytask keeps what it knows of finished tasks: not in the book's own.
    config = book.build / "pytask.toml"
    csvfile.write_text(config, "[tool.pytask.ini_options]\n")
    with cluster_options(book, cluster) if cluster else nullcontext(parallel_options(workers)) as parallel:
        return pytask.build(
            tasks=[as_pytask(book, task) for task in awaited],
            config=config,
            database_url="sqlite://",  # in memory: its older way to know finished tasks, which would write to the disk for each file
            check_casing_of_paths=False,
            show_traceback=False,
            force=force,
            **parallel,
        )


def remove_leftovers(book: Book, tasks: Sequence[Task]) -> None:
    """Remove values, points, figures and runs that no task makes any more, being of artifacts that were renamed or removed, and say so."""
    kept = {path for task in tasks for path in (*task.makes, task.run)}
    there = {*book.regenerated.rglob("*.csv"), *(book.build / "run").glob("*")}
    drawn = tuple(f".{language}.{form}" for language in book.languages for form in PLOT_FORMS)
    there |= {path for path in book.figures.glob("*") if path.name.endswith(drawn)}
    for path in sorted(there - kept):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
        if path.suffix != ".part":  # a run that was broken off
            print(f"removed {book.relative(path)}: no artifact of the book makes it any more")


@contextmanager
def servers(book: Book, *, kernels: bool = True, binds: bool = False) -> Iterator[None]:
    """Offer forked `kernels`, and forked runs of Sphinx where the build `binds` pages, to this process and all that it starts."""
    from collate.bind.sphinx_server import sphinx_server
    from collate.run.environment import build_environment
    from collate.run.kernels import template

    with build_environment(book), template(book) if kernels else nullcontext(), sphinx_server(binds):
        yield


def _require_success(book: Book, session: Any) -> None:
    """Raise where something failed, or where a task neither ran nor was found to have no need to.

    Raises
    ------
    CollateError : the first error.
    """
    failed = book.build / "failed"
    execution = session.execution_reports
    for report in [*session.collection_reports, *([session.dag_report] if session.dag_report else []), *execution]:
        outcome, task = getattr(report, "outcome", None), getattr(report, "task", None)
        if report.exc_info and (outcome is None or outcome.name == "FAIL"):
            doing = f"task {task.name}" if task else "collecting the tasks"
            _, error, told = report.exc_info
            raise explained(error, failed, doing, told if isinstance(told, str) else "")
    reported = {report.task.name for report in execution}
    left = sorted(task.name for task in session.tasks if task.name not in reported)
    if left or session.exit_code != 0:
        named = ", ".join(left[:3])
        what = f"{len(left)} of {len(session.tasks)} tasks did not run: {named}" if left else f"pytask ends with {session.exit_code.name}"
        raise BuildError(what, where=book.root, fix="run the command again; what is finished stays")


def _servers_for(book: Book, awaited: Sequence[Task]) -> AbstractContextManager[None]:
    """The servers that these tasks can use."""
    from collate.build import editions

    return servers(book, kernels=any(task.run for task in awaited), binds=any(task.action is editions.bind for task in awaited))


def _is_settled(book: Book, done: Sequence[Task], before: state.State, products: set[str]) -> bool:
    """Whether every file of every task that ran, or had no need to, still has the content that the task left or found.

    Raises
    ------
    BuildError : a file that a task reads was changed while the build ran; the records of the tasks that read it are removed, so that
        they run again.
    """
    from collate.build.task import changes
    from collate.run.inputs import Look

    look = Look()
    touched = {str(path) for path in state.moved(before, state.snapshot(book), book)} - products
    settled = not touched  # a file that is new may belong to a task that this build does not have
    stale: dict[Path, str] = {}
    for task in done:
        for change in changes(book, task, look):
            settled = False
            if change.kind not in ("product", "need", "never-run") and str(book.root / change.name) not in products:
                stale[task.record(book)] = change.name
        if touched:
            stale |= {task.record(book): book.relative(path) for path in task.dependencies(book) if str(path) in touched}
    for record in stale:
        record.unlink(missing_ok=True)
    if stale:
        raise BuildError("changed while the build ran", where=min(stale.values()), fix="run the command again")
    return settled


@contextmanager
def _only_one(book: Book) -> Iterator[None]:
    """Wait for another build in the same tree. The lock is held by every process of a build, and goes with the last of them.

    Where the system has no such lock, two builds at once are the user's to avoid.
    """
    book.build.mkdir(exist_ok=True)
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (book.build / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"another build runs in {book.root}; waiting until it has ended", file=sys.stderr, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        os.set_inheritable(handle.fileno(), True)
        yield
