"""What the pages disclose leads somewhere: downloads that are there, addresses that exist, a list that holds everything."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from needs import needs
from tests_root import BOOK

from collate.sphinx.directive import COPY_MARK

pytestmark = [needs("Noto CJK"), pytest.mark.slow]


class Page(HTMLParser):
    """Ids, links, and the rows of the list of values with their classes."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.rows, self.selects, self.hidden = [], [], [], {}, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "tr" and "cv-verdict-" in found.get("class", ""):
            self.rows.append(found["class"].split())
        if tag == "select":
            self.selects[found["name"]] = []
        if tag == "option":
            self.selects[list(self.selects)[-1]].append(found["value"])
        if tag == "form" and "cv-filter" in found.get("class", ""):
            self.hidden.append("hidden" in found)


def page(project, language):
    return Page((project.html(language) / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", BOOK.languages)
def test_every_link_to_a_file_or_place_leads_there(tiny_disclosed, language):
    found = page(tiny_disclosed, language)
    assert len(set(found.ids)) == len(found.ids)
    assert not [id for id in found.ids if re.search(r"\s", id)]
    own = [link for link in found.links if "://" not in link and not link.startswith(("mailto:", "javascript:"))]
    assert sum("exports/" in link for link in own) >= 10
    for link in own:
        name, _, place = unquote(link).partition("#")
        assert not name or (tiny_disclosed.html(language) / name).exists(), link
        if place and name in ("", "index.html"):
            assert place in found.ids, link


@pytest.mark.parametrize("language", BOOK.languages)
def test_disclosure_tells_how_the_table_was_made(tiny_disclosed, language):
    text = (tiny_disclosed.html(language) / "artifacts" / "table-1-1.html").read_text(encoding="utf-8")
    plain = re.sub(r"<[^>]+>", "", text)
    for told in ("table-1-1.ipynb", f"language={language}", "data/source/observations/harvest.csv", "pandas 2", "1.2 + 3.4 = 4.6"):
        assert told in plain
    assert "<summary>" in text
    assert str(tiny_disclosed.root) not in text


@pytest.mark.parametrize("language", BOOK.languages)
def test_list_holds_every_value_and_can_be_filtered(tiny_disclosed, language):
    found = page(tiny_disclosed, language)
    values = json.loads((tiny_disclosed.exports / "ledger.json").read_text(encoding="utf-8"))["values"]
    assert [row for row in found.rows if f"cv-verdict-{values[0]['verdict']}" in row]
    assert len(found.rows) == len(values)
    assert found.hidden == [True]  # the script shows what only it can use
    for name, choices in found.selects.items():
        assert choices[0] == ""
        for choice in choices[1:]:
            assert any(f"cv-{name}-{choice}" in row for row in found.rows), (name, choice)
    text = (tiny_disclosed.html(language) / "index.html").read_text(encoding="utf-8")
    transcribed = {"zh-Hant": "轉錄", "en": "transcribed"}[language]
    own = sum(entry["basis"] == "transcribed" and entry["verdict"] == "identical" for entry in values)
    assert text.count(f"<p>{COPY_MARK}\u00a0{transcribed}</p>") == own > 0  # and never as identical
    assert set(found.selects) == {"chapter", "verdict", "basis", "type"}
