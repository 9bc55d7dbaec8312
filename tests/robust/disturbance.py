"""Disturb a build at random moments, build again, and compare with a build that nothing disturbed, byte for byte.

The test suite tries a few moments; `make disturb` (`record.py`) twenty of each kind.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scale.synthetic_book import make_book

from collate.book import Book
from collate.data.benchmarks import DISTURBANCES, INTERRUPT

TABLES = 3
CLAIMS = 10
LIMIT = 300  # seconds; a build that takes longer hangs
KILLED = tuple(kind for build, kind in DISTURBANCES if build == "values" and kind not in ("disk", INTERRUPT))
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
COMMANDS = {
    "values": ("build", "values"),
    "verify": ("verify",),
    "run": ("run", "table-1-1"),
    "watch": ("watch", "values"),
    "archive": ("archive",),
}
STARTS = 0.3  # seconds in which Python itself starts, and knows nothing of us
VARYING = ("record.json",)  # seconds of a run


class DisturbedError(AssertionError):
    """The tree after a disturbance is not what it would have been without, or nobody was told of the disturbance."""


@dataclass(frozen=True)
class Ending:
    """How a disturbed build ended: its exit code, and whether the disturbance met it at all."""

    code: int
    hit: bool


@dataclass(frozen=True)
class Undisturbed:
    """What a build gives when nothing disturbs it, how many seconds it takes, and how many bytes of a disk."""

    results: dict[str, bytes]
    seconds: float
    room: int


def command(what: str) -> list[str]:
    return [sys.executable, "-m", "collate", "build", what]


def build(project: Book, what: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command(what), cwd=project.root, capture_output=True, text=True, check=False, timeout=LIMIT, env=environment)


def results(project: Book) -> dict[str, bytes]:
    """Every result of a build by its path."""
    folders = (project.regenerated, project.figures, project.build / "run", project.build / "html")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.name not in VARYING]
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in files}


def undisturbed(folder: Path, what: str) -> Undisturbed:
    """A build that nothing disturbed."""
    project = make_book(folder, TABLES, CLAIMS).book
    before, started = _on_disk(folder), time.monotonic()
    done = build(project, what)
    seconds = time.monotonic() - started
    if done.returncode:
        raise DisturbedError(done.stdout + done.stderr)
    return Undisturbed(results(project), seconds, _on_disk(folder) - before)


def _on_disk(folder: Path) -> int:
    """The bytes of the blocks that everything in `folder` takes."""
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*"))


def require_equal(project: Book, what: str, expected: dict[str, bytes]) -> None:
    """A plain build must end well and give `expected`."""
    done = build(project, what)
    if done.returncode:
        raise DisturbedError(f"the build after the disturbance ends with {done.returncode}:\n{done.stdout}{done.stderr}")
    found = results(project)
    differing = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
    if differing:
        raise DisturbedError(f"{len(differing)} file(s) differ: {', '.join(differing[:5])}")


def kill_at(project: Book, what: str, kind: str, moment: float) -> Ending:
    """Build, and kill -9 one process of `kind` after `moment` seconds, or as soon as there is one."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command(what), cwd=project.root, stdout=said, stderr=said, start_new_session=True, env=environment)
        time.sleep(moment)
        hit = False
        while process.poll() is None and not hit:
            hit = any(map(killed, victims(process.pid, kind)[:1]))
            time.sleep(0.01)
        code = process.wait(LIMIT)
        said.seek(0)
        text = said.read()
    if code > 0 and text.count("\nerror: ") != 1:
        raise DisturbedError(f"no message, or more than one:\n{text}")
    return Ending(code, hit=hit)


def prepared(folder: Path, command: str) -> Undisturbed:
    """A book in `folder`/book that was built and then changed, and what a plain build must give afterwards; seconds of `command`.

    One that is to be archived is in git as it was built.
    """
    project = make_book(folder / "book", TABLES, CLAIMS).book
    what = "html" if command == "archive" else "values"
    if command == "archive":
        (project.root / ".gitignore").write_text("/_build/\n/pytask.lock*\n/.pytask/\n__pycache__/\n", encoding="utf-8")
        git(project, "init", "--quiet")
        git(project, "add", "--all")
        git(project, *_IDENTITY, "commit", "--quiet", "--message", "as it is typed")
    _require_built(project, what)
    if command == "archive":
        git(project, "add", "--all")
        git(project, *_IDENTITY, "commit", "--quiet", "--message", "as it is built")
        _require_built(project, what)
    else:
        text = project.labels.read_text(encoding="utf-8")
        project.labels.write_text(text.replace(",North,", ",Northern,"), encoding="utf-8")
        if text == project.labels.read_text(encoding="utf-8"):
            raise DisturbedError("nothing was changed")
    copied = Book(folder / "undisturbed")
    shutil.copytree(project.root, copied.root, symlinks=True)
    started = time.monotonic()
    _require_built(copied, what)
    return Undisturbed(results(copied), time.monotonic() - started, 0)


_IDENTITY = ("-c", "user.name=Test", "-c", "user.email=test@example.org")


def git(project: Book, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=project.root, check=True)


def _require_built(project: Book, what: str) -> None:
    done = build(project, what)
    if done.returncode:
        raise DisturbedError(done.stdout + done.stderr)


def interrupt_at(project: Book, command: str, moment: float, number: int, *, group: bool, twice: bool) -> Ending:
    """Run a command, and send it a signal (or two), alone or with all in its group, `moment` seconds after Python has started.

    Raises
    ------
    DisturbedError : it says something else than that it was interrupted, or ends with another status.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "collate", *COMMANDS[command]],
            cwd=project.root,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
            env=environment,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        time.sleep(STARTS + moment)
        for _ in range(1 + twice):
            with contextlib.suppress(ProcessLookupError):
                (os.killpg if group else os.kill)(process.pid, number)
            time.sleep(0.05)
        code = process.wait(LIMIT)
        said.seek(0)
        lines = said.read().splitlines()
    expected = ["interrupted; what is finished stays, and the next build does the rest"] if code else []
    if code not in (0, 128 + number) or lines != expected:
        raise DisturbedError(f"{command} ends with {code}:\n" + "\n".join(lines))
    return Ending(code, hit=code != 0)


def killed(process: int) -> bool:
    """Kill -9 a process; whether it was still there."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:  # it ended after it was found
        return False
    return True


def victims(build: int, kind: str) -> list[int]:
    """The processes of `kind` below the process `build`: itself, its workers, the template of kernels, or kernels."""
    if kind == "build":
        return [build]
    try:
        children = psutil.Process(build).children()
        templates = [child for child in children if "fork_template.py" in " ".join(child.cmdline())]
        found = {
            "template": templates,
            "kernel": [kernel for template in templates for kernel in template.children()],
            "worker": [child for child in children if child not in templates and "collate" in " ".join(child.cmdline())],
        }
    except psutil.Error:
        return []
    return [process.pid for process in found[kind]]


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own in `folder`.

    Raises
    ------
    PermissionError : this user may not mount one.
    """
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        raise PermissionError("mounting a small disk needs root, and a machine that lets root mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_at(disk: Path, what: str, room: int) -> tuple[Book, Ending]:
    """Build a new book on a disk with `room` bytes left, and make room again."""
    shutil.rmtree(disk / "book", ignore_errors=True)
    project = make_book(disk / "book", TABLES, CLAIMS).book
    state = os.statvfs(disk)
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(state.f_bavail * state.f_frsize - room, 1))
    done = build(project, what)
    ballast.unlink()
    if done.returncode and "error: " not in done.stderr:
        raise DisturbedError(f"no message:\n{done.stdout}{done.stderr}")
    return project, Ending(done.returncode, hit=done.returncode != 0)
