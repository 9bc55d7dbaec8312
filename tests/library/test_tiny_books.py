"""The library builds books in one, two and three languages, in Latin and in other scripts: HTML, PDF and EPUB of each."""

from __future__ import annotations

import re
import subprocess
import sys

import pypdfium2
import pytest
from needs import need
from tests_root import copy_tiny_book

FORMS = {
    "en": ({"en": "Two orchards"}, "table-a1"),
    "zh-Hant+en": ({"zh-Hant": "兩座果園", "en": "Two orchards"}, "table-1-1"),
    "en+de+ja": ({"en": "Two orchards", "de": "Zwei Obstgärten", "ja": "二つの果樹園"}, "table-1-1"),
}
pytestmark = [pytest.mark.slow, pytest.mark.pdf]


# One language in the ordinary lane: two are those of the book itself, and three take as long as all else here.
@pytest.fixture(scope="module", params=["en", *(pytest.param(form, marks=pytest.mark.endurance) for form in FORMS if form != "en")])
def built(request, tmp_path_factory):
    if request.param != "en":
        need("Noto CJK")
    book = copy_tiny_book(tmp_path_factory.mktemp("books") / "tiny", request.param)
    command = [sys.executable, "-m", "collate", "build", "--workers", "2"]
    done = subprocess.run(command, cwd=book.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return book, *FORMS[request.param]


def test_every_language_has_pages_of_its_own(built):
    book, titles, artifact = built
    assert set(titles) == set(book.languages)
    for language, title in titles.items():
        page = (book.html(language) / "index.html").read_text(encoding="utf-8")
        assert f'lang="{book.language(language).html}"' in page
        assert title in page
        assert "5.6" in page
        assert (book.html(language) / "artifacts" / f"{artifact}.html").is_file()
        others = set(re.findall(r'href="(?:\./)?\.\./([\w-]+)/index\.html"', page))
        assert others == set(titles) - {language}  # with one language there is nothing to choose


def test_the_start_page_offers_each_language_once(built):
    book, titles, _ = built
    page = (book.build / "html" / "index.html").read_text(encoding="utf-8")
    led = re.findall(r'<a [^>]*href="([\w-]+)/index\.html"', page)
    assert led == list(book.languages)
    assert bool(re.search(r"<li[ >]", page)) == (len(titles) > 1)


def test_fonts_of_other_scripts_are_served_where_a_language_needs_them(built):
    book, titles, _ = built
    wide = any(book.language(language).cjk for language in titles)
    sheets = "".join(path.read_text(encoding="utf-8") for path in (book.webfonts / "fonts").glob("*.css"))
    assert ("Noto" in sheets) == wide


def test_pdf_and_epub_carry_the_title(built):
    book, titles, _ = built
    for language, title in titles.items():
        with pypdfium2.PdfDocument(book.pdf(language)) as document:
            assert title in document[0].get_textpage().get_text_range()
            assert document.get_metadata_dict()["Title"] == title
        assert book.epub(language).is_file()
