"""A few of the disturbances that `make disturb` tries at twenty moments each, and two builds at once."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest
from scale.synthetic_book import make_book

from collate.book import Book
from robust import disturbance
from robust.disturbance import KILLED, Ending, build, command, fill_at, kill_at, killed, require_equal, results, small_disk, undisturbed

pytestmark = [pytest.mark.slow, pytest.mark.endurance]

SEED = 20261125


@pytest.fixture(scope="module")
def built(made_once):
    """A folder with a book whose values are built, and what `undisturbed` says of the build."""

    def make(folder):
        found = undisturbed(folder / "book", "values")
        (folder / "undisturbed.pickle").write_bytes(pickle.dumps(found))

    return made_once("undisturbed", make)


@pytest.fixture(scope="module")
def whole(built):
    return pickle.loads((built / "undisturbed.pickle").read_bytes())


@pytest.mark.parametrize("kind", KILLED)
def test_a_killed_process_leaves_nothing_behind_that_counts(tmp_path, whole, kind):
    moment = random.Random(f"{SEED} {kind}").uniform(0.2, 0.8) * whole.seconds
    project = make_book(tmp_path / "book", disturbance.TABLES, disturbance.CLAIMS).book
    kill_at(project, "values", kind, moment)
    require_equal(project, "values", whole.results)


def test_a_process_that_has_ended_is_not_killed():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert killed(process.pid)
    assert process.wait() == -signal.SIGKILL
    assert not killed(process.pid)


def test_a_full_disk(tmp_path, whole):
    try:
        with small_disk(tmp_path / "disk", 64) as disk:
            project, ending = fill_at(disk, "values", whole.room // 2)
            assert ending == Ending(1, hit=True)
            require_equal(project, "values", whole.results)
    except PermissionError as error:
        pytest.skip(str(error))


def test_the_comparison_finds_what_differs(tmp_path, built, whole):
    project = Book(shutil.copytree(built / "book", tmp_path / "book", symlinks=True))
    require_equal(project, "values", whole.results)
    with pytest.raises(disturbance.DisturbedError, match="1 file"):
        require_equal(project, "values", whole.results | {"data/regenerated/verdicts.csv": b"other"})


def test_two_builds_at_once_and_after_one_is_killed(tmp_path, whole):
    project = make_book(tmp_path / "book", disturbance.TABLES, disturbance.CLAIMS).book
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(disturbance.sys.path)}
    first = subprocess.Popen(command("values"), cwd=project.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    lock = project.build / ".lock"
    while not lock.exists():
        time.sleep(0.01)
    second = build(project, "values")
    assert "another build runs in" in second.stderr
    assert second.returncode == first.wait() == 0
    assert results(project) == whole.results
    held = subprocess.Popen(command("values"), cwd=project.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    time.sleep(0.3)
    held.send_signal(signal.SIGKILL)
    held.wait()
    require_equal(project, "values", whole.results)
