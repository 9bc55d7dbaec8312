"""Start kernels quickly: forked from a template process of the build, or fresh ones where that cannot be or is not wanted.

The environment variable COLLATE_KERNELS chooses: `forked` (the default) or `fresh`. A result never depends on it.
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
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets import Dict, Unicode

from collate.book import Book
from collate.errors import ParameterError
from collate.run.environment import kernel_environment
from collate.run.fork_server import ADDRESSES, serving
from collate.run.imports import outside_modules

SETTING = "COLLATE_KERNELS"
ADDRESS = f"{ADDRESSES}TEMPLATE"
PROGRAM = Path(__file__).with_name("fork_template.py")
FORKED, FRESH = "forked", "fresh"
LAUNCH = "JPY_"  # how the variables begin that jupyter_client sets for one kernel
# What a kernel and the library's own drawing import, most of it only when first used.
LIBRARY = ("ipykernel.kernelapp", "ipykernel.ipkernel", "pandas", "pandas.io.formats.style", "seaborn")
DRAWING = tuple(f"matplotlib.backends.backend_{name}" for name in ("agg", "svg", "pdf"))


def chosen() -> str:
    """The kind of kernels that COLLATE_KERNELS asks for.

    Raises
    ------
    ParameterError : it names neither.
    """
    kind = os.environ.get(SETTING, FORKED)
    if kind not in (FORKED, FRESH):
        raise ParameterError(f"{SETTING} is {kind!r}", fix=f"set it to {FORKED} or {FRESH}, or not at all")
    return kind


@contextlib.contextmanager
def template(book: Book) -> Iterator[None]:
    """Offer forked kernels to this process and all that it starts, as long as the context lasts.

    The template makes its imports while the build finds out what to do, on a core that would be idle.
    """
    if chosen() == FRESH or not hasattr(os, "pidfd_open"):
        yield
        return
    modules = [*LIBRARY, *DRAWING, *outside_modules(book.notebooks, book.python)]
    with (book.build / "template.log").open("wb") as log, tempfile.TemporaryDirectory(prefix="collate-") as home:
        # Away from the book's folder, where a matplotlibrc may lie.
        options = {"env": kernel_environment(os.environ, book, Path(home)), "cwd": home, "stdout": log, "stderr": log}
        with serving(ADDRESS, [str(PROGRAM)], modules, **options) as address:
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as first:
                first.connect(address)
                first.sendall(b"{}\n")
            yield


def available() -> bool:
    """Whether a template of this build answers."""
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(os.environ[ADDRESS])
    except (KeyError, OSError):
        return False
    return True


def offer_forked() -> None:
    """Let jupyter_client start the kernels of `BookKernels` through `ForkedProvisioner`."""
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[FORKED] = EntryPoint(FORKED, f"{__name__}:{ForkedProvisioner.__name__}", factory.GROUP_NAME)


class BookKernels(KernelSpecManager):
    """Knows one kernel, whatever it is called: ipykernel in the interpreter that runs the build.

    Kernels that are installed for the user, the system or through JUPYTER_PATH are not looked for.
    """

    environment = Dict(key_trait=Unicode(), value_trait=Unicode(), config=True, help="The whole environment of the kernel.")

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        del kernel_name
        provisioner = {"kernel_provisioner": {"provisioner_name": FORKED}}
        return KernelSpec(**get_kernel_dict() | {"env": self.environment, "metadata": provisioner})


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel by asking the template to fork, or as a fresh process where it does not; `last` says which it was.

    `ended` is the exit code of the last kernel that was seen to have ended, below zero where a signal ended it.
    """

    last = FRESH
    ended: int | None = None

    async def poll(self) -> int | None:
        code = await super().poll()
        if code is not None:
            type(self).ended = code
        return code

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        type(self).ended = None
        own = {name: value for name, value in kwargs["env"].items() if name.startswith(LAUNCH)}
        kwargs["env"] = own | self.kernel_spec.env
        process = _fork(cmd, kwargs) if chosen() == FORKED else None
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
        while self.poll() is None:
            select.select([self.connection], [], [])
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _fork(command: Sequence[str], kwargs: dict[str, Any]) -> ForkedProcess | None:
    """A kernel forked for `command`, or None where no template answers or the command is not ipykernel in this Python."""
    address = os.environ.get(ADDRESS)
    if not address or list(command[1:3]) != ["-m", "ipykernel_launcher"] or command[0] != sys.executable:
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
