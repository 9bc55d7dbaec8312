"""Printed strings against results: joined, judged, and told in every form."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from xml.etree import ElementTree

import pandas
import pytest
from check.conftest import PRINTED, RECORDS

from collate.check import results

FRAME = pandas.DataFrame(RECORDS)


def write_json_lines(path):
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")


def write_sqlite(path):
    with sqlite3.connect(path) as connection:
        FRAME.to_sql("estimates", connection, index=False)


def write_notebook(path):
    glued = {"/".join((item["table"], item["row"], item["column"])): item["value"] for item in RECORDS}
    glued["table-2/treatment/(1)"] = {"value": RECORDS[0]["value"], "se": RECORDS[0]["se"]}
    outputs = [
        {"output_type": "display_data", "data": {"application/scrapbook.scrap.json+json": {"name": name, "data": value}}}
        for name, value in glued.items()
    ]
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "outputs": outputs}]}), encoding="utf-8")


def write_spss(path):
    import pyreadstat

    pyreadstat.write_sav(FRAME, str(path))


def write_r(path):
    import pyreadr

    pyreadr.write_rds(str(path), FRAME)


WRITERS = {
    "results.csv": lambda path: FRAME.to_csv(path, index=False),
    "results.tsv": lambda path: FRAME.to_csv(path, index=False, sep="\t"),
    "results.json": lambda path: path.write_text(json.dumps(RECORDS), encoding="utf-8"),
    "results.jsonl": write_json_lines,
    "results.xlsx": lambda path: FRAME.to_excel(path, index=False),
    "results.sqlite": write_sqlite,
    "results.ipynb": write_notebook,
    "results.dta": lambda path: FRAME.to_stata(path, write_index=False),
    "results.parquet": lambda path: FRAME.to_parquet(path),
    "results.sav": write_spss,
    "results.rds": write_r,
}


@pytest.mark.parametrize("name", WRITERS)
def test_each_kind_of_file_gives_the_same(folder, answer, name):
    WRITERS[name](folder / name)
    found, told = answer("printed.csv", name)
    assert {id: value["verdict"] for id, value in found.items()} == dict.fromkeys(found, "identical")
    assert len(found) == 5
    assert [fact["role"] for fact in found["table-2/treatment/(1)"]["facts"]] == ["value", "standard error"]
    assert told["without_printed"] == []


@pytest.mark.parametrize(
    ("printed", "result", "verdict"),
    [
        ("1.25", "1.2537", "identical"),
        ("1.25", "1.2437", "differs"),
        ("1.25", "1.259", "differs"),  # truncation excuses nothing
        ("1.3", "1.25", "identical"),  # a tie, half up
        ("1.2", "1.25", "identical"),  # the same tie, half to even
        ("over 40", "39.6", "differs"),
        ("p < .05", "0.054", "differs"),
        ("p < .05", "0.046", "identical"),
        ("45.3%", "45.28", "identical"),
        ("abc", "abc", "identical"),
        ("1.2.3", "1.2", "unreadable"),
    ],
)
def test_a_verdict(folder, answer, printed, result, verdict):
    (folder / "p.csv").write_text(f'id,printed\na,"{printed}"\n', encoding="utf-8")
    (folder / "r.csv").write_text(f"id,value\na,{result}\n", encoding="utf-8")
    assert answer("p.csv", "r.csv")[0]["a"]["verdict"] == verdict


def test_an_error_makes_an_interval(folder, answer):
    (folder / "p.csv").write_text("id,printed\na,1.25\nb,1.25\n", encoding="utf-8")
    (folder / "r.csv").write_text("id,value,error\na,1.2549,0.001\nb,1.2649,0.001\n", encoding="utf-8")
    found, _ = answer("p.csv", "r.csv")
    assert (found["a"]["verdict"], found["b"]["verdict"]) == ("identical", "differs")
    assert "tie" in found["a"]["facts"][0]["note"]


def test_tables_laid_out_as_printed(folder, answer):
    (folder / "p.csv").write_text(",(1),(2)\nage,34.5,—\nschool,12,3\n", encoding="utf-8")
    (folder / "r.csv").write_text("name,(1),(2)\nage,34.52,\nschool,12.4,9\n", encoding="utf-8")
    found, _ = answer("p.csv", "r.csv")
    assert {id: value["verdict"] for id, value in found.items()} == {
        "age/(1)": "identical",
        "age/(2)": "identical",
        "school/(1)": "identical",
        "school/(2)": "differs",
    }


IDS_AND_PLACES = "id,table,row,column,printed\nx-1,t1,a,b,1.0\nx-2,t2,a,b,2.0\n"


@pytest.mark.parametrize(
    ("results", "verdicts"),
    {
        "by id": ("id,value\nx-2,2\nx-1,1\n", ["identical", "identical"]),
        "by place, since the results have no ids": ("table,row,column,value\nt2,a,b,2\nt1,a,b,1\n", ["identical", "identical"]),
        "another digit": ("table,row,column,value\nt1,a,b,1.1\nt2,a,b,2\n", ["differs", "identical"]),
    }.values(),
)
def test_strings_with_ids_and_places_find_results_by_either(folder, answer, results, verdicts):
    (folder / "p.csv").write_text(IDS_AND_PLACES, encoding="utf-8")
    (folder / "r.csv").write_text(results, encoding="utf-8")
    found, _ = answer("p.csv", "r.csv")
    assert [found[id]["verdict"] for id in ("x-1", "x-2")] == verdicts


def test_a_place_without_its_table_is_no_partner(folder, check):
    """Two tables have the same row and column: which of them is meant nobody says."""
    (folder / "p.csv").write_text(IDS_AND_PLACES, encoding="utf-8")
    (folder / "r.csv").write_text("row,column,value\na,b,1\n", encoding="utf-8")
    status, out, err = check("p.csv", "r.csv")
    assert status == 1
    assert "2 not run" in out
    assert "no printed value: a/b" in err


def test_without_partner(folder, check, answer):
    (folder / "r.csv").write_text('id,value,group\ntable-2/n/(1),333,a\n"=1+1",5,a\n', encoding="utf-8")
    found, told = answer("printed.csv", "r.csv")
    assert found["table-2/treatment/(2)"]["verdict"] == "not-run"
    assert found["table-2/age/(1)"]["verdict"] == "not-regenerated"
    assert told["without_printed"] == ["=1+1"]
    status, _, err = check("printed.csv", "r.csv")
    assert status == 1
    assert "no printed value: =1+1" in err
    assert "not compared: group" in err


def test_the_pairs_of_the_settings(check):
    status, out, err = check()
    assert (status, err) == (0, "")
    assert "5 identical" in out


@pytest.mark.parametrize(
    ("settings", "role"),
    [
        ('[[conventions]]\ntable = "table-2"\nbrackets = "t"\n', "t"),
        ('[[conventions]]\nrow = "treatment"\nbrackets = "p"\n[[conventions]]\nid = "table-2/treatment/(1)"\nbrackets = "t"\n', "t"),
        ('[[conventions]]\nrow = "treatment"\nbrackets = "t"\n[[conventions]]\nrow = "treatment"\ncolumn = "(1)"\nbrackets = "n"\n', "n"),
    ],
)
def test_the_nearest_convention_wins(folder, answer, settings, role):
    path = folder / "collate.toml"
    path.write_text(path.read_text(encoding="utf-8") + settings, encoding="utf-8")
    (folder / "results.json").write_text(json.dumps({"table-2/treatment/(1)": [1794, 633]}), encoding="utf-8")
    found, _ = answer()
    facts = found["table-2/treatment/(1)"]["facts"]
    assert [fact["role"] for fact in facts] == ["value", {"t": "statistic", "n": "n"}[role]]


ERRATUM = '[[erratum]]\nid = "table-2/treatment/(2)"\nprinted = "1.25"\nregenerated = "{}"\ncause = "digits changed places"\n'


def test_an_erratum_excuses_exactly_what_it_says(folder, check, answer):
    path = folder / "collate.toml"
    kept = path.read_text(encoding="utf-8")
    records = [record | ({"value": 1.52} if record["column"] == "(2)" else {}) for record in RECORDS]
    (folder / "results.json").write_text(json.dumps(records), encoding="utf-8")
    assert check()[0] == 1
    path.write_text(kept + ERRATUM.format("1.52"), encoding="utf-8")
    found, told = answer()
    assert (found["table-2/treatment/(2)"]["verdict"], told["fails"]) == ("erratum", False)
    assert found["table-2/treatment/(2)"]["cause"] == "digits changed places"
    path.write_text(kept + ERRATUM.format("1.53"), encoding="utf-8")
    status, _, err = check()
    assert status == 1
    assert "does not occur" in err
    (folder / "results.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    path.write_text(kept + ERRATUM.format("1.52"), encoding="utf-8")
    assert check()[0] == 1  # it has been corrected: the erratum expires
    path.write_text(kept + ERRATUM.format("1.52").replace("(2)", "(9)"), encoding="utf-8")
    assert "not among the printed strings" in check()[2]


HOSTILE = 'id,printed\n"<b>|`x`\x1b[31m\u202e","1.24"\nb,1.24\n'


def test_text_of_papers_is_escaped_everywhere(folder, check):
    (folder / "p.csv").write_text(HOSTILE, encoding="utf-8")
    (folder / "r.csv").write_text("id,value\nb,1.24\n", encoding="utf-8")
    for form in ("--markdown", "--junit", None):
        status, out, _ = check("p.csv", "r.csv", *([form] if form else []))
        assert status == 1
        assert "\x1b[31m" not in out
        assert "\u202e" not in out
    assert "\\x1b" in out
    markdown = check("p.csv", "r.csv", "--markdown")[1]
    assert "<b>" not in markdown
    assert "\\|" in markdown


def test_junit_and_sarif(folder, check):
    (folder / "results.json").write_text(json.dumps(RECORDS[1:]), encoding="utf-8")
    assert check("--junit", "junit.xml", "--sarif", "check.sarif", "--markdown", "check.md")[0] == 1
    suite = ElementTree.parse(folder / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("5", "1")
    assert suite.find(".//failure").get("type") == "not-run"
    sarif = json.loads((folder / "check.sarif").read_text(encoding="utf-8"))
    (result,) = sarif["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (result["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("not-run", "printed.csv", 2)
    assert "| not\\-run |" in (folder / "check.md").read_text(encoding="utf-8")


def test_only_what_is_different(folder, check):
    (folder / "results.json").write_text(json.dumps([*RECORDS[:-1], RECORDS[-1] | {"value": 334}]), encoding="utf-8")
    status, out, _ = check("--only", "different")
    assert status == 1
    assert [line.split()[1] for line in out.splitlines() if line[:1] in "✓≈※×○!"] == ["table-2/n/(1)"]
    assert "4 identical, 1 differs" in out


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_answer_fits_the_terminal(folder, check, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    (folder / "results.json").write_text(json.dumps(RECORDS[2:]), encoding="utf-8")
    assert max(map(len, check()[1].splitlines())) <= width


BAD = {
    "a delimiter": ("p.csv", "id;printed\na;1,2\n", "parted by semicolons", 1),
    "another encoding": ("p.csv", "id,printed\na,1.2 €\n".encode("cp1252"), "not UTF-8", 1),
    "a duplicate id": ("p.csv", "id,printed\na,1\na,2\n", "duplicate id 'a', first on line 2", 1),
    "an empty file": ("p.csv", "", "the file is empty", 1),
    "no rows": ("p.csv", "id,printed\n", "no printed string below the header", 1),
    "a row too long": ("p.csv", "id,printed\na,1,2\n", "3 fields where 2 belong", 1),
    "nothing that identifies": ("p.csv", "name,printed\na,1\n", "nothing says which value is which", 1),
    "an open quotation": ("p.csv", 'id,printed\na,"1\n', "broken CSV", 1),
    "an archive": ("p.csv", b"PK\x03\x04\x00\x00\xff\xfe", "CSV was expected, and this is an archive (ZIP)", 1),
    "a binary file": ("p.csv", b"id,printed\na,\0", "this is a binary file", 1),
    "UTF-16": ("p.csv", "id,printed\na,1\n".encode("utf-16"), "the file is not UTF-8", 1),
    "a line without end": ("p.csv", b"id,printed\na," + b"1" * 20_000_000, "a line of more than 16,777,216 characters", 1),
    "a long field": ("p.csv", b"id,printed\na," + b"1" * 200_000, "broken CSV: field larger than field limit", 1),
    "what commands a terminal": ("p.csv", "\x1b[2J,\x85printed,printed\na,1,2\n", "the columns are \\x1b[2J, \\x85printed, printed", 1),
    "results: an archive": ("r.json", b"\x1f\x8b\x08" + b"0" * 50, "JSON was expected, and this is an archive (gzip)", 1),
    "results: an archive of lines": ("r.jsonl", b"7z\xbc\xaf\x27\x1c", "JSON Lines was expected, and this is an archive (7z)", 1),
    "results: a delimiter": ("r.csv", "id;value\na;1,2\n", "parted by semicolons", 1),
    "results: another encoding": ("r.json", '{"a": "€"}'.encode("cp1252"), "not UTF-8", 1),
    "results: an empty table": ("r.csv", "id,value\n", "no result in it", 1),
    "results: an infinity of JSON": ("r.jsonl", '{"id": "a", "value": -Infinity}', "-Infinity is not a number", 1),
    "results: an old workbook": ("r.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old Office, or one that a password protects", 1),
    "a PDF": ("p.pdf", b"%PDF-1.7", "printed strings are read from .csv and .tsv files", 2),
    "results: NaN": ("r.json", '{"a": NaN}', "NaN is not a number that can be compared", 1),
    "results: a signalling NaN": ("r.csv", "id,value\na,sNaN\n", "sNaN is not a number that can be compared", 1),
    "results: an infinity": ("r.csv", "id,value\na,inf\n", "inf is not a number that can be compared", 1),
    "results: duplicate ids": ("r.csv", "id,value\na,1\na,2\n", "duplicate id 'a', first at r.csv:2", 1),
    "results: a duplicate key": ("r.json", '{"a": 1, "a": 2}', "duplicate id 'a'", 1),
    "results: broken JSON": ("r.json", '{"a": 1,}', "broken JSON", 1),
    "results: nothing": ("r.json", "{}", "no result in it", 1),
    "results: too deep": ("r.json", "[" * 100000, "nested too deeply", 1),
    "results: a huge exponent": ("r.csv", "id,value\na,1e999999999\n", "too large an exponent", 1),
    "results: another kind": ("r.zip", b"PK", "no reader for results in a .zip file", 2),
    "results: no workbook": ("r.xlsx", b"PK\x03\x04", "the file is damaged", 1),
    "results: no database": ("r.sqlite", b"SQLite format 3\0 or not", "not a database", 1),
    "results: no Stata file": ("r.dta", b"no", "cannot be read", 1),
    "results: a missing file": ("r.csv", None, "the file is missing", 1),
    "settings: a misspelt key": ("collate.toml", "[convension]\n", "unknown key 'convension'; near it: convention", 1),
    "settings: a misspelt setting": ("collate.toml", "[convention]\nbracket = 't'\n", "unknown setting 'bracket'", 1),
    "settings: broken": ("collate.toml", "[convention\n", "broken TOML", 1),
    "settings: no cause": ("collate.toml", "[[erratum]]\nid='a'\nprinted='1'\nregenerated='2'\ncause=' '\n", "has no cause", 1),
    "settings: selects nothing": ("collate.toml", "[[conventions]]\nbrackets='t'\n", "selects nothing", 1),
}


@pytest.mark.parametrize("fault", BAD)
def test_bad_input_gives_one_message(folder, check, fault):
    name, content, message, expected = BAD[fault]
    (folder / "p.csv").write_text("id,printed\na,1\n", encoding="utf-8")
    (folder / "r.csv").write_text("id,value\na,1\n", encoding="utf-8")
    path = folder / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content) if isinstance(content, bytes) else path.write_text(content, encoding="utf-8")
    files = {"p": "p.csv", "r": "r.csv"} | ({name[0]: name} if name[0] in "pr" else {})
    status, out, err = check(files["p"], files["r"], "--json", "answer.json")
    assert (status, out) == (expected, "")
    assert message in err
    assert err.startswith("error: ")
    assert err.count("\n  to do: ") == 1
    assert not (folder / "answer.json").exists()


@pytest.mark.parametrize("name", ["p.csv", "r.csv", "r.json", "r.jsonl", "r.xlsx", "r.sqlite", "r.dta", "r.parquet", "r.rds", "repro.yaml"])
@pytest.mark.parametrize("size", [2**31 - 1, 2**31 + 1])
def test_a_file_of_two_gigabytes_gives_one_message_at_once(folder, check, name, size):
    (folder / "p.csv").write_text("id,printed\na,1\n", encoding="utf-8")
    with (folder / name).open("wb") as file:
        file.truncate(size)  # which takes no place on the disk
    files = (name,) if name == "repro.yaml" else ("p.csv", "printed.csv") if name == "p.csv" else ("p.csv", name)
    status, out, err = check(*files, "--json", "answer.json")
    assert (status, out, err.count("error: "), err.count("\n  to do: ")) == (1, "", 1, 1)
    assert not (folder / "answer.json").exists()


def test_a_device_is_no_file(folder, check):
    (folder / "r.csv").symlink_to("/dev/zero")
    assert "this is no ordinary file" in check("printed.csv", "r.csv")[2]


@pytest.mark.slow
def test_a_workbook_that_unpacks_without_end_is_refused(folder, check):
    with zipfile.ZipFile(folder / "r.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "0" * 250_000_000)
    assert "it unpacks to more than" in check("printed.csv", "r.xlsx")[2]


def test_a_view_that_counts_for_ever_is_broken_off(folder, check, monkeypatch):
    monkeypatch.setattr(results, "_STEPS", 100_000)
    with sqlite3.connect(folder / "r.sqlite") as connection:
        connection.execute(
            "create view results as with recursive n(id) as (select 1 union all select 1 from n) select max(id) as id, 1 as value from n"
        )
    status, _, err = check("printed.csv", "r.sqlite")
    assert status == 1
    assert "not a database that can be read: interrupted" in err


def test_half_a_pair_of_utf_16_is_written_as_json_escapes_it(folder, check):
    (folder / "p.csv").write_text("id,printed\na,1\n", encoding="utf-8")
    (folder / "r.json").write_text('{"a": 1, "\\ud800": 2}', encoding="utf-8")
    for form in ("--json", "--markdown", "--junit", "--sarif", "--annotations"):
        status, out, _ = check("p.csv", "r.json", form)
        assert status == 0
        assert check("p.csv", "r.json", form, "out")[0] == 0
        assert (folder / "out").read_bytes() == out.encode("utf-8")
    assert json.loads(check("p.csv", "r.json", "--json")[1])["without_printed"] == ["\ud800"]


def test_no_formula_goes_into_a_proposal(folder, check, answer):
    (folder / "p.csv").write_text('id,printed\n"=HYPERLINK(""x"") age",34.5\n', encoding="utf-8")
    (folder / "r.csv").write_text('id,value\n"@SUM(A1) age",34.52\n', encoding="utf-8")
    check("p.csv", "r.csv", "--propose", "links.csv")
    path = folder / "links.csv"
    rows = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert (rows["id"][0][:2], rows["result"][0][:2]) == ("'=", "'@")
    rows["confirmed"] = "yes"
    rows.to_csv(path, index=False)
    assert [value["verdict"] for value in answer("p.csv", "r.csv", "--links", "links.csv")[0].values()] == ["identical"]


def test_one_file_alone(check):
    status, _, err = check("printed.csv")
    assert status == 2
    assert "name both" in err


def test_a_proposal_counts_when_it_is_confirmed(folder, check, answer):
    (folder / "p.csv").write_text("id,printed\nage of men,34.5\nmen at school,12.1\nrank,3/5\n", encoding="utf-8")
    (folder / "r.csv").write_text("id,value\nmen/age,34.52\nwomen/age,34.47\nmen/school,12.1\nother,7\n", encoding="utf-8")
    assert check("p.csv", "r.csv", "--propose", "links.csv")[0] == 0
    path = folder / "links.csv"
    rows = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert dict(zip(rows["id"], rows["result"], strict=True)) == {"age of men": "men/age", "men at school": "men/school"}
    assert dict(zip(rows["id"], rows["fitting_results"], strict=True)) == {"age of men": "2", "men at school": "1"}
    assert answer("p.csv", "r.csv", "--links", "links.csv")[0]["age of men"]["verdict"] == "not-run"
    rows.loc[rows["id"] == "age of men", "confirmed"] = "yes"
    rows.to_csv(path, index=False)
    found, _ = answer("p.csv", "r.csv", "--links", "links.csv")
    assert (found["age of men"]["verdict"], found["men at school"]["verdict"]) == ("identical", "not-run")
    status, _, err = check("p.csv", "r.csv", "--propose", "links.csv")
    assert status == 1
    assert "is there already" in err
    rows.loc[rows["id"] == "age of men", "confirmed"] = "perhaps"
    rows.to_csv(path, index=False)
    assert "confirmed is 'perhaps'" in check("p.csv", "r.csv", "--links", "links.csv")[2]


def test_fields_that_extract_has_guarded_are_as_printed(folder, answer):
    (folder / "p.csv").write_text("id,printed,page\n'=a,'=1.5,3\nb,'1.5,\n", encoding="utf-8")
    (folder / "r.csv").write_text("id,value\n=a,=1.5\nb,1.5\n", encoding="utf-8")
    found, _ = answer("p.csv", "r.csv")
    assert {id: value["printed"] for id, value in found.items()} == {"=a": "=1.5", "b": "'1.5"}


def test_the_page_in_this_module_is_the_one_that_is_checked():
    assert PRINTED.count("\n") == len(RECORDS) + 1
