"""Start the kernels of a book: each forked from one process that has made the imports, or a fresh process.

The configuration of the book chooses (`kernels: forked` or `fresh`); a result never depends on it. jupyter_client finds the provisioner
by its entry point (group `jupyter_client.kernel_provisioners`), since the kernel specification names it.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Dict, Unicode

from collate.book import Book
from collate.run.environment import kernel_environment
from collate.run.fork_server import ADDRESSES, serving
from collate.run.imports import outside_modules
from collate.run.other_kernels import ENVIRONMENT, specification

PYTHON = "python3"
PROVISIONER = "collate-forked"  # the name of the entry point
ADDRESS = f"{ADDRESSES}TEMPLATE"
PROGRAM = Path(__file__).with_name("fork_template.py")
FORKED, FRESH = "forked", "fresh"
LAUNCH = "JPY_"  # how the variables begin that jupyter_client sets for one kernel
# What a kernel and the library's own drawing import, most of it only when first used.
LIBRARY = ("ipykernel.kernelapp", "ipykernel.ipkernel", "pandas", "pandas.io.formats.style", "seaborn")
DRAWING = tuple(f"matplotlib.backends.backend_{name}" for name in ("agg", "svg", "pdf"))


@contextlib.contextmanager
def template(book: Book) -> Iterator[None]:
    """Offer forked kernels to this process and all that it starts, as long as the context lasts.

    The template makes its imports while the build finds out what to do, on a core that would be idle. Where the book wants fresh
    kernels, or the system cannot fork them, there is none.
    """
    if book.config.kernels == FRESH or not forks_kernels():
        yield
        return
    modules = [*LIBRARY, *DRAWING, *outside_modules(book.notebooks, book.python)]
    with (book.build / "template.log").open("wb") as log, tempfile.TemporaryDirectory(prefix="collate-") as home:
        # Away from the book's folder, where a matplotlibrc may lie.
        options: dict[str, Any] = {"env": kernel_environment(os.environ, book, Path(home)), "cwd": home, "stdout": log, "stderr": log}
        with serving(ADDRESS, [str(PROGRAM)], modules, **options) as address:
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as first:
                first.connect(address)
                first.sendall(b"{}\n")
            yield


def forks_kernels() -> bool:
    """Whether the system tells of the end of a process by a descriptor, as Linux does; elsewhere kernels are fresh."""
    return hasattr(os, "pidfd_open")


def available() -> bool:
    """Whether a template of this build answers."""
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(os.environ[ADDRESS])
    except (KeyError, OSError):
        return False
    return True


class BookKernels(KernelSpecManager):
    """Knows ipykernel in the interpreter that runs the build, under the name `python3`, and those of other languages that are
    installed for the system.

    Kernels that are installed for the user or through JUPYTER_PATH are not looked for.
    """

    environment = Dict(key_trait=Unicode(), value_trait=Unicode(), config=True, help="The whole environment of the kernel.")
    address = Unicode(config=True, help="The socket of the template to fork from; a fresh kernel where it is empty.")

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel specification, with the provisioner that starts the kernel."""
        provisioner = {"provisioner_name": PROVISIONER, "config": {"address": self.address}}
        if kernel_name != PYTHON:
            found = specification(kernel_name)
            found.env = {**found.env, **self.environment, **ENVIRONMENT}
            found.metadata = {"kernel_provisioner": provisioner}
            return found
        return KernelSpec(**get_kernel_dict() | {"env": self.environment, "metadata": {"kernel_provisioner": provisioner}})


class BookKernelManager(AsyncKernelManager):
    """Starts the kernels that `BookKernels` knows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.kernel_spec_manager = BookKernels(parent=self)


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel by asking the template to fork, or as a fresh process where it does not; `last` says which it was.

    `ended` is the exit code of the last kernel that was seen to have ended, below zero where a signal ended it.
    """

    address = Unicode(help="The socket of the template to fork from; a fresh kernel where it is empty.")
    last = FRESH
    ended: int | None = None

    async def poll(self) -> int | None:
        """The exit code of the kernel; None while it runs."""
        code = await super().poll()
        if code is not None:
            type(self).ended = code
        return code

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel in the environment of its specification and no other."""
        type(self).ended = None
        own = {name: value for name, value in kwargs["env"].items() if name.startswith(LAUNCH)}
        kwargs["env"] = own | self.kernel_spec.env
        process = _fork(self.address, cmd, kwargs) if self.address else None
        type(self).last = FORKED if process else FRESH
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid = process, process.pid, process.pid
        self.cwd = kwargs.get("cwd") or str(Path.cwd())
        return self.connection_info


class ForkedProcess:
    """What LocalProvisioner asks of `subprocess.Popen`, for a kernel that is a child of the template."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.connection, self.pid = connection, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, or None while the kernel runs; 1 where the template is gone, and the kernel with it."""
        if self.returncode is None and select.select([self.connection], [], [], 0)[0]:
            self.returncode = int(_answer(self.connection).get("exit", 1))
            self.connection.close()
        return self.returncode

    def wait(self) -> int:
        """The exit code, when the kernel has ended."""
        while self.poll() is None:
            select.select([self.connection], [], [])
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to a kernel that runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def _fork(address: str, command: Sequence[str], kwargs: dict[str, Any]) -> ForkedProcess | None:
    """A kernel forked for `command`, or None where no template answers or the command is not ipykernel in this Python."""
    if list(command[1:3]) != ["-m", "ipykernel_launcher"] or command[0] != sys.executable:
        return None
    connection = socket.socket(socket.AF_UNIX)
    argv = ["ipykernel_launcher", *command[3:]]
    request = {"argv": argv, "cwd": kwargs.get("cwd") or str(Path.cwd()), "env": kwargs["env"]}
    try:
        connection.connect(address)
        connection.sendall(json.dumps(request).encode() + b"\n")
        answer = _answer(connection)
    except OSError:
        answer = {}
    if "pid" not in answer:
        connection.close()
        return None
    return ForkedProcess(connection, answer["pid"])


def _answer(connection: socket.socket) -> dict[str, Any]:
    """The next line that the template sends; nothing where it is gone."""
    line = b""
    while not line.endswith(b"\n"):
        try:
            part = connection.recv(4096)
        except OSError:
            part = b""
        if not part:
            return {}
        line += part
    return dict(json.loads(line))
