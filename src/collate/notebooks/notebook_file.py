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
        notebook = nbformat.reads(path.read_text(encoding="utf-8-sig"), as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError:
        raise NotebookError("the notebook is missing", where=path, fix="write it, or correct `notebook` in artifacts.csv") from None
    except json.JSONDecodeError as error:
        raise NotebookError(f"no JSON: {error.msg}", where=path, line=error.lineno, fix="restore the notebook from git") from None
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError) as error:  # a list has no `get`
        reason = str(error).splitlines()[0]
        raise NotebookError(f"no valid notebook: {reason[:120]}", where=path, fix="restore the notebook from git") from None
    return notebook
