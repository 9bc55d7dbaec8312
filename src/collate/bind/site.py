"""Files of the site as a whole: the page for an address that leads nowhere, and the map for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from collate.book import LANGUAGES, Book
from collate.data import csvfile


def write_not_found(book: Book, site: str) -> Path:
    """`_build/html/404.html`, in both languages and in one file, because a server shows it under any address.

    Parameters
    ----------
    site : the address of the site, empty where there is none; then the links hold at the top of the site.
    """
    labels = book.words
    parts = "\n".join(
        f'<section lang="{language}">\n<h1>{escape(labels.text("not-found-title", language))}</h1>\n'
        f"<p>{escape(labels.text('not-found-text', language))}</p>\n"
        f'<p><a href="{escape(start(site, language))}">{escape(labels.text("not-found-link", language))}</a></p>\n</section>'
        for language in LANGUAGES
    )
    title = " · ".join(labels.text("not-found-title", language) for language in LANGUAGES)
    path = book.build / "html" / "404.html"
    csvfile.write_text(path, _PAGE.format(title=escape(title), parts=parts))
    return path


def start(site: str, language: str) -> str:
    """The first page of a language."""
    return f"{site.rstrip('/')}/{language}/index.html" if site else f"{language}/index.html"


def write_sitemap(book: Book, site: str, pages: Iterable[str]) -> Path:
    """`_build/html/sitemap.xml`: every page in every language, each with the same page in the others."""
    base = site.rstrip("/")
    entries = []
    for page in pages:
        others = "".join(
            f'\n    <xhtml:link rel="alternate" hreflang="{language}" href="{escape(f"{base}/{language}/{page}.html")}"/>'
            for language in LANGUAGES
        )
        entries += [f"  <url>\n    <loc>{escape(f'{base}/{language}/{page}.html')}</loc>{others}\n  </url>" for language in LANGUAGES]
    path = book.build / "html" / "sitemap.xml"
    csvfile.write_text(path, _SITEMAP.format(entries="\n".join(entries)))
    return path


_SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
{entries}
</urlset>
"""
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
body {{ font-family: system-ui, sans-serif; max-width: 40rem; margin: 12vh auto; padding: 0 1.25rem; line-height: 1.6; }}
section + section {{ margin-top: 3rem; }}
h1 {{ font-size: 1.5rem; }}
a {{ color: inherit; }}
</style>
</head>
<body>
<main>
{parts}
</main>
</body>
</html>
"""
