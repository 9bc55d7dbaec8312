"""What a notebook uses: load the data of one artifact, show the result, save it.

A notebook never reads data/published/cells: it must not see the numbers that it is compared with.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from collate.book import READINGS, Book
from collate.data import csvfile
from collate.data.dataset import Dataset, dataset
from collate.data.errata import Errata
from collate.data.phrase import Phrase
from collate.data.published import Published
from collate.data.source import NO_CORRECTIONS, load_boundaries, load_facts, load_observations
from collate.errors import ContractError, ParameterError
from collate.numbers.quantity import LEAVES, Operation, Quantity
from collate.numbers.values import VALUE_COLUMNS, exact_text
from collate.run.drawing import drawn_forms, save_plot, use_style
from collate.run.plot import POINT_COLUMNS, Plot, alternative_text
from collate.run.saved_value import saved_fields, text_of

if TYPE_CHECKING:
    import pandas as pd

DISPLAY_COLUMNS = ("row", "column", "text")


class Run:
    """One run of an artifact's notebook.

    Parameters
    ----------
    artifact : id, such as `table-1-2`.
    language : one of the book's; changes words, never numbers.
    reading : `printed`, or `corrected` to read the observations as the errata propose.
    data_dir : the book's `data` folder.
    output_dir : folder that receives `values.csv` and `display.csv`, and of a plot `points.csv` and, in the printed reading,
        `alt.txt` and the drawing.

    Raises
    ------
    ParameterError : an unknown language or reading.
    UnknownIdError : an unknown artifact.
    """

    draws: ClassVar[bool] = True  # the mutation test computes thousands of runs and looks at no plot

    def __init__(self, artifact: str, language: str, reading: str, data_dir: str, output_dir: str) -> None:
        if reading not in READINGS:
            raise ParameterError(f"unknown reading {reading!r}", fix=f"use one of {', '.join(READINGS)}")
        self.language = language
        self.reading = reading
        self.output = Path(output_dir)
        self.book = Book(Path(data_dir).parent)
        if language not in self.book.languages:
            raise ParameterError(f"unknown language {language!r}", fix=f"use one of {', '.join(self.book.languages)}")
        published = Published(self.book, only=artifact)
        self.artifact = published.artifact(artifact)
        self._headers = {axis: published.headers(artifact, axis) for axis in ("row", "column")}
        self.labels = self.book.words
        if self.artifact.drawn and self.draws and drawn_forms(reading):
            use_style(self.book, language)

    @property
    def rows(self) -> list[str]:
        """The label keys of the artifact's rows, in their printed order: the index of the frame that `save` takes."""
        return [header.label for header in self._headers["row"]]

    @property
    def columns(self) -> list[str]:
        """The label keys of its columns, likewise."""
        return [header.label for header in self._headers["column"]]

    def word(self, key: str) -> str:
        """The term `key` (levels joined by colons) in the run's language."""
        return self._header(key)

    @cached_property
    def boundaries(self) -> dict[str, list[list[list[float]]]]:
        """Outlines by unit from the artifact's boundary file: rings of longitude and latitude in degrees.

        Raises
        ------
        DataError : the file is missing or broken.
        """
        return load_boundaries(self.book.source, self.artifact.datasets)

    @cached_property
    def observations(self) -> pd.DataFrame:
        """The observations of the artifact's datasets; columns as `load_observations` gives them."""
        return load_observations(self.book.source, self._existing("observations"), self._corrections)

    @property
    def _corrections(self) -> Mapping[str, str]:
        if self.reading == "printed":
            return NO_CORRECTIONS
        return Errata.load(self.book).observation_corrections

    @cached_property
    def facts(self) -> pd.DataFrame:
        """The facts in words of the artifact's datasets; columns as `load_facts` gives them."""
        return load_facts(self.book.source, self._existing("facts"))

    def data(self, id: str, **options: Any) -> pd.DataFrame:
        """A registered dataset as an ordinary frame of pandas; the build knows it for an input, and its hash is compared first.

        Parameters
        ----------
        id : as data/source/datasets.csv has it; artifacts.csv lists it among the artifact's datasets.
        options : handed to the reader of pandas, such as `sep`, `encoding`, `sheet_name`; for SQLite `table` or `query`.

        Raises
        ------
        ContractError : artifacts.csv does not list it.
        UnknownIdError : no dataset has this id.
        DataError : the file has changed since it was registered, or cannot be read.
        """
        return self._dataset(id).frame(**options)

    def path(self, id: str) -> Path:
        """Where the file of a registered dataset is, for libraries that read it by themselves; its hash is compared first.

        Raises
        ------
        ContractError, UnknownIdError, DataError : as `data` does.
        """
        found = self._dataset(id)
        found.content()
        return found.path

    def _dataset(self, id: str) -> Dataset:
        found = dataset(self.book, id)
        if id not in self.artifact.datasets:
            told = f"{self.artifact.id} reads the dataset {id!r}, which artifacts.csv does not list for it"
            raise ContractError(told, fix=f"add {id} to its column `datasets`")
        return found

    def show(self, frame: pd.DataFrame) -> pd.DataFrame:
        """`frame` with every label and value in the run's language, for the reader of the notebook."""
        shown = frame.map(self._text)
        shown.index = [self._header(key) for key in frame.index]
        shown.columns = [self._header(key) for key in frame.columns]
        return shown

    def save(self, frame: pd.DataFrame, plot: Plot | None = None, *, error: Any = None, samples: Sequence[pd.DataFrame] = ()) -> None:
        """Write values and display text, and the plot with its points where the artifact has one.

        Parameters
        ----------
        frame : rows and columns in label keys (levels joined by colons), exactly those of headers.csv in any order; cells are
            numbers of any kind (`Quantity`, integers, fractions, floats of Python or numpy), `Phrase`, text, or mappings of roles to
            numbers such as `{"value": b, "se": s}`. None is a cell that nothing regenerates, whose basis is then `none`; a figure has
            a value only where the text quotes one, and may have NaN for it, too.
        plot : the drawing, for an artifact that artifacts.csv declares as drawn.
        error : how far the numbers may lie from the true ones, in their units: one for all, or a frame of the same form.
        samples : the same frame from other runs, such as those of other seeds; the spread of each number is its range.

        Raises
        ------
        ContractError : rows, columns or a cell's type are not what the table has, or a plot is missing or not declared.
        BuildError : the font lacks a character of the plot, or its labels overlap.
        """
        import pandas as pd  # here, since who reads values only needs none of it

        rows, columns = self._headers["row"], self._headers["column"]
        self._require("row", frame.index, [header.label for header in rows])
        self._require("column", frame.columns, [header.label for header in columns])
        values, display = [], []
        for row in rows:
            for column in columns:
                value = frame.at[row.label, column.label]
                if self.artifact.kind == "figure" and pd.api.types.is_scalar(value) and pd.isna(value):
                    continue
                if value is None:
                    display.append((row.id, column.id, ""))
                    continue
                own = error.at[row.label, column.label] if isinstance(error, pd.DataFrame) else error
                others = [sample.at[row.label, column.label] for sample in samples]
                try:
                    values += [(row.id, column.id, *fields) for fields in saved_fields(value, own, others)]
                except ContractError as wrong:
                    raise ContractError(f"{self.artifact.id}/{row.id}/{column.id}: {wrong.what}", fix=wrong.fix) from None
                display.append((row.id, column.id, self._text(value)))
        if bool(plot) != bool(self.artifact.drawn):
            raise ContractError(f"{self.artifact.id}: artifacts.csv and the notebook disagree on whether there is a plot")
        if plot and self.draws:
            self._save_plot(plot)
        csvfile.write(self.output / "values.csv", VALUE_COLUMNS, values)
        csvfile.write(self.output / "display.csv", DISPLAY_COLUMNS, display)

    def _save_plot(self, plot: Plot) -> None:
        """Points of either reading, and one drawing: a page moves its marks to what the other reading gives."""
        csvfile.write(self.output / "points.csv", POINT_COLUMNS, sorted(point.row for point in plot.points))
        if not drawn_forms(self.reading):
            return
        save_plot(plot, self.artifact.id, self.output)
        title = self.labels.text(self.artifact.title, self.language)
        csvfile.write_text(self.output / "alt.txt", alternative_text(title, plot.points, self.labels, self.language) + "\n")

    def _existing(self, kind: str) -> list[str]:
        folder = self.book.source / kind
        return [name for name in self.artifact.datasets if (folder / f"{name}.csv").exists()]

    def _require(self, axis: str, found: Sequence[str], expected: Sequence[str]) -> None:
        missing = [key for key in expected if key not in set(found)]
        unknown = [key for key in found if key not in set(expected)]
        if missing or unknown or len(found) != len(expected):
            raise ContractError(f"{self.artifact.id}: {axis}s missing {missing}, unknown {unknown}")

    def _text(self, value: Any) -> str:
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return ""  # nothing regenerates it; a figure has values only where the text quotes them
        if isinstance(value, Phrase):
            return value.text(self.labels, self.language)
        if not isinstance(value, Quantity):
            return text_of(value)
        if value.printed is not None:
            return value.printed.text
        return f"{value.value.numerator / value.value.denominator:,.{_decimals(value)}f}"

    def _header(self, key: str) -> str:
        return " · ".join(self.labels.text(part, self.language) for part in key.split(":"))


def open_run(artifact: str, language: str, reading: str, data_dir: str, output_dir: str) -> Run:
    """The run that a notebook's parameters describe. See `Run`."""
    return Run(artifact, language, reading, data_dir, output_dir)


def _decimals(value: Quantity) -> int:
    """Decimals to show: those of the inputs for a sum, a maximum or a count, two for anything with a product or a quotient."""
    if value.operations & {Operation.MULTIPLY, Operation.DIVIDE, Operation.POWER}:
        return 2
    leaves = [part for part in value.parts() if part.operation in LEAVES]
    return max(part.printed.decimals if part.printed else min(2, _places(part.value)) for part in leaves)


def _places(value: Fraction) -> int:
    """Decimals of a number that ends; 2 where it does not."""
    text = exact_text(value)
    return 2 if "/" in text else len(text.partition(".")[2])
