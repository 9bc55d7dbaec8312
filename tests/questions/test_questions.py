"""One planted slip of each kind raises its question; the book's own questions are counted, and nothing is an error."""

from __future__ import annotations

import json
from collections import Counter

import jsonschema
import pytest
from tests_root import BOOK

from collate.audit.questions.ask import ask
from collate.audit.questions.digits import odd_ones
from collate.audit.questions.grid import Grid, Line
from collate.audit.questions.question import Rule
from collate.cli.main import main
from collate.data.published import Cell
from collate.data.schemas import SCHEMA
from collate.numbers.printed import parse
from collate.numbers.verdict import Basis


@pytest.fixture(scope="module")
def before():
    """What is asked of the book as it stands."""
    return {(question.rule, question.places) for question in ask(BOOK)}


def line_of_years(*printed):
    years = [str(2000 + position) for position in range(len(printed))]
    cells = [
        Cell("table-9-9", "north", year, parse(text), Basis.TRANSCRIBED, 1, "read", "") for year, text in zip(years, printed, strict=True)
    ]
    return Grid("table-9-9", False, (Line("row", "north", tuple(zip(years, cells, strict=True))),), ())


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "place"),
    [
        ("cells/figure-1-4.csv", "42.5", "43.5", "shares", "figure-1-4/第三產業/2005"),
        (
            "claims.csv",
            "-2005-tertiary,1,900,{},42.5,",
            "-2005-tertiary,1,900,{},43.5,",
            "shares",
            "c1-l0900-tianjin-gdp-share-2005-tertiary",
        ),
        ("claims.csv", "-growth-2009,1,572,{},22%,", "-growth-2009,1,572,{},32%,", "growth", "c1-l0572-tianjin-fdi-growth-2009"),
        (
            "claims.csv",
            "-share-2004,1,456,{},30.5%,",
            "-share-2004,1,456,{},31.0%,",
            "whole-count",
            "c1-l0456-beijing-key-laboratories-share-2004",
        ),
        (
            "claims.csv",
            "-share-2005,1,468,{},41.7%,",
            "-share-2005,1,468,{},40.2%,",
            "whole-count",
            "c1-l0468-beijing-foreign-law-firms-share-2005",
        ),
        ("cells/table-1-2.csv", "北京市,2006,161.6", "北京市,2006,133.1", "repeat", "table-1-2/北京市/2006"),
        ("cells/table-1-2.csv", ",2007,612.9,", ",2007,612.93,", "precision", "table-1-2/全國總計/2007"),
        ("cells/table-1-2.csv", "內蒙古自治區,2006,2,1,", "內蒙古自治區,2006,29.0,,", "magnitude", "table-1-2/內蒙古自治區/2006"),
        ("claims.csv", "-branches-2005,1,434,{},10,", "-branches-2005,1,434,{},20,", "part", "c1-l0434-beijing-insurance-branches-2005"),
        (
            "cells/table-2-1.csv",
            "1988,Computers & Peripherals,72.1",
            "1988,Computers & Peripherals,172.1",
            "part",
            "table-2-1/1988/Computers & Peripherals",
        ),
    ],
)
def test_a_planted_slip_raises_its_question(copy, before, file, old, new, rule, place):
    path = copy.published / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    start, _, end = old.partition("{}")
    changed = [number for number, line in enumerate(lines) if start in line and end in line]
    assert len(changed) == 1
    after_start, _, after_end = new.partition("{}")
    lines[changed[0]] = (
        lines[changed[0]].replace(start, after_start, 1).replace(end, after_end, 1) if end else lines[changed[0]].replace(old, new)
    )
    path.write_text("".join(lines), encoding="utf-8")
    raised = [question for question in ask(copy) if (question.rule, question.places) not in before]
    assert any(question.rule == rule and place in question.places and question.arithmetic for question in raised)


@pytest.mark.parametrize(
    ("printed", "rules"),
    [
        (("120", "150", "180", "173", "210"), {"last-digit"}),
        (("1.20", "1.50", "1.80", "1.73", "2.10"), {"last-digit"}),
        (("120", "150", "180", "173", "211"), set()),  # two are a pattern of their own
        (("120", "150", "180", "170"), set()),  # too short
        (("1.2", "1.5", "1.83", "1.7", "2.1"), {"precision"}),
        (("12", "15", "180", "17", "21"), {"last-digit", "magnitude"} - {"last-digit"}),
        (("12", "15", "150", "17", "21"), set()),  # not ten times both of its neighbours
        (("320", "350", "30", "370", "310"), {"magnitude"}),
    ],
)
def test_digits_out_of_a_pattern(printed, rules):
    assert {question.rule for question in odd_ones(line_of_years(*printed))} == rules


def test_the_books_own_questions_are_counted():
    """A change of any count is a decision, made here."""
    counts = Counter(f"{question.rule} {'answered' if question.answered else 'open'}" for question in ask(BOOK))
    assert counts == {
        "shares answered": 1,
        "growth answered": 2,
        "repeat open": 2,
        "precision open": 11,
        "part open": 2,
    }


def test_a_question_is_no_error(monkeypatch, capsys):
    monkeypatch.chdir(BOOK.root)
    assert main(["questions", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    schema = json.loads((SCHEMA / "desk.json").read_text(encoding="utf-8"))
    jsonschema.validate(told, schema | {"$ref": "#/$defs/questions"})
    assert schema["$defs"]["questions"]["properties"]["questions"]["items"]["properties"]["rule"]["enum"] == list(Rule)


def test_a_small_book_raises_none(tiny):
    assert ask(tiny) == []
