"""A build after every saved file, from a process that stays: it says what went wrong, goes on, and ends with all that it started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

pytestmark = pytest.mark.slow

WAITING = "waiting for a change"
LIMIT = 120  # seconds


class Watching:
    """`collate watch values` in a book."""

    def __init__(self, project, program):
        self.process = subprocess.Popen(
            [sys.executable, *program, "watch", "values"],
            cwd=project.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # A shell that runs the tests in the background lets them ignore interrupts, and all that they start.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def heard(self) -> list[str]:
        """What it says until it waits again."""
        lines = []
        for line in self.process.stdout:
            lines.append(line.strip())
            if WAITING in line:
                return lines
        raise AssertionError(f"it ended: {lines}")


@contextmanager
def watching(project, program=("-m", "collate")) -> Iterator[Watching]:
    found = Watching(project, program)
    too_long = threading.Timer(LIMIT, os.killpg, (found.process.pid, signal.SIGKILL))
    too_long.start()
    try:
        yield found
    finally:
        too_long.cancel()
        if found.process.poll() is None:
            os.killpg(found.process.pid, signal.SIGKILL)
        found.process.communicate()


@pytest.fixture
def harvest(tiny):
    return tiny.source / "observations" / "harvest.csv"


def test_a_saved_file_is_built_and_a_mistake_told(tiny, harvest, replace):
    with watching(tiny) as watch:
        assert watch.heard()[-1].startswith("built in")
        replace(harvest, "harvest.north,2000,1.2,", "harvest.north,2000,1.4,")
        lines = watch.heard()
        assert any(line.startswith("error: ") for line in lines), lines
        assert lines[-1].startswith("failed in")
        assert ",1.4," in tiny.values("table-1-1").read_text(encoding="utf-8")
        replace(harvest, "harvest.north,2000,1.4,", "harvest.north,2000,1.2,")
        assert watch.heard()[-1].startswith("built in")
        assert ",1.4," not in tiny.values("table-1-1").read_text(encoding="utf-8")


@pytest.mark.endurance
def test_a_product_that_was_changed_is_made_again(tiny):
    values = tiny.values("table-1-1")
    with watching(tiny) as watch:
        watch.heard()
        made = values.read_text(encoding="utf-8")
        values.write_text(made.replace("1.2", "9.9"), encoding="utf-8")
        assert watch.heard()[-1].startswith("built in")
        assert values.read_text(encoding="utf-8") == made


@pytest.mark.endurance
def test_a_broken_file_is_named_once(tiny, harvest, replace):
    with watching(tiny) as watch:
        watch.heard()
        replace(harvest, "harvest.north,2000,1.2,,baskets,", "harvest.north,2000,1.2,,")
        lines = watch.heard()
        assert [line for line in lines if line.startswith("error: ")] == [line for line in lines if "harvest.csv:2" in line]
        assert lines[-1].startswith("failed in")


@pytest.mark.endurance
def test_kernels_are_forked_from_the_template_that_stays(tiny):
    with watching(tiny) as watch:
        watch.heard()
    kinds = {json.loads(path.read_text(encoding="utf-8"))["kernel"] for path in tiny.build.glob("run/*/record.json")}
    assert kinds == {"forked"}


@pytest.mark.endurance
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["interrupt", "end", "kill"])
def test_nothing_is_left_running(tiny, number):
    with watching(tiny) as watch:
        watch.heard()
        started = psutil.Process(watch.process.pid).children(recursive=True)
        assert started
        os.kill(watch.process.pid, number)
        assert watch.process.wait(30) == {signal.SIGINT: 0, signal.SIGTERM: 128 + number, signal.SIGKILL: -number}[number]
        assert psutil.wait_procs(started, timeout=30)[1] == []


@pytest.mark.endurance
def test_another_installation_starts_it_anew(tiny):
    """What it has imported may be another version now."""
    packages = tiny.root / "packages"
    packages.mkdir()
    # The folder of installed packages, whose time tells of it, is one of the test's own here.
    starting = f"""\
import runpy, sysconfig
kept = sysconfig.get_path
sysconfig.get_path = lambda name, *rest: {str(packages)!r} if name in ("purelib", "platlib") else kept(name, *rest)
runpy.run_module("collate", run_name="__main__", alter_sys=True)
"""
    program = tiny.root / "starting.py"
    program.write_text(starting, encoding="utf-8")
    with watching(tiny, [str(program)]) as watch:
        watch.heard()
        before = psutil.Process(watch.process.pid).children()
        (packages / "new").mkdir()
        (tiny.root / "README.md").write_text("changed\n", encoding="utf-8")
        assert watch.heard()[-1].startswith("built in")
        after = psutil.Process(watch.process.pid).children()
        assert after
        assert not {child.pid for child in before} & {child.pid for child in after}


@pytest.mark.endurance
def test_what_the_build_itself_wrote_is_no_change(tiny):
    with watching(tiny) as watch:
        watch.heard()
        time.sleep(2)
        os.kill(watch.process.pid, signal.SIGKILL)
        assert watch.process.stdout.read() == ""


def test_the_check_of_the_data_finds_all_its_imports_made(tiny):
    """Whoever saved a file waits for them otherwise, with every build."""
    program = """\
import sys
from pathlib import Path

from collate.data.packages import check_data
from collate.build.watch import _import_all
from collate.book import Book

_import_all()
before = set(sys.modules)
check_data(Book(Path()))
print(sorted(set(sys.modules) - before))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=tiny.root, stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.strip() == "[]"
