"""What the notebook on speed uses: medians of measured builds, as a table and a chart in words of the run's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from collate.book import LANGUAGES, Book
from collate.data import csvfile
from collate.errors import ParameterError
from collate.run.drawing import save_figure, use_style

SPEED_COLUMNS = ("date", "machine", "cores", "way", "step", "round", "seconds", "processor_seconds", "memory_mb", "notebooks")
SPEED_WAYS = ("floor", "ours", "papermill", "nbconvert", "jupyter-book", "snakemake")
SPEED_STEPS = ("cold", "pages", "unchanged", "changed", "page", "watched")
SHOWN_COLUMNS = ("way", "step", "seconds", "ratio", "processor_seconds", "memory_mb", "notebooks")
FLOOR = ("floor", "cold")


@dataclass(frozen=True)
class Measurement:
    """The median of the rounds of one step of one way; `ratio` is its time in times of the floor."""

    way: str
    step: str
    seconds: float
    ratio: float
    processor_seconds: float
    memory_mb: float
    notebooks: int


class SpeedRun:
    """One run of the notebook on speed.

    Parameters
    ----------
    language : `zh-Hant` or `en`.
    data_dir : the book's `data` folder; it holds `benchmarks/speed.csv`.
    output_dir : folder that receives `display.csv`, `alt.txt` and the chart.

    Raises
    ------
    ParameterError : an unknown language, or measurements without the floor that they are compared with.
    DataError : the file is missing or broken.
    """

    def __init__(self, language: str, data_dir: str, output_dir: str) -> None:
        if language not in LANGUAGES:
            raise ParameterError(f"unknown language {language!r}", fix=f"use one of {', '.join(LANGUAGES)}")
        self.language, self.output = language, Path(output_dir)
        self.book = Book(Path(data_dir).parent)
        self.labels = self.book.words
        path = self.book.benchmarks / "speed.csv"
        self.rows = csvfile.read(path, SPEED_COLUMNS)
        if not any((row["way"], row["step"]) == FLOOR for row in self.rows):
            raise ParameterError("no measurement of the floor", where=path, fix="make bench")
        use_style(self.book, language)

    def word(self, key: str) -> str:
        return self.labels.text(key, self.language)

    def medians(self) -> list[Measurement]:
        """One measurement a step of a way, in the order of the page."""
        floor = median(float(row["seconds"]) for row in self.rows if (row["way"], row["step"]) == FLOOR)
        found = []
        for way in SPEED_WAYS:
            for step in SPEED_STEPS:
                rows = [row for row in self.rows if (row["way"], row["step"]) == (way, step)]
                if rows:
                    names = ("seconds", "processor_seconds", "memory_mb", "notebooks")
                    seconds, processor, memory, notebooks = (median(float(row[name]) for row in rows) for name in names)
                    found.append(Measurement(way, step, seconds, seconds / floor, processor, memory, int(notebooks)))
        return found

    def name(self, item: Measurement) -> str:
        return f"{self.word(f'speed-{item.way}')}{self.word('join-colon')}{self.word(f'speed-{item.step}')}"

    def show(self, measured: Sequence[Measurement]) -> dict[str, str]:
        """Every measurement in one line, for the reader of the notebook."""
        return {self.name(item): f"{item.seconds:.1f} s, {item.ratio:.2f} x" for item in measured}

    def save(self, measured: Sequence[Measurement]) -> None:
        """Write the table, the chart and what it shows in words."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=(5.0, 4.2), layout="constrained")
        axes = figure.subplots()
        names, seconds = [self.name(item) for item in measured], [item.seconds for item in measured]
        shades = ["#0072B2" if item.way == "ours" else "#999999" for item in measured]
        bars = axes.barh(names, seconds, color=shades, hatch=["//" if item.way == "ours" else "" for item in measured], edgecolor="white")
        axes.bar_label(bars, [f"{value:.1f}" for value in seconds], padding=2, fontsize=7)
        axes.set_xscale("log")
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        axes.margins(x=0.2)
        axes.set_xlabel(self.word("speed-axis"))
        save_figure(figure, self.output)
        told = self.word("join-semicolon").join(f"{name} {value:.1f} s" for name, value in zip(names, seconds, strict=True))
        csvfile.write_text(self.output / "alt.txt", f"{told}\n")
        rows = [(self.word(f"speed-{item.way}"), self.word(f"speed-{item.step}"), *_figures(item)) for item in measured]
        csvfile.write(self.output / "display.csv", SHOWN_COLUMNS, rows)


def open_speed(language: str, data_dir: str, output_dir: str) -> SpeedRun:
    """The run that the notebook's parameters describe. See `SpeedRun`."""
    return SpeedRun(language, data_dir, output_dir)


def _figures(item: Measurement) -> tuple[str, ...]:
    return f"{item.seconds:.1f}", f"{item.ratio:.2f}", f"{item.processor_seconds:.1f}", f"{item.memory_mb:.0f}", str(item.notebooks)
