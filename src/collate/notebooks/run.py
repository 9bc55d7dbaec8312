"""Run a notebook through papermill, strictly: exact parameters, a clean source, a new file, nothing left half-made."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from papermill.utils import chdir
from traitlets.config import Config

from collate.data import csvfile
from collate.data.published import Artifact
from collate.errors import NotebookError, ParameterError
from collate.notebooks import ending, guard
from collate.notebooks.kernels import FRESH, ForkedProvisioner, available, offer_forked
from collate.notebooks.notebook_file import read_notebook
from collate.notebooks.prompt import PromptManager
from collate.project import Project

CELL_SECONDS = "600"  # a cell that runs longer hangs; COLLATE_CELL_SECONDS in the environment says another number


def parameters_for(artifact: Artifact, language: str, vintage: str = "printed") -> dict[str, str]:
    """The parameters of one run, with paths relative to the book's folder so that results name no machine."""
    output = Project(Path()).run(artifact.id, language, vintage)
    folders = {"data_dir": "data", "output_dir": f"{output.as_posix()}.part"}
    return {"artifact": artifact.id, "language": language, "vintage": vintage} | folders | artifact.parameters


def claim_parameters(chapter: int) -> dict[str, str]:
    """The parameters of the notebook that recomputes the claims of a chapter."""
    output = Project(Path()).claim_run(chapter)
    return {"chapter": str(chapter), "data_dir": "data", "output_dir": f"{output.as_posix()}.part"}


def measured_parameters(name: str, language: str) -> dict[str, str]:
    """The parameters of the notebook `name` that shows measurements of builds."""
    output = Project(Path()).run(name, language)
    return {"language": language, "data_dir": "data", "output_dir": f"{output.as_posix()}.part"}


def run_notebook(project: Project, artifact: Artifact, language: str, vintage: str = "printed") -> Path:
    """Execute the notebook of `artifact` in `language` and return the folder that it filled.

    Raises
    ------
    NotebookError, ParameterError : as `execute` does.
    """
    source = project.notebooks / f"{artifact.notebook}.ipynb"
    return execute(project, source, parameters_for(artifact, language, vintage), project.run(artifact.id, language, vintage))


def run_claims(project: Project, chapter: int) -> Path:
    """Execute the notebook that recomputes the claims of `chapter` and return the folder that it filled.

    Raises
    ------
    NotebookError, ParameterError : as `execute` does.
    """
    return execute(project, project.notebooks / "claims.ipynb", claim_parameters(chapter), project.claim_run(chapter))


def run_measured(project: Project, name: str, language: str) -> Path:
    """Execute the notebook `name`, which shows measurements of builds, and return the folder that it filled.

    Raises
    ------
    NotebookError, ParameterError : as `execute` does.
    """
    return execute(project, project.notebooks / f"{name}.ipynb", measured_parameters(name, language), project.run(name, language))


def execute(project: Project, source: Path, parameters: Mapping[str, str], final: Path) -> Path:
    """Execute the notebook `source` so that it fills the folder `final`.

    The folder holds `executed.ipynb`, what the notebook saved, and `record.json` (seconds, parameters). It appears whole
    or not at all; a notebook that fails is kept in `_build/failed/`.

    Raises
    ------
    NotebookError : the notebook cannot be read, a cell raises, hangs or kills its kernel.
    ParameterError : a parameter that the notebook does not declare, or a declared one that is not given.
    """
    notebook = read_notebook(source)
    require_parameters(source, notebook, parameters)
    part = final.with_name(final.name + ".part")
    started = time.monotonic()
    executed = part / "executed.ipynb"
    try:
        _through_papermill(project, source, executed, parameters)
    except (PapermillExecutionError, CellTimeoutError, DeadKernelError) as error:
        reason = _outside(part) or _reason(error, executed)
        kept = _keep_failed(project, final.name, part)
        raise NotebookError(reason, where=project.relative(source), fix=f"see {kept}, mend the cell and run again") from None
    if reason := _outside(part):  # refused, and the notebook went on
        kept = _keep_failed(project, final.name, part)
        raise NotebookError(reason, where=project.relative(source), fix=f"see {kept}, mend the cell and run again")
    _strip_times(executed)
    record = {
        "run": final.name,
        "parameters": dict(parameters),
        "seconds": round(time.monotonic() - started, 2),
        "kernel": ForkedProvisioner.last,
    }
    csvfile.write_text(part / "record.json", json.dumps(record, indent=2, ensure_ascii=False, sort_keys=True) + "\n")
    shutil.rmtree(final, ignore_errors=True)
    part.replace(final)
    return final


def _through_papermill(project: Project, source: Path, executed: Path, parameters: Mapping[str, str]) -> None:
    shutil.rmtree(executed.parent, ignore_errors=True)
    executed.parent.mkdir(parents=True)
    offer_forked()
    try:
        with _importing_from(project.python):
            _run_cells(project, source, executed, parameters)
    except (DeadKernelError, RuntimeError):
        if ForkedProvisioner.last == FRESH or available():
            raise
        _through_papermill(project, source, executed, parameters)  # the template died, and the kernel with it; now a fresh one


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Let kernels that start now import the book's own analyses, and nothing that other folders would put in their place."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before


def _run_cells(project: Project, source: Path, executed: Path, parameters: Mapping[str, str]) -> None:
    # Sockets in a folder of their own: two kernels that start at once never ask for the same port.
    with tempfile.TemporaryDirectory(prefix="collate-") as sockets, chdir(str(project.root)):
        papermill.execute_notebook(
            str(source),
            str(executed),
            parameters=dict(parameters),
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=cell_seconds(),
            extra_arguments=[*guard.arguments(parameters["output_dir"]), *ending.arguments()],
            kernel_manager_class=PromptManager,
            config=Config(KernelManager={"transport": "ipc", "ip": f"{sockets}/kernel"}),
        )


def require_parameters(path: Path, notebook: nbformat.NotebookNode, given: Mapping[str, str]) -> None:
    """Refuse unknown and missing parameters; papermill alone would pass both.

    Raises
    ------
    ParameterError : naming them.
    """
    declared = _declared(notebook)
    if declared is None:
        raise ParameterError("no cell is tagged `parameters`", where=path)
    unknown = sorted(set(given) - declared)
    missing = sorted(declared - set(given))
    if unknown or missing:
        parts = [f"unknown parameter {name}" for name in unknown] + [f"missing parameter {name}" for name in missing]
        raise ParameterError("; ".join(parts), where=path)


def _declared(notebook: nbformat.NotebookNode) -> set[str] | None:
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            lines = (line for line in cell.source.splitlines() if line and not line.startswith("#"))
            return {line.partition("=")[0].strip() for line in lines}
    return None


def cell_seconds() -> int:
    """How long a cell may run.

    Raises
    ------
    ParameterError : COLLATE_CELL_SECONDS is no whole number of seconds.
    """
    text = os.environ.get("COLLATE_CELL_SECONDS", CELL_SECONDS)
    if not text.isdigit() or not int(text):
        raise ParameterError(f"COLLATE_CELL_SECONDS is {text!r}", fix="set it to a whole number of seconds, or not at all")
    return int(text)


def _reason(error: Exception, executed: Path) -> str:
    if isinstance(error, PapermillExecutionError):
        return f"cell {error.exec_count} raises {error.ename}: {error.evalue}"
    if isinstance(error, CellTimeoutError):
        return f"{_running_cell(executed)} ran longer than {cell_seconds()} s"
    return f"the kernel died in {_running_cell(executed)}"


def _running_cell(executed: Path) -> str:
    """The last cell that was begun, by its number among the cells of code, with its first line."""
    cells = [cell for cell in nbformat.read(executed, as_version=4).cells if cell.cell_type == "code"]
    begun = [cell for cell in cells if cell.metadata.papermill.status != "pending"]
    line = next((line for line in begun[-1].source.splitlines() if line.strip()), "") if begun else ""
    return f"cell {len(begun)} ({line[:60]!r})"


def _outside(part: Path) -> str:
    """What the kernel's guard told of a write outside the notebook's folder, or nothing."""
    told = part / guard.TOLD
    if not told.exists():
        return ""
    cell, _, path = told.read_text(encoding="utf-8").splitlines()[0].partition("\t")
    return f"cell {cell} writes {path}, which is not in its output_dir"


def _keep_failed(project: Project, name: str, part: Path) -> str:
    kept = project.build / "failed" / f"{name}.ipynb"
    kept.parent.mkdir(parents=True, exist_ok=True)
    if (part / "executed.ipynb").exists():
        shutil.copy(part / "executed.ipynb", kept)
    shutil.rmtree(part, ignore_errors=True)
    return project.relative(kept)


def _strip_times(path: Path) -> None:
    """Drop what differs between equal runs: papermill's and the kernel's clocks, ids of injected cells."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"injected-{number}"
    csvfile.write_text(path, nbformat.writes(notebook) + "\n")
