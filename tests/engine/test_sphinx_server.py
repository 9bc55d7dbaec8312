"""A run of Jupyter Book says and returns the same, whether it is forked from the server or a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from collate.bind.sphinx_server import ADDRESS, run_jupyter_book, sphinx_server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def _server():
    with sphinx_server():
        yield


@pytest.mark.parametrize("arguments", [["--version"], ["build", "no-such-folder"]], ids=["version", "failure"])
def test_both_ways_are_the_same(tmp_path, monkeypatch, _server, arguments):
    forked = run_jupyter_book(arguments, tmp_path / "forked.log")
    monkeypatch.delenv(ADDRESS)
    alone = run_jupyter_book(arguments, tmp_path / "alone.log")
    assert forked == alone == (0 if arguments == ["--version"] else 2)
    last = [(tmp_path / name).read_text(encoding="utf-8").splitlines()[-1] for name in ("forked.log", "alone.log")]
    assert last[0] == last[1] != ""


def test_without_a_server_the_run_is_a_process_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv(ADDRESS, str(tmp_path / "nothing"))
    assert run_jupyter_book(["--version"], tmp_path / "log") == 0
    assert "Jupyter Book" in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_run_whose_server_is_killed_has_failed(tmp_path, monkeypatch):
    """It is not begun again on what it left half done."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        listening.listen(1)
        monkeypatch.setenv(ADDRESS, str(tmp_path / "socket"))
        dying = threading.Thread(target=lambda: listening.accept()[0].close())
        dying.start()
        assert run_jupyter_book(["--version"], tmp_path / "log") == -signal.SIGKILL
        dying.join()
    assert not (tmp_path / "log").exists()


def test_the_server_ends_with_the_build(tmp_path):
    """Even where the build is killed and can close nothing."""
    code = (
        "import time\nfrom collate.bind.sphinx_server import sphinx_server\nwith sphinx_server():\n    print(1, flush=True); time.sleep(60)"
    )
    build = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=tmp_path)
    assert build.stdout is not None
    build.stdout.readline()
    server = _child_of(build.pid)
    os.kill(build.pid, signal.SIGKILL)
    build.wait()
    for _ in range(200):
        if not _lives(server):
            return
        time.sleep(0.05)
    pytest.fail("the server outlives its build")


def _child_of(pid):
    for _ in range(100):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
            if b"sphinx_server" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
        time.sleep(0.05)
    return pytest.fail("there is no server")


def _lives(pid):
    state = Path(f"/proc/{pid}/stat")
    try:
        return state.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
