"""Search of one language: Pagefind's index for a web site, and the plain text for a book opened from a folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from lxml import html

from collate.bind.fragment import text_of
from collate.bind.page_cache import PageMemory
from collate.data import csvfile
from collate.errors import BuildError

INDEX = "pagefind"  # the folder beside the pages
TEXT = "text.js"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
Entry = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Searched:
    """What search sees of one page: a digest of its article without what is left out, and the text of each section."""

    digest: str
    entries: list[Entry]


def index(folder: Path, kept: Path) -> None:
    """Fill `folder/pagefind` from the articles of the pages in `folder`; the same pages give the same bytes.

    Parameters
    ----------
    kept : folder of the last index and of what each page gave it. A page whose bytes are the same is not parsed again, and the
        index is taken as it is while no article has changed.

    Raises
    ------
    BuildError : Pagefind fails, or no page has an article to index.
    """
    pages = _searched(folder, PageMemory(kept / "pages.json", __name__, text_of.__module__))
    told = json.dumps([version("pagefind_bin_extended"), [(name, page.digest) for name, page in pages.items()]])
    key, last = hashlib.sha256(told.encode()).hexdigest(), kept / "key.txt"
    if not (last.is_file() and last.read_text(encoding="utf-8") == key):
        last.unlink(missing_ok=True)
        shutil.rmtree(kept / INDEX, ignore_errors=True)
        _run_pagefind(folder)
        text = json.dumps([entry for page in pages.values() for entry in page.entries], ensure_ascii=False, separators=(",", ":"))
        csvfile.write_text(folder / INDEX / TEXT, f"collate.text({text});\n")
        shutil.copytree(folder / INDEX, kept / INDEX)
        csvfile.write_text(last, key)  # last, so that a half-written index is never taken
    else:
        shutil.rmtree(folder / INDEX, ignore_errors=True)
        shutil.copytree(kept / INDEX, folder / INDEX)


def _searched(folder: Path, memory: PageMemory) -> dict[str, Searched]:
    """What search sees of each page by name."""
    found: dict[str, Searched] = {}
    for path in sorted(folder.rglob("*.html")):
        name, content = path.relative_to(folder).as_posix(), path.read_bytes()
        digest, entries = memory.recall(name, content, partial(_read, content, name))
        found[name] = Searched(digest, [tuple(entry) for entry in entries])
    memory.keep()
    return found


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


def _read(content: bytes, name: str) -> tuple[str, list[Entry]]:
    """What search sees of a page (`Searched`); an entry a section: page, anchor, title of the page, heading, text."""
    article = html.document_fromstring(content.decode("utf-8")).find(".//article[@data-pagefind-body]")
    if article is None:
        return "", []
    for part in list(article.iter()):
        if part.tag in ("script", "style") or "data-pagefind-ignore" in part.attrib:
            part.drop_tree()
    digest = hashlib.sha256(html.tostring(article, with_tail=False)).hexdigest()
    found: list[list[str]] = []
    _gather(article, found)
    title = found[0][1] if found else ""
    return digest, [(name, anchor, title, heading, " ".join(text.split())) for anchor, heading, text in found]


def _gather(element: html.HtmlElement, found: list[list[str]]) -> None:
    """Add to `found` an anchor, heading and text for each section within `element`."""
    if element.tag in _HEADINGS:
        found.append([element.get("id") or "", text_of(element), ""])
        return
    if found and isinstance(element.tag, str):  # a comment is no text
        found[-1][2] += element.text or ""
    for child in element:
        _gather(child, found)
        if found:
            found[-1][2] += child.tail or ""
