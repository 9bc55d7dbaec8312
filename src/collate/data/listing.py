"""Which files of a folder are the book's own. What editors, spreadsheets, file managers and sync programs leave there is none of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from collate.errors import DataError, system_error

_STRAY = re.compile(
    r"""
    \..*                                                    # hidden: locks and swap files of editors, .ipynb_checkpoints, .DS_Store
    | .*~ | \#.*\# | ~\$.* | ~.*\.tmp                       # backups and locks of Emacs, vim, Microsoft Office
    | .*\.(?:bak|orig|rej|sw[a-z]|tmp|temp|part|crdownload|pyc|pyo)
    | thumbs\.db | ehthumbs\.db | desktop\.ini | icon\r     # file managers
    | __pycache__ | __macosx | .*\.egg-info
    """,
    re.VERBOSE | re.IGNORECASE,
)
# How sync programs and file managers call a second copy of a file: Dropbox, Nextcloud, Syncthing, Google Drive, Windows, macOS.
_SECOND_COPY = re.compile(
    r"(?P<stem>.+?)(?: ?\([^()]*(?:conflicted copy|conflict|衝突)[^()]*\)|\.sync-conflict-[^.]*|_conflict-[^.]*"
    r"| \(\d+\)| ?- (?:Copy|複製|副本)(?: \(\d+\))?| copy(?: \d+)?)"
    r"(?P<suffix>\.[A-Za-z0-9]+)"
)

SECOND_COPY = "compare the two, keep what is right under the name without the addition, and remove the other"


def is_stray(name: str) -> bool:
    """Whether a file or folder of this name is hidden, a backup, a lock or a cache, and so no part of a book."""
    return bool(_STRAY.fullmatch(name))


def copied_from(name: str) -> str:
    """The name of the file that `name` is a second copy of, made by a sync program or a file manager; empty where it is none."""
    match = _SECOND_COPY.fullmatch(name)
    return match["stem"] + match["suffix"] if match else ""


def files_below(folder: Path, *patterns: str) -> list[Path]:
    """The book's own files below `folder`, sorted, links to folders followed; of these names (`*.csv`), or all. None where it is missing.

    Raises
    ------
    DataError : a folder that may not be read, or a link that leads round in a circle.
    """
    return sorted(Path(entry.path) for entry in walk(folder) if _called(entry.name, patterns))


def files_in(folder: Path, *patterns: str) -> list[Path]:
    """`files_below`, but of `folder` itself only."""
    return sorted(Path(entry.path) for entry in entries(folder) if _called(entry.name, patterns) and not _is_folder(entry))


def walk(folder: Path | str, *, left_out: Callable[[str], bool] = is_stray, _around: tuple[str, ...] = ()) -> Iterator[os.DirEntry[str]]:
    """The entries below `folder` that are no folders, links to folders followed.

    Parameters
    ----------
    left_out : tells of the name of a file or folder whether it is none of those that are wanted.

    Raises
    ------
    DataError : a folder that may not be read, or a link that leads round in a circle.
    """
    for entry in entries(folder, left_out=left_out):
        if not _is_folder(entry):
            yield entry
        elif entry.is_symlink():
            yield from walk(entry.path, left_out=left_out, _around=(*_around, _followed(entry, folder, _around)))
        else:
            yield from walk(entry.path, left_out=left_out, _around=_around)


def entries(folder: Path | str, *, left_out: Callable[[str], bool] = is_stray) -> list[os.DirEntry[str]]:
    """What stands in a folder, without what is `left_out`; nothing where there is no such folder.

    Raises
    ------
    DataError : it may not be read.
    """
    try:
        with os.scandir(folder) as found:
            return [entry for entry in found if not left_out(entry.name)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise system_error(error, Path(folder), DataError) from None


def _called(name: str, patterns: tuple[str, ...]) -> bool:
    return not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _followed(link: os.DirEntry[str], folder: Path | str, around: tuple[str, ...]) -> str:
    """Where a link to a folder leads."""
    place = os.path.realpath(link.path)
    if place in around or f"{os.path.realpath(folder)}{os.sep}".startswith(f"{place}{os.sep}"):
        raise DataError(
            f"the link leads round in a circle, to {place}", where=link.path, fix="remove the link, or let it lead to a folder beside it"
        )
    return place
