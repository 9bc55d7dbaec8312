"""A book with an address: every link to its repository, the sitemap, and what a shared page says; nothing of it without one."""

from __future__ import annotations

import re

import pytest
from needs import needs

pytestmark = [needs("Noto CJK"), pytest.mark.slow]


@pytest.fixture(scope="module")
def without_address(tiny_built, tmp_path_factory):
    return tiny_built(tmp_path_factory.mktemp("none") / "tiny")


def links(page):
    return set(re.findall(r'href="(https://[^"]*orchards[^"]*)"', page.read_text(encoding="utf-8").replace("&amp;", "&")))


def test_a_chapter_leads_to_its_source(tiny_disclosed):
    found = links(tiny_disclosed.html("en") / "index.html")
    assert "https://github.com/someone/orchards/edit/main/chapters/en/index.md" in found
    assert "https://github.com/someone/orchards/issues/new?title=index" in found
    assert not [link for link in found if "binder" in link or "colab" in link]


def test_a_notebook_runs_elsewhere(tiny_disclosed):
    found = links(tiny_disclosed.html("zh-Hant") / "artifacts" / "table-1-1.html")
    notebook = "src/notebooks/table-1-1.ipynb"
    assert f"https://github.com/someone/orchards/edit/main/{notebook}" in found
    assert f"https://mybinder.org/v2/gh/someone/orchards/main?urlpath=lab%2Ftree%2F{notebook.replace('/', '%2F')}" in found
    assert f"https://colab.research.google.com/github/someone/orchards/blob/main/{notebook}" in found


def test_what_a_shared_page_says(tiny_disclosed):
    text = (tiny_disclosed.html("en") / "index.html").read_text(encoding="utf-8")
    tags = dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)"', text))
    assert tags["og:title"] == "Two orchards"
    assert tags["og:locale"] == "en_US"
    assert tags["og:url"] == "https://example.org/orchards/en/index.html"
    assert tags["og:description"].startswith("Together they harvested")
    assert 'rel="canonical" href="https://example.org/orchards/en/index.html"' in text


def test_sitemap_and_wrong_address(tiny_disclosed):
    html = tiny_disclosed.build / "html"
    assert "<loc>https://example.org/orchards/en/index.html</loc>" in (html / "sitemap.xml").read_text(encoding="utf-8")
    assert 'href="https://example.org/orchards/zh-Hant/index.html"' in (html / "404.html").read_text(encoding="utf-8")


def test_without_an_address_nothing_dead_is_shown(without_address):
    html = without_address.build / "html"
    assert not (html / "sitemap.xml").exists()
    for page in html.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"mybinder\.org/v2|colab\.research|/issues/new|og:url|rel=.canonical", text), page
