"""A copy of a book's data in which one number is changed, what depends on it computed again, and everything judged.

The notebooks' own code runs in this process, without a kernel and without drawing. What is committed under data/regenerated is
not consulted: comparing with it would notice any change at all and prove nothing about the verdicts.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collate.audit.cross_checks import failing_checks, load_checks, named_by
from collate.audit.evidence import check_evidence, named
from collate.audit.hypotheses import check_named_causes
from collate.audit.mutation.change import Change, Kind, apply
from collate.book import Book
from collate.config import FILE as CONFIGURATION
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.errata import Errata
from collate.data.listing import is_stray
from collate.data.published import Artifact, Published
from collate.errors import CollateError, ErratumError, NotebookError
from collate.numbers.formula import inputs_of
from collate.run.claim_run import ClaimRun
from collate.run.execute import parameters_for
from collate.run.notebook import Run
from collate.run.notebook_file import other_kernel, read_notebook
from collate.run.plot import POINT_COLUMNS
from collate.verdicts import judge_all


@dataclass(frozen=True)
class Outcome:
    """What a change did.

    Parameters
    ----------
    noticed_by : the place whose verdict fails, otherwise the cross-check that does not hold, or an error's class; empty where it passes.
    moved : whether a regenerated value became another, or the arithmetic of an erratum or a comparison names the number.
    """

    noticed_by: str
    moved: bool


class Trial:
    """A place to try changes, in `folder`. Every change is undone before the next."""

    def __init__(self, book: Book, folder: Path) -> None:
        self.book = Book(folder)
        shutil.copytree(book.data, self.book.data, ignore=lambda _, names: [name for name in names if is_stray(name)])
        shutil.copy(book.root / CONFIGURATION, folder)
        if (book.root / "locale").is_dir():
            shutil.copytree(book.root / "locale", folder / "locale")
        self._notebooks = book.notebooks
        if str(book.python) not in sys.path:
            sys.path.insert(0, str(book.python))
        published = Published(self.book)
        self.artifacts: dict[str, list[Artifact]] = {}
        for artifact in published.artifacts.values():
            for dataset in artifact.datasets:
                self.artifacts.setdefault(dataset, []).append(artifact)
        errata = Errata.load(self.book)
        self.explaining = named(part for entry in errata.by_target.values() for part in entry.evidence)
        claims = Ledger(self.book).claims.values()
        self.explaining |= {name for claim in claims if claim.compares for name in inputs_of(claim.formula)}
        self.checked = named_by(load_checks(self.book))
        self.plotted = plotted(self.book)
        self.chapters = sorted({claim.chapter for claim in claims})

    def attempt(self, change: Change) -> Outcome:
        """Make one change, judge everything, undo the change."""
        before = apply(change, self.book.root)
        kept: dict[Path, bytes] = {}
        try:
            moved = self._compute(change, kept)
            noticed_by = self._failing(change.id) or self._failing_check(change)
            return Outcome(noticed_by, moved or change.id in self.explaining)
        except CollateError as error:
            return Outcome(type(error).__name__, True)
        finally:
            csvfile.write_text(self.book.root / change.path, before)
            for path, content in kept.items():
                path.write_bytes(content)

    def _compute(self, change: Change, kept: dict[Path, bytes]) -> bool:
        """Compute again what depends on the changed file; `kept` receives what was there. Returns whether a value is another."""
        if change.kind is Kind.CELL:
            return False
        for artifact in self.artifacts.get(Path(change.path).stem, []) if change.kind is Kind.OBSERVATION else []:
            values = self.regenerate(artifact)
            self._replace(self.book.regenerated / f"{artifact.id}.csv", values, kept)
        for chapter, values in self.recompute().items():
            self._replace(self.book.claim_values(chapter), values, kept)
        return any(path.read_bytes() != content for path, content in kept.items())

    def recompute(self) -> dict[int, bytes]:
        """The values of the claims of each chapter, as their notebook saves them; everything is read once for all chapters."""
        if not self.chapters:
            return {}
        run = ClaimRun(str(self.chapters[0]), str(self.book.data), str(self.book.build / "claims"))
        everything = list(run.ledger.claims.values())
        run.claims = everything
        values = run.recompute()
        found = {}
        for chapter in self.chapters:
            run.save({claim.id: values[claim.id] for claim in everything if claim.chapter == chapter and claim.formula})
            found[chapter] = (run.output / "claims.csv").read_bytes()
        return found

    def regenerate(self, artifact: Artifact) -> bytes:
        """The values that the notebook of `artifact` gives with the data as they are here.

        Raises
        ------
        CollateError : as the notebook's own code does; NotebookError for any other exception of it, which ends a build, too.
        """
        notebook = read_notebook(self._notebooks / f"{artifact.notebook}.ipynb")
        if other := other_kernel(notebook):
            what = f"a notebook in {other.language} cannot be run as often as the mutation of its inputs asks for"
            raise NotebookError(what, where=artifact.notebook, fix="leave it out of the mutation, or write it in Python")
        given = parameters_for(artifact, self.book.languages[0])
        namespace: dict[str, Any] = {}
        with _inside(self.book.root), _without_drawing():
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    try:
                        exec(compile(cell.source, artifact.notebook, "exec"), namespace)
                    except CollateError:
                        raise
                    except Exception as error:  # a pie chart refuses a negative part, for one
                        raise NotebookError(f"a cell raises {type(error).__name__}: {error}", where=artifact.notebook) from error
                    if "parameters" in cell.metadata.get("tags", []):
                        namespace |= given
            return (self.book.root / given["output_dir"] / "values.csv").read_bytes()

    def _failing(self, id: str) -> str:
        """The place whose verdict fails: `id` itself if it does, else the first one; empty where none fails."""
        try:
            judged = judge_all(self.book).numerals
            failing = [item.place.id for item in judged if item.verdict.fails]
            if not failing:
                check_evidence(self.book)
                check_named_causes(self.book, judged)
        except ErratumError as error:  # one that no longer matches, or whose disagreement has gone
            return error.what.partition(": ")[0]
        return id if id in failing else failing[0] if failing else ""

    def _failing_check(self, change: Change) -> str:
        """The first cross-check that does not hold, which only a changed observation brings about; empty where all do."""
        failing = failing_checks(self.book) if change.id in self.checked else []
        return failing[0].check.id if failing else ""

    def _replace(self, path: Path, content: bytes, kept: dict[Path, bytes]) -> None:
        kept[path] = path.read_bytes()
        path.write_bytes(content)


def plotted(book: Book) -> frozenset[str]:
    """Observations that enter a plotted point."""
    paths = sorted((book.regenerated / "points").glob("*.csv"))
    return frozenset(id for path in paths for row in csvfile.read(path, POINT_COLUMNS) for id in inputs_of(row["formula"]))


@contextmanager
def _without_drawing() -> Iterator[None]:
    from matplotlib import pyplot  # here, since the pages that show the score draw nothing

    Run.draws = False
    try:
        yield
    finally:
        Run.draws = True
        pyplot.close("all")


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    kept = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(kept)
