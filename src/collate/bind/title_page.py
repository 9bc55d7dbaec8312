"""The front of a printed or electronic book: its title page, and what the files say of themselves."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from collate.bind.repository import read_state
from collate.book import Book
from collate.config import Language
from collate.data.citation import load_citation

TITLE_PAGE = "title-page.xhtml"
STATE_PLACE = "<!-- state -->"  # filled when the pages are laid in their place, so that a commit does not write them all anew


@dataclass(frozen=True)
class Front:
    """What a title page says.

    `lines` are sentences under the title (the authors of what is reproduced, the editors, version, licences), as far as
    CITATION.cff has them; `reproduced` are the names of those authors.
    """

    title: str
    join: str
    subtitle: str
    editors: str
    version: str
    reproduced: str
    licences: str
    lines: tuple[str, ...]

    @property
    def whole(self) -> str:
        """Title and subtitle in one line."""
        return f"{self.title}{self.join}{self.subtitle}" if self.subtitle else self.title


def front_matter(book: Book, language: str, configuration: Mapping[str, Any]) -> Front:
    """The front of the book in `language`; `configuration` is its merged _config.yml.

    Raises
    ------
    DataError : CITATION.cff is broken.
    LabelError : a word of the title page is missing.
    """
    whole = str(configuration.get("title") or "")
    title, join, subtitle = whole.partition("：" if "：" in whole else ": ")
    editors = str(configuration.get("author") or "")
    found = load_citation(book.citation)
    if found is None:
        return Front(title, join, subtitle, editors, "", "", "", (editors,))
    labels = book.words
    names = dict.fromkeys(person.full(language) for work in found.references for person in work.authors)
    reproduced = labels.text("join-comma", language).join(names)
    licences = labels.text("front-licences", language)
    lines = [labels.text("front-report", language).format(names=reproduced)] if names else []
    lines += [
        labels.text("front-editors", language).format(names=editors),
        labels.text("front-version", language).format(version=found.edition.version, date=found.edition.released),
        licences,
    ]
    return Front(title, join, subtitle, editors, found.edition.version, reproduced, licences, tuple(lines))


CODE_STYLE = "a11y-high-contrast-light"  # of accessible-pygments


def site_settings(book: Book, language: str, configuration: Mapping[str, Any]) -> dict[str, Any]:
    """What the front adds to _config.yml for HTML: the licences and a place for the state in the footer, the address of the language."""
    front = front_matter(book, language, configuration)
    footer = f"<p>{escape(front.licences)}</p>\n{STATE_PLACE}" if front.licences else ""
    html = configuration.get("html") or {}
    # Jupyter Book names a style of its own, which is too pale on paper that is not white; the theme has the dark one beside this.
    settings: dict[str, Any] = {
        "pygments_style": CODE_STYLE,
        "html_theme_options": {"extra_footer": f"{footer}{html.get('extra_footer') or ''}"},
    }
    if site := site_address(configuration):
        settings["html_baseurl"] = f"{site}/{language}/"
    return {"sphinx": {"config": settings}}


def state_line(book: Book, language: str) -> str:
    """What the footer says of the commit that the book is built from; empty outside git."""
    labels, state = book.words, read_state(book.root)
    if not state.commit:
        return ""
    return f"<p>{escape(labels.text('footer-state', language).format(commit=state.commit, date=state.date))}</p>"


def site_address(configuration: Mapping[str, Any]) -> str:
    """The address of the site, `html.baseurl` of _config.yml, without a slash at its end; empty where there is none."""
    return str((configuration.get("html") or {}).get("baseurl") or "").rstrip("/")


def epub_title_page(front: Front, language: Language) -> str:
    """The title page of the EPUB: one file of XHTML without scripts."""
    subtitle = f"<p>{escape(front.subtitle)}</p>\n" if front.subtitle else ""
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in front.lines)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language.tag}" xml:lang="{language.tag}">
<head>
<title>{escape(front.whole)}</title>
<link rel="stylesheet" type="text/css" href="_static/epub.css" />
</head>
<body>
<section epub:type="titlepage" class="title-page">
<h1>{escape(front.title)}</h1>
{subtitle}{lines}
</section>
</body>
</html>
"""


def epub_settings(front: Front, language: Language) -> dict[str, Any]:
    """Values of Sphinx's configuration for the EPUB."""
    # An address for the book that needs no registry: the same book keeps it, another title or language has another.
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{front.whole}/{language.tag}")
    return {
        "project": front.whole,
        "version": front.version or "0",
        "epub_basename": "book",
        "epub_title": front.whole,
        "epub_author": front.editors,
        "epub_publisher": front.editors,
        "epub_contributor": front.reproduced or front.editors,
        "epub_copyright": front.licences or front.editors,
        "epub_description": " ".join(front.lines),
        "epub_language": language.tag,
        "epub_identifier": f"uuid-{number}",
        "epub_uid": f"uuid-{number}",  # Sphinx writes this one to toc.ncx, and the two must be the same
        "epub_use_index": False,
        "epub_show_urls": "no",
        "epub_tocdepth": 2,
        "epub_pre_files": [[TITLE_PAGE, front.title]],
        "html_extra_path": [TITLE_PAGE],
    }
