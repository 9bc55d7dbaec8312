"""The page that offers the languages."""

from __future__ import annotations

import re
from pathlib import Path

from collate.data import csvfile
from collate.project import LANGUAGES, Project


def write_start_page(project: Project) -> Path:
    """`_build/html/index.html`, which offers the languages."""
    titles = {}
    for language in LANGUAGES:
        text = (project.html(language) / "index.html").read_text(encoding="utf-8")
        found = re.search(r"<h1>(.*?)<a", text, re.DOTALL) or re.search(r"<title>(.*?)</title>", text, re.DOTALL)
        titles[language] = re.sub(r"<[^>]+>", "", found.group(1)).strip() if found else language
    names = {"zh-Hant": "繁體中文版", "en": "English edition"}
    links = "\n".join(_LINK.format(language=language, title=titles[language], name=names[language]) for language in LANGUAGES)
    path = project.build / "html" / "index.html"
    csvfile.write_text(path, _START_PAGE.format(title=" · ".join(titles.values()), links=links))
    return path


_LINK = '<li lang="{language}"><a hreflang="{language}" href="{language}/index.html"><strong>{title}</strong><br>{name}</a></li>'
_START_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ font-family: system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; padding: 0 1.25rem; line-height: 1.6; }}
ul {{ list-style: none; padding: 0; display: grid; gap: 1rem; }}
a {{ display: block; padding: 1rem 1.25rem; border: 1px solid; border-radius: 0.5rem; text-decoration: none; color: inherit; }}
a:hover, a:focus-visible {{ outline: 3px solid Highlight; }}
</style>
</head>
<body>
<main>
<ul>
{links}
</ul>
</main>
</body>
</html>
"""
