"""`explain` tells where a number comes from; every expected number here was worked out by hand from the report's own digits."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

pytestmark = pytest.mark.usefixtures("html_built")

CELL = "table-1-2/廣義環渤海/2007"
RATE = "c1-l0569-tianjin-contracted-growth-2008"


def test_a_sum_down_to_its_observations(book, answer):
    told = answer(book, "explanation", "explain", CELL)
    assert (told["printed"], told["verdict"], told["basis"]) == ("288.5", "erratum", "recomputed")
    assert told["stands_for"] == {"low": "288.45", "high": "288.55"}
    # 208.99 + 51.91 + 4.19 + 2.9 + 13.8 + 7.7: three inputs may be off by 0.005 and three by 0.05, together 0.165
    assert told["value"] == "289.49"
    assert told["interval"] == {"low": "289.325", "high": "289.655"}
    assert sorted(part["printed"] for part in told["inputs"]) == ["13.8", "2.9", "208.99", "4.19", "51.91", "7.7"]
    assert {part["kind"] for part in told["inputs"]} == {"observation"}
    assert {part["source"]["id"] for part in told["inputs"]} == {"report"}
    assert told["erratum"]["cause"].keys() == {"zh-Hant", "en"}


def test_a_claim_over_claims_over_observations(book, answer):
    told = answer(book, "explanation", "explain", RATE)
    chain = [told["kind"]]
    while told["inputs"]:
        told = told["inputs"][0]
        chain.append(told["kind"])
    assert chain == ["claim", "claim", "observation"]  # the figure quotes the sentence, so the sentence is what rests on the source
    assert told["source"]["citation"]


@pytest.mark.parametrize(
    ("id", "reading", "low", "high"),
    [
        ("table-1-1/北京/1970:重工業", "dropped a zero: it stands for 63.70", "63.695", "63.705"),
        ("c1-l0123-tianjin-soe-investment-multiple", "“over” widens", "2.58", "2.59"),
        ("c1-l0084-bohai-outline-year", "exactly 1994", "1994", "1994"),
        ("c1-l0249-tianjin-banks-decade", "all its years", "1930", "1939"),
        ("table-1-2/北京市/2005", "decimal place 1", "133.05", "133.15"),
    ],
)
def test_how_print_is_read(book, answer, id, reading, low, high):
    told = answer(book, "explanation", "explain", id, "--language", "en")
    assert reading in told["reading"]
    assert told["stands_for"] == {"low": low, "high": high}


def test_words_rest_on_facts(book, answer):
    told = answer(book, "explanation", "explain", "table-3-2/Local innovation system/ZGC, Beijing")
    assert [(part["kind"], part["id"]) for part in told["inputs"]] == [("fact", "zhongguancun/local-system/1")]


def test_a_count_rests_on_the_names(book, answer):
    told = answer(book, "explanation", "explain", "c1-l0469-beijing-accountancies")
    names = ("PwC", "KPMG", "Deloitte", "Ernst & Young")
    assert [(part["kind"], part["printed"]) for part in told["inputs"]] == [("fact", name) for name in names]


def test_an_observation_and_an_artifact(book, answer):
    told = answer(book, "explanation", "explain", "domestic-capital.beijing@2005")
    assert (told["kind"], told["printed"], told["verdict"]) == ("observation", "133.1", None)
    told = answer(book, "artifact", "explain", "table-1-2")
    assert len(told["cells"]) == sum(told["verdicts"].values()) == 45


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("id", [CELL, RATE, "table-1-2"])
def test_it_fits_the_terminal(book, desk, monkeypatch, id, width):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    status, out, _ = desk(book, "explain", id)
    assert status == 0
    assert "\x1b[" not in out  # a pipe has no colours
    assert "判定" in out
    lines = out.splitlines()[1:]  # the id stays whole, to be copied
    assert max(map(cell_len, lines)) <= width


def test_the_cause_is_told_in_the_language_chosen(book, desk):
    assert (
        "六個省市合計" in desk(book, "explain", CELL.replace("2007", "2009").replace("廣義環渤海", "佔總內資"), "--language", "zh-Hant")[1]
    )
