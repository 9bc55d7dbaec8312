"""The plugin in a repository of its own: one test a printed string, errata that must fail, and assertions that explain."""

from __future__ import annotations

import json
import re

import pytest
from check.conftest import RECORDS

pytest_plugins = ["pytester"]

TEST = """\
from collate import printed


def test_value():
    assert 1794.34 == printed("1,794 (633)", brackets="standard error")["value"]


def test_wrong():
    assert 1795.2 == printed("1,794 (633)", brackets="standard error")["value"]


def test_no_such_role():
    printed("1.2")["p"]
"""


def outcomes(pytester, *arguments):
    """What pytest says of each test, by name."""
    done = pytester.runpytest_inprocess("-rA", "-p", "no:cacheprovider", *arguments)
    text = done.stdout.str()
    found = re.findall(r"^(PASSED|FAILED|XFAIL|XPASS|SKIPPED|ERROR) (?:\[\d+\] )?(\S+)", text, re.MULTILINE)
    return {name: outcome for outcome, name in found}, text


@pytest.fixture
def repository(pytester, folder, monkeypatch):
    """The folder of the tests of `collate check`, as pytest's own."""
    for path in folder.glob("*.*"):
        (pytester.path / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(pytester.path)
    pytester.makeini("[pytest]\n")
    return pytester


def test_each_printed_string_is_a_test(repository):
    found, text = outcomes(repository, "collate.toml")
    assert found == {f"collate.toml::{'/'.join((item['table'], item['row'], item['column']))}": "PASSED" for item in RECORDS}, text


def test_a_difference_fails_with_its_place(repository):
    records = [*RECORDS[:-1], RECORDS[-1] | {"value": 334}]
    (repository.path / "results.json").write_text(json.dumps(records), encoding="utf-8")
    found, text = outcomes(repository, "collate.toml")
    assert [name for name, outcome in found.items() if outcome == "FAILED"] == ["collate.toml::table-2/n/(1)"]
    assert "'333' is printed, '334' is regenerated" in text
    assert "printed.csv:6" in text


def test_an_erratum_must_fail(repository):
    path = repository.path / "collate.toml"
    kept = path.read_text(encoding="utf-8")
    erratum = '[[erratum]]\nid = "table-2/n/(1)"\nprinted = "333"\nregenerated = "{}"\ncause = "a misprint"\n'
    records = [*RECORDS[:-1], RECORDS[-1] | {"value": 334}]
    (repository.path / "results.json").write_text(json.dumps(records), encoding="utf-8")
    path.write_text(kept + erratum.format("334"), encoding="utf-8")
    found, text = outcomes(repository, "collate.toml")
    assert found["collate.toml::table-2/n/(1)"] == "XFAIL", text
    assert found["collate.toml::errata"] == "PASSED"
    (repository.path / "results.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    found, text = outcomes(repository, "collate.toml")
    assert found["collate.toml::errata"] == "FAILED", text
    assert "does not occur" in text


def test_broken_settings_are_told(repository):
    (repository.path / "collate.toml").write_text("[convension]\n", encoding="utf-8")
    _, text = outcomes(repository, "collate.toml")
    assert "unknown key 'convension'" in text
    assert "Traceback" not in text


def test_an_assertion_explains(repository):
    repository.makepyfile(test_paper=TEST)
    found, text = outcomes(repository, "test_paper.py")
    assert found == {
        "test_paper.py::test_value": "PASSED",
        "test_paper.py::test_wrong": "FAILED",
        "test_paper.py::test_no_such_role": "FAILED",
    }, text
    assert "'1,794' stands for 1793.5 to 1794.5; 1795.2 would be printed 1,795" in text
    assert "prints 'p' 0 times" in text


@pytest.mark.slow
def test_several_workers(repository):
    found, text = outcomes(repository, "-n", "2", "collate.toml")
    assert len(found) == 5, text
    assert set(found.values()) == {"PASSED"}
