"""Errors planted in built pages: each is refused by name."""

from __future__ import annotations

import shutil

import pytest
from tests_root import BOOK

from collate.bind import html_pages
from collate.bind.html_check import check_language, check_site
from collate.bind.webfonts import covered, ranges, slices
from collate.book import Book
from collate.config import Language
from collate.errors import BuildError

PAGE = """<!doctype html><html lang="en"><head><title>A</title></head><body><article>
<h1 id="a">A</h1><a href="b.html#b">b</a><img src="i.png" alt="A dot" width="1" height="1"></article></body></html>"""
ENGLISH = Language("en")
CSS = "@font-face{unicode-range:U+20-7E}"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.html").write_text(PAGE.replace('id="a"', 'id="b"'), encoding="utf-8")
    (tmp_path / "i.png").write_bytes(b"")
    (tmp_path / "fonts.css").write_text(CSS, encoding="utf-8")
    return tmp_path


def test_a_sound_folder_passes(folder):
    assert sorted(check_language(folder, ENGLISH, ["a", "b"], folder / "fonts.css")) == ["a.html", "b.html"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("b.html#b", "c.html", "a.html: the link 'c.html' leads nowhere"),
        ("b.html#b", "b.html#c", "a.html: the link 'b.html#c' leads to no anchor"),
        ("b.html#b", "a.html#c", "a.html: the link 'a.html#c' leads to no anchor"),
        ("b.html#b", "#c", "a.html: the link '#c' leads to no anchor"),
        ("b.html#b", "sub/b.html#b", "a.html: the link 'sub/b.html#b' leads nowhere"),
        (' alt="A dot"', "", "a.html: the image 'i.png' has no alternative text"),
        (' alt="A dot"', ' alt=" "', "a.html: the image 'i.png' has no alternative text"),
        (' width="1"', "", "a.html: the image 'i.png' has no dimensions"),
        ("i.png", "https://example.org/i.png", "a.html: 'https://example.org/i.png' is loaded from elsewhere"),
        ("i.png", "j.png", "a.html: 'j.png' is loaded and not there"),
        ("</head>", '<script src="//example.org/x.js"></script></head>', "a.html: '//example.org/x.js' is loaded from elsewhere"),
        ("</head>", '<link rel="stylesheet" href="x.css"></head>', "a.html: 'x.css' is loaded and not there"),
        (">b</a>", ">臺灣</a>", "a.html: no font has 灣 臺"),
        ("<article>", '<article id="a">', "a.html: duplicate id 'a', used 2 times"),
        ('lang="en"', 'lang="fr"', "a.html: lang is 'fr', not 'en'"),
    ],
)
def test_a_planted_error_is_refused_by_name(folder, old, new, message):
    path = folder / "a.html"
    assert old in PAGE
    path.write_text(PAGE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        check_language(folder, ENGLISH, ["a", "b"], folder / "fonts.css")
    assert message in str(caught.value)


def test_a_link_is_followed_once_for_all_pages_of_a_folder(folder, monkeypatch):
    (folder / "sub").mkdir()
    (folder / "sub" / "i.png").write_bytes(b"")
    for place in (folder, folder / "sub"):
        for name in "abc":
            (place / f"{name}.html").write_text(PAGE, encoding="utf-8")  # each has the anchor a alone
    followed, follow = [], html_pages.target
    monkeypatch.setattr(html_pages, "target", lambda address, place: followed.append((place, address)) or follow(address, place))
    with pytest.raises(BuildError) as caught:
        check_language(folder, ENGLISH, [], None)
    assert sorted(followed) == [("", "b.html#b"), ("sub", "b.html#b")]
    faulty = [line.strip() for line in str(caught.value).splitlines() if "b.html#b" in line]
    pages = [f"{place}{name}.html" for place in ("", "sub/") for name in "abc"]
    assert faulty == [f"{page}: the link 'b.html#b' leads to no anchor" for page in pages]


def test_a_missing_page(folder):
    with pytest.raises(BuildError, match=r"c\.html: the page is missing"):
        check_language(folder, ENGLISH, ["a", "b", "c"], None)


def site_of(folder, *languages):
    """A site of one page in each language, which leads to the English one."""
    (folder / "_config.yml").write_text("collate:\n  languages:\n" + "".join(f"    {tag}:\n" for tag in languages), encoding="utf-8")
    project = Book(folder)
    for language in languages:
        project.html(language).mkdir(parents=True)
        (project.html(language) / "a.html").write_text('<h1 id="x">A</h1><a href="../en/a.html#x">a</a>', encoding="utf-8")
    return project


@pytest.fixture
def site(tmp_path):
    return site_of(tmp_path, "zh-Hant", "en")


@pytest.mark.parametrize("languages", [("en",), ("zh-Hant", "en"), ("en", "de", "ja")], ids=len)
def test_a_sound_site_passes(tmp_path, languages):
    check_site(site_of(tmp_path, *languages))


@pytest.mark.parametrize("language", ["de", "ja"])
def test_the_third_language_is_checked_too(tmp_path, language):
    site = site_of(tmp_path, "en", "de", "ja")
    (site.html(language) / "a.html").write_text('<h1 id="y">A</h1>', encoding="utf-8")
    with pytest.raises(BuildError, match=f"a.html: the headings have other anchors in {language} than in en"):
        check_site(site)
    (site.html(language) / "a.html").unlink()
    with pytest.raises(BuildError, match=f"a.html: the page is missing in {language}"):
        check_site(site)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<h1 id="y">A</h1>', "a.html: the headings have other anchors in en than in zh-Hant"),
        ('<h1 id="x">A</h1><a href="../zh-Hant/a.html#z">a</a>', "en/a.html: the link '../zh-Hant/a.html#z' leads nowhere"),
        ('<h1 id="x">A</h1><a href="../data.csv">a</a>', "en/a.html: the link '../data.csv' leads nowhere"),
    ],
)
def test_languages_that_differ(site, text, message):
    (site.html("en") / "a.html").write_text(text, encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        check_site(site)
    assert message in str(caught.value)


def test_a_page_in_one_language_only(site):
    (site.html("zh-Hant") / "b.html").write_text("<h1>B</h1>", encoding="utf-8")
    with pytest.raises(BuildError, match=r"b\.html: the page is missing in en"):
        check_site(site)


@pytest.mark.usefixtures("html_built")
def test_the_built_book_with_a_link_broken(tmp_path):
    shutil.copytree(BOOK.html("en"), tmp_path / "en", ignore=shutil.ignore_patterns("pagefind"))
    path = tmp_path / "en" / "preface.html"
    text = path.read_text(encoding="utf-8")
    assert 'href="ledger.html"' in text
    path.write_text(text.replace('href="ledger.html"', 'href="legder.html"'), encoding="utf-8")
    with pytest.raises(BuildError, match=r"preface.html: the link 'legder.html' leads nowhere"):
        check_language(tmp_path / "en", BOOK.language("en"), [], None)


def test_characters_fall_into_one_slice_each():
    cut = slices({"one": "甲乙己", "two": "乙丙己"}, ["丁x"], names="戊", foreign="己、")
    assert {name: [c for c in text if c in "甲乙丙丁戊己、"] for name, text in cut.items() if name != "latin"} == {
        "foreign": ["己"],
        "languages": ["戊"],
        "marks": ["、"],
        "one": ["甲"],
        "other": ["丁"],
        "shared": ["乙"],
        "two": ["丙"],
    }
    assert "x" in cut["latin"]


def test_ranges_and_back():
    assert ranges([0x20, 0x21, 0x22, 0xA0]) == "U+20-22,U+A0"
    assert covered("@font-face{unicode-range:U+20-22,U+A0}") == {0x20, 0x21, 0x22, 0xA0}
