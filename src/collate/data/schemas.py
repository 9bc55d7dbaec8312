"""Validate many files of one schema at once.

Frictionless takes ten milliseconds to open a file and reads a whole list again for each file that refers to it, which is quadratic in
a book. Here all files of one schema are one table in memory, their path its first column, and references are looked up in sets. Only
a file that is at fault goes through Frictionless alone, for its message.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import frictionless

from collate.data.csvfile import read_table

PATH = "file_of_the_row"
Resource = Mapping[str, Any]


def suspects(folder: Path, resources: Sequence[Resource]) -> Iterator[Resource]:
    """Those of `resources` (entries of a package in `folder`) that their schema may refuse, in their order.

    Every resource that breaks its schema is among them; Frictionless has the last word on each.
    """
    groups: dict[str, list[Resource]] = {}
    for resource in resources:
        groups.setdefault(str(resource.get("schema")), []).append(resource)
    lists = _Lists(folder, {str(resource.get("name")): resource for resource in resources})
    found = {str(item["path"]) for schema, group in groups.items() for item in _doubtful(folder, schema, group, lists)}
    return (resource for resource in resources if resource["path"] in found)


class _Lists:
    """The values of columns that other files refer to, read once."""

    def __init__(self, folder: Path, resources: Mapping[str, Resource]) -> None:
        self.folder, self.resources = folder, resources
        self.known: dict[tuple[str, tuple[str, ...]], set[tuple[str, ...]]] = {}

    def values(self, name: str, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
        if (name, columns) not in self.known:
            header, rows = _read(self.folder / self.resources[name]["path"])
            places = [header.index(column) for column in columns]
            self.known[name, columns] = {tuple(row[place] for place in places) for row in rows}
        return self.known[name, columns]


def referred(folder: Path, resource: Resource) -> set[str]:
    """Names of the resources that the schema of `resource` refers to."""
    try:
        declared = json.loads((folder / str(resource.get("schema"))).read_text(encoding="utf-8"))
        return {key["reference"]["resource"] for key in declared.get("foreignKeys", [])}
    except (OSError, ValueError, KeyError):
        return set()


def _doubtful(folder: Path, schema: str, group: Sequence[Resource], lists: _Lists) -> Iterator[Resource]:
    if len(group) == 1:
        yield from group
        return
    try:
        declared = json.loads((folder / schema).read_text(encoding="utf-8"))
        names = [item["name"] for item in declared["fields"]]
        rows: list[list[str]] = []
        for resource in group:
            header, body = _read(folder / resource["path"])
            if header != names or any(len(row) != len(names) for row in body):
                yield resource
            else:
                rows += [[resource["path"], *row] for row in body]
        wrong = _refused(declared, names, rows) | _stray(declared, names, rows, lists)
    except (OSError, ValueError, KeyError):  # of the schema or of what it refers to: Frictionless says it better
        yield from group
        return
    yield from (resource for resource in group if resource["path"] in wrong)


def _refused(declared: Mapping[str, Any], names: Sequence[str], rows: list[list[str]]) -> set[str]:
    """Paths of the rows that the schema refuses, references apart."""
    key = declared.get("primaryKey", [])
    joined = {
        **declared,
        "fields": [{"name": PATH, "type": "string"}, *declared["fields"]],
        "primaryKey": [PATH, *([key] if isinstance(key, str) else key)] if key else [],
    }
    joined.pop("foreignKeys", None)
    source = frictionless.Resource(data=[[PATH, *names], *rows], schema=frictionless.Schema.from_descriptor(joined))
    report = source.validate(limit_errors=1_000_000)
    errors = [error for task in report.tasks for error in task.errors] + report.errors
    if not all(hasattr(error, "row_number") for error in errors):
        raise ValueError("an error of no row")
    return {rows[error.row_number - 2][0] for error in errors}


def _stray(declared: Mapping[str, Any], names: Sequence[str], rows: list[list[str]], lists: _Lists) -> set[str]:
    """Paths of the rows that refer to what is not there."""
    found: set[str] = set()
    for key in declared.get("foreignKeys", []):
        mine = (key["fields"],) if isinstance(key["fields"], str) else tuple(key["fields"])
        theirs = key["reference"]["fields"]
        known = lists.values(key["reference"]["resource"], (theirs,) if isinstance(theirs, str) else tuple(theirs))
        places = [names.index(name) + 1 for name in mine]
        for row in rows:
            values = tuple(row[place] for place in places)
            if any(values) and values not in known:
                found.add(row[0])
    return found


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a file."""
    (_, header), *rows = read_table(path)
    return header, [values for _, values in rows]
