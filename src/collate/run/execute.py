"""Run a notebook through papermill, strictly: exact parameters, a clean source, a new file, nothing left half-made."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from papermill.utils import chdir
from traitlets.config import Config

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.problems import Problems
from collate.data.published import SEEDS, Artifact, Published
from collate.errors import NotebookError
from collate.run import environment, inputs, sandbox
from collate.run.drawing import drawn_forms, prepare_face
from collate.run.kernels import ADDRESS, FRESH, PYTHON, BookKernelManager, ForkedProvisioner, available
from collate.run.notebook_file import called, code_cells, other_kernel, read_notebook
from collate.run.other_kernels import complete, specification
from collate.run.parameters import require_parameters
from collate.run.saved_value import with_spread

SHUTDOWN_SECONDS = 2.0  # a kernel that has not ended by itself is ended then; what its notebook saved is on the disk
SKIP = "skip-execution"  # nbclient's tag


def parameters_for(artifact: Artifact, language: str, reading: str = "printed") -> dict[str, str]:
    """The parameters of one run, with paths relative to the book's folder so that results name no machine."""
    output = Book(Path()).run(artifact.id, language, reading)
    folders = {"data_dir": "data", "output_dir": f"{output.as_posix()}.part"}
    own = {name: value for name, value in artifact.parameters.items() if name != SEEDS}
    if artifact.seeds:
        own["seed"] = artifact.seeds[0]
    return {"artifact": artifact.id, "language": language, "reading": reading} | folders | own


def claim_parameters(chapter: int) -> dict[str, str]:
    """The parameters of the notebook that recomputes the claims of a chapter."""
    output = Book(Path()).claim_run(chapter)
    return {"chapter": str(chapter), "data_dir": "data", "output_dir": f"{output.as_posix()}.part"}


def check_notebooks(book: Book, problems: Problems) -> None:
    """Gather what keeps notebooks from running that can be seen without running them: broken files, parameters that do not fit."""
    ledger = Ledger(book, problems)
    wanted = {id: (artifact.notebook, parameters_for(artifact, book.languages[0])) for id, artifact in Published(book).artifacts.items()}
    if any(claim.formula for claim in ledger.claims.values()):
        wanted["claims"] = ("claims", claim_parameters(0))
    for name, parameters in wanted.values():
        source = book.notebooks / f"{name}.ipynb"
        with problems.here():
            require_parameters(source, read_notebook(source), parameters)


def run_notebook(book: Book, artifact: Artifact, language: str, reading: str = "printed") -> Path:
    """Execute the notebook of `artifact` in `language` and return the folder that it filled.

    Raises
    ------
    NotebookError, ParameterError : as `execute` does.
    """
    source = book.notebooks / f"{artifact.notebook}.ipynb"
    products = ["values.csv", "display.csv", *drawn_files(artifact, reading)]
    if drawn_forms(reading) and artifact.drawn:
        prepare_face(book, language)  # here, since a kernel does not find the fonts in the user's home
    other = other_kernel(read_notebook(source))
    if other:
        specification(other.name)  # refused before anything runs
        products.remove("display.csv")
    parameters, final = parameters_for(artifact, language, reading), book.run(artifact.id, language, reading)
    others: list[Path] = []
    try:
        for seed in artifact.seeds[1:]:
            folder = final.with_name(f"{final.name}.seed-{seed}")
            own = {"seed": seed, "output_dir": f"{book.relative(folder)}.part"}
            others.append(execute(book, source, parameters | own, folder, ["values.csv"]))

        def finish(part: Path) -> None:
            if other:
                complete(book, artifact, part)
            _spread(part, others)

        return execute(book, source, parameters, final, products, finish)
    finally:
        for folder in others:
            shutil.rmtree(folder, ignore_errors=True)


def _spread(part: Path, others: Sequence[Path]) -> None:
    """Give the numbers of a run the range that those of runs with other seeds span."""
    if others:
        with_spread(part / "values.csv", [folder / "values.csv" for folder in others])


def drawn_files(artifact: Artifact, reading: str) -> list[str]:
    """What a run must save of a plot, where the artifact has one."""
    if not artifact.drawn:
        return []
    forms = drawn_forms(reading)
    return ["points.csv", *(["alt.txt"] if forms else []), *(f"figure.{form}" for form in forms)]


def run_claims(book: Book, chapter: int) -> Path:
    """Execute the notebook that recomputes the claims of `chapter` and return the folder that it filled.

    Raises
    ------
    NotebookError, ParameterError : as `execute` does.
    """
    return execute(book, book.notebooks / "claims.ipynb", claim_parameters(chapter), book.claim_run(chapter), ["claims.csv"])


def execute(
    book: Book,
    source: Path,
    parameters: Mapping[str, str],
    final: Path,
    products: Sequence[str] = (),
    finish: Callable[[Path], None] | None = None,
) -> Path:
    """Execute the notebook `source` so that it fills the folder `final`.

    The folder holds `executed.ipynb`, what the notebook saved, `inputs.json` (what the run read) and `record.json` (seconds,
    parameters). It appears whole or not at all; a notebook that fails is kept in `_build/failed/`.

    Parameters
    ----------
    products : names of files that the notebook must save.
    finish : is given the folder before it appears.

    Raises
    ------
    NotebookError : the notebook cannot be read, a cell raises, hangs or kills its kernel, or a product is not saved.
    ParameterError : a parameter that the notebook does not declare, or a declared one that is not given.
    """
    notebook = read_notebook(source)
    require_parameters(source, notebook, parameters)
    part = final.with_name(final.name + ".part")
    started = time.monotonic()
    executed = part / "executed.ipynb"
    reason, fix = "", "correct the cell and run again"
    try:
        _through_papermill(book, notebook, executed, parameters)
    except (PapermillExecutionError, CellTimeoutError, RuntimeError) as error:
        reason = _reason(book, error, executed)
    reason = _outside(part) or reason  # refused, and the notebook may have gone on
    if not reason and (reason := _unsaved(executed, products)):
        fix = "let the notebook save what it has computed, and run again"
    if reason:
        kept = _keep_failed(book, final.name, part)
        raise NotebookError(reason, where=book.relative(source), fix=f"see {kept}, {fix}")
    _strip_times(executed)
    inputs.keep(book, source, part)
    record = {
        "run": final.name,
        "parameters": dict(parameters),
        "seconds": round(time.monotonic() - started, 2),
        "kernel": ForkedProvisioner.last,
    }
    csvfile.write_text(part / "record.json", json.dumps(record, indent=2, ensure_ascii=False, sort_keys=True) + "\n")
    if finish:
        finish(part)
    shutil.rmtree(final, ignore_errors=True)
    part.replace(final)
    return final


def _through_papermill(book: Book, notebook: nbformat.NotebookNode, executed: Path, parameters: Mapping[str, str]) -> None:
    shutil.rmtree(executed.parent, ignore_errors=True)
    executed.parent.mkdir(parents=True)
    try:
        _run_cells(book, notebook, executed, parameters)
    except (DeadKernelError, RuntimeError):
        if ForkedProvisioner.last == FRESH or available():
            raise
        _through_papermill(book, notebook, executed, parameters)  # the template died, and the kernel with it; now a fresh one


def _run_cells(book: Book, notebook: nbformat.NotebookNode, executed: Path, parameters: Mapping[str, str]) -> None:
    # Sockets in a folder of their own: two kernels that start at once never ask for the same port.
    with tempfile.TemporaryDirectory(prefix="collate-") as folder, chdir(str(book.root)):
        own = Path(folder)
        home, source = own / "home", own / "notebook.ipynb"
        home.mkdir()
        nbformat.write(notebook, source)
        manager = {
            "transport": "ipc",
            "ip": str(own / "kernel"),
            "connection_file": str(own / "kernel.json"),
            "shutdown_wait_time": SHUTDOWN_SECONDS,
        }
        kernels: dict[str, object] = {"environment": environment.kernel_environment(os.environ, book, home)}
        if book.config.kernels != FRESH:
            kernels["address"] = os.environ.get(ADDRESS, "")
        other = other_kernel(notebook)
        # Of other languages papermill does not know which parameters a cell declares, and warns of each; they are looked at before.
        logging.getLogger("papermill").setLevel(logging.ERROR if other else logging.NOTSET)
        papermill.execute_notebook(
            str(source),
            book.relative(executed),  # papermill looks for names of parameters between the braces of a path
            parameters=dict(parameters),
            kernel_name=other.name if other else PYTHON,
            language=other.language if other else "python",
            progress_bar=False,
            execution_timeout=book.config.cell_seconds,
            extra_arguments=[] if other else [*environment.arguments(book, home), *sandbox.arguments(parameters["output_dir"])],
            kernel_manager_class=BookKernelManager,
            config=Config(KernelManager=manager, BookKernels=kernels),
        )


def _reason(book: Book, error: Exception, executed: Path) -> str:
    if isinstance(error, PapermillExecutionError):
        said = f": {error.evalue}" if error.evalue else ""
        return f"cell {error.exec_count} raises {error.ename}{said}"
    if isinstance(error, CellTimeoutError):
        return f"{_running_cell(executed)} ran longer than {book.config.cell_seconds} s"
    if isinstance(error, DeadKernelError):
        return f"the kernel died in {_running_cell(executed)}{_ending()}"
    return f"the kernel does not start: {error}"


def _running_cell(executed: Path) -> str:
    """The last cell that was begun. papermill calls all cells completed in the end, and tells when those began that did."""
    begun = [cell for _, cell in code_cells(nbformat.read(executed, as_version=4)) if cell.metadata.papermill.start_time]
    return called(len(begun), begun[-1]) if begun else "its start"


def _ending() -> str:
    """How the last kernel has ended, as far as the system tells."""
    code = ForkedProvisioner.ended
    if code is None:
        return ""
    if code == -signal.SIGKILL:
        return ": it was killed (SIGKILL), as the system does when memory runs out"
    return f": it was ended by {signal.Signals(-code).name}" if code < 0 else f": it ended itself, with exit code {code}"


def _unsaved(executed: Path, products: Sequence[str]) -> str:
    """Why a notebook that ran to its end has not saved one of `products`, or nothing where it has saved them all."""
    missing = next((name for name in products if not (executed.parent / name).exists()), None)
    if missing is None:
        return ""
    cells = list(code_cells(nbformat.read(executed, as_version=4)))
    for number, cell in cells:
        if any(output.output_type == "error" and output.ename == "SystemExit" for output in cell.outputs):
            return f"{called(number, cell)} ends the notebook before it saves {missing}"
    skipped = [called(number, cell) for number, cell in cells if SKIP in cell.metadata.get("tags", [])]
    if skipped:
        return f"nothing saves {missing}; {' and '.join(skipped)} did not run, being tagged `{SKIP}`"
    return f"nothing saves {missing}"


def _outside(part: Path) -> str:
    """What the kernel's guard told of a write outside the notebook's folder, or nothing."""
    told = part / sandbox.TOLD
    if not told.exists():
        return ""
    cell, path, moved = told.read_text(encoding="utf-8").splitlines()[0].split("\t")
    gone = f"; it had left the book's folder for {moved}, and output_dir counts from there" if moved else ""
    return f"cell {cell} writes {path}, which is not in its output_dir{gone}"


def _keep_failed(book: Book, name: str, part: Path) -> str:
    kept = book.build / "failed" / f"{name}.ipynb"
    kept.parent.mkdir(parents=True, exist_ok=True)
    if (part / "executed.ipynb").exists():
        shutil.copy(part / "executed.ipynb", kept)
    shutil.rmtree(part, ignore_errors=True)
    return book.relative(kept)


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
