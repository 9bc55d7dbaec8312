"""The page that offers the languages."""

from __future__ import annotations

from html import escape
from pathlib import Path

from lxml import html

from collate.bind.html_check import TAGS
from collate.book import LANGUAGES, Book
from collate.data import csvfile

NAMES = {"zh-Hant": "繁體中文版", "en": "English edition"}


def write_start_page(book: Book) -> Path:
    """`_build/html/index.html`, which offers the languages, each in its own words and with the first lines of its book."""
    links = []
    titles = []
    for language in LANGUAGES:
        page = html.document_fromstring((book.html(language) / "index.html").read_text(encoding="utf-8"))
        for link in page.xpath("//a[contains(@class, 'headerlink')]"):
            link.drop_tree()
        titles.append(_text(page.find(".//article//h1")) or language)
        about = _text(page.find(".//article//p"))
        words = {"tag": TAGS[language], "language": language, "title": titles[-1], "about": about, "name": NAMES[language]}
        links.append(_LINK.format(**{key: escape(word) for key, word in words.items()}))
    path = book.build / "html" / "index.html"
    csvfile.write_text(path, _START_PAGE.format(title=escape(" · ".join(titles)), first=LANGUAGES[0], links="\n".join(links)))
    return path


def _text(element: html.HtmlElement | None) -> str:
    return "" if element is None else " ".join(element.text_content().split())


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
<link rel="stylesheet" href="{first}/_static/fonts/fonts.css">
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
