"""The tasks that cut the fonts, bind HTML, PDF and EPUB of each language, and complete the site."""

from __future__ import annotations

import json
from collections.abc import Iterator

from collate.bind import webfonts
from collate.bind.chapters import chapter_files
from collate.bind.downloads import fill_downloads, offers
from collate.bind.epub import build_epub
from collate.bind.html import build_html
from collate.bind.html_check import check_site
from collate.bind.pdf import build_pdf
from collate.bind.repository import read_state
from collate.bind.site import write_not_found, write_sitemap, write_start_page
from collate.bind.staging import pages, read_yaml, stage
from collate.bind.title_page import site_address
from collate.bind.verdict_chart import chart_file, draw_chart, shows_chart
from collate.book import Book
from collate.build.graph import BookFiles, code, library_files
from collate.build.task import Task
from collate.data import csvfile
from collate.data.listing import files_in
from collate.data.typed_text import read_text
from collate.numbers.verdict import Verdict
from collate.run.drawing import FORMATS, PLOT_FORMS

BUILDERS = {"html": build_html, "pdf": build_pdf, "epub": build_epub}
EXTENSION = (("locale", "*.csv"), ("sphinx/static", "*"), ("sphinx/templates", "*"))


def tasks(files: BookFiles, select: str | None) -> Iterator[Task]:
    """The tasks that bind; see `graph.tasks` for `select`."""
    yield from _fonts(files)
    for language in files.book.languages:
        if shows_chart(files.book):
            yield Task(
                f"chart-{language}",
                draw_chart,
                (language,),
                files=(*files.words, *code("bind/verdict_chart"), *files.environment),
                needs=[files.verdicts],
                makes=[chart_file(files.book, language, form) for form in FORMATS],
            )
        yield from _bound(files, language)
    yield from _site(files, select)


def _fonts(files: BookFiles) -> Iterator[Task]:
    """The characters are gathered apart, so that a changed digit cuts no font anew."""
    book = files.book
    characters = book.build / "fonts" / "characters.json"
    chapters = [path for path in files.written if path.suffix in (".md", ".bib")]
    read = [*files.own_data, *files_in(book.notebooks, "*.ipynb"), *library_files(("locale", "*.csv"))]
    read += files_in(book.root / "locale", "*.csv")
    yield Task(
        "characters",
        gather_characters,
        (),
        files=(*chapters, *read, book.root / "_config.yml", *code("bind/webfonts", "numbers/verdict")),
        makes=[characters],
    )
    yield Task(
        "fonts",
        cut_fonts,
        files=(book.root / "_config.yml", *code("bind/webfonts"), *files.environment),
        needs=[characters],
        makes=webfonts.style_sheets(book),
    )


def _bound(files: BookFiles, language: str) -> Iterator[Task]:
    book = files.book
    written = [*chapter_files(book, language), book.root / "_toc.yml", book.root / "_config.yml"]
    written += [path for path in (book.citation,) if path.exists()]
    written += files_in(book.benchmarks, "*.csv")
    shown = [book.run(id, language) / name for id in files.published.artifacts for name in ("display.csv", "executed.ipynb", "inputs.json")]
    shown += [book.claim_run(chapter) / "inputs.json" for chapter in files.chapters]
    for artifact in files.published.artifacts.values():
        if artifact.drawn:
            shown.append(book.run(artifact.id, language) / "alt.txt")
            shown += [book.points(artifact.id, reading) for reading in files.readings[artifact.id]]
            shown += [book.figure(artifact.id, language, form) for form in PLOT_FORMS]
    shown += [*files.corrected_cells, files.verdicts, files.read]
    shown += [chart_file(book, language, form) for form in FORMATS if shows_chart(book)]
    # The downloads page is completed by a task of its own, which is therefore the one that makes it.
    html = [book.html(language) / f"{page}.html" for page in pages(files.contents) if page != book.config.pages.downloads]
    state = read_state(book.root)
    for form, made in (("html", html), ("pdf", [book.pdf(language)]), ("epub", [book.epub(language)])):
        of_site = form == "html"
        yield Task(
            f"{form}-{language}",
            bind,
            (form, language),
            {"commit": f"{state.commit} {state.date}"} if of_site else {},
            files=(
                *written,
                *(files_in(book.chapters / files.book.languages[-1], "*.md") if of_site else ()),  # whose anchors every language has
                *files.typed,
                *code(f"bind/{form}", "bind/staging", "sphinx/__init__"),
                *library_files(*EXTENSION),
                *files.environment,
            ),
            needs=[*shown, *(webfonts.style_sheets(book) if of_site else [])],
            makes=made,
        )


def _site(files: BookFiles, select: str | None) -> Iterator[Task]:
    book = files.book
    # A build of everything offers every book; one of the pages alone offers none, because another build's may be stale.
    forms = [] if select else ["pdf", "epub"]
    site = site_address(read_yaml(book.root / "_config.yml"))
    listed = pages(files.contents)
    for language in files.book.languages if book.config.pages.downloads in listed else ():
        yield Task(
            f"html-downloads-{language}",
            fill_downloads,
            (language, forms),
            files=(*files.words, *code("bind/downloads")),
            needs=[*(offer.source for offer in offers(book, language, forms, files.downloads)), book.html(language) / "index.html"],
            makes=[book.html(language) / f"{book.config.pages.downloads}.html"],
        )
    made = [book.build / "html" / "404.html"]
    yield Task("html-not-found", write_not_found, (site,), files=(*files.words, *code("bind/site")), makes=made)
    if site:
        made = [book.build / "html" / "sitemap.xml"]
        yield Task("html-sitemap", write_sitemap, (site, listed), files=code("bind/site"), makes=made)
    yield Task(
        "start-page",
        complete_site,
        files=code("bind/site", "bind/html_check"),
        needs=[
            *(book.html(language) / f"{page}.html" for language in files.book.languages for page in listed),
            *(book.html_exports / name for name in files.downloads),  # links lead to them
        ],
        makes=[book.build / "html" / "index.html"],
    )


def gather_characters(book: Book) -> None:
    """Write which characters each font must have."""
    files = BookFiles(book)
    found: dict[str, str] = {}
    latin = {language.tag for language in book.config.languages if not language.cjk}
    foreign = ""
    for path in files.written:
        if path.suffix in (".md", ".bib"):
            text = read_text(path)
            found[path.stem] = found.get(path.stem, "") + text
            foreign += text if path.suffix == ".bib" or path.parent.name in latin else ""
    marks = "".join(verdict.mark for verdict in Verdict)
    rest = [*files.own_data, *files_in(book.notebooks, "*.ipynb"), *library_files(("locale", "*.csv"))]
    rest += files_in(book.root / "locale", "*.csv")
    names = "".join(language.name for language in book.config.languages)
    cut = webfonts.slices(found, [marks, *map(read_text, rest)], names, foreign if latin else "")
    csvfile.write_text(book.build / "fonts" / "characters.json", json.dumps(cut, ensure_ascii=False, indent=1) + "\n")


def cut_fonts(book: Book) -> None:
    """Write the fonts of the HTML edition."""
    webfonts.write_fonts(book, book.build / "fonts" / "characters.json")


def bind(book: Book, form: str, language: str) -> None:
    """Bind one edition."""
    stage(book, language, form)
    BUILDERS[form](book, language)


def complete_site(book: Book) -> None:
    """Check the site and write the page that leads to its languages."""
    check_site(book)
    write_start_page(book)
