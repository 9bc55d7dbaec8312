"""Search of one language: Pagefind's index for a web site, the plain text for a book opened from a folder, and the places of numbers.

Words of Pagefind are parts of a number: it finds 45.1 where 45.33 is asked for. So numbers have a list of their own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from lxml import html

from collate.bind.fragment import classes
from collate.data import csvfile
from collate.errors import BuildError

INDEX = "pagefind"  # the folder beside the pages
TEXT = "text.js"
NUMBERS = "numbers.js"
BESIDE = ("cv-mark", "cv-said", "cv-r", "cv-c", "cv-b")  # classes of what stands beside a printed value, which is no text of the page
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
Entry = tuple[str, str, str, str, str]
Place = tuple[str, str, str, str, str, str]


def index(folder: Path) -> None:
    """Fill `folder/pagefind` from the articles of the pages in `folder`; the same pages give the same bytes.

    Raises
    ------
    BuildError : Pagefind fails, or no page has an article to index.
    """
    _run_pagefind(folder)
    entries: list[Entry] = []
    places: list[Place] = []
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        article = _article(path)
        if article is not None:
            places += _places(article, name)
            entries += _read(article, name)
    for name, function, content in ((TEXT, "text", entries), (NUMBERS, "numbers", places)):
        written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        csvfile.write_text(folder / INDEX / name, f"collate.{function}({written});\n")


def _run_pagefind(folder: Path) -> None:
    shutil.rmtree(folder / INDEX, ignore_errors=True)
    options = ["--site", str(folder), "--output-subdir", INDEX, "--silent"]
    for name in BESIDE:
        options += ["--exclude-selectors", f".{name}"]
    command = [sys.executable, "-m", "pagefind_bin_extended", *options]
    done = subprocess.run(
        command, capture_output=True, env=os.environ | {"PAGEFIND_KEEP_INDEX_URL": "true"}, text=True, errors="replace", check=False
    )
    if done.returncode or not (folder / INDEX / "pagefind.js").is_file():
        raise BuildError(f"Pagefind indexes nothing: {(done.stderr or done.stdout).strip()[-300:]}", where=folder)
    for unused in (folder / INDEX).glob("pagefind-*"):  # its own dialogs; search.js is ours
        if unused.suffix in (".css", ".js") and unused.name != "pagefind-worker.js":
            unused.unlink()


def _article(path: Path) -> html.HtmlElement | None:
    return html.document_fromstring(path.read_bytes().decode("utf-8")).find(".//article[@data-pagefind-body]")


def _places(article: html.HtmlElement, name: str) -> list[Place]:
    """Where the numbers of a page stand: print, what is regenerated beside it, page, anchor, title of the page, heading before it."""
    found: list[Place] = []
    title = heading = ""
    for element in article.iter():
        if element.tag in _HEADINGS:
            heading = " ".join(part for text in element.itertext() if (part := text.strip())).removesuffix("#").strip()
            title = title or heading
        elif "cv" in (element.get("class") or "").split() and element.get("id"):
            beside = "".join(part.text or "" for part in element.find_class("cv-r") if "cv-erratum" in element.get("class"))
            said = [part.tail or "" for group in element.find_class("cv-r") for part in group.find_class("cv-said")]
            printed = next((part.text_content() for part in element.find_class("cv-p")), element.text_content())
            found.append((printed.strip(), (beside + "".join(said)).strip(), name, element.get("id"), title, heading))
    return [place for place in found if any(character.isdigit() for character in place[0])]


def _read(article: html.HtmlElement, name: str) -> list[Entry]:
    """What search sees of a page, an entry a section: page, anchor, title of the page, heading, text."""
    for part in list(article.iter()):
        if part.tag in ("script", "style") or "data-pagefind-ignore" in part.attrib or set(BESIDE) & classes(part):
            part.drop_tree()
    found: list[list[str]] = []
    _gather(article, found)
    title = found[0][1] if found else ""
    return [(name, anchor, title, heading, " ".join(text.split())) for anchor, heading, text in found]


def _gather(element: html.HtmlElement, found: list[list[str]]) -> None:
    """Add to `found` an anchor, heading and text for each section within `element`."""
    if element.tag in _HEADINGS:
        heading = " ".join(part for text in element.itertext() if (part := text.strip()))
        found.append([element.get("id") or "", heading, ""])
        return
    if found and isinstance(element.tag, str):  # a comment is not text
        found[-1][2] += element.text or ""
    for child in element:
        _gather(child, found)
        if found:
            found[-1][2] += child.tail or ""
