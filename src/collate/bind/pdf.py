"""The PDF edition of one language: tagged, as PDF/UA-1 asks, and the same bytes for the same book."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from collate.bind.sphinx_run import run_sphinx
from collate.bind.typst_settings import MAIN, font_folders
from collate.book import Book
from collate.data import csvfile
from collate.errors import BuildError, SystemPackageError
from collate.fonts import require_fonts

STANDARD: Final = "ua-1"  # Typst refuses what breaks it: a picture without a text, a letter without a glyph, a level that is left out
EXTRA_LINES = (0, 1, 2, 3, -1, -2)  # tried in this order, until no page is almost empty
_MISSING_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed with font", re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_PLACE = re.compile(r"┌─ (?:\S*/)?pages/(?P<page>\S+)\.typ:(?P<line>\d+)")


def build_pdf(book: Book, language: str) -> Path:
    """Build the PDF of one language and return its path.

    Raises
    ------
    SystemPackageError : the package `typst` or `pypdfium2`, or a font, is not installed.
    BuildError : Sphinx refuses a page, a glyph or an alternative text is missing, anything runs off a page, a page is left
        almost empty, or a link leads nowhere.
    """
    require_typst()
    from collate.bind.pdf_pages import almost_empty, check_pages, first_numbered  # which needs numpy, and most builds bind no PDF

    require_fonts(book, book.language(language))
    folder = run_sphinx(book, language, "typst")
    path, fonts = folder / "book.pdf", font_folders(book, language)
    for lines in EXTRA_LINES:
        csvfile.write_bytes(path, compiled(folder, fonts, language, lines))
        first = first_numbered(path)
        if not any(page >= first for page in almost_empty(path)):
            break
    check_pages(path, first)
    final = book.pdf(language)
    csvfile.write_bytes(final, path.read_bytes())
    return final


def compiled(folder: Path, fonts: list[Path], language: str, lines: int = 0) -> bytes:
    """The PDF that Typst makes of a folder, of whose files alone it reads; its pages have some lines more or less than they should.

    Raises
    ------
    BuildError : what Typst refuses, and the page where it stands.
    """
    import typst

    try:
        return typst.compile(
            folder / MAIN,
            root=folder,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"lines": str(lines)},
            format="pdf",
            pdf_standards=STANDARD,
        )
    except typst.TypstError as error:
        raise refusal(folder, str(error.diagnostic), str(error.message), language) from None


def refusal(folder: Path, diagnostic: str, message: str, language: str) -> BuildError:
    """What Typst says, as one message of ours."""
    texts = (_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) for text in _MISSING_GLYPH.findall(diagnostic))
    glyphs = sorted({letter if letter.isprintable() else f"U+{ord(letter):04X}" for text in texts for letter in text})
    places = list(dict.fromkeys(f"chapters/{language}/{match['page']}.md" for match in _PLACE.finditer(diagnostic)))
    on = f", on the page {places[0]}" if places else ""
    if glyphs:
        return BuildError(
            f"the fonts lack {' '.join(glyphs)}{on}",
            where=folder / MAIN,
            fix="name a font that has them in _config.yml, under collate.languages.LANGUAGE.fonts",
        )
    return BuildError(f"Typst refuses the book{on}: {message}", where=folder / MAIN)


def require_typst() -> None:
    """Fail with the remedy where the PDF cannot be built.

    Raises
    ------
    SystemPackageError : naming what is missing.
    """
    from importlib.util import find_spec

    if missing := [name for name in ("typst", "pypdfium2") if find_spec(name) is None]:
        raise SystemPackageError(
            f"the PDF needs the Python package {' and '.join(missing)}; HTML and EPUB need neither (collate build html)",
            fix="install them: pip install 'collate-edition[pdf]'",
        )
