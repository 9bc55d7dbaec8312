"""Every failure that a user can cause, as one message: what, where, what to do.

A class's docstring is the general remedy; `CollateError.message` puts it after the particulars.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class CollateError(Exception):
    """Read the message, correct the named file and run the command again."""

    def __init__(self, what: str, *, where: Path | str | None = None, line: int | None = None, fix: str | None = None) -> None:
        self.what = what
        self.where = str(where) if where is not None else None
        self.line = line
        self.fix = fix or (type(self).__doc__ or "").split("\n", maxsplit=1)[0]
        super().__init__(what, self.where, line, self.fix)

    @property
    def place(self) -> str:
        """The file and line of the error, or the file alone; nothing where it is in no file."""
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


class ConfigurationError(CollateError):
    """Correct the `collate:` section of _config.yml; docs/configuration.md describes its keys."""


class DataError(CollateError):
    """Correct the named line of the data file; data/README.md describes its columns."""


class LabelError(CollateError):
    """Add the term to data/labels.csv in each language, or correct the key."""


class PrintedError(CollateError):
    """Type the value as it is printed: a number, a rank such as 46／50, a dash, or text."""


class ErratumError(CollateError):
    """Correct or remove the erratum in data/errata.yml; an erratum must match exactly one disagreement."""


class DoubtError(CollateError):
    """Correct the doubt in data/doubts.yml: it needs a cell or claim, a text in every language, and evidence that holds."""


class CheckError(CollateError):
    """Compare the observations that it names with their sources and correct what was mistyped, or correct the row of checks.csv."""


class NotebookError(CollateError):
    """Open the partly executed notebook named above, fix the cell and run it again."""


class ParameterError(CollateError):
    """Give exactly the parameters that the notebook's cell tagged `parameters` declares."""


class ContractError(CollateError):
    """Make the analysis return exactly the rows and columns that data/published/headers.csv lists."""


class VerdictError(CollateError):
    """Correct the data, or declare the disagreement in data/errata.yml with its cause."""


class ProseError(CollateError):
    """Bind the number with a {claim} or {cell} role, in every language, or list it with a reason in chapters/exceptions.csv."""


class SystemPackageError(CollateError):
    """Install the named packages of the system (apt-get install, as root) and run the command again."""


class BuildError(CollateError):
    """Fix what the message names and build again."""


class GitError(CollateError):
    """Run the command in a clone of the book's repository."""


class CallError(CollateError):
    """Call the command as `collate COMMAND --help` describes it."""


class UnknownIdError(CallError):
    """Use the id of an artifact, a cell, a claim or an observation, as the files under data/ have it."""


class RevisionError(CallError):
    """Name a commit, branch or tag that `git log` knows; a shallow clone knows only its last commits."""


class SystemRefusalError(CollateError):
    """Fix what the system names and run the command again; what is finished stays."""


class UnexpectedError(CollateError):
    """Run the command again; if it fails again, report it with the traceback that was kept."""


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.5) -> str:
    """The end of a message about an unknown `name`: the three nearest known ones, or nothing where none is near."""
    import difflib  # here, like the others below: who computes with numbers meets no error

    near = difflib.get_close_matches(name, list(known), n=3, cutoff=cutoff)
    return f"; near it: {', '.join(near)}" if near else ""


# What the system refuses although the command is right; anything else, such as a missing file, is somebody's fault.
REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOMEM)


def system_error(error: OSError, where: Path | None = None, kind: type[CollateError] = BuildError) -> CollateError:
    """What an error of the system means: which file, whose it is, and the command that helps.

    Parameters
    ----------
    where : the file that was asked for, where the error does not name one.
    kind : the class of what is returned.
    """
    from pathlib import Path

    named = error.filename if isinstance(error.filename, (str, os.PathLike)) else None
    path = Path(named) if named is not None else where
    what, fix = _meaning(error, path)
    return kind(what, where=path, fix=fix)


def _meaning(error: OSError, path: Path | None) -> tuple[str, str]:
    from shlex import quote

    shown = quote(str(path)) if path else "it"
    folder = quote(str(path.parent)) if path else "."
    if error.errno in (errno.EACCES, errno.EPERM) and path:
        return _refused(path)
    if error.errno == errno.ENOENT and path and path.is_symlink():
        return (
            f"the link leads to {path.readlink()}, which does not exist",
            "let the link lead to a file, or replace it with one",
        )
    told = {
        errno.ENOENT: ("the file is missing", "put it there, or restore it: `git checkout -- FILE`"),
        errno.EISDIR: ("a folder stands where a file belongs", f"move the folder away: `mv {shown} {shown}.folder`"),
        errno.ENOTDIR: ("a file stands where a folder belongs", f"see what is there: `ls -ld {folder}`"),
        errno.ELOOP: ("the link leads back to itself", f"remove it: `rm {shown}`"),
        errno.ENAMETOOLONG: ("the name is too long for this file system", "move the book to a folder with a shorter path"),
        errno.EROFS: ("the file system is read-only", 'copy the book to where you may write: `cp -r . "$HOME/book"`'),
        errno.ENOSPC: ("the disk is full", f"make room (`df -h {folder}` shows how much there is), and run the command again"),
        errno.EDQUOT: ("your share of the disk is full", "make room (`quota` shows how much there is), and run the command again"),
        errno.EMFILE: ("too many files are open", "allow more (`ulimit -n 4096`) or take fewer workers, and run the command again"),
        errno.ENFILE: ("too many files are open on this machine", "end other programs, and run the command again"),
        errno.ENOMEM: ("the memory is full", "end other programs, or take fewer workers, and run the command again"),
    }
    return told.get(error.errno or 0, (error.strerror or str(error), "fix what the system names, and run the command again"))


def _refused(path: Path) -> tuple[str, str]:
    """Whose the nearest thing is that bars the way to `path`, and how to get past it."""
    from shlex import quote

    barred = path
    for folder in reversed(path.absolute().parents):
        if folder.is_dir() and not os.access(folder, os.X_OK):
            barred = folder
            break
    while not os.path.lexists(barred) and barred != barred.parent:
        barred = barred.parent  # what cannot be made, in a folder that cannot be written to
    owner = barred.lstat().st_uid
    if owner != os.geteuid():
        whole = barred
        inside = any((folder / "_config.yml").exists() for folder in barred.parents)
        while inside and not (whole / "_config.yml").exists() and whole.parent.stat().st_uid == owner:
            whole = whole.parent  # the outermost that is theirs, and never more than the book
        take = (
            f"take it back: `sudo chown -R {_name(os.geteuid())} {quote(str(whole))}` (a command that was run with sudo leaves such files)"
        )
        fix = f"{take}; or build a copy of your own, if the book is somebody else's"
        return f"{barred} belongs to {_name(owner)}, and {_name(os.geteuid())} has no permission for this", fix
    return f"the permissions of {barred} forbid this to its owner", f"allow it: `chmod -R u+rwX {quote(str(barred))}`"


def _name(user: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)  # a container's, for one
