"""What a built page holds that can be wrong: anchors, links, images, files that it loads, characters."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from lxml import html

from collate.book.page_memory import PageMemory

_SILENT = ("script", "style", "template")
_LOADED = {
    "script": "src",
    "img": "src",
    "source": "src",
    "iframe": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
}
_RELATIONS = ("stylesheet", "preload", "modulepreload", "icon", "preconnect", "dns-prefetch", "manifest")


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
    page = BuiltPage(path, language=root.get("lang") or "")
    silent = {inner for template in root.iter("template") for inner in template.iter()}
    for element in root.iter():
        if isinstance(element.tag, str):
            _note(page, element)
            if element.tag not in _SILENT and element not in silent:
                page.characters.update(element.text or "", *(child.tail or "" for child in element))
    return page


def _note(page: BuiltPage, element: html.HtmlElement) -> None:
    tag, found = element.tag, element.attrib
    if "id" in found:
        page.ids.append(found["id"])
        if tag in ("h1", "h2", "h3", "h4"):
            page.headings.append(found["id"])
    if tag == "img":
        page.images.append(dict(found))
    if tag == "a" and "href" in found:
        page.links.append(found["href"])
    if tag in _LOADED and found.get(_LOADED[tag]):
        page.loaded.append(found[_LOADED[tag]])
    if tag == "link" and set(found.get("rel", "").split()) & set(_RELATIONS):
        page.loaded.append(found.get("href", ""))
    for name in ("aria-label", "alt", "title", "placeholder", "data-note"):
        page.characters.update(found.get(name, ""))


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
