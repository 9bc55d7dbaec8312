"""Where the links of built pages lead.

The pages of a folder share the list of all pages, which grows with the book, and their links with it in its square. So each address
is followed once for all pages of a folder.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from collate.bind.html_pages import BuiltPage

Target = tuple[str | None, str]


def target(address: str, folder: str) -> Target:
    """Path and anchor that an address on a page in `folder` leads to: None on another site, an empty path on the page itself."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None, ""
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else ""
    return path, unquote(parts.fragment)


def targets(pages: Mapping[str, BuiltPage]) -> dict[str, dict[str, Target]]:
    """Where each link of `pages` (by their paths) leads, by the folder of the page and the address."""
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
