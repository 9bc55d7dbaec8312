"""Build the staged book with Jupyter Book: HTML folders and PDF files, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from collate import csvfile
from collate.errors import BuildError, SystemPackageError
from collate.project import LANGUAGES, Project

# What xelatex, latexmk and the fonts of the book come from, as apt.txt lists them.
_MISSING_GLYPH = re.compile(r"Missing character: There is no (\S+)")
_UNRESOLVED = re.compile(r"(?:Reference|Citation|Hyper reference) [`'](.+?)' on page \S+ undefined")
_OVERFULL_TABLE = re.compile(r"Overfull \\hbox \((?P<width>[\d.]+)pt too wide\) in alignment at lines (?P<lines>\S+)")


def build_html(project: Project, language: str) -> Path:
    """Build the HTML of one language into `_build/html/LANGUAGE` and return that folder.

    Raises
    ------
    BuildError : Sphinx warns or fails; the whole log is named.
    """
    out = _jupyter_book(project, language, "html")
    final = project.html(language)
    part = final.with_name(f".{final.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(out / "_build" / "html", part, ignore=shutil.ignore_patterns(".buildinfo", "objects.inv"))
    shutil.rmtree(final, ignore_errors=True)
    part.replace(final)
    return final


def build_pdf(project: Project, language: str) -> Path:
    """Build the PDF of one language and return its path.

    Raises
    ------
    SystemPackageError : latexmk, xelatex or the Noto CJK fonts are not installed.
    BuildError : LaTeX fails, drops a glyph, leaves a reference unresolved, or sets a table wider than the page.
    """
    require_tex()
    out = _jupyter_book(project, language, "latex")
    folder = out / "_build" / "latex"
    command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-quiet", "book.tex"]
    # A fixed date gives the same bytes for the same book; long lines keep the log's messages whole.
    environment = os.environ | {"SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1", "max_print_line": "2000"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, errors="replace", check=False)
    log = folder / "book.log"
    if done.returncode or not log.exists():
        first = next((line for line in _read_log(log).splitlines() if line.startswith("!")), done.stdout[-300:])
        raise BuildError(f"LaTeX fails: {first}", where=log)
    check_log(log)
    final = project.pdf(language)
    final.parent.mkdir(parents=True, exist_ok=True)
    part = final.with_suffix(".part")
    shutil.copy(folder / "book.pdf", part)
    part.replace(final)
    return final


def check_log(log: Path) -> None:
    """Refuse what LaTeX only mentions in its log.

    Raises
    ------
    BuildError : a missing glyph, an unresolved reference, or a table that runs off the page.
    """
    text = _read_log(log)
    glyphs = sorted(set(_MISSING_GLYPH.findall(text)))
    if glyphs:
        raise BuildError(f"the fonts lack {' '.join(glyphs)}", where=log, fix="name a font that has them in chapters/*/_config.yml")
    references = sorted(set(_UNRESOLVED.findall(text)))
    if references:
        raise BuildError(f"unresolved: {', '.join(references)}", where=log, fix="correct the reference in the chapter")
    tables = _OVERFULL_TABLE.findall(text)
    if tables:
        wide = ", ".join(f"{width} pt at lines {lines} of book.tex" for width, lines in tables)
        raise BuildError(f"a table runs off the page: {wide}", where=log, fix="narrow its columns or set it in smaller type")


def require_tex() -> None:
    """Fail with the remedy where the PDF cannot be built.

    Raises
    ------
    SystemPackageError : naming what is missing.
    """
    missing = [program for program in ("latexmk", "xelatex") if shutil.which(program) is None]
    if missing:
        raise SystemPackageError(f"{' and '.join(missing)} not found; the HTML edition needs neither (make html)")
    fonts = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    for family in ("Noto Serif CJK TC", "Noto Sans CJK TC"):
        if family not in fonts:
            raise SystemPackageError(f"the font {family} is not installed")


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


def _jupyter_book(project: Project, language: str, builder: str) -> Path:
    """Run Jupyter Book on the staged source with every warning an error; return its output folder."""
    form = "html" if builder == "html" else "pdf"
    staged = project.staged(language, form)
    out = project.build / "sphinx" / f"{form}.{language}"
    command = [
        sys.executable,
        "-c",
        "from jupyter_book.cli.main import main; main()",
        "build",
        str(staged),
        "--path-output",
        str(out),
        "--builder",
        builder,
    ]
    # Every page anew: Sphinx alone would keep old titles in the contents of pages that did not change.
    command += ["--all", "-W", "-n", "--keep-going", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    log = project.build / "sphinx" / f"{form}.{language}.log"
    csvfile.write_text(log, done.stdout + done.stderr)
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if "WARNING" in line or "ERROR" in line or "Error" in line]
        what = "\n  ".join(line.replace(str(staged), f"chapters/{language}") for line in lines[:5]) or "see the log"
        raise BuildError(f"Sphinx refuses the {language} book:\n  {what}", where=project.relative(log))
    return out


def _read_log(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""


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
