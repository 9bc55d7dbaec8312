"""Drive pytask: choose the tasks, run them side by side, report a failure in one message."""

from __future__ import annotations

import fcntl
import importlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from pathlib import Path
from typing import Any

from collate.book import Book
from collate.build import interruption, state
from collate.build.leftovers import remove_leftovers
from collate.data import csvfile
from collate.errors import BuildError
from collate.unexpected import explained

TASKS = Path(__file__).parents[1] / "tasks"
LIBRARY = Path(__file__).resolve().parents[1]


def build(book: Book, select: str | None = None, *, workers: int | None = None, force: bool = False, served: bool = False) -> None:
    """Bring the selected tasks, and all that they need, up to date.

    Parameters
    ----------
    select : a pytask expression over task names (`html`, `run-table-1-2`), all tasks when None.
    workers : processes at a time; as many as keep all cores busy when None.
    force : run the selected tasks although nothing has changed.
    served : whether `servers` of this selection run already.

    Raises
    ------
    BuildError : the book has a library of its own, which is not the one that runs.
    CollateError : the first error of a task.
    """
    require_own_library(book)
    if not force and state.unchanged(book, select):
        print("nothing has changed since the last build")
        return
    from collate.build.linear import bookkeeping

    with _only_one(book), bookkeeping():
        state.forget(book)
        if select is None or "html" in select:
            csvfile.write_text(book.build / state.SELECTION, select or "")
        session, before = _run_tasks(book, select, workers, force=force, served=served)
        interruption.require_none()
        _require_success(book, session)
        products = _products(session)
        if _is_settled(book, session, before, products) and not force:
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


def _run_tasks(book: Book, select: str | None, workers: int | None, *, force: bool, served: bool) -> tuple[Any, state.State]:
    """The session of pytask when it has ended, and how the files stood before."""
    import pytask

    from collate.build.cluster import cluster_options, scheduler
    from collate.build.machine import default_workers
    from collate.build.workers import parallel_options, quicken

    options: dict[str, object] = {"expression": select} if select else {}
    count = workers or default_workers()
    if address := scheduler():
        options |= cluster_options(book, address)
    else:
        options |= parallel_options(count)
    quicken()
    # pytask remembers contents by modification times, which a copy or an unpacked archive may keep.
    (book.root / ".pytask" / "file_hashes.json").unlink(missing_ok=True)
    with nullcontext() if served else servers(book, select):
        _read_book()
        remove_leftovers(book)
        before = state.tidied(book, state.snapshot(book))
        return pytask.build(paths=[TASKS], config=book.root / "pyproject.toml", show_traceback=False, force=force, **options), before


def _read_book() -> None:
    """Read the book that COLLATE_ROOT names, before pytask does, which would print a page of traceback for each of its files.

    Modules of tasks that an earlier session of this process has imported are forgotten: pytask would find no task in them.
    """
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None)).startswith(f"{TASKS}{os.sep}"):
            del sys.modules[name]
    sys.modules.pop("collate.build.graph", None)
    importlib.import_module("collate.build.graph")


def collected(book: Book, select: str | None = None) -> Any:
    """What pytask finds that a build would do, as a session in which nothing runs; pages are taken as they were last built.

    Raises
    ------
    CollateError : the tasks cannot be collected.
    """
    import pytask

    os.environ["COLLATE_ROOT"] = str(book.root)
    os.environ["COLLATE_SELECT"] = state.last_selection(book) or ""
    options: dict[str, object] = {"expression": select} if select else {}
    with redirect_stdout(io.StringIO()):
        _read_book()
        session = pytask.build(paths=[TASKS], config=book.root / "pyproject.toml", show_traceback=False, dry_run=True, **options)
    for report in [*session.collection_reports, *([session.dag_report] if session.dag_report else [])]:
        if report.exc_info and report.exc_info[1]:
            raise explained(report.exc_info[1], book.build / "failed", "collecting the tasks")
    if not session.tasks:
        raise BuildError("no task was found", where=TASKS)
    return session


@contextmanager
def servers(book: Book, select: str | None) -> Iterator[None]:
    """Offer forked kernels and runs of Sphinx to builds of `select` in this process and all that it starts."""
    from collate.run.environment import build_environment
    from collate.run.kernels import template

    os.environ["COLLATE_ROOT"] = str(book.root)
    os.environ["COLLATE_SELECT"] = select or ""
    with build_environment(book), template(book):
        yield


def _require_success(book: Book, session: Any) -> None:
    """Raise where something failed, or where a task neither ran nor was found to have no need to.

    Raises
    ------
    CollateError : the first error.
    """
    failed = book.build / "failed"
    execution = getattr(session, "execution_reports", [])
    for report in [*session.collection_reports, *([session.dag_report] if session.dag_report else []), *execution]:
        outcome, task = getattr(report, "outcome", None), getattr(report, "task", None)
        if report.exc_info and (outcome is None or outcome.name == "FAIL"):
            doing = f"task {task.base_name}" if task else "collecting the tasks"
            _, error, told = report.exc_info
            raise explained(error, failed, doing, told if isinstance(told, str) else "")
    reported = {report.task.signature for report in execution}
    left = sorted(task.base_name for task in session.tasks if task.signature not in reported)
    if left or session.exit_code != 0:
        named = ", ".join(left[:3])
        what = f"{len(left)} of {len(session.tasks)} tasks did not run: {named}" if left else f"pytask ends with {session.exit_code.name}"
        raise BuildError(what, where=book.root, fix="run the command again; what is finished stays")
    if all(report.outcome.name == "SKIP" for report in execution):
        raise BuildError("no task was chosen, so nothing was built", where=book.root, fix="name an artifact or a format that the book has")


def _products(session: Any) -> set[str]:
    found: set[str] = set()
    for task in session.tasks:
        found.update(str(getattr(session.dag.nodes[signature], "path", "")) for signature in session.dag.successors(task.signature))
    return found


def _is_settled(book: Book, session: Any, before: state.State, products: set[str]) -> bool:
    """Whether every file of every task that ran, or had no need to, still has the content that the task left or found.

    Raises
    ------
    BuildError : a file that a task reads was changed while the build ran; the tasks that read it are forgotten.
    """
    from _pytask.lockfile import _build_task_entry, build_portable_task_id

    from collate.build.nodes import is_heard, paths_of
    from collate.run.opened_files import changes

    lock = session.config["lockfile_state"]
    touched = {str(path) for path in state.moved(before, state.snapshot(book), book)}
    edited = touched - products
    stale: dict[str, str] = {}
    settled = touched <= products | {str(lock.path)}  # a file that is new may belong to a task that this build does not have
    for report in session.execution_reports:
        if report.outcome.name not in ("SUCCESS", "SKIP_UNCHANGED"):
            continue
        task = build_portable_task_id(report.task, lock.root)
        settled = settled and _build_task_entry(session, report.task, lock.root) == lock.get_task_entry(task)
        for signature in session.dag.predecessors(report.task.signature):
            node = session.dag.nodes[signature]
            for path in paths_of(node):
                if str(path) in edited:
                    stale[task] = book.relative(path)
            for _, name, _ in changes(book, node.value) if is_heard(node) else ():
                stale[task] = name
    if stale:
        lock.remove_task_entries(set(stale))
        lock.flush()
        raise BuildError("changed while the build ran", where=sorted(stale.values())[0], fix="run the command again")
    return settled


@contextmanager
def _only_one(book: Book) -> Iterator[None]:
    """Wait for another build in the same tree. The lock is held by every process of a build, and goes with the last of them."""
    book.build.mkdir(exist_ok=True)
    with (book.build / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"another build runs in {book.root}; waiting until it has ended", file=sys.stderr, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        os.set_inheritable(handle.fileno(), True)
        yield
