"""Ledgers of claims-cli, read and written, in the form that its documentation describes; the program itself is not needed."""

from __future__ import annotations

import hashlib
import json

import pytest
import yaml
from check.conftest import RECORDS
from check.test_check import WRITERS

LEDGER = """\
schema_version: repro/1
artifacts:
- id: results
  path: out/results.json
- id: table
  path: out/table.csv
claims:
- id: primary
  text: The treatment raised earnings
  evidence:
  - kind: metric
    artifact: results
    name: effect
    reported: "1794"
    pointer: /a~1b/0/effect
  - {kind: table, artifact: table, name: share, reported: "5.2", column: share, where: {term: x, seed: 2}, conversion: percent}
  - {kind: table, artifact: table, name: first, reported: "0.0518", column: share, row: 0}
- id: average
  text: A mean of two
  evidence:
  - kind: aggregate
    name: mean
    reported: "0.056"
    statistic: mean
    count: 2
    members:
    - {artifact: table, locator: {kind: table, column: share, where: {term: x, seed: 2}}}
    - {artifact: table, locator: {kind: table_position, column: share, row: 1}}
- id: wrong
  text: It does not agree
  evidence: [{kind: metric, artifact: results, name: n, reported: "344", pointer: /n}]
"""
RESULTS = {"a/b": [{"effect": 1794.342}], "n": 343, "none": None}
TABLE = "term,seed,share\nx,2,0.0518\ny,2,0.06\nx,3,0.07\nz,4,\n"


@pytest.fixture
def ledger(folder):
    """A folder with a ledger, whose text a test changes, and the files that it names."""
    (folder / "out").mkdir()
    (folder / "out" / "results.json").write_text(json.dumps(RESULTS), encoding="utf-8")
    (folder / "out" / "table.csv").write_text(TABLE, encoding="utf-8")
    path = folder / "repro.yaml"
    path.write_text(LEDGER, encoding="utf-8")
    return path


def test_claims_are_printed_strings_and_their_evidence_is_results(ledger, answer):  # noqa: ARG001
    found, _ = answer("repro.yaml")
    assert {id: (value["printed"], value["verdict"]) for id, value in found.items()} == {
        "primary/effect": ("1794", "identical"),
        "primary/share": ("5.2", "identical"),
        "primary/first": ("0.0518", "identical"),
        "average": ("0.056", "identical"),
        "wrong": ("344", "differs"),
    }
    assert found["primary/share"]["facts"][0]["value"] == "5.18"
    assert found["wrong"]["shown"] == "343"
    assert found["wrong"]["line"] == LEDGER[: LEDGER.index("{kind: metric, artifact: results, name: n")].count("\n") + 1


OTHERS = """\
runs: [{id: run-1, outputs: [results]}]
regenerations: [{id: again, command: [touch, RAN], output: results}]
set_aside: [{artifact: results, text: x, reason: y}]
surprise: 1
"""
MORE = """\
- id: registered
  text: x
  registration: confirmatory
  evidence:
  - {kind: metric, artifact: results, name: n, reported: "343", pointer: /n, mode: absolute, tolerance: "1"}
  - {kind: quote, artifact: results, text: y}
  - {kind: value, artifact: results, name: v, reported: "1", locator: {kind: prose, before: n}}
- {id: bare, text: nothing}
"""


def test_what_has_no_meaning_here_is_told_by_id(ledger, check, folder):
    ledger.write_text(LEDGER + MORE + OTHERS, encoding="utf-8")
    _, _, err = check("repro.yaml")
    for line in (
        "when a run was registered and started (1): run-1",
        "commands, which are not run (1): again",
        "a key that is not known (1): surprise",
        "a quotation (1): registered/quote",
        "a tolerance: the printed digits decide instead (1): registered/n",
        "evidence of the kind 'prose address' (1): registered/v",
        "whether an outcome was registered (1): registered",
        "a claim without evidence (1): bare",
        "a file that is not pinned by its digest (2): results, table",
    ):
        assert f"note: not compared: {line}" in err.splitlines()
    assert not (folder / "RAN").exists()


PROBLEMS = {
    "a path that leaves the folder": ("out/results.json", "../results.json", "lies outside the folder of the ledger"),
    "an absolute path": ("out/results.json", "/etc/hostname", "lies outside the folder of the ledger"),
    "a path of Windows": ("out/results.json", "C:/results.json", "lies outside the folder of the ledger"),
    "a link that leaves the folder": ("out/results.json", "link.json", "lies outside the folder of the ledger"),
    "a missing file": ("out/results.json", "out/gone.json", "the file is missing"),
    "a pointer to nothing": ("/n", "/m", "/m leads to nothing"),
    "a pointer to null": ("/n", "/none", "/none leads to nothing"),
    "a pointer to several": ("pointer: /n", "pointer: /a~1b", "leads to several values"),
    "an unknown file": ("artifact: results, name: n", "artifact: other, name: n", "no file 'other'"),
    "another digest": (
        "path: out/results.json",
        f"path: out/results.json\n  digest: {{value: {'0' * 64}}}",
        "is not the file that was pinned",
    ),
    "other places": ('reported: "344"', 'reported: "344", places: 1', "is not printed to the 1 places"),
}


@pytest.mark.parametrize("fault", PROBLEMS)
def test_a_claim_whose_evidence_cannot_be_read_fails(ledger, answer, fault):
    old, new, expected = PROBLEMS[fault]
    outside = ledger.parent.parent / "results.json"
    outside.write_text(json.dumps({"n": 344, "a/b": [{"effect": 1794}]}), encoding="utf-8")
    (ledger.parent / "link.json").symlink_to(outside)
    assert old in LEDGER
    ledger.write_text(LEDGER.replace(old, new), encoding="utf-8")
    wrong = answer("repro.yaml")[0]["wrong"]
    assert wrong["verdict"] == "unreadable"
    assert expected in wrong["problem"]


def test_a_row_that_is_not_one(ledger, answer):
    for where, expected in {
        "seed: 2": "more than one row",
        "term: q": "no row of",
        "gone: 1": "no column 'gone'",
        "term: z": "nothing stands",
    }.items():
        ledger.write_text(LEDGER.replace("term: x, seed: 2}, conv", f"{where}}}, conv"), encoding="utf-8")
        assert expected in answer("repro.yaml")[0]["primary/share"]["problem"]


BAD = {
    "broken": ("claims: [", "broken YAML"),
    "no ledger": ("- a\n", "no ledger"),
    "nothing": ("", "no ledger"),
    "another version": ("schema_version: repro/9\n", "a ledger of version 'repro/9'"),
    "an alias": ("artifacts: &a []\nclaims: *a\n", "an alias (*)"),
    "a name twice": ("claims: []\nclaims: []\n", "duplicate key 'claims'"),
    "a merge": ("claims:\n- {<<: {id: a}}\n", "a key that is no name"),
    "a number without quotation marks": (LEDGER.replace('"344"', "3.40"), "`reported` is not text"),
    "no id": ("claims:\n- {text: x}\n", "`id` is missing"),
    "an id twice": (LEDGER.replace("id: average", "id: primary"), "duplicate id 'primary', first on line 8"),
    "no list": ("claims: {}\nartifacts: 5\n", "`artifacts` is not a list"),
    "no number": ("claims: [{id: a, text: b}]\n", "no claim in it has a number"),
    "an object of Python": ("claims: !!python/object/apply:os.system [touch RAN]\n", "`claims` is not a list"),
    "too deep": ("claims: " + "[" * 200_000 + "]" * 200_000, "nested too deeply"),
    "another encoding": (b"claims: \xff", "not UTF-8"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_ledger_gives_one_message(ledger, check, fault):
    content, expected = BAD[fault]
    ledger.write_bytes(content if isinstance(content, bytes) else content.encode())
    status, out, err = check("repro.yaml", "--json", "answer.json")
    assert (status, out, err.count("error: "), err.count("\n  to do: ")) == (1, "", 1, 1)
    assert expected in err
    assert not (ledger.parent / "answer.json").exists()
    assert not (ledger.parent / "RAN").exists()


def test_a_ledger_names_its_results(ledger, check):  # noqa: ARG001
    assert "names its results itself" in check("repro.yaml", "results.json")[2]
    assert "names its results itself" in check("repro.yaml", "--propose", "links.csv")[2]


def test_the_settings_name_a_ledger(ledger, check, folder):  # noqa: ARG001
    (folder / "collate.toml").write_text('[[check]]\nprinted = "repro.yaml"\n', encoding="utf-8")
    assert "4 identical, 1 differs" in check()[1]


PRINTED = """\
id,printed
table-2/treatment/(1),"1,794 (633)"
table-2/treatment/(2),1.25
table-2/treatment/(3),< .05
table-2/age/(1),—
table-2/n/(1),33.4%
"""


@pytest.mark.parametrize("name", [name for name in WRITERS if not name.endswith((".jsonl", ".ipynb"))])
def test_what_is_written_is_read_back_with_the_same_verdicts(folder, check, answer, name):
    WRITERS[name](folder / name)
    (folder / "p.csv").write_text(PRINTED, encoding="utf-8")
    _, _, err = check("p.csv", name, "--claims-cli", "repro.yaml")
    assert "not said in the ledger: a relation (<, about, over) (1): table-2/treatment/(3)" in err
    assert "(1): table-2/age/(1)" in err
    assert not err.count("no address")
    found, _ = answer("repro.yaml")
    assert {id: (value["printed"], value["verdict"]) for id, value in found.items()} == {
        "table-2/treatment/(1)/value": ("1794", "identical"),
        "table-2/treatment/(1)/standard error": ("633", "identical"),
        "table-2/treatment/(2)": ("1.25", "identical"),
        "table-2/n/(1)": ("33.4", "differs"),
    }


def test_the_written_form_is_the_documented_one(folder, check):
    assert check("--claims-cli", "repro.yaml")[0] == 0
    text = (folder / "repro.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    digest = hashlib.sha256((folder / "results.json").read_bytes()).hexdigest()
    pinned = {"algorithm": "sha256", "value": digest}
    assert found["artifacts"] == [{"id": "results.json", "path": "results.json", "digest": pinned}]
    assert found["claims"][0] == {
        "id": "table-2/treatment/(1)",
        "text": "1,794 (633)",
        "where": "printed.csv:2",
        "evidence": [
            {"kind": "metric", "artifact": "results.json", "name": "value", "reported": "1794", "pointer": "/0/value"},
            {"kind": "metric", "artifact": "results.json", "name": "standard error", "reported": "633", "pointer": "/0/se"},
        ],
    }
    assert check("--claims-cli")[1] == text


@pytest.mark.parametrize(
    ("printed", "reported"),
    [("1.2 million", "12E+5"), ("-0.50", "-0.50"), ("1.20 × 10^3", "120E+1"), (".05", "0.05"), ("12,345.60", "12345.60"), ("5%", "5")],
)
def test_a_number_keeps_its_digits(folder, check, answer, printed, reported):
    (folder / "p.csv").write_text(f'id,printed\na,"{printed}"\n', encoding="utf-8")
    (folder / "r.csv").write_text("id,value\na,1\n", encoding="utf-8")
    check("p.csv", "r.csv", "--claims-cli", "repro.yaml")
    claim = yaml.safe_load((folder / "repro.yaml").read_text(encoding="utf-8"))["claims"][0]
    assert claim["evidence"][0]["reported"] == reported
    assert answer("repro.yaml")[0]["a"]["verdict"] == "differs"


def test_a_percentage_of_a_fraction_is_converted(folder, check, answer):
    (folder / "p.csv").write_text("id,printed\na,45.3%\n", encoding="utf-8")
    (folder / "r.csv").write_text("id,value\na,0.4528\n", encoding="utf-8")
    assert check("p.csv", "r.csv", "--convention", "percent=fraction", "--claims-cli", "repro.yaml")[0] == 0
    part = yaml.safe_load((folder / "repro.yaml").read_text(encoding="utf-8"))["claims"][0]["evidence"][0]
    assert (part["reported"], part["conversion"]) == ("45.3", "percent")
    assert answer("repro.yaml")[0]["a"]["verdict"] == "identical"


def test_other_judgements_are_not_written(folder, check):
    (folder / "p.csv").write_text("id,printed\ntie,1.3\ncut,1.2\nbroad,1.3\n", encoding="utf-8")
    (folder / "r.csv").write_text("id,value,error\ntie,1.25,\ncut,1.29,\nbroad,1.28,0.01\n", encoding="utf-8")
    _, _, err = check("p.csv", "r.csv", "--convention", "rounding=truncation", "--claims-cli", "repro.yaml")
    assert "a convention of rounding, or a number that is exact (2): tie, cut" in err
    assert "the error of a result (1): broad" in err


def test_hostile_text_stays_text(folder, check):
    id = '"\\u2028 \x85 : - # {a}\ufeff\U0001f600'
    (folder / "p.csv").write_text(f'id,printed\n"{id.replace(chr(34), chr(34) * 2)}",1\n', encoding="utf-8", newline="\n")
    (folder / "r.json").write_text(json.dumps({id: 1}), encoding="utf-8")
    assert check("p.csv", "r.json", "--claims-cli", "repro.yaml")[0] == 0
    assert yaml.safe_load((folder / "repro.yaml").read_text(encoding="utf-8"))["claims"][0]["id"] == id


def test_results_outside_the_folder_of_the_ledger_are_refused(folder, check):
    (folder / "sub").mkdir()
    status, _, err = check("--claims-cli", "sub/repro.yaml")
    assert status == 2
    assert "outside the folder of the ledger" in err
    assert not (folder / "sub" / "repro.yaml").exists()


def test_the_records_are_those_that_other_tests_hold():
    assert RECORDS[0]["value"] == 1794.342
