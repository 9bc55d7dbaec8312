"""HTML of a part of a page as a tree, and the tree as HTML again."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from lxml import html
from lxml.html import HtmlElement


def parse(text: str) -> HtmlElement:
    """The elements and texts of `text` in an element of their own; `write` leaves that out again."""
    return html.fragment_fromstring(text, create_parent="div")


def write(root: HtmlElement) -> str:
    """The HTML of all that stands in `root`."""
    return escape(root.text or "", quote=False) + "".join(html.tostring(child, encoding="unicode") for child in root)


def text_of(element: HtmlElement) -> str:
    """The texts within an element, each without white space at its ends, with one space between two."""
    return " ".join(part for text in element.itertext() if (part := text.strip()))


def classes(element: HtmlElement) -> set[str]:
    """The names in the attribute `class` of an element."""
    return set((element.get("class") or "").split())


def ancestor(element: HtmlElement, *tags: str) -> HtmlElement | None:
    """The nearest element of one of `tags` that holds `element`."""
    found: Iterator[HtmlElement] = element.iterancestors(*tags)
    return next(found, None)


def wrap(element: HtmlElement, frame: HtmlElement) -> HtmlElement:
    """Put `frame` where `element` stands, and the element into it."""
    parent = element.getparent()
    assert parent is not None
    frame.tail, element.tail = element.tail, None
    parent.replace(element, frame)
    frame.append(element)
    return frame
