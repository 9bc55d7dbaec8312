"""`collate add`: each step leaves a book that passes its own checks; twice is refused; nothing is ever half-added."""

import hashlib
import shlex

import pytest

from collate.book import Book
from collate.cli.main import main
from collate.data import csvfile
from collate.data.addition import Addition, RefusedError
from collate.data.packages import check_data

CELLS = """id,table,row,column,printed,page,place,doubt
a,table-2,Men,All / 2001,1.5,4,row 1,
b,table-2,Women,All / 2001,-2.5,4,row 2,faint in the scan
c,table-3,Men,2001,7,4,row 1,
"""
CLAIMS = """id,table,row,column,printed,page,place,doubt,sentence,start,end
s1-n1,,,,0.7,3,sentence 1,,It is 0.7.,6,9
"""
SOURCE = "source smith --citation 'An invented work' --address nowhere --licence none --grade reference"
STEPS = {
    "source": SOURCE,
    "dataset": "dataset wages FOLDER/wages.csv --source report --licence CC0-1.0",
    "table": "table table-2 --title Wages --from FOLDER/cells.csv --page example",
    "table without a page": "table table-3 --title Wages --from FOLDER/cells.csv",
    "figure": "figure figure-2 --title Wages --page example",
    "claim": "claim c1-l0020-ratio --printed 1.05 --subject 'ratio of the branches' --unit percent --kind ratio --line 20 --page example"
    " --formula '{table-1/north/2002} / {table-1/north/2001}'",
    "claim from a file": "claim c1-l0021-gap --from FOLDER/claims.csv --candidate s1-n1 --subject 'the gap' --unit percent --line 21"
    " --page example",
    "language": "language fr --title Deux",
}


@pytest.fixture(params=[("en",), ("zh-Hant", "en")], ids="+".join)
def book(request, new, tmp_path, monkeypatch):
    found = new(*request.param)
    (tmp_path / "cells.csv").write_text(CELLS, encoding="utf-8")
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    (tmp_path / "wages.csv").write_text("name;wage\na;1,5\n", encoding="utf-8")
    monkeypatch.chdir(found.root)
    return found


def add(book, step, *more):
    words = shlex.split(STEPS.get(step, step).replace("FOLDER", str(book.root.parent)))
    return main(["add", *words, *more])


def content(book):
    return {path.relative_to(book.root): path.read_bytes() for path in sorted(book.root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_leaves_a_book_that_passes_its_checks(book, step, capsys):
    before = content(book)
    assert add(book, step, "--dry-run") == 0
    assert "+" in capsys.readouterr().out
    assert content(book) == before
    assert add(book, step) == 0
    said = capsys.readouterr().out
    assert "wrote " in said
    assert "to do: " in said
    assert main(["check"]) == 0
    assert main(["tidy", "--check"]) == 0
    after = content(book)
    wrote = {line.removeprefix("wrote ") for line in said.splitlines() if line.startswith("wrote ")}
    assert {str(path) for path in after if after[path] != before.get(path)} == wrote
    assert add(book, step) == 1, "twice"
    assert content(book) == after
    assert "there already" in (errors := capsys.readouterr().err) or "has the language" in errors


def test_a_table_is_as_the_file_has_it(book):
    add(book, "table")
    cells = [
        (row["row"], row["column"], row["printed"]) for row in csvfile.read(book.cells / "table-2.csv", _header(book.cells / "table-2.csv"))
    ]
    assert cells == [("Men", "All:2001", "1.5"), ("Women", "All:2001", "-2.5")]
    assert "artifacts/table-2" in (book.root / "_toc.yml").read_text(encoding="utf-8")
    for tag in book.languages:
        assert (book.chapters / tag / "example.md").read_text(encoding="utf-8").endswith("```{artifact} table-2\n```\n")


def _header(path):
    return path.read_text(encoding="utf-8").partition("\n")[0].split(",")


@pytest.mark.parametrize(
    ("step", "status", "message"),
    [
        ("table table-9 --title T --from FOLDER/cells.csv", 2, "no table 'table-9'; near it: table-3, table-2"),
        ("table table-2 --title T", 2, "no cells are given"),
        ("table table-2 --title T --from FOLDER/claims.csv --candidate x", 2, "no table 'x'"),
        ("table table-2 --title T --from FOLDER/cells.csv --page nowhere", 2, "no page 'nowhere'"),
        ("table table-2 --title T --from FOLDER/cells.csv --dataset nothing", 1, "table-2: no dataset 'nothing'"),
        ("dataset wages FOLDER/nothing.csv --source report --licence x", 2, "nothing.csv"),
        ("dataset wages FOLDER/wages.csv --source nobody --licence x", 1, '"nobody" not found'),
        ("claim c1-l0020-x --printed 3 --subject 'x of 7' --unit percent --page example", 1, "'7' is bound to no claim"),
        ("claim c1-l0020-x --printed 3 --subject x --unit percent --page example --formula '{nowhere/a/b}'", 1, "'nowhere/a/b'"),
        ("claim c1-l0020-x --subject x --unit percent --page example", 2, "the printed number is to be given once"),
        ("language qq --title Q", 2, "unknown language tag 'qq'"),
        ("language ../up --title Q", 2, "unknown language tag '../up'"),
        ("erratum table-1/both/1999 --kind misprint --certainty high --bearing nothing --cause 'a long cause'", 2, "no cell or claim"),
        ("erratum table-1/both/2002 --kind misprint --certainty high --bearing nothing --cause 'a long cause'", 1, "collate verify"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(book, capsys, step, status, message):
    before = content(book)
    assert add(book, step) == status
    errors = capsys.readouterr().err
    assert message in errors
    assert errors.startswith("error: ")
    assert ".adding-" not in errors
    assert {path: data for path, data in content(book).items() if "_build" not in path.parts} == before


@pytest.mark.parametrize("name", ["../up", "A b", "table_2", ""])
def test_an_id_that_would_name_other_files(name):
    with pytest.raises(SystemExit) as stopped:
        main(["add", "figure", name, "--title", "T"])
    assert stopped.value.code == 2


def test_what_was_wrong_before_does_not_bar_a_step_and_what_is_new_does(book, replace, capsys):
    replace(book.published / "artifacts.csv", ",loans,title-table", ",lones,title-table")
    assert add(book, "source") == 0
    assert add(book, "table table-2 --title T --from FOLDER/cells.csv --dataset other") == 1
    errors = capsys.readouterr().err
    assert "'other'" in errors
    assert "'lones'" not in errors


@pytest.mark.parametrize("failing", range(3))
def test_a_file_that_cannot_be_written_takes_the_others_back(book, monkeypatch, failing):
    addition = Addition(book)
    for name in ("_toc.yml", "data/new.txt", "data/labels.csv"):
        addition.put(name, "changed\n")
    before = content(book)
    calls = []
    write = csvfile.write_bytes

    def refuse(path, data):
        calls.append(path)
        if len(calls) == failing + 1:
            raise OSError(28, "No space left on device", str(path))
        write(path, data)

    monkeypatch.setattr(csvfile, "write_bytes", refuse)
    with pytest.raises(RefusedError, match="the disk is full"):
        addition.write()
    assert content(book) == before


def test_a_package_whose_resources_are_not_last_is_added_to_in_its_place(book):
    path = book.published / "datapackage.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "title: What is printed  # a remark\n", encoding="utf-8")
    assert add(book, "table") == 0
    text = path.read_text(encoding="utf-8")
    assert text.index("cells-table-2") < text.index("title: What is printed  # a remark")
    check_data(book)


def test_a_dataset_is_copied_with_its_hash(book):
    add(book, "dataset")
    (row,) = csvfile.read(book.source / "datasets.csv", _header(book.source / "datasets.csv"))
    copied = book.files / row["file"]
    assert copied.read_bytes() == (book.root.parent / "wages.csv").read_bytes()
    assert row["sha256"] == hashlib.sha256(copied.read_bytes()).hexdigest()


def test_tidy_leaves_the_files_of_others_alone(book):
    add(book, "dataset")
    assert main(["tidy"]) == 0
    assert (book.files / "wages.csv").read_text(encoding="utf-8") == "name;wage\na;1,5\n"


def test_a_changed_dataset_is_an_error_by_name(book, capsys):
    add(book, "dataset")
    (book.files / "wages.csv").write_text("name;wage\na;1,6\n", encoding="utf-8")
    (book.files / "other.csv").write_text("x\n", encoding="utf-8")
    assert main(["check"]) == 1
    errors = capsys.readouterr().err
    assert "the dataset 'wages' is not the file that was registered" in errors
    assert "other.csv: the file is in no row of datasets.csv" in errors


@pytest.mark.slow
def test_an_erratum_is_declared_of_what_differs(tmp_path, monkeypatch, replace, capsys):
    monkeypatch.chdir(tmp_path)
    main(["new", "book", "--title", "T", "--language", "en"])
    book = Book(tmp_path / "book")
    monkeypatch.chdir(book.root)
    replace(book.cells / "table-1.csv", "both,2001,33.2", "both,2001,31.3")
    assert main(["verify"]) == 1
    step = "erratum TARGET --kind misprint --certainty high --bearing nothing --argument 'Nothing rests on it.'"
    step += " --cause 'Two digits are exchanged.'"
    assert add(book, step.replace("TARGET", "table-1/north/2001")) == 1
    assert "does not differ from print: identical" in capsys.readouterr().err
    assert add(book, step.replace("TARGET", "table-1/both/2001")) == 0
    assert main(["verify"]) == 0
    assert add(book, step.replace("TARGET", "table-1/both/2001")) == 1
    assert "declared already" in capsys.readouterr().err
