"""The configuration of a book: what is not known is refused with its line."""

import pytest

from collate.book import Book
from collate.config import Config, Language
from collate.errors import ConfigurationError

GOOD = """title: x
collate:
  languages:
    zh-Hant:
      name: 繁體中文
    en:
    de:
      fonts:
        serif: Charter
  notebooks: work
  cell_seconds: 30
"""


def load(folder, text):
    (folder / "_config.yml").write_text(text, encoding="utf-8")
    found = Config.load(folder)
    found.check()
    return found


def test_what_is_said_and_what_is_known(tmp_path):
    found = load(tmp_path, GOOD)
    chinese, english, german = found.languages
    assert (chinese.column, chinese.sphinx, chinese.locale, chinese.cjk) == ("zh_hant", "zh_TW", "zh_TW", True)
    assert (chinese.html, chinese.name, chinese.fonts.serif) == ("zh-Hant", "繁體中文", "Noto Serif CJK TC")
    assert (english.locale, english.name, english.cjk, english.fonts.sans) == ("en_US", "English", False, "DejaVu Sans")
    assert (german.sphinx, german.locale, german.name, german.fonts.serif) == ("de", "de_DE", "Deutsch", "Charter")
    assert (found.notebooks, found.python, found.cell_seconds, found.kernels) == ("work", "src", 30, "forked")
    assert found.pages.ledger == "ledger"
    assert Book(tmp_path).languages == ("zh-Hant", "en", "de")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("  notebooks: work", "  notebook: work", 10, "unknown key 'notebook' in collate; near it: notebooks"),
        ("      name: 繁體中文", "      nmae: x", 5, "unknown key 'nmae' in collate.languages.zh-Hant; near it: name"),
        ("    en:", "    xx:", 6, "unknown language tag 'xx'"),
        ("    en:", "    English:", 6, "unknown language tag 'English'"),
        ("    en:", "    ../en:", 6, "unknown language tag '../en'"),
        ("  cell_seconds: 30", "  cell_seconds: ten", 11, "collate.cell_seconds is 'ten', which is not a whole number above 0"),
        ("  cell_seconds: 30", "  kernels: warm", 11, "collate.kernels is 'warm'"),
        ("  cell_seconds: 30", "  readings: [corrected]", 11, "collate.readings is ['corrected']"),
        ("  notebooks: work", "  notebooks: ../work", 10, "collate.notebooks leads out of the book's folder: ../work"),
        ("  cell_seconds: 30", "  pages: {ledger: errata}", 11, "the page name 'errata' is used twice, for errata and ledger"),
        ("  cell_seconds: 30", "  pages: {ledger: A b}", 11, "the page name 'A b' is not made of small letters, digits and hyphens"),
        ("        serif: Charter", "        serif: 3", 9, "collate.languages.de.fonts.serif is 3, which is not a text"),
        ("        serif: Charter", "        serfi: x", 9, "unknown key 'serfi' in collate.languages.de.fonts; near it: serif"),
    ],
)
def test_what_is_not_known(tmp_path, old, new, line, message):
    assert old in GOOD
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path, GOOD.replace(old, new))
    assert caught.value.what == message
    assert caught.value.line == line
    assert caught.value.where == str(tmp_path / "_config.yml")


@pytest.mark.parametrize("text", ["title: x\n", "title: x\ncollate:\n", "collate: {languages: {}}\n"])
def test_a_book_names_its_languages(tmp_path, text):
    with pytest.raises(ConfigurationError, match="no language is named"):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("tag", "locale", "cjk"),
    [("ja", "ja_JP", True), ("ko", "ko_KR", True), ("zh", "zh_CN", True), ("zh-Hans", "zh_CN", True), ("sr-Latn", "sr_RS", False)],
)
def test_territory_and_script_are_the_likely_ones(tag, locale, cjk):
    assert (Language(tag).locale, Language(tag).cjk) == (locale, cjk)


CONVENTION = """  convention:
    decimal: ","
    thousands: "."
    places:
      table-1: {brackets: standard error}
      table-1/*/p: {role: p}
      table-1/total/*: {brackets: t, decimal: ".", thousands: ","}
      table-1/total/p: {brackets: negative}
"""


def test_the_nearest_convention_wins(tmp_path):
    found = load(tmp_path, GOOD + CONVENTION).conventions
    assert (found.publication.decimal, found.publication.brackets, found.publication.slash) == (",", "", "rank")
    assert found.at("table-2", "a", "p") == found.publication
    cells = {(row, column): found.at("table-1", row, column) for row in ("a", "total") for column in ("b", "p")}
    assert {place: (cell.brackets, cell.role, cell.decimal) for place, cell in cells.items()} == {
        ("a", "b"): ("standard error", "value", ","),
        ("a", "p"): ("standard error", "p", ","),
        ("total", "b"): ("t", "value", "."),
        ("total", "p"): ("negative", "p", "."),
    }
    assert load(tmp_path, GOOD).conventions.places == {}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('decimal: ","', 'decimel: ","', 13, "unknown setting 'decimel'"),
        ('decimal: ","', 'decimal: ";"', 13, "is not a choice"),
        ("table-1/*/p: {role: p}", "table-1/*/p: {role: king}", 17, "'king' cannot be read"),
        ("table-1/*/p: {role: p}", "table-1/p: {role: p}", 17, "names no place"),
    ],
)
def test_a_convention_that_cannot_be_is_refused_with_its_line(tmp_path, old, new, line, message):
    text = GOOD + CONVENTION
    assert old in text
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path, text.replace(old, new))
    assert message in caught.value.what
    assert caught.value.line == line
