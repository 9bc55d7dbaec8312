"""Glossary, downloads, the state of the book, and the files of the site as a whole."""

from __future__ import annotations

import subprocess
from xml.etree import ElementTree

import pytest

from collate.bind.downloads import fill_downloads, offers, size
from collate.bind.repository import State, read_state
from collate.bind.site import write_not_found, write_sitemap
from collate.book import Book
from collate.data.glossary import load_glossary
from collate.data.labels import LabelUses
from collate.errors import BuildError, DataError, LabelError
from collate.export.downloads import downloads

GLOSSARY = "key,kind,line,zh_hant,en\nterm-cell,edition,,甲,one\nterm-growth-pole,subject,194,乙,two\n"


def test_the_glossary_has_the_nine_nouns_and_every_mark(book):
    entries = {entry.key: entry.kind for entry in load_glossary(book)}
    nouns = ["source", "observation", "artifact", "cell", "claim", "erratum", "label", "verdict", "report-page"]
    assert all(entries[f"term-{noun}"] == "edition" for noun in nouns)
    marks = ["identical", "rounding", "erratum", "differs", "not-regenerated", "not-run"]
    assert all(entries[f"verdict-{mark}"] == "mark" for mark in marks)


@pytest.mark.parametrize(
    ("old", "new", "error", "message"),
    [
        ("term-cell", "term-cello", LabelError, "no label 'term-cello'"),
        ("term-cell", "term-verdict", DataError, "'term-growth-pole' does not come after 'term-verdict'"),
        ("edition,,", "else,,", DataError, "unknown kind 'else'"),
        ("subject,194", "subject,", DataError, "term-growth-pole: `line` is ''"),
        ("乙", " ", DataError, "no definition in zh-Hant"),
    ],
)
def test_a_broken_glossary(book, tmp_path, old, new, error, message):
    (tmp_path / "data").mkdir()
    (tmp_path / "_config.yml").write_bytes((book.root / "_config.yml").read_bytes())
    (tmp_path / "data" / "glossary.csv").write_text(GLOSSARY.replace(old, new), encoding="utf-8")
    uses = LabelUses(book.words)
    with pytest.raises(error, match=message):
        load_glossary(Book(tmp_path), uses)
        uses.refuse_missing()


def test_sizes():
    assert [size(count) for count in (7, 999, 1000, 45_500, 999_499, 999_500, 2_345_678)] == [
        "7 B",
        "999 B",
        "1 kB",
        "46 kB",
        "999 kB",
        "1.0 MB",
        "2.3 MB",
    ]


def test_books_are_offered_only_where_they_are_made(book):
    copies = list(downloads(book))
    assert not [offer for offer in offers(book, "en", [], copies) if "book." in offer.address]
    addresses = [offer.address for offer in offers(book, "en", ["pdf", "epub"], copies)]
    assert addresses[:2] == ["../books/book.en.pdf", "../books/book.en.epub"]


def test_a_downloads_page_without_a_place(tiny):
    page = tiny.html("en") / "downloads.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>nothing</p>", encoding="utf-8")
    with pytest.raises(BuildError, match=r"the page has no \{downloads\} directive"):
        fill_downloads(tiny, "en", [])


def git(folder, *arguments):
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", folder, *who, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_state_is_that_of_the_commit(tmp_path, monkeypatch):
    assert read_state(tmp_path) == State("", "")
    git(tmp_path, "init", "-q")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2020-05-04T03:02:01+00:00")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "first")
    found = read_state(tmp_path)
    assert found.date == "2020-05-04"
    assert git(tmp_path, "rev-parse", "HEAD").startswith(found.commit)
    inside = tmp_path / "inside"
    inside.mkdir()
    assert read_state(inside) == State("", "")


CONFIGURATION = "collate:\n  languages:\n    zh-Hant:\n    en:\n"


def test_sitemap(tmp_path):
    (tmp_path / "_config.yml").write_text(CONFIGURATION, encoding="utf-8")
    path = write_sitemap(Book(tmp_path), "https://example.org/book/", ["index", "artifacts/table-1-1"])
    found = ElementTree.parse(path).getroot()
    places = [node.text for node in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert places == [
        "https://example.org/book/zh-Hant/index.html",
        "https://example.org/book/en/index.html",
        "https://example.org/book/zh-Hant/artifacts/table-1-1.html",
        "https://example.org/book/en/artifacts/table-1-1.html",
    ]
    links = found.iter("{http://www.w3.org/1999/xhtml}link")
    assert {(link.get("hreflang"), link.get("href")) for link in links} >= {("en", "https://example.org/book/en/index.html")}


@pytest.mark.parametrize(
    ("site", "link"), [("", 'href="en/index.html"'), ("https://example.org/", 'href="https://example.org/en/index.html"')]
)
def test_not_found_needs_no_other_file(book, tmp_path, site, link):
    (tmp_path / "_config.yml").write_text(CONFIGURATION, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "labels.csv").write_bytes(book.labels.read_bytes())
    page = write_not_found(Book(tmp_path), site).read_text(encoding="utf-8")
    assert link in page
    assert 'lang="zh-Hant"' in page
    assert "<script" not in page
    assert "stylesheet" not in page
    assert "<img" not in page
