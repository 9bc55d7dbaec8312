"""Bind HTML, PDF and EPUB of each language."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pytask import Product, task

from collate.bind.chapters import chapter_files
from collate.bind.epub import build_epub
from collate.bind.html import build_html
from collate.bind.html_check import check_site
from collate.bind.pdf import build_pdf
from collate.bind.repository import read_state
from collate.bind.site import write_start_page
from collate.bind.staging import pages, stage
from collate.bind.verdict_chart import chart_file, draw_chart, shows_chart
from collate.build.graph import (
    CLAIM_CHAPTERS,
    CONTENTS,
    CORRECTED_CELLS,
    DOWNLOADS,
    ENVIRONMENT,
    FONTS,
    LIBRARY,
    PROJECT,
    PUBLISHED,
    READ,
    READINGS_OF,
    TYPED,
    VERDICTS,
    code,
    constant,
    files,
)
from collate.data.listing import files_in
from collate.run.drawing import FORMATS

BUILDERS = {"html": build_html, "pdf": build_pdf, "epub": build_epub}

for language in PROJECT.languages:
    displays = [PROJECT.run(id, language) / name for id in PUBLISHED.artifacts for name in ("display.csv", "executed.ipynb", "inputs.json")]
    displays += [PROJECT.claim_run(chapter) / "inputs.json" for chapter in CLAIM_CHAPTERS]
    for artifact in PUBLISHED.artifacts.values():
        if artifact.drawn:
            for reading in READINGS_OF[artifact.id]:
                displays += [PROJECT.run(artifact.id, language, reading) / "alt.txt", PROJECT.points(artifact.id, reading)]
                displays += [PROJECT.figure(artifact.id, language, form, reading) for form in FORMATS]
    displays += CORRECTED_CELLS
    written = [*chapter_files(PROJECT, language), PROJECT.root / "_toc.yml", PROJECT.root / "_config.yml"]
    written += [path for path in (PROJECT.citation,) if path.exists()]
    written += [chart_file(PROJECT, language, form) for form in FORMATS if shows_chart(PROJECT)]
    written += files_in(PROJECT.benchmarks, "*.csv")
    extension = [*code("sphinx/__init__"), *files_in(LIBRARY / "locale", "*.csv")]
    extension += [path for folder in ("static", "templates") for path in files_in(LIBRARY / "sphinx" / folder)]
    # The downloads page is completed by a task of its own, which is therefore the one that makes it.
    html = [PROJECT.html(language) / f"{page}.html" for page in pages(CONTENTS) if page != PROJECT.config.pages.downloads]
    state = read_state(PROJECT.root)
    shared = [*FONTS, *files_in(PROJECT.chapters / PROJECT.languages[-1], "*.md")]  # fonts and anchors of the HTML of every language
    for form, products in (("html", html), ("pdf", [PROJECT.pdf(language)]), ("epub", [PROJECT.epub(language)])):

        @task(name=f"{form}-{language}")
        def bind(
            chosen: tuple[str, str] = constant((form, language)),
            written: list[Path] = written,
            displays: list[Path] = displays,
            typed: list[Path] = files(TYPED),
            library: list[Path] = files([*code(f"bind/{form}"), *code("bind/staging"), *extension, *ENVIRONMENT]),
            state: str = constant(f"{state.commit} {state.date}" if form == "html" else ""),
            verdicts: Path = VERDICTS,
            # One list, never an empty one: pytask takes those of several tasks for one node, and runs all but one of them again.
            read: list[Path] = [READ, *(shared if form == "html" else [])],
            built: Annotated[list[Path], Product] = products,
        ) -> None:
            form, language = chosen
            stage(PROJECT, language, form)
            BUILDERS[form](PROJECT, language)


if shows_chart(PROJECT):
    for language in PROJECT.languages:

        @task(name=f"chart-{language}")
        def chart(
            language: str = constant(language),
            verdicts: Path = VERDICTS,
            words: list[Path] = [PROJECT.labels],
            library: list[Path] = files([*code("bind/verdict_chart"), *ENVIRONMENT]),
            drawn: Annotated[list[Path], Product] = [chart_file(PROJECT, language, form) for form in FORMATS],
        ) -> None:
            draw_chart(PROJECT, language)


@task(name="start-page")
def start_page(
    bound: list[Path] = [PROJECT.html(language) / f"{page}.html" for language in PROJECT.languages for page in pages(CONTENTS)],
    exports: list[Path] = [PROJECT.html_exports / name for name in DOWNLOADS],  # links lead to them
    library: list[Path] = files([*code("bind/site"), *code("bind/html_check")]),
    built: Annotated[Path, Product] = PROJECT.build / "html" / "index.html",
) -> None:
    check_site(PROJECT)
    write_start_page(PROJECT)
