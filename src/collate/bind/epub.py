"""The EPUB edition of one language: the same bytes for the same book."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

from collate.bind.sphinx_run import run_sphinx
from collate.bind.staging import configuration
from collate.bind.title_page import TITLE_PAGE, epub_title_page, front_matter
from collate.book import Book
from collate.data import csvfile
from collate.data.citation import load_citation
from collate.errors import BuildError
from collate.export.steady_zip import zip_bytes

_DATED = re.compile(rb'(<dc:date>|<meta property="dcterms:modified">)[^<]*')


def build_epub(book: Book, language: str) -> Path:
    """Build the EPUB of one language and return its path.

    Raises
    ------
    BuildError : Sphinx warns or fails; the whole log is named.
    """
    front = front_matter(book, language, configuration(book, language))
    csvfile.write_text(book.staged(language, "epub") / TITLE_PAGE, epub_title_page(front, book.language(language)))
    # Sphinx packs whatever lies in its output folder, a page or picture of an earlier build too.
    shutil.rmtree(book.build / "sphinx" / f"epub.{language}", ignore_errors=True)
    made = run_sphinx(book, language, "epub") / "book.epub"
    if not made.is_file():
        raise BuildError("Sphinx made no EPUB", where=book.relative(made))
    final = book.epub(language)
    cited = load_citation(book.citation)
    csvfile.write_bytes(final, without_dates(made.read_bytes(), cited.edition.released if cited else ""))
    return final


def without_dates(book: bytes, released: str = "") -> bytes:
    """The same EPUB with its files in one order and at one date; `mimetype` comes first and is stored as it is.

    Its own record of dates names the day of release, an ISO date, instead of the second at which it was made.
    """
    day = f"{released or '1980-01-01'}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(book)) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    dated = ((name, _DATED.sub(rb"\g<1>" + day, content) if name.endswith("content.opf") else content) for name, content in entries.items())
    return zip_bytes(dated, first="mimetype", stored=("mimetype",))
