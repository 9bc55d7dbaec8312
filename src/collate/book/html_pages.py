"""What a built page holds that can be wrong: anchors, links, images, files that it loads, characters."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

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
class BuiltPage(HTMLParser):
    """One page as it was written; read it with `read_page`."""

    path: Path
    language: str = ""
    ids: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    characters: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = found.get("lang", "")
        if tag in _SILENT:
            self._silent += 1
        if "id" in found:
            self.ids.append(found["id"])
            if tag in ("h1", "h2", "h3", "h4"):
                self.headings.append(found["id"])
        if tag == "img":
            self.images.append(found)
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag in _LOADED and found.get(_LOADED[tag]):
            self.loaded.append(found[_LOADED[tag]])
        if tag == "link" and set(found.get("rel", "").split()) & set(_RELATIONS):
            self.loaded.append(found.get("href", ""))
        for name in ("aria-label", "alt", "title", "placeholder", "data-note"):
            self.characters.update(found.get(name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.characters.update(data)


def read_page(path: Path) -> BuiltPage:
    """A built page with all that it holds."""
    page = BuiltPage(path)
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def read_pages(folder: Path) -> dict[str, BuiltPage]:
    """All pages of a folder by their path in it; the templates that the theme leaves in `_static` are none."""
    paths = [path for path in sorted(folder.rglob("*.html")) if "_static" not in path.relative_to(folder).parts]
    return {path.relative_to(folder).as_posix(): read_page(path) for path in paths}
