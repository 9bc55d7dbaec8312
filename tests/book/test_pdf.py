"""The PDF of each language, read with a library that the build does not use."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pypdf
import pypdfium2
import pytest
from lxml import etree
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE as PICTURE
from tagged_pdf import elements, faults
from tests_root import BOOK, LANGUAGES

from collate.bind.pdf_pages import filled
from collate.bind.staging import configuration
from collate.data.published import Published

pytestmark = pytest.mark.pdf


@pytest.fixture(scope="module", params=LANGUAGES)
def printed(request, book_built):
    book_built("pdf")
    return request.param, pypdf.PdfReader(BOOK.pdf(request.param))


def letters(text):
    """A text without spaces, its hyphens and quotation marks as they were typed, the hyphens at the ends of lines taken out."""
    joined = re.sub(r"[\u00ad\u2060]|\s+", "", unicodedata.normalize("NFKC", text))
    return joined.replace("\u2010", "-").replace("’", "'")


def outline(items):
    return [title for item in items for title in (outline(item) if isinstance(item, list) else [item.title])]


def front(reader):
    """The pages before the first that has number 1: title page, contents, lists."""
    labels = list(reader.page_labels)
    return [page.extract_text() for page in reader.pages[: len(labels) - labels[::-1].index("1") - 1]]


def test_metadata(printed):
    language, reader = printed
    title = configuration(BOOK, language)["title"]
    assert reader.metadata.title == title
    assert reader.metadata.author == configuration(BOOK, language)["author"]
    assert "CC BY 4.0" in reader.metadata.subject
    assert reader.trailer["/Root"]["/Lang"] == {"zh-Hant": "zh-TW", "en": "en"}[language]
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_title_page(printed):
    language, reader = printed
    text = letters(reader.pages[0].extract_text())
    for part in (
        *re.split("：|: ", configuration(BOOK, language)["title"]),
        "CC BY 4.0",
        "楊勝群" if language != "en" else "Sheng-chun Yang",
    ):
        assert letters(part) in text


def test_lists_have_every_table_and_figure(printed):
    language, reader = printed
    labels, text = BOOK.words, letters("".join(front(reader))).replace("-", "")  # a long title is hyphenated
    for artifact in Published(BOOK).artifacts.values():
        word = labels.text(f"word-{artifact.kind}", language)
        assert letters(f"{word}{artifact.chapter}-{artifact.number}{labels.text(artifact.title, language)}").replace("-", "") in text
    assert letters(labels.text("word-companion", language)) not in text


def test_bookmarks(printed):
    language, reader = printed
    labels, found = BOOK.words, outline(reader.outline)
    for key in ("list-tables", "list-figures"):
        assert labels.text(key, language) in found
    assert len([title for title in found if re.match("Chapter [1-5]|第[一二三四五]章", title)]) >= 5


def test_marks_lead_to_errata(printed):
    """Links of a page lead to a page of the book, and those of marks to the page of errata."""
    language, reader = printed
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    led = Counter()
    for page in reader.pages:
        for annotation in page.get("/Annots") or ():
            found = annotation.get_object()
            target = found.get("/Dest") or found.get("/A", {}).get("/D")
            if target is not None:
                place = reader.named_destinations[str(target)].dest_array if isinstance(target, str) else target
                led[pages[place[0].idnum]] += 1
    assert sum(led.values()) > 1000
    begin, end = (chapter_page(reader, title_of(language, page)) for page in ("errata", "verification"))
    assert sum(count for number, count in led.items() if begin <= number <= end) > 100


def title_of(language, page):
    return (BOOK.chapters / language / f"{page}.md").read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ").strip()


def chapter_page(reader, title):
    (number,) = [reader.get_destination_page_number(item) for item in reader.outline if not isinstance(item, list) and item.title == title]
    return number


def test_figures_are_drawn_not_photographed(printed):
    language, _ = printed
    pictures = {"filter": (PICTURE,), "max_depth": 15}  # in the text and in the drawings in it
    with pypdfium2.PdfDocument(BOOK.pdf(language)) as document:
        assert not [number for number, page in enumerate(document, 1) if any(page.get_objects(**pictures))]


def test_it_is_tagged(printed):
    assert faults(BOOK.pdf(printed[0])) == []


def test_every_drawing_is_told_in_the_language_of_the_book(printed):
    language, reader = printed
    told = {letters(str(node["/Alt"])) for kind, node in elements(reader.trailer["/Root"]) if kind == "/Figure"}
    drawn = [artifact.id for artifact in Published(BOOK).artifacts.values() if artifact.drawn]
    assert len(drawn) > 10
    assert {letters((BOOK.run(id, language) / "alt.txt").read_text(encoding="utf-8")) for id in drawn} <= told


def test_no_page_is_more_than_a_third_empty(printed):
    """But the last one, the front, and one before a chapter that would begin at the foot of a page."""
    language, reader = printed
    first = len(front(reader))
    with pypdfium2.PdfDocument(BOOK.pdf(language)) as document:
        loose = [number + 1 for number in range(first, len(document) - 1) if filled(document[number]) < 0.6]
    assert loose == []


def test_the_chart_of_verdicts_lies_within_its_frame(printed):
    """Its legend has as many columns as fit; the letters of a page of 518 by 302 pixels are some 9 points high."""
    drawn = etree.parse(BOOK.build / "charts" / printed[0] / "figure.svg")
    width = float(drawn.getroot().get("width"))
    texts = [(float(text.get("x")), text.text) for text in drawn.iter("{*}text") if text.get("text-anchor") is None]
    assert len(texts) >= 7
    wide = [sum(12 if ord(letter) > 0x2E80 else 6.5 for letter in text) for _, text in texts]
    assert [text for (x, text), letters in zip(texts, wide, strict=True) if x < 0 or x + letters > width] == []


def test_running_heads_name_the_chapter(printed):
    with pypdfium2.PdfDocument(BOOK.pdf(printed[0])) as document:  # pypdf takes seconds to read so much text
        texts = [page.get_textpage().get_text_range() for page in document]
    assert sum(bool(re.search("^(Chapter ?[1-5]:|第[一二三四五]章)", text, re.MULTILINE)) for text in texts) > 30


def test_letters_of_figures_are_large_enough(printed):
    """The scale of figure 1-3 begins with 150; digits of Noto Sans are 0.73 of the size of their type high."""
    language, _ = printed
    title = letters(BOOK.words.text("title-figure-1-3", language))
    with pypdfium2.PdfDocument(BOOK.pdf(language)) as document:
        texts = [page.get_textpage() for page in document]
        found = [text for text in texts if title in letters(text.get_text_range()) and "100\r\n150" in text.get_text_range()]
        (text,) = found
        start = text.get_text_range().index("100\r\n150") + 5
        heights = [top - bottom for _, bottom, _, top in (text.get_charbox(place) for place in range(start, start + 3))]
    assert min(heights) / 0.73 >= 8
