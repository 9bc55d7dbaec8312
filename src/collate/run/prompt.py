"""Jupyter's client of a kernel, without the waits that a notebook run has no use for.

Before the first cell jupyter_client listens a fifth of a second for messages of the kernel's start, which nbclient passes over by
itself; after the last one it looks ten times a second whether the kernel has ended. Both would be a third of a short notebook's time.
"""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager

from collate.run.kernels import BookKernels, offer_forked

LOOK = 0.01  # seconds between two looks at a kernel that ends
_ASK = 1.0  # seconds after which a kernel that has not answered is asked again
_HEAR = 0.05  # seconds within which a kernel that answers is heard to be busy, if the channel of its outputs is connected


class PromptClient(AsyncKernelClient):
    """Takes a kernel for ready as soon as it answers and its outputs arrive."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers.

        Raises
        ------
        RuntimeError : it has ended, or has not answered after `timeout` seconds.
        """
        started = time.monotonic()
        while True:
            self.kernel_info()
            try:
                reply = await self.get_shell_msg(timeout=_ASK)
                await self.get_iopub_msg(timeout=_HEAR)
            except Empty:
                if not await self.is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info") from None
                if timeout is not None and time.monotonic() - started > timeout:
                    raise RuntimeError(f"Kernel didn't respond in {timeout:.0f} seconds") from None
            else:
                self._handle_kernel_info_reply(reply)
                return


class PromptManager(AsyncKernelManager):
    """Starts the book's kernels for `PromptClient`, and sees at once that one has ended."""

    def __init__(self, **options: Any) -> None:
        offer_forked()
        super().__init__(client_factory=PromptClient, **options)
        self.kernel_spec_manager = BookKernels(parent=self)

    async def _async_wait(self, pollinterval: float = LOOK) -> None:
        await super()._async_wait(min(pollinterval, LOOK))
