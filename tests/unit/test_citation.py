"""CITATION.cff: what is read from it, and what is refused."""

from __future__ import annotations

import pytest
from tests_root import LANGUAGES

from collate.bind.staging import configuration
from collate.bind.title_page import front_matter
from collate.data.citation import load_citation
from collate.errors import DataError

EDITION = """\
cff-version: 1.2.0
title: "Two orchards"
version: 2.1
date-released: 2020-05-04
license: [MIT, CC0-1.0]
authors:
  - name: The gardeners
references:
  - type: report
    title: "[A ledger]"
    authors:
      - {family-names: Wang, given-names: Jenn-hwan, alias: 王振寰}
      - {family-names: 蔡, given-names: 青蓉}
"""


def read(tmp_path, text):
    path = tmp_path / "CITATION.cff"
    path.write_text(text, encoding="utf-8")
    return load_citation(path)


def test_a_book_may_have_none(tmp_path):
    assert load_citation(tmp_path / "CITATION.cff") is None


def test_what_is_read(tmp_path):
    found = read(tmp_path, EDITION)
    assert (found.edition.title, found.edition.version, found.edition.released, found.edition.year) == (
        "Two orchards",
        "2.1",
        "2020-05-04",
        "2020",
    )
    assert found.licences == ("MIT", "CC0-1.0")
    names = {language: [person.full(language) for person in found.references[0].authors] for language in LANGUAGES}
    assert names == {"en": ["Jenn-hwan Wang", "蔡青蓉"], "zh-Hant": ["王振寰", "蔡青蓉"]}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title: "Two orchards"', 'title: ""', "the field 'title' is missing or empty"),
        ("  - name: The gardeners\n", "  - affiliation: none\n", "an author has neither `name` nor `family-names`"),
        ("license: [MIT", "license: [[MIT", "broken YAML"),
    ],
)
def test_what_is_refused(tmp_path, old, new, message):
    with pytest.raises(DataError, match=message.replace("[", r"\[")) as caught:
        read(tmp_path, EDITION.replace(old, new))
    assert "CITATION.cff" in str(caught.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_page_says_what_the_book_is(book, language):
    front = front_matter(book, language, configuration(book, language))
    edition = load_citation(book.citation).edition
    assert front.whole == configuration(book, language)["title"]
    if language == "en":
        assert front.whole == edition.title
    text = "\n".join(front.lines)
    assert edition.version in text
    assert edition.released in text
    for name in ("MIT", "CC BY 4.0", "CC0 1.0"):
        assert name in text
    for name in ("王振寰", "楊勝群", "冷則剛") if language != "en" else ("Jenn-hwan Wang", "Sheng-chun Yang", "T. K. Leng"):
        assert name in text
