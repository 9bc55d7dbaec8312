"""What a built page holds that can be wrong: anchors, links and where they lead, images, files that it loads, characters."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.etree import XPath

_strings = partial(XPath, smart_strings=False)  # plain ones, which do not keep the tree in memory that they were found in
_LOADING = ("script", "img", "source", "iframe", "video", "audio", "embed")
_IDS, _HEADINGS = _strings("//@id"), _strings("//h1/@id | //h2/@id | //h3/@id | //h4/@id")
_LINKS, _LOADED = _strings("//a/@href"), _strings(" | ".join(["//object/@data", *(f"//{tag}/@src" for tag in _LOADING)]))
_RELATED, _IMAGES = XPath("//link[@rel]"), XPath("//img")
_RELATIONS = {"stylesheet", "preload", "modulepreload", "icon", "preconnect", "dns-prefetch", "manifest"}
# Two questions, since libxml2 would sort the texts of both together, and `descendant`, since it would sort those of `//`, too.
_TEXTS = _strings("descendant::text()[not(ancestor::script or ancestor::style or ancestor::template)]")
_SPOKEN = _strings("//@aria-label | //@alt | //@title | //@placeholder | //@data-note")


Target = tuple[str | None, str]


@dataclass
class BuiltPage:
    """One page as it was written."""

    path: Path
    language: str = ""
    ids: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    characters: set[str] = field(default_factory=set)


def read_page(path: Path) -> BuiltPage:
    """A built page with all that it holds."""
    root = html.document_fromstring(path.read_bytes().decode("utf-8"))
    related = [str(link.get("href", "")) for link in _RELATED(root) if _RELATIONS & set(link.get("rel").split())]
    return BuiltPage(
        path,
        language=root.get("lang") or "",
        ids=_IDS(root),
        headings=_HEADINGS(root),
        links=_LINKS(root),
        loaded=[address for address in _LOADED(root) if address] + related,
        images=[dict(image.attrib) for image in _IMAGES(root)],
        characters=set("".join([*_TEXTS(root), *_SPOKEN(root)])),
    )


def read_pages(folder: Path) -> dict[str, BuiltPage]:
    """All pages of a folder by their path in it; the templates that the theme leaves in `_static` are none."""
    paths = [path for path in sorted(folder.rglob("*.html")) if "_static" not in path.relative_to(folder).parts]
    return {path.relative_to(folder).as_posix(): read_page(path) for path in paths}


def target(address: str, folder: str) -> Target:
    """Path and anchor that an address on a page in `folder` leads to: None on another site, an empty path on the page itself."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None, ""
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else ""
    return path, unquote(parts.fragment)


def targets(pages: Mapping[str, BuiltPage]) -> dict[str, dict[str, Target]]:
    """Where each link of `pages` (by their paths) leads, by the folder of the page and the address.

    Pages of a folder share the list of all pages, so each address is followed once for all pages of its folder.
    """
    links: dict[str, set[str]] = {}
    for name, page in pages.items():
        links.setdefault(posixpath.dirname(name), set()).update(page.links)
    return {folder: {address: target(address, folder) for address in found} for folder, found in links.items()}


def faulty_links(pages: Mapping[str, BuiltPage], fault: Callable[[str, str], str]) -> Iterator[tuple[str, str]]:
    """The page and what is wrong, for each link to another page or file in which `fault`, called with path and anchor, finds something."""
    wrong = {
        folder: {address: what for address, (path, anchor) in found.items() if path and (what := fault(path, anchor))}
        for folder, found in targets(pages).items()
    }
    for name, page in pages.items():
        here = wrong[posixpath.dirname(name)]
        for address in sorted(here.keys() & set(page.links)):
            yield name, f"the link {address!r} {here[address]}"
