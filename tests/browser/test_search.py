"""Search finds every heading, caption and term where it stands, on a server and from a folder."""

from __future__ import annotations

import re
import shutil
from functools import cache
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from tests_root import BOOK, LANGUAGES

from collate.bind import search

pytestmark = pytest.mark.usefixtures("html_built")

NAMED = {"zh-Hant": ["臺灣", "台灣", "渤海", "中關村", "制度厚度"], "en": ["Taiwan", "Bohai", "Zhongguancun", "institutional thickness"]}
ASK = """async (queries) => {
  const input = document.querySelector("#search input");
  const found = {};
  for (const query of queries) {
    input.value = query;
    await window.collate.search();
    found[query] = [...document.querySelectorAll("#search .search-results > li > a")].map((link) => link.pathname);
  }
  return found;
}"""


def articles(language):
    """The searched text of every page, as its reader sees it."""
    found = {}
    folder = BOOK.html(language)
    for path in sorted(folder.rglob("*.html")):
        article = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select_one("article[data-pagefind-body]")
        if article:
            for part in article.select("[data-pagefind-ignore], script, style, .headerlink, .cv-mark, .cv-said, .cv-r, .cv-c, .cv-b"):
                part.decompose()
            found[path.relative_to(folder).as_posix()] = article
    return found


@cache
def terms(language):
    """Queries with the pages that each must lead to: all headings, all captions, and the labels that stand in the text."""
    pages = articles(language)
    texts = {name: " ".join(article.get_text(" ").split()) for name, article in pages.items()}
    asked = set(NAMED[language])
    for article in pages.values():
        asked |= {" ".join(tag.get_text().split()) for tag in article.select("h1, h2, h3, h4, caption, figcaption")}
    labels = {terms[language].strip() for terms in BOOK.words.terms.values()}
    asked |= {label for label in labels if len(label) > 1 and "{" not in label and any(label in text for text in texts.values())}
    return {query: {name for name, text in texts.items() if query in text} for query in sorted(asked - {""})}


def misses(found, expected):
    return {
        query: sorted(pages)
        for query, pages in expected.items()
        if not found[query] or (pages and not any(path.endswith(tuple(f"/{name}" for name in pages)) for path in found[query]))
    }


# Pagefind, which answers on a server, takes half a minute for all terms: the ordinary lane asks it for some, and for all from a folder.
SOME = 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("place", "every"), [("folder", 1), ("server", SOME), pytest.param("server", 1, marks=pytest.mark.endurance)], ids=str
)
def test_every_term_is_found(page, site, language, place, every):
    expected = terms(language)
    assert len(expected) > 100
    if every > 1:
        asked = {*list(expected)[::every], *NAMED[language]}
        expected = {query: pages for query, pages in expected.items() if query in asked}
        assert len(expected) > 20
    page.goto(f"{site}/{language}/search.html" if place == "server" else (BOOK.html(language) / "search.html").as_uri())
    page.wait_for_function("window.collate.search")
    assert misses(page.evaluate(ASK, list(expected)), expected) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_nowhere_is_not_found(page, site, language):
    page.goto(f"{site}/{language}/search.html")
    page.wait_for_function("window.collate.search")
    assert page.evaluate(ASK, ["qqxyzzyqq"]) == {"qqxyzzyqq": []}
    assert "qqxyzzyqq" in page.locator(".search-status").inner_text()


FOUND = """async (query) => {
  document.querySelector("#search input").value = query;
  await window.collate.search();
  return [...document.querySelectorAll("#search .search-results > li > a")].map((link) => [link.getAttribute("href"), link.innerText]);
}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["server", "folder"])
def test_a_number_is_found_as_a_whole_and_its_own_place_first(page, site, language, place):
    """45.33% is printed in table 1-2 and in a sentence of chapter 1; 45.1 and 145.33 are other numbers."""
    page.goto(f"{site}/{language}/search.html" if place == "server" else (BOOK.html(language) / "search.html").as_uri())
    page.wait_for_function("window.collate.search")
    for query in ("45.33", "45.33%", "46.34"):  # printed, and what is regenerated in its place
        found = page.evaluate(FOUND, query)
        first = unquote(found[0][0])
        assert "/chapter-1.html#" in first and "artifacts" not in first
        assert "45.33%" in found[0][1] and query in found[0][1]
        assert not [text for _, text in found if not re.search(rf"(?<![\d.]){re.escape(query.rstrip('%'))}(?!\d)", text)]
    words = "2009" if language == "en" else "京津冀"
    assert not [text for _, text in page.evaluate(FOUND, words) if re.search("[※○≈]", text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_by_keyboard(page, site, language):
    page.goto(f"{site}/{language}/preface.html")
    page.keyboard.press("Control+k")
    page.wait_for_function("window.collate.search")
    page.keyboard.type(NAMED[language][-1])
    page.wait_for_function("document.querySelector('#search').dataset.query")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "preface" not in url)
    assert NAMED[language][-1].lower() in page.locator("article").inner_text().lower()


def test_escape_closes_and_returns(page, site):
    page.goto(f"{site}/en/preface.html")
    page.locator(".top-search").focus()
    page.keyboard.press("Enter")
    assert page.locator("dialog#search").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("dialog#search").is_hidden()
    assert page.evaluate("document.activeElement.className") == "top-search"


def test_two_indexes_of_the_same_pages_are_equal(tmp_path):
    again = tmp_path / "again"
    shutil.copytree(BOOK.html("zh-Hant"), again, ignore=shutil.ignore_patterns("_static", "_images", search.INDEX))
    search.index(again)
    folders = [folder / search.INDEX for folder in (BOOK.html("zh-Hant"), again)]
    one, two = ({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} for folder in folders)
    assert one == two
    assert len(one) > 50
