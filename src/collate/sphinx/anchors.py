"""Sections have the same anchors in every language: those of the English page, by position."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from collate.bind.chapters import chapter_text
from collate.book import LANGUAGES, Book

_HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
_FENCED = re.compile(r"^(`{3,}).*?^\1", re.MULTILINE | re.DOTALL)


def anchors(markdown: str) -> list[str]:
    """One anchor for each heading of a page, in order, each different from the others."""
    found: list[str] = []
    for title in _HEADING.findall(_FENCED.sub("", markdown)):
        name = nodes.make_id(title) or f"section-{len(found) + 1}"
        found.append(name if name not in found else f"{name}-{len(found) + 1}")
    return found


class SharedAnchors(SphinxTransform):
    """Give each section the anchor of its counterpart in English; its own stays valid."""

    default_priority = 200

    def apply(self, **options: Any) -> None:
        del options
        if self.app.builder.name != "html":
            return
        sections = list(self.document.findall(nodes.section))
        page = Book(Path(self.config.collate_root)).chapters / LANGUAGES[-1] / f"{self.env.docname}.md"
        shared = anchors(chapter_text(page)) if page.is_file() else [self.env.docname.rpartition("/")[2]]
        if len(shared) != len(sections):
            return
        for section, name in zip(sections, shared, strict=True):
            own = [id for id in section["ids"] if id != name]
            section["ids"] = [name, *own]
            self.document.ids[name] = section
