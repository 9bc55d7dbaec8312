"""The mutation score: every change is made once, on all cores, and the results are kept as data."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import track

from collate.audit.mutation.change import Change, Kind, derived_cells, moved, observations, recomputable_claims
from collate.audit.mutation.fingerprint import COLUMNS, fingerprint
from collate.audit.mutation.trial import Trial
from collate.book import Book
from collate.data import csvfile
from collate.errors import VerdictError
from collate.numbers.printed import parse
from collate.verdicts import judge_all, require_no_failure

SCORE_COLUMNS = ("kind", "id", "old", "new", "noticed_by", "reason", "noticed_from", "up", "down")
_PASSING = ("identical", "rounding")  # verdicts under which a change of one unit of the last digit passes
FURTHER = (10, 100, 1000, 10_000, 100_000, 1_000_000)  # units of the last digit by which a change that passes is made larger


class Reason(StrEnum):
    """Why a change passes; the value is a key of labels after `mutation-`."""

    AGREES = "agrees"
    CHECKED = "checked"
    PLOTTED = "plotted"
    UNUSED = "unused"


@dataclass(frozen=True)
class Result:
    """What came of one change.

    Parameters
    ----------
    noticed_by : the place whose verdict fails or the cross-check that does not hold, empty where the change passes.
    reason : why it passes, a value of `Reason`; empty where it is noticed.
    noticed_from : the size, in units of the last digit, at which it is noticed at last, empty where it never is.
    up, down : the verdicts on print one unit of its last digit away, empty for observations and words.
    """

    kind: str
    id: str
    old: str
    new: str
    noticed_by: str
    reason: str = ""
    noticed_from: str = ""
    up: str = ""
    down: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.kind, self.id, self.old, self.new, self.noticed_by, self.reason, self.noticed_from, self.up, self.down)


def score_path(book: Book) -> Path:
    """The file of results."""
    return book.data / "mutation" / "score.csv"


def inputs_path(book: Book) -> Path:
    """The hashes of what the results rest on."""
    return book.data / "mutation" / "inputs.csv"


def all_changes(book: Book) -> list[Change]:
    """Every change of a full test: observations, derived cells, recomputable claims.

    Raises
    ------
    VerdictError : a value fails already, so that a change would prove nothing.
    """
    verdicts = judge_all(book)
    require_no_failure(verdicts.numerals)
    return [*observations(book), *derived_cells(book, verdicts.cells), *recomputable_claims(book, verdicts.claims)]


def measure(book: Book, *, workers: int | None = None, changes: Sequence[Change] | None = None) -> list[Result]:
    """Make `changes` (all when None) one at a time; results sorted by kind and id.

    Parameters
    ----------
    workers : processes at a time; the number of cores when None.
    """
    before = fingerprint(book)
    made = all_changes(book) if changes is None else changes
    with tempfile.TemporaryDirectory() as folder:
        start = partial(_start, book, Path(folder))
        with ProcessPoolExecutor(workers or os.cpu_count() or 1, initializer=start) as pool:
            running = pool.map(try_change, made, chunksize=4)
            results = list(track(running, "changes", total=len(made), console=Console(file=sys.stderr), transient=True))
    if fingerprint(book) != before:
        raise VerdictError("a file changed while the test was running", where=book.data, fix="run `collate mutation` again")
    return sorted(results, key=lambda result: (list(Kind).index(Kind(result.kind)), result.id))


def keep(book: Book, results: Iterable[Result]) -> None:
    """Keep the results and the hashes of what they rest on."""
    csvfile.write(score_path(book), SCORE_COLUMNS, [result.fields for result in results])
    csvfile.write(inputs_path(book), COLUMNS, fingerprint(book).items())


def read_score(book: Book) -> list[Result]:
    """The kept results; none where the test was never run.

    Raises
    ------
    DataError : the file is broken.
    """
    path = score_path(book)
    return [Result(*(row[name] for name in SCORE_COLUMNS)) for row in csvfile.read(path, SCORE_COLUMNS)] if path.exists() else []


def try_change(change: Change, trial: Trial | None = None) -> Result:
    """Make one change in this process, and larger ones of the same number where it passes because of rounding."""
    trial = trial or _HERE[0]
    outcome = trial.attempt(change)
    result = Result(change.kind, change.id, change.old, change.new, outcome.noticed_by, up=change.up, down=change.down)
    if outcome.noticed_by:
        return result
    checked = change.kind is Kind.OBSERVATION and not outcome.moved and change.id in trial.checked
    if change.kind is Kind.OBSERVATION and not outcome.moved and not checked:
        return replace(result, reason=Reason.PLOTTED if change.id in trial.plotted else Reason.UNUSED)
    larger = _larger(change) if change.kind is Kind.OBSERVATION else iter(())
    reason = Reason.CHECKED if checked else Reason.AGREES
    return replace(result, reason=reason, noticed_from=next((str(c.steps) for c in larger if trial.attempt(c).noticed_by), ""))


def _larger(change: Change) -> Iterator[Change]:
    for steps in FURTHER:
        yield replace(change, new=moved(parse(change.old), steps).text, steps=steps)


_HERE: list[Trial] = []  # the trial of this worker process


def _start(book: Book, folder: Path) -> None:
    _HERE.append(Trial(book, Path(tempfile.mkdtemp(dir=folder))))


@dataclass(frozen=True)
class Score:
    """Of the places of one kind: changes made and noticed; single changes of the last digit, and those that pass as rounding."""

    kind: str
    made: int
    noticed: int
    single: int
    passing: int

    @property
    def percent(self) -> str:
        """The share noticed, in percent, truncated rather than rounded: 100 % means all."""
        return f"{self.noticed * 1000 // self.made / 10:.1f} %" if self.made else ""


def scores(results: Sequence[Result]) -> list[Score]:
    """One score for each kind that has changes."""
    found = []
    for kind in Kind:
        chosen = [result for result in results if result.kind == kind]
        single = [verdict for result in chosen for verdict in (result.up, result.down) if verdict]
        noticed = sum(bool(result.noticed_by) for result in chosen)
        found.append(Score(kind, len(chosen), noticed, len(single), sum(verdict in _PASSING for verdict in single)))
    return [score for score in found if score.made]


def unnoticed(results: Sequence[Result]) -> list[Result]:
    """The changes that pass."""
    return [result for result in results if not result.noticed_by]
