"""Which parameters a notebook declares, and whether a run gives exactly these."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat

from collate.errors import ParameterError
from collate.run.notebook_file import called, code_cells, other_kernel, parse_cell

TAG, INJECTED = "parameters", "injected-parameters"
_OTHER = re.compile(r"^\s*([A-Za-z.][A-Za-z0-9_.]*)\s*(?:<-|:=|=(?!=))", re.MULTILINE)


def require_parameters(path: Path, notebook: nbformat.NotebookNode, given: Mapping[str, str]) -> None:
    """Refuse unknown and missing parameters; papermill alone would pass both.

    Raises
    ------
    NotebookError : the cell that declares the parameters is no Python.
    ParameterError : naming the parameters, or the cells where it is not one cell that declares them.
    """
    declared = set(declared_parameters(path, notebook))
    unknown = sorted(set(given) - declared)
    missing = sorted(declared - set(given))
    if unknown or missing:
        parts = [f"unknown parameter {name}" for name in unknown] + [f"missing parameter {name}" for name in missing]
        raise ParameterError("; ".join(parts), where=path)


def declared_parameters(path: Path, notebook: nbformat.NotebookNode) -> list[str]:
    """The names that the notebook's cell tagged `parameters` sets, each once.

    papermill's own inspection goes by lines: it takes a line `name = …` of a docstring for a parameter and passes over a default
    that holds an equals sign.

    Raises
    ------
    NotebookError, ParameterError : as `require_parameters` does.
    """
    tagged = {tag: [(number, cell) for number, cell in code_cells(notebook) if tag in _tags(cell)] for tag in (TAG, INJECTED)}
    if left := tagged[INJECTED]:
        reason = f"{called(*left[0])} is tagged `{INJECTED}`, which papermill leaves in a notebook that it has run"
        raise ParameterError(reason, where=path, fix="remove that cell")
    if len(tagged[TAG]) > 1:
        cells = " and ".join(called(*found) for found in tagged[TAG])
        raise ParameterError(f"more than one cell is tagged `{TAG}`: {cells}", where=path, fix="keep one, with all parameters")
    if not tagged[TAG]:
        other = next((f"; a cell of kind {cell.cell_type} is" for cell in notebook.cells if TAG in _tags(cell)), "")
        raise ParameterError(f"no cell of code is tagged `{TAG}`{other}", where=path)
    number, cell = tagged[TAG][0]
    if other_kernel(notebook):
        return parameters_of(cell.source)
    return list(dict.fromkeys(_names(parse_cell(number, cell, path))))


def parameters_of(source: str) -> list[str]:
    """The names that a cell in another language than Python sets, one a line: `name <- …` or `name = …`."""
    return list(dict.fromkeys(_OTHER.findall(source)))


def _tags(cell: nbformat.NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


def _names(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        for target in targets:
            yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name)) if target else ()
