"""A folder of printed strings and results, and the command as its users call it, in the process of the tests."""

from __future__ import annotations

import json
from functools import partial

import jsonschema
import pytest

from collate.data.schemas import SCHEMA as SCHEMAS

PRINTED = """\
table,row,column,printed
table-2,treatment,(1),"1,794 (633)"
table-2,treatment,(2),1.25
table-2,treatment,(3),.05
table-2,age,(1),—
table-2,n,(1),333
"""
RECORDS = [
    {"table": "table-2", "row": "treatment", "column": "(1)", "value": 1794.342, "se": 632.853},
    {"table": "table-2", "row": "treatment", "column": "(2)", "value": 1.2537, "se": None},
    {"table": "table-2", "row": "treatment", "column": "(3)", "value": 0.0517, "se": None},
    {"table": "table-2", "row": "age", "column": "(1)", "value": None, "se": None},
    {"table": "table-2", "row": "n", "column": "(1)", "value": 333.0, "se": None},
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with `printed.csv`, `results.json` and settings that say what brackets hold; the commands run in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")  # the language of the answers
    (tmp_path / "printed.csv").write_text(PRINTED, encoding="utf-8")
    (tmp_path / "results.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    settings = '[convention]\nbrackets = "standard error"\n\n[[check]]\nprinted = "printed.csv"\nresults = "results.json"\n'
    (tmp_path / "collate.toml").write_text(settings, encoding="utf-8")
    return tmp_path


@pytest.fixture
def check(folder, run_command):  # noqa: ARG001 -- the command runs in the folder
    """Run `collate check`; gives what `run_command` gives."""
    return partial(run_command, "check")


@pytest.fixture
def answer(check):
    """Run it with `--json`; gives the answer, which fits its schema, by id."""

    def run(*arguments):
        status, out, err = check(*arguments, "--json")
        assert status in (0, 1), err
        told = json.loads(out)
        jsonschema.validate(told, json.loads((SCHEMAS / "check.json").read_text(encoding="utf-8")))
        assert told["fails"] == bool(status)
        return {value["id"]: value for value in told["values"]}, told

    return run
