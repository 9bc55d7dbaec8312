"""The files that each table and figure offers for download, under names that never change."""

from __future__ import annotations

from pathlib import Path

from collate.book import Book
from collate.data.published import Artifact, Published
from collate.data.whole_folder import lay_folder
from collate.errors import BuildError, NotebookError
from collate.export.about import read_about
from collate.export.runs import NotebookRun, all_runs
from collate.run.convert import converted
from collate.run.notebook_file import read_notebook

DRAWN_FORMS = ("svg", "png", "pdf")


def values_name(artifact: Artifact) -> str:
    return f"values/{artifact.id}.csv"


def points_name(artifact: Artifact) -> str:
    return f"points/{artifact.id}.csv"


def figure_name(artifact: Artifact, language: str, form: str) -> str:
    return f"figures/{artifact.id}.{language}.{form}"


def executed_name(run: NotebookRun) -> str:
    return f"notebooks/executed/{run.name}.ipynb"


def source_name(run: NotebookRun) -> str:
    return f"notebooks/{run.source.name}"


def downloads(book: Book) -> dict[str, Path]:
    """Every download by its name in the folder of exports, with the file of which it is a copy."""
    found: dict[str, Path] = {}
    for artifact in Published(book).artifacts.values():
        found[values_name(artifact)] = book.regenerated / f"{artifact.id}.csv"
        if artifact.drawn:
            found[points_name(artifact)] = book.points(artifact.id)
            for language in book.languages:
                for form in DRAWN_FORMS:
                    found[figure_name(artifact, language, form)] = book.figure(artifact.id, language, form)
    for run in all_runs(book):
        found[executed_name(run)] = run.executed
        for path in converted(book, run.name):
            found[f"notebooks/executed/{path.name}"] = path
        found[source_name(run)] = run.source
    return found


def require_executed(path: Path) -> None:
    """Refuse an executed notebook that is missing, damaged, or stopped half-way.

    Raises
    ------
    BuildError : naming the file.
    """
    if not path.is_file():
        raise BuildError("the executed notebook is missing", where=path, fix="run `collate build`")
    try:
        cells = read_notebook(path).cells
    except NotebookError as error:
        raise BuildError(f"the executed notebook is damaged: {error.what}", where=path, fix="remove it and run `collate build`") from None
    for number, cell in enumerate(cells):
        if cell.cell_type == "code" and cell.execution_count is None:
            raise BuildError(f"cell {number} of the executed notebook was never run", where=path, fix="remove it and run `collate build`")


def exported_names(book: Book) -> list[str]:
    """The names of the files in the folder of exports; the descriptions are written where `read_about` finds what they say."""
    names = ["ledger.csv", "ledger.json", "ledger.schema.json", "exhibits.xlsx"]
    names += [f"frictionless/{name}/datapackage.yaml" for name in ("source", "published", "regenerated")]
    return names + (["codecheck.yml", "ro-crate-metadata.json", "CITATION.cff"] if read_about(book) else [])


def copy_exports(book: Book) -> None:
    """Copy the exports and all downloads beside the pages, the whole folder or nothing.

    Raises
    ------
    BuildError : an executed notebook that is missing or damaged.
    """
    content = {path.relative_to(book.exports).as_posix(): path for path in book.exports.rglob("*") if path.is_file()}
    for name, path in downloads(book).items():
        if path.name == "executed.ipynb":
            require_executed(path)
        content[name] = path
    lay_folder(book.html_exports, content)
