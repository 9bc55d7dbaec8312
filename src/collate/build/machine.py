"""How much of this machine a build may use: the cores and the memory that there are, in a container as on bare metal."""

from __future__ import annotations

import os
from pathlib import Path

import psutil

CONTROL_GROUP = Path("/sys/fs/cgroup")  # version 2, as a container sees its own; docs.kernel.org/admin-guide/cgroup-v2.html
WORKER_BYTES = 400 * 2**20  # what a worker and its kernel hold at the most, drawing included; measured as proportional set size


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
