"""The processes that run tasks side by side, and how many this machine bears.

They are forked from the build, so that they start with everything imported; where that cannot be, pytask-parallel starts its own.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import partial
from pathlib import Path
from typing import Any

import cloudpickle
import psutil
from pytask_parallel import ParallelBackend, WorkerType, registry

from collate.build.interruption import HEEDED
from collate.build.task import Inputs
from collate.run.fork_server import end_with, forks

CONTROL_GROUP = Path("/sys/fs/cgroup")  # version 2, as a container sees its own; docs.kernel.org/admin-guide/cgroup-v2.html
WORKER_BYTES = 400 * 2**20  # what a worker and its kernel hold at the most, drawing included; measured as proportional set size


def parallel_options(count: int | None) -> dict[str, Any]:
    """The options that make `pytask.build` run its tasks in `count` processes, or as many as the machine bears."""
    count = count or default_workers()
    if not forks():
        return {"n_workers": count, "parallel_backend": "loky"}
    registry.register_parallel_backend(ParallelBackend.CUSTOM, lambda n_workers: Workers(n_workers), worker_type=WorkerType.PROCESSES)
    return {"n_workers": count, "parallel_backend": "custom"}


class Workers(ProcessPoolExecutor):
    """A pool of forked processes that end with the build, however it ends."""

    def __init__(self, count: int) -> None:
        self.pending: set[Future[Any]] = set()
        gc.freeze()  # no worker's garbage collection writes to, and so copies, the tasks of the whole book
        super().__init__(count, mp_context=multiprocessing.get_context("fork"), initializer=_begin, initargs=(os.getpid(),))

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> None:
        if kind is not None and not issubclass(kind, Exception):  # an interrupt: nobody waits for what is running
            for process in multiprocessing.active_children():
                process.kill()
            self.shutdown(wait=False, cancel_futures=True)
        else:
            super().__exit__(kind, *rest)

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Hand over a call, packed as pytask-parallel's own pool packs it."""
        return Submitted(super().submit(_call, cloudpickle.dumps(partial(function, *args, **kwargs))), self.pending)


class Submitted:
    """What pytask-parallel asks of a future. It asks all of them in turn and sleeps, up to a second, where none is done; so this answers
    when one is. It does not wait where pytask has looked at a task since, which may have let others run.

    Parameters
    ----------
    future : the call.
    pending : the calls, this one included, that it has not been told the end of.
    """

    def __init__(self, future: Future[Any], pending: set[Future[Any]]) -> None:
        self.future, self.pending, self.looked = future, pending, -1
        pending.add(future)
        self.exception, self.result = future.exception, future.result

    def done(self) -> bool:
        """Whether the call has ended, asked when some call has."""
        if self.looked == Inputs.looked:
            wait(self.pending, return_when=FIRST_COMPLETED)
        self.looked = Inputs.looked
        if not self.future.done():
            return False
        self.pending.discard(self.future)
        return True


def cores() -> int:
    """The cores that this process may use, at least one: its affinity, and the quota of its control group rounded up."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _limit("cpu.max").partition(" ")
    return min(here, -(-int(quota) // int(period))) if quota.isdigit() and period.isdigit() else here


def free_memory() -> int:
    """Bytes that this process and its children may still take."""
    free = int(psutil.virtual_memory().available)
    limit, used = _limit("memory.max"), _limit("memory.current")
    return min(free, max(0, int(limit) - int(used))) if limit.isdigit() and used.isdigit() else free


def default_workers() -> int:
    """How many workers a build has when nobody says it: two for each core, since one sleeps while its kernel runs, if memory allows."""
    return max(1, min(2 * cores(), free_memory() // WORKER_BYTES))


def _limit(name: str) -> str:
    try:
        return (CONTROL_GROUP / name).read_text(encoding="ascii").strip()
    except OSError:  # no control groups, or the root group, which has no limits
        return ""


def _begin(build: int) -> None:
    """A worker is in a group of its own: an interrupt from the terminal is for the build, which then ends its workers."""
    end_with(build)
    os.setpgid(0, 0)
    for number in HEEDED:
        signal.signal(number, signal.SIG_DFL)


def _call(pickled: bytes) -> Any:
    return cloudpickle.loads(pickled)()
