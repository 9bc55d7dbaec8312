"""Bad answers to the question whether a chapter's argument survives, and an artifact without a page: file and line."""

from __future__ import annotations

import pytest

from collate.bind.staging import stage
from collate.data.arguments import load_arguments
from collate.errors import BuildError, DataError

GOOD = '- target: "1"\n  text:\n    zh-Hant: 這一章的論點仍然站得住腳。\n    en: The argument of the chapter holds.\n'


def write(book, old="", new=""):
    text = GOOD.replace(old, new) if old else GOOD
    assert text != GOOD or not old
    book.arguments.write_text(text, encoding="utf-8")


def test_a_book_may_have_none(tiny):
    assert load_arguments(tiny) == {}


def test_by_chapter_and_language(tiny):
    write(tiny)
    assert load_arguments(tiny)[1]["en"] == "The argument of the chapter holds."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"1"', "first", r"arguments.yml:1: target: 'first' does not match"),
        ("    en: The argument of the chapter holds.\n", "", r"arguments.yml:1: text: 'en' is a required property"),
        ("chapter holds", "chapter holds by 3.69", r"arguments.yml:1: chapter 1: the text in en holds the number 3.69"),
    ],
)
def test_refused(tiny, old, new, message):
    write(tiny, old, new)
    with pytest.raises(DataError, match=message):
        load_arguments(tiny)


def test_two_answers_for_one_chapter(tiny):
    tiny.arguments.write_text(GOOD * 2, encoding="utf-8")
    with pytest.raises(DataError, match=r"arguments.yml:5: duplicate entry for 1, after that on line 1"):
        load_arguments(tiny)


def test_an_artifact_without_a_page(tiny):
    (tiny.root / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"_toc.yml: the artifact 'table-1-1' has no page"):
        stage(tiny, "en", "html")
