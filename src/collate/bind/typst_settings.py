"""What `book.typ` is told of a book: its front, its language and its fonts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from collate.bind.title_page import Front
from collate.bind.typst_text import JOINER
from collate.book import Book
from collate.data.citation import load_citation
from collate.data.published import Published
from collate.fonts import KINDS, drawing_family, families, find_face
from collate.numbers.verdict import Verdict

MAIN = "main.typ"  # what Typst is given
SIGNS = "DejaVu Sans"  # has the marks that a font of text may lack
_KINDS_LISTED = ("table", "figure")
# Han, kana and their punctuation; quotation marks between Chinese words are Chinese, and the apostrophe is always Latin.
_WIDE = r"\u{2e80}-\u{9fff}\u{f900}-\u{faff}\u{fe30}-\u{fe4f}\u{ff00}-\u{ffef}\u{20000}-\u{3ffff}"
_WIDE_MARKS = r"\u{2014}\u{2018}\u{201c}\u{201d}\u{2026}"


def pdf_settings(book: Book, front: Front, language: str) -> dict[str, Any]:
    """The configuration value `collate_pdf`: texts, a date and names of fonts, all of which JSON can hold."""
    own, words = book.language(language), book.words
    kinds = {artifact.kind for artifact in Published(book).artifacts.values()}
    cited = load_citation(book.citation)
    main, _, rest = own.html.partition("-")
    # A script cannot be said, so the territory tells Chinese of Taiwan from that of the mainland.
    region = next((part for part in (*rest.split("-"), own.locale.partition("_")[2] if rest else "") if len(part) == 2), None)
    latin, _ = families(book, language)
    return {
        "title": front.title,
        "subtitle": front.subtitle,
        "whole": front.whole,
        "lines": [line for line in front.lines if line],
        "editors": front.editors,
        "description": " ".join(front.lines),
        "date": [int(part) for part in (cited.edition.released if cited else "").split("-") if part.isdigit()],
        "language": main,
        "region": region,
        "wide": own.cjk,
        "slanted": not own.cjk and find_face(latin.serif, italic=True) is None,
        "contents": words.text("page-contents", language),
        "lists": [[kind, words.text(f"list-{kind}s", language)] for kind in _KINDS_LISTED if kind in kinds],
        "drawing": [drawing_family(book, language)],
    } | {kind: fonts(book, language, kind) for kind in KINDS}


def fonts(book: Book, language: str, kind: str) -> list[dict[str, str]]:
    """The families of text in `language`, each with a regular expression of the letters that it sets: the first that has one wins."""
    latin, wide = families(book, language)
    first = getattr(latin, kind)
    if wide is None:
        found = [{"name": first}]
    else:
        marks = _WIDE_MARKS if book.language(language).cjk else ""
        found = [{"name": first, "covers": f"[^{_WIDE}{marks}]"}, {"name": getattr(wide, kind)}]
    if lacking := _lacking(first):
        found.insert(0, {"name": SIGNS, "covers": f"[{JOINER}{lacking}]"})  # what keeps a mark with its number is set with it
    return found


def font_folders(book: Book, language: str) -> list[Path]:
    """The folders with the files of these families."""
    names = [font["name"] for kind in KINDS for font in fonts(book, language, kind)]
    faces = [find_face(name, bold=bold, italic=italic) for name in names for bold in (False, True) for italic in (False, True)]
    return sorted({face.path.parent for face in faces if face})


def _lacking(family: str) -> str:
    """The marks of verdicts that the font of the text does not have, but the one that matplotlib brings along."""
    from fontTools.ttLib import TTFont

    own, signs = (find_face(name) for name in (family, SIGNS))
    if own is None or signs is None:
        return ""
    there, spare = (TTFont(face.path, fontNumber=face.index, lazy=True).getBestCmap() for face in (own, signs))
    marks = dict.fromkeys("".join(verdict.mark for verdict in Verdict))
    return "".join(mark for mark in marks if ord(mark) not in there and ord(mark) in spare)
