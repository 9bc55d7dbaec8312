"""Processes that serve a build through a socket, and end with it however it ends."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from collate.build.interruption import Interrupted

ADDRESSES = "COLLATE_SERVER_"  # how the variables that tell addresses begin
_PR_SET_PDEATHSIG = 1


@contextlib.contextmanager
def serving(
    variable: str, program: Sequence[str], arguments: Sequence[str] = (), *, hurried: bool = False, **options: Any
) -> Iterator[str]:
    """Run `python PROGRAM LISTENING_FD ARGUMENTS` as long as the context lasts, and yield the address of its socket.

    The program ends when its standard input closes, which the operating system does for it where this process is killed.

    Parameters
    ----------
    variable : the environment variable that tells the address to this process and all that it starts; it begins with `ADDRESSES`.
    hurried : kill the program at the end, even while it begins, as one may that has nothing to tidy up.
    options : of `subprocess.Popen`.
    """
    with tempfile.TemporaryDirectory(prefix="collate-") as folder:
        address = str(Path(folder) / "socket")
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(address)
            listening.listen(64)
            server = subprocess.Popen(
                [sys.executable, *program, str(listening.fileno()), *arguments],
                stdin=subprocess.PIPE,
                pass_fds=[listening.fileno()],
                start_new_session=True,  # an interrupt is for the build, which then closes the pipe
                **options,
            )
        assert server.stdin is not None
        os.environ[variable] = address
        waits = True
        try:
            yield address
        except Interrupted:
            waits = False
            raise
        finally:
            os.environ.pop(variable, None)
            server.stdin.close()
            if hurried:
                server.kill()
            if hurried or waits:
                server.wait()


def forks() -> bool:
    """Whether processes may be forked: on Linux. The libraries of macOS do not bear it."""
    return sys.platform == "linux"


def forked(call: Callable[[], object]) -> int:
    """Run `call` in a process forked from this one, which ends with it, and return its exit code; below zero where it was killed.

    The process ends without taking itself apart: Python would free, one by one, all objects that the call has left.
    """
    _flush()
    own = os.getpid()
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    code = 1
    try:
        end_with(own)
        call()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except Interrupted as interruption:
        code = interruption.status
    except BaseException:
        traceback.print_exc()
    finally:
        _flush()
        os._exit(code)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


def end_with(parent: int) -> None:
    """Let the system kill this process when `parent`, which started it, ends.

    Only Linux does so. Elsewhere a process that is forked for one call ends after it, and a server when its standard input closes.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)
