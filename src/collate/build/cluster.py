"""Run the notebooks of a build on a Dask cluster: COLLATE_DASK_SCHEDULER in the environment names its scheduler.

The tasks are the same. Those that run notebooks are sent to the cluster with the files that they declare, and what they made comes back;
the rest, which reads everything and takes little, runs here. A worker that dies is the scheduler's business: it gives the task to another.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cloudpickle
from pytask.tree_util import tree_leaves
from pytask_parallel import ParallelBackend, WorkerType, registry

from collate.book import Book
from collate.build.cluster_worker import LIBRARY, Answer, Parcel, digest, pack, run_apart, unpack
from collate.build.machine import default_workers
from collate.build.nodes import paths_of
from collate.build.workers import Workers
from collate.data import csvfile
from collate.data.listing import files_below
from collate.data.whole_folder import lay_folder
from collate.errors import BuildError
from collate.hashes import sha256

if TYPE_CHECKING:
    from pytask import PTask

SETTING = "COLLATE_DASK_SCHEDULER"
AHEAD = 1000  # tasks handed to the scheduler at a time
SENT = "run-"  # tasks of this name go to the cluster
_SECONDS = 10  # a scheduler that does not answer by then is not there


def scheduler() -> str:
    """The address of the scheduler, or nothing: the build runs on this machine."""
    return os.environ.get(SETTING, "")


def cluster_options(book: Book, address: str) -> dict[str, Any]:
    """The options that make `pytask.build` run notebooks on the cluster at `address`.

    Raises
    ------
    BuildError : the package `distributed` is not installed, or no scheduler answers.
    """
    try:
        import distributed
    except ImportError:
        raise BuildError(f"{SETTING} is set, but the package distributed is not installed", fix="pip install distributed") from None
    try:
        client = distributed.Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BuildError(f"no Dask scheduler answers at {address}: {type(error).__name__}", fix=f"start it, or correct {SETTING}") from None
    registry.register_parallel_backend(
        ParallelBackend.CUSTOM, lambda n_workers: Cluster(book, client, n_workers), worker_type=WorkerType.PROCESSES
    )
    return {"n_workers": AHEAD, "parallel_backend": "custom"}


class Cluster(Executor):
    """Sends tasks that run notebooks to a Dask cluster, and runs the others here."""

    def __init__(self, book: Book, client: Any, _: int) -> None:
        from collate.build.shelf import Shelf

        self.book, self.client = book, client
        self.here = Workers(default_workers())
        self.shelf = {sha256(path): pack(path.read_bytes()) for path in shared(book)}
        client.register_plugin(Shelf(self.shelf))

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        task = kwargs["task"]
        if not getattr(task, "base_name", task.name).startswith(SENT):
            return self.here.submit(function, *args, **kwargs)
        # By value: importing the module of the tasks would read the whole book, which is not there.
        cloudpickle.register_pickle_by_value(sys.modules[task.function.__module__])
        parcel = self.parcel(task, cloudpickle.dumps(partial(function, *args, **kwargs)))
        outer: Future[Any] = Future()
        inner = self.client.submit(run_apart, parcel, pure=False, key=f"{task.base_name}-{digest(os.urandom(16))[:8]}")
        inner.add_done_callback(lambda done: self.arrived(done, parcel, outer))
        return outer

    def parcel(self, task: PTask, call: bytes) -> Parcel:
        """`call` with the files that `task` declares."""
        inputs = [path for node in tree_leaves(task.depends_on) for path in paths_of(node)]
        files, contents, library = {}, {}, {}
        for path in inputs:
            found = sha256(path)
            if path.is_relative_to(LIBRARY):
                library[path.relative_to(LIBRARY).as_posix()] = found
            if path.is_relative_to(self.book.root):
                name = path.relative_to(self.book.root).as_posix()
                files[name] = found
                if found not in self.shelf:
                    contents[name] = pack(path.read_bytes())
        products = [path for node in tree_leaves(task.produces) for path in paths_of(node)]
        wanted = sorted({path.parent.relative_to(self.book.root).as_posix() for path in products})
        return Parcel(call, files, contents, library, tuple(wanted))

    def arrived(self, done: Any, parcel: Parcel, outer: Future[Any]) -> None:
        """Put what came back in its place, whole folders at a time, and tell pytask."""
        if done.cancelled():
            outer.set_exception(BuildError("the Dask scheduler has gone", fix="start it, and build again; what is finished stays"))
            return
        try:
            answer: Answer = done.result()
            place(self.book, answer, parcel.wanted)
            outer.set_result(answer.result)
        except BaseException as error:  # whatever it is, pytask must hear of it
            outer.set_exception(error)
        finally:
            done.release()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.here.shutdown(wait=wait, cancel_futures=cancel_futures)
        self.client.close()


def place(book: Book, answer: Answer, wanted: tuple[str, ...]) -> None:
    """Write the files of `answer`: a folder appears whole or not at all, and notebooks that failed are kept.

    Raises
    ------
    BuildError : a file was damaged on its way.
    """
    contents = {name: unpack(packed, expected, name) for name, (expected, packed) in answer.files.items()}
    for folder in wanted:
        start = f"{folder}/"
        if inside := {name.removeprefix(start): content for name, content in contents.items() if name.startswith(start)}:
            lay_folder(book.root / folder, inside)
    for name, content in contents.items():
        if name.startswith("_build/failed/"):
            csvfile.write_bytes(book.root / name, content)


def shared(book: Book) -> list[Path]:
    """Files that most notebooks read: each worker receives them once."""
    lists = [book.labels, book.source / "series.csv", book.root / "requirements.txt"]
    lists += [book.published / f"{name}.csv" for name in ("artifacts", "headers", "claims")]
    return [path for path in [*lists, *files_below(book.python, "*.py")] if path.is_file()]
