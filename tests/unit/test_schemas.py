"""Schemas for a book's languages; and files of one schema checked at once: a fault in one of many is found there, and nothing else is."""

from __future__ import annotations

import frictionless
import jsonschema
import pytest
from scale.synthetic_book import make_book
from tests_root import BOOK

from collate.data.claims import Ledger, claim_columns
from collate.data.packages import check_data
from collate.data.schemas import SCHEMA, load_schema, schema_text
from collate.errors import DataError

CELLS, OBSERVATIONS = "data/published/cells/table-1-2.csv", "data/source/observations/table-1-2.csv"
LANGUAGES = [("en",), ("zh-Hant", "en"), ("en", "de", "ja")]
NAMES = sorted(path.relative_to(SCHEMA).with_suffix("").as_posix() for path in SCHEMA.rglob("*.json"))


@pytest.mark.parametrize("languages", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_one_in_any_languages(name, languages):
    text = schema_text(name, languages)
    assert "{language}" not in text
    assert "{column}" not in text
    found = load_schema(name, languages)
    if "/" in name:
        frictionless.Schema.from_descriptor(dict(found))
    else:
        jsonschema.Draft202012Validator.check_schema(found)


@pytest.mark.parametrize("languages", LANGUAGES)
def test_columns_by_language(languages):
    fields = [field["name"] for field in load_schema("published/claims", languages)["fields"]]
    assert fields == list(claim_columns(languages))
    language = next(field for field in load_schema("published/artifacts", languages)["fields"] if field["name"] == "language")
    assert language["constraints"]["enum"] == list(languages)
    cause = load_schema("errata", languages)["items"]["properties"]["cause"]
    assert list(cause["properties"]) == cause["required"] == list(languages)


@pytest.mark.parametrize("id", ["table-a1", "figure-s2", "table-6-1", "table-12-10", "growth-of-output"])
def test_ids_of_any_book(id):
    schema = frictionless.Schema.from_descriptor({"fields": [load_schema("published/artifacts", ("en",))["fields"][0]]})
    assert frictionless.Resource(data=[["id"], [id]], schema=schema).validate().valid
    assert not frictionless.Resource(data=[["id"], [f"{id}/x"]], schema=schema).validate().valid


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (CELLS, "transcribed", "guessed", r":2: .*guessed"),
        (CELLS, "both,2000", "both,2001", r":7: .*primary key: the same as in the line 6"),
        (CELLS, "row,column", "row,pillar", r":1: missing column column"),
        (OBSERVATIONS, "harvest.north.2", "harvest.north.200", r":2: .*foreign key.*harvest.north.200"),
        (OBSERVATIONS, "report", "hearsay", r":2: .*foreign key.*hearsay"),
        (OBSERVATIONS, "page 1,", "page 1,,x,", r":2: 9 fields where 8 belong"),
    ],
)
def test_a_fault_in_one_of_many(tmp_path, file, old, new, message):
    project = make_book(tmp_path / "book", 3).book
    check_data(project)
    path = project.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=rf"(?s)table-1-2\.csv{message}") as caught:
        check_data(project)
    assert "number_of_the_file" not in str(caught.value)


def test_a_schema_of_the_book_itself(tiny, replace):
    (tiny.source / "own.csv").write_text("name\nfour\n", encoding="utf-8")
    (tiny.source / "own.json").write_text('{"fields": [{"name": "name", "type": "integer"}]}', encoding="utf-8")
    descriptor = tiny.source / "datapackage.yaml"
    descriptor.write_text(descriptor.read_text(encoding="utf-8") + "- {name: own, path: own.csv, schema: own.json}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"own\.csv:2: .*four"):
        check_data(tiny)
    replace(descriptor, "schema: own.json", "schema: owm.json")
    with pytest.raises(DataError, match=r"datapackage\.yaml: broken package: the library has no schema 'source/owm'"):
        check_data(tiny)


def test_a_column_of_a_language(tiny, replace):
    columns = ",".join(claim_columns(tiny.languages))
    (tiny.published / "claims.csv").write_text(columns.replace(",subject_zh_hant", "") + "\n", encoding="utf-8")
    entry = "- {name: claims, path: claims.csv, schema: schema/claims.json}\n- {name: headers"
    replace(tiny.published / "datapackage.yaml", "- {name: headers", entry)
    with pytest.raises(DataError, match=r"claims\.csv:1: missing column subject_zh_hant \(text in zh-Hant\)"):
        check_data(tiny)


def test_every_claim_names_its_chapter_and_line():
    """A rule of this report, which no other book need have."""
    claims = Ledger(BOOK).claims
    assert claims
    assert [id for id, claim in claims.items() if not id.startswith(f"c{claim.chapter}-l{claim.line:04}-")] == []
