"""Kernels start without idle waits and end in order."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from collate.run.prompt import PromptManager
from engine.test_kernels import both, run, write_notebook
from ipykernel.thread import CONTROL_THREAD_NAME

from collate.run import ending

# What happens on a busy machine now and then: the thread that answers the shutdown is late. Without it, the one that sends outputs ends.
LATE = """\
def arrange(kernel, order):
    import time
    publish, stop = kernel._publish_status_and_flush, kernel.iopub_thread.stop
    def late(status, channel, *rest):
        if channel == "control":
            time.sleep(0.5)
        return publish(status, channel, *rest)
    def told():
        order.write_text("too early" if kernel.control_thread.is_alive() else "in order")
        stop()
    kernel._publish_status_and_flush, kernel.iopub_thread.stop = late, told
import pathlib
arrange(get_ipython().kernel, pathlib.Path(output_dir, "order.txt"))
"""
LAST = """\
import atexit, pathlib
atexit.register(pathlib.Path(output_dir, "last.txt").write_text, "done")
"""


@pytest.mark.parametrize(("source", "file", "expected"), [(LATE, "order.txt", "in order"), (LAST, "last.txt", "done")])
def test_end(monkeypatch, tiny, source, file, expected):
    ended = []
    end = PromptManager._async_send_kernel_sigterm

    async def told(manager, **options):
        ended.append(manager.kernel_id)
        await end(manager, **options)

    monkeypatch.setattr(PromptManager, "_async_send_kernel_sigterm", told)
    path = write_notebook(tiny, source)
    assert both(monkeypatch, tiny, lambda: (run(tiny, path) / file).read_text()) == [expected, expected]
    assert ended == []  # none had to be ended by a signal


def test_the_thread_has_the_name_that_ipykernel_gives():
    assert ending.CONTROL == CONTROL_THREAD_NAME


@pytest.mark.parametrize(
    ("program", "message"), [("raise SystemExit(3)", "Kernel died"), ("import time; time.sleep(60)", "didn't respond")]
)
def test_a_kernel_that_does_not_start(program, message):
    async def start():
        manager = PromptManager(kernel_name="python3")
        manager.kernel_spec.argv = [sys.executable, "-c", program]
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=0.5)
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    with ThreadPoolExecutor(1) as other, pytest.raises(RuntimeError, match=message):  # where no other test's event loop runs
        other.submit(lambda: asyncio.run(start())).result()
