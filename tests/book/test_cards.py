"""Every value that a page shows has a card, and what the cards say of their inputs and sources is there."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from lxml import html
from tests_root import BOOK, LANGUAGES

from collate.bind import addresses

pytestmark = pytest.mark.usefixtures("html_built")

PAGES = ["summary", *(f"chapter-{number}" for number in range(1, 6))]
CALL = "collate.cards("


def cards_of(language, name):
    text = (BOOK.html(language) / "cards" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix(CALL).removesuffix(");\n"))


def without_card(page, cards):
    """What the values of a page are called where neither their link, their own name nor their id leads to a card."""
    found = []
    for value in page.find_class("cv"):
        names = [value.get("data-card"), (value.get("href") or "").rpartition("#")[2], value.get("id")]
        if not any(name in cards for name in names if name):
            found.append(value.text_content())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_value_has_a_card(language, name):
    page = html.fromstring((BOOK.html(language) / f"{name}.html").read_text(encoding="utf-8"))
    data = cards_of(language, name)
    assert len(page.find_class("cv")) > 3
    assert without_card(page, data["cards"]) == []
    assert without_card(page, {})  # a missing card would be seen
    for key, card in data["cards"].items():
        assert card["n"].strip() and card["p"].strip() and card["l"] > 0, key
        assert "{" not in card.get("f", ""), key  # ids of formulas are told in names and values
        named = [int(place) for place in re.findall(r"#(\d+)", card.get("f", ""))]
        assert all(place < len(data["inputs"]) for place in [*named, *card.get("q", [])]), key
        assert all(place < len(data["sources"]) for place in card.get("s", [])), key
    for input_name, value, _ in data["inputs"]:
        assert "@" not in input_name and "@" not in value


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_leads_to_its_place_and_has_a_grade(language):
    page = html.fromstring((BOOK.html(language) / "sources.html").read_text(encoding="utf-8"))
    ids = set(page.xpath("//@id"))
    for name in PAGES:
        for title, grade, anchor in cards_of(language, name)["sources"]:
            assert title and grade and anchor in ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_tells_the_slip_of_an_erratum_and_the_odds_of_a_match(language):
    """The slips are those that errata.yml declares; odds stand on what was verified and is identical, and on nothing else."""
    declared = {entry["target"] for entry in yaml.safe_load(BOOK.errata.read_text(encoding="utf-8")) if "mechanism" in entry}
    cards = {key: card for name in PAGES for key, card in cards_of(language, name)["cards"].items()}
    told = {key for key, card in cards.items() if "m" in card}
    assert told == {addresses.anchor(target) for target in declared} & set(cards)
    assert len(told) > 5
    odds = [card for card in cards.values() if "h" in card]
    assert len(odds) > 100
    assert not [card for card in odds if "c" in card]
    assert all(re.fullmatch(r"1:[\d,]+|\d+%", card["h"]) for card in odds)
