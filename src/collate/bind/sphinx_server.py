"""A process that imports Sphinx and Jupyter Book once, and forks each of their runs from itself.

A book of two languages in three forms calls `jupyter-book config sphinx` and Sphinx six times each, and to import them takes longer
than most of these runs. Run as a program (`python -m collate.bind.sphinx_server LISTENING_FD`); it ends when its standard input
closes, which the operating system does for it however the build ends.

A connection asks for one run: a line of JSON with `program`, `arguments` and `log`, the file that takes what the program says. The
answer is a line with the exit code.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from collate.run.fork_server import ADDRESSES, end_with, forks, serving

ADDRESS = f"{ADDRESSES}SPHINX"
SPHINX, JUPYTER_BOOK = "sphinx", "jupyter-book"
_SCRIPTS = {SPHINX: "sphinx-build", JUPYTER_BOOK: "jupyter-book"}
_FAILED = 1
_MODULES = (
    *("sphinx.cmd.build", "sphinx.application", "sphinx.builders.html", "sphinx.builders.epub3"),
    *("myst_nb", "myst_nb.sphinx_ext", "sphinx_external_toc", "sphinx_design", "sphinxcontrib.bibtex", "sphinxext.opengraph"),
    *("jinja2.ext", "linkify_it", "lxml.html", "collate.sphinx"),
)
_CONFIGURING = ("jupyter_book.cli.main", "jupyter_book.config")


@contextlib.contextmanager
def sphinx_server(wanted: bool) -> Iterator[None]:
    """Offer forked runs to this process and all that it starts, where they are `wanted` and the system forks processes."""
    if not wanted or not forks():
        yield
        return
    with serving(ADDRESS, ["-m", "collate.bind.sphinx_server"], hurried=True):
        yield


def preload() -> None:
    """Import Sphinx and what every book needs of it, so that runs forked from this process start at once."""
    for name in _MODULES:
        if find_spec(name.partition(".")[0]):
            importlib.import_module(name)


def run(program: str, arguments: Sequence[str], log: Path) -> int | None:
    """The exit code of a run in a forked process, or None where nobody offers one. All that the program says is in `log`."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(os.environ[ADDRESS])
        except (KeyError, OSError):
            return None
        request = {"program": program, "arguments": list(arguments), "log": str(log)}
        connection.sendall(json.dumps(request).encode() + b"\n")
        with connection.makefile("rb") as answers:
            answer = answers.readline()  # nothing where the process was killed
    return int(answer) if answer else _FAILED


def call(program: str, arguments: Sequence[str], log: Path) -> None:
    """Do what the command would, in this process, which ends with it."""
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.argv = [_SCRIPTS[program], *arguments]  # which its messages name
    sys.exit(_command(program)(list(arguments)))


def _command(program: str) -> Callable[[list[str]], int | None]:
    """The function behind a command, by its entry point."""
    found: Callable[[list[str]], int | None] = next(iter(entry_points(group="console_scripts", name=_SCRIPTS[program]))).load()
    return found


def serve(listening: socket.socket) -> None:
    """Answer connections until standard input closes."""
    preload()
    for name in _CONFIGURING:
        with contextlib.suppress(ImportError):  # Jupyter Book need not be there, and its second version has none of them
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # runs share these pages as long as nobody writes to them
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a run but who asked for it
    while True:
        ready, _, _ = select.select([listening.fileno(), 0], [], [])
        if 0 in ready:
            return
        connection, _ = listening.accept()
        own = os.getpid()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listening.close()
            end_with(own)
            _answer(connection)
        connection.close()


def _answer(connection: socket.socket) -> None:
    """Do what a connection asks for and tell the exit code; does not return."""
    code = _FAILED
    try:
        with connection.makefile("rb") as requests:
            request = json.loads(requests.readline())
        call(request["program"], request["arguments"], Path(request["log"]))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        with contextlib.suppress(OSError):
            connection.sendall(f"{code}\n".encode())
        os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
