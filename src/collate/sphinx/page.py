"""The page around an article: what our theme's templates show, the links of a page, and the cards of its numbers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from lxml.html import builder

from collate.bind.fragment import write
from collate.bind.repository import Repository, repository
from collate.bind.webfonts import style_sheet
from collate.book import Book
from collate.sphinx.cards import common_words, write_cards
from collate.sphinx.figure import narrow_apart
from collate.sphinx.navigation import list_of_pages, list_of_sections
from collate.sphinx.postprocess import postprocessed, switch

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

HERE = Path(__file__).parent
THEME, EPUB_THEME = "collate", "collate_epub"
THEMES = {THEME: HERE / "themes" / "html", EPUB_THEME: HERE / "themes" / "epub"}
ARTIFACTS = "artifacts/"
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


def configure(app: Sphinx, config: Config) -> None:
    """Handler of `config-inited`: the settings that our theme and the tags for shared links need."""
    del app
    config.html_use_index = False
    config.epub_exclude_files = [*config.epub_exclude_files, "_static/pygments.css"]  # no page of a book needs it
    if config.html_theme == THEME:
        config.html_permalinks_icon = "#"
        config.html_sourcelink_suffix = ""
        # A generated configuration may bring options of the theme that it was made for.
        config.html_theme_options = {key: value for key, value in config.html_theme_options.items() if key == "extra_footer"}
    if config.collate_root:
        languages = {language.tag: language for language in Book(Path(config.collate_root)).config.languages}
        own = languages.pop(config.collate_language)
        tags = [("og:locale", own.locale), *(("og:locale:alternate", other.locale) for other in languages.values())]
        config.ogp_custom_meta_tags = [f'<meta property="{name}" content="{value}" />' for name, value in tags]
    config.ogp_site_url = config.html_baseurl
    config.ogp_site_name = config.collate_title
    config.ogp_type = "article"
    config.ogp_description_length = 160
    config.ogp_enable_meta_description = True
    config.ogp_social_cards = {"enable": False}


def serve_files(app: Sphinx) -> None:
    """Handler of `builder-inited`: serve our style sheet and script, and the fonts that were cut for the book."""
    if app.builder.format != "html":
        return
    if app.builder.name == "epub":
        app.config.html_static_path = []  # its theme has all that a reader of books can use
        return
    if app.config.html_theme == THEME:
        app.builder.search = False  # its index, which it would feed with each page that is written: ours is Pagefind's
        app.config.html_additional_pages = {"search": "search.html", **app.config.html_additional_pages}
    app.config.html_static_path.append(str(HERE / "static"))
    fonts = Book(Path(app.config.collate_root)).webfonts
    if fonts.is_dir():
        app.config.html_static_path.append(str(fonts))


def first_page(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Handler of `env-updated`: where no page changes, Sphinx would copy no style sheet either; the first page is always written."""
    return [str(env.config.root_doc)] if app.builder.name == "html" else []


def remove_scripts(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Handler of `doctree-resolved`: no script that an extension lays behind the text of a page, and in an EPUB none at all."""
    del docname
    for node in list(doctree.findall(nodes.raw)):
        if "<script" in node.astext() and (app.builder.name == "epub" or node.parent is doctree):
            node.parent.remove(node)


def withhold_address(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Handler of `html-page-context` after that of Open Graph, which would tell a relative address where the site has none."""
    del pagename, templatename, doctree
    if not app.config.html_baseurl and context.get("metatags"):
        context["metatags"] = re.sub(r'<meta property="og:url"[^>]*>\n?', "", context["metatags"])


def fill_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Handler of `html-page-context`: finish the body of a page, and give our theme what it shows around it."""
    del templatename
    if app.builder.name == "epub":
        context["collate"] = {"tag": app.config.epub_language}
    if app.builder.name != "html":
        return
    domain = app.env.get_domain("collate")
    book, language = domain.book, domain.book.language(domain.language)
    root = context["content_root"]
    if context.get("body"):
        images = {name: Path(app.srcdir) / source for source, name in app.builder.images.items()}
        han = next((other.html for other in book.config.languages if other.cjk), "")
        context["body"] = postprocessed(context["body"], language, han, domain.interface, images)
        context["body"] = narrow_apart(context["body"], Path(app.outdir), pagename)
        cards = write_cards(domain, Path(app.outdir), pagename, doctree) if doctree is not None else ""
        if cards:
            words = common_words(domain, lambda other: str(app.builder.get_relative_uri(pagename, other)))
            told = json.dumps(words, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")
            context["body"] += f'<script type="application/json" data-cards="{cards}">{told}</script>\n'
    if app.config.html_theme != THEME:
        return
    others = [other for other in book.config.languages if other.tag != language.tag]
    context["collate"] = {
        "tag": language.html,
        "words": domain.interface,
        "link_title": domain.word("link-group"),
        "script": {key: domain.interface[key] for key in SCRIPT_WORDS},
        "others": [(other.html, other.name, f"{root}../{other.tag}/{pagename}.html") for other in others],
        "styles": _styles(app, context),
        "scripts": [f"{root}{name}" for name in _assets(app, _scripts(context), app.config.html_js_files)],
        "downloads": _downloads(context, domain.interface),
        "links": _repository_links(app, pagename, domain),
        "contents": list_of_pages(domain, app.builder.get_target_uri(pagename), pagename, context),
        "sections": list_of_sections(context),
        "switch": write(builder.DIV(switch("reading-top", domain.interface))) if 'class="cv-key"' in (context.get("body") or "") else "",
        "searched": doctree is not None,
    }


def remove_old_images(app: Sphinx, error: Exception | None) -> None:
    """Handler of `build-finished`: no images of an earlier build that no page shows any more."""
    if error is not None or app.builder.name != "html":
        return
    shown = {name for _, name in app.env.images.values()}
    for path in (app.outdir / "_images").glob("*"):
        if path.name not in shown:
            path.unlink()


def _scripts(context: dict[str, Any]) -> tuple[str, ...]:
    """Our scripts that a page needs."""
    body = context.get("body") or ""
    wanted = {"findings.js": 'class="cv-strip"', "figures.js": 'class="fig"'}
    return ("site.js", "collate.js", *(name for name, told in wanted.items() if told in body))


def _assets(app: Sphinx, own: tuple[str, ...], configured: list[Any]) -> list[str]:
    """The addresses of our files and of those that the book's configuration names, each with a digest, which a browser's cache obeys."""
    names = [*own, *(entry if isinstance(entry, str) else entry[0] for entry in configured)]
    folders = [THEMES[THEME] / "static", *(Path(app.srcdir) / folder for folder in app.config.html_static_path)]
    found = []
    for name in names:
        path = next((folder / name for folder in folders if (folder / name).is_file()), None)
        found.append(f"_static/{name}?v={_digest(path, path.stat().st_mtime_ns)}" if path else f"_static/{name}")
    return found


@cache
def _digest(path: Path, changed: int) -> str:
    del changed
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _styles(app: Sphinx, context: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Address, media and class of each style sheet of a page; those of code where the page has some.

    Fonts come late: the first paint waits for no list of them.
    """
    root = context["content_root"]
    book: Book = app.env.get_domain("collate").book
    code = [("pygments.css", "", ""), ("pygments_dark.css", "screen and (prefers-color-scheme: dark)", "code-dark")]
    sheet = style_sheet(book, app.config.collate_language)
    listed = [(sheet, "", "late")] if (book.webfonts / sheet).is_file() else []
    listed += code if 'class="highlight"' in (context.get("body") or "") else []
    listed += [("site.css", "", ""), ("collate.css", "", ""), ("figures.css", "", ""), ("findings.css", "", ""), ("print.css", "print", "")]
    addresses = _assets(app, tuple(name for name, _, _ in listed), app.config.html_css_files)
    listed += [("", "", "")] * (len(addresses) - len(listed))
    return [(f"{root}{address}", media, kind) for address, (_, media, kind) in zip(addresses, listed, strict=True)]


def _downloads(context: dict[str, Any], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Label and address of the source of a page: a notebook, or text."""
    source = context.get("sourcename")
    if not source:
        return []
    kind = "notebook" if source.endswith(".ipynb") else "source"
    return [(words[f"button-download-{kind}-button"], context["pathto"](f"_sources/{source}", 1))]


def _repository_links(app: Sphinx, page: str, domain: Any) -> list[tuple[str, str]]:
    found = repository({"repository": app.config.collate_repository})
    if found is None or page not in app.env.found_docs:
        return []
    return [(domain.word(key), address) for key, address in page_links(found, domain.book, page, domain.language)]


def source_path(book: Book, page: str, language: str) -> str:
    """The file of the repository that a page is made from: a chapter, or the notebook of an artifact."""
    if page.startswith(ARTIFACTS):
        from collate.data.published import Published

        notebook = Published(book).artifact(page.removeprefix(ARTIFACTS)).notebook
        return book.relative(book.notebooks / f"{notebook}.ipynb")
    return book.relative(book.chapters / language / f"{page}.md")


def page_links(found: Repository, book: Book, page: str, language: str) -> list[tuple[str, str]]:
    """Label keys and addresses of what a reader can do with a page; only the page of a notebook can be run."""
    path = source_path(book, page, language)
    links = [("link-edit", found.edit(path)), ("link-issue", found.issue(page))]
    if page.startswith(ARTIFACTS):
        links.append(("link-binder", found.binder(path)))
        if address := found.colab(path):
            links.append(("link-colab", address))
    return links
