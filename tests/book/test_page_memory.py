"""What pages held is taken from memory only where it must be the same: bytes and the code that looks."""

from __future__ import annotations

import json

import pytest

import collate.bind.search
from collate.bind.html_pages import read_pages
from collate.bind.page_cache import PageMemory

PAGE = "<html lang='en'><body><h1 id='top'>One</h1><a href='x.html#y'>x</a><img src='p.png' alt='p' width='1' height='2'></body></html>"


def ask(path, content, answer, *looks):
    """What memory says of a page, and whether it had to look."""
    looked = []
    memory = PageMemory(path, *(looks or (collate.bind.search.__name__,)))
    found = memory.recall("page.html", content, lambda: looked.append(1) or answer)
    memory.keep()
    return found, bool(looked)


def test_the_same_bytes_are_not_looked_at_again(tmp_path):
    assert ask(tmp_path / "kept.json", b"one", 1) == (1, True)
    assert ask(tmp_path / "kept.json", b"one", 2) == (1, False)


def test_other_bytes_are(tmp_path):
    ask(tmp_path / "kept.json", b"one", 1)
    assert ask(tmp_path / "kept.json", b"two", 2) == (2, True)


def test_other_code_is(tmp_path):
    ask(tmp_path / "kept.json", b"one", 1)
    assert ask(tmp_path / "kept.json", b"one", 2, "collate.bind.html_pages") == (2, True)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": "1", "pages": 3}', "\x00"])
def test_a_broken_memory_is_empty(tmp_path, content):
    (tmp_path / "kept.json").write_text(content, encoding="utf-8")
    assert ask(tmp_path / "kept.json", b"one", 1) == (1, True)


def test_pages_are_the_same_from_memory(tmp_path):
    (tmp_path / "book").mkdir()
    page = tmp_path / "book" / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    memory = tmp_path / "kept.json"
    first = read_pages(tmp_path / "book", memory)
    assert read_pages(tmp_path / "book", memory) == first == read_pages(tmp_path / "book")
    page.write_text(PAGE.replace("id='top'", "id='other'"), encoding="utf-8")
    assert read_pages(tmp_path / "book", memory)["page.html"].headings == ["other"]
    assert list(json.loads(memory.read_text(encoding="utf-8"))["pages"]) == ["page.html"]
