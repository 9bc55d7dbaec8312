"""Notebooks that another kernel than Python's runs, such as R's: what they declare, what they may have read, and what they have saved.

Nothing listens inside such a kernel. So all that it may have read counts as read: every file of the source data, every file beside the
notebooks and the book's modules that is neither a notebook nor Python, and the program that runs the kernel.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel

from collate.book import Book
from collate.data import csvfile
from collate.data.listing import files_below
from collate.data.published import Artifact, Published
from collate.errors import DataError, NotebookError
from collate.numbers.values import TERMS, TEXT, VALUE_COLUMNS, read_number
from collate.run.notebook import DISPLAY_COLUMNS
from collate.run.saved_value import role_of, text_of

NUMBER = "number"
# Where a kernel is looked for: the build's own environment and the system, not the user's home.
FOLDERS = tuple(str(Path(base, "share", "jupyter", "kernels")) for base in (sys.prefix, "/usr/local", "/usr"))
# R reads files of the user and of the folder in which it starts, and runs them.
ENVIRONMENT = {"R_ENVIRON_USER": "/dev/null", "R_PROFILE_USER": "/dev/null"}


def specification(kernel: str) -> KernelSpec:
    """How an installed kernel is started.

    Raises
    ------
    NotebookError : it is not installed.
    """
    manager = KernelSpecManager(kernel_dirs=list(FOLDERS), ensure_native_kernel=False)
    try:
        return manager.get_kernel_spec(kernel)
    except NoSuchKernel:
        told = f"the kernel {kernel!r} is not installed for the system"
        raise NotebookError(told, fix=f"install it, so that {FOLDERS[-1]}/{kernel} is there (R: the package r-cran-irkernel)") from None


def program(kernel: str) -> str:
    """A digest of what starts a kernel: its specification, and size and time of the program; nothing where it is not installed."""
    try:
        spec = specification(kernel)
    except NotebookError:
        return ""
    found = Path(shutil.which(spec.argv[0]) or spec.argv[0])
    state = found.resolve().stat() if found.exists() else None
    told = repr((spec.argv, sorted(spec.env.items()), state and (state.st_size, state.st_mtime_ns)))
    return hashlib.sha256(told.encode()).hexdigest()


def may_have_read(book: Book) -> Iterator[Path]:
    """Files and folders that a notebook of another kernel may have read."""
    for top in (book.source, book.files, book.notebooks, book.python):
        files = [path for path in files_below(top, "*") if "__pycache__" not in path.parts]
        used = [path for path in files if top in (book.source, book.files) or path.suffix not in (".ipynb", ".py", ".pyc")]
        yield from used
        yield from {path.parent for path in used}
    for name in ("artifacts.csv", "headers.csv"):
        yield book.published / name


def complete(book: Book, artifact: Artifact, part: Path) -> None:
    """Look at the values that the notebook has saved in the folder `part`, and write what its page shows of them.

    Raises
    ------
    DataError : the file is not as docs/values.md describes it, or holds a place that the table does not have.
    """
    path = part / "values.csv"
    rows = csvfile.read(path, VALUE_COLUMNS, powers=True)
    published = Published(book, only=artifact.id)
    known = {axis: {header.id for header in published.headers(artifact.id, axis)} for axis in ("row", "column")}
    shown: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for axis, ids in known.items():
            if row[axis] not in ids:
                raise row.error(f"no {axis} {row[axis]!r} in headers.csv", fix=f"use one of {', '.join(sorted(ids))}")
        place, kind = (row["row"], row["column"]), row["kind"]
        if kind in (TERMS, TEXT):
            text = row["value"]
        else:
            number, ends = read_number(row)
            if ends.low > ends.high:
                raise row.error(f"low {row['low']} is above high {row['high']}", fix="exchange them")
            text = text_of(float(number))
        if kind not in (NUMBER, TERMS, TEXT):
            if place not in shown:
                raise row.error(f"a {kind} before the number of its place", fix="write the row `number` first")
            text = f"{role_of(kind)} {text}"
        elif place in shown:
            raise row.error(f"{'/'.join(place)} has two values", fix="remove one of them")
        shown.setdefault(place, []).append(text)
    if not rows:
        raise DataError("no value in it", where=path, fix="write a row for each value")
    csvfile.write(path, VALUE_COLUMNS, [[row[column] for column in VALUE_COLUMNS] for row in rows])  # in the form that git keeps
    csvfile.write(part / "display.csv", DISPLAY_COLUMNS, [(*place, ", ".join(texts)) for place, texts in shown.items()])
