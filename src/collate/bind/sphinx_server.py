"""A process that has imported Jupyter Book and Sphinx, and forks from itself each run of them that a build asks for.

Run as a program (`python -m collate.bind.sphinx_server LISTENING_FD`). It makes its imports while the build finds out what to do, and
ends with the build, as do the runs. A connection asks for one run: a line of JSON with `arguments` and `log`; the answer is the
exit code.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from collate.run.fork_server import ADDRESSES, end_with, forked, serving

ADDRESS = f"{ADDRESSES}SPHINX"
_IMPORTED = (
    "jupyter_book.cli.main",
    "jupyter_book.sphinx",
    "sphinx.builders.html",
    "sphinx.jinja2glue",
    "sphinx_book_theme",
    "collate.sphinx",
    # What Jupyter Book's extensions import when they are set up or first used.
    "jinja2.ext",
    "jupyter_cache.cache.main",
    "linkify_it",
    "myst_nb.sphinx_ext",
    "myst_parser.sphinx_ext.main",
    "sphinx_comments",
    "sphinx_copybutton",
    "sphinx_design.extension",
    "sphinx_external_toc.events",
    "sphinx_multitoc_numbering",
    "sphinx_thebe",
    "sphinx_togglebutton",
)


@contextlib.contextmanager
def sphinx_server() -> Iterator[None]:
    """Offer runs of Jupyter Book to this process and all that it starts, as long as the context lasts."""
    with serving(ADDRESS, ["-m", __name__]):
        yield


def run_jupyter_book(arguments: Sequence[str], log: Path) -> int:
    """Run Jupyter Book's command with `arguments`, all that it says in the file `log`, and return its exit code.

    A server of this build forks the run; where none answers, it is a process of its own. A run that is killed, or whose server is,
    has the code that a killed process has: it is not begun again on what it left half done.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with socket.socket(socket.AF_UNIX) as connection:
        if connection.connect_ex(os.environ.get(ADDRESS, "")) == 0:
            answer = b""
            with contextlib.suppress(OSError):  # the server is gone
                connection.sendall(json.dumps({"arguments": list(arguments), "log": str(log)}).encode() + b"\n")
                answer = connection.makefile("rb").readline()
            return int(answer or -signal.SIGKILL)
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", *arguments]
    with log.open("wb") as said:
        return subprocess.run(command, stdout=said, stderr=subprocess.STDOUT, check=False).returncode


def _serve(listening: socket.socket) -> None:
    """Answer connections, each in a process of its own, until standard input closes."""
    end_with(os.getppid())
    signal.signal(signal.SIGCHLD, _reap)
    for name in _IMPORTED:
        importlib.import_module(name)
    for name in importlib.import_module("sphinx.application").builtin_extensions:
        importlib.import_module(name)
    importlib.import_module("collate.run.packages").distributions()
    gc.collect()
    gc.freeze()  # the runs share these pages as long as nobody writes to them
    selector = selectors.DefaultSelector()
    for waited in (listening, sys.stdin):
        selector.register(waited, selectors.EVENT_READ)
    while True:
        if any(key.fileobj is sys.stdin for key, _ in selector.select()):
            return
        connection, _ = listening.accept()
        own = os.getpid()
        if os.fork() == 0:
            end_with(own)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _answer(connection)
        connection.close()


def _reap(*_: object) -> None:
    """Take leave of the processes of connections that have ended; what they used of the processor counts for this one."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _answer(connection: socket.socket) -> None:
    """Run what the connection asks for in a process below this one, and tell its exit code, even where it is killed."""
    request = json.loads(connection.makefile("rb").readline())
    ended = forked(lambda: _jupyter_book(request["arguments"], request["log"]))
    connection.sendall(f"{ended}\n".encode())
    os._exit(0)


def _jupyter_book(arguments: Sequence[str], log: str) -> None:
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.argv = ["jupyter-book", *arguments]
    importlib.import_module("jupyter_book.cli.main").main()


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
