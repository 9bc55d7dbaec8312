"""Build the committed tree twice, in two folders, time zones, locales, hash seeds, numbers of workers and homes, and compare.

The second home is that of a user who has set up matplotlib, IPython, Jupyter and Python to draw and print otherwise.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from collate.audit.compare_trees import Outcome, compare_trees
from collate.book import Book
from collate.data import csvfile
from collate.data.benchmarks import CONDITION_COLUMNS, REPRODUCE_COLUMNS, RUN_COLUMNS
from collate.errors import BuildError, CollateError
from collate.git import git
from collate.run.environment import SEED


class ReproduceError(CollateError):
    """Find what enters the named file beside its inputs, and build again; both versions are kept in _build/reproduce."""


@dataclass(frozen=True)
class Conditions:
    """What is varied between the builds, none of which may change a byte."""

    folder: str
    zone: str
    locale: str
    seed: str
    workers: int
    settings: bool  # whether the user has set up the programs that compute and draw


@dataclass(frozen=True)
class Built:
    """A finished build: its tree, seconds, and the memory of its largest process in MB."""

    book: Book
    conditions: Conditions
    seconds: float
    memory: float


def conditions() -> tuple[Conditions, Conditions]:
    """The two builds; the second takes a locale of the machine that is not the first's, where there is one."""
    other = next((name for name in ("zh_TW.utf8", "en_US.utf8", "POSIX") if name in _locales()), "C")
    return (
        Conditions("one", "UTC", "C.UTF-8", "0", 1, settings=False),
        Conditions("elsewhere/the-second", "Asia/Kathmandu", other, "20121125", max(3, os.cpu_count() or 1), settings=True),
    )


def settings(home: Path) -> dict[str, str]:
    """Write a home whose owner has set up much that changes tables and drawings, and return the variables that lead there."""
    written = {
        ".config/matplotlib/matplotlibrc": "path.sketch: 1, 100, 2\naxes.linewidth: 5\n",
        ".ipython/profile_default/startup/00-options.py": "import pandas\npandas.set_option('display.max_rows', 1)\n",
        ".ipython/profile_default/ipython_kernel_config.py": "get_config().InteractiveShell.ast_node_interactivity = 'all'\n",
        ".jupyter/jupyter_config.json": json.dumps({"KernelManager": {"transport": "tcp"}, "NotebookClient": {"allow_errors": True}}),
        "kernels/python3/kernel.json": json.dumps({"argv": ["false"], "display_name": "Python 3", "language": "python"}),
        "startup.py": "raise SystemExit('the startup file of an interactive Python')\n",
        "sitecustomize.py": "import builtins\nbuiltins.sorted = lambda items, **_: list(items)\n",
    }
    for name, content in written.items():
        csvfile.write_text(home / name, content)
    for fonts in (".fonts", ".local/share/fonts"):  # without rights of administration fonts are installed here
        if (Path.home() / fonts).is_dir():
            (home / fonts).parent.mkdir(parents=True, exist_ok=True)
            (home / fonts).symlink_to(Path.home() / fonts)
    return {
        "HOME": str(home),
        "IPYTHONDIR": str(home / ".ipython"),
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
        "JUPYTER_PATH": str(home),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "MATPLOTLIBRC": str(home / ".config" / "matplotlib" / "matplotlibrc"),
        "MPLBACKEND": "pdf",
        "MPLCONFIGDIR": str(home / ".config" / "matplotlib"),
        "PYTHONOPTIMIZE": "2",
        "PYTHONSAFEPATH": "1",
        "PYTHONSTARTUP": str(home / "startup.py"),
        "PYTHONWARNINGS": "error",
        "SOURCE_DATE_EPOCH": "1",
        "TYPST_FONT_PATHS": str(home / "nowhere"),
    }


def reproduce(book: Book, what: str) -> list[Outcome]:
    """Build the committed state of the book twice, compare, and write the results to data/benchmarks when everything was built.

    Parameters
    ----------
    what : `all`, or one of the formats of `collate build`.

    Returns
    -------
    The outcome of each group of files; differing files are kept in `_build/reproduce`.

    Raises
    ------
    GitError : the book is in no git repository.
    BuildError : a build fails.
    """
    commit = git(book.root, "rev-parse", "HEAD").strip()
    if git(book.root, "status", "--porcelain").strip():
        print(f"changes that are not committed are left out; this compares builds of commit {commit[:12]}", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="reproduce-") as folder:
        one, two = (_build(book, Path(folder), chosen, what) for chosen in conditions())
        outcomes = compare_trees(one.book, two.book)
        _keep(book, outcomes, one.book, two.book)
        if what == "all":
            _write_results(book, outcomes, (one, two), commit)
    return outcomes


def _build(book: Book, folder: Path, chosen: Conditions, what: str) -> Built:
    root = folder / chosen.folder
    root.parent.mkdir(parents=True, exist_ok=True)
    git(book.root, "clone", "--quiet", "--no-hardlinks", str(book.root), str(root))
    log, home = folder / f"{root.name}.log", folder / "home"
    # The tree's own library, where it has one; otherwise the one that runs now.
    modules = [str(root / "src"), str(Path(__file__).parents[2])]
    environment = dict(os.environ)
    if chosen.settings:
        environment |= settings(home)
        modules.append(str(home))
    environment |= {
        "TZ": chosen.zone,
        "LC_ALL": chosen.locale,
        "LANG": chosen.locale,
        "PYTHONHASHSEED": chosen.seed,
        SEED: chosen.seed,
        "PYTHONPATH": os.pathsep.join(modules),
    }
    command = [sys.executable, "-m", "collate", "build", what, "--workers", str(chosen.workers)]
    print(f"building in {root}: {chosen.zone}, {chosen.locale}, hash seed {chosen.seed}, {chosen.workers} worker(s)", flush=True)
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - started
    if process.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        first = next((number for number, line in enumerate(lines) if line.startswith("error: ")), max(len(lines) - 5, 0))
        raise BuildError(
            f"the build in {chosen.folder!r} fails:\n  " + "\n  ".join(lines[first : first + 5]),
            fix="build it here with `collate build` and fix what fails",
        )
    return Built(Book(root), chosen, seconds, usage.ru_maxrss / 1024)


def _keep(book: Book, outcomes: Sequence[Outcome], one: Book, two: Book) -> None:
    """Both versions of every file that differs, for whoever looks for the cause."""
    kept = book.build / "reproduce"
    shutil.rmtree(kept, ignore_errors=True)
    for outcome in outcomes:
        for name in outcome.differing:
            for side, tree in (("one", one), ("two", two)):
                if (path := tree.root / name).exists():
                    csvfile.write_bytes(kept / side / name, path.read_bytes())


def _write_results(book: Book, outcomes: Sequence[Outcome], builds: tuple[Built, Built], commit: str) -> None:
    date, machine = datetime.now(UTC).date().isoformat(), machine_name()
    rows = []
    for outcome in outcomes:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in list(outcome.differing.items())[:3])
        rows.append((outcome.group, str(outcome.files), str(outcome.equal), str(len(outcome.differing)), reasons, date, machine))
    csvfile.write(book.benchmarks / "reproduce.csv", REPRODUCE_COLUMNS, rows)
    varied = [
        (
            str(number),
            built.conditions.folder,
            built.conditions.zone,
            built.conditions.locale,
            built.conditions.seed,
            str(built.conditions.workers),
            f"{built.seconds:.0f}",
            f"{built.memory:.0f}",
            commit,
        )
        for number, built in enumerate(builds, start=1)
    ]
    csvfile.write(book.benchmarks / "conditions.csv", CONDITION_COLUMNS, varied)
    records = sorted((builds[0].book.build / "run").glob("*/record.json"))
    seconds = [float(json.loads(path.read_text(encoding="utf-8"))["seconds"]) for path in records]
    timed = [(path.parent.name, f"{took:.1f}", date, machine) for path, took in zip(records, seconds, strict=True)]
    csvfile.write(book.benchmarks / "runs.csv", RUN_COLUMNS, timed)


def machine_name() -> str:
    """What a reader must know of the machine, and no name of it: system, processor architecture, cores."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def require_equal(outcomes: Sequence[Outcome]) -> None:
    """Raise where anything differs.

    Raises
    ------
    ReproduceError : naming up to ten files with what differs.
    """
    differing = [f"{name}: {reason}" for outcome in outcomes for name, reason in outcome.differing.items()]
    if differing:
        more = f"\n  and {len(differing) - 10} more" if len(differing) > 10 else ""
        raise ReproduceError(f"{len(differing)} file(s) differ between the builds\n  " + "\n  ".join(differing[:10]) + more)


def _locales() -> set[str]:
    done = subprocess.run(["locale", "-a"], capture_output=True, text=True, errors="replace", check=False)
    return set(done.stdout.split())
