"""What a notebook run left behind: its parameters, its time, its executed notebook."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from collate.book import Book
from collate.data.published import Artifact
from collate.errors import NotebookError
from collate.run.notebook_file import read_notebook


@dataclass(frozen=True)
class RunRecord:
    """One finished run: paths relative to the book, parameters, seconds on this machine."""

    notebook: str
    executed: str
    parameters: dict[str, str]
    seconds: float


def read_run(book: Book, artifact: Artifact, language: str) -> RunRecord | None:
    """The last run of an artifact's notebook in `language`; None where it has not been run in this folder.

    Raises
    ------
    NotebookError : the executed notebook or its record is missing or damaged.
    """
    folder = book.run(artifact.id, language)
    if not folder.exists():
        return None
    remedy = f"run it again: make run ID={artifact.id}"
    executed = folder / "executed.ipynb"
    try:
        cells = read_notebook(executed).cells
    except NotebookError as error:
        raise NotebookError(f"the executed notebook is damaged: {error.what}", where=executed, line=error.line, fix=remedy) from None
    if not cells:
        raise NotebookError("the executed notebook is damaged: it has no cells", where=executed, fix=remedy)
    parameters, seconds = _record(folder / "record.json", remedy)
    source = book.relative(book.notebooks / f"{artifact.notebook}.ipynb")
    return RunRecord(source, book.relative(executed), parameters, seconds)


def _record(path: Path, remedy: str) -> tuple[dict[str, str], float]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return dict(record["parameters"]), float(record["seconds"])
    except (OSError, ValueError, KeyError, TypeError):
        raise NotebookError("the record of the run is missing or damaged", where=path, fix=remedy) from None
