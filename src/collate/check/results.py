"""Results of any program, by id: from CSV, JSON, Excel, Stata, SPSS, R, Parquet, SQLite, and executed notebooks.

Nothing is run and no formula is evaluated. A number in a text file is taken as written; one that a program stored as a binary float is
the exact value of that float.
"""

from __future__ import annotations

import io
import json
import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

from collate.check.csv_lines import DELIMITERS, csv_lines, lines_of, require_readable
from collate.check.identity import ID, PLACE, identified_by, joined
from collate.check.printed_table import PrintedString
from collate.errors import CallError, DataError, SystemPackageError, system_error
from collate.extract.untrusted import content, refuse_bombs
from collate.numbers.fact import ALIASES, Role

VALUE, ERROR = "value", "error"
_JSON_BYTES = 2**28
_STEPS = 2_000_000_000  # of SQLite's machine, some tens of seconds: a view may count for ever
# Names of columns that programs give, and what they hold; those of R's broom, Stata and statsmodels among them.
ROLES: Mapping[str, str] = (
    {role.value: role.value for role in Role}
    | {name: role.value for name, role in ALIASES.items()}
    | {
        "std.error": Role.STANDARD_ERROR.value,
        "std_err": Role.STANDARD_ERROR.value,
        "stderr": Role.STANDARD_ERROR.value,
        "p.value": Role.P.value,
        "p_value": Role.P.value,
        "lower": Role.LOWER.value,
        "conf.low": Role.LOWER.value,
        "ci_low": Role.LOWER.value,
        "upper": Role.UPPER.value,
        "conf.high": Role.UPPER.value,
        "ci_high": Role.UPPER.value,
    }
)
Located = tuple[str, Mapping[str, Any]]  # where a row or record stands, and what it holds by column
_NAMES = {"term": "row", "name": "id"}  # what other programs call the columns that identify


@dataclass(frozen=True)
class Result:
    """One result: a number, a text, several in the order of print or by role, or None where the program says that there is none; the
    error that the program declares; where it stands; and why it cannot be read, where it cannot."""

    value: Fraction | str | list[Fraction | str] | Mapping[str, Fraction | str | list[Fraction | str]] | None
    error: Fraction | None
    place: str
    problem: str = ""


class Results:
    """The results of a file by id, read as far as they are asked for.

    Where results stand in the order of print, few of them are held at a time; otherwise those that were passed over are.

    Parameters
    ----------
    records : where each record stands, and what it holds by column, as the readers below give it.
    """

    def __init__(self, path: Path, records: Iterable[Located]) -> None:
        self.path = path
        self.unused: dict[str, None] = {}  # columns that held nothing which is compared
        self._identifying: tuple[str, ...] = ()
        self._held: dict[str, Result] = {}
        self._records = records
        self._coming = self._read()

    def id_of(self, printed: PrintedString) -> str:
        """What the results call a printed string: its id, or where they have no ids and name all of its place, that place.

        Raises
        ------
        DataError : as `get`.
        """
        if not self._identifying and (first := next(self._coming, None)):
            self._held[first[0]] = first[1]
        names = {"table": printed.table, "row": printed.row, "column": printed.column}
        if tuple(name for name in PLACE if names[name].strip()) == self._identifying:
            return joined(names, self._identifying)
        return printed.id

    def get(self, id: str) -> Result | None:
        """The result of an id, None where there is none.

        Raises
        ------
        DataError : the file cannot be read, has no results, names two alike, or holds an infinite number.
        """
        if id in self._held:
            return self._held[id]
        for found, result in self._coming:
            self._held[found] = result
            if found == id:
                return result
        return None

    def take(self, id: str) -> Result | None:
        """`get`, where nobody asks for it again."""
        result = self.get(id)
        self._held.pop(id, None)
        return result

    def by_id(self) -> Mapping[str, Result]:
        """All results that nobody has taken, in their order."""
        self._held.update(self._coming)
        return self._held

    def _read(self) -> Iterator[tuple[str, Result]]:
        try:
            yield from self._identified()
        except OSError as error:
            raise system_error(error, self.path, DataError) from None
        except UnicodeDecodeError:
            raise DataError("the file is not UTF-8", where=self.path, fix="save it in UTF-8") from None
        except RecursionError:
            raise DataError("it is nested too deeply", where=self.path, fix="write one object for each result") from None

    def _identified(self) -> Iterator[tuple[str, Result]]:
        seen: set[str] = set()
        columns = Columns((), str(self.path))
        for place, record in self._records:
            if tuple(record) != columns.names:
                columns = Columns(tuple(record), str(self.path))
                self._identifying = self._identifying or tuple(columns.identifying)
                self.unused |= dict.fromkeys(columns.unused)
            id = columns.id(record)
            if id in seen:
                first = self._first_place(id)
                raise DataError(f"duplicate id {id!r}, first at {first}", where=place, fix="give each result an id of its own")
            seen.add(id)
            values = {role: _value(value, place) for name, role in columns.roles.items() if not _is_missing(value := record[name])}
            if not values:
                yield id, Result(None, None, place)
                continue
            error = None if _is_missing(record.get(ERROR)) else number_of(record[ERROR], place)
            if isinstance(error, str) or (error is not None and error < 0):
                raise DataError(
                    f"error {error!r} of {id!r} is not a number of at least 0", where=place, fix="write how far the result may be off"
                )
            yield id, Result(values[VALUE] if tuple(values) == (VALUE,) else values, error, place)
        if not seen:
            raise DataError(
                "no result in it",
                where=self.path,
                fix="it needs a column `value` and one that says which is which: `id`, or `row` and `column`",
            )

    def _first_place(self, id: str) -> str:
        """Where an id stands first: ids are remembered, and their places are not."""
        for place, record in _reader(self.path)(self.path):
            if Columns(tuple(record), str(self.path)).id(record) == id:
                return place
        return str(self.path)


class Columns:
    """What the columns of a record hold.

    Parameters
    ----------
    names : as the file has them.

    Raises
    ------
    DataError : none of them says which result is which.
    """

    def __init__(self, names: tuple[str, ...], where: str) -> None:
        self.names = names
        told = [str(name) for name in names]
        meant = {
            name if (known := _NAMES.get(name, name)) != name and known in told else known: own
            for name, own in zip(told, names, strict=True)
        }
        self.identifying = {name: meant[name] for name in (identified_by(tuple(meant), where) if names else ())}
        self.roles = {own: ROLES[name] for name, own in meant.items() if name in ROLES}
        self.unused = [name for name in meant if name not in (ID, ERROR, *PLACE) and name not in ROLES]

    def id(self, record: Mapping[str, Any]) -> str:
        """The id of a record with these columns."""
        return joined({name: field_text(record[own]) for name, own in self.identifying.items()}, tuple(self.identifying))


def read_results(path: Path) -> Results:
    """The results of a file, whose kind its name tells.

    Raises
    ------
    CallError : a kind of file that is not read.
    DataError : it cannot be read.
    SystemPackageError : a Python package that reads it is not installed.
    """
    reader = _reader(path)
    ending = path.suffix.lower()
    if ending in (".json", ".ipynb"):
        require_readable(path, "JSON", fix="write JSON Lines or CSV, which are read line by line", largest=_JSON_BYTES)
    else:
        kind = "JSON Lines" if ending in (".jsonl", ".ndjson") else "CSV" if ending in DELIMITERS else ""
        require_readable(path, kind, fix="keep the columns and rows that were printed")
    return Results(path, reader(path))


def _reader(path: Path) -> Callable[[Path], Iterable[Located]]:
    readers: dict[str, Callable[[Path], Iterable[Located]]] = {
        **dict.fromkeys(
            TABLES, lambda path: (record for place, row in TABLES[path.suffix.lower()](path) for record in records(place, row))
        ),
        ".json": _json,
        ".jsonl": _json_lines,
        ".ndjson": _json_lines,
        ".ipynb": _notebook,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise CallError(f"{path}: no reader for results in a {path.suffix or 'nameless'} file", fix=f"use one of {', '.join(readers)}")
    return reader


def field_text(value: Any) -> str:
    """What a field says where it names something: a whole number has no decimals, whatever kept it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or (isinstance(value, float) and math.isnan(value))


def _value(value: Any, place: str) -> Fraction | str | list[Fraction | str]:
    return [number_of(part, place) for part in value] if isinstance(value, list) else number_of(value, place)


def number_of(value: Any, place: str) -> Fraction | str:
    """A number exactly, anything else as text."""
    if hasattr(value, "item"):  # a scalar of numpy or pandas
        value = value.item()
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    if isinstance(value, (float, Decimal)):
        return _finite(value, value, place)
    text = str(value).strip()
    if len(text) > 400 or not text.isascii() or "_" in text:
        return text
    try:
        number = Decimal(text)  # digits, point and exponent; a fraction or anything else is text
    except ArithmeticError:
        return text
    if number.is_finite() and abs(number.adjusted()) > 400:
        raise DataError(f"{text} has too large an exponent to be a result", where=place, fix="correct it")
    return _finite(number, text, place)


def _finite(number: float | Decimal, written: object, place: str) -> Fraction:
    if not (number.is_finite() if isinstance(number, Decimal) else math.isfinite(number)):
        fix = "correct the computation, or leave the field empty"
        raise DataError(f"{written} is not a number that can be compared", where=place, fix=fix)
    return Fraction(number)


def csv_rows(path: Path, delimiter: str = "") -> Iterator[Located]:
    """The rows of a CSV file; `delimiter` as `csv_lines` takes it."""
    table = csv_lines(path, delimiter)
    line, header = next(table, (1, []))
    doubles = {name for name in header if header.count(name) > 1}
    if doubles:
        raise DataError(f"duplicate column {min(doubles)!r}", where=path, line=line, fix="rename one of them")
    for line, values in table:
        yield f"{path}:{line}", dict(zip(header, values, strict=True))


def records(place: str, row: Mapping[str, Any]) -> Iterator[Located]:
    """`row` itself, or one record a column where the file is laid out as a table: names of rows first, then results."""
    names = [str(name) for name in row]
    if not names or any(name in ROLES or name in (ID, *PLACE) for name in names):
        yield place, row
        return
    first, *others = row.items()
    for name, value in others:
        yield place, {"row": first[1], "column": str(name), VALUE: value}


def _json(path: Path) -> Iterator[Located]:
    yield from of_json(str(path), json_content(path))


def json_content(path: Path) -> Any:
    """What a JSON file holds, its numbers as fractions.

    Raises
    ------
    DataError : broken JSON, a name twice in one object, or a number that is none.
    """
    return _parsed(path, path.read_text(encoding="utf-8-sig"), 0)


def _parsed(path: Path, text: str, before: int) -> Any:
    def number(text: str) -> Fraction | str:
        return number_of(text, str(path))

    def refused(name: str) -> None:
        raise DataError(
            f"{name} is not a number that can be compared", where=path, line=before or None, fix="correct the computation, or write null"
        )

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            double = next(name for name in names if names.count(name) > 1)
            raise DataError(f"duplicate id {double!r}", where=path, line=before or None, fix="give each result an id of its own")
        return found

    try:
        return json.loads(text, parse_float=number, parse_int=number, parse_constant=refused, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise DataError(
            f"broken JSON: {error.msg}", where=path, line=before + error.lineno, fix="write it anew with a JSON library"
        ) from None


def of_json(place: str, content: Any) -> Iterator[Located]:
    """Records in a list; or an object with a value, or values by role, for each id; or one with rows that hold columns."""
    if isinstance(content, list) and all(isinstance(item, dict) for item in content):
        for index, item in enumerate(content):
            yield from records(f"{place}[{index}]", item)
        return
    if not isinstance(content, dict):
        fix = 'write {"ID": 1.5, …}, or a list of objects with the keys `id` and `value`'
        raise DataError("neither an object nor a list of objects", where=place, fix=fix)
    for id, value in content.items():
        where = f"{place}[{json.dumps(id, ensure_ascii=False)}]"
        if not isinstance(value, dict):
            yield where, {ID: id, VALUE: value}
        elif value.keys() <= {*ROLES, ERROR} and not any(isinstance(inner, dict) for inner in value.values()):
            yield where, {ID: id} | value
        else:
            for column, inner in value.items():
                yield where, {"row": id, "column": column} | (inner if isinstance(inner, dict) else {VALUE: inner})


def _json_lines(path: Path) -> Iterator[Located]:
    with path.open(encoding="utf-8-sig") as file:
        for line, text in enumerate(lines_of(path, file), 1):
            if text.strip():
                item = _parsed(path, text, line - 1)
                if not isinstance(item, dict):
                    raise DataError("not an object", where=path, line=line, fix='write {"id": "…", "value": 1.5} on each line')
                yield from records(f"{path}:{line}", item)


def _notebook(path: Path) -> Iterator[Located]:
    """What scrapbook and papermill record in the outputs of an executed notebook: `sb.glue("id", value)`."""
    content = _parsed(path, path.read_text(encoding="utf-8"), 0)
    cells = content.get("cells", []) if isinstance(content, dict) else []
    for index, cell in enumerate(cells if isinstance(cells, list) else []):
        for output in cell.get("outputs") or [] if isinstance(cell, dict) else []:
            data = output.get("data", {}) if isinstance(output, dict) else {}
            place = f"{path}, cell {index + 1}"
            for kind, content in data.items() if isinstance(data, dict) else ():
                if kind.startswith("application/papermill.record") and isinstance(content, dict):
                    yield from of_json(place, content)
                elif kind.startswith("application/scrapbook.scrap.json") and isinstance(content, dict) and "name" in content:
                    yield from of_json(place, {str(content["name"]): content.get("data")})


def excel_rows(path: Path, name: str = "") -> Iterator[Located]:
    """The first sheet, or the one that is named, with the values that formulas had when the file was saved."""
    from openpyxl import load_workbook

    found = content(path)
    refuse_bombs(found, path, "an Excel workbook", "xl/workbook.xml")
    try:
        book = load_workbook(io.BytesIO(found), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the library raises whatever it meets in a damaged file
        raise DataError(f"the workbook is damaged: {error}", where=path, fix="open it in an office program, and save it anew") from None
    if name and name not in book.sheetnames:
        raise DataError(f"no sheet {name!r}; it has {', '.join(book.sheetnames)}", where=path, fix="name one of them")
    sheet = book[name] if name else book.worksheets[0]
    header: list[str] = []
    for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if all(value is None for value in values):
            continue
        if not header:
            header = [field_text(value) for value in values]
            continue
        row = {name: value for name, value in zip(header, values, strict=False) if name}
        yield f"{path}, {sheet.title}, row {line}", row


def sqlite_rows(path: Path, name: str = "results") -> Iterator[Located]:
    """The only table or view of the database, or the one of a name."""
    try:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as connection:
            connection.execute("pragma trusted_schema = off")
            connection.set_progress_handler(lambda: 1, _STEPS)
            names = [name for (name,) in connection.execute("select name from sqlite_master where type in ('table', 'view') order by name")]
            if name not in names and (len(names) != 1 or name != "results"):
                told = ", ".join(names) or "no table"
                raise DataError(f"which table holds the results? It has {told}", where=path, fix=f"make a view called `{name}`")
            chosen = name if name in names else names[0]
            quoted = chosen.replace('"', '""')
            rows = connection.execute(f'select * from "{quoted}"')  # noqa: S608 -- no parameter can name a table
            columns = [column[0] for column in rows.description]
            for line, values in enumerate(rows, 1):
                yield f"{path}, {chosen}, row {line}", dict(zip(columns, values, strict=True))
    except sqlite3.Error as error:
        raise DataError(f"not a database that can be read: {error}", where=path, fix="see whether it is an SQLite file") from None


def _frame(path: Path, package: str, reader: str, **options: Any) -> Iterator[Located]:
    _require(path, package)
    import pandas

    try:
        frame = getattr(pandas, reader)(path, **options)
    except Exception as error:  # whatever the format's own reader raises
        raise DataError(f"cannot be read: {type(error).__name__}: {error}", where=path, fix="see whether the file is whole") from None
    yield from _of_frame(str(path), frame)


def _r_data(path: Path) -> Iterator[Located]:
    pyreadr = _require(path, "pyreadr")
    try:
        frames = pyreadr.read_r(str(path))
    except Exception as error:  # of its own kinds
        raise DataError(f"cannot be read: {type(error).__name__}: {error}", where=path, fix="save one data frame with saveRDS()") from None
    if len(frames) != 1:
        raise DataError(f"{len(frames)} data frames, and which holds the results is not said", where=path, fix="save one with saveRDS()")
    yield from _of_frame(str(path), next(iter(frames.values())))


def _of_frame(place: str, frame: Any) -> Iterator[Located]:
    for line, row in enumerate(frame.to_dict("records"), 1):
        yield f"{place}, row {line}", row


def _require(path: Path, package: str) -> Any:
    try:
        return import_module(package)
    except ImportError:
        fix = f"pip install {package} (or collate-edition[formats]), or save the results as CSV"
        raise SystemPackageError(
            f"{path.suffix} files are read by the Python package {package}, which is not installed", where=path, fix=fix
        ) from None


TABLES: Mapping[str, Callable[[Path], Iterator[Located]]] = {
    **dict.fromkeys(DELIMITERS, csv_rows),
    ".xlsx": excel_rows,
    ".sqlite": sqlite_rows,
    ".db": sqlite_rows,
    ".parquet": lambda path: _frame(path, "pyarrow", "read_parquet"),
    ".dta": lambda path: _frame(path, "pandas", "read_stata", convert_categoricals=False),
    ".sav": lambda path: _frame(path, "pyreadstat", "read_spss"),
    ".rds": _r_data,
    ".rda": _r_data,
}
