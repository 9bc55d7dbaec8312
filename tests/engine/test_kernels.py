"""A forked kernel gives what a fresh one gives, whatever happens to the template."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib.metadata import entry_points
from pathlib import Path

import nbformat
import psutil
import pytest
from needs import needs
from tests_root import variants

from collate.data.published import Published
from collate.errors import ConfigurationError
from collate.run.execute import execute, run_claims, run_notebook
from collate.run.kernels import ADDRESS, FORKED, FRESH, PROVISIONER, ForkedProvisioner, available, template

pytestmark = pytest.mark.slow

# What a kernel can see of its process. Numbers of processes and memory addresses differ in any two kernels.
STATE = """\
import gc, locale, logging, os, random, signal, sys, threading, time, warnings
import matplotlib, numpy, pandas, seaborn
own = ("JPY_PARENT_PID", "HOME")
state = {
    "path": sys.path, "argv": len(sys.argv), "flags": str(sys.flags), "cwd": os.getcwd(), "umask": os.umask(0o022),
    "environment": {name: value for name, value in os.environ.items() if name not in own},
    "threads": sorted(type(thread).__name__ for thread in threading.enumerate()),
    "filters": sorted({str(item) for item in warnings.filters}), "handlers": str(logging.getLogger().handlers), "level": logging.root.level,
    "rc": {name: str(value) for name, value in dict(matplotlib.rcParams).items()}, "errors": str(numpy.geterr()),
    "display": str(pandas._config.config._global_config), "locale": locale.getlocale(), "zone": time.tzname, "gc": gc.isenabled(),
    "signals": [str(signal.getsignal(number))[:20] for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE)],
    "main": sorted(name for name in vars(sys.modules["__main__"]) if not name.startswith("_")), "group": os.getpgrp() == os.getpid(),
    "input": os.read(0, 1).decode(), "files": len(os.listdir("/proc/self/fd")) < 100, "trace": sys.gettrace() is None,
}
"""


def write_notebook(project, *sources, name="probe"):
    """A notebook without parameters of its own but the standard folder."""
    first = nbformat.v4.new_code_cell('output_dir = ""', id="parameters", metadata={"tags": ["parameters"]})
    cells = [first, *(nbformat.v4.new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources))]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = project.notebooks / f"{name}.ipynb"
    nbformat.write(notebook, path)
    return path


def run(project, path, name="probe"):
    final = project.build / "run" / name
    return execute(project, path, {"output_dir": f"_build/run/{name}.part"}, final)


def outputs(folder):
    return [cell.get("outputs") for cell in nbformat.read(folder / "executed.ipynb", as_version=4).cells]


def configure(project, **settings):
    """Write settings of the `collate:` section into a book's configuration; it has none of these before, or such as were written so."""
    path = project.root / "_config.yml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip().split(":")[0] not in settings]
    at = lines.index("collate:") + 1
    path.write_text("\n".join([*lines[:at], *(f"  {name}: {value}" for name, value in settings.items()), *lines[at:], ""]), "utf-8")


def both(project, work):
    """What `work` returns with a fresh kernel and with a forked one."""
    results = []
    for kind in (FRESH, FORKED):
        configure(project, kernels=kind)
        project.build.mkdir(exist_ok=True)
        with template(project):
            results.append(work())
        assert ForkedProvisioner.last == kind
    return results


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "record.json"}


@needs("Noto CJK")
@pytest.mark.parametrize("id", variants({id: (id,) for id in ("figure-1-2", "table-1-1", "table-3-1", "table-2-2")}))
def test_artifacts_are_the_same_bytes(copy, id):
    artifact = Published(copy).artifact(id)
    fresh, forked = both(copy, lambda: contents(run_notebook(copy, artifact, "zh-Hant")))
    assert fresh == forked
    assert "values.csv" in forked


def test_claims_are_the_same_bytes(copy):
    fresh, forked = both(copy, lambda: contents(run_claims(copy, 1)))
    assert fresh == forked
    assert "data/source/facts/named-in-sentences.csv" in json.loads(forked["inputs.json"])["files"]  # which a formula counts


def test_a_forked_kernel_sees_what_a_fresh_one_sees(tiny):
    path = write_notebook(tiny, STATE, "import json\nprint(json.dumps(state, sort_keys=True, default=str))")
    fresh, forked = both(tiny, lambda: json.loads(outputs(run(tiny, path))[-1][0]["text"]))
    differing = {name: (fresh[name], forked[name]) for name in fresh if fresh[name] != forked[name]}
    assert not differing


@pytest.mark.endurance
def test_drawing_inline_is_the_same(tiny):
    path = write_notebook(tiny, "import matplotlib.pyplot as plt\nplt.plot([1, 2], [3, 1]);", "plt.get_backend()", "plt.get_fignums()")
    fresh, forked = both(tiny, lambda: outputs(run(tiny, path)))
    assert fresh == forked
    assert "image/png" in str(forked)


@pytest.mark.endurance
def test_two_forked_kernels_draw_other_random_numbers(tiny):
    path = write_notebook(tiny, "import random, numpy, uuid\nprint(random.random(), numpy.random.rand(), uuid.uuid4())")
    tiny.build.mkdir()
    with template(tiny):
        drawn = [outputs(run(tiny, path))[-1][0]["text"].split() for _ in range(2)]
    assert not set(drawn[0]) & set(drawn[1])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import warnings\nwarnings.warn('a word', stacklevel=1)", "UserWarning: a word"),
        ("print('a word')", "speaks when it is imported: a word"),
        ("import threading, time\nthreading.Thread(target=time.sleep, args=[5], daemon=True).start()", "starts a thread"),
        ("quiet = True", ""),
        ("raise OSError('a word')", ""),
    ],
)
def test_a_module_that_cannot_be_imported_beforehand(monkeypatch, tmp_path, source, reason):
    (tmp_path / "speaker.py").write_text(f"{source}\n", encoding="utf-8")
    program = "from collate.run.fork_template import import_all\nprint(import_all(['speaker']))"
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert reason in done.stdout if reason else not done.stdout.strip()


@pytest.mark.endurance
def test_another_environment_takes_a_fresh_kernel(monkeypatch, tiny):
    path = write_notebook(tiny, "import os\nprint(os.environ['PYTHONHASHSEED'])")
    tiny.build.mkdir()
    with template(tiny):
        monkeypatch.setenv("COLLATE_HASH_SEED", "7")
        assert outputs(run(tiny, path))[-1][0]["text"] == "7\n"
    assert ForkedProvisioner.last == FRESH


def served_by():
    """The template's process."""
    (found,) = [child for child in psutil.Process().children() if any("fork_template.py" in word for word in child.cmdline())]
    return found.pid


@pytest.mark.endurance
def test_a_template_that_is_dead_is_done_without(tiny):
    path = write_notebook(tiny, "print(1)")
    tiny.build.mkdir()
    with template(tiny):
        os.kill(served_by(), signal.SIGKILL)
        while available():
            time.sleep(0.01)
        assert outputs(run(tiny, path))[-1][0]["text"] == "1\n"
    assert ForkedProvisioner.last == FRESH


@pytest.mark.endurance
def test_a_template_that_dies_under_a_notebook_is_done_without(tiny):
    # The first kernel ends its template; the second, fresh, has another process above it.
    cell = "import os, signal\nif 'fork_template.py' in open(f'/proc/{os.getppid()}/cmdline').read(): os.kill(os.getppid(), signal.SIGKILL)"
    path = write_notebook(tiny, cell, "import time\ntime.sleep(2)\nprint(1)")
    tiny.build.mkdir()
    with template(tiny):
        assert outputs(run(tiny, path))[-1][0]["text"] == "1\n"
    assert ForkedProvisioner.last == FRESH


@pytest.mark.endurance
def test_the_template_ends_with_the_build_and_takes_kernels_with_it(tiny):
    tiny.build.mkdir()
    with template(tiny):
        process = served_by()
    assert ADDRESS not in os.environ
    assert not Path(f"/proc/{process}").exists()


def test_an_unknown_kind_is_refused(tiny):
    configure(tiny, kernels="stale")
    with pytest.raises(ConfigurationError, match=r"collate\.kernels is 'stale'"), template(tiny):
        pass


LAST = """\
import atexit, pathlib
atexit.register(pathlib.Path(output_dir, "last.txt").write_text, "done")
kept = open(pathlib.Path(output_dir, "kept.txt"), "w")
kept.write("done")
"""


@pytest.mark.endurance
def test_a_kernel_ends_as_any_program_does(tiny):
    path = write_notebook(tiny, LAST)
    said = both(tiny, lambda: [(run(tiny, path) / name).read_text() for name in ("last.txt", "kept.txt")])
    assert said == [["done", "done"], ["done", "done"]]


def test_the_provisioner_is_registered():
    (found,) = entry_points(group="jupyter_client.kernel_provisioners", name=PROVISIONER)
    assert found.load() is ForkedProvisioner


@pytest.mark.endurance
def test_without_descriptors_of_processes_kernels_are_fresh(monkeypatch, tiny):
    """As on macOS."""
    monkeypatch.delattr(os, "pidfd_open")
    tiny.build.mkdir()
    path = write_notebook(tiny, "print(1)")
    with template(tiny):
        assert ADDRESS not in os.environ
        assert outputs(run(tiny, path))[-1][0]["text"] == "1\n"
    assert ForkedProvisioner.last == FRESH
