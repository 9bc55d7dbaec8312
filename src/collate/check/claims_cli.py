"""The ledger of claims-cli, `repro.yaml`: which printed number rests on which value of which file.

Its claims are read as printed strings, and the files that they name as results. Nothing is run that it names, no file outside its folder
is opened, and what has no meaning here is told by the id of its claim.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path, PurePosixPath, PureWindowsPath
from statistics import median
from typing import Any

import yaml
from yaml.resolver import Resolver

from collate.check.csv_lines import require_readable
from collate.check.printed_table import PrintedString
from collate.check.results import (
    TABLES,
    Located,
    Result,
    csv_rows,
    excel_rows,
    field_text,
    json_content,
    number_of,
    sqlite_rows,
)
from collate.data.typed_text import decoded
from collate.errors import CollateError, DataError, system_error

ENDINGS = (".yaml", ".yml")
VERSION = "repro/1"
PERCENT, FRACTION = "percent", "fraction"
_LARGEST = 100 * 1024 * 1024  # bytes; a hundred thousand claims have a third
_DEEPEST = 100
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_POWERS = {PERCENT: Fraction(100), FRACTION: Fraction(1, 100)}
_STATISTICS: Mapping[str, Callable[[list[Fraction]], Fraction]] = {
    "mean": lambda values: sum(values, Fraction(0)) / len(values),
    "median": median,
    "min": min,
    "max": max,
    "sum": lambda values: sum(values, Fraction(0)),
    "count": lambda values: Fraction(len(values)),
}
# What stands in a ledger and has no meaning here, and how that is told.
_OTHER_PARTS = {
    "runs": "when a run was registered and started",
    "regenerations": "commands, which are not run",
    "set_aside": "passages whose numbers are set aside",
    "provenance": "where the files come from",
}
_KNOWN = ("schema_version", "project", "artifacts", "claims", *_OTHER_PARTS)


def is_ledger(path: Path) -> bool:
    """Whether a file is read as a ledger: its name says so."""
    return path.suffix.lower() in ENDINGS


class SelectorError(Exception):
    """An address that leads to no value, to several, or to something else than a value."""


class Ledger:
    """The claims of a `repro.yaml`: iterate over the printed strings, each with its result.

    `not_read` then says what has no meaning here: the reason, and the ids of claims or parts.

    Raises
    ------
    DataError : it is no such ledger; with its line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.not_read: dict[str, list[str]] = {}
        content = _content(path)
        version = content.get("schema_version", VERSION)
        if version != VERSION:
            raise DataError(f"a ledger of version {version!r}", where=path, line=content.line, fix=f"write one of version {VERSION}")
        for name, what in _OTHER_PARTS.items():
            if content.get(name):
                parts = content[name] if isinstance(content[name], list) else [content]
                self._skip(what, *(_told_id(part, name) for part in parts))
        for name in content:
            if name not in _KNOWN:
                self._skip("a key that is not known", name)
        self._files = {file.id: file for file in map(self._file, _mappings(path, content, "artifacts"))}
        self._claims = _mappings(path, content, "claims")

    def _file(self, found: Entry) -> _File:
        if found.get("origin"):
            self._skip(_OTHER_PARTS["provenance"], _told_id(found, "artifacts"))
        file = _File(self.path, found)
        if not file.pin:
            self._skip("a file that is not pinned by its digest", file.id)
        return file

    def _skip(self, reason: str, *ids: str) -> None:
        self.not_read.setdefault(reason, []).extend(ids)

    def __iter__(self) -> Iterator[tuple[PrintedString, Result]]:
        lines: dict[str, int] = {}
        some = False
        for claim in self._claims:
            id = _string(self.path, claim, "id")
            if id in lines:
                what = f"duplicate id {id!r}, first on line {lines[id]}"
                raise DataError(what, where=self.path, line=claim.line, fix="rename one of them")
            lines[id] = claim.line
            evidence = _mappings(self.path, claim, "evidence")
            if not evidence:
                self._skip("a claim without evidence", id)
            if claim.get("registration", "exploratory") != "exploratory" or claim.get("confirmatory"):
                self._skip("whether an outcome was registered", id)
            names: set[str] = set()
            for part in evidence:
                own = id if len(evidence) == 1 else _distinct(f"{id}/{part.get('name') or part.get('kind')}", names)
                names.add(own)
                if found := self._read(own, part):
                    some = True
                    yield found
        if not some:
            fix = "give a claim evidence of the kind metric, table, value or aggregate"
            raise DataError("no claim in it has a number that can be compared", where=self.path, fix=fix)

    def _read(self, id: str, part: Entry) -> tuple[PrintedString, Result] | None:
        """The printed string and the result of one piece of evidence; None where it is of another kind."""
        kind = part.get("kind")
        locator = part.get("locator")
        if kind == "value" and isinstance(locator, Entry) and locator.get("kind") in ("array", "prose"):
            kind = f"{locator['kind']} address"
        if kind not in ("metric", "table", "value", "aggregate"):
            told = {"quote": "a quotation", "correspondence": "two files that are held against each other"}
            self._skip(told.get(str(kind), f"evidence of the kind {str(kind)[:40]!r}"), id)
            return None
        if part.get("mode", "printed_precision") != "printed_precision":
            self._skip("a tolerance: the printed digits decide instead", id)
        text = _string(self.path, part, "reported")
        printed = PrintedString(id, text, "", "", "", self.path, part.line)
        place = self._place(part)
        try:
            _require_places(text, part.get("places"))
            return printed, Result(self._value(part), None, place)
        except (SelectorError, CollateError) as error:
            what = error.what if isinstance(error, CollateError) else str(error)
            return printed, Result(None, None, place, what)

    def _place(self, part: Entry) -> str:
        return f"{self.path}:{part.line}, {part.get('artifact') or 'several files'}"

    def _value(self, part: Entry) -> Fraction | str:
        conversion = part.get("conversion")
        if conversion is not None and conversion not in _POWERS:
            raise SelectorError(f"an unknown conversion {str(conversion)[:40]!r}")
        if part["kind"] == "aggregate":
            members = [_converted(self._of_file(member), conversion) for member in _mappings(self.path, part, "members")]
            statistic = _STATISTICS.get(str(part.get("statistic")))
            numbers = [member for member in members if isinstance(member, Fraction)]
            if statistic is None or not numbers or len(numbers) != len(members) or len(members) != part.get("count"):
                raise SelectorError("the statistic is unknown, a member is no number, or `count` is not how many there are")
            return statistic(numbers)
        return _converted(self._of_file(part), conversion)

    def _of_file(self, part: Entry) -> Fraction | str:
        file = self._files.get(_string(self.path, part, "artifact"))
        if file is None:
            raise SelectorError(f"no file {part['artifact']!r} among the artifacts")
        where = part["locator"] if isinstance(part.get("locator"), Entry) else part
        found = file.at(where, _string(self.path, where, "kind"), self.path)
        return number_of(found, str(file.path))


class _File:
    """A file that a ledger names, read when a value of it is asked for, and then kept."""

    def __init__(self, ledger: Path, found: Entry) -> None:
        self.id = _string(ledger, found, "id")
        name = _string(ledger, found, "path")
        digest = found.get("digest")
        self.pin = digest.get("value") if isinstance(digest, Entry) else None
        self.path = ledger.parent / name
        self._inside = _is_inside(ledger.parent, name)
        self._problem: str | None = None
        self._tree: Any = None
        self._rows: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        self._indexes: dict[tuple[str, str, tuple[str, ...]], dict[tuple[str, ...], int]] = {}

    def at(self, where: Entry, kind: str, ledger: Path) -> Any:
        """The one value at an address.

        Raises
        ------
        SelectorError : there is none, or more than one.
        CollateError : the file cannot be read.
        """
        if self._problem is None:
            self._problem = self._fault()
        if self._problem:
            raise SelectorError(self._problem)
        if kind in ("metric", "tree"):
            return self._in_tree(_string(ledger, where, "pointer"))
        column = _string(ledger, where, "column")
        part = {"sheet": "sheet", "sqlite": "table"}.get(kind, "delimiter")
        rows = self._table(kind, str(where.get(part) or ""))
        if "row" in where and where["row"] is not None:
            row = where["row"]
            if not isinstance(row, int) or not 0 <= row < len(rows):
                raise SelectorError(f"no row {str(row)[:40]} in {self.path}")
            chosen = rows[row]
        else:
            chosen = rows[self._row(kind, str(where.get(part) or ""), where.get("where"))]
        if column not in chosen:
            raise SelectorError(f"no column {column!r} in {self.path}")
        value = chosen[column]
        if value is None or not str(value).strip():
            raise SelectorError(f"nothing stands in column {column!r} of that row of {self.path}")
        return value

    def _fault(self) -> str:
        """Why the file cannot serve as evidence, or nothing."""
        if not self._inside:
            return f"{self.path} lies outside the folder of the ledger"
        try:
            require_readable(self.path, fix="keep what was printed")
            if self.pin:
                with self.path.open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
                if found != self.pin:
                    return f"{self.path} is not the file that was pinned: its SHA-256 is {found}"
        except OSError as error:
            return system_error(error, self.path, DataError).what
        except DataError as error:
            return error.what
        return ""

    def _in_tree(self, pointer: str) -> Any:
        """The scalar at a JSON pointer (RFC 6901)."""
        if self._tree is None:
            ending = self.path.suffix.lower()
            if ending not in (".json", *ENDINGS):
                raise SelectorError(f"a pointer leads into JSON or YAML, and {self.path} is neither")
            self._tree = json_content(self.path) if ending == ".json" else _content(self.path)
        node = self._tree
        for step in pointer.split("/")[1:] if pointer.startswith("/") else [] if not pointer else [pointer]:
            name = step.replace("~1", "/").replace("~0", "~")
            if isinstance(node, dict) and name in node:
                node = node[name]
            elif isinstance(node, list) and re.fullmatch(r"0|[1-9][0-9]{0,9}", name) and int(name) < len(node):
                node = node[int(name)]
            else:
                raise SelectorError(f"{pointer} leads to nothing in {self.path}")
        if node is None or isinstance(node, (dict, list)):
            raise SelectorError(f"{pointer} leads to {'nothing' if node is None else 'several values'} in {self.path}")
        return node

    def _table(self, kind: str, part: str) -> list[Mapping[str, Any]]:
        if (kind, part) not in self._rows:
            ending = self.path.suffix.lower()
            rows: Iterator[Located]
            if kind == "sheet" and ending == ".xlsx":
                rows = excel_rows(self.path, part)
            elif kind == "sqlite" and TABLES.get(ending) is sqlite_rows:
                rows = sqlite_rows(self.path, part)
            elif kind in ("table", "table_position") and TABLES.get(ending, csv_rows) is csv_rows:
                rows = csv_rows(self.path, part or {".psv": "|"}.get(ending, ""))
            elif kind in ("table", "table_position") and TABLES[ending] not in (excel_rows, sqlite_rows):
                rows = TABLES[ending](self.path)
            else:
                raise SelectorError(f"an address of the kind {kind!r} does not lead into {self.path}")
            self._rows[kind, part] = [row for _, row in rows]
        return self._rows[kind, part]

    def _row(self, kind: str, part: str, where: Any) -> int:
        """The place of the one row whose fields are those of `where`."""
        if not isinstance(where, Entry) or not where:
            raise SelectorError("nothing says which row")
        columns = tuple(where)
        key = (kind, part, columns)
        if key not in self._indexes:
            index: dict[tuple[str, ...], int] = {}
            for number, row in enumerate(self._table(kind, part)):
                if missing := [column for column in columns if column not in row]:
                    raise SelectorError(f"no column {missing[0]!r} in {self.path}")
                values = tuple(field_text(row[column]).strip() for column in columns)
                index[values] = -1 if values in index else number  # two of them: neither is meant
            self._indexes[key] = index
        wanted = tuple(str(value).lower() if isinstance(value, bool) else field_text(value).strip() for value in where.values())
        found = self._indexes[key].get(wanted)
        if found is None or found < 0:
            told = ", ".join(f"{name}={value!r}" for name, value in zip(columns, wanted, strict=True))
            raise SelectorError(f"{'no row' if found is None else 'more than one row'} of {self.path} has {told}")
        return found


class Entry(dict[str, Any]):
    """A mapping of a YAML file, and the line on which it begins."""

    line: int = 0


def _content(path: Path) -> Entry:
    """A YAML file, its numbers as they are written where they are values; no alias, no tag and no name twice."""
    require_readable(path, "YAML", fix="divide it", largest=_LARGEST)
    try:
        text = decoded(path.read_bytes(), path)
    except OSError as error:
        raise system_error(error, path, DataError) from None
    try:
        found = _built(path, text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        told = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise DataError(f"broken YAML: {told}", where=path, line=mark.line + 1 if mark else None, fix="correct the line") from None
    if not isinstance(found, Entry):
        fix = "claims-cli writes a ledger with the keys `artifacts` and `claims`"
        raise DataError("no ledger: it does not hold names and what they name", where=path, line=1, fix=fix)
    return found


def _built(path: Path, text: str) -> Any:
    """The first document of a YAML text, from its events: neither depth nor aliases of aliases can make it large."""
    resolve: Callable[..., str] = Resolver().resolve
    root: list[Any] = []
    open_: list[Entry | list[Any]] = [root]
    names: list[str | None] = [None]  # of each mapping that is open, the key whose value comes next

    def add(value: Any, line: int) -> None:
        within = open_[-1]
        if isinstance(within, list):
            within.append(value)
            return
        name = names[-1]
        if name is not None:
            within[name] = value
            names[-1] = None
        elif not isinstance(value, str) or value == "<<":
            raise DataError("a key that is no name", where=path, line=line, fix="write it as text")
        elif value in within:
            raise DataError(f"duplicate key {value!r}", where=path, line=line, fix="rename one of them")
        else:
            names[-1] = str(value)

    for event in yaml.parse(text, _LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise DataError("an alias (*)", where=path, line=line, fix="write out what it stands for")
        if isinstance(event, yaml.ScalarEvent):
            is_name = isinstance(open_[-1], dict) and names[-1] is None
            tag = "str" if is_name else event.tag or resolve(yaml.ScalarNode, event.value, event.implicit)
            add(_scalar(event.value, tag.rpartition(":")[2]), line)
        elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
            value: Entry | list[Any] = Entry() if kind is yaml.MappingStartEvent else []
            if isinstance(value, Entry):
                value.line = line
            add(value, line)
            open_.append(value)
            names.append(None)
            if len(open_) > _DEEPEST:
                raise DataError("it is nested too deeply", where=path, line=line, fix="see whether it is the file that you mean")
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            open_.pop()
            names.pop()
    return root[0] if root else None


def _scalar(text: str, kind: str) -> Any:
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("yes", "true", "on")
    if kind == "int" and re.fullmatch(r"[-+]?(0|[1-9][0-9]{0,400})", text):
        return int(text)
    return _Written(text) if kind == "float" else text


class _Written(str):
    """A number of YAML with a point or an exponent, as it is written: in quotes it would have been text."""

    __slots__ = ()


def _mappings(path: Path, found: Entry, name: str) -> Sequence[Entry]:
    """The list `name` of a mapping, each item of which is a mapping."""
    items = found.get(name) or []
    if not isinstance(items, list) or not all(isinstance(item, Entry) for item in items):
        raise DataError(f"`{name}` is not a list of entries with names", where=path, line=found.line, fix="begin each entry with `- `")
    return items


def _string(path: Path, found: Entry, name: str) -> str:
    value = found.get(name)
    if type(value) is not str:
        if value is None:
            raise DataError(f"`{name}` is missing", where=path, line=found.line, fix="add it")
        what = f"`{name}` is not text"
        raise DataError(what, where=path, line=found.line, fix="put it in quotation marks: YAML drops digits of a number without them")
    return value


def _require_places(text: str, places: Any) -> None:
    if places is not None and len(text.partition(".")[2]) != places:
        raise SelectorError(f"{text!r} is not printed to the {str(places)[:40]} places that the ledger declares")


def _told_id(part: Any, name: str) -> str:
    return str(part["id"])[:80] if isinstance(part, Entry) and isinstance(part.get("id"), str) else name


def _distinct(id: str, taken: set[str]) -> str:
    found, number = id, 1
    while found in taken:
        number += 1
        found = f"{id}-{number}"
    return found


def _converted(value: Fraction | str, conversion: str | None) -> Fraction | str:
    return value * _POWERS[conversion] if conversion and isinstance(value, Fraction) else value


def _is_inside(folder: Path, name: str) -> bool:
    """Whether a path of a ledger stays in its folder, links followed."""
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).is_absolute() or "\0" in name:
        return False
    return (folder / name).resolve().is_relative_to(folder.resolve())
