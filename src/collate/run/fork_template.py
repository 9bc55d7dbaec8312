"""The template process: it imports what notebooks import, once, and forks a kernel from itself for each notebook.

Run as a program (`python fork_template.py LISTENING_FD MODULES`), never imported by the build: it needs the standard library alone, so
that nothing of the book or of this library is loaded here and a kernel never sees an older state of a file than the build does.
It ends when its standard input closes, which the operating system does for it however the build ends.

A connection asks for one kernel: a line of JSON with `argv`, `cwd` and `env`; an empty object asks for the imports alone. The answer
is a line with `pid`, or with `refused` and the reason; a second line gives the `exit` code. A connection that closes before that ends
its kernel.
"""

from __future__ import annotations

import atexit
import builtins
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
import warnings
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, NoReturn

KERNEL = "ipykernel."
FILTERS: Any = warnings.filters  # a list, whatever its type says
OWN = ("HOME", "JPY_", "PYDEVD_")  # how the variables begin that every launch sets anew
INLINE = "module://matplotlib_inline.backend_inline"  # what ipykernel itself sets before a notebook imports matplotlib


class KernelStream(io.StringIO):
    """Stands for the output of a kernel, whose encoding pandas takes over when it is imported."""

    encoding = "UTF-8"


def import_all(modules: list[str]) -> tuple[str, list[Any]]:
    """Import `modules`, those of ipykernel first; why no kernel may be forked afterwards, or nothing, and the filters of warnings
    that the other modules set, which are taken away again.

    What a module prints or warns when it is imported belongs into the notebook that imports it, and would be lost here.
    """
    os.environ.setdefault("MPLBACKEND", INLINE)
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel reads it when it is imported, and ends itself when this process is gone
    # pandas sets its width of output by whether it is imported in a kernel.
    vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=True)
    said, show = KernelStream(), warnings.showwarning
    vars(warnings)["showwarning"] = lambda message, *_: said.write(f"{message}\n")  # catch_warnings would forget the filters, too
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            _import(name for name in modules if name.startswith(KERNEL))
            own = list(FILTERS)
            _import(modules)
    finally:
        warnings.showwarning = show
        del vars(builtins)["get_ipython"]
    added = [item for item in FILTERS if item not in own]
    FILTERS[:] = own
    if said.getvalue():
        return f"a module speaks when it is imported: {said.getvalue().strip()[:200]}", added
    if threading.active_count() > 1:  # it would not exist in a forked kernel
        return "a module starts a thread when it is imported", added
    return "", added


def _import(modules: Iterable[str]) -> None:
    for name in modules:
        # One that cannot be imported fails in the notebook that wants it, with its own message.
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def become_kernel(request: Mapping[str, Any], filters: list[Any]) -> NoReturn:
    """Turn this forked process into what `python -m ipykernel_launcher` would be."""
    code = 1
    try:
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
        sys.argv = list(request["argv"])
        application = importlib.import_module("ipykernel.kernelapp").IPKernelApp.instance()
        application.initialize()
        FILTERS[:0] = filters  # after those of the kernel, as when a notebook's first cell imports
        application.start()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        with contextlib.suppress(Exception):
            atexit._run_exitfuncs()
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


class Template:
    """Serves connections until standard input closes."""

    def __init__(self, listening: socket.socket, modules: list[str]) -> None:
        self.listening, self.modules = listening, modules
        self.started = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
        self.refused: str | None = None  # why no kernel can be forked; not known before the first request
        self.filters: list[Any] = []
        self.kernels: dict[int, tuple[int, int]] = {}  # descriptor of a connection: process, descriptor of the process
        self.events = selectors.DefaultSelector()

    def serve(self) -> None:
        self.events.register(self.listening, selectors.EVENT_READ, self.accept)
        self.events.register(0, selectors.EVENT_READ, self.stop)
        while True:
            for key, _ in self.events.select():
                key.data(key.fileobj)

    def stop(self, _: object) -> NoReturn:
        for pid, _descriptor in self.kernels.values():
            _kill(pid)
        os._exit(0)

    def accept(self, listening: socket.socket) -> None:
        connection, _ = listening.accept()
        line = connection.makefile("rb").readline()
        if not line:  # someone looks whether this process lives
            connection.close()
            return
        request = json.loads(line)
        if self.refused is None:
            self.refused, self.filters = import_all(self.modules)
            gc.collect()
            gc.freeze()  # kernels share these pages as long as nobody writes to them
        if not request:  # make ready, no more
            connection.close()
            return
        refused = self.refused or self.unlike(request["env"])
        if refused:
            connection.sendall(json.dumps({"refused": refused}).encode() + b"\n")
            connection.close()
            return
        pid = os.fork()
        if pid == 0:
            self.events.close()
            become_kernel(request, self.filters)
        connection.sendall(json.dumps({"pid": pid}).encode() + b"\n")
        process = os.pidfd_open(pid)
        self.kernels[connection.fileno()] = (pid, process)
        self.events.register(connection, selectors.EVENT_READ, self.hang_up)
        self.events.register(process, selectors.EVENT_READ, lambda _: self.ended(connection))

    def unlike(self, environment: Mapping[str, str]) -> str:
        """The first variable that this process was started with and the kernel would not be, or the reverse."""
        wanted = {name: value for name, value in environment.items() if not name.startswith(OWN)}
        differing = sorted(name for name in {*wanted, *self.started} if wanted.get(name) != self.started.get(name))
        return f"another environment: {differing[0]}" if differing else ""

    def hang_up(self, connection: socket.socket) -> None:
        self.events.unregister(connection)
        _kill(self.kernels[connection.fileno()][0])

    def ended(self, connection: socket.socket) -> None:
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
    Template(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:]).serve()
