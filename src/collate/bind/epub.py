"""The EPUB edition of one language: the same bytes for the same book."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

from collate.bind.sphinx_run import jupyter_book
from collate.bind.staging import configuration
from collate.bind.title_page import TITLE_PAGE, epub_title_page, front_matter
from collate.book import Book
from collate.data import csvfile
from collate.data.citation import load_citation
from collate.errors import BuildError

_DATED = re.compile(rb'(<dc:date>|<meta property="dcterms:modified">)[^<]*')
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can name


def build_epub(book: Book, language: str) -> Path:
    """Build the EPUB of one language and return its path.

    Raises
    ------
    BuildError : Sphinx warns or fails; the whole log is named.
    """
    front = front_matter(book, language, configuration(book, language))
    csvfile.write_text(book.staged(language, "epub") / TITLE_PAGE, epub_title_page(front, language))
    # Sphinx packs whatever lies in its output folder, a page or picture of an earlier build too.
    shutil.rmtree(book.build / "sphinx" / f"epub.{language}", ignore_errors=True)
    made = jupyter_book(book, language, "epub") / "_build" / "epub" / "book.epub"
    if not made.is_file():
        raise BuildError("Sphinx made no EPUB", where=book.relative(made))
    final = book.epub(language)
    cited = load_citation(book.citation)
    csvfile.write_bytes(final, without_dates(made.read_bytes(), cited.edition.released if cited else ""))
    return final


def without_dates(book: bytes, released: str = "") -> bytes:
    """The same EPUB with its files in one order and at one date; `mimetype` stays first and is stored as it is.

    Its own record of dates names the day of release, an ISO date, instead of the second at which it was made.
    """
    day = f"{released or '1980-01-01'}T00:00:00Z".encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w") as new:
        names = sorted(set(old.namelist()), key=lambda name: (name != "mimetype", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            content = old.read(name)
            new.writestr(entry, _DATED.sub(rb"\g<1>" + day, content) if name.endswith("content.opf") else content)
    return buffer.getvalue()
