"""Check the data folders: their Frictionless packages, and what no schema of one file can say."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collate.audit.cross_checks import load_checks, require_checks
from collate.book import Book
from collate.data import csvfile
from collate.data.arguments import load_arguments
from collate.data.claims import Ledger
from collate.data.dataset import check_datasets, load_datasets
from collate.data.doubts import check_doubts
from collate.data.errata import check_corrections
from collate.data.glossary import load_glossary
from collate.data.labels import LabelUses, column
from collate.data.labels import columns as label_columns
from collate.data.listing import SECOND_COPY, copied_from, files_below, files_in
from collate.data.problems import FIRST, Problems
from collate.data.published import ARTIFACT_COLUMNS, HEADER_COLUMNS, Published
from collate.data.schemas import load_schema, schema_path
from collate.data.source import FACT_COLUMNS, OBSERVATION_COLUMNS, SERIES_COLUMNS, SOURCE_COLUMNS, fact_sources, observation_sources
from collate.data.typed_text import read_text
from collate.data.yamlfile import read_yaml
from collate.errors import DataError

if TYPE_CHECKING:
    import frictionless

_FILE = "number_of_the_file"
_POSITION = re.compile(r'(?i)(?<![a-z])row at position "?(\d+)"?')


# Lists that stand in the order of their first column.
_LISTS = {"source/series.csv": SERIES_COLUMNS, "published/artifacts.csv": ARTIFACT_COLUMNS, "published/headers.csv": HEADER_COLUMNS}


def check_data(book: Book, problems: Problems = FIRST) -> None:
    """Check everything under data/ that people type.

    Parameters
    ----------
    problems : gathers what is wrong; when it does not, the first problem is raised.

    Raises
    ------
    DataError : the first violation, with file and line, and how many more there are.
    LabelError : every label that data use and that is missing in a language, with the places that use it.
    CheckError : a cross-check that does not hold, with the numbers.
    PrintedError, ErratumError : as their loaders raise them.
    """
    for folder in (book.source, book.published, *([book.benchmarks] if book.benchmarks.exists() else [])):
        with problems.here():
            _check_package(book, folder, problems)
    for path, columns in _LISTS.items():
        with problems.here():
            _require_sorted(csvfile.read(book.data / path, columns), columns[:1])
    with problems.here():
        uses = LabelUses(book.words)
        for note in (_labels_of_words, _labels_of_source, _labels_of_print):
            with problems.here():
                note(book, uses)
        with problems.here():
            _check_series(book, problems)
        _check_facts(book, problems)
        with problems.here():
            check_datasets(book, problems)
        with problems.here():
            _check_published(book, problems)
        with problems.here():
            _check_statements(book, uses, problems)


def _check_statements(book: Book, uses: LabelUses, problems: Problems) -> None:
    """Check what is said about cells, claims and observations: formulas, labels, cross-checks, arguments, doubts, errata."""
    ledger, published, origins = Ledger(book, problems), Published(book), observation_sources(book.source, problems)
    ledger.check(published, uses, origins, fact_sources(book.source), problems)
    with problems.here():
        load_glossary(book, uses)
    with problems.here():
        if not problems.gather:
            uses.refuse_missing()
        for error in uses.missing():
            problems.add(error)
    with problems.here():
        _require_sorted([check.row for check in load_checks(book)], ("id",))
    with problems.here():
        require_checks(book)
    with problems.here():
        load_arguments(book)
    cells = {cell.id for artifact in published.artifacts for cell in published.cells(artifact, problems).values()}
    sources = csvfile.read(book.source / "sources.csv", SOURCE_COLUMNS)
    with problems.here():
        check_doubts(book, {*cells, *ledger.claims}, {row["id"] for row in sources})
    with problems.here():
        check_corrections(book, {*cells, *ledger.claims, *origins})


def _labels_of_words(book: Book, uses: LabelUses) -> None:
    """Note each row of labels.csv."""
    if book.labels.exists():
        rows = csvfile.read(book.labels, label_columns(book.languages))
        _require_sorted(rows, ("key",))
        for row in rows:
            uses.use_fields(row, "key")


def _labels_of_source(book: Book, uses: LabelUses) -> None:
    """Note the labels that the tables of data/source use."""
    for row in csvfile.read(book.source / "series.csv", SERIES_COLUMNS):
        uses.use_fields(row, "indicator", "subject", "breakdown")
    for path in files_in(book.source / "observations", "*.csv"):
        for row in csvfile.read(path, OBSERVATION_COLUMNS):
            uses.use_fields(row, "period")
    for path in files_in(book.source / "facts", "*.csv"):
        for row in csvfile.read(path, FACT_COLUMNS):
            uses.use_fields(row, "subject", "attribute", "joiner", "term")


def _labels_of_print(book: Book, uses: LabelUses) -> None:
    """Note the labels that tables and figures use, and those of cross-checks."""
    for row in csvfile.read(book.published / "artifacts.csv", ARTIFACT_COLUMNS):
        uses.use_fields(row, "title", "unit", "credit", "missing")
    for row in csvfile.read(book.published / "headers.csv", HEADER_COLUMNS):
        for key in (row["label"] or row["id"]).split(":"):
            uses.use(key, row.path, row.line)
    for check in load_checks(book):
        for key in (f"cross-check-{check.kind}", f"cross-check-{check.kind}-told"):
            uses.use(key, check.row.path, check.row.line)


def _check_package(book: Book, folder: Path, problems: Problems) -> None:
    """Hold every file of a package against its schema. Frictionless decides; it sees all files of one schema as one table."""
    descriptor = folder / "datapackage.yaml"
    package, _ = read_yaml(descriptor)
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        raise DataError("broken package: no list of resources", where=descriptor, fix="list each file with its name, path and schema")
    resources = [_with_schema(book, folder, entry) for entry in package["resources"]]
    forms = {str(entry["schema"]) if isinstance(entry, dict) else str(entry): entry for entry in reversed(resources)}
    try:  # the form of the descriptor, one entry a schema
        _require_form(json.dumps({**package, "resources": list(forms.values())}, default=str))
    except DataError as error:
        raise DataError(error.what, where=descriptor) from None
    for what in ("name", "path"):
        twice = [value for value, count in Counter(str(entry[what]) for entry in resources).items() if count > 1]
        if twice:
            raise DataError(f"broken package: duplicate {what} {twice[0]!r}", where=descriptor, fix="keep one of the two")
    known = {str(entry["path"]) for entry in resources}
    for path in files_below(folder, "*.[cC][sS][vV]"):
        if path.relative_to(folder).as_posix() not in known and book.files not in path.parents:
            problems.add(_not_listed(path, descriptor))
    texts = {f"subject_{column(language)}": language for language in book.languages}
    tables: dict[str, _Table] = {}
    for entry in resources:
        with problems.here():
            tables[str(entry["name"])] = _Table(folder, entry, texts)
    groups: dict[str, list[_Table]] = {}
    for table in tables.values():
        groups.setdefault(str(table.schema), []).append(table)
    refused = [problem for group in groups.values() for problem in _problems(folder, group, tables)]
    if refused and not problems.gather:
        more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
        first = refused[0]
        raise DataError(f"{first.what}{more}", where=first.where, line=first.line, fix=first.fix)
    for problem in refused:
        problems.add(problem)


def _with_schema(book: Book, folder: Path, entry: Any) -> Any:
    """An entry of a package with its schema: the library's of that name, or else a file of the book's own."""
    named = entry.get("schema") if isinstance(entry, dict) else None
    if not isinstance(named, str):
        return entry
    name = f"{folder.name}/{Path(named).stem}"
    if schema_path(name).is_file():
        return {**entry, "schema": load_schema(name, book.languages)}
    if not (folder / named).is_file():
        descriptor = folder / "datapackage.yaml"
        raise DataError(f"broken package: the library has no schema {name!r}, and there is no {named} in its folder", where=descriptor)
    try:
        return {**entry, "schema": json.loads(read_text(folder / named))}
    except json.JSONDecodeError as error:
        raise DataError(f"not valid JSON: {error.msg}", where=folder / named, line=error.lineno) from None


class _Table:
    """A file of a package: its rows with their lines, and its schema. The number of columns of each row is that of the header."""

    def __init__(self, folder: Path, entry: Mapping[str, Any], texts: Mapping[str, str]) -> None:
        self.name, self.path = str(entry["name"]), folder / str(entry["path"])
        self.schema: Mapping[str, Any] = entry["schema"]
        (_, self.header), *self.rows = csvfile.read_table(self.path)
        csvfile.require_columns(self.path, self.header, [item["name"] for item in self.schema["fields"]], texts)
        for line, values in self.rows:
            csvfile.require_width(self.path, line, values, self.header)


def _problems(folder: Path, group: Sequence[_Table], tables: Mapping[str, _Table]) -> Iterator[DataError]:
    """What Frictionless refuses in files of one schema, which it is given as one table, their number its last column."""
    schema = group[0].schema
    key = schema.get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    joined: dict[str, Any] = {
        **schema,
        "fields": [*schema["fields"], {"name": _FILE, "type": "string"}],
        "primaryKey": [*key, _FILE] if key else [],
    }
    rows = [[*values, str(number)] for number, table in enumerate(group) for _, values in table.rows]
    places = [(table.path, line) for table in group for line, _ in table.rows]
    resources: list[dict[str, Any]] = [{"name": _FILE, "data": [[*group[0].header, _FILE], *rows], "schema": joined}]
    for name in {reference["reference"]["resource"] for reference in schema.get("foreignKeys", [])}:
        if name in tables:
            table = tables[name]
            content = [table.header, *(values for _, values in table.rows)]
            resources.append({"name": name, "data": content, "schema": {**table.schema, "foreignKeys": []}})
    try:
        refused = _refusals(json.dumps({"name": "joined", "resources": resources}, ensure_ascii=False))
    except DataError as error:
        raise DataError(error.what, where=folder / "datapackage.yaml") from None
    for number, message, fix in refused:
        path, line = places[number - 2] if number else (folder / "datapackage.yaml", None)
        told = _POSITION.sub(lambda match: f"line {places[int(match[1]) - 2][1]}", message.replace(f", {_FILE}", ""))
        yield DataError(told, where=path, line=line, fix=fix)


@lru_cache(maxsize=16)
def _require_form(package: str) -> None:
    """Refuse a package, given as JSON, that Frictionless does not take for one."""
    _frictionless(json.loads(package))


@lru_cache(maxsize=64)  # `collate add` checks a book before a step and after it, and most tables are the same
def _refusals(package: str) -> tuple[tuple[int | None, str, str | None], ...]:
    """What Frictionless refuses in the table called `_FILE` of a package, as JSON: row number, message, remedy."""
    report = _frictionless(json.loads(package)).get_resource(_FILE).validate(limit_errors=1000)
    errors = [error for task in report.tasks for error in task.errors] + report.errors
    return tuple((getattr(error, "row_number", None), error.message, _remedy(error)) for error in errors)


def _not_listed(path: Path, descriptor: Path) -> DataError:
    if other := copied_from(path.name):
        return DataError(f"it seems to be a second copy of {other!r}, not in its package", where=path, fix=SECOND_COPY)
    return DataError("the file is not in its package", where=path, fix=f"list it in {descriptor}")


def _remedy(problem: frictionless.Error) -> str | None:
    if getattr(problem, "field_name", None) == "value":
        return "type digits, with a point before decimals and commas between thousands where the source has them, and nothing else"
    return None


def _frictionless(descriptor: dict[str, Any]) -> frictionless.Package:
    import frictionless  # here, since it takes half a second, and a build that has nothing to do checks nothing

    try:
        return frictionless.Package.from_descriptor(descriptor)
    except frictionless.FrictionlessException as error:
        raise DataError(f"broken package: {error.error.message}") from None


def _check_series(book: Book, problems: Problems) -> None:
    path = book.source / "series.csv"
    rows = csvfile.read(path, SERIES_COLUMNS)
    for row in rows:
        parts = [row[name] for name in ("indicator", "subject", "breakdown") if row[name]]
        if row["id"] != ".".join(parts):
            fix = "join indicator, subject and breakdown by points"
            problems.add(row.error(f"series {row['id']!r} is not {'.'.join(parts)!r}", fix=fix))
    units: dict[str, set[str]] = defaultdict(set)
    for file in files_in(book.source / "observations", "*.csv"):
        with problems.here():
            observations = csvfile.read(file, OBSERVATION_COLUMNS)
            _require_sorted(observations, ("series", "period"))
            for row in observations:
                units[row["series"]].add(row["unit"])
                if len(units[row["series"]]) > 1:
                    told = f"series {row['series']} has the units {', '.join(sorted(units[row['series']]))}"
                    problems.add(row.error(told, fix="a series has one unit"))
    for row in rows:
        if row["id"] not in units:
            problems.add(row.error(f"series {row['id']!r} has no observation", fix="remove it or add its observations"))
    if problems.gather:
        observation_sources(book.source, problems)


def _check_facts(book: Book, problems: Problems) -> None:
    for file in files_in(book.source / "facts", "*.csv"):
        with problems.here():
            rows = csvfile.read(file, FACT_COLUMNS)
            _require_sorted(rows, ("subject", "attribute", "position"))
            listed: set[tuple[str, str, str]] = set()
            for row in rows:
                here = (row["subject"], row["attribute"], row["term"])
                if row["term"] and here in listed:
                    told = f"duplicate term {row['term']!r} of {row['subject']}/{row['attribute']}"
                    problems.add(row.error(told, "remove one: a count takes both"))
                listed.add(here)


def _check_published(book: Book, problems: Problems) -> None:
    published = Published(book)
    files = {path.stem for path in files_in(book.cells, "*.csv")}
    registered = load_datasets(book)
    for artifact in published.artifacts.values():
        if not (book.notebooks / f"{artifact.notebook}.ipynb").is_file():
            problems.add(published.error(artifact.id, f"no notebook {artifact.notebook}.ipynb", f"write it in {book.notebooks}"))
        for dataset in artifact.datasets:
            places = [
                book.source / place for place in (f"observations/{dataset}.csv", f"facts/{dataset}.csv", f"boundaries/{dataset}.json")
            ]
            if dataset not in registered and not any(place.is_file() for place in places):
                told = f"no dataset {dataset!r}"
                problems.add(published.error(artifact.id, told, f"add it below {book.source}, or correct `datasets`"))
        with problems.here():
            published.cells(artifact.id, problems)
        files.discard(artifact.id)
    if files:
        problems.add(
            DataError(f"cells of no artifact: {', '.join(sorted(files))}", where=book.cells, fix="remove them, or list the artifact")
        )


def _require_sorted(rows: list[csvfile.Row], columns: tuple[str, ...]) -> None:
    keys = [tuple(row[column] for column in columns) for row in rows]
    for before, after, row in zip(keys, keys[1:], rows[1:], strict=False):
        if after < before:
            raise row.error(f"out of order after {'/'.join(before)}", fix=f"sort the file by {', '.join(columns)}")
