"""What the descriptions of a book must say of it; they are written where CITATION.cff says it all."""

from __future__ import annotations

from collate.book import Book
from collate.data.citation import Citation, load_citation


def read_about(book: Book) -> Citation | None:
    """The book's citation, or None where there is none, or none with a date of release and a licence.

    Raises
    ------
    DataError : a broken CITATION.cff.
    """
    found = load_citation(book.citation)
    return found if found and found.edition.released and found.licences else None
