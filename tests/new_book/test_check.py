"""`collate check` tells every problem of a book at once, in the order in which to solve them."""

import re

import pytest

from collate.cli.main import main

# File, what stands there, what is planted, and what must be told of it (with its line where there is one).
PLANTED = {
    "schema": ("data/source/series.csv", "north,,rounded", "north,,round", "data/source/series.csv:2: series 'loans.north'"),
    "observation": ("data/source/observations/loans.csv", "2002,19.8", "2002,19·8", "observations/loans.csv:5: "),
    "dataset": ("data/published/artifacts.csv", ",loans,title-fig", ",lones,title-fig", "artifacts.csv:2: figure-1: no dataset 'lones'"),
    "cell": ("data/published/cells/table-1.csv", "south,2001", "south,2000", "cells/table-1.csv:4: unknown column '2000'"),
    "no cell": ("data/published/cells/table-1.csv", "both,2001,33.2,,recomputed,13,read,\n", "", "no cell table-1/both/2001"),
    "formula": ("data/published/claims.csv", "* 100", "* *", "claims.csv:2: c1-l0003-growth: "),
    "label": ("data/labels.csv", "north,North branch,", "nord,North branch,", "no label 'north'"),
    "notebook": ("src/notebooks/figure-1.ipynb", "reading = ", "redaing = ", "unknown parameter reading; missing parameter redaing"),
    "role": ("chapters/LANGUAGE/example.md", "`c1-l0005-loans`", "`c1-l0005-lones`", "no claim 'c1-l0005-lones'; near it: c1-l0005-loans"),
    "numeral": ("chapters/LANGUAGE/index.md", "\n\nI", "\n\nI 17", None),
    "page": ("_toc.yml", "file: ledger", "file: legder", "the page 'legder' is missing"),
    "erratum": ("data/errata.yml", "certainty: high", "certainty: sure", "errata.yml:1: certainty: 'sure'"),
}


def plant(book, name):
    place, old, new, _ = PLANTED[name]
    for path in [book.root / place.replace("LANGUAGE", language) for language in book.languages]:
        text = path.read_text(encoding="utf-8")
        if old in text:  # a file without a language is met once for each
            path.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(book, capsys, monkeypatch):
    monkeypatch.chdir(book.root)
    capsys.readouterr()
    status = main(["check"])
    return status, capsys.readouterr().err


@pytest.fixture
def book(new):
    return new("en", "de")


def test_a_new_book_has_no_problem(book, capsys, monkeypatch):
    assert told(book, capsys, monkeypatch) == (0, "")


@pytest.mark.parametrize("name", [name for name, planted in PLANTED.items() if planted[3]])
def test_one_problem(book, name, capsys, monkeypatch):
    plant(book, name)
    status, errors = told(book, capsys, monkeypatch)
    assert status == 1
    assert PLANTED[name][3] in errors
    assert errors.count("error: ") == errors.count("\n  to do: ")


def test_all_problems_at_once_each_once(book, capsys, monkeypatch):
    for name in PLANTED:
        plant(book, name)
    status, errors = told(book, capsys, monkeypatch)
    assert status == 1
    for _, _, _, message in PLANTED.values():
        assert message is None or message in errors
    each = re.findall(r"^error: (.*)$", errors, re.M)
    assert len(each) == len(set(each))
    assert f"{len(each)} problems; begin with the first" in errors
    kinds = [next((place for place, part in enumerate(("/source/", "/published/", "/chapters/")) if part in line), -1) for line in each]
    ordered = [kind for kind in kinds if kind >= 0]
    assert ordered[0] == 0
    assert ordered[-1] == 2
    assert all(ordered.index(kind) <= place for place, kind in enumerate(ordered))


def test_a_file_that_cannot_be_read_is_told_once_and_the_rest_goes_on(book, capsys, monkeypatch):
    path = book.source / "series.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("id,indicator", "id;indicator"), encoding="utf-8")
    plant(book, "role")
    _, errors = told(book, capsys, monkeypatch)
    assert errors.count("series.csv") == 1
    assert PLANTED["role"][3] in errors
