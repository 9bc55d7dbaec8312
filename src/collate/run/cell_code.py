"""The code of a notebook's cell as Python statements, whatever of IPython's own syntax stands in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from collate.errors import NotebookError


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
        raise NotebookError(f"{called(number, cell)} is no Python: {reason}", where=path, fix="correct the cell") from None
