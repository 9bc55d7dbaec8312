"""What the notebook on scale uses: the build measured as a book grows, and what that says of a book of a hundred thousand notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from collate.book import LANGUAGES, Book
from collate.data import csvfile
from collate.errors import ParameterError

SCALE_COLUMNS = ("date", "machine", "cores", "step", "size", "seconds", "processor_seconds", "memory_mb", "notebooks")
SCALE_STEPS = ("cold", "pages", "unchanged", "changed", "claims")
GROWN_COLUMNS = ("step", "size", "seconds", "growth", "processor_seconds", "memory_mb", "notebooks")
COST_COLUMNS = ("what", "value")
WHOLE = 100_000  # notebooks of the book that the cost is worked out for
CORES = (10, 100, 1000)


@dataclass(frozen=True)
class Grown:
    """One measured step at one size, in tables; `growth` is the power with which its time grew from the size before, if there is one."""

    step: str
    size: int
    seconds: float
    processor_seconds: float
    memory_mb: float
    notebooks: int
    growth: float | None


class ScaleRun:
    """One run of the notebook on scale.

    Parameters
    ----------
    language : `zh-Hant` or `en`.
    data_dir : the book's `data` folder; it holds `benchmarks/scale.csv`.
    output_dir : folder that receives `display.csv` and `cost.csv`.

    Raises
    ------
    ParameterError : an unknown language, or no measurement of a build from nothing.
    DataError : the file is missing or broken.
    """

    def __init__(self, language: str, data_dir: str, output_dir: str) -> None:
        if language not in LANGUAGES:
            raise ParameterError(f"unknown language {language!r}", fix=f"use one of {', '.join(LANGUAGES)}")
        self.language, self.output = language, Path(output_dir)
        book = Book(Path(data_dir).parent)
        self.labels = book.words
        path = book.benchmarks / "scale.csv"
        self.rows = csvfile.read(path, SCALE_COLUMNS)
        if not any(row["step"] == "cold" for row in self.rows):
            raise ParameterError("no build from nothing was measured", where=path, fix="make bench-scale")

    def word(self, key: str) -> str:
        return self.labels.text(key, self.language)

    def measured(self) -> list[Grown]:
        """Every measurement, by step and size."""
        found: list[Grown] = []
        for step in SCALE_STEPS:
            rows = sorted((row for row in self.rows if row["step"] == step), key=lambda row: int(row["size"]))
            before: Grown | None = None
            for row in rows:
                size, seconds = int(row["size"]), float(row["seconds"])
                growth = log(seconds / before.seconds) / log(size / before.size) if before else None
                before = Grown(step, size, seconds, float(row["processor_seconds"]), float(row["memory_mb"]), int(row["notebooks"]), growth)
                found.append(before)
        return found

    def cost(self, measured: Sequence[Grown]) -> dict[str, float]:
        """What a book of 100,000 notebooks costs in proportion to the largest one that was built from nothing, by label key.

        Notebooks share out among cores; what a change costs on the machine that builds does not.
        """
        largest = max((item for item in measured if item.step == "cold"), key=lambda item: item.size)
        each = largest.processor_seconds / largest.notebooks
        hours = each * WHOLE / 3600
        found = {"cost-each": each, "cost-core-hours": hours} | {f"cost-hours-{cores}": hours / cores for cores in CORES}
        changed = [item for item in measured if item.step == "changed" and item.size == largest.size]
        tables = WHOLE * largest.size / largest.notebooks
        return found | ({"cost-change-hours": changed[0].seconds / largest.size * tables / 3600} if changed else {})

    def save(self, measured: Sequence[Grown]) -> None:
        """Write what the pages show."""
        rows = [
            (
                self.word(f"scale-{item.step}"),
                f"{item.size:,}",
                f"{item.seconds:.2f}",
                "" if item.growth is None else f"{item.growth:.2f}",
                f"{item.processor_seconds:.1f}",
                f"{item.memory_mb:.0f}",
                f"{item.notebooks:,}",
            )
            for item in measured
        ]
        csvfile.write(self.output / "display.csv", GROWN_COLUMNS, rows)
        cost = [(self.word(key), f"{value:.2f}" if value < 10 else f"{value:.0f}") for key, value in self.cost(measured).items()]
        csvfile.write(self.output / "cost.csv", COST_COLUMNS, cost)


def open_scale(language: str, data_dir: str, output_dir: str) -> ScaleRun:
    """The run that the notebook's parameters describe. See `ScaleRun`."""
    return ScaleRun(language, data_dir, output_dir)
