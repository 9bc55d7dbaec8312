"""The processes that run tasks side by side, and what pytask does slowly, mended.

The workers are forked from the build, so that they start with everything imported.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from typing import Any

import cloudpickle
from _pytask import state
from pytask_parallel import ParallelBackend, WorkerType, execute, registry

from collate.build.interruption import HEEDED
from collate.run.fork_server import end_with


def parallel_options(count: int) -> dict[str, Any]:
    """The options that make `pytask.build` run its tasks in `count` processes."""
    registry.register_parallel_backend(ParallelBackend.CUSTOM, lambda n_workers: Workers(n_workers), worker_type=WorkerType.PROCESSES)
    return {"n_workers": count, "parallel_backend": "custom"}


class Workers(ProcessPoolExecutor):
    """A pool of forked processes that end with the build, however it ends."""

    def __init__(self, count: int) -> None:
        gc.freeze()  # no worker's garbage collection writes to, and so copies, the tasks of the whole book
        super().__init__(count, mp_context=multiprocessing.get_context("fork"), initializer=_begin, initargs=(os.getpid(),))

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> None:
        if kind is not None and not issubclass(kind, Exception):  # an interrupt: nobody waits for what is running
            for process in multiprocessing.active_children():
                process.kill()
            self.shutdown(wait=False, cancel_futures=True)
        else:
            super().__exit__(kind, *rest)

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand over a call; tasks are functions of modules that no other process can import, hence by value."""
        return super().submit(_call, cloudpickle.dumps(partial(function, *args, **kwargs)))


def quicken() -> None:
    """Leave out what pytask does for nothing, or waits for too long.

    Beside its lock file it keeps a database from earlier days, and commits to it once for every file of every task, changed or
    not: thousands of times. Where there is no lock file it looks up each of them there, in vain then. Between two looks at its
    workers it sleeps up to a second.
    """
    vars(state)["update_states_in_database"] = lambda *_: None
    vars(state)["db_has_node_changed"] = lambda **_: True
    vars(execute)["_Sleeper"] = partial(_SLEEPER, timings=[0.01])


_SLEEPER = execute._Sleeper


def _begin(build: int) -> None:
    """A worker is in a group of its own: an interrupt from the terminal is for the build, which then ends its workers."""
    end_with(build)
    os.setpgid(0, 0)
    for number in HEEDED:
        signal.signal(number, signal.SIG_DFL)


def _call(pickled: bytes) -> Any:
    return cloudpickle.loads(pickled)()
