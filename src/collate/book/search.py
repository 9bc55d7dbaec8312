"""Search of one language: Pagefind's index for a web site, and the plain text for a book opened from a folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup, Tag

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
    entries = [entry for page in sorted(folder.rglob("*.html")) for entry in page_text(page, page.relative_to(folder).as_posix())]
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    csvfile.write_text(folder / INDEX / TEXT, f"collate.text({text});\n")


def page_text(path: Path, name: str) -> list[Entry]:
    """The searched text of a page, one entry a section: page, anchor, title of the page, heading, text."""
    article = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select_one("article[data-pagefind-body]")
    if article is None:
        return []
    for part in article.select("[data-pagefind-ignore], script, style"):
        part.decompose()
    found: list[list[str]] = []
    for child in article.descendants:
        if isinstance(child, Tag):
            if child.name in _HEADINGS:
                found.append([str(child.get("id", "")), child.get_text(" ", strip=True), ""])
        elif found and (child.parent is None or child.find_parent(_HEADINGS) is None):
            found[-1][2] += str(child)
    title = found[0][1] if found else ""
    return [(name, anchor, title, heading, " ".join(text.split())) for anchor, heading, text in found]
