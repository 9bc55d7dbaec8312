"""Every failure that a user can cause, as one message: what, where, what to do.

A class's docstring is the general remedy; `CollateError.message` puts it after the particulars.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path


class CollateError(Exception):
    """Read the message, mend the named file and run the command again."""

    def __init__(self, what: str, *, where: Path | str | None = None, line: int | None = None, fix: str | None = None) -> None:
        self.what = what
        self.where = str(where) if where is not None else None
        self.line = line
        self.fix = fix or (type(self).__doc__ or "").split("\n", maxsplit=1)[0]
        super().__init__(what, self.where, line, self.fix)

    @property
    def place(self) -> str:
        """`FILE:LINE`, `FILE`, or nothing where no file is to blame."""
        if self.where is None:
            return ""
        return f"{self.where}:{self.line}" if self.line else self.where

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.what}\n  to do: {self.fix}"

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders (parallel workers), and keyword arguments do not survive the default.
        return (_rebuild, (type(self), self.what, self.where, self.line, self.fix))


def _rebuild(kind: type[CollateError], what: str, where: str | None, line: int | None, fix: str) -> CollateError:
    return kind(what, where=where, line=line, fix=fix)


class DataError(CollateError):
    """Correct the named line of the data file; data/README.md describes its columns."""


class LabelError(CollateError):
    """Add the term to data/labels.csv in both languages, or correct the key."""


class PrintedError(CollateError):
    """Type the value as it is printed: a number, a rank such as 46／50, a dash, or text."""


class ErratumError(CollateError):
    """Correct or remove the erratum in data/errata.yml; an erratum must match exactly one disagreement."""


class NotebookError(CollateError):
    """Open the partly executed notebook named above, mend the cell and run it again."""


class ParameterError(CollateError):
    """Give exactly the parameters that the notebook's cell tagged `parameters` declares."""


class ContractError(CollateError):
    """Make the analysis return exactly the rows and columns that data/published/headers.csv lists."""


class VerdictError(CollateError):
    """Correct the data, or declare the disagreement in data/errata.yml with its cause."""


class ProseError(CollateError):
    """Bind the number with a {claim} or {cell} role, in both languages, or list it with a reason in chapters/exceptions.csv."""


class SystemPackageError(CollateError):
    """Install the packages named in apt.txt (apt-get install, as root) and run the command again."""


class BuildError(CollateError):
    """Mend what the log names and build again."""


class UnknownIdError(CollateError):
    """Use the id of an artifact, a cell, a claim or an observation, as the files under data/ have it."""


class RevisionError(CollateError):
    """Name a commit, branch or tag that `git log` knows; a shallow clone knows only its last commits."""


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.5) -> str:
    """The end of a message about an unknown `name`: the three nearest known ones, or nothing where none is near."""
    near = difflib.get_close_matches(name, list(known), n=3, cutoff=cutoff)
    return f"; near it: {', '.join(near)}" if near else ""
