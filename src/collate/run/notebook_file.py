"""Read a notebook file and the code of its cells, or say what is wrong with it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from collate.errors import NotebookError


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """The notebook at `path`.

    Raises
    ------
    NotebookError : it is missing, not valid JSON or not a valid notebook, or in another language than Python and names no kernel.
    """
    try:
        notebook = nbformat.reads(_with_ids(path.read_text(encoding="utf-8-sig")), as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError:
        raise NotebookError("the notebook is missing", where=path, fix="write it, or correct `notebook` in artifacts.csv") from None
    except json.JSONDecodeError as error:
        raise NotebookError(f"not valid JSON: {error.msg}", where=path, line=error.lineno, fix="restore the notebook from git") from None
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError) as error:  # a list has no `get`
        reason = str(error).splitlines()[0]
        raise NotebookError(f"not a valid notebook: {reason[:120]}", where=path, fix="restore the notebook from git") from None
    if (kernel := other_kernel(notebook)) and not kernel.name:
        what = f"a notebook in {kernel.language} that names no kernel"
        raise NotebookError(what, where=path, fix="save it with its kernel, or name it in `kernelspec`")
    return notebook


@dataclass(frozen=True)
class OtherKernel:
    """A kernel that is not Python's: its name, empty where the notebook gives none, and the language that it speaks."""

    name: str
    language: str


def other_kernel(notebook: nbformat.NotebookNode) -> OtherKernel | None:
    """The kernel of a notebook that is not in Python; None for one that is."""
    spec, info = notebook.metadata.get("kernelspec", {}), notebook.metadata.get("language_info", {})
    language = str(info.get("name") or spec.get("language") or "python")
    if language.lower().startswith(("python", "ipython")):
        return None
    name = str(spec.get("name") or "")
    return OtherKernel("" if name.lower().startswith("python") else name, language)  # that of Python runs no other language


def _with_ids(text: str) -> str:
    """`text` with an id for each cell that was saved without one, the same in every run; nbformat would draw lots."""
    saved = json.loads(text)
    cells = saved.get("cells") if isinstance(saved, dict) and saved.get("nbformat") == 4 else None
    if not isinstance(cells, list) or all(isinstance(cell, dict) and "id" in cell for cell in cells):
        return text
    for number, cell in enumerate(cells):
        if isinstance(cell, dict):
            cell.setdefault("id", f"unnamed-{number}")
    return json.dumps(saved | {"nbformat_minor": 5})


def code_cells(notebook: nbformat.NotebookNode) -> Iterator[tuple[int, nbformat.NotebookNode]]:
    """The cells of code with their numbers, counted from one."""
    yield from enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1)


def called(number: int, cell: nbformat.NotebookNode) -> str:
    """What a message calls a cell: its number among the cells of code, with its first line."""
    line = next((line.strip() for line in cell.source.splitlines() if line.strip()), "")
    return f"cell {number} ({line[:60]!r})"


def parse_cell(number: int, cell: nbformat.NotebookNode, path: Path) -> ast.Module:
    """The statements of a cell of the notebook at `path`; a cell in another language (`%%bash`) has none.

    Raises
    ------
    NotebookError : neither Python nor IPython understands the cell.
    """
    try:
        return ast.parse(str(cell.source))
    except (SyntaxError, ValueError):
        pass
    from IPython.core import inputtransformer2  # here, since it takes longer than all notebooks of a book that need none

    first, _, rest = cell.source.lstrip().partition("\n")
    transformers: Any = inputtransformer2.TransformerManager()  # type: ignore[no-untyped-call]
    try:
        return ast.parse(str(transformers.transform_cell(rest if first.startswith("%%") else cell.source)))
    except (SyntaxError, ValueError) as error:
        if first.startswith("%%"):
            return ast.Module([], [])
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        raise NotebookError(f"{called(number, cell)} is not valid Python: {reason}", where=path, fix="correct the cell") from None
