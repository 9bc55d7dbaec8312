"""Every notebook run of the book as facts: its notebook, parameters, inputs and results, for pages and exports alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from collate.book import Book
from collate.data.claims import Ledger
from collate.data.errata import readings
from collate.data.published import Artifact, Published
from collate.hashes import MISSING
from collate.run.drawing import drawn_forms
from collate.run.execute import claim_parameters, parameters_for
from collate.run.inputs import Inputs, read_inputs

# What papermill does for every run. Which of the two a run had stands in its record.json: no result may depend on it.
HOW = "papermill executes the notebook with these parameters in a kernel of its own, forked from a process with packages alone, or fresh."


@dataclass(frozen=True)
class NotebookRun:
    """One run: `name` as its folder has it, the source notebook, the parameters, the executed notebook, files published.

    `inputs` are the files that it was recorded to read, once it has run.
    """

    name: str
    artifact: Artifact | None
    chapter: int
    language: str
    source: Path
    parameters: dict[str, str]
    root: Path
    executed: Path
    results: tuple[Path, ...]

    @cached_property
    def inputs(self) -> Inputs:
        """What the run was recorded to read.

        Raises
        ------
        NotebookError : it has not run, or the record is damaged.
        """
        return read_inputs(self.executed.parent)

    @property
    def data(self) -> Mapping[Path, str]:
        """The SHA-256 of each file that the run read, other than its notebook and modules."""
        return {path: digest for path, digest in self._files().items() if path.suffix != ".py" and path != self.source}

    @property
    def modules(self) -> list[Path]:
        """The book's own modules that the run imported."""
        return [path for path in self._files() if path.suffix == ".py"]

    def _files(self) -> dict[Path, str]:
        return {self.root / name: digest for name, digest in self.inputs.files.items() if digest != MISSING}


def artifact_run(book: Book, artifact: Artifact, language: str, reading: str = "printed") -> NotebookRun:
    """The run of an artifact's notebook in one language and reading."""
    source = book.notebooks / f"{artifact.notebook}.ipynb"
    results = [book.values(artifact.id, reading)]
    if artifact.drawn:
        results.append(book.points(artifact.id, reading))
        results += [book.figure(artifact.id, language, form) for form in drawn_forms(reading)]
    return NotebookRun(
        name=book.run(artifact.id, language, reading).name,
        artifact=artifact,
        chapter=artifact.chapter,
        language=language,
        source=source,
        parameters=parameters_for(artifact, language, reading),
        root=book.root,
        executed=book.run(artifact.id, language, reading) / "executed.ipynb",
        results=tuple(results),
    )


def claims_run(book: Book, chapter: int) -> NotebookRun:
    """The run of the claims notebook for one chapter."""
    source = book.notebooks / "claims.ipynb"
    return NotebookRun(
        name=f"claims-{chapter}",
        artifact=None,
        chapter=chapter,
        language="",
        source=source,
        parameters=claim_parameters(chapter),
        root=book.root,
        executed=book.claim_run(chapter) / "executed.ipynb",
        results=(book.claim_values(chapter),),
    )


def all_runs(book: Book) -> list[NotebookRun]:
    """Every run of the book: artifacts in the order of the publication in every language, then claims by chapter."""
    runs = [
        artifact_run(book, artifact, language, reading)
        for artifact in Published(book).artifacts.values()
        for reading in readings(book, artifact)
        for language in book.languages
    ]
    ledger = Ledger(book)
    chapters = sorted({claim.chapter for claim in ledger.claims.values()})
    return runs + [claims_run(book, chapter) for chapter in chapters]
