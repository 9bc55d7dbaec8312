"""An interrupted command ends with one line and a status of its own, and nothing that did not run counts as done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from tests_root import variants

from collate.build import driver
from collate.errors import BuildError

LINE = "interrupted; what is finished stays, and the next build does the rest\n"
LIMIT = 120  # seconds


def start(folder, *command):
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell that runs the tests in the background lets them ignore interrupts, and all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "send"),
    variants(
        {
            "interrupt-group": (signal.SIGINT, os.killpg),
            "end-process": (signal.SIGTERM, os.kill),
            "hang-up-group": (signal.SIGHUP, os.killpg),
        }
    ),
)
def test_an_interrupted_build(tiny, number, send):
    process = start(tiny.root, "-m", "collate", "build", "values")
    while not list(tiny.build.glob("run/*.part")):  # a notebook runs
        time.sleep(0.01)
        assert process.poll() is None
    below = psutil.Process(process.pid).children(recursive=True)
    send(process.pid, number)
    out, err = process.communicate(timeout=LIMIT)
    assert (process.returncode, err) == (128 + number, LINE)
    assert "Succeeded" not in out
    assert not (tiny.build / "record.json").exists()
    assert psutil.wait_procs(below, timeout=30)[1] == []
    again = start(tiny.root, "-m", "collate", "build", "values")
    assert again.communicate(timeout=LIMIT)[1] == ""
    assert again.returncode == 0
    assert tiny.values("table-1-1").exists()
    assert (tiny.build / "tasks" / "publish-table-1-1.json").exists()


PROGRAM = """
import contextlib, os, signal, sys, time
from collate.build import interruption
from collate.build.interruption import Interrupted, guarded

def command():
    {body}
    return 7

sys.exit(guarded(command))
"""
SEND = "os.kill(os.getpid(), signal.SIGINT)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (SEND, 130, LINE),
        (f"\n    with contextlib.suppress(BaseException): {SEND}\n    interruption.require_none()", 130, LINE),
        (f"\n    with contextlib.suppress(BaseException): {SEND}\n    {SEND}", 130, LINE),
        (f"\n    with contextlib.suppress(BaseException): {SEND}\n    signal.alarm(1)\n    time.sleep(30)", 130, LINE),
        ("import threading; threading.Thread(target=time.sleep, args=(60,)).start(); " + SEND, 130, LINE),
        ("os.kill(os.getpid(), signal.SIGTERM)", 143, LINE),
        ("interruption.require_none()", 7, ""),
        ("\n    if os.fork() == 0: " + SEND + "\n    os.wait()", 7, ""),
    ],
    ids=["one", "swallowed", "two", "hangs", "thread", "end", "none", "forked"],
)
def test_a_signal_is_never_lost(tmp_path, body, status, said):
    process = start(tmp_path, "-c", PROGRAM.format(body=body))
    assert process.communicate(timeout=20)[1] == said
    assert process.returncode == status


@pytest.mark.slow
def test_a_signal_that_was_to_be_ignored_stays_ignored(tmp_path):
    body = "os.kill(os.getpid(), signal.SIGHUP)"
    program = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + PROGRAM.format(body=body)
    assert start(tmp_path, "-c", program).wait(20) == 7


class Reported:
    """What pytask hands back, as far as a build looks at it."""

    class Task:
        def __init__(self, name):
            self.name = name

    class Report:
        def __init__(self, task, outcome):
            self.task, self.exc_info = task, None
            self.outcome = type("Outcome", (), {"name": outcome})

    def __init__(self, **outcomes):
        self.tasks = [self.Task(name) for name in outcomes]
        self.execution_reports = [
            self.Report(task, outcome) for task, outcome in zip(self.tasks, outcomes.values(), strict=True) if outcome
        ]
        self.collection_reports, self.dag_report, self.exit_code = [], None, 0


def test_every_task_must_have_a_report(tiny):
    driver._require_success(tiny, Reported(one="SUCCESS", two="SKIP_UNCHANGED", three="SKIP"))
    with pytest.raises(BuildError, match="1 of 3 tasks did not run: two"):
        driver._require_success(tiny, Reported(one="SUCCESS", two="", three="SKIP"))


def test_a_word_that_no_task_has_builds_nothing(tiny):
    with pytest.raises(BuildError, match="no task was chosen"):
        driver.build(tiny, "nonsense")
