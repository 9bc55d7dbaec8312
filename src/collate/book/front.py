"""The front of a printed or electronic book: its title page, and what the files say of themselves."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from sphinx.util import texescape

from collate.data.citation import load_citation
from collate.data.labels import Labels
from collate.project import Project

TITLE_PAGE = "title-page.xhtml"


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


def front_matter(project: Project, language: str, configuration: Mapping[str, Any]) -> Front:
    """The front of the book in `language`; `configuration` is its merged _config.yml.

    Raises
    ------
    DataError : CITATION.cff is broken.
    LabelError : a word of the title page is missing.
    """
    whole = str(configuration.get("title", ""))
    title, join, subtitle = whole.partition("：" if "：" in whole else ": ")
    editors = str(configuration.get("author", ""))
    found = load_citation(project.citation)
    if found is None:
        return Front(title, join, subtitle, editors, "", "", "", (editors,))
    labels = Labels.load(project.labels)
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


def settings(project: Project, language: str, form: str, configuration: Mapping[str, Any]) -> dict[str, Any]:
    """What the front of a book adds to the Sphinx configuration of its `form`, `html`, `pdf` or `epub`."""
    if form == "html":
        return {}
    front = front_matter(project, language, configuration)
    if form == "epub":
        return _epub(front, language)
    return {"latex_elements": {"maketitle": _latex_title_page(front), "hyperref": _latex_metadata(front, language)}}


def epub_title_page(front: Front, language: str) -> str:
    """The title page of the EPUB: one file of XHTML without scripts."""
    subtitle = f"<p>{escape(front.subtitle)}</p>\n" if front.subtitle else ""
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in front.lines)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" xml:lang="{language}">
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


def _epub(front: Front, language: str) -> dict[str, Any]:
    # An address for the book that needs no registry: the same book keeps it, another title or language has another.
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{front.whole}/{language}")
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
        "epub_language": language,
        "epub_identifier": f"uuid-{number}",
        "epub_uid": f"uuid-{number}",  # Sphinx writes this one to toc.ncx, and the two must be the same
        "epub_use_index": False,
        "epub_show_urls": "no",
        "epub_tocdepth": 2,
        "epub_pre_files": [[TITLE_PAGE, front.title]],
        "html_extra_path": [TITLE_PAGE],
    }


def _latex_title_page(front: Front) -> str:
    texescape.init()

    def tex(text: str) -> str:
        return str(texescape.escape(text, "xelatex"))

    subtitle = rf"{{\sffamily\Large {tex(front.subtitle)}\par}}" if front.subtitle else ""
    first, *rest = [rf"{{{tex(line)}\par}}" for line in front.lines]
    below = "\\vspace{0.8\\baselineskip}\n".join(rest)
    return rf"""
\begin{{titlepage}}\raggedright
\vspace*{{0.16\textheight}}
{{\sffamily\bfseries\Huge {tex(front.title)}\par}}
\vspace{{\baselineskip}}
{subtitle}
\vspace{{3\baselineskip}}
{{\large {first}}}
\vfill
{below}
\end{{titlepage}}
"""


def _latex_metadata(front: Front, language: str) -> str:
    """hyperref as Sphinx loads it, and what a reader's program shows of the file."""
    texescape.init()
    values = {"pdftitle": front.whole, "pdfauthor": front.editors, "pdfsubject": " ".join(front.lines), "pdflang": language}
    said = ",".join(f"{key}={{{texescape.escape(value, 'xelatex')}}}" for key, value in values.items())
    return rf"""
\usepackage{{hyperref}}
\usepackage{{hypcap}}
\urlstyle{{same}}
\AtBeginDocument{{\hypersetup{{{said},pdfdisplaydoctitle=true,bookmarksnumbered=false,bookmarksopen=true,bookmarksopenlevel=0}}}}
"""
