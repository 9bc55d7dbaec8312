"""Where a reader finds each value: a page of the book and a place on it. These addresses never change with the build."""

from __future__ import annotations

import re

from collate.bind.prose import read_page
from collate.book import Book
from collate.data.claims import Claim
from collate.data.listing import files_in
from collate.data.published import Cell
from collate.data.typed_text import read_text

_CLAIM_LIST = "```{claim-list}"


def anchor(id: str) -> str:
    """The HTML id of a cell or claim: its own id, with no white space in it."""
    return re.sub(r"\s+", "_", id)


def claim_anchor(id: str) -> str:
    """The HTML id of the first place on a page that tells a claim; its own id is its row in the ledger."""
    return f"at-{id}"


class Addresses:
    """The addresses of a book's values, the same in every language, relative to the language's folder."""

    def __init__(self, book: Book) -> None:
        self.artifacts: dict[str, str] = {}
        self.ledger = ""
        for path in files_in(book.chapters / book.languages[0], "*.md"):
            self.artifacts |= dict.fromkeys(read_page(path).artifacts, path.stem)
            if _CLAIM_LIST in read_text(path):
                self.ledger = path.stem

    def of(self, place: Cell | Claim) -> str:
        """`PAGE.html#ANCHOR`, or nothing where no page shows the value."""
        page = self.artifacts.get(place.artifact, "") if isinstance(place, Cell) else self.ledger
        return f"{page}.html#{anchor(place.id)}" if page else ""
