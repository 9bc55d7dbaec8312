"""Inside a kernel: refuse every write outside the folder that the notebook fills, and note what of the book it asks for.

The kernel runs this file by its path before the first cell (`arguments`), so it needs the standard library alone and imports nothing
that the notebook would otherwise import itself. Python asks an audit hook before it opens, renames, links or removes a file; programs
that a notebook starts are not seen here, and what they change among the book's files fails the build at its end. `inputs` makes of what
is noted here the record of the run's inputs.
"""

from __future__ import annotations

import inspect
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

TOLD = "outside.txt"  # in the notebook's folder: cell and path of each refused write, and the folder to which the notebook had gone
HEARD = "heard.txt"  # there, too: what was asked for (open, ids, list, import, variable) and its name
IDS_ALONE = "collate.observation_ids"  # the event of `collate.data.source`, which this file does not import
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Positions of the paths that an event changes.
_CHANGING = {
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rmdir": (0,),
    "os.rename": (0, 1),
    "os.link": (1,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.chmod": (0,),
    "os.utime": (0,),
}

_INSTALLED = tuple({f"{os.path.realpath(folder)}{os.sep}" for folder in (sys.prefix, sys.base_prefix)} | {f"{sys.prefix}{os.sep}"})


class OutsideWriteError(Exception):
    """A notebook writes into its `output_dir`, and nowhere else."""


def arguments(output: str) -> list[str]:
    """The arguments with which a kernel watches over its notebook, which may fill the folder `output` (from the kernel's folder)."""
    return [f"--IPKernelApp.exec_lines=__import__('runpy').run_path({__file__!r})['watch']({output!r})"]


def watch(output: str) -> None:
    """Refuse, from now on, every write outside `output`, which lies in the book's folder, where the kernel starts.

    Outside the book, the folder for temporary files, devices and hidden folders of the user are left alone, since libraries keep
    caches there. Compiled modules and the fonts that drawing needs may be written.
    """
    book = Path.cwd().resolve()
    own = tuple(f"{book / folder}{os.sep}" for folder in (output, "_build/fonts"))
    foreign = (f"{Path.home()}{os.sep}.", *(f"{Path(folder).resolve()}{os.sep}" for folder in (tempfile.gettempdir(), "/dev", "/proc")))
    told = book / output / TOLD
    tell = _teller(book, book / output / HEARD)
    _listen_to_variables(book, tell)
    for_ids: set[str] = set()

    def refused(path: Any) -> str | None:
        if not isinstance(path, (str, bytes, os.PathLike)):  # a descriptor: its file was looked at when it was opened
            return None
        real = os.path.realpath(os.fsdecode(path))
        if f"{os.sep}__pycache__{os.sep}" in f"{real}{os.sep}":
            return None
        return None if f"{real}{os.sep}".startswith(own if real.startswith(f"{book}{os.sep}") else foreign) else real

    def hook(event: str, values: tuple[Any, ...]) -> None:
        if event == "open":
            mode, flags = values[1], values[2]
            if not (set(mode) & set("wax+") if isinstance(mode, str) else flags & _WRITING):
                name = str(values[0])
                tell("ids" if name in for_ids else "open", values[0])
                for_ids.discard(name)
                return
            places: tuple[int, ...] = (0,)
        elif event in _CHANGING:
            places = _CHANGING[event]
        elif event == IDS_ALONE:
            for_ids.add(values[0])
            return
        elif event == "sqlite3.connect":
            tell("open", values[0])
            return
        elif event in ("os.listdir", "os.scandir"):
            if not _module(inspect.currentframe()).startswith("importlib."):  # which looks for modules everywhere
                tell("list", values[0] if values[0] is not None else ".")
            return
        elif event == "import":
            if _asks(book):
                tell("import", values[0])
            return
        else:
            return
        for place in places:
            if path := refused(values[place]):
                ipython = sys.modules.get("IPython")
                shell = ipython.get_ipython() if ipython else None
                cell = len(shell.user_ns["In"]) - 1 if shell else 0
                descriptor = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
                moved = "" if Path.cwd().resolve() == book else os.getcwd()  # noqa: PTH109  # as the notebook calls it
                os.write(descriptor, f"{cell}\t{os.path.relpath(path, book)}\t{moved}\n".encode())
                os.close(descriptor)
                raise OutsideWriteError(os.path.relpath(path, book))

    sys.addaudithook(hook)


def _teller(book: Path, path: Path) -> Callable[[str, Any], None]:
    """A function that tells each thing once; of files those alone that lie in the book, or are reached through it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    known: set[tuple[str, str]] = set()
    inside = f"{book}{os.sep}"

    def tell(kind: str, name: Any) -> None:
        if kind in ("open", "ids", "list"):
            if not isinstance(name, (str, bytes, os.PathLike)):
                return
            name = os.path.abspath(os.fsdecode(name))  # noqa: PTH100  # no link is followed, since a link is an input as its file is
            if not f"{name}{os.sep}".startswith(inside):
                name = os.path.realpath(name)
            if not f"{name}{os.sep}".startswith(inside) or _is_installed(name, book):
                return
            name = os.path.relpath(name, book)
        if (kind, name) not in known and "\n" not in name:
            known.add((kind, name))
            os.write(descriptor, f"{kind}\t{name}\n".encode(errors="surrogateescape"))

    return tell


def _listen_to_variables(book: Path, tell: Callable[[str, Any], None]) -> None:
    """Let `os.environ` tell which variables the notebook and the book's modules ask for, one by one."""

    class Environment(type(os.environ)):  # type: ignore[misc]
        def __getitem__(self, key: str) -> str:
            if _asks(book):
                tell("variable", key)
            return str(super().__getitem__(key))

        def __contains__(self, key: object) -> bool:
            if isinstance(key, str) and _asks(book):
                tell("variable", key)
            return bool(super().__contains__(key))

    os.environ.__class__ = Environment


def _module(frame: FrameType | None) -> str:
    """The module that called the function of `frame`."""
    caller = frame.f_back if frame else None
    return str(caller.f_globals.get("__name__")) if caller else ""


def _asks(book: Path) -> bool:
    """Whether what is just asked for is asked for by the notebook or a module of the book, and not by a library."""
    frame = inspect.currentframe()
    while frame and (
        frame.f_code.co_filename == __file__ or frame.f_globals.get("__name__") in ("os", "_collections_abc", "collections.abc")
    ):
        frame = frame.f_back
    if frame is None:
        return False
    path = frame.f_code.co_filename
    return frame.f_globals.get("__name__") == "__main__" or (path.startswith(f"{book}{os.sep}") and not _is_installed(path, book))


def _is_installed(path: str, book: Path) -> bool:
    """Whether a path in the book's folder belongs to an interpreter or its packages, which may be installed there (`.venv`)."""
    inside = f"{book}{os.sep}"
    return any(folder.startswith(inside) and f"{path}{os.sep}".startswith(folder) for folder in _INSTALLED)
