"""Sections with the same anchors in every language, and the lists of pages and sections beside an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from lxml import html
from lxml.html import builder
from sphinx.transforms import SphinxTransform

from collate.bind.chapters import chapter_text
from collate.bind.fragment import classes, parse, wrap, write
from collate.book import Book

if TYPE_CHECKING:
    from collate.sphinx.domain import CollateDomain

_HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
_FENCED = re.compile(r"^(`{3,}).*?^\1", re.MULTILINE | re.DOTALL)


def anchor_language(book: Book) -> str:
    """The language that names the sections: the first whose letters an address shows as they are."""
    return next((language.tag for language in book.config.languages if not language.cjk), book.languages[0])


def anchors(markdown: str) -> list[str]:
    """One anchor for each heading of a page, in order, each different from the others."""
    found: list[str] = []
    for title in _HEADING.findall(_FENCED.sub("", markdown)):
        name = nodes.make_id(title) or f"section-{len(found) + 1}"
        found.append(name if name not in found else f"{name}-{len(found) + 1}")
    return found


class SharedAnchors(SphinxTransform):
    """Give each section the anchor of its counterpart in one language, by position; its own stays valid."""

    default_priority = 200

    def apply(self, **options: Any) -> None:
        del options
        domain = self.env.get_domain("collate")
        if domain.builder != "html":
            return
        sections = list(self.document.findall(nodes.section))
        page = domain.book.chapters / anchor_language(domain.book) / f"{self.env.docname}.md"
        if page.is_file():
            self.env.note_dependency(str(page))
        shared = anchors(chapter_text(page)) if page.is_file() else [self.env.docname.rpartition("/")[2]]
        if len(shared) != len(sections):
            return
        for section, name in zip(sections, shared, strict=True):
            own = [id for id in section["ids"] if id != name]
            section["ids"] = [name, *own]
            self.document.ids[name] = section


def list_of_pages(domain: CollateDomain, address: str, pagename: str, context: dict[str, Any]) -> str:
    """The list of all pages with the mark on this one, whose address from the top of the book is `address`.

    Pages beside each other share it but for the mark, and it grows with the chapter: that of each chapter is made once a build.
    """
    shared = (pagename.rpartition("/")[0], *(parent["link"] for parent in context["parents"]))
    if domain.env.toctree_includes.get(pagename):
        shared = (*shared, pagename)  # its own part of the list is open
    own = address.rpartition("/")[2]
    if shared not in domain.lists_of_pages:
        domain.lists_of_pages[shared] = _shared_list(context, own, domain.interface["contents-of"])
    return domain.lists_of_pages[shared].replace(f'href="{own}"', 'href="#" aria-current="page"')


def _shared_list(context: dict[str, Any], own: str, words: str) -> str:
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
            named = words.format(title="" if first is None else first.text_content())
            details = wrap(inner, builder.DETAILS())
            details.insert(0, builder.SUMMARY(builder.SPAN({"class": "unseen"}, named)))
            if "current" in classes(item):
                details.set("open", "")
    for part in root.iter("li", "ul"):
        part.attrib.pop("class", None)
    for caption in root.find_class("caption"):
        caption.attrib.pop("role", None)  # a heading without a level
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
