"""Run a command as a user would, and measure the whole of it: time, processor time, memory of all its processes."""

from __future__ import annotations

import datetime
import os
import platform
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

LOOK = 0.1  # seconds between two looks at the memory


def circumstances() -> dict[str, str]:
    """When and where something is measured: today's date, the processor as the system names it, the cores that this process may use."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": models[0] if models else platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
    }


@dataclass(frozen=True)
class Measured:
    """One run of a command: wall-clock and processor seconds, and the largest sum of its processes' resident memory in MB.

    Memory that forked processes share counts once for each of them, so the sum is an upper bound.
    """

    seconds: float
    processor: float
    memory: float

    def columns(self) -> dict[str, str]:
        """What the files of measurements say of it, by column."""
        return {"seconds": f"{self.seconds:.2f}", "processor_seconds": f"{self.processor:.2f}", "memory_mb": f"{self.memory:.0f}"}


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


class Resident:
    """A command that stays, and says `line` each time that it has brought everything up to date."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str], line: str) -> None:
        self.line, pipe = line, subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=subprocess.STDOUT, text=True, env=os.environ | environment)

    def answer(self, change: Callable[[], object]) -> Measured:
        """Make a change, and measure from then until the command has answered it.

        Raises
        ------
        RuntimeError : it ends instead, or answers that it has failed.
        """
        answered = threading.Event()
        before, started = self._processor(), time.monotonic()
        peak = _watch(self.process, answered)
        change()
        said = []
        for line in self.process.stdout or ():
            said.append(line)
            if self.line in line:
                break
        seconds = time.monotonic() - started
        answered.set()
        if not said or self.line not in said[-1] or said[-1].startswith("failed"):
            raise RuntimeError("".join(said)[-2000:])
        return Measured(seconds, self._processor() - before, peak())

    def end(self) -> None:
        self.process.terminate()  # a shell that starts `make bench` in the background lets it ignore interrupts
        self.process.communicate()

    def _processor(self) -> float:
        """Processor seconds of all its processes, those that have ended among them."""
        root = psutil.Process(self.process.pid)
        return sum(sum(one.cpu_times()[:4]) for one in (root, *root.children(recursive=True)))


def when_replaced(files: Sequence[Path]) -> Callable[[], float]:
    """Look until each of `files`, which stand there, is another file of that name; returns what tells the moment then.

    The times of a file do not tell it: a folder may take the place of another one long after its files were written.
    """
    before, moment = [file.stat().st_ino for file in files], [0.0]

    def look() -> None:
        while any(now in (None, then) for now, then in zip(map(_inode, files), before, strict=True)):
            time.sleep(LOOK / 10)
        moment[0] = time.time()

    thread = threading.Thread(target=look, daemon=True)
    thread.start()

    def when() -> float:
        thread.join()
        return moment[0]

    return when


def _inode(file: Path) -> int | None:
    try:
        return file.stat().st_ino
    except FileNotFoundError:  # the folder is being replaced
        return None


def _watch(process: subprocess.Popen, enough: threading.Event | None = None) -> Callable[[], float]:
    """Look at the memory of `process` and its descendants until it ends or it is `enough`; returns what tells the peak then."""
    largest = [0]

    def look() -> None:
        root = psutil.Process(process.pid)
        while process.poll() is None and not (enough and enough.is_set()):
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
