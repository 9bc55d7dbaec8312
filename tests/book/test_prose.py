"""The chapters bind every number, use every claim, and are alike in both languages."""

from __future__ import annotations

import pytest
from tests_root import LANGUAGES

from collate.bind.prose import check_prose, read_page
from collate.data.claims import Ledger
from collate.errors import DataError, ProseError

CHAPTERS = [f"chapter-{number}" for number in range(1, 6)]


def test_the_book_as_it_is(book):
    check_prose(book)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_tells_its_own_claims(book, language, chapter):
    used = {id for id, _ in read_page(book.chapters / language / f"{chapter}.md").claims}
    assert used == {id for id, claim in Ledger(book).claims.items() if f"chapter-{claim.chapter}" == chapter}


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("en/chapter-2.md", "A park alone", "Not 3 parks alone", "'3' is bound to no claim and no cell"),
        ("en/chapter-2.md", "A park alone", "Nineteen parks alone", "'Nineteen' is bound to no claim and no cell"),
        ("en/chapter-2.md", "A park alone", "A third of parks alone", "'third' is bound to no claim"),
        ("en/chapter-2.md", "A park alone", "½ of parks alone", "'½' is bound to no claim"),
        ("en/chapter-2.md", "A park alone", "```{note} Seventy parks\nOf them\n```\nA park alone", "'Seventy' is bound to no claim"),
        ("en/chapter-2.md", "A park alone", "```{csv-table}\nparks,1900\n```\nA park alone", "'1900' is bound to no claim"),
        ("en/preface.md", "# ", "# Seventy parks and ", "'Seventy' is bound to no claim"),
        ("zh-Hant/chapter-5.md", "### 工業化階段", "### 二十年的工業化階段", "'二十' is bound to no claim"),
        ("zh-Hant/chapter-5.md", "### 工業化階段", "### 一半的工業化階段", "'一' is bound to no claim"),
        ("zh-Hant/chapter-5.md", "### 工業化階段", "### ３ 個工業化階段", "'３' is bound to no claim"),
        ("en/chapter-5.md", "{claim}`c5-l4169-scales-analysed`", "several", "'c5-l4169-scales-analysed' is missing in en"),
        ("zh-Hant/chapter-5.md", "{claim}`c5-l4169-scales-analysed`", "兩", "is missing in zh-Hant|is bound to no claim"),
        ("en/chapter-5.md", "`c5-l4169-scales-analysed`", "`c5-l4169-scales`", "no claim 'c5-l4169-scales'"),
        ("zh-Hant/chapter-5.md", "### 工業化階段\n\n戰後", "戰後", "headings"),
        ("en/chapter-5.md", "```{artifact} table-5-1\n```\n", "", "artifacts"),
    ],
)
def test_planted_errors_fail(copy, replace_first, file, old, new, message):
    replace_first(copy.chapters / file, old, new)
    with pytest.raises(ProseError, match=message):
        check_prose(copy)


def test_a_claim_that_no_chapter_uses_fails(copy):
    for language in LANGUAGES:
        path = copy.chapters / language / "chapter-5.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("{claim}`c5-l4169-scales-analysed`", ""), encoding="utf-8")
    with pytest.raises(DataError, match="c5-l4169-scales-analysed: no chapter uses it"):
        check_prose(copy)


@pytest.mark.slow
def test_a_page_that_is_an_exception_may_hold_any_number(copy):
    for language in LANGUAGES:
        (copy.chapters / language / "machines.md").write_text("# 12 machines\n", encoding="utf-8")
    with pytest.raises(ProseError, match="'12' is bound to no claim"):
        check_prose(copy)
    with copy.exceptions.open("a", encoding="utf-8") as handle:
        handle.write("machines.md,a page about machines\n")
    check_prose(copy)


def test_an_exception_without_a_reason_fails(copy):
    with copy.exceptions.open("a", encoding="utf-8") as handle:
        handle.write("A park alone,\n")
    with pytest.raises(ProseError, match="'A park alone' has no reason"):
        check_prose(copy)


@pytest.mark.slow
def test_an_exception_that_stands_nowhere_fails(copy):
    with copy.exceptions.open("a", encoding="utf-8") as handle:
        handle.write("seven seas,a planted row\n")
    with pytest.raises(ProseError, match="'seven seas' stands on no page"):
        check_prose(copy)
