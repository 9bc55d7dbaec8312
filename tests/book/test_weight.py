"""What a page weighs, in bytes of the built files: a budget, so that no page grows unnoticed."""

from __future__ import annotations

import re

import pytest
from tests_root import BOOK, LANGUAGES

from collate.bind.html_pages import read_page
from collate.bind.staging import pages, read_yaml

pytestmark = pytest.mark.usefixtures("html_built")

KB = 1024
NAMES = pages(read_yaml(BOOK.root / "_toc.yml"))


def weight(path):
    return path.stat().st_size


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_the_longest_chapter_loads(language):
    """Its text with drawings, styles and scripts, without fonts and their lists. Cards and narrow drawings come when they are asked for."""
    page = BOOK.html(language) / "chapter-1.html"
    loaded = {page.parent / address.partition("?")[0] for address in read_page(page).loaded if not address.startswith("data:")}
    others = {path for path in loaded if "fonts" not in path.parts}
    assert len(others) > 5
    assert weight(page) + sum(map(weight, others)) < 500 * KB
    assert sum(map(weight, others)) < 95 * KB


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_page(language, name):
    limit = 700 if name in ("ledger", "verification") else 450 if name == "chapter-1" else 320
    assert weight(BOOK.html(language) / f"{name}.html") < limit * KB


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_anchors_and_cards_weigh(language):
    text = (BOOK.html(language) / "chapter-1.html").read_text(encoding="utf-8")
    numbers = re.findall(r'<a class="cv[^>]*>', text)
    assert len(numbers) > 200
    assert len("".join(numbers).encode()) / len(numbers) < 170  # bytes a number, in the page
    cards = BOOK.html(language) / "cards" / "chapter-1.js"
    assert weight(cards) < 250 * KB  # of all numbers and cells, fetched when a reader first touches the page


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_blocks_the_first_paint_needlessly(language):
    text = (BOOK.html(language) / "chapter-2.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script[^>]*\ssrc=[^>]*>", text)
    assert scripts
    assert all("defer" in script for script in scripts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_fonts(language):
    fonts = BOOK.html(language) / "_static" / "fonts"
    shared = [path for path in fonts.glob("*.woff2") if path.stem.endswith(("shared", "latin"))]
    assert sum(map(weight, shared)) < 700 * KB
    assert sum(map(weight, fonts.glob("*.woff2"))) < 1400 * KB
