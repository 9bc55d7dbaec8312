"""Check the data folders: their Frictionless packages, and what no schema of one file can say."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import frictionless

from collate.audit.cross_checks import load_checks, require_checks
from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.corrections import check_corrections
from collate.data.doubts import check_doubts
from collate.data.glossary import load_glossary
from collate.data.labels import Labels
from collate.data.labels import columns as label_columns
from collate.data.listing import SECOND_COPY, copied_from, files_below, files_in
from collate.data.published import ARTIFACT_COLUMNS, HEADER_COLUMNS, Published
from collate.data.schemas import referred, suspects
from collate.data.source import FACT_COLUMNS, OBSERVATION_COLUMNS, SERIES_COLUMNS, SOURCE_COLUMNS, fact_sources, observation_sources
from collate.data.yamlfile import read_yaml
from collate.errors import DataError


def check_data(book: Book) -> None:
    """Check everything under data/ that people type.

    Raises
    ------
    DataError : the first violation, with file and line, and how many more there are.
    LabelError : a label that data uses and labels.csv does not have.
    CheckError : a cross-check that does not hold, with the numbers.
    PrintedError, ErratumError : as their loaders raise them.
    """
    labels = book.words
    for folder in (book.source, book.published, *([book.benchmarks] if book.benchmarks.exists() else [])):
        _check_package(folder)
    for path, columns in (
        (book.labels, label_columns(book.languages)),
        (book.source / "series.csv", SERIES_COLUMNS),
        (book.published / "artifacts.csv", ARTIFACT_COLUMNS),
        (book.published / "headers.csv", HEADER_COLUMNS),
    ):
        if path.exists() or path != book.labels or len(book.languages) > 1:
            _require_list(csvfile.read(path, columns), columns[0])
    _check_series(book, labels)
    _check_facts(book, labels)
    _check_checks(book, labels)
    _check_published(book, labels)
    load_glossary(book.glossary, labels)
    ledger, published, origins = Ledger(book), Published(book), observation_sources(book.source)
    ledger.check(published, labels, origins, fact_sources(book.source))
    cells, sources = published.cell_ids, csvfile.read(book.source / "sources.csv", SOURCE_COLUMNS)
    check_doubts(book, {*cells, *ledger.claims}, {row["id"] for row in sources})
    check_corrections(book, {*published.cell_ids, *ledger.claims, *origins})


def _check_package(folder: Path) -> None:
    descriptor = folder / "datapackage.yaml"
    found, _ = read_yaml(descriptor)
    if not isinstance(found, dict) or not isinstance(found.get("resources"), list):
        raise DataError("broken package: no list of resources", where=descriptor, fix="list each file with its name, path and schema")
    package, resources = found, found["resources"]
    # Thousands of entries of one form: Frictionless looks at the first of each schema, and at whatever is not of that form.
    forms = {str({**entry, "name": "", "path": ""} if isinstance(entry, dict) else entry): entry for entry in reversed(resources)}
    _from_descriptor({**package, "resources": list(forms.values())}, folder)
    listed = [str(entry["path"]) for entry in resources]
    for what in ("name", "path"):
        twice = [value for value, count in Counter(str(entry[what]) for entry in resources).items() if count > 1]
        if twice:
            raise DataError(f"broken package: the {what} {twice[0]!r} is there twice", where=descriptor)
    known = set(listed)
    for path in files_below(folder, "*.[cC][sS][vV]"):
        if path.relative_to(folder).as_posix() not in known:
            raise _not_listed(path, descriptor)
    problems: list[tuple[str, int, frictionless.Error]] = []
    for suspect in suspects(folder, resources):
        names = {str(suspect["name"]), *referred(folder, suspect)}
        needed = [entry for entry in resources if entry["name"] in names]
        tables = {str(entry["name"]): csvfile.read_table(folder / str(entry["path"])) for entry in needed}
        # As rows that are read already: Frictionless would stumble over what spreadsheets add, and counts rows where we say lines.
        inline = [
            {"name": str(entry["name"]), "data": [values for _, values in tables[str(entry["name"])]], "schema": entry["schema"]}
            for entry in needed
        ]
        report = _from_descriptor({**package, "resources": inline}, folder).get_resource(str(suspect["name"])).validate()
        if report.errors:
            raise DataError(report.errors[0].message, where=descriptor)
        lines = [line for line, _ in tables[str(suspect["name"])]]
        errors = [error for task in report.tasks for error in task.errors]
        problems += [(str(suspect["path"]), lines[(getattr(error, "row_number", None) or 1) - 1], error) for error in errors]
    if problems:
        place, line, problem = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise DataError(f"{problem.message}{more}", where=folder / place, line=line, fix=_remedy(problem))


def _not_listed(path: Path, descriptor: Path) -> DataError:
    if other := copied_from(path.name):
        return DataError(f"it seems to be a second copy of {other!r}, not in its package", where=path, fix=SECOND_COPY)
    return DataError("the file is not in its package", where=path, fix=f"list it in {descriptor}")


def _remedy(problem: frictionless.Error) -> str | None:
    if getattr(problem, "field_name", None) == "value":
        return "type digits, with a point before decimals and commas between thousands where the source has them, and nothing else"
    return None


def _from_descriptor(descriptor: dict[str, Any] | str, folder: Path) -> frictionless.Package:
    try:
        named = {} if isinstance(descriptor, str) else {"basepath": str(folder)}
        return frictionless.Package.from_descriptor(descriptor, **named)
    except frictionless.FrictionlessException as error:
        raise DataError(f"broken package: {error.error.message}", where=folder / "datapackage.yaml") from None


def _check_series(book: Book, labels: Labels) -> None:
    path = book.source / "series.csv"
    rows = csvfile.read(path, SERIES_COLUMNS)
    for row in rows:
        parts = [row[name] for name in ("indicator", "subject", "breakdown") if row[name]]
        if row["id"] != ".".join(parts):
            raise row.error(f"series {row['id']!r} is not {'.'.join(parts)!r}", fix="join indicator, subject and breakdown by points")
        for part in parts:
            labels.text(part, "en")
    units: dict[str, set[str]] = defaultdict(set)
    for file in files_in(book.source / "observations", "*.csv"):
        observations = csvfile.read(file, OBSERVATION_COLUMNS)
        _require_sorted(observations, ("series", "period"))
        for row in observations:
            units[row["series"]].add(row["unit"])
            if len(units[row["series"]]) > 1:
                raise row.error(
                    f"series {row['series']} has the units {', '.join(sorted(units[row['series']]))}", fix="a series has one unit"
                )
            labels.text(row["period"], "en")
    unused = [row for row in rows if row["id"] not in units]
    if unused:
        raise unused[0].error(f"series {unused[0]['id']!r} has no observation", fix="remove it or add its observations")


def _check_checks(book: Book, labels: Labels) -> None:
    checks = load_checks(book)
    _require_sorted([check.row for check in checks], ("id",))
    for check in checks:
        for key in (f"cross-check-{check.kind}", f"cross-check-{check.kind}-told"):
            labels.text(key, "en")
    require_checks(book)


def _check_facts(book: Book, labels: Labels) -> None:
    for file in files_in(book.source / "facts", "*.csv"):
        rows = csvfile.read(file, FACT_COLUMNS)
        _require_sorted(rows, ("subject", "attribute", "position"))
        listed: set[tuple[str, str, str]] = set()
        for row in rows:
            for column in ("subject", "attribute", "joiner", "term"):
                if row[column]:
                    labels.text(row[column], "en")
            here = (row["subject"], row["attribute"], row["term"])
            if row["term"] and here in listed:
                raise row.error(f"duplicate term {row['term']!r} of {row['subject']}/{row['attribute']}", "remove one: a count takes both")
            listed.add(here)


def _check_published(book: Book, labels: Labels) -> None:
    published = Published(book)
    files = {path.stem for path in files_in(book.cells, "*.csv")}
    for artifact in published.artifacts.values():
        for key in (artifact.title, artifact.unit, artifact.credit, artifact.missing):
            if key:
                labels.text(key, "en")
        if not (book.notebooks / f"{artifact.notebook}.ipynb").is_file():
            raise DataError(f"{artifact.id}: no notebook {artifact.notebook}.ipynb", where=book.published / "artifacts.csv")
        for dataset in artifact.datasets:
            places = [
                book.source / place for place in (f"observations/{dataset}.csv", f"facts/{dataset}.csv", f"boundaries/{dataset}.json")
            ]
            if not any(place.is_file() for place in places):
                raise DataError(f"{artifact.id}: no dataset {dataset!r}", where=book.published / "artifacts.csv")
        for axis in ("row", "column"):
            for header in published.headers(artifact.id, axis):
                for key in header.label.split(":"):
                    labels.text(key, "en")
        published.cells(artifact.id)
        files.discard(artifact.id)
    if files:
        raise DataError(f"cells of no artifact: {', '.join(sorted(files))}", where=book.cells)


def _require_list(rows: list[csvfile.Row], key: str) -> None:
    """Refuse a file in which `read_some` would not find each row."""
    for line, row in enumerate(rows, start=2):
        if row.line != line:
            raise row.error(f"{row[key]!r}, or what stands before it, takes several lines", fix="write each row of this file on one line")
    _require_sorted(rows, (key,))


def _require_sorted(rows: list[csvfile.Row], columns: tuple[str, ...]) -> None:
    keys = [tuple(row[column] for column in columns) for row in rows]
    for before, after, row in zip(keys, keys[1:], rows[1:], strict=False):
        if after < before:
            raise row.error(f"out of order after {'/'.join(before)}", fix=f"sort the file by {', '.join(columns)}")
