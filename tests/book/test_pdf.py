"""The PDF of each language, read with a library that the build does not use."""

from __future__ import annotations

import re
import unicodedata

import pypdf
import pypdfium2
import pytest
from tests_root import BOOK, LANGUAGES, up_to_date

from collate.bind.staging import configuration
from collate.data.published import Published

pytestmark = pytest.mark.tex


@pytest.fixture(scope="module", params=LANGUAGES)
def printed(request):
    up_to_date(f"pdf-{request.param}")
    return request.param, pypdf.PdfReader(BOOK.pdf(request.param))


def letters(text):
    """A text without spaces, its hyphens and quotation marks as they were typed; the font has one glyph for several hyphens."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("\u2010", "-").replace("’", "'")


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
    assert reader.trailer["/Root"]["/Lang"] == language
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
    _, reader = printed
    named = set(reader.named_destinations)
    led = set()
    for page in reader.pages:
        for annotation in page.get("/Annots") or ():
            action = annotation.get_object().get("/A", {})
            if action.get("/S") == "/GoTo":
                led.add(str(action["/D"]))
    assert len(led) > 100
    assert led <= named


def test_figures_are_drawn_not_photographed(printed):
    _, reader = printed
    assert not [number for number, page in enumerate(reader.pages, 1) if list(page.images)]


def test_running_heads_name_the_chapter(printed):
    _, reader = printed
    texts = [page.extract_text() for page in reader.pages]
    assert len([text for text in texts if re.search("^(Chapter ?[1-5]:|第[一二三四五]章)", text, re.MULTILINE)]) > 30


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
