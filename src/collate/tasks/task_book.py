"""The build as pytask tasks, one a step: check, run each notebook, publish its values, judge, stage, bind.

`collate.build` sets COLLATE_ROOT. Every task declares each file that its result depends on, so that whatever changes
(a digit, a notebook, a parameter, an imported module, the environment) reruns what it touches and nothing else.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

from pytask import Product, PythonNode, task

from collate import csvfile
from collate.book import build_html, build_pdf, write_start_page
from collate.claims import Ledger
from collate.drawing import FORMATS
from collate.errors import BuildError
from collate.imports import module_files, notebook_modules
from collate.packages import check_data
from collate.project import LANGUAGES, Project
from collate.prose import check_prose
from collate.published import Artifact, Published
from collate.run import claim_parameters, parameters_for, read_notebook, run_claims, run_notebook
from collate.stage import pages, read_yaml, stage
from collate.verify import VERDICT_COLUMNS, judge_book, require_no_failure

PROJECT = Project(Path(os.environ["COLLATE_ROOT"]))
PUBLISHED = Published(PROJECT)
LIBRARY = Path(__file__).resolve().parents[1]
ENVIRONMENT = [path for path in (PROJECT.root / "requirements.txt",) if path.exists()]
TYPED = sorted(
    path
    for pattern in ("*.csv", "*.yml", "*.yaml", "*.json")
    for path in PROJECT.data.rglob(pattern)
    if PROJECT.regenerated not in path.parents
)
WRITTEN = sorted(path for path in PROJECT.chapters.rglob("*") if path.is_file())
CONTENTS = read_yaml(PROJECT.root / "_toc.yml")
CHECKED = PROJECT.build / "checked.txt"
READ = PROJECT.build / "read.txt"
DRAWN = ("points.csv", "alt.txt", *(f"figure.{form}" for form in FORMATS))
VERDICTS = PROJECT.regenerated / "verdicts.csv"


def code(module: str) -> list[Path]:
    """A module of the library and all that it imports from it."""
    return module_files(LIBRARY / f"{module}.py", LIBRARY.parent)


def constant(value: Any) -> Any:
    """A parameter of a task whose change makes the task run again."""
    return PythonNode(value=value, hash=True)


def data_of(artifact: Artifact) -> list[Path]:
    """The data files that an artifact's notebook reads."""
    folders = ("observations", "facts")
    sets = [PROJECT.source / kind / f"{name}.csv" for kind in folders for name in artifact.datasets]
    sets += [PROJECT.source / "boundaries" / f"{name}.json" for name in artifact.datasets]
    shared = [PROJECT.source / "series.csv", PROJECT.labels, PROJECT.published / "artifacts.csv", PROJECT.published / "headers.csv"]
    return [path for path in sets if path.exists()] + shared


def publish_equal(id: str, sources: list[Path], target: Path) -> None:
    """Publish a file that must be the same in every language."""
    texts = [path.read_text(encoding="utf-8") for path in sources]
    if len(set(texts)) > 1:
        raise BuildError(f"{id}: the languages give different numbers", where=sources[0], fix="let `language` change words only")
    csvfile.write_text(target, texts[0])


@task(name="check-data")
def check(typed: list[Path] = TYPED, library: list[Path] = code("packages"), done: Annotated[Path, Product] = CHECKED) -> None:
    check_data(PROJECT)
    csvfile.write_text(done, f"{len(typed)} files\n")


@task(name="check-prose")
def read_prose(
    written: list[Path] = WRITTEN,
    ledger: Path = CHECKED,
    library: list[Path] = code("prose"),
    done: Annotated[Path, Product] = READ,
) -> None:
    check_prose(PROJECT)
    csvfile.write_text(done, f"{len(written)} files\n")


for artifact in PUBLISHED.artifacts.values():
    source = PROJECT.notebooks / f"{artifact.notebook}.ipynb"
    for language in LANGUAGES:
        folder = PROJECT.run(artifact.id, language)
        drawings = [folder / name for name in DRAWN] if artifact.drawn else []

        @task(name=f"run-{artifact.id}-{language}")
        def run(
            chosen: tuple[str, str] = constant((artifact.id, language)),
            parameters: str = constant(json.dumps(parameters_for(artifact, language))),
            source: Path = source,
            data: list[Path] = data_of(artifact),
            modules: list[Path] = [*notebook_modules(read_notebook(source), PROJECT.python), *code("run"), *code("notebook"), *ENVIRONMENT],
            checked: Path = CHECKED,
            executed: Annotated[Path, Product] = folder / "executed.ipynb",
            values: Annotated[Path, Product] = folder / "values.csv",
            display: Annotated[Path, Product] = folder / "display.csv",
            drawings: Annotated[list[Path], Product] = drawings,
        ) -> None:
            run_notebook(PROJECT, PUBLISHED.artifact(chosen[0]), chosen[1])

    @task(name=f"publish-{artifact.id}")
    def publish(
        id: str = constant(artifact.id),
        values: list[Path] = [PROJECT.run(artifact.id, language) / "values.csv" for language in LANGUAGES],
        regenerated: Annotated[Path, Product] = PROJECT.regenerated / f"{artifact.id}.csv",
    ) -> None:
        publish_equal(id, values, regenerated)

    if artifact.drawn:

        @task(name=f"publish-plot-{artifact.id}")
        def publish_plot(
            id: str = constant(artifact.id),
            points: list[Path] = [PROJECT.run(artifact.id, language) / "points.csv" for language in LANGUAGES],
            drawn: list[Path] = [PROJECT.run(artifact.id, language) / f"figure.{form}" for language in LANGUAGES for form in FORMATS],
            published: Annotated[Path, Product] = PROJECT.points(artifact.id),
            figures: Annotated[list[Path], Product] = [
                PROJECT.figure(artifact.id, language, form) for language in LANGUAGES for form in FORMATS
            ],
        ) -> None:
            publish_equal(id, points, published)
            for source, target in zip(drawn, figures, strict=True):
                csvfile.write_bytes(target, source.read_bytes())


CELLS = [PROJECT.regenerated / f"{id}.csv" for id in PUBLISHED.artifacts]
CLAIM_CHAPTERS = sorted({claim.chapter for claim in Ledger(PROJECT).claims.values()})
CLAIM_VALUES = [PROJECT.claim_values(chapter) for chapter in CLAIM_CHAPTERS]

for chapter in CLAIM_CHAPTERS:
    claims_notebook = PROJECT.notebooks / "claims.ipynb"

    @task(name=f"run-claims-{chapter}")
    def recompute(
        chapter: int = constant(chapter),
        parameters: str = constant(json.dumps(claim_parameters(chapter))),
        source: Path = claims_notebook,
        ledger: Path = PROJECT.published / "claims.csv",
        cells: list[Path] = [*CELLS, PROJECT.published / "artifacts.csv"],
        modules: list[Path] = [
            *notebook_modules(read_notebook(claims_notebook), PROJECT.python),
            *code("claim_run"),
            *code("run"),
            *ENVIRONMENT,
        ],
        checked: Path = CHECKED,
        executed: Annotated[Path, Product] = PROJECT.claim_run(chapter) / "executed.ipynb",
        values: Annotated[Path, Product] = PROJECT.claim_run(chapter) / "claims.csv",
    ) -> None:
        run_claims(PROJECT, chapter)

    @task(name=f"publish-claims-{chapter}")
    def publish_claims(
        id: str = constant(f"claims-{chapter}"),
        values: list[Path] = [PROJECT.claim_run(chapter) / "claims.csv"],
        regenerated: Annotated[Path, Product] = PROJECT.claim_values(chapter),
    ) -> None:
        publish_equal(id, values, regenerated)


@task(name="verify")
def verify(
    regenerated: list[Path] = [*CELLS, *CLAIM_VALUES],
    typed: list[Path] = TYPED,
    library: list[Path] = code("verify"),
    verdicts: Annotated[Path, Product] = VERDICTS,
) -> None:
    judged = judge_book(PROJECT)
    csvfile.write(verdicts, VERDICT_COLUMNS, [item.fields for item in judged])
    require_no_failure(judged)


for language in LANGUAGES:
    displays = [PROJECT.run(id, language) / name for id in PUBLISHED.artifacts for name in ("display.csv", "executed.ipynb")]
    for artifact in PUBLISHED.artifacts.values():
        if artifact.drawn:
            displays += [PROJECT.run(artifact.id, language) / "alt.txt", PROJECT.points(artifact.id)]
            displays += [PROJECT.figure(artifact.id, language, form) for form in FORMATS]
    written = [*sorted((PROJECT.chapters / language).iterdir()), PROJECT.root / "_toc.yml", PROJECT.root / "_config.yml"]
    extension = [*code("sphinxext/__init__"), *sorted((LIBRARY / "sphinxext" / "static").iterdir())]
    html = [PROJECT.html(language) / f"{page}.html" for page in pages(CONTENTS)]
    for form, products in (("html", html), ("pdf", [PROJECT.pdf(language)])):

        @task(name=f"{form}-{language}")
        def bind(
            book: tuple[str, str] = constant((form, language)),
            written: list[Path] = written,
            displays: list[Path] = displays,
            typed: list[Path] = TYPED,
            library: list[Path] = [*code("book"), *code("stage"), *extension, *ENVIRONMENT],
            verdicts: Path = VERDICTS,
            read: Path = READ,
            built: Annotated[list[Path], Product] = products,
        ) -> None:
            form, language = book
            stage(PROJECT, language, form)
            (build_html if form == "html" else build_pdf)(PROJECT, language)


@task(name="start-page")
def start_page(
    pages: list[Path] = [PROJECT.html(language) / "index.html" for language in LANGUAGES],
    library: list[Path] = code("book"),
    built: Annotated[Path, Product] = PROJECT.build / "html" / "index.html",
) -> None:
    write_start_page(PROJECT)
