"""What a built page holds that can be wrong: anchors, links, images, files that it loads, characters."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from lxml import html
from lxml.etree import XPath

from collate.bind.page_cache import PageMemory

_strings = partial(XPath, smart_strings=False)  # plain ones, which do not keep the tree in memory that they were found in
_LOADING = ("script", "img", "source", "iframe", "video", "audio", "embed")
_IDS, _HEADINGS = _strings("//@id"), _strings("//h1/@id | //h2/@id | //h3/@id | //h4/@id")
_LINKS, _LOADED = _strings("//a/@href"), _strings(" | ".join(["//object/@data", *(f"//{tag}/@src" for tag in _LOADING)]))
_RELATED, _IMAGES = XPath("//link[@rel]"), XPath("//img")
_RELATIONS = {"stylesheet", "preload", "modulepreload", "icon", "preconnect", "dns-prefetch", "manifest"}
# Two questions, since libxml2 would sort the texts of both together, and `descendant`, since it would sort those of `//`, too.
_TEXTS = _strings("descendant::text()[not(ancestor::script or ancestor::style or ancestor::template)]")
_SPOKEN = _strings("//@aria-label | //@alt | //@title | //@placeholder | //@data-note")


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
    return _page(path, path.read_bytes())


def _page(path: Path, content: bytes) -> BuiltPage:
    root = html.document_fromstring(content.decode("utf-8"))
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


def read_pages(folder: Path, memory: Path | None = None) -> dict[str, BuiltPage]:
    """All pages of a folder by their path in it; the templates that the theme leaves in `_static` are none.

    `memory` is a file that keeps what pages hold (`PageMemory`).
    """
    kept = PageMemory(memory, __name__)
    found: dict[str, BuiltPage] = {}
    for path in sorted(folder.rglob("*.html")):
        if "_static" in path.relative_to(folder).parts:
            continue
        name, content = path.relative_to(folder).as_posix(), path.read_bytes()
        held = kept.recall(name, content, partial(_held, path, content))
        found[name] = BuiltPage(path=path, **held | {"characters": set(held["characters"])})
    kept.keep()
    return found


def _held(path: Path, content: bytes) -> dict[str, Any]:
    """The fields of a page but its path, as JSON can hold them."""
    held = asdict(_page(path, content))
    del held["path"]
    return held | {"characters": "".join(sorted(held["characters"]))}
