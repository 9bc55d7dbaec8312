"""Runs of Sphinx and Jupyter Book that are forked from one process: what they say, how they end, and that nothing is left."""

from __future__ import annotations

import os

import psutil
import pytest

from collate.bind.sphinx_server import ADDRESS, JUPYTER_BOOK, SPHINX, run, sphinx_server

pytestmark = pytest.mark.slow


def servers():
    return [child for child in psutil.Process().children() if "collate.bind.sphinx_server" in child.cmdline()]


def test_a_run_tells_its_exit_code_and_what_it_says(tmp_path):
    log = tmp_path / "log"
    with sphinx_server(wanted=True):
        assert len(servers()) == 1
        assert run(SPHINX, ["--version"], log) == 0
        assert log.read_text(encoding="utf-8").startswith("sphinx-build ")
        assert run(SPHINX, [str(tmp_path / "nowhere"), str(tmp_path / "out")], log) == 2
        assert "nowhere" in log.read_text(encoding="utf-8")
        assert run(JUPYTER_BOOK, ["config", "nonsense"], log) == 2
        assert "nonsense" in log.read_text(encoding="utf-8")
    assert ADDRESS not in os.environ
    assert servers() == []


def test_nobody_answers_where_no_server_is_wanted(tmp_path):
    with sphinx_server(wanted=False):
        assert run(SPHINX, ["--version"], tmp_path / "log") is None
    assert not (tmp_path / "log").exists()


def test_a_server_that_is_gone_is_no_failure(tmp_path, monkeypatch):
    monkeypatch.setenv(ADDRESS, str(tmp_path / "socket"))
    assert run(SPHINX, ["--version"], tmp_path / "log") is None
