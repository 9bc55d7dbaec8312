"""What errata say of how a number came about is tried by the build; explain and the message of a failing verdict tell what fits."""

import json
import re

import pytest
from tests_root import BOOK

from collate.audit.hypotheses import check_named_causes, hypotheses
from collate.cli.main import main
from collate.data.labels import library_words
from collate.data.schemas import SCHEMA
from collate.errors import ErratumError, VerdictError
from collate.numbers.causes import Cause
from collate.verdicts import judge_all, require_no_failure


def test_every_cause_can_be_named_and_has_a_name_in_every_language():
    schema = json.loads((SCHEMA / "errata.json").read_text(encoding="utf-8"))
    assert schema["items"]["properties"]["mechanism"]["enum"] == [cause.value for cause in Cause]
    for language in ("en", "zh-Hant"):
        words = library_words(language, None)
        assert {f"cause-{cause.value}" for cause in Cause} == {key for key in words if re.match("cause-", key)}


def test_the_mechanisms_that_errata_name_make_what_is_printed(verdicts):
    named = [item for item in verdicts.by_id.values() if item.erratum and item.erratum.mechanism]
    assert len(named) == check_named_causes(BOOK, verdicts.by_id.values()) == 14


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  mechanism: truncation\n", "  mechanism: sign\n", "the mechanism 'sign' does not make '51' of 51.91; these do: truncation"),
        ("  mechanism: level-for-growth\n", "  mechanism: truncation\n", "the mechanism 'truncation' does not make '4.2'"),
        ("  mechanism: truncation\n", "  mechanism: laziness\n", "mechanism"),
    ],
)
def test_one_that_does_not_is_refused(copy, old, new, message):
    text = copy.errata.read_text(encoding="utf-8")
    assert text.count(old) == 1
    copy.errata.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ErratumError, match=re.escape(message)) as raised:
        check_named_causes(copy, judge_all(copy).numerals)
    assert raised.value.line


@pytest.mark.parametrize(
    ("id", "cause", "where"),
    [
        ("table-1-1/遼寧/1979:工業總產值", Cause.INPUT_SLIP, "industrial-output.liaoning.heavy@1979"),
        ("c1-l0999-beijing-capital-tianjin-2009", Cause.NEIGHBOUR, "table-1-2/北京市/2008"),
        ("c1-l0267-beijing-heavy-industry-peak-share", Cause.NEIGHBOUR, "table-1-1/北京/1970:重工業"),
        ("c4-l3556-bez-planned-area", Cause.UNIT, ""),
    ],
)
def test_the_machine_finds_what_people_found(verdicts, id, cause, where):
    best = hypotheses(BOOK, verdicts.by_id[id])[0]
    assert (best.cause, best.where) == (cause, where)


def test_what_agrees_has_no_hypotheses(verdicts):
    assert hypotheses(BOOK, verdicts.by_id["table-1-2/河北省/2007"]) == []


def test_explain_shows_them(monkeypatch, capsys):
    monkeypatch.chdir(BOOK.root)
    assert main(["explain", "c1-l1133-hebei-capital-tianjin-2007", "--language", "en"]) == 0
    told = capsys.readouterr().out
    assert "Mechanism" in told
    assert "digits cut off: gives 51 (by chance 50%)" in told
    assert main(["explain", "c1-l1133-hebei-capital-tianjin-2007", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["erratum"]["mechanism"] == "truncation"
    assert answer["hypotheses"][0] == {
        "cause": "truncation",
        "told": "51.91 cut off",
        "value": "51",
        "candidates": 1,
        "chance": "0.5",
    }


def test_the_judge_tells_them(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(["judge", "5.21", "5.12"]) == 1
    assert "possibly swapped-digits: 5.12 with 1 and 2 exchanged (by chance 1:18)" in capsys.readouterr().out


def test_the_message_of_a_failing_verdict_names_the_best(copy):
    text = copy.errata.read_text(encoding="utf-8")
    target = "- target: c1-l1133-hebei-capital-tianjin-2007\n"
    start = text.index(target)
    copy.errata.write_text(text[:start] + text[text.index("\n- target:", start) + 1 :], encoding="utf-8")
    with pytest.raises(VerdictError, match=r"possibly truncation: 51\.91 cut off"):
        require_no_failure(judge_all(copy).numerals)
