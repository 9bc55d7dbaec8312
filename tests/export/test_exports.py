"""What a reader takes away is accepted by the validator of its format, holds what was judged, and is the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import zipfile
from collections import Counter

import frictionless
import jsonschema
import openpyxl
import pytest
import yaml
from needs import VALIDATORS, needs
from tests_root import BOOK, variants

from collate.bind.addresses import Addresses, anchor
from collate.data import csvfile
from collate.data.published import Published
from collate.errors import CollateError
from collate.export.about import read_about
from collate.export.codecheck import PLACEHOLDER, write_codecheck
from collate.export.crate import write_crate
from collate.export.downloads import require_executed
from collate.export.exhibits import EXHIBIT_COLUMNS, SHEETS, write_exhibits
from collate.export.frictionless_packages import write_packages
from collate.export.ledger import ledger_columns, write_ledger
from collate.export.runs import all_runs
from collate.run import inputs, sandbox

pytestmark = pytest.mark.slow

needs_validators = needs("the validators of exports")


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A copy of the book with everything exported; of its notebooks, which have not run, each was heard to read the labels."""
    root = tmp_path_factory.mktemp("exported")
    for name in ("data", "figures", "src", "chapters"):
        shutil.copytree(BOOK.root / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("_config.yml", "_toc.yml", "CITATION.cff"):
        shutil.copy(BOOK.root / name, root / name)
    project = type(BOOK)(root)
    for run in all_runs(project):
        csvfile.write_text(run.executed.with_name(sandbox.HEARD), "open\tdata/labels.csv\nopen\tsrc/report/__init__.py\n")
        inputs.keep(project, run.source, run.executed.parent)
    write_all(project)
    return project


def write_all(project):
    about = read_about(project)
    write_ledger(project)
    write_exhibits(project)
    write_packages(project)
    write_codecheck(project, about)
    write_crate(project, about)


def digests(folder):
    return {path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_the_same_bytes_each_time(exported, monkeypatch):
    first = digests(exported.exports)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)  # zip entries are dated by it
    write_all(exported)
    assert digests(exported.exports) == first
    with zipfile.ZipFile(exported.exports / "exhibits.xlsx") as archive:
        dates = {info.date_time for info in archive.infolist()}
        assert dates == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


def ledger(project):
    return json.loads((project.exports / "ledger.json").read_text(encoding="utf-8"))


def test_ledger_is_accepted_by_its_schema(exported):
    schema = json.loads((exported.exports / "ledger.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(ledger(exported), schema)


@pytest.mark.parametrize(
    ("field", "value"),
    [("verdict", "fine"), ("printed_low", "12,5"), ("address", "chapter-1.html#a b"), ("erratum_kind", "misprint"), ("basis", None)],
)
def test_a_wrong_ledger_is_refused(exported, field, value):
    schema = json.loads((exported.exports / "ledger.schema.json").read_text(encoding="utf-8"))
    document = ledger(exported)
    chosen = next(entry for entry in document["values"] if entry["verdict"] == "identical")
    chosen[field] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_csv_and_json_hold_the_same_values_as_the_committed_verdicts(exported):
    with (exported.exports / "ledger.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0]) == list(ledger_columns(exported))
    values = ledger(exported)["values"]
    assert [{name: "" if value is None else str(value) for name, value in entry.items()} for entry in values] == rows
    with (BOOK.regenerated / "verdicts.csv").open(encoding="utf-8", newline="") as handle:
        verdicts = {row["id"]: (row["verdict"], row["basis"]) for row in csv.DictReader(handle)}
    assert {row["id"]: (row["verdict"], row["basis"]) for row in rows} == verdicts


def test_counts_of_the_ledger(exported):
    document = ledger(exported)
    counted = Counter((entry["place"], entry["basis"], entry["verdict"]) for entry in document["values"])
    assert {(entry["place"], entry["basis"], entry["verdict"]): entry["count"] for entry in document["counts"]} == counted


def test_addresses_are_valid_and_lead_to_one_value_each(exported):
    addresses = [entry["address"] for entry in ledger(exported)["values"]]
    assert len(set(addresses)) == len(addresses)
    assert anchor("table-5-1/two words/2001") == "table-5-1/two_words/2001"
    assert set(Addresses(exported).artifacts) == set(Published(exported).artifacts)


def sheet(project, name):
    book = openpyxl.load_workbook(project.exports / "exhibits.xlsx", read_only=True)
    return [tuple(row) for row in book[name].iter_rows(values_only=True)]


def test_exhibits_open_and_list_everything(exported):
    assert openpyxl.load_workbook(exported.exports / "exhibits.xlsx").sheetnames == list(SHEETS)
    exhibits, cells, numbers = (sheet(exported, name) for name in SHEETS)
    assert exhibits[0] == cells[0] == numbers[0] == EXHIBIT_COLUMNS
    assert [row[0] for row in exhibits[1:]] == [f"{a.kind.capitalize()} {a.chapter}-{a.number}" for a in Published(BOOK).artifacts.values()]
    kept = Counter(entry["place"] for entry in ledger(exported)["values"])
    assert (len(cells) - 1, len(numbers) - 1) == (kept["cell"], kept["claim"])


def test_exhibits_call_nothing_reproduced_that_is_only_transcribed(exported):
    entries = {entry["id"]: entry for entry in ledger(exported)["values"]}
    rows = [*sheet(exported, "Cells")[1:], *sheet(exported, "In-text numbers")[1:]]
    for name, program, line, _, answer, printed, _, _ in rows:
        entry = entries[name]
        if entry["basis"] == "transcribed" and entry["verdict"] != "erratum":
            assert answer.startswith("not tested"), name
        assert answer.startswith("yes") == (
            entry["basis"] in ("recomputed", "independent") and entry["verdict"] in ("identical", "rounding")
        ), name
        assert (printed or None) == entry["printed"]
        assert "run.save(" in (exported.root / program).read_text(encoding="utf-8").splitlines()[line - 1]


def test_codecheck_names_files_that_are_there_and_invents_no_person(exported):
    text = (exported.exports / "codecheck.yml").read_text(encoding="utf-8")
    assert text.startswith("%YAML 1.1\n---\n")
    loaded = yaml.safe_load(text)
    assert loaded["version"] == "https://codecheck.org.uk/spec/config/1.0/"
    assert loaded["manifest"]
    assert [entry["file"] for entry in loaded["manifest"] if not (BOOK.root / entry["file"]).is_file()] == []
    assert loaded["codechecker"] == [{"name": PLACEHOLDER}]
    assert loaded["report"] == PLACEHOLDER
    assert loaded["paper"]["authors"]
    assert not {"certificate", "check_time"} & set(loaded)
    kept = {path.relative_to(BOOK.root).as_posix() for path in [*BOOK.regenerated.rglob("*.csv"), *BOOK.figures.iterdir()]}
    assert {entry["file"] for entry in loaded["manifest"]} == kept


@pytest.mark.parametrize("name", ["source", "published", "regenerated"])
def test_frictionless_packages_stand_alone(exported, tmp_path, name):
    shutil.copytree(exported.exports / "frictionless" / name, tmp_path / name)
    report = frictionless.Package(str(tmp_path / name / "datapackage.yaml")).validate()
    assert report.valid, report.to_summary()
    listed = {
        resource["path"] for resource in yaml.safe_load((tmp_path / name / "datapackage.yaml").read_text(encoding="utf-8"))["resources"]
    }
    assert listed == {path.relative_to(tmp_path / name).as_posix() for path in (tmp_path / name).rglob("*.csv")}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("table-1-2.csv", ",number,133.1,", ",figure,133.1,"),
        ("verdicts.csv", ",identical,", ",splendid,"),
        ("points/figure-1-4.csv", ",quoted,", ",guessed,"),
        ("claims/chapter-1.csv", "7500.8,", "7500.8 billion,"),
    ],
)
def test_a_damaged_package_is_refused(exported, tmp_path, replace_first, file, old, new):
    shutil.copytree(exported.exports / "frictionless" / "regenerated", tmp_path / "regenerated")
    replace_first(tmp_path / "regenerated" / file, old, new)
    assert not frictionless.Package(str(tmp_path / "regenerated" / "datapackage.yaml")).validate().valid


@pytest.fixture
def crate(exported, tmp_path):
    """The folder that the metadata describes, as an archive holds it."""
    for name in ("data", "figures", "src"):
        shutil.copytree(exported.root / name, tmp_path / "crate" / name)
    shutil.copy(exported.exports / "ro-crate-metadata.json", tmp_path / "crate")
    return tmp_path / "crate"


def accept(crate):
    command = [VALIDATORS / "python", BOOK.root / "tests" / "export" / "accept_crate.py", crate]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_crate_tells_of_every_run_and_its_hashes(crate):
    graph = {entity["@id"]: entity for entity in json.loads((crate / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]}
    actions = [entity for entity in graph.values() if entity["@type"] == "CreateAction"]
    chapters = {path.stem for path in (BOOK.regenerated / "claims").iterdir()}
    corrected = list((BOOK.regenerated / "corrected").glob("*.csv"))
    assert len(actions) == 2 * (len(Published(BOOK).artifacts) + len(corrected)) + len(chapters)
    for action in actions:
        objects = {item["@id"] for item in action["object"]}
        assert {"data/labels.csv", "src/report/__init__.py"} <= objects
        needed = {graph[item["@id"]]["name"] for item in graph[action["instrument"]["@id"]]["softwareRequirements"]}
        assert {"papermill", "Python"} <= needed
    files = [entity for entity in graph.values() if "File" in entity["@type"]]
    assert files
    for entity in files:
        assert entity["sha256"] == hashlib.sha256((crate / entity["@id"]).read_bytes()).hexdigest()


@needs_validators
def test_crate_is_accepted_by_its_validator(crate):
    done = accept(crate)
    assert done.returncode == 0, done.stdout + done.stderr


@needs_validators
@pytest.mark.parametrize("planted", variants({planted: (planted,) for planted in ("no instrument", "no file")}))
def test_a_wrong_crate_is_refused_by_its_validator(crate, planted):
    if planted == "no file":
        (crate / "data" / "regenerated" / "table-1-2.csv").unlink()
        expected = "data/regenerated/table-1-2.csv"
    else:
        path = crate / "ro-crate-metadata.json"
        path.write_text(path.read_text(encoding="utf-8").replace('"instrument"', '"implement"'), encoding="utf-8")
        expected = "MUST have an instrument"
    done = accept(crate)
    assert done.returncode == 1, done.stderr
    assert expected in done.stdout


def cites(folder):
    command = [VALIDATORS / "cffconvert", "--validate", "--infile", "CITATION.cff"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).returncode == 0


@needs_validators
def test_citation_is_accepted_by_its_validator(tmp_path, replace):
    shutil.copy(BOOK.citation, tmp_path)
    assert cites(tmp_path)
    replace(tmp_path / "CITATION.cff", "date-released: ", "released: ")
    assert not cites(tmp_path)


def test_a_book_without_citation_has_no_descriptions(tiny):
    assert read_about(tiny) is None
    tiny.citation.write_text("title: Two orchards\nauthors: [{name: Nobody}]\nlicense: MIT\n", encoding="utf-8")
    assert read_about(tiny) is None  # an RO-Crate needs a date
    tiny.citation.write_text(tiny.citation.read_text(encoding="utf-8") + "date-released: 2026-11-25\n", encoding="utf-8")
    assert read_about(tiny) is not None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "the executed notebook is missing"),
        ("{", r"the executed notebook is damaged: .*remove it and run"),
        ((BOOK.notebooks / "table-1-2.ipynb").read_text(encoding="utf-8"), "cell 1 of the executed notebook was never run"),
    ],
    ids=["missing", "damaged", "never run"],
)
def test_executed_notebook_that_is_none(tmp_path, text, message):
    path = tmp_path / "executed.ipynb"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(CollateError, match=f"(?s){message}"):
        require_executed(path)
