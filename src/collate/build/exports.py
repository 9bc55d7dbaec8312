"""The tasks that write what a reader takes away and lay a copy beside the pages that link to it; the pages, which an author waits for,
come first."""

from __future__ import annotations

from collections.abc import Iterator

from collate.book import Book
from collate.build.graph import BookFiles, code
from collate.build.task import Task
from collate.data import csvfile
from collate.export.about import read_about
from collate.export.codecheck import write_codecheck
from collate.export.crate import write_crate
from collate.export.downloads import copy_exports, exported_names
from collate.export.exhibits import write_exhibits
from collate.export.frictionless_packages import TYPED as PACKAGES
from collate.export.frictionless_packages import write_packages
from collate.export.ledger import write_ledger
from collate.run.convert import convert, converted


def tasks(files: BookFiles) -> Iterator[Task]:
    """The tasks that export."""
    book, typed = files.book, files.typed
    results = sorted({path for path in files.downloads.values() if book.build not in path.parents})
    for run in files.runs:
        yield Task(
            f"convert-{run.name}",
            convert,
            (run.name, run.language or book.languages[0]),
            files=(*code("run/convert"), *files.environment),
            needs=[run.executed],
            makes=converted(book, run.name),
            last=True,
        )
    yield Task(
        "export-ledger",
        write_ledger,
        files=(*typed, *files.written, *code("export/ledger")),
        needs=[files.verdicts],
        makes=[book.exports / name for name in ("ledger.csv", "ledger.json", "ledger.schema.json")],
        last=True,
    )
    yield Task(
        "export-exhibits",
        write_exhibits,
        files=(*typed, *code("export/exhibits"), *files.environment),
        needs=[*results, files.verdicts],
        makes=[book.exports / "exhibits.xlsx"],
        last=True,
    )
    yield Task(
        "export-packages",
        write_packages,
        files=(*typed, *code("export/frictionless_packages")),
        needs=[*results, files.verdicts],
        makes=[book.exports / "frictionless" / name / "datapackage.yaml" for name in (*PACKAGES, "regenerated")],
        last=True,
    )
    if read_about(book) is not None:
        yield Task(
            "export-descriptions",
            describe,
            files=(book.citation, *typed, *code("export/crate", "export/codecheck"), *files.environment),
            needs=[*results, *(run.executed.with_name("inputs.json") for run in files.runs), files.verdicts],
            makes=[book.exports / name for name in ("codecheck.yml", "ro-crate-metadata.json", "CITATION.cff")],
            last=True,
        )
    exported = exported_names(book)
    yield Task(
        "html-exports",
        copy_exports,
        files=code("export/downloads"),
        needs=[*(book.exports / name for name in exported), *sorted(set(files.downloads.values()))],
        makes=[book.html_exports / name for name in (*files.downloads, *exported)],
        last=True,
    )


def describe(book: Book) -> None:
    """Write the descriptions for machines."""
    about = read_about(book)
    assert about is not None
    write_codecheck(book, about)
    write_crate(book, about)
    csvfile.write_bytes(book.exports / "CITATION.cff", book.citation.read_bytes())
