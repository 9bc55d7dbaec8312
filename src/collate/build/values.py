"""The tasks that check what people type, run the notebooks, publish their values and judge them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from collate.audit.basis import check_bases
from collate.audit.evidence import check_evidence
from collate.audit.hypotheses import check_named_causes
from collate.bind.prose import check_prose
from collate.book import Book
from collate.build.graph import BookFiles, code, library_files, made_by_others
from collate.build.task import Task
from collate.data import csvfile
from collate.data.errata import refuse_outdated
from collate.data.packages import check_data
from collate.data.published import Published
from collate.errors import BuildError
from collate.export.runs import NotebookRun
from collate.numbers.formula import inputs_of
from collate.run.drawing import drawn_forms
from collate.run.execute import drawn_files, run_claims, run_notebook
from collate.run.inputs import FILE, files_read
from collate.verdicts import VERDICT_COLUMNS, judge_and_store, regenerated_formulas, require_no_failure, verdicts_file

RUN = ("run/execute", "run/notebook", "run/claim_run")  # what runs a notebook, and what notebooks call


def tasks(files: BookFiles) -> Iterator[Task]:
    """The tasks up to the verdicts."""
    book = files.book
    yield Task("check-data", check, files=(*files.typed, *code("data/packages")), makes=[files.checked], constant=True)
    yield Task(
        "check-prose",
        read_prose,
        files=(
            *files.written,
            *code("bind/prose"),
            *library_files(("locale/numerals", "*.csv")),
            *(files.book.root / name for name in files.book.config.numerals),
        ),
        needs=[files.checked],
        makes=[files.read],
        constant=True,
    )
    for run in files.runs:
        yield _run(files, run)
    for artifact in files.published.artifacts.values():
        for reading in files.readings[artifact.id]:
            name = artifact.id if reading == "printed" else f"{artifact.id}-{reading}"
            yield Task(
                f"publish-{name}",
                publish,
                (artifact.id, reading),
                {"languages": files.book.languages},
                needs=[book.run(artifact.id, language, reading) / "values.csv" for language in files.book.languages],
                makes=[book.values(artifact.id, reading)],
            )
            if artifact.drawn:
                drawn = ("points.csv", *(f"figure.{form}" for form in drawn_forms(reading)))
                yield Task(
                    f"publish-plot-{name}",
                    publish_plot,
                    (artifact.id, reading),
                    {"languages": files.book.languages},
                    needs=[book.run(artifact.id, language, reading) / file for language in files.book.languages for file in drawn],
                    makes=[
                        book.points(artifact.id, reading),
                        *(book.figure(artifact.id, language, form) for language in files.book.languages for form in drawn_forms(reading)),
                    ],
                )
    for chapter in files.chapters:
        yield Task(
            f"publish-claims-{chapter}",
            publish_claims,
            (chapter,),
            needs=[book.claim_run(chapter) / "claims.csv"],
            makes=[book.claim_values(chapter)],
        )
    yield Task(
        "verify",
        verify,
        files=(*files.typed, *code("verdicts", "audit/basis", "audit/evidence", "audit/hypotheses")),
        needs=[*files.cells, *files.corrected_cells, *files.claim_values],
        makes=[files.verdicts, verdicts_file(book)],
    )


def products(run: NotebookRun) -> list[str]:
    """The files that a run's notebook must save."""
    if run.artifact is None:
        return ["claims.csv"]
    return ["values.csv", "display.csv", *drawn_files(run.artifact, run.parameters["reading"])]


def _run(files: BookFiles, run: NotebookRun) -> Task:
    """The task of a notebook run. What it reads it records itself; only what other tasks make must be known before."""
    book, folder = files.book, run.executed.parent
    needs = made_by_others(files, files_read(book, folder), run.results)
    if run.artifact is None:
        claims = [claim for claim in files.ledger.claims.values() if claim.chapter == run.chapter and claim.formula]
        named = {name.partition("/")[0] for claim in claims for name in inputs_of(claim.formula)}
        needs += [book.values(id) for id in files.published.artifacts if id in named]
    return Task(
        *_call(run),
        {"parameters": run.parameters},
        files=(run.source, *code(*RUN), *files.environment),
        needs=[files.checked, *dict.fromkeys(needs)],
        makes=[folder / file for file in ("executed.ipynb", FILE, *products(run))],
        run=folder,
    )


def _call(run: NotebookRun) -> tuple[str, Callable[..., object], tuple[Any, ...]]:
    """The name of a run's task, and what it calls."""
    if run.artifact is None:
        return f"run-claims-{run.chapter}", run_claims, (run.chapter,)
    reading = run.parameters["reading"]
    part = "" if reading == "printed" else f"-{reading}"
    return f"run-{run.artifact.id}{part}-{run.language}", run_artifact, (run.artifact.id, run.language, reading)


def check(book: Book) -> None:
    """Refuse data that are not as their schemas want them."""
    check_data(book)
    csvfile.write_text(BookFiles(book).checked, "checked\n")


def read_prose(book: Book) -> None:
    """Refuse chapters with numbers that no claim binds."""
    check_prose(book)
    csvfile.write_text(BookFiles(book).read, "checked\n")


def run_artifact(book: Book, id: str, language: str, reading: str) -> None:
    """Run the notebook of one artifact."""
    run_notebook(book, Published(book).artifact(id), language, reading)


def publish(book: Book, id: str, reading: str) -> None:
    """Publish the values of one artifact."""
    folders = [book.run(id, language, reading) for language in book.languages]
    publish_equal(id, [folder / "values.csv" for folder in folders], book.values(id, reading))


def publish_plot(book: Book, id: str, reading: str) -> None:
    """Publish the points and drawings of one artifact."""
    languages = book.languages
    publish_equal(id, [book.run(id, language, reading) / "points.csv" for language in languages], book.points(id, reading))
    for language in languages:
        for form in drawn_forms(reading):
            drawn = book.run(id, language, reading) / f"figure.{form}"
            csvfile.write_bytes(book.figure(id, language, form), drawn.read_bytes())


def publish_claims(book: Book, chapter: int) -> None:
    """Publish the values of one chapter's claims."""
    publish_equal(f"claims-{chapter}", [book.claim_run(chapter) / "claims.csv"], book.claim_values(chapter))


def publish_equal(id: str, sources: Sequence[Path], target: Path) -> None:
    """Publish a file that must be the same in every language.

    Raises
    ------
    BuildError : it is not.
    """
    texts = [path.read_text(encoding="utf-8") for path in sources]
    if len(set(texts)) > 1:
        raise BuildError(f"{id}: the languages give different numbers", where=sources[0], fix="let `language` change words only")
    csvfile.write_text(target, texts[0])


def verify(book: Book) -> None:
    """Judge every cell and claim, on grounds that are what they are called, and compute the evidence of every erratum."""
    artifacts = Published(book).artifacts
    refuse_outdated(book, artifacts.values())
    check_bases(book, regenerated_formulas(book, artifacts), regenerated_formulas(book, artifacts, "terms"))
    judged = judge_and_store(book).numerals
    csvfile.write(BookFiles(book).verdicts, VERDICT_COLUMNS, [item.fields for item in judged])
    require_no_failure(judged)
    check_evidence(book)
    check_named_causes(book, judged)
