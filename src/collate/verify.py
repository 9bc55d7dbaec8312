"""Every cell's verdict, from the files alone: published cells, regenerated values, errata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from collate import csvfile
from collate.compare import Regenerated, compare
from collate.errata import Errata, Erratum
from collate.errors import DataError, VerdictError
from collate.labels import Labels
from collate.notebook import VALUE_COLUMNS
from collate.phrase import spell
from collate.printed import Interval
from collate.project import Project
from collate.published import Cell, Published
from collate.verdict import Verdict

VERDICT_COLUMNS = ("id", "chapter", "basis", "printed", "regenerated", "low", "high", "verdict", "rule", "formula")


@dataclass(frozen=True)
class Judged:
    """A cell with its verdict. `shown` is the regenerated value at the printed precision."""

    cell: Cell
    chapter: int
    verdict: Verdict
    shown: str
    low: str
    high: str
    rule: str
    formula: str
    erratum: Erratum | None

    @property
    def fields(self) -> tuple[str, ...]:
        """The row of verdicts.csv."""
        cell = self.cell
        # Agreeing texts are not repeated here: they stand in data/published/cells.
        told = cell.printed.kind != "text" or self.verdict is not Verdict.IDENTICAL
        start = (cell.id, str(self.chapter), cell.basis.value, *((cell.printed.text, self.shown) if told else ("", "")))
        return (*start, self.low, self.high, self.verdict.key, self.rule, self.formula)


def judge(project: Project, *, artifacts: Iterable[str] | None = None) -> list[Judged]:
    """The verdict on every cell of `artifacts` (all of the book's when None), in the order of the report.

    Raises
    ------
    ErratumError : an erratum that does not match exactly, or (for the whole book) one that matches nothing.
    DataError : a broken file.
    """
    published = Published(project)
    errata = Errata.load(project.errata, project.errata_schema)
    labels = Labels.load(project.labels)
    judged: list[Judged] = []
    for artifact in published.artifacts.values() if artifacts is None else map(published.artifact, artifacts):
        values = read_values(project.regenerated / f"{artifact.id}.csv", labels, artifact.language)
        cells = published.cells(artifact.id)
        strangers = [f"{row}/{column}" for row, column in values if (row, column) not in cells]
        if strangers:
            raise DataError(f"{artifact.id}: regenerated, but nowhere printed: {', '.join(strangers)}", where=project.regenerated)
        for key, cell in cells.items():
            judged.append(_judge_cell(cell, artifact.chapter, values.get(key), errata))
    if artifacts is None:
        errata.refuse_leftovers({item.cell.id for item in judged if item.verdict is Verdict.ERRATUM})
    return judged


def require_no_failure(judged: Iterable[Judged]) -> None:
    """Raise on the verdicts that fail a build.

    Raises
    ------
    VerdictError : naming up to ten cells.
    """
    failing = [item for item in judged if item.verdict.fails]
    if failing:
        lines = [f"{item.cell.id}: {item.verdict.key}, printed {item.cell.printed.text!r}, regenerated {item.shown!r}" for item in failing]
        more = f"\n  and {len(lines) - 10} more" if len(lines) > 10 else ""
        raise VerdictError(f"{len(lines)} value(s) disagree\n  " + "\n  ".join(lines[:10]) + more)


@dataclass(frozen=True)
class Stored:
    """A row of data/regenerated: the value as `Regenerated`, its bounds and formula as text."""

    regenerated: Regenerated
    low: str
    high: str
    formula: str


def read_values(path: Path, labels: Labels, language: str) -> dict[tuple[str, str], Stored]:
    """Regenerated values of one artifact by (row, column), texts in `language`; empty where the file is missing.

    Raises
    ------
    DataError : a broken file or number.
    """
    if not path.exists():
        return {}
    found = {}
    for row in csvfile.read(path, VALUE_COLUMNS):
        if row["kind"] == "terms":
            regenerated = Regenerated(None, None, spell(row["value"], labels, language))
        else:
            try:
                value, low, high = (Fraction(row[name]) for name in ("value", "low", "high"))
                regenerated = Regenerated(value, Interval(low, high), row["value"])
            except ValueError as error:
                raise DataError(f"not a number: {error}", where=path, line=row.line, fix="run `make` to write it anew") from None
        found[row["row"], row["column"]] = Stored(regenerated, row["low"], row["high"], row["formula"])
    return found


def _judge_cell(cell: Cell, chapter: int, stored: Stored | None, errata: Errata) -> Judged:
    comparison = compare(cell.printed, stored.regenerated if stored else None)
    verdict, erratum = comparison.verdict, None
    if verdict is Verdict.DIFFERS:
        erratum = errata.settle(cell.id, cell.printed.text, comparison.shown)
        verdict = Verdict.ERRATUM if erratum else verdict
    return Judged(
        cell=cell,
        chapter=chapter,
        verdict=verdict,
        shown=comparison.shown,
        low=stored.low if stored else "",
        high=stored.high if stored else "",
        rule=comparison.rule,
        formula=stored.formula if stored else "",
        erratum=erratum,
    )
