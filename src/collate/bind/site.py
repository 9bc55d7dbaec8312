"""Files of the site as a whole: the page that offers the languages, the one for a wrong address, the map for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from lxml import html

from collate.bind.webfonts import style_sheet
from collate.book import Book
from collate.data import csvfile


def write_start_page(book: Book) -> Path:
    """`_build/html/index.html`, which offers the languages, each in its own words and with the first lines of its book.

    With one language it leads on to the first page of the book.
    """
    path = book.build / "html" / "index.html"
    if len(book.languages) == 1:
        only = book.language(book.languages[0])
        title, _ = _beginning(book, only.tag)
        csvfile.write_text(path, _LEADS_ON.format(tag=escape(only.html), title=escape(title), address=escape(f"{only.tag}/index.html")))
        return path
    links = []
    titles = []
    for language in book.config.languages:
        title, about = _beginning(book, language.tag)
        titles.append(title)
        words = {"tag": language.html, "language": language.tag, "title": title, "about": about, "name": language.name}
        links.append(_LINK.format(**{key: escape(word) for key, word in words.items()}))
    first = book.languages[0]
    sheet = f"{first}/_static/{style_sheet(book, first)}"
    csvfile.write_text(path, _START_PAGE.format(title=escape(" · ".join(titles)), fonts=sheet, first=first, links="\n".join(links)))
    return path


def _beginning(book: Book, language: str) -> tuple[str, str]:
    """The title and the first paragraph of the first page."""
    page = html.document_fromstring((book.html(language) / "index.html").read_text(encoding="utf-8"))
    for link in page.xpath("//a[contains(@class, 'headerlink')]"):
        link.drop_tree()
    return _text(page.find(".//article//h1")) or language, _text(page.find(".//article//p"))


def _text(element: html.HtmlElement | None) -> str:
    return "" if element is None else " ".join(element.text_content().split())


def write_not_found(book: Book, site: str) -> Path:
    """`_build/html/404.html`, in every language and in one file, because a server shows it under any address.

    Parameters
    ----------
    site : the address of the site, empty where there is none; then the links hold at the top of the site.
    """
    labels = book.words
    parts = "\n".join(
        f'<section lang="{escape(book.language(language).html)}">\n<h1>{escape(labels.text("not-found-title", language))}</h1>\n'
        f"<p>{escape(labels.text('not-found-text', language))}</p>\n"
        f'<p><a href="{escape(start(site, language))}">{escape(labels.text("not-found-link", language))}</a></p>\n</section>'
        for language in book.languages
    )
    title = " · ".join(labels.text("not-found-title", language) for language in book.languages)
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
            f'\n    <xhtml:link rel="alternate" hreflang="{other.html}" href="{escape(f"{base}/{other.tag}/{page}.html")}"/>'
            for other in book.config.languages
        )
        entries += [f"  <url>\n    <loc>{escape(f'{base}/{language}/{page}.html')}</loc>{others}\n  </url>" for language in book.languages]
    path = book.build / "html" / "sitemap.xml"
    csvfile.write_text(path, _SITEMAP.format(entries="\n".join(entries)))
    return path


_LEADS_ON = """<!doctype html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={address}">
<title>{title}</title>
<link rel="canonical" href="{address}">
</head>
<body>
<p><a href="{address}">{title}</a></p>
</body>
</html>
"""
_LINK = """<li lang="{tag}"><a hreflang="{tag}" href="{language}/index.html">
<strong>{title}</strong><span>{about}</span><b>{name}</b></a></li>"""
_START_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{fonts}">
<link rel="stylesheet" href="{first}/_static/site.css">
<style>
main {{ max-width: 46rem; margin: 0 auto; padding: 12vh 1.25rem 4rem; }}
ul {{ list-style: none; padding: 0; margin: 0; display: grid; gap: 1.25rem; }}
a {{ display: grid; gap: 0.6rem; padding: 1.5rem 1.75rem; border: 1px solid var(--line); border-radius: 0.6rem;
  text-decoration: none; color: inherit; }}
a:hover {{ background: var(--tint); }}
strong {{ font: 700 1.35rem/1.4 var(--sans); }}
b {{ font: 700 1rem/1.4 var(--sans); color: var(--link); }}
</style>
</head>
<body>
<main>
<h1 class="unseen">{title}</h1>
<ul>
{links}
</ul>
</main>
</body>
</html>
"""
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
