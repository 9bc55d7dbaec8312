"""Let pytask's own bookkeeping grow no faster than the number of tasks.

pytask 0.6 looks through all ancestors of each task to order them, through all tasks to find the next, through all descendants of
each that is not selected, and rebuilds the index of its lock file after each: squares that a book of a thousand tables feels. What
is put in their place for the time of a build keeps the order of tasks and the lock file as they are. None of them has a hook.
"""

from __future__ import annotations

import typing
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from _pytask import execute, lockfile, skipping
from pytask import PTask

if TYPE_CHECKING:
    from _pytask.dag_graph import DAG


class Queue:
    """Tasks by what they still wait for: ready ones in the order in which they were collected (pytask's `PScheduler`)."""

    def __init__(self, dag: DAG) -> None:
        self.waits: dict[str, set[str]] = {}
        self.followers: dict[str, list[str]] = {}
        tasks = {signature for signature, node in dag.nodes.items() if isinstance(node, PTask)}
        for signature in (signature for signature in dag.nodes if signature in tasks):
            self.waits[signature] = _makers(dag, signature, tasks)
            for maker in self.waits[signature]:
                self.followers.setdefault(maker, []).append(signature)
        self.ready = deque(signature for signature, waits in self.waits.items() if not waits)

    @classmethod
    def from_dag(cls, dag: DAG) -> Queue:
        return cls(dag)

    def get_ready(self, n: int = 1) -> list[str]:
        """Up to `n` tasks whose makers are done, each handed out once."""
        return [self.ready.popleft() for _ in range(min(n, len(self.ready)))]

    def is_active(self) -> bool:
        return bool(self.waits)

    def done(self, *signatures: str) -> None:
        for signature in signatures:
            if self.waits.pop(signature, None) is None:
                continue
            for follower in self.followers.get(signature, ()):
                self.waits[follower].discard(signature)
                if not self.waits[follower]:
                    self.ready.append(follower)


class Lock(lockfile.LockfileState):
    """The lock file's state, whose index takes one entry at a time."""

    def update_task(self, session: Any, task: PTask) -> None:
        entry = lockfile._build_task_entry(session, task, self.root)
        if entry is None or self._task_index.get(entry.id) == entry:
            return
        self._task_index[entry.id] = entry
        self._node_index[entry.id] = {**entry.depends_on, **entry.produces}
        told = lockfile._JournalEntry(
            lock_version=lockfile.CURRENT_LOCKFILE_VERSION,
            id=entry.id,
            state=entry.state,
            depends_on=entry.depends_on,
            produces=entry.produces,
        )
        lockfile._journal(self.path).append(told)
        self._dirty = True

    def flush(self) -> None:
        self.lockfile = lockfile._Lockfile(lock_version=lockfile.CURRENT_LOCKFILE_VERSION, task=list(self._task_index.values()))
        super().flush()


@contextmanager
def bookkeeping() -> Iterator[None]:
    """Builds within it use `Queue` and `Lock`."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(execute, "SimpleScheduler", Queue))
        stack.enter_context(patch.object(lockfile, "LockfileState", Lock))
        stack.enter_context(patch.object(skipping, "descending_tasks", _followers))
        # Python 3.11 looks up the members of a protocol anew at each isinstance, half of all that pytask does; 3.12 keeps them.
        stack.enter_context(patch.object(typing, "_get_protocol_attrs", cache(vars(typing)["_get_protocol_attrs"])))
        yield


def _makers(dag: DAG, signature: str, tasks: set[str]) -> set[str]:
    """The tasks that make what a task needs; a node may stand in another one."""
    found: set[str] = set()
    waiting = list(dag.predecessors(signature))
    while waiting:
        node = waiting.pop()
        if node in tasks:
            found.add(node)
        else:
            waiting.extend(dag.predecessors(node))
    return found


def _followers(signature: str, dag: DAG) -> set[str]:
    """The tasks that need what a task makes: each that is skipped passes it on to its own, and pytask need not do so for all."""
    return {task for node in dag.successors(signature) for task in dag.successors(node)}
