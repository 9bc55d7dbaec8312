"""Inside a kernel: end in order.

At its end ipykernel 7 stops the thread that sends outputs while the one that answered the shutdown still has something to send. About
one kernel in ten then hangs until it is killed, seconds later. The kernel runs this file by its path before the first cell, so it needs
the standard library alone.
"""

from __future__ import annotations

import atexit
import threading

CONTROL = "Control"  # ipykernel's name for the thread that answers a shutdown
_PATIENCE = 1.0  # seconds; a kernel that ends in another way has not stopped that thread


def arguments() -> list[str]:
    """The arguments with which a kernel ends in order."""
    return [f"--IPKernelApp.exec_lines=__import__('runpy').run_path({__file__!r})['register']()"]


def register() -> None:
    """At the end, before ipykernel closes its channels, let the control thread send what it has to send."""
    atexit.register(_await_control)


def _await_control() -> None:
    for thread in threading.enumerate():
        if thread.name == CONTROL:
            thread.join(_PATIENCE)
