"""Fonts come from the configuration, and one that is not installed is named with its line."""

from __future__ import annotations

import pytest
from needs import needs

from collate.bind.latex import font_package
from collate.bind.staging import table_of_contents
from collate.bind.webfonts import style_sheet
from collate.book import Book
from collate.errors import BuildError, SystemPackageError
from collate.fonts import drawing_family, families, find_face, require_fonts


def book_of(folder, languages):
    (folder / "_config.yml").write_text(f"title: x\ncollate:\n  languages:\n{languages}", encoding="utf-8")
    return Book(folder)


def test_a_book_in_latin_letters_needs_what_matplotlib_brings_along(tmp_path):
    book = book_of(tmp_path, "    en:\n    de:\n")
    require_fonts(book, book.language("en"))
    assert "mpl-data" in find_face("DejaVu Serif").path.parts
    assert families(book, "de")[1] is None
    assert drawing_family(book, "en") == "DejaVu Sans"
    package = font_package(book, "en")
    assert "xeCJK" not in package
    assert "Extension=.ttf,BoldFont=DejaVuSerif-Bold,ItalicFont=DejaVuSerif-Italic" in package
    assert r"\newunicodechar{※}" in package  # DejaVu Serif lacks it


@needs("Noto CJK")
def test_names_in_another_script_have_the_fonts_of_the_language_that_uses_it(tmp_path):
    book = book_of(tmp_path, "    en:\n    ja:\n    de:\n")
    latin, wide = families(book, "en")
    assert (latin.serif, wide.serif) == ("DejaVu Serif", "Noto Serif CJK JP")
    assert families(book, "ja")[0].serif == "Noto Serif CJK KR"  # narrow quotation marks
    assert families(book, "ja")[1].sans == drawing_family(book, "de") == "Noto Sans CJK JP"
    assert [style_sheet(book, language) for language in book.languages] == ["fonts/fonts.css", "fonts/ja.css", "fonts/fonts.css"]
    assert r"\setCJKmainfont{Noto Serif CJK JP}" in font_package(book, "en")


@pytest.mark.parametrize(
    ("languages", "line", "told"),
    [
        ("    en:\n      fonts:\n        sans: No Such Sans\n", 6, "the font 'No Such Sans' is not installed"),
        ("    de:\n    en:\n      fonts: {serif: Nowhere}\n", 6, "the font 'Nowhere' is not installed"),
    ],
)
def test_a_font_that_is_not_installed(tmp_path, languages, line, told):
    book = book_of(tmp_path, languages)
    with pytest.raises(SystemPackageError) as caught:
        require_fonts(book, book.language("en"))
    assert str(caught.value).startswith(f"{tmp_path}/_config.yml:{line}: {told}")
    assert "name another family under collate.languages.LANGUAGE.fonts" in str(caught.value)


def test_a_page_that_is_listed_twice(tmp_path):
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n  - file: one\n  - file: two\n  - file: one\n", encoding="utf-8"
    )
    with pytest.raises(BuildError, match=r"_toc\.yml:6: the page 'one' is listed twice, here and on line 4"):
        table_of_contents(Book(tmp_path))
