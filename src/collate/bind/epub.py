"""The EPUB edition of one language: the same bytes for the same book, and what it says of its accessibility."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from html import escape
from pathlib import Path

from collate.bind.epub_tables import with_column_names
from collate.bind.sphinx_run import run_sphinx
from collate.bind.staging import configuration
from collate.bind.title_page import TITLE_PAGE, epub_title_page, front_matter
from collate.book import Book
from collate.data import csvfile
from collate.data.citation import load_citation
from collate.errors import BuildError
from collate.export.steady_zip import zip_bytes

_FEATURES = ("alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents")
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
    told = accessibility(book.words.text("epub-accessible", language))
    csvfile.write_bytes(final, finished(made.read_bytes(), cited.edition.released if cited else "", told))
    return final


def accessibility(summary: str) -> bytes:
    """Metadata by schema.org, as EPUB Accessibility 1.1 asks for them; `summary` is a sentence in the language of the book."""
    values = [("accessMode", mode) for mode in ("textual", "visual")]
    values += [("accessModeSufficient", "textual"), ("accessModeSufficient", "textual,visual")]
    values += [("accessibilityFeature", name) for name in _FEATURES]
    values += [("accessibilityHazard", "none"), ("accessibilitySummary", summary)]
    return "".join(f'    <meta property="schema:{name}">{escape(value)}</meta>\n' for name, value in values).encode()


def finished(book: bytes, released: str = "", metadata: bytes = b"") -> bytes:
    """The same EPUB with its files in one order and at one date, `metadata` added to its own, and tables that fit a narrow screen.

    `mimetype` comes first and is stored as it is. Its own record of dates names the day of release, an ISO date, instead of the
    second at which it was made.
    """
    day = f"{released or '1980-01-01'}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(book)) as old:
        entries = {name: old.read(name) for name in old.namelist()}

    def changed(name: str, content: bytes) -> bytes:
        if name.endswith("content.opf"):
            return _DATED.sub(rb"\g<1>" + day, content).replace(b"  </metadata>", metadata + b"  </metadata>", 1)
        return with_column_names(content) if name.endswith(".xhtml") else content

    return zip_bytes(((name, changed(name, content)) for name, content in entries.items()), first="mimetype", stored=("mimetype",))
