"""`read`, `judge` and `check` answer in each language of the library; the words of English are those of the judgement itself."""

from __future__ import annotations

import re

import pytest

from collate.cli.judged_words import cause_words, part, reason_words, verdict_word
from collate.cli.terminal import Words
from collate.numbers.causes import causes
from collate.numbers.fact import Missing, Relation, Role
from collate.numbers.judgement import NOT_ALLOWED, judge
from collate.numbers.reason import Reason
from collate.numbers.rounding import RULES
from collate.numbers.verdict import Verdict

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(params=["en", "zh-Hant"])
def words(request):
    return Words.of_library(request.param)


def test_every_role_reason_and_verdict_has_words(words):
    said = [words(f"role-{part(role)}") for role in Role if role not in (Role.P, Role.N)]
    said += [words(f"missing-{part(sign)}") for sign in Missing]
    said += [words(f"relation-{part(relation)}") for relation in Relation if relation.value[0].isalpha()]
    said += [reason_words(words, reason.value) for reason in Reason]
    said += [verdict_word(words, verdict) for verdict in (*Verdict, None)]
    said += [reason_words(words, rule) for rule in RULES]
    assert all(bool(HAN.search(text)) == (words.language != "en") for text in said)


def test_english_has_the_reasons_of_the_judgement():
    words = Words.of_library("en")
    assert [reason_words(words, reason.value) for reason in Reason] == [reason.value for reason in Reason]
    assert {words(f"role-{part(role)}") for role in Role} == {role.value for role in Role}


@pytest.mark.parametrize(
    ("printed", "value", "expected"),
    [
        ("1.25", 1.2537, "四捨五入 = 四捨六入五成雙"),
        ("1.2", 1.29, f"truncation = down {NOT_ALLOWED}"),
        ("over 40", 39, "關係不成立"),
        ("5.12", 7, "在區間之外"),
    ],
)
def test_a_reason_in_chinese(printed, value, expected):
    (fact,) = judge(printed, value).facts
    found = reason_words(Words.of_library("zh-Hant"), fact.note or fact.rule)
    if NOT_ALLOWED in expected:
        assert found == "捨去尾數 = 往小捨去會得出印出的數字，但慣例不容許"
    else:
        assert found == expected


def test_a_cause_in_chinese():
    (tried, *_) = causes("5.12", judge("5.21", 5.21).facts[0].fact.value)
    assert cause_words(Words.of_library("zh-Hant"), tried) == "兩位數字對調：得 5.12（巧合相符的機率 1:18）"
    assert cause_words(Words.of_library("en"), tried) == str(tried)


@pytest.mark.parametrize("command", [("read", "0.84"), ("judge", "0.84", "0.8449"), ("check", "p.csv", "r.csv")])
def test_the_locale_and_the_option_choose(run_command, monkeypatch, tmp_path, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.csv").write_text("id,printed\na,0.84\n", encoding="utf-8")
    (tmp_path / "r.csv").write_text("id,value\na,0.8449\n", encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    assert HAN.search(run_command(*command)[1])
    assert not HAN.search(run_command(*command, "--language", "en")[1])
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert not HAN.search(run_command(*command)[1])
    status, _, err = run_command(*command, "--language", "tlh")
    assert (status, "no language 'tlh'" in err) == (2, True)
