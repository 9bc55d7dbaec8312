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
def test_styles_and_scripts_of_a_page(language):
    """All that a page loads beside its text, its images and the font slices that it needs."""
    page = BOOK.html(language) / "chapter-1.html"
    loaded = {page.parent / address.partition("?")[0] for address in read_page(page).loaded if not address.startswith(("data:", "_images"))}
    assert sum(map(weight, loaded)) < 80 * KB


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_page(language, name):
    limit = 1200 if name == "verification" else 700 if name in ("ledger", "chapter-1") else 320
    assert weight(BOOK.html(language) / f"{name}.html") < limit * KB


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_anchors_and_cards_weigh(language):
    text = (BOOK.html(language) / "chapter-1.html").read_text(encoding="utf-8")
    numbers = re.findall(r'<a class="cv[^>]*>', text)
    assert len(numbers) > 200
    assert len("".join(numbers).encode()) / len(numbers) < 200  # bytes a number, in the page
    cards = BOOK.html(language) / "cards" / "chapter-1.js"
    assert weight(cards) / len(numbers) < 700  # fetched when a reader first touches the page


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
