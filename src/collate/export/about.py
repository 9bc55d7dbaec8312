"""What the exports say of a book, and in which language."""

from __future__ import annotations

from collate.book import Book
from collate.data.citation import Citation, load_citation


def export_language(book: Book) -> str:
    """The language of what the exports quote: English where the book has it, otherwise its first."""
    return "en" if "en" in book.languages else book.languages[0]


def read_about(book: Book) -> Citation | None:
    """The book's citation, or None where there is none, or none with a date of release and a licence.

    Raises
    ------
    DataError : a broken CITATION.cff.
    """
    found = load_citation(book.citation)
    return found if found and found.edition.released and found.licences else None
