"""Questions to a text or a table of anybody: what is found, where, and that strange input does no harm."""

import io
import json
import sys
import time
from collections import Counter

import jsonschema
import pytest

from collate.audit.outcome import Outcome
from collate.audit.questions.question import Rule
from collate.audit.questions.text import ask_table, ask_text
from collate.cli.main import main
from collate.data.schemas import SCHEMA
from collate.errors import DataError
from collate.numbers.convention import Convention

TEXT = """Both groups differ, t(28) = 2.20, p = .06.
The mean was M = 5.19, SD = 1.6, n = 28, and OR = 1.21 (95% CI 1.01 to 1.75), p = .04.
12 of 34 (34.3%) agreed; 12/34 (35.3%) did not: b = 0.05** (0.05), 0.123*** (0.045).
* p < .1, ** p < .05, *** p < .01."""


def found(audit):
    return [(question.rule, question.places, question.closest) for question in audit.questions]


def test_a_text_is_asked_in_its_order():
    audit = ask_text(TEXT)
    assert found(audit) == [
        (Rule.P, ("1:21",), ("0.04",)),
        (Rule.GRIMMER, ("2:14",), ("5.18", "5.21")),
        (Rule.INTERVAL, ("2:51",), ("1.33",)),
        (Rule.SHARE, ("3:1",), ("35.3",)),
        (Rule.STARS, ("3:53",), ("no star",)),
    ]
    assert audit.outcomes == Counter({Outcome.INCONSISTENT: 5, Outcome.CONSISTENT: 2})
    assert [question.significance for question in audit.questions] == [False, None, None, None, False]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("t(28) = 2.20, p = .04", 0),
        ("M = 5.19, n = 28", 1),
        ("M = 5.19 (SD = 1.60), n = 28", 1),
        ("M = 5.19, n = 2800", 0),  # every mean is possible
        ("1.23 (95% CI 1.01–1.45)", 0),
        ("1.53 (95% CI: 1.01, 1.45)", 1),
        ("1.53, 95% confidence interval [1.01; 1.45]", 1),
        ("d = 0.30 (95% CI −0.10 to 0.70), p = .03", 1),
        ("0.05** (0.05)", 0),  # no legend, no question
        ("0.05** (0.05); ** p < 5%", 1),
        ("in 2004** (12)", 0),
        ("12 of 34 (35.3%)", 0),
        ("Table 3/4 (12%)", 1),  # three of four is 75 per cent; what it means, a reader sees
        ("", 0),
    ],
)
def test_what_a_text_says(text, count):
    assert len(ask_text(text).questions) == count


def test_a_legend_can_be_declared():
    convention = Convention().nearer({"stars": "*=0.05 **=0.01"})
    assert found(ask_text("0.10** (0.05)", convention)) == [(Rule.STARS, ("1:1",), ("*",))]


TABLE = """group,n,mean,sd,share
a,28,5.19,1.60,40.1%
b,28,5.21,1.60,30.2%
c,18,3.44,2.49,28.7%
total,74,4.8,2.0,100%
"""
REGRESSION = """variable,(1),(2)
income,0.123***,0.05**
,(0.045),(0.05)
notes,* p < .1,"** p < .05, *** p < .01"
"""


def test_a_table_is_asked_by_its_heads_and_totals():
    assert found(ask_table(TABLE)) == [
        (Rule.GRIMMER, ("2:mean", "2:sd", "2:n"), ("5.18", "5.21")),
        (Rule.GRIMMER, ("4:mean", "4:sd", "4:n"), ("2.48", "2.50")),
        (Rule.SHARES, ("2:share", "3:share", "4:share", "5:share"), ()),
    ]


def test_an_estimate_stands_over_its_standard_error():
    assert found(ask_table(REGRESSION)) == [(Rule.STARS, ("2:(2)", "3:(2)"), ("no star",))]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("40.1%", "41.1%", None),  # 41.1 + 30.2 + 28.7 = 100
        ("a,28,5.19", "a,28,5.21", Rule.GRIMMER),
        ("total,74", "total,20", Rule.PART),
        ("b,28,5.21,1.60,30.2%", "b,28,5.21,1.60,40.1%", Rule.REPEAT),
    ],
)
def test_a_planted_change_of_a_table_changes_what_is_asked(old, new, rule):
    before, after = Counter(question.rule for question in ask_table(TABLE).questions), ask_table(TABLE.replace(old, new))
    assert TABLE.count(old) == 1
    changed = Counter(question.rule for question in after.questions)
    if rule is None:
        assert changed[Rule.SHARES] == before[Rule.SHARES] - 1
    else:
        assert changed[rule] != before[rule]


@pytest.mark.parametrize(("text", "message"), [("a,b\n", "fewer than two rows"), ('a,b\n"1,2\n', "no CSV"), ("a\n1\n", "fewer than two")])
def test_what_is_no_table_is_refused(text, message):
    with pytest.raises(DataError, match=message):
        ask_table(text)


PIECES = ["1.2 (95% CI ", "12 of 34 (", "0.1** (0.", "M = 5.1, SD = ", "* p < .0", "1,111", " ", "\n", "OR = ", "t(28) = 2.20, p = "]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_takes_time_in_proportion_to_its_length(piece):
    times = []
    for length in (10_000, 100_000):
        started = time.process_time()
        ask_text((piece * length)[:length])
        times.append(time.process_time() - started)
    assert times[1] < 40 * max(times[0], 0.005)


def call(monkeypatch, capsys, text, *arguments):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text if isinstance(text, bytes) else text.encode())))
    status = main(["questions", "-", *arguments])
    return status, capsys.readouterr()


def test_the_command_answers_outside_a_book(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    status, told = call(monkeypatch, capsys, TEXT, "--json")
    answer = json.loads(told.out)
    schema = json.loads((SCHEMA / "desk.json").read_text(encoding="utf-8"))
    jsonschema.validate(answer, schema | {"$ref": "#/$defs/questions"})
    assert (status, answer["count"], answer["checked"]["consistent"]) == (0, 5, 2)
    assert answer["questions"][0]["printed"] == "t(28) = 2.20, p = .06"


@pytest.mark.parametrize(("language", "word"), [("en", "significance at .05 changes"), ("zh-Hant", "統計量與 p 值")])
def test_the_command_answers_in_both_languages(monkeypatch, capsys, tmp_path, language, word):
    monkeypatch.chdir(tmp_path)
    assert word in call(monkeypatch, capsys, TEXT, "--language", language)[1].out


def test_a_table_is_known_by_its_name(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8-sig")
    assert main(["questions", "t.csv", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["count"] == 3


def test_no_control_character_reaches_the_terminal(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    strange = "t(28) = 2.20,\u202e p = .06, t(28)\x1b[2J = 2.20, p = .06 and 5.19\x07, t(28)\u00a0= 2.20, p = .06"
    (tmp_path / "t.csv").write_text(
        f"\x1b[31mgroup,n,mean\x1b[2J\na,28,{strange!r}\nb,28,5.19\n".replace("mean\x1b[2J", "mean"), encoding="utf-8"
    )
    for arguments in (["questions", "t.csv"], ["questions", "t.csv", "--json"]):
        assert main(arguments) == 0
        assert not set(capsys.readouterr().out) & {"\x1b", "\x07", "\u202e"}
    told = call(monkeypatch, capsys, strange)[1].out
    assert "0.04" in told
    assert not set(told) & {"\x1b", "\x07", "\u202e"}


@pytest.mark.parametrize(
    ("content", "arguments", "status", "message"),
    [
        (b"\xff\xfe", (), 1, "is not UTF-8"),
        (b"a\0b", (), 1, "a NUL character"),
        (b"", ("--convention", "decimal"), 2, "no value"),
        (b"", ("--convention", "dezimal=,"), 1, "unknown setting 'dezimal'"),
        (b"", ("--language", "xx"), 2, "no language 'xx'"),
    ],
)
def test_a_wrong_call_is_told(monkeypatch, capsys, tmp_path, content, arguments, status, message):
    monkeypatch.chdir(tmp_path)
    found_status, told = call(monkeypatch, capsys, content, *arguments)
    assert found_status == status
    assert message in told.err


def test_a_missing_file_is_told(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(["questions", "nothing.txt"]) == 2
    assert "nothing.txt: No such file" in capsys.readouterr().err
