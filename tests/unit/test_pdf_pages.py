"""The look at a finished PDF finds a page that is almost empty and a link that leads nowhere."""

from __future__ import annotations

import matplotlib as mpl
import pypdf
import pytest
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from collate.bind.pdf_pages import check_pages
from collate.errors import BuildError

pytestmark = pytest.mark.slow

A4 = (8.27, 11.69)


def book(path, *fillings):
    """A PDF whose pages have a running head, and lines of text down to the given part of their height."""
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(path) as pages:
        for filling in fillings:
            page = Figure(figsize=A4)
            page.text(0.1, 0.95, "running head")
            for line in range(int(filling * 40)):
                page.text(0.1, 0.88 - line * 0.02, "a line of text")
            pages.savefig(page)
    return path


def goto(path, name, *, known):
    """Add a link from the first page to the place `name`, which the second page is if `known`."""
    writer = pypdf.PdfWriter(clone_from=path)
    if known:
        writer.add_named_destination(name, 1)
    action = DictionaryObject({NameObject("/S"): NameObject("/GoTo"), NameObject("/D"): TextStringObject(name)})
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([FloatObject(x) for x in (50, 50, 90, 90)]),
            NameObject("/A"): action,
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    writer.write(path)
    return path


def test_full_pages_pass(tmp_path):
    check_pages(book(tmp_path / "book.pdf", 1, 0.5, 0.15))


@pytest.mark.parametrize("filling", [0, 0.05], ids=["nothing", "two lines"])
def test_an_almost_empty_page_is_named(tmp_path, filling):
    with pytest.raises(BuildError, match="almost nothing stands on page 2, 4 of the PDF"):
        check_pages(book(tmp_path / "book.pdf", 1, filling, 1, filling))


def test_a_link_leads_somewhere(tmp_path):
    check_pages(goto(book(tmp_path / "book.pdf", 1, 1), "place", known=True))


def test_a_link_that_leads_nowhere_is_named(tmp_path):
    with pytest.raises(BuildError, match="a link on page 1 of the PDF leads nowhere"):
        check_pages(goto(book(tmp_path / "book.pdf", 1, 1), "place", known=False))


def test_an_address_of_the_web_is_no_place(tmp_path):
    path = book(tmp_path / "book.pdf", 1, 1)
    writer = pypdf.PdfWriter(clone_from=path)
    writer.add_annotation(0, Link(rect=(50, 50, 90, 90), url="https://example.org/"))
    writer.write(path)
    check_pages(path)


def test_a_page_that_runs_off_its_side_is_named(tmp_path):
    path = book(tmp_path / "book.pdf", 1, 1)
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(tmp_path / "wide.pdf") as pages:
        page = Figure(figsize=A4)
        for line in range(20):
            page.text(0.1, 0.88 - line * 0.02, "a line of text")
        page.text(0.1, 0.4, "a line without a break " * 8)
        pages.savefig(page)
    writer = pypdf.PdfWriter(clone_from=path)
    writer.append(tmp_path / "wide.pdf")
    writer.write(path)
    with pytest.raises(BuildError, match="page 3 of the PDF runs off its side"):
        check_pages(path)
