"""Make every change once, on all cores, and keep what came of it as data."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import track

from collate.audit.mutation.change import KINDS, Change, derived_cells, moved, observations, recomputable_claims
from collate.audit.mutation.fingerprint import COLUMNS, fingerprint
from collate.audit.mutation.trial import Trial
from collate.book import Book
from collate.data import csvfile
from collate.errors import VerdictError
from collate.judge import judge, judge_claims, require_no_failure
from collate.numbers.formula import inputs_of
from collate.numbers.printed import parse
from collate.run.plot import POINT_COLUMNS

SCORE_COLUMNS = ("kind", "id", "old", "new", "noticed_by", "reason", "noticed_from", "up", "down")
REASONS = ("agrees", "checked", "plotted", "unused")
FURTHER = (10, 100, 1000, 10_000, 100_000, 1_000_000)  # units of the last digit by which a change that passes is made larger


@dataclass(frozen=True)
class Result:
    """What came of one change.

    `noticed_by` is the place whose verdict fails or the cross-check that does not hold, empty where the change passes; then `reason` is
    one of REASONS, and `noticed_from` the size, in units of the last digit, at which it is noticed at last ("" where it never is). `up`
    and `down` are the verdicts of print one unit of its last digit away, empty for observations and words.
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
    VerdictError : a value fails already; a further change would prove nothing.
    """
    cells, claims = judge(book), judge_claims(book)
    require_no_failure([*cells, *claims])
    return [*observations(book), *derived_cells(book, cells), *recomputable_claims(book, claims)]


def measure(book: Book, *, workers: int | None = None, changes: Sequence[Change] | None = None) -> list[Result]:
    """Make `changes` (all when None) one at a time; results sorted by kind and id.

    Parameters
    ----------
    workers : processes at a time; the number of cores when None.
    """
    before = fingerprint(book)
    made = all_changes(book) if changes is None else changes
    with tempfile.TemporaryDirectory() as folder:
        start = partial(_start, book, Path(folder), plotted(book))
        with ProcessPoolExecutor(workers or os.cpu_count() or 1, initializer=start) as pool:
            running = pool.map(try_change, made, chunksize=4)
            results = list(track(running, "changes", total=len(made), console=Console(file=sys.stderr), transient=True))
    if fingerprint(book) != before:
        raise VerdictError("a file changed while the test was running", where=book.data, fix="run `make mutation` again")
    return sorted(results, key=lambda result: (KINDS.index(result.kind), result.id))


def record(book: Book, results: Iterable[Result]) -> None:
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


def plotted(book: Book) -> frozenset[str]:
    """Observations that enter a plotted point."""
    paths = sorted((book.regenerated / "points").glob("*.csv"))
    return frozenset(id for path in paths for row in csvfile.read(path, POINT_COLUMNS) for id in inputs_of(row["formula"]))


def try_change(change: Change, trial: Trial | None = None, drawn: frozenset[str] | None = None) -> Result:
    """Make one change here; larger ones of the same number too, where it passes because of rounding."""
    trial, drawn = trial or _HERE[0], _DRAWN[0] if drawn is None else drawn
    outcome = trial.attempt(change)
    result = Result(change.kind, change.id, change.old, change.new, outcome.noticed_by, up=change.up, down=change.down)
    if outcome.noticed_by:
        return result
    checked = change.kind == "observation" and not outcome.moved and change.id in trial.checked
    if change.kind == "observation" and not outcome.moved and not checked:
        return replace(result, reason="plotted" if change.id in drawn else "unused")
    larger = _larger(change) if change.kind == "observation" else iter(())
    reason = "checked" if checked else "agrees"
    return replace(result, reason=reason, noticed_from=next((str(c.steps) for c in larger if trial.attempt(c).noticed_by), ""))


def _larger(change: Change) -> Iterator[Change]:
    for steps in FURTHER:
        yield replace(change, new=moved(parse(change.old), steps).text, steps=steps)


_HERE: list[Trial] = []  # the trial of this process
_DRAWN: list[frozenset[str]] = []


def _start(book: Book, folder: Path, drawn: frozenset[str]) -> None:
    _HERE.append(Trial(book, Path(tempfile.mkdtemp(dir=folder))))
    _DRAWN.append(drawn)
