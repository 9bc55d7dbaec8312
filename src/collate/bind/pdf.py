"""The PDF edition of one language, refused where LaTeX only mentions a defect in its log."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path

from collate.bind.sphinx_run import read_log, run_sphinx
from collate.book import Book
from collate.errors import BuildError, SystemPackageError
from collate.fonts import require_fonts

EXTRA_LINES = (0, 1, 2, 3, -1, -2)  # tried in this order for each chapter, until no page of it is almost empty
_CHAPTER = re.compile(r"^chapter \d+ starts on page (\d+)", re.MULTILINE)
_MISSING_GLYPH = re.compile(r"Missing character: There is no (\S+)")
_UNRESOLVED = re.compile(r"(?:Reference|Citation|Hyper reference) [`'](.+?)' on page \S+ undefined")
_OVERFULL_TABLE = re.compile(r"Overfull \\hbox \((?P<width>[\d.]+)pt too wide\) in alignment at lines (?P<lines>\S+)")


def build_pdf(book: Book, language: str) -> Path:
    """Build the PDF of one language and return its path.

    Raises
    ------
    SystemPackageError : latexmk, xelatex or a font is not installed.
    BuildError : LaTeX fails, drops a glyph, leaves a reference unresolved, sets a table wider than the
        page, lets anything run off a page, leaves a page almost empty, or makes a link that leads nowhere.
    """
    from collate.bind.pdf_pages import almost_empty, check_pages  # which needs numpy, and most builds bind no PDF

    require_tex()
    require_fonts(book, book.language(language))
    folder = run_sphinx(book, language, "latex")
    tried: dict[int, int] = {}  # by chapter, how many of EXTRA_LINES were not good
    for _ in EXTRA_LINES:
        _set(folder, {chapter: EXTRA_LINES[count] for chapter, count in tried.items()})
        starts = chapter_starts(folder / "book.log")
        short = {bisect_right(starts, page) for page in almost_empty(folder / "book.pdf")} - {0}  # contents are as long as they are
        if not short or any(tried.get(chapter, 0) + 1 == len(EXTRA_LINES) for chapter in short):
            break
        tried |= {chapter: tried.get(chapter, 0) + 1 for chapter in short}
    check_pages(folder / "book.pdf", starts[0] if starts else 1)
    final = book.pdf(language)
    final.parent.mkdir(parents=True, exist_ok=True)
    part = final.with_suffix(".part")
    shutil.copy(folder / "book.pdf", part)
    part.replace(final)
    return final


def _set(folder: Path, extra_lines: Mapping[int, int]) -> None:
    """Run LaTeX; the pages of a chapter, counted from one, are `extra_lines` of it longer than they are."""
    cases = "".join(rf"\or {extra_lines.get(chapter, 0)}" for chapter in range(1, max(extra_lines, default=0) + 1))
    command = ["latexmk", "-norc", "-r", "latexmkrc", "-g", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-quiet"]
    command += [rf"-usepretex=\def\linesof#1{{\ifcase#1 0{cases}\else 0\fi}}", "book.tex"]
    # A fixed date gives the same bytes for the same book; long lines keep the log's messages whole.
    environment = os.environ | {"SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1", "max_print_line": "2000"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, errors="replace", check=False)
    log = folder / "book.log"
    if done.returncode or not log.exists():
        first = next((line for line in read_log(log).splitlines() if line.startswith("!")), done.stdout[-300:])
        raise BuildError(f"LaTeX fails: {first}", where=log)
    check_log(log)


def chapter_starts(log: Path) -> list[int]:
    """The page, counted from one, on which each chapter begins."""
    return [int(page) for page in _CHAPTER.findall(read_log(log))]


def check_log(log: Path) -> None:
    """Refuse what LaTeX only mentions in its log.

    Raises
    ------
    BuildError : a missing glyph, an unresolved reference, or a table that runs off the page.
    """
    text = read_log(log)
    glyphs = sorted(set(_MISSING_GLYPH.findall(text)))
    if glyphs:
        raise BuildError(
            f"the fonts lack {' '.join(glyphs)}",
            where=log,
            fix="name a font that has them in _config.yml, under collate.languages.LANGUAGE.fonts",
        )
    references = sorted(set(_UNRESOLVED.findall(text)))
    if references:
        raise BuildError(f"unresolved: {', '.join(references)}", where=log, fix="correct the reference in the chapter")
    tables = _OVERFULL_TABLE.findall(text)
    if tables:
        wide = ", ".join(f"{width} pt at lines {lines} of book.tex" for width, lines in tables)
        raise BuildError(f"a table runs off the page: {wide}", where=log, fix="narrow its columns or set it in smaller type")


def require_tex() -> None:
    """Fail with the remedy where the PDF cannot be built.

    Raises
    ------
    SystemPackageError : naming what is missing.
    """
    missing = [program for program in ("latexmk", "xelatex") if shutil.which(program) is None]
    if missing:
        raise SystemPackageError(
            f"{' and '.join(missing)} not found; HTML and EPUB need neither (collate build html)",
            fix="install TeX Live with XeLaTeX and latexmk (on Debian: apt-get install latexmk texlive-xetex texlive-latex-extra)",
        )
