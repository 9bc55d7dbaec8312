"""Every notebook run of the book as facts: its notebook, parameters, inputs and results."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from collate.data.claims import Ledger
from collate.data.corrections import vintages
from collate.data.published import Artifact, Published
from collate.notebooks.claim_inputs import claim_inputs
from collate.notebooks.imports import notebook_modules
from collate.notebooks.run import claim_parameters, parameters_for
from collate.project import LANGUAGES, Project

FOLDERS = (("observations", "csv"), ("facts", "csv"), ("boundaries", "json"))


@dataclass(frozen=True)
class NotebookRun:
    """One run: `name` as its folder has it, the source notebook, the parameters, files read, files of the executed run, files published.

    `python` is the folder of the book's own modules.
    """

    name: str
    artifact: Artifact | None
    chapter: int
    language: str
    source: Path
    parameters: dict[str, str]
    data: tuple[Path, ...]
    python: Path
    executed: Path
    results: tuple[Path, ...]

    @property
    def modules(self) -> list[Path]:
        """The book's own modules that the notebook imports."""
        return notebook_modules(self.source, self.python)


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
        data=(*data_files(project, artifact), *((project.errata,) if vintage == "corrected" else ())),
        python=project.python,
        executed=project.run(artifact.id, language, vintage) / "executed.ipynb",
        results=tuple(results),
    )


def claims_run(project: Project, ledger: Ledger, chapter: int) -> NotebookRun:
    """The run of the claims notebook for one chapter."""
    source = project.notebooks / "claims.ipynb"
    return NotebookRun(
        name=f"claims-{chapter}",
        artifact=None,
        chapter=chapter,
        language="",
        source=source,
        parameters=claim_parameters(chapter),
        data=(project.published / "claims.csv", *claim_inputs(project, ledger, chapter)),
        python=project.python,
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
    return runs + [claims_run(project, ledger, chapter) for chapter in chapters]


def data_files(project: Project, artifact: Artifact) -> list[Path]:
    """The files of observations, facts and outlines that an artifact is regenerated from."""
    paths = [project.source / kind / f"{name}.{form}" for name in artifact.datasets for kind, form in FOLDERS]
    return [path for path in paths if path.exists()]
