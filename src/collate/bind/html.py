"""The HTML edition of one language: a whole folder or none."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from collate.bind import search
from collate.bind.html_check import check_language
from collate.bind.html_pages import BuiltPage, targets
from collate.bind.sphinx_run import run_sphinx
from collate.bind.staging import pages, read_yaml
from collate.bind.title_page import STATE_PLACE, state_line
from collate.bind.webfonts import style_sheet
from collate.book import Book

_LEFT_BEHIND = (".buildinfo", "objects.inv", "genindex.html", "searchindex.js")  # nothing links to them
_BY_SCRIPT = ("_static/search.js",)  # what a script loads, no page names
_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')?#]+)")


def build_html(book: Book, language: str) -> Path:
    """Build the HTML of one language into `_build/html/LANGUAGE` and return that folder.

    Raises
    ------
    BuildError : Sphinx warns or fails (the whole log is named), or a page would let its readers down (`check_language`).
    """
    out = run_sphinx(book, language, "html")
    final = book.html(language)
    part = final.with_name(f".{final.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(out, part, ignore=shutil.ignore_patterns(*_LEFT_BEHIND))
    line = state_line(book, language)
    for page in part.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if STATE_PLACE in text:
            page.write_text(text.replace(STATE_PLACE, line), encoding="utf-8")
    fonts = part / "_static" / style_sheet(book, language)
    listed = pages(read_yaml(book.root / "_toc.yml"))
    found = check_language(part, book.language(language), listed, fonts if fonts.exists() else None)
    prune_static(part, found)
    search.index(part)
    shutil.rmtree(final, ignore_errors=True)
    part.replace(final)
    return final


def prune_static(folder: Path, found: dict[str, BuiltPage]) -> None:
    """Delete what stands in `_static` and no page, style sheet or script uses: the theme brings several megabytes of it."""
    static = folder / "_static"
    used = {_target(folder, name) for name in _BY_SCRIPT}
    used |= {_target(folder, path) for links in targets(found).values() for path, _ in links.values() if path}
    used |= {_target(page.path.parent, urlsplit(address).path) for page in found.values() for address in page.loaded}
    for sheet in [Path(path) for path in used if path.endswith(".css") and Path(path).is_file()]:
        used |= {_target(sheet.parent, address) for address in _CSS_URL.findall(sheet.read_text(encoding="utf-8"))}
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif _target(path.parent, path.name) not in used:
            path.unlink()


def _target(folder: Path, address: str) -> str:
    """The path that a relative address leads to from `folder`; no link of the file system is followed, for there are none."""
    return os.path.normpath(folder / address)
