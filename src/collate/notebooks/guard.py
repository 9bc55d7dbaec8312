"""Inside a kernel: refuse every write outside the folder that the notebook fills.

The kernel runs this file by its path before the first cell (`arguments`), so it needs the standard library alone and imports nothing
that the notebook would otherwise import itself. Python asks an audit hook before it opens, renames, links or removes a file; programs
that a notebook starts are not seen here, and what they change among the book's files fails the build at its end.
"""

from __future__ import annotations

import builtins
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

TOLD = "outside.txt"  # in the notebook's folder: cell and path of each refused write
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
                return
            places: tuple[int, ...] = (0,)
        elif event in _CHANGING:
            places = _CHANGING[event]
        else:
            return
        for place in places:
            if path := refused(values[place]):
                shell = vars(builtins).get("get_ipython", lambda: None)()
                cell = len(shell.user_ns["In"]) - 1 if shell else 0
                descriptor = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
                os.write(descriptor, f"{cell}\t{os.path.relpath(path)}\n".encode())
                os.close(descriptor)
                raise OutsideWriteError(os.path.relpath(path))

    sys.addaudithook(hook)
