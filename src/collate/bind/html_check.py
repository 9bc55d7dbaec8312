"""Refuse an HTML edition that would let its readers down; every message names the page."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from collate.bind.html_pages import BuiltPage, faulty_links, read_pages, target
from collate.bind.webfonts import covered
from collate.book import Book
from collate.config import Language
from collate.errors import BuildError

_MOST = 8


def check_language(folder: Path, language: Language, expected: list[str], fonts: Path | None) -> dict[str, BuiltPage]:
    """Check the pages of one language in `folder` and return them.

    Parameters
    ----------
    expected : the pages that there must be, by name without suffix.
    fonts : the style sheet of fonts that the pages use; None where there is none to check against.

    Raises
    ------
    BuildError : a missing page; a broken link or anchor; an image without alternative text or dimensions; a duplicate id; a page
        that loads a file from elsewhere; a character that no font has. The first few are named.
    """
    pages = read_pages(folder)
    served = covered(fonts.read_text(encoding="utf-8")) if fonts else None
    found = [f"{name}.html: the page is missing" for name in expected if f"{name}.html" not in pages]
    anchors = {name: set(page.ids) for name, page in pages.items()}

    def fault(path: str, anchor: str) -> str:
        if path.startswith("../"):
            return ""  # another language is checked when all are there
        if path in anchors:
            return "leads to no anchor" if anchor and anchor not in anchors[path] else ""
        return "" if (folder / path).is_file() else "leads nowhere"

    found += [f"{name}: {what}" for name, what in faulty_links(pages, fault)]
    for name, page in pages.items():
        found += [f"{name}: {what}" for what in _faults(page, name, folder)]
        if page.language != language.html:
            found.append(f"{name}: lang is {page.language!r}, not {language.html!r}")
        if served is not None:
            lacking = sorted(c for c in page.characters if c.isprintable() and ord(c) not in served)
            if lacking:
                found.append(f"{name}: no font has {' '.join(lacking)}")
    _refuse(found, language.tag)
    return pages


def check_site(book: Book) -> None:
    """Check the languages against one another and the links that lead from one to the other.

    Raises
    ------
    BuildError : a page that one language lacks, headings with other anchors than in the first language, or a link out of a language
        that leads nowhere.
    """
    site = {language: read_pages(book.html(language)) for language in book.languages}
    first = book.languages[0]
    found = []
    for name in sorted({name for pages in site.values() for name in pages}):
        having = [language for language in book.languages if name in site[language]]
        found += [f"{name}: the page is missing in {language}" for language in book.languages if language not in having]
        for language in having[1:]:
            one, two = site[having[0]][name].headings, site[language][name].headings
            if one != two:
                told = sorted(set(one) ^ set(two)) or "order"
                found.append(f"{name}: the headings have other anchors in {language} than in {having[0]}: {told}")
    top = book.html(first).parent
    everywhere = {f"{language}/{name}": page for language, pages in site.items() for name, page in pages.items()}
    anchors = {name: set(page.ids) for name, page in everywhere.items()}

    def fault(path: str, anchor: str) -> str:
        if path in anchors:
            return "leads nowhere" if anchor and anchor not in anchors[path] else ""
        return "" if path.startswith("../") or (top / path).exists() else "leads nowhere"

    found += [f"{name}: {what}" for name, what in faulty_links(everywhere, fault)]
    _refuse(found, "HTML")


def _faults(page: BuiltPage, name: str, folder: Path) -> Iterator[str]:
    for id, count in Counter(page.ids).items():
        if count > 1:
            yield f"duplicate id {id!r}, used {count} times"
    for image in page.images:
        source = image.get("src", "")
        if not image.get("alt", "").strip() or image["alt"] == source:
            yield f"the image {source!r} has no alternative text"
        if not (image.get("width") and image.get("height")):
            yield f"the image {source!r} has no dimensions"
    for address in page.loaded:
        path, _ = target(address, posixpath.dirname(name))
        if path is None and not address.startswith("data:"):
            yield f"{address!r} is loaded from elsewhere"
        elif path is not None and not path.startswith("../") and not (folder / path).is_file():
            yield f"{address!r} is loaded and not there"
    ids = {"", *page.ids}
    yield from (f"the link {link!r} leads to no anchor" for link in page.links if link[:1] == "#" and unquote(link[1:]) not in ids)


def _refuse(found: list[str], what: str) -> None:
    if found:
        more = f"\n  and {len(found) - _MOST} more" if len(found) > _MOST else ""
        raise BuildError(
            f"the {what} edition has faults:\n  " + "\n  ".join(found[:_MOST]) + more, fix="correct the named pages and build again"
        )
