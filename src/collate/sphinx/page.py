"""The page around an article: its words, its lists of pages and sections, and only the files that the page needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from collate.bind.webfonts import style_sheet
from collate.book import Book
from collate.sphinx.cards import write_cards
from collate.sphinx.navigation import list_of_pages, list_of_sections
from collate.sphinx.postprocess import dressed

HERE = Path(__file__).parent
SCRIPT_WORDS = (
    "close",
    "code-copied",
    "code-copy",
    "colour-auto",
    "colour-dark",
    "colour-light",
    "search-count",
    "search-file",
    "search-hint",
    "search-none",
    "search-one",
)
# Files of the theme and of Jupyter Book's extensions; site.css, site.js and search.js do their work in a tenth of the bytes.
_UNUSED = (
    "scripts/",
    "styles/",
    "basic.css",
    "clipboard",
    "copybutton",
    "design-tabs",
    "doctools",
    "documentation_options",
    "mystnb",
    "searchtools",
    "sphinx-thebe",
    "sphinx_highlight",
    "togglebutton",
    "translations",
)
# The parts of the theme's page: it renders each for every page, to see which are empty, and our template shows none of them.
_PARTS_OF_THEME = (
    "sidebars",
    "theme_article_footer_items",
    "theme_article_header_end",
    "theme_article_header_start",
    "theme_content_footer_items",
    "theme_footer_center",
    "theme_footer_content_items",
    "theme_footer_end",
    "theme_footer_start",
    "theme_navbar_center",
    "theme_navbar_end",
    "theme_navbar_persistent",
    "theme_navbar_start",
    "theme_primary_sidebar_end",
    "theme_secondary_sidebar_items",
)
_ONLY_WITH = {"pygments.css": 'class="highlight"', "sphinx-design": 'class="sd-'}


def use_templates(app: Sphinx, config: Config) -> None:
    """Make our templates known, and leave out what nobody needs; `fill_page` chooses them."""
    del app
    config.templates_path.append(str(HERE / "templates"))
    config.html_use_index = False


def serve_files(app: Sphinx) -> None:
    """Serve our style sheets and scripts, and the fonts that were cut for the book."""
    book = Book(Path(app.config.collate_root))
    app.config.html_static_path.append(str(HERE / "static"))
    if book.webfonts.is_dir():
        app.config.html_static_path.append(str(book.webfonts))
        app.add_css_file(style_sheet(book, app.config.collate_language), priority=200)


def leave_out_sphinx_search(app: Sphinx) -> None:
    """Sphinx's own search finds no Chinese word; `collate.bind.search` replaces it."""
    if app.builder.name == "html":
        app.builder.search = False


def leave_out_theme(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Take the theme's own parts out of a page before the theme renders them."""
    del pagename, templatename, doctree
    if app.builder.name == "html":
        context.update({part: [] for part in _PARTS_OF_THEME})


def write_first_page(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Where no page changes, Sphinx would copy no style sheet either; the first page is always written."""
    return [str(env.config.root_doc)] if app.builder.name == "html" else []


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if app.builder.name == "html":
        words = Book(Path(app.config.collate_root)).words.interface(str(app.config.collate_language))
        yield "search", {"title": words["search"]}, "collate-search.html"


def fill_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> str | None:
    """Give a page its interface, dress its body for reading, and return the template that shows both."""
    if app.builder.name != "html":
        return None
    language = str(app.config.collate_language)
    book = Book(Path(app.config.collate_root))
    said = book.words.interface(language)
    root = context["content_root"]
    if context.get("body"):
        context["body"] = dressed(context["body"], language, said, app)
    body = context.get("body") or ""
    context["css_files"] = [css for css in context["css_files"] if _is_used(css.filename, body)]
    context["script_files"] = [js for js in context["script_files"] if _is_used(js.filename, body) and not _is_snippet_of_theme(js)]
    context["interface"] = {
        "tag": book.language(language).html,
        "words": said,
        "script": {key: said[key] for key in SCRIPT_WORDS},
        "others": [
            (other.html, other.name, f"{root}../{other.tag}/{pagename}.html") for other in book.config.languages if other.tag != language
        ],
        "contents": list_of_pages(app, pagename, context, said),
        "sections": list_of_sections(context),
        "searched": doctree is not None,
        "cards": write_cards(Path(app.outdir), pagename, doctree) if doctree is not None else "",
    }
    return "collate-page.html" if templatename == "page.html" else None


def _is_used(file: str | None, body: str) -> bool:
    name = (str(file) if file else "").removeprefix("_static/")
    if name.startswith(_UNUSED) or "://" in name:
        return False
    return all(mark in body for start, mark in _ONLY_WITH.items() if name.startswith(start))


def _is_snippet_of_theme(script: Any) -> bool:
    text = str(script.attributes.get("body") or "")
    return any(name in text for name in ("toggle", "THEBE", "thebe", "DOCUMENTATION_OPTIONS"))
