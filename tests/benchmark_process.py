"""Run a command as a user would, and measure the whole of it: time, processor time, memory of all its processes."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

LOOK = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True)
class Measured:
    """One run of a command: wall-clock and processor seconds, and the largest sum of its processes' resident memory in MB.

    Memory that forked processes share counts once for each of them, so the sum is an upper bound.
    """

    seconds: float
    processor: float
    memory: float


def run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> Measured:
    """Run `command` in `folder` and measure it.

    Raises
    ------
    RuntimeError : it fails; with the end of what it said.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env=os.environ | (environment or {}))
        peak = _watch(process)
        code = process.wait()
        seconds = time.monotonic() - started
        if code:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)[:200]} ends with {code}:\n{said.read()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(seconds, processor, peak())


def _watch(process: subprocess.Popen) -> object:
    """Look at the memory of `process` and its descendants until it ends; returns what tells the peak then."""
    largest = [0]

    def look() -> None:
        root = psutil.Process(process.pid)
        while process.poll() is None:
            total = 0
            try:
                for one in (root, *root.children(recursive=True)):
                    try:
                        total += one.memory_info().rss
                    except psutil.Error:
                        continue
            except psutil.Error:
                break
            largest[0] = max(largest[0], total)
            time.sleep(LOOK)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()

    def peak() -> float:
        thread.join()
        return largest[0] / 1e6

    return peak
