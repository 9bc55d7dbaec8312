"""What was measured once, on a named day and machine: run times, whether the book reproduces, disturbed builds. Never part of a build."""

from __future__ import annotations

from dataclasses import dataclass

from collate.book import Book
from collate.data import csvfile

RUN_COLUMNS = ("run", "seconds", "date", "machine")
REPRODUCE_COLUMNS = ("what", "files", "equal", "differing", "reason", "date", "machine")
CONDITION_COLUMNS = ("build", "folder", "zone", "locale", "hash_seed", "workers", "seconds", "memory_mb", "commit")
SPEED_COLUMNS = ("date", "machine", "cores", "way", "step", "round", "seconds", "processor_seconds", "memory_mb", "notebooks")
SPEED_WAYS = ("floor", "ours", "papermill", "nbconvert", "jupyter-book", "snakemake")
SPEED_STEPS = ("cold", "pages", "unchanged", "changed", "page", "watched")
CHECK_COLUMNS = ("date", "machine", "cores", "way", "size", "round", "seconds", "processor_seconds", "memory_mb")
CHECK_WAYS = ("ours", "ours-ledger", "claims-cli")
SCALE_COLUMNS = ("date", "machine", "cores", "step", "size", "seconds", "processor_seconds", "memory_mb", "notebooks")
SCALE_STEPS = ("cold", "pages", "unchanged", "changed", "claims")
PAINT_COLUMNS = ("date", "machine", "cores", "page", "screen", "first", "largest")
DISTURBANCE_COLUMNS = ("build", "kind", "number", "at", "hit", "ended", "equal", "seed", "date", "machine")
INTERRUPT = "interrupt"
INTERRUPTED = ("values", "verify", "run", "watch", "archive")
# Every disturbance that `make disturb` tries: the part of the build, or the command, that is disturbed, and how.
DISTURBANCES = (
    *((command, INTERRUPT) for command in INTERRUPTED),
    ("html", "build"),
    ("values", "build"),
    ("values", "worker"),
    ("values", "kernel"),
    ("values", "template"),
    ("values", "disk"),
)


@dataclass(frozen=True)
class Timing:
    """The measured run of a notebook: seconds as text, the day, the machine."""

    seconds: str
    date: str
    machine: str


def run_timings(book: Book) -> dict[str, Timing]:
    """Measured runs by name; empty where none was measured.

    Raises
    ------
    DataError : a broken file.
    """
    path = book.benchmarks / "runs.csv"
    rows = csvfile.read(path, RUN_COLUMNS) if path.exists() else []
    return {row["run"]: Timing(row["seconds"], row["date"], row["machine"]) for row in rows}
