"""The steps of action.yml, run as scripts: what GitHub would do, with the library of this environment in place of an installed one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from check.conftest import RECORDS
from tests_root import BOOK

ACTION = yaml.safe_load((BOOK.root / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((BOOK.root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def step(folder):
    """Run the step that checks, with inputs; gives its end and the summary that it wrote."""

    def run(**inputs):
        program = folder / "collate" / "bin" / "collate"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m collate "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        summary = folder / "summary.md"
        given = {"RUNNER_TEMP": str(folder), "GITHUB_STEP_SUMMARY": str(summary), "PATH": "/usr/bin:/bin", "HOME": str(folder)}
        given |= {name.upper(): value for name, value in inputs.items()}
        script = ACTION["runs"]["steps"][1]["run"]
        done = subprocess.run(["bash", "-e", "-c", script], cwd=folder, env=given, capture_output=True, text=True, check=False)
        return done, summary.read_text(encoding="utf-8") if summary.exists() else ""

    return run


@pytest.mark.slow
def test_all_is_well(step, folder):
    done, summary = step()
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "5 identical" in summary
    assert json.loads((folder / "collate.sarif").read_text(encoding="utf-8"))["runs"][0]["results"] == []


@pytest.mark.slow
def test_a_difference_is_shown_on_its_line(step, folder):
    (folder / "results.json").write_text(json.dumps([*RECORDS[:-1], RECORDS[-1] | {"value": 334}]), encoding="utf-8")
    done, summary = step(printed="printed.csv", results="results.json")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=printed.csv,line=6::table-2/n/(1): '333' is printed, '334' is regenerated")
    assert "differs" in summary


@pytest.mark.slow
def test_an_input_is_no_command(step, folder):
    done, _ = step(printed="$(touch owned).csv", results="results.json; touch owned")
    assert done.returncode != 0
    assert not (folder / "owned").exists()


def test_inputs_reach_the_steps_through_the_environment():
    for one in ACTION["runs"]["steps"]:
        assert "${{" not in one["run"]
        assert all(value.startswith("${{ inputs.") for value in one["env"].values())


def test_an_annotation_is_one_line(folder, check):
    (folder / "p.csv").write_text('id,printed\n"a\n::warning::b%",1\n', encoding="utf-8")
    (folder / "r.csv").write_text("id,value\nc,1\n", encoding="utf-8")
    lines = check("p.csv", "r.csv", "--annotations")[1].splitlines()
    assert len(lines) == 1
    assert "b%25" in lines[0]


def test_the_hook_calls_the_command(check):
    (hook,) = HOOKS
    program, *words = hook["entry"].split()
    assert (program, words[0]) == ("collate", "check")
    assert check(*words[1:])[0] == 0
    assert Path(BOOK.root / "pyproject.toml").is_file()  # which pre-commit installs from
