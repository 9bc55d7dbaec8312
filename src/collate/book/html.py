"""The HTML edition of one language: a whole folder or none."""

from __future__ import annotations

import shutil
from pathlib import Path

from collate.book.front import STATE_PLACE, state_line
from collate.book.sphinx_run import jupyter_book
from collate.project import Project


def build_html(project: Project, language: str) -> Path:
    """Build the HTML of one language into `_build/html/LANGUAGE` and return that folder.

    Raises
    ------
    BuildError : Sphinx warns or fails; the whole log is named.
    """
    out = jupyter_book(project, language, "html")
    final = project.html(language)
    part = final.with_name(f".{final.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(out / "_build" / "html", part, ignore=shutil.ignore_patterns(".buildinfo", "objects.inv"))
    line = state_line(project, language)
    for page in part.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if STATE_PLACE in text:
            page.write_text(text.replace(STATE_PLACE, line), encoding="utf-8")
    shutil.rmtree(final, ignore_errors=True)
    part.replace(final)
    return final
