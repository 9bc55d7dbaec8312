"""Assemble the source of one language's book: its chapters, its executed notebooks, its configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from errno import EISDIR
from pathlib import Path
from typing import Any

import nbformat
import yaml

from collate.bind.chapters import chapter_text, with_pictures
from collate.bind.repository import repository
from collate.bind.sphinx_run import CONFIGURATION
from collate.bind.title_page import epub_settings, front_matter, site_settings
from collate.bind.typst_settings import pdf_settings
from collate.bind.verdict_chart import CHART, chart_file
from collate.book import Book
from collate.config import FILE, SECTION
from collate.data import csvfile, yamlfile
from collate.data.labels import Labels
from collate.data.listing import SECOND_COPY, copied_from, files_in
from collate.data.problems import Problems
from collate.data.published import Published
from collate.data.typed_text import missing
from collate.errors import BuildError, system_error
from collate.fonts import require_fonts

ARTIFACTS = "artifacts/"  # how the names of pages begin that are executed notebooks
CONTENTS = "_toc.yml"
# What the library needs of Jupyter Book and Sphinx; a book's own configuration is laid over it.
DEFAULTS = {
    "copyright": "",
    "only_build_toc_files": True,
    "execute": {"execute_notebooks": "off"},  # papermill is the only executor; a page shows exactly what it ran
    "html": {"use_issues_button": False, "use_repository_button": False, "use_edit_page_button": False},
    "latex": {"use_jupyterbook_latex": False},  # the PDF is made by Typst
    "sphinx": {
        "config": {
            "numfig": False,  # tables carry the numbers that the publication gave them
            "html_show_copyright": False,
            "nb_merge_streams": True,
            "myst_heading_anchors": 3,
        }
    },
}
EXTENSIONS = ("myst_nb", "sphinx_external_toc", "sphinx_design", "collate.sphinx")
FORM_DRAWINGS = {"html": ("svg", "png"), "pdf": ("svg",), "epub": ("png",)}  # of the chart; a page of HTML has the SVG of a plot in it


def stage(book: Book, language: str, form: str) -> Path:
    """Bring `_build/stage/FORM.LANGUAGE` up to date and return it.

    `form` is `html` (with the executed notebooks as pages), `pdf` or `epub` (without).

    Raises
    ------
    BuildError : a page of `_toc.yml` that the language does not have, or a chapter that `_toc.yml` does not list.
    SystemPackageError : a font of the language is not installed.
    """
    require_fonts(book, book.language(language))
    folder = book.staged(language, form)
    contents = without(table_of_contents(book), left_out(book, form))
    contents = with_captions(contents, book.words, language) if form == "html" else without_parts(contents)
    merged = configuration(book, language)
    if form == "html":
        merged = _merge(merged, site_settings(book, language, merged))
    else:
        front = front_matter(book, language, merged)
        own = {"collate_pdf": pdf_settings(book, front, language)} if form == "pdf" else epub_settings(front, book.language(language))
        merged = _merge(merged, {"sphinx": {"config": own}})
    written = {
        "_toc.yml": yaml.safe_dump(contents, allow_unicode=True, sort_keys=False),
        "_config.yml": yaml.safe_dump(merged, allow_unicode=True, sort_keys=False),
    }
    _require_all_listed(book, language)
    chapters: dict[str, Path] = {}
    for page in pages(contents):
        if page.startswith(ARTIFACTS):
            written[f"{page}.ipynb"] = _notebook_page(book, page.removeprefix(ARTIFACTS), language)
        else:
            chapters[page] = _chapter(book, language, page)
    if form == "html":
        _require_artifact_pages(book, pages(contents))
    content = {folder / name: text.encode("utf-8") for name, text in written.items()}
    for artifact in Published(book).artifacts.values():
        if artifact.drawn and form != "html":
            for drawing in FORM_DRAWINGS[form]:
                drawn = book.figure(artifact.id, language, drawing)
                content[folder / "figures" / drawn.name.replace(f".{language}.", ".")] = drawn.read_bytes()
    for drawing in FORM_DRAWINGS[form]:
        if (chart := chart_file(book, language, drawing)).exists():  # drawn where a chapter shows it
            content[folder / "figures" / f"{CHART}.{drawing}"] = chart.read_bytes()
    content |= {folder / path.name: path.read_bytes() for path in files_in(book.chapters, "*.bib")}
    laid = {path.relative_to(folder).as_posix(): None for path in content}
    for page, path in chapters.items():
        text, pictures = with_pictures(path, chapter_text(path), form, laid)
        content[folder / f"{page}.md"] = text.encode("utf-8")
        content |= {folder / place: picture.read_bytes() for place, picture in pictures.items()}
    _place(folder, content)
    return folder


def _place(folder: Path, content: Mapping[Path, bytes]) -> None:
    """Let `folder` hold these files, the configuration of Sphinx and no others.

    One that is there already keeps its time, so that Sphinx does not read it again.
    """
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif not path.is_dir() and path not in content and path != folder / CONFIGURATION:
            path.unlink()
    for path, data in content.items():
        if not path.is_file() or path.read_bytes() != data:
            csvfile.write_bytes(path, data)


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML mapping.

    Raises
    ------
    BuildError : the file is missing or broken, or holds something else.
    """
    found, _ = yamlfile.read_yaml(path, BuildError)
    if not isinstance(found, Mapping):
        raise BuildError("the file does not hold keys and values", where=path, fix="restore it from git, or write `key: value`")
    return dict(found)


def configuration(book: Book, language: str) -> dict[str, Any]:
    """`_config.yml` over `DEFAULTS`, with `chapters/LANGUAGE/_config.yml`, where there is one, laid over it; without our own section."""
    shared = read_yaml(book.root / FILE)
    shared.pop(SECTION, None)
    path = book.chapters / language / FILE
    merged = _merge(_merge(DEFAULTS, shared), read_yaml(path) if path.exists() else {})
    repository(merged)  # a wrong address is refused before a page is made
    sphinx = merged.get("sphinx") or {}
    own: dict[str, Any] = {"collate_repository": merged.get("repository") or {}}
    own |= {"collate_root": str(book.root), "collate_language": language, "collate_title": str(merged.get("title", ""))}
    own |= {"html_theme": "collate", "epub_theme": "collate_epub"}
    own["today"] = str((sphinx.get("config") or {}).get("today") or "1")  # a date would change with every build
    own["language"] = book.language(language).sphinx
    own |= {f"nb_code_prompt_{way}": book.words.text(f"notebook-{way}", language) for way in ("show", "hide")}
    # Those that Jupyter Book adds for its theme are left out; pages have one of ours.
    extra = [*(sphinx.get("extra_extensions") or []), *(["sphinxcontrib.bibtex"] if merged.get("bibtex_bibfiles") else [])]
    own["extensions"] = list(dict.fromkeys([*EXTENSIONS, *extra]))
    return _merge(merged, {"sphinx": {"config": own}})


def table_of_contents(book: Book) -> dict[str, Any]:
    """What `_toc.yml` holds.

    Raises
    ------
    BuildError : it is missing or broken, or lists a page twice, with the lines.
    """
    path = book.root / CONTENTS
    found = read_yaml(path)
    _, node = yamlfile.read_yaml(path, BuildError)
    lines: dict[str, int] = {}
    for name, line in sorted(_listed(node), key=lambda place: place[1]):
        if name in lines:
            told = f"the page {name!r} is listed twice, here and on line {lines[name]}"
            raise BuildError(told, where=path, line=line, fix="keep one of the two, or give a page another name")
        lines[name] = line
    return found


def _listed(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """Each page that a table of contents lists, and its line."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _listed(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in ("root", "file") and isinstance(value, yaml.ScalarNode):
                yield value.value.removesuffix(".md"), int(value.start_mark.line) + 1
            else:
                yield from _listed(value)


def check_pages(book: Book, problems: Problems) -> None:
    """Gather the pages of `_toc.yml` that a language lacks, and the chapters that it does not list."""
    with problems.here():
        listed = [page for page in pages(table_of_contents(book)) if not page.startswith(ARTIFACTS)]
        for language in book.languages:
            for page in listed:
                with problems.here():
                    _chapter(book, language, page)
            with problems.here():
                _require_all_listed(book, language)


def left_out(book: Book, form: str) -> tuple[str, ...]:
    """How the names of pages begin that an edition does not have; the PDF has lists of tables and figures behind its contents."""
    own = book.config.pages
    return {"html": (), "pdf": (ARTIFACTS, own.downloads, own.artifacts), "epub": (ARTIFACTS, own.downloads)}[form]


def pages(contents: Any) -> list[str]:
    """The pages that a table of contents names, in order."""
    if isinstance(contents, list):
        return [page for item in contents for page in pages(item)]
    if not isinstance(contents, Mapping):
        return []
    own = [str(contents[key]) for key in ("root", "file") if key in contents]
    return own + [page for key in ("parts", "chapters", "sections") for page in pages(contents.get(key))]


def without(contents: Any, left_out: tuple[str, ...]) -> Any:
    """A table of contents without the pages whose names begin with one of `left_out`."""
    if isinstance(contents, list):
        return [without(item, left_out) for item in contents if not left_out or not str(item.get("file", "")).startswith(left_out)]
    if not isinstance(contents, Mapping):
        return contents
    kept = {key: without(value, left_out) for key, value in contents.items()}
    return {key: value for key, value in kept.items() if value != [] or key not in ("sections", "chapters")}


def with_captions(contents: Mapping[str, Any], words: Labels, language: str) -> dict[str, Any]:
    """A table of contents whose parts have their captions in `language`: `read`, `check` and `made` are words of the library."""
    parts = []
    for part in contents.get("parts") or []:
        key = f"contents-{part.get('caption')}"
        parts.append({**part, "caption": words.text(key, language)} if key in words else part)
    return {**contents, "parts": parts} if parts else dict(contents)


def without_parts(contents: Mapping[str, Any]) -> dict[str, Any]:
    """A table of contents whose parts are one: they group the pages of a site, and a book for paper has its chapters in a row."""
    if not contents.get("parts"):
        return dict(contents)
    kept = {key: value for key, value in contents.items() if key != "parts"}
    return {**kept, "chapters": [chapter for part in contents["parts"] for chapter in part.get("chapters") or []]}


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def _chapter(book: Book, language: str, page: str) -> Path:
    path = book.chapters / language / f"{page}.md"
    if not path.is_file():
        error = system_error(IsADirectoryError(EISDIR, ""), path, BuildError) if path.is_dir() else missing(path, BuildError)
        plain = error.what == "the file is missing"
        fix = "write it, or take it out of _toc.yml" if plain else error.fix
        raise BuildError(f"the page {page!r} is missing in {language}{'' if plain else f': {error.what}'}", where=path, fix=fix)
    return path


def _require_all_listed(book: Book, language: str) -> None:
    listed = set(pages(read_yaml(book.root / CONTENTS)))
    for path in files_in(book.chapters / language, "*.md"):
        if path.stem not in listed and (other := copied_from(path.name)):
            raise BuildError(f"it seems to be a second copy of {other!r}, not in _toc.yml", where=path, fix=SECOND_COPY)
        if path.stem not in listed:
            raise BuildError("the page is not in _toc.yml", where=path, fix="list it in _toc.yml, or remove it")


def _require_artifact_pages(book: Book, listed: list[str]) -> None:
    """Refuse an artifact without a page of its own."""
    for id in Published(book).artifacts:
        if (page := f"{ARTIFACTS}{id}") not in listed:
            raise BuildError(f"the artifact {id!r} has no page", where=book.root / CONTENTS, fix=f"list `- file: {page}` below its chapter")


def _notebook_page(book: Book, artifact: str, language: str) -> str:
    """The executed notebook, its title in the page's language."""
    labels = book.words
    found = Published(book).artifact(artifact)
    notebook = nbformat.read(book.run(artifact, language) / "executed.ipynb", as_version=4)
    kind = labels.text(f"word-{found.kind}", language)
    title = f"# {kind} {found.printed_number}　{labels.text(found.title, language)}"
    notebook.cells[0].source = f"{title}\n\n```{{artifact-page}} {artifact}\n```\n"
    # The parameters that papermill has replaced would only repeat those that it has put in.
    notebook.cells = [cell for cell in notebook.cells if "parameters" not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), "hide-cell"]
    notebook.metadata.pop("language_info", None)
    return str(nbformat.writes(notebook)) + "\n"
