"""The PDF shows every form of text, takes nothing that people typed for markup, and is tagged as PDF/UA-1 asks."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pypdf
import pypdfium2
import pytest
from needs import need
from pypdf.generic import NameObject
from tagged_pdf import elements, faults
from tests_root import BOOK, copy_tiny_book, variants

from collate.bind.pdf import build_pdf
from collate.bind.staging import stage
from collate.book import Book
from collate.errors import BuildError

pytestmark = [pytest.mark.slow, pytest.mark.pdf]
HOSTILE = '#read("/etc/passwd") @ref $x$ <b> [c] _u_ *v* `w` // y /* z */ \\n "q" = h ~ % & ^ { } #{1+1}'
LATEX = r"\alpha_1 \geq \frac{1}{2}"
PAGE = f"""

```{{code-block}} none
{HOSTILE}
two  spaces, and a_word_that_is_longer_than_a_line_{"and_goes_on_" * 12}
```

A note[^n] and again[^n], *leaning*, **fat**, `mono #1`, H{{sub}}`2`, a [place](https://example.org/{"a-long-part/" * 14}end).
The formula ${LATEX}$ is drawn.

[^n]: Text of the note with *leaning* words.

- one
- two

  with a second paragraph

3. three
4. four

> A quotation.

:::{{admonition}} A title
Words of the admonition.
:::

:::{{note}}
Words of the note.
:::

| Name | Amount |
|------|-------:|
| a | 1.5 |
| b | 1,234.25 |
| c | –0.125 |

![A square](square.svg)

```{{figure}} square.svg
:alt: Another square

The square
```
"""
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><style>:root{font-family:sans-serif}</style>'
    '<rect width="80" height="80" fill="#0b62a4"/><text x="9" y="40" fill="#ffffff">北 North</text></svg>\n'
)


def bind(book, language, planted=""):
    """Make the PDF; nothing reads the numerals of what is planted, since the chapters were checked before."""
    page = book.chapters / language / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + planted, encoding="utf-8")
    stage(book, language, "pdf")
    return build_pdf(book, language)


@pytest.fixture(scope="module")
def values(tmp_path_factory):
    """A book whose values are there, and a picture beside its chapters; a label of its data is hostile."""
    need("Noto CJK")
    book = copy_tiny_book(tmp_path_factory.mktemp("paper") / "tiny", "zh-Hant+en")
    (book.chapters / "en" / "square.svg").write_text(SQUARE, encoding="utf-8")
    labels = book.root / "data" / "labels.csv"
    hostile = HOSTILE.replace('"', '""')
    labels.write_text(labels.read_text(encoding="utf-8").replace("North", f'"North {hostile}"'), encoding="utf-8")
    command = [sys.executable, "-m", "collate", "build", "values", "--workers", "2"]
    done = subprocess.run(command, cwd=book.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return book


@pytest.fixture(scope="module")
def made(values):
    book = values
    bind(book, "zh-Hant")
    bind(book, "en", PAGE)
    with pypdfium2.PdfDocument(book.pdf("en")) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return book, re.sub(r"[\s\u2060\u200b\u00ad\ufffe]", "", text)


def test_what_people_typed_is_no_markup(made):
    _, text = made
    typed = re.sub(r"\s", "", HOSTILE)
    assert f"North{typed}" in re.sub("[“”]", '"', text), "in a label of the data, where Sphinx has set the quotation marks"
    assert text.count(typed) == 1, "in a code block"
    assert "root:" not in text


@pytest.mark.parametrize(
    "words",
    ["leaning", "fat", "mono#1", "H2", "Textofthenote", "withasecondparagraph", "3.three", "4.four", "Aquotation.", "Atitle",
     "Wordsoftheadmonition.", "Wordsofthenote.", "1,234.25", "–0.125", "Thesquare", "北North", "and_goes_on_and_goes_on_"],
)  # fmt: skip
def test_every_form_of_text_is_shown(made, words):
    assert words in made[1]


def test_an_address_of_the_web_is_printed_whole(made):
    assert f"https://example.org/{'alongpart/' * 14}end" in made[1].replace("-", "")  # PDFium hides hyphens at the ends of lines


def test_a_note_stands_once_and_is_called_twice(made):
    book, text = made
    assert text.count("Textofthenote") == 1
    kinds = [kind for kind, _ in elements(pypdf.PdfReader(book.pdf("en")).trailer["/Root"])]
    assert kinds.count("/Note") == 2  # and the address


def test_the_pdf_of_each_language_is_tagged(made):
    for language in made[0].languages:
        assert faults(made[0].pdf(language)) == []


def test_pictures_and_formulas_have_their_texts(made):
    told = [str(node["/Alt"]) for kind, node in elements(pypdf.PdfReader(made[0].pdf("en")).trailer["/Root"]) if kind == "/Figure"]
    assert {"A square", "Another square", LATEX} <= set(told)


def test_decimal_points_stand_below_each_other(made):
    book, _ = made
    with pypdfium2.PdfDocument(book.pdf("en")) as document:
        places = {}
        for page in document:
            text = page.get_textpage()
            for number in ("1.5", "1,234.25", "–0.125"):
                if (found := text.search(number).get_next()) and number not in places:
                    places[number] = text.get_charbox(found[0] + number.index("."))[0]
    assert len(places) == 3
    assert max(places.values()) - min(places.values()) < 0.2  # points


PLANTED = {
    "not marked": lambda root: root.pop("/MarkInfo"),
    "no language": lambda root: root.pop("/Lang"),
    "no title shown": lambda root: root.pop("/ViewerPreferences"),
    "no bookmarks": lambda root: root.pop("/Outlines"),
    "no PDF/UA in the metadata": lambda root: root.pop("/Metadata"),
    "no structure tree": lambda root: root.pop("/StructTreeRoot"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_the_test_finds_what_a_file_lacks(made, tmp_path, fault):
    writer = pypdf.PdfWriter(clone_from=made[0].pdf("en"))
    PLANTED[fault](writer.root_object)
    writer.write(tmp_path / "broken.pdf")
    assert fault in faults(tmp_path / "broken.pdf")


@pytest.mark.parametrize(
    ("kind", "change", "fault"),
    [
        ("/Figure", lambda node: node.pop("/Alt"), "/Figure without an alternative text"),
        ("/H1", lambda node: node.update({NameObject("/S"): NameObject("/H3")}), "heading 3 after"),
        ("/TH", lambda node: node.update({NameObject("/S"): NameObject("/TD")}), "a table without a head"),
    ],
    ids=["alternative text", "heading", "table head"],
)
def test_the_test_finds_what_the_structure_lacks(made, tmp_path, kind, change, fault):
    writer = pypdf.PdfWriter(clone_from=made[0].pdf("en"))
    for found, node in elements(writer.root_object):
        if found == kind:
            change(node)
    writer.write(tmp_path / "broken.pdf")
    assert [told for told in faults(tmp_path / "broken.pdf") if told.startswith(fault)]


@pytest.mark.parametrize(
    ("planted", "message"),
    variants(
        {
            "glyph": ("\n\nA letter without a glyph: ሀ.\n", "the fonts lack ሀ, on the page chapters/en/index.md"),
            "alternative text": ("\n\n![](square.svg)\n", "WARNING: the picture square.svg has no alternative text"),
            "formula": ("\n\nA formula: $\\frac{1}$.\n", "WARNING: the formula \\frac{1} cannot be drawn"),
        }
    ),
)
def test_what_cannot_be_shown_is_told_in_one_message(values, tmp_path, planted, message):
    book = Book(shutil.copytree(values.root, tmp_path / "tiny"))
    page = book.chapters / "en" / "index.md"
    shutil.copy(BOOK.root / "tests" / "tiny_books" / "zh-Hant+en" / "chapters" / "en" / "index.md", page)
    book.pdf("en").unlink(missing_ok=True)
    with pytest.raises(BuildError) as caught:
        bind(book, "en", planted)
    assert message in str(caught.value)
    assert not book.pdf("en").exists()
