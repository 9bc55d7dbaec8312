"""What a page of the HTML edition says to others: links to edit, report and run it, and what a shared link shows."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes

from collate.bind.repository import Repository, repository
from collate.book import LANGUAGES, Book
from collate.data.published import Published

_LOCALES = {"zh-Hant": "zh_TW", "en": "en_US"}
_DESCRIPTION = 160  # letters that programs show of a description
ARTIFACTS = "artifacts/"


def source_path(book: Book, page: str, language: str) -> str:
    """The file of the repository that a page is made from: a chapter, or the notebook of an artifact."""
    if page.startswith(ARTIFACTS):
        notebook = Published(book).artifact(page.removeprefix(ARTIFACTS)).notebook
        return book.relative(book.notebooks / f"{notebook}.ipynb")
    return book.relative(book.chapters / language / f"{page}.md")


def page_links(found: Repository, book: Book, page: str, language: str) -> list[tuple[str, str]]:
    """Label keys and addresses of what a reader can do with a page; only the page of a notebook can be run."""
    path = source_path(book, page, language)
    links = [("link-edit", found.edit(path)), ("link-issue", found.issue(page))]
    if page.startswith(ARTIFACTS):
        links.append(("link-binder", found.binder(path)))
        if address := found.colab(path):
            links.append(("link-colab", address))
    return links


def description(doctree: nodes.document | None) -> str:
    """The first paragraph of a page, shortened at a word or character."""
    if doctree is None:
        return ""
    first = next((node.astext() for node in doctree.findall(nodes.paragraph) if isinstance(node.parent, nodes.section)), "")
    text = " ".join(first.split())
    return text if len(text) <= _DESCRIPTION else text[: _DESCRIPTION - 1].rsplit(" ", 1)[0].rstrip(",;") + "…"


def open_graph(title: str, site: str, text: str, language: str, address: str) -> str:
    """The tags that programs read when a link to the page is shared; `address` is empty where the site has none."""
    tags = {"og:type": "article", "og:title": title, "og:site_name": site, "og:description": text, "og:locale": _LOCALES[language]}
    tags |= {"og:url": address}
    lines = [f'<meta property="{name}" content="{escape(value)}">' for name, value in tags.items() if value]
    lines += [f'<meta property="og:locale:alternate" content="{_LOCALES[other]}">' for other in LANGUAGES if other != language]
    if text:
        lines.insert(0, f'<meta name="description" content="{escape(text)}">')
    return "\n".join(lines)


def add_page_meta(app: Any, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Handler of Sphinx's `html-page-context`."""
    del templatename
    if app.builder.name != "html" or pagename not in app.env.found_docs:
        return
    book, language = Book(Path(app.config.collate_root)), str(app.config.collate_language)
    title = app.env.titles[pagename].astext()
    site = str(app.config.collate_title)
    base = str(app.config.html_baseurl)
    address = f"{base.rstrip('/')}/{pagename}.html" if base else ""
    context["metatags"] = context.get("metatags", "") + open_graph(title, site, description(doctree), language, address)
    found = repository({"repository": app.config.collate_repository})
    if found is None or "header_buttons" not in context:
        return
    labels = book.words
    buttons = [
        {"type": "link", "url": url, "text": labels.text(key, language), "tooltip": labels.text(key, language), "label": key}
        for key, url in page_links(found, book, pagename, language)
    ]
    icon = "fas fa-code-branch"
    group = {"type": "group", "tooltip": labels.text("link-group", language), "icon": icon, "buttons": buttons, "label": "repository-links"}
    context["header_buttons"].append(group)
