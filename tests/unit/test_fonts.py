"""Fonts come from the configuration, and one that is not installed is named with its line."""

from __future__ import annotations

import re

import pytest
from needs import needs

from collate.bind.staging import table_of_contents
from collate.bind.typst_settings import font_folders, fonts
from collate.bind.webfonts import style_sheet
from collate.book import Book
from collate.errors import BuildError, SystemPackageError
from collate.fonts import drawing_family, families, find_face, require_fonts


def translated(pattern):
    """A regular expression of Typst as one of Python."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: f"\\U{match[1]:0>8}", pattern)


def book_of(folder, languages):
    (folder / "_config.yml").write_text(f"title: x\ncollate:\n  languages:\n{languages}", encoding="utf-8")
    return Book(folder)


def test_a_book_in_latin_letters_needs_what_matplotlib_brings_along(tmp_path):
    book = book_of(tmp_path, "    en:\n    de:\n")
    require_fonts(book, book.language("en"))
    assert "mpl-data" in find_face("DejaVu Serif").path.parts
    assert families(book, "de")[1] is None
    assert drawing_family(book, "en") == "DejaVu Sans"
    signs, text = fonts(book, "en", "serif")
    assert text == {"name": "DejaVu Serif"}
    assert (signs["name"], {*"※\u2060"} <= {*signs["covers"]}) == ("DejaVu Sans", True)  # DejaVu Serif lacks them
    assert [str(place).rpartition("/mpl-data/")[2] for place in font_folders(book, "en")] == ["fonts/ttf"]


@needs("Noto CJK")
def test_names_in_another_script_have_the_fonts_of_the_language_that_uses_it(tmp_path):
    book = book_of(tmp_path, "    en:\n    ja:\n    de:\n")
    latin, wide = families(book, "en")
    assert (latin.serif, wide.serif) == ("DejaVu Serif", "Noto Serif CJK JP")
    assert families(book, "ja")[0].serif == "Noto Serif CJK KR"  # narrow quotation marks
    assert families(book, "ja")[1].sans == drawing_family(book, "de") == "Noto Sans CJK JP"
    assert [style_sheet(book, language) for language in book.languages] == ["fonts/fonts.css", "fonts/ja.css", "fonts/fonts.css"]
    *_, latin, wide = fonts(book, "en", "serif")
    assert (latin["name"], wide) == ("DejaVu Serif", {"name": "Noto Serif CJK JP"})
    assert [bool(re.match(translated(latin["covers"]), letter)) for letter in "aé“”※果の"] == [True] * 5 + [False] * 2
    *_, latin, _ = fonts(book, "ja", "serif")
    assert [bool(re.match(translated(latin["covers"]), letter)) for letter in "aé“”’果の"] == [True, True, False, False, True, False, False]


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
