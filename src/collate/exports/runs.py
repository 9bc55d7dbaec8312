"""Every notebook run of the book as facts: its notebook, parameters, inputs and results, for pages, exports and descriptions alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from collate.data.claims import Ledger
from collate.data.corrections import vintages
from collate.data.published import Artifact, Published
from collate.exports.hashes import MISSING
from collate.notebooks.heard import Inputs, read_inputs
from collate.notebooks.run import claim_parameters, parameters_for
from collate.project import LANGUAGES, Project

# What papermill does for every run. Which of the two a run had stands in its record.json: no result may depend on it.
HOW = "papermill executes the notebook with these parameters in a kernel of its own, forked from a process with packages alone, or fresh."


@dataclass(frozen=True)
class NotebookRun:
    """One run: `name` as its folder has it, the source notebook, the parameters, the executed notebook, files published.

    What it read is what it was heard to read (`inputs`), once it has run.
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
        """What the run was heard to read.

        Raises
        ------
        NotebookError : it has not run, or its account is damaged.
        """
        return read_inputs(self.executed.parent)

    @property
    def data(self) -> Mapping[Path, str]:
        """The SHA-256 of each file that the run read, but its notebook and modules."""
        return {path: digest for path, digest in self._files().items() if path.suffix != ".py" and path != self.source}

    @property
    def modules(self) -> list[Path]:
        """The book's own modules that the run imported."""
        return [path for path in self._files() if path.suffix == ".py"]

    def _files(self) -> dict[Path, str]:
        return {self.root / name: digest for name, digest in self.inputs.files.items() if digest != MISSING}


def artifact_run(project: Project, artifact: Artifact, language: str, vintage: str = "printed") -> NotebookRun:
    """The run of an artifact's notebook in one language and vintage."""
    source = project.notebooks / f"{artifact.notebook}.ipynb"
    results = [project.values(artifact.id, vintage)]
    if artifact.drawn:
        results.append(project.points(artifact.id, vintage))
        results += [project.figure(artifact.id, language, form, vintage) for form in ("svg", "pdf", "png")]
    return NotebookRun(
        name=project.run(artifact.id, language, vintage).name,
        artifact=artifact,
        chapter=artifact.chapter,
        language=language,
        source=source,
        parameters=parameters_for(artifact, language, vintage),
        root=project.root,
        executed=project.run(artifact.id, language, vintage) / "executed.ipynb",
        results=tuple(results),
    )


def claims_run(project: Project, chapter: int) -> NotebookRun:
    """The run of the claims notebook for one chapter."""
    source = project.notebooks / "claims.ipynb"
    return NotebookRun(
        name=f"claims-{chapter}",
        artifact=None,
        chapter=chapter,
        language="",
        source=source,
        parameters=claim_parameters(chapter),
        root=project.root,
        executed=project.claim_run(chapter) / "executed.ipynb",
        results=(project.claim_values(chapter),),
    )


def all_runs(project: Project) -> list[NotebookRun]:
    """Every run of the book: artifacts in the order of the report and both languages, then claims by chapter."""
    runs = [
        artifact_run(project, artifact, language, vintage)
        for artifact in Published(project).artifacts.values()
        for vintage in vintages(project, artifact)
        for language in LANGUAGES
    ]
    ledger = Ledger(project)
    chapters = sorted({claim.chapter for claim in ledger.claims.values()})
    return runs + [claims_run(project, chapter) for chapter in chapters]
