"""The same tasks on a Dask cluster: a scheduler and two workers in processes of their own, one of them killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from importlib.util import find_spec

import pytest
from scale.synthetic_book import make_book

from collate.build import cluster as cluster_module
from collate.build.cluster import cluster_options
from collate.errors import BuildError

# It is imported by the tests that run: it takes a third of a second, and every worker collects this file.
lacking = find_spec("distributed") is None
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(lacking, reason="the package distributed is not installed: pip install distributed"),
]

TABLES = 3


def collate(book, *arguments, **environment):
    command = [sys.executable, "-m", "collate", *arguments]
    given = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | environment
    return subprocess.run(command, cwd=book.root, capture_output=True, text=True, check=False, env=given, timeout=600)


class Cluster:
    """A scheduler and workers on this machine, as their command lines start them."""

    def __init__(self, folder):
        import distributed

        self.folder, self.processes = folder, []
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", "scheduler.json")
        told = folder / "scheduler" / "scheduler.json"
        wait(told.exists)
        with distributed.Client(scheduler_file=str(told), set_as_default=False) as client:
            self.address = client.scheduler.address

    def start(self, name, *arguments):
        place = self.folder / name
        place.mkdir()
        command = [sys.executable, "-m", "distributed.cli.dask_" + name.partition("-")[0], *arguments]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
        with (place / "log").open("w") as log:
            self.processes.append(subprocess.Popen(command, cwd=place, stdout=log, stderr=log, env=environment))

    def worker(self, number, threads=1):
        """A worker without a nanny, so that a killed one stays dead."""
        import distributed

        name, options = f"worker-{number}", ("--no-nanny", "--no-dashboard", "--nthreads", str(threads))
        self.start(name, self.address, *options, "--local-directory", str(self.folder / name))
        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(number, timeout=60)
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


def results(book):
    """Every file that the notebooks and the judge leave, but the times of runs."""
    folders = [book.regenerated, book.build / "run"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.name != "record.json"]
    return {path.relative_to(book.root).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def cluster(tmp_path):
    made = Cluster(tmp_path)
    try:
        yield made
    finally:
        made.stop()


@pytest.mark.endurance
def test_one_worker_dies_and_the_result_is_the_same(tmp_path, cluster, replace):
    alone, spread = (make_book(tmp_path / name, TABLES, claims=20).book for name in ("alone", "spread"))
    for book in (alone, spread):  # long enough to be met in the middle
        replace(book.notebooks / "table-1-2.ipynb", "from orchard", "import time\\ntime.sleep(2)\\nfrom orchard")
    done = collate(alone, "build", "values")
    assert done.returncode == 0, done.stdout + done.stderr
    workers = [cluster.worker(1), cluster.worker(2)]

    def kill():
        wait(lambda: list(spread.build.glob("run/table-1-2.*.part")), 300)
        os.kill(workers[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    done = collate(spread, "build", "values", "--cluster", cluster.address)
    killer.join()
    assert done.returncode == 0, done.stdout + done.stderr
    assert workers[0].wait() == -signal.SIGKILL
    assert workers[1].poll() is None
    assert results(spread) == results(alone)
    assert "nothing has changed" in collate(spread, "build", "values", "--cluster", cluster.address).stdout


@pytest.mark.endurance
def test_a_notebook_that_fails_there_is_named_here(tmp_path, cluster, replace):
    book = make_book(tmp_path / "book", 1).book
    replace(book.notebooks / "table-1-1.ipynb", "harvest(run.observations)", "harvest(run.observation)")
    cluster.worker(1)
    done = collate(book, "build", "values", "--cluster", cluster.address)
    assert done.returncode == 1
    assert "src/notebooks/table-1-1.ipynb: cell 4 raises AttributeError" in done.stderr
    assert list((book.build / "failed").glob("table-1-1.*.ipynb"))


@pytest.mark.endurance
def test_what_a_cluster_must_have(tiny, cluster, monkeypatch):
    import distributed

    tiny.build.mkdir()

    def message():
        with pytest.raises(BuildError) as found, cluster_options(tiny, cluster.address):
            pass
        return str(found.value)

    assert "has no workers" in message()
    cluster.worker(1)
    with cluster_options(tiny, cluster.address) as options:
        assert options == {"n_workers": 1, "parallel_backend": "dask"}
    assert not list(tiny.build.glob(".cluster*"))
    here = cluster_module.seen
    told = iter([(True, "one"), (True, "another")])
    monkeypatch.setattr(distributed.Client, "run", lambda *_: {"there": next(told)})
    monkeypatch.setattr(cluster_module, "seen", lambda _: (True, "one"))
    with cluster_options(tiny, cluster.address):
        pass
    assert "the worker there has another collate" in message()
    monkeypatch.setattr(distributed.Client, "run", lambda *_: {"there": (False, "one")})
    assert "the worker there does not see this book" in message()
    assert here("/nowhere")[0] is False
    monkeypatch.undo()
    cluster.worker(2, threads=2)
    assert "runs 2 tasks at once" in message()


def test_no_scheduler(tiny):
    address = "tcp://127.0.0.1:9"
    done = collate(tiny, "build", "values", "--cluster", address, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="1s")
    assert done.returncode == 1
    assert f"no Dask scheduler answers at {address}" in done.stderr
