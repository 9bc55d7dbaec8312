"""Run Jupyter Book on a staged book, every warning an error."""

from __future__ import annotations

import hashlib
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

from collate.bind.sphinx_server import run_jupyter_book
from collate.book import Book
from collate.data import csvfile
from collate.errors import BuildError

LIBRARY = Path(__file__).resolve().parents[1]


def jupyter_book(book: Book, language: str, builder: str) -> Path:
    """Run Jupyter Book on the staged source with every warning an error; return its output folder."""
    form = {"html": "html", "latex": "pdf", "epub": "epub"}[builder]
    staged = book.staged(language, form)
    out = book.build / "sphinx" / f"{form}.{language}"
    command = [
        "build",
        str(staged),
        "--path-output",
        str(out),
        *(("--builder", "custom", "--custom-builder", builder) if builder == "epub" else ("--builder", builder)),
    ]
    # Formats of one file are written whole; of HTML what changed, and all pages that show it (collate.sphinx.incremental).
    command += [*([] if form == "html" else ["--all"]), "-W", "-n", "--keep-going", "--quiet"]
    state, wanted = out.with_name(f"{out.name}.state"), _state(book, staged)
    if not state.is_file() or state.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(out, ignore_errors=True)
    state.unlink(missing_ok=True)  # a build that fails, or is interrupted, leaves nothing to go on with
    log = book.build / "sphinx" / f"{form}.{language}.log"
    if run_jupyter_book(command, log):
        lines = [line for line in read_log(log).splitlines() if "WARNING" in line or "ERROR" in line or "Error" in line]
        what = "\n  ".join(line.replace(str(staged), f"chapters/{language}") for line in lines[:5]) or "see the log"
        raise BuildError(f"Sphinx refuses the {language} book:\n  {what}", where=book.relative(log))
    csvfile.write_text(state, wanted)
    return out


def _state(book: Book, staged: Path) -> str:
    """A digest of all but the pages and what they show: where it differs, the book is built from nothing."""
    files = [staged / "_config.yml", staged / "_toc.yml", book.root / "requirements.txt", book.webfonts / "fonts" / "fonts.css"]
    files += sorted(path for path in LIBRARY.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    digest = hashlib.sha256(f"{sys.version} {LIBRARY} {version('jupyter-book')} {version('sphinx')}".encode())
    for path in files:
        digest.update(f"{path.name}\0".encode() + (path.read_bytes() if path.exists() else b"") + b"\0")
    return digest.hexdigest()


def read_log(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
