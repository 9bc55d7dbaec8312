"""Search of one language: Pagefind's index for a web site, and the plain text for a book opened from a folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from lxml import html

from collate.data import csvfile
from collate.errors import BuildError

INDEX = "pagefind"  # the folder beside the pages
TEXT = "text.js"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
Entry = tuple[str, str, str, str, str]


def index(folder: Path) -> None:
    """Fill `folder/pagefind` from the articles of the pages in `folder`; the same pages give the same bytes.

    Raises
    ------
    BuildError : Pagefind fails, or no page has an article to index.
    """
    _run_pagefind(folder)
    entries = [entry for path in sorted(folder.rglob("*.html")) for entry in _read(path, path.relative_to(folder).as_posix())]
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    csvfile.write_text(folder / INDEX / TEXT, f"collate.text({text});\n")


def _run_pagefind(folder: Path) -> None:
    shutil.rmtree(folder / INDEX, ignore_errors=True)
    options = ["--site", str(folder), "--output-subdir", INDEX, "--silent"]
    command = [sys.executable, "-m", "pagefind_bin_extended", *options]
    done = subprocess.run(
        command, capture_output=True, env=os.environ | {"PAGEFIND_KEEP_INDEX_URL": "true"}, text=True, errors="replace", check=False
    )
    if done.returncode or not (folder / INDEX / "pagefind.js").is_file():
        raise BuildError(f"Pagefind indexes nothing: {(done.stderr or done.stdout).strip()[-300:]}", where=folder)
    for unused in (folder / INDEX).glob("pagefind-*"):  # its own dialogs; search.js is ours
        if unused.suffix in (".css", ".js") and unused.name != "pagefind-worker.js":
            unused.unlink()


def _read(path: Path, name: str) -> list[Entry]:
    """What search sees of a page, an entry a section: page, anchor, title of the page, heading, text."""
    article = html.document_fromstring(path.read_bytes().decode("utf-8")).find(".//article[@data-pagefind-body]")
    if article is None:
        return []
    for part in list(article.iter()):
        if part.tag in ("script", "style") or "data-pagefind-ignore" in part.attrib:
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
