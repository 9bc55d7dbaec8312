"""Refuse an HTML edition that would let its readers down; every message names the page."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from collate.book.html_pages import BuiltPage, read_pages
from collate.book.webfonts import covered
from collate.errors import BuildError
from collate.project import LANGUAGES, Project

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
    for name, page in pages.items():
        found += [f"{name}: {what}" for what in _faults(page, name, folder, pages)]
        if page.language != TAGS[language]:
            found.append(f"{name}: lang is {page.language!r}, not {TAGS[language]!r}")
        if served is not None:
            lacking = sorted(c for c in page.characters if c.isprintable() and ord(c) not in served)
            if lacking:
                found.append(f"{name}: no font has {' '.join(lacking)}")
    _refuse(found, language)
    return pages


def check_site(project: Project) -> None:
    """Check the languages against one another and the links that lead from one to the other.

    Raises
    ------
    BuildError : a page that is in one language only, headings with other anchors, or a link out of a language that leads nowhere.
    """
    site = {language: read_pages(project.html(language), project.page_memory(language)) for language in LANGUAGES}
    first, second = LANGUAGES
    apart = sorted(site[first].keys() ^ site[second].keys())
    found = [f"{name}: the page is missing in {second if name in site[first] else first}" for name in apart]
    for name in sorted(site[first].keys() & site[second].keys()):
        one, two = site[first][name].headings, site[second][name].headings
        if one != two:
            found.append(f"{name}: the headings have other anchors in {second} than in {first}: {sorted(set(one) ^ set(two)) or 'order'}")
    top = project.html(first).parent
    for language, pages in site.items():
        for name, page in pages.items():
            for link in page.links:
                path, anchor = _target(link, f"{language}/{name}")
                if path is None or path.startswith(f"{language}/"):
                    continue
                other, _, rest = path.partition("/")
                if other in site and rest.endswith(".html"):
                    if rest not in site[other] or (anchor and anchor not in site[other][rest].ids):
                        found.append(f"{language}/{name}: the link {link!r} leads nowhere")
                elif not (top / path).exists() and not path.startswith("../"):
                    found.append(f"{language}/{name}: the link {link!r} leads nowhere")
    _refuse(found, "HTML")


def _faults(page: BuiltPage, name: str, folder: Path, pages: Mapping[str, BuiltPage]) -> Iterator[str]:
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
        path, _ = _target(address, name)
        if path is None and not address.startswith("data:"):
            yield f"{address!r} is loaded from elsewhere"
        elif path is not None and not path.startswith("../") and not (folder / path).is_file():
            yield f"{address!r} is loaded and not there"
    for link in page.links:
        path, anchor = _target(link, name)
        if path is None or path.startswith("../"):
            continue  # another site; another language is checked when all are there
        if path in pages:
            if anchor and anchor not in pages[path].ids:
                yield f"the link {link!r} leads to no anchor"
        elif not (folder / path).is_file():
            yield f"the link {link!r} leads nowhere"


def _target(address: str, page: str) -> tuple[str | None, str]:
    """Path (None on another site) and anchor that an address on `page` leads to."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None, ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    return path, unquote(parts.fragment)


def _refuse(found: list[str], what: str) -> None:
    if found:
        more = f"\n  and {len(found) - _MOST} more" if len(found) > _MOST else ""
        raise BuildError(
            f"the {what} edition is faulty:\n  " + "\n  ".join(found[:_MOST]) + more, fix="mend the named pages and build again"
        )
