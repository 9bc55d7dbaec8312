"""Ctrl-C and its kin: the first ends a command in order, the second at once, each with one line and an exit status of its own.

It needs the standard library alone, and nothing is imported before it, so that an interrupt during the imports is met, too.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

HEEDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 10  # seconds in which a command ends in order
_LINE = "interrupted; what is finished stays, and the next build does the rest"


class Interrupted(BaseException):
    """A signal asks the command to end. No KeyboardInterrupt, which pytask takes for the end of the tasks."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


class _Heard:
    """The signal that this process was sent; of those that it forks, each has a state of its own."""

    owner = 0
    number = 0


def heed() -> None:
    """From now on the first signal raises `Interrupted` in this process, and a second one, or ten seconds, end it.

    A signal that whoever started this process lets it ignore (`nohup`, a shell's background job) stays ignored.
    """
    _Heard.owner, _Heard.number = os.getpid(), 0
    for number in HEEDED:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _hear)
    signal.signal(signal.SIGALRM, _hear)


def require_none() -> None:
    """Raise where a signal has come whose exception somebody caught.

    Raises
    ------
    Interrupted : it has.
    """
    if _Heard.number:
        raise Interrupted(_Heard.number)


def _hear(number: int, _: FrameType | None) -> None:
    if os.getpid() != _Heard.owner:  # a process that was forked a moment ago, and ends with the one that forked it
        os._exit(128 + number)
    if _Heard.number:
        end(128 + _Heard.number)
    _Heard.number = number
    signal.alarm(PATIENCE)
    raise Interrupted(number)


def end(status: int, line: str = _LINE) -> None:
    """Say `line` and end this process, without waiting for anything that it started: all of that ends with it."""
    if sys.stdout.isatty():
        os.write(sys.stdout.fileno(), b"\x1b[?25h")  # a table that was being drawn has hidden the cursor
    os.write(2, f"\n{line}\n".encode() if sys.stderr.isatty() else f"{line}\n".encode())
    os._exit(status)


def guarded(command: Callable[[], int]) -> int:
    """The exit status of `command`; a signal ends this process."""
    heed()
    try:
        return command()
    except Interrupted as interruption:
        end(interruption.status)
        raise
