"""Run Sphinx on a staged book, every warning an error.

The configuration is what `jupyter-book config sphinx` makes of the staged `_config.yml`, as the documentation of Jupyter Book has it.
Where Jupyter Book is not installed, `plain_configuration` makes one of the same keys.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from collate.bind import sphinx_server
from collate.bind.webfonts import style_sheets
from collate.book import Book
from collate.data import csvfile, yamlfile
from collate.errors import BuildError
from collate.run.fork_server import forked, forks

LIBRARY = Path(__file__).resolve().parents[1]
CONFIGURATION = "conf.py"
_FORMS = {"html": "html", "typst": "pdf", "epub": "epub"}
_PACKAGES = ("jupyter-book", "sphinx", "myst-nb", "sphinx-external-toc")
# What Jupyter Book gives every book, as far as pages written for it may count on it.
_EXTENSIONS = ("myst_nb", "sphinx_external_toc", "sphinx_design")
_MYST = ["colon_fence", "dollarmath", "linkify", "substitution", "tasklist"]


def run_sphinx(book: Book, language: str, builder: str) -> Path:
    """Run a builder of Sphinx (`html`, `typst` or `epub`) on the staged book and return the folder that it has filled.

    Raises
    ------
    BuildError : Sphinx warns or fails, or the configuration is refused; the whole log is named.
    """
    form = _FORMS[builder]
    staged = book.staged(language, form)
    out = book.build / "sphinx" / f"{form}.{language}"
    log = out.with_name(f"{out.name}.log")
    state, wanted = out.with_name(f"{out.name}.state"), _state(book, staged)
    if not state.is_file() or state.read_text(encoding="utf-8") != wanted or not (staged / CONFIGURATION).is_file():
        shutil.rmtree(out, ignore_errors=True)
        csvfile.write_text(log, "")
        _configure(book, language, staged, log)
    state.unlink(missing_ok=True)  # a build that fails, or is interrupted, leaves nothing to go on with
    arguments = ["-b", builder, "-d", str(out / "doctrees"), "-W", "-n", "--keep-going", "-q", str(staged), str(out / builder)]
    # Formats of one file are written whole; of HTML what changed, and all pages that show it (the events of collate.sphinx.domain).
    if _run(sphinx_server.SPHINX, [*arguments, *([] if form == "html" else ["-E", "-a"])], log):
        raise _refusal(book, language, staged, log)
    csvfile.write_text(state, wanted)
    return out / builder


def read_log(log: Path) -> str:
    """The text of a log, empty where there is none."""
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""


def _run(program: str, arguments: Sequence[str], log: Path) -> int:
    """Run Sphinx or Jupyter Book with all that it says in `log`, in a process of its own, and return its exit code."""
    if "sphinx.cmd.build" in sys.modules and forks():  # `preload`
        return forked(partial(sphinx_server.call, program, arguments, log))
    code = sphinx_server.run(program, arguments, log)
    if code is not None:
        return code
    module = ["-m", "sphinx"] if program == sphinx_server.SPHINX else [str(_jupyter_book())]
    with log.open("wb") as said:
        return subprocess.run([sys.executable, *module, *arguments], stdout=said, stderr=subprocess.STDOUT, check=False).returncode


def _jupyter_book() -> str | None:
    """The program, where its first version is installed: the second has no Sphinx in it."""
    return shutil.which("jupyter-book", path=sysconfig.get_path("scripts")) if _version("jupyter-book").startswith("1.") else None


def _refusal(book: Book, language: str, staged: Path, log: Path) -> BuildError:
    lines = [line for line in read_log(log).splitlines() if "WARNING" in line or "ERROR" in line or "Error" in line]
    what = "\n  ".join(line.replace(str(staged), f"chapters/{language}") for line in lines[:5]) or "see the log"
    return BuildError(f"Sphinx refuses the {language} book:\n  {what}", where=book.relative(log))


def _configure(book: Book, language: str, staged: Path, log: Path) -> None:
    """Write `conf.py` beside the staged `_config.yml`."""
    path = staged / CONFIGURATION
    path.unlink(missing_ok=True)
    if _jupyter_book() is None:
        found, _ = yamlfile.read_yaml(staged / "_config.yml", BuildError)
        csvfile.write_text(path, "".join(f"{key} = {value!r}\n" for key, value in plain_configuration(found).items()))
        return
    code = _run(sphinx_server.JUPYTER_BOOK, ["config", "sphinx", str(staged)], log)
    if code or not path.is_file():
        raise _refusal(book, language, staged, log)


def plain_configuration(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration of Sphinx that the keys of a `_config.yml` ask for, without Jupyter Book.

    Parameters
    ----------
    settings : the content of the file; of its keys those that this book's configuration and the library use are heeded.
    """
    own = settings.get("sphinx") or {}
    html, parse = settings.get("html") or {}, settings.get("parse") or {}
    title = str(settings.get("title") or "")
    chosen: dict[str, Any] = {
        "project": title,
        "author": str(settings.get("author") or ""),
        "copyright": str(settings.get("copyright") or ""),
        "html_title": title,
        "html_baseurl": str(html.get("baseurl") or ""),
        "html_favicon": str(html.get("favicon") or ""),
        "html_logo": str(settings.get("logo") or ""),
        "html_sourcelink_suffix": "",
        "exclude_patterns": ["_build", "**.ipynb_checkpoints", *(settings.get("exclude_patterns") or [])],
        "external_toc_path": "_toc.yml",
        "external_toc_exclude_missing": bool(settings.get("only_build_toc_files")),
        "myst_enable_extensions": parse.get("myst_enable_extensions") or _MYST,
        "myst_url_schemes": ["mailto", "http", "https"],
        "nb_execution_mode": str((settings.get("execute") or {}).get("execute_notebooks") or "off"),
        "suppress_warnings": ["myst.domains"],
    }
    extensions = [name for name in _EXTENSIONS if find_spec(name)]
    if bibliographies := settings.get("bibtex_bibfiles"):
        extensions.append("sphinxcontrib.bibtex")
        chosen["bibtex_bibfiles"] = bibliographies
    chosen["extensions"] = [*extensions, *(own.get("extra_extensions") or [])]
    return chosen | dict(own.get("config") or {})


def _state(book: Book, staged: Path) -> str:
    """A digest of all but the pages and what they show: where it differs, the book is built from nothing."""
    files = [staged / "_config.yml", staged / "_toc.yml", book.root / "requirements.txt", *style_sheets(book)]
    files += sorted(path for path in LIBRARY.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    digest = hashlib.sha256(f"{sys.version} {LIBRARY} {[_version(name) for name in _PACKAGES]}".encode())
    for path in files:
        digest.update(f"{path.name}\0".encode() + (path.read_bytes() if path.exists() else b"") + b"\0")
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
