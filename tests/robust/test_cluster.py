"""The same tasks on a Dask cluster: a scheduler and two workers in processes and folders of their own, one of them killed in the middle."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from collate.build.cluster_worker import Answer, digest, pack, unpack
from scale.synthetic_book import make_book

from collate.build import cluster_worker
from collate.build.cluster import SETTING, place
from collate.data import csvfile
from collate.errors import BuildError

distributed = pytest.importorskip("distributed", reason="the package distributed is not installed: pip install distributed")
TABLES = 4


def collate(project, *arguments, **environment):
    command = [sys.executable, "-m", "collate", *arguments]
    given = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | environment
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False, env=given, timeout=300)


class Cluster:
    """A scheduler and two workers on this machine, as their command lines start them."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        self.address = self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", "scheduler.json")

    def start(self, name, *arguments):
        place = self.folder / name
        place.mkdir()
        program = name.partition("-")[0]
        command = [sys.executable, "-m", "distributed.cli.dask_" + program, *arguments]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
        with (place / "log").open("w") as log:
            self.processes.append(subprocess.Popen(command, cwd=place, stdout=log, stderr=log, env=environment))
        if program != "scheduler":
            return ""
        told = place / "scheduler.json"
        wait(told.exists)
        return distributed.Client(scheduler_file=str(told), set_as_default=False).scheduler.address

    def worker(self, number):
        """A worker without a nanny, so that a killed one stays dead."""
        name = f"worker-{number}"
        self.start(name, self.address, "--no-nanny", "--no-dashboard", "--nthreads", "1", "--local-directory", str(self.folder / name))
        return self.processes[-1]

    def stop(self):
        for process in self.processes:
            process.kill()
            process.wait()


def wait(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def results(project):
    """Every file that the build leaves, but the times of runs and what is kept for the next build."""
    folders = [project.regenerated, project.build / "run"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.name != "record.json"]
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def cluster(tmp_path):
    made = Cluster(tmp_path)
    try:
        yield made
    finally:
        made.stop()


@pytest.mark.slow
def test_one_worker_dies_and_the_result_is_the_same(tmp_path, cluster, replace):
    alone, spread = (make_book(tmp_path / name, TABLES, claims=20).book for name in ("alone", "spread"))
    for book in (alone, spread):  # long enough to be met in the middle
        replace(book.notebooks / "table-1-2.ipynb", "from orchard", "import time\\ntime.sleep(2)\\nfrom orchard")
    done = collate(alone, "build", "values")
    assert done.returncode == 0, done.stdout + done.stderr
    workers = {number: cluster.worker(number) for number in (1, 2)}
    killed = []

    def kill():
        begun = []
        while not begun:
            time.sleep(0.02)
            with contextlib.suppress(FileNotFoundError):  # a folder that a worker removes between two looks
                begun = [number for number in workers if list(cluster.folder.glob(f"worker-{number}/**/book/_build/run/table-1-2.*.part"))]
        os.kill(workers[begun[0]].pid, signal.SIGKILL)
        killed.append(begun[0])

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    done = collate(spread, "build", "values", **{SETTING: cluster.address})
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(killed) == 1
    assert workers.pop(killed[0]).wait() == -signal.SIGKILL
    assert [process.poll() for process in workers.values()] == [None]
    assert results(spread) == results(alone)
    assert len(results(spread)) > 6 * TABLES
    again = collate(spread, "build", "values", **{SETTING: cluster.address})
    assert "nothing has changed" in again.stdout


@pytest.mark.slow
def test_a_notebook_that_fails_there_is_named_here(tmp_path, cluster, replace):
    book = make_book(tmp_path / "book", 1).book
    replace(book.notebooks / "table-1-1.ipynb", "harvest(run.observations)", "harvest(run.observation)")
    cluster.worker(1)
    done = collate(book, "build", "values", **{SETTING: cluster.address})
    assert done.returncode == 1
    assert "src/notebooks/table-1-1.ipynb: cell 4 raises AttributeError" in done.stderr
    assert list((book.build / "failed").glob("table-1-1.*.ipynb"))
    assert not list((book.build / "run").glob("*/values.csv"))


@pytest.mark.slow
def test_no_scheduler(tiny):
    done = collate(tiny, "build", "values", **{SETTING: "tcp://127.0.0.1:9", "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"})
    assert done.returncode == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in done.stderr


def test_another_library_on_a_worker():
    with pytest.raises(BuildError, match=r"another collate/errors\.py"):
        cluster_worker.require_library({"errors.py": digest(b"another version")})


def test_a_file_of_the_shelf_is_unpacked_once(tmp_path):
    found = digest(b"one")
    csvfile.write_bytes(tmp_path / "shelf" / found, pack(b"one"))
    path = cluster_worker.unpacked(tmp_path, found, "a.csv")
    assert path.read_bytes() == b"one"
    (tmp_path / "shelf" / found).unlink()
    assert cluster_worker.unpacked(tmp_path, found, "a.csv") == path


@pytest.mark.parametrize("damaged", [b"", b"no zlib", pack(b"another")])
def test_a_damaged_file_of_the_shelf_is_never_used(tmp_path, damaged):
    csvfile.write_bytes(tmp_path / "shelf" / digest(b"one"), damaged)
    for _ in range(2):
        with pytest.raises(BuildError, match=r"a\.csv was damaged on its way"):
            cluster_worker.unpacked(tmp_path, digest(b"one"), "a.csv")


@pytest.mark.parametrize("damaged", [b"", b"no zlib", pack(b"another")])
def test_a_file_damaged_on_its_way_is_found_and_nothing_is_placed(tiny, damaged):
    files = {"_build/run/x/a.csv": (digest(b"one"), pack(b"one")), "_build/run/x/b.csv": (digest(b"two"), damaged)}
    with pytest.raises(BuildError, match=r"b\.csv was damaged on its way"):
        place(tiny, Answer(None, files), ("_build/run/x",))
    assert not (tiny.build / "run").exists()
    assert unpack(pack(b"one"), digest(b"one"), "a") == b"one"
