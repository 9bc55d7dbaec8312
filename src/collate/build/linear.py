"""Let pytask's own bookkeeping grow no faster than the number of tasks.

pytask 0.6 looks through all ancestors of each task to order them, through all tasks to find the next, through all descendants of
each that is not selected, and rebuilds the index of its lock file after each: squares that a book of a thousand tables feels. What
is put in their place for the time of a build keeps the order of tasks and the lock file as they are. None of them has a hook.
"""

from __future__ import annotations

import typing
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from _pytask import execute, lockfile, skipping
from pytask import PTask, has_mark

if TYPE_CHECKING:
    from _pytask.dag_graph import DAG


class Queue:
    """Tasks by what they still wait for: ready ones in the order in which they were collected (pytask's `PScheduler`).

    Those marked `try_last` are handed out when no other one is ready or runs.
    """

    def __init__(self, dag: DAG) -> None:
        self.waits: dict[str, set[str]] = {}
        self.followers: dict[str, list[str]] = {}
        tasks = {signature for signature, node in dag.nodes.items() if isinstance(node, PTask)}
        for signature in (signature for signature in dag.nodes if signature in tasks):
            self.waits[signature] = _makers(dag, signature, tasks)
            for maker in self.waits[signature]:
                self.followers.setdefault(maker, []).append(signature)
        self.late = {signature for signature in tasks if has_mark(dag.nodes[signature], "try_last")}
        self.ready, self.ready_late, self.running = deque[str](), deque[str](), set[str]()
        for signature in (signature for signature, waits in self.waits.items() if not waits):
            self._enqueue(signature)

    @classmethod
    def from_dag(cls, dag: DAG) -> Queue:
        return cls(dag)

    def get_ready(self, n: int = 1) -> list[str]:
        """Up to `n` tasks whose makers are done, each handed out once."""
        if not self.ready and not self.running:
            self.ready, self.ready_late = self.ready_late, deque()
        chosen = [self.ready.popleft() for _ in range(min(n, len(self.ready)))]
        self.running.update(chosen)
        return chosen

    def is_active(self) -> bool:
        return bool(self.waits)

    def done(self, *signatures: str) -> None:
        for signature in signatures:
            self.running.discard(signature)
            if self.waits.pop(signature, None) is None:
                continue
            for follower in self.followers.get(signature, ()):
                self.waits[follower].discard(signature)
                if not self.waits[follower]:
                    self._enqueue(follower)

    def _enqueue(self, signature: str) -> None:
        (self.ready_late if signature in self.late else self.ready).append(signature)


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
        protocols = vars(typing)["_ProtocolMeta"]
        stack.enter_context(patch.object(protocols, "__instancecheck__", _by_class(protocols.__instancecheck__)))
        stack.enter_context(patch.object(lockfile, "_relative_path", cache(lockfile._relative_path)))
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


def _by_class(check: Callable[[Any, object], bool]) -> Callable[[Any, object], bool]:
    """`isinstance` for protocols, asked once for each class: whether one of pytask's objects has the members does not change.

    Python 3.11 looks up all members of a protocol in each object anew, which is half of all that pytask does.
    """
    known: dict[tuple[Any, type], bool] = {}

    def instance_check(protocol: Any, instance: object) -> bool:
        asked = protocol, type(instance)
        if isinstance(instance, FunctionType):  # which gets its members by and by
            return check(protocol, instance)
        if asked not in known:
            known[asked] = check(protocol, instance)
        return known[asked]

    return instance_check
