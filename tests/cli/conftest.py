"""The desk is called as its users call it, in the process of the tests; only quoting needs a shell."""

from __future__ import annotations

import json

import jsonschema
import pytest

from collate.data.schemas import SCHEMA as SCHEMAS

SCHEMA = json.loads((SCHEMAS / "desk.json").read_text(encoding="utf-8"))


@pytest.fixture
def desk(monkeypatch, run_command):
    """Run one command in a book; gives its exit status, standard output and standard error."""

    def run(project, *arguments):
        monkeypatch.chdir(project.root)
        return run_command(*arguments)

    return run


@pytest.fixture
def answer(desk):
    """Run one command with `--json`; gives its answer, which fits its definition in the schema `desk`."""

    def run(project, definition, *arguments):
        status, out, err = desk(project, *arguments, "--json")
        assert status in (0, 1), err
        told = json.loads(out)
        jsonschema.validate(told, SCHEMA | {"$ref": f"#/$defs/{definition}"})
        return told

    return run
