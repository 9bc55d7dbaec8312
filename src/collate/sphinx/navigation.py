"""The lists of pages and sections that stand beside an article."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from lxml import html
from lxml.html import builder
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from collate.bind.fragment import classes, parse, wrap, write

_LISTS: WeakKeyDictionary[Sphinx, dict[tuple[str, ...], str]] = WeakKeyDictionary()  # lists of pages that siblings share


def forget_lists(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Once the pages are read, no list of them is as it was at an earlier build in the same process."""
    del env
    _LISTS.pop(app, None)
    return []


def list_of_pages(app: Sphinx, pagename: str, context: dict[str, Any], said: dict[str, str]) -> str:
    """The list of all pages with the mark on this one.

    Pages beside each other share it but for the mark, and it grows with the chapter: that of each chapter is made once.
    """
    lists = _LISTS.setdefault(app, {})
    shared = (pagename.rpartition("/")[0], *(parent["link"] for parent in context["parents"]))
    if app.env.toctree_includes.get(pagename):
        shared = (*shared, pagename)  # its own part of the list is open
    own = app.builder.get_target_uri(pagename).rpartition("/")[2]
    if shared not in lists:
        lists[shared] = _shared_list(context, own, said)
    return lists[shared].replace(f'href="{own}"', 'href="#" aria-current="page"')


def _shared_list(context: dict[str, Any], own: str, said: dict[str, str]) -> str:
    """The list of all pages, below the open chapter also its notebooks, which fold away; the page itself has the address `own`.

    Those of other chapters would make each page longer with every table of the book.
    """
    root = parse(context["toctree"](collapse=True, maxdepth=2, includehidden=True, titles_only=True) or "")
    for link in root.iter("a"):
        if "current" in classes(link) and link.get("href") in ("#", ""):
            link.set("href", own)
        link.attrib.pop("class", None)
    for item in root.iter("li"):
        inner, first = item.find("ul"), item.find("a")
        if inner is not None:
            named = said["contents-of"].format(title="" if first is None else first.text_content())
            details = wrap(inner, builder.DETAILS())
            details.insert(0, builder.SUMMARY(builder.SPAN({"class": "unseen"}, named)))
            if "current" in classes(item):
                details.set("open", "")
    for part in root.iter("li", "ul"):
        part.attrib.pop("class", None)
    return write(root)


def list_of_sections(context: dict[str, Any]) -> str:
    """The sections of this page, without its title; nothing where there are fewer than two."""
    if not context.get("display_toc"):
        return ""
    root = parse(context.get("toc") or "")
    inner = root.find(".//li/ul")
    if inner is None or len(list(inner.iter("li"))) < 2:
        return ""
    for link in inner.iter("a"):
        link.attrib.pop("class", None)
    return html.tostring(inner, encoding="unicode", with_tail=False)
