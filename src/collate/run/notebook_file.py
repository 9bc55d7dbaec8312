"""Read a notebook file, or say what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat

from collate.errors import NotebookError


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """The notebook at `path`.

    Raises
    ------
    NotebookError : it is missing, is no JSON or no valid notebook.
    """
    try:
        notebook = nbformat.reads(_with_ids(path.read_text(encoding="utf-8-sig")), as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError:
        raise NotebookError("the notebook is missing", where=path, fix="write it, or correct `notebook` in artifacts.csv") from None
    except json.JSONDecodeError as error:
        raise NotebookError(f"no JSON: {error.msg}", where=path, line=error.lineno, fix="restore the notebook from git") from None
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError) as error:  # a list has no `get`
        reason = str(error).splitlines()[0]
        raise NotebookError(f"no valid notebook: {reason[:120]}", where=path, fix="restore the notebook from git") from None
    language = notebook.metadata.get("language_info", notebook.metadata.get("kernelspec", {}))
    name = str(language.get("name" if "language_info" in notebook.metadata else "language", "python"))
    if not name.lower().startswith(("python", "ipython")):
        raise NotebookError(f"a notebook in {name}", where=path, fix="write it in Python; nothing else is run")
    return notebook


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
