"""Refuse an HTML edition that would let its readers down; every message names the page."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from collate.bind.html_links import faulty_links, target
from collate.bind.html_pages import BuiltPage, read_pages
from collate.bind.webfonts import covered
from collate.book import LANGUAGES, Book
from collate.errors import BuildError

TAGS = {"zh-Hant": "zh-Hant-TW", "en": "en"}
_MOST = 8


def check_language(
    folder: Path, language: str, expected: list[str], fonts: Path | None, memory: Path | None = None
) -> dict[str, BuiltPage]:
    """Check the pages of one language in `folder` and return them.

    Parameters
    ----------
    expected : the pages that there must be, by name without suffix.
    fonts : the `fonts.css` that the pages use; None where there is none to check against.
    memory : a file that keeps what pages hold, so that unchanged ones are not parsed again.

    Raises
    ------
    BuildError : a missing page; a broken link or anchor; an image without alternative text or dimensions; an id that is there
        twice; a page that loads a file from elsewhere; a character that no font has. The first few are named.
    """
    pages = read_pages(folder, memory)
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
        if page.language != TAGS[language]:
            found.append(f"{name}: lang is {page.language!r}, not {TAGS[language]!r}")
        if served is not None:
            lacking = sorted(c for c in page.characters if c.isprintable() and ord(c) not in served)
            if lacking:
                found.append(f"{name}: no font has {' '.join(lacking)}")
    _refuse(found, language)
    return pages


def check_site(book: Book) -> None:
    """Check the languages against one another and the links that lead from one to the other.

    Raises
    ------
    BuildError : a page that is in one language only, headings with other anchors, or a link out of a language that leads nowhere.
    """
    site = {language: read_pages(book.html(language), book.page_memory(language)) for language in LANGUAGES}
    first, second = LANGUAGES
    apart = sorted(site[first].keys() ^ site[second].keys())
    found = [f"{name}: the page is missing in {second if name in site[first] else first}" for name in apart]
    for name in sorted(site[first].keys() & site[second].keys()):
        one, two = site[first][name].headings, site[second][name].headings
        if one != two:
            found.append(f"{name}: the headings have other anchors in {second} than in {first}: {sorted(set(one) ^ set(two)) or 'order'}")
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
            yield f"the id {id!r} is there {count} times"
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
            f"the {what} edition is faulty:\n  " + "\n  ".join(found[:_MOST]) + more, fix="mend the named pages and build again"
        )
