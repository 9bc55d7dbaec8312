"""The template process: it imports what notebooks import, once, and forks a kernel from itself for each notebook.

Run as a program (`python fork_template.py LISTENING_FD MODULES`), never imported by the build: it needs the standard library alone, so
that nothing of the book or of this library is loaded here and a kernel never sees an older state of a file than the build does.
It ends when its standard input closes, which the operating system does for it however the build ends.

A connection asks for one kernel: a line of JSON with `argv`, `cwd` and `env`; an empty object asks for the imports alone. The answer
is a line with `pid`, or with `refused` and the reason; a second line gives the `exit` code. A connection that closes before that ends
its kernel.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import selectors
import signal
import socket
import sys
import threading
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

KERNEL = "ipykernel."
OWN = ("HOME", "JPY_", "PYDEVD_")  # how the variables begin that every launch sets anew
INLINE = "module://matplotlib_inline.backend_inline"  # what ipykernel itself sets before a notebook imports matplotlib
COLUMNS = 20  # of a table that pandas shows in a notebook; imported outside of one, it takes as many as a terminal is wide


class KernelStream(io.StringIO):
    """Stands for the output of a kernel, whose encoding pandas takes over when it is imported."""

    encoding = "UTF-8"


def import_all(modules: list[str]) -> str:
    """Import `modules`, those of ipykernel first; why no kernel may be forked afterwards, or nothing.

    What a module prints or warns when it is imported belongs into the notebook that imports it, and would be lost here.
    """
    os.environ.setdefault("MPLBACKEND", INLINE)
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel reads it when it is imported, and ends itself when this process is gone
    said = KernelStream()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        _import(name for name in modules if name.startswith(KERNEL))
        _import(modules)
    if said.getvalue():
        return f"a module speaks when it is imported: {said.getvalue().strip()[:200]}"
    if threading.active_count() > 1:  # it would not exist in a forked kernel
        return "a module starts a thread when it is imported"
    return ""


def _import(modules: Iterable[str]) -> None:
    for name in modules:
        # One that cannot be imported fails in the notebook that wants it, with its own message.
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def become_kernel(request: Mapping[str, Any]) -> None:
    """Turn this forked process into what `python -m ipykernel_launcher` would be."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.closerange(3, os.sysconf("SC_OPEN_MAX") if os.sysconf("SC_OPEN_MAX") < 65536 else 65536)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # `random` does so by itself; a fresh process has a state of its own
    if pandas := sys.modules.get("pandas"):
        pandas.set_option("display.max_columns", COLUMNS)
    sys.argv = list(request["argv"])
    application = importlib.import_module("ipykernel.kernelapp").IPKernelApp.instance()
    application.initialize()
    application.start()


class Template:
    """Serves connections until standard input closes."""

    def __init__(self, listening: socket.socket, modules: list[str]) -> None:
        self.listening, self.modules = listening, modules
        self.started = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
        self.refused: str | None = None  # why no kernel can be forked; not known before the first request
        self.kernels: dict[int, tuple[int, int]] = {}  # descriptor of a connection: process, descriptor of the process
        self.events = selectors.DefaultSelector()

    def serve(self) -> Mapping[str, Any]:
        """What a kernel was asked for, in the process that is to become it; the template itself does not return."""
        self.events.register(self.listening, selectors.EVENT_READ, self.accept)
        self.events.register(0, selectors.EVENT_READ, self.stop)
        while True:
            for key, _ in self.events.select():
                if request := key.data(key.fileobj):
                    return dict(request)

    def stop(self, _: object) -> NoReturn:
        """Take the kernels along."""
        for pid, _descriptor in self.kernels.values():
            _kill(pid)
        os._exit(0)

    def accept(self, listening: socket.socket) -> Mapping[str, Any] | None:
        """Answer one connection; in a forked process what the kernel was asked for."""
        connection, _ = listening.accept()
        line = connection.makefile("rb").readline()
        if not line:  # someone looks whether this process lives
            connection.close()
            return None
        request = json.loads(line)
        if self.refused is None:
            self.refused = import_all(self.modules)
            gc.collect()
            gc.freeze()  # kernels share these pages as long as nobody writes to them
        if not request:  # make ready, no more
            connection.close()
            return None
        refused = self.refused or self.unlike(request["env"])
        if refused:
            connection.sendall(json.dumps({"refused": refused}).encode() + b"\n")
            connection.close()
            return None
        pid = os.fork()
        if pid == 0:
            self.events.close()
            return dict(request)
        connection.sendall(json.dumps({"pid": pid}).encode() + b"\n")
        process = os.pidfd_open(pid)
        self.kernels[connection.fileno()] = (pid, process)
        self.events.register(connection, selectors.EVENT_READ, self.hang_up)
        self.events.register(process, selectors.EVENT_READ, lambda _: self.ended(connection))
        return None

    def unlike(self, environment: Mapping[str, str]) -> str:
        """The first variable that this process was started with and the kernel would not be, or the reverse."""
        wanted = {name: value for name, value in environment.items() if not name.startswith(OWN)}
        differing = sorted(name for name in {*wanted, *self.started} if wanted.get(name) != self.started.get(name))
        return f"another environment: {differing[0]}" if differing else ""

    def hang_up(self, connection: socket.socket) -> None:
        """End a kernel that nobody waits for any more."""
        self.events.unregister(connection)
        _kill(self.kernels[connection.fileno()][0])

    def ended(self, connection: socket.socket) -> None:
        """Tell the exit code of a kernel."""
        pid, process = self.kernels.pop(connection.fileno())
        _, status = os.waitpid(pid, 0)
        self.events.unregister(process)
        os.close(process)
        with contextlib.suppress(KeyError):
            self.events.unregister(connection)
        with contextlib.suppress(OSError):
            connection.sendall(json.dumps({"exit": os.waitstatus_to_exitcode(status)}).encode() + b"\n")
        connection.close()


def _kill(pid: int) -> None:
    """End a kernel and what it started."""
    for end in (os.killpg, os.kill):  # it has no group of its own in the moment after the fork
        with contextlib.suppress(ProcessLookupError):
            end(pid, signal.SIGKILL)


if __name__ == "__main__":
    del sys.path[0]  # this folder, which a kernel does not look into
    # From here the process ends as any other does, with all that was registered for its end.
    become_kernel(Template(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:]).serve())
