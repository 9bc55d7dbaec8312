"""The generated parts of the reference: commands from argparse, files from their schemas, Python names from their docstrings.

A page has `<!-- generated: commands -->` where such a part belongs.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import collate
from collate.cli.main import COMMANDS

SCHEMAS = Path(collate.__file__).parent / "schema"
PLACE = re.compile(r"<!-- generated: (\w+) -->")
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((\.\./[^)#\s]*)[^)]*\)")
DOCS = Path(__file__).resolve().parents[1]
WIDTH = 80
# Which file each schema describes: the data of a book, then what commands answer.
FILES = {
    "source/sources": "data/source/sources.csv",
    "source/datasets": "data/source/datasets.csv",
    "source/series": "data/source/series.csv",
    "source/observation": "data/source/observations/*.csv",
    "source/units": "data/source/units.csv",
    "source/checks": "data/source/checks.csv",
    "source/fact": "data/source/facts.csv",
    "published/artifacts": "data/published/artifacts.csv",
    "published/headers": "data/published/headers.csv",
    "published/cell": "data/published/cells/*.csv",
    "published/claims": "data/published/claims.csv",
    "errata": "data/errata.yml",
    "doubts": "data/doubts.yml",
    "arguments": "data/arguments.yml",
    "regenerated/value": "data/regenerated/ID.csv",
    "regenerated/point": "data/regenerated/ID.csv, of a figure",
    "regenerated/claim-value": "data/regenerated/claims/*.csv",
    "regenerated/verdict": "data/regenerated/verdicts.csv",
    "read": "collate read --json",
    "judge": "collate judge --json",
    "check": "collate check --json",
    "extract": "collate extract --json",
    "desk": "collate verify, explain, why, diff, questions and mutation with --json",
    "ledger": "the ledger that a book exports",
}
# fmt: off
NAMES = {
    "Reading and judging": ("collate", ("read", "judge", "printed", "parse", "compare")),
    "What they take and give": (
        "collate",
        (
            "Convention", "Reading", "Doubt", "Fact", "Role", "Relation", "Judgement", "FactVerdict", "Verdict", "Printed", "Comparison",
            "Regenerated", "Basis",
        ),
    ),
    "Numbers with intervals": (
        "collate",
        (
            "Interval", "Quantity", "Truth", "exact", "observed", "total", "mean", "median", "quantile", "variance", "stdev", "pvariance",
            "pstdev", "minimum", "maximum", "percent", "rank", "root", "sqrt", "exp", "log", "log10", "student",
        ),
    ),
    "In a notebook": ("collate", ("open_run", "Run", "Book", "Phrase", "joined", "CollateError")),
    "Checks of print alone": ("collate.audit", None),
}
# fmt: on


def fill(app: object, docname: str, source: list[str]) -> None:
    """Put the generated parts into a page: what Sphinx calls when it has read one.

    Links to files of the repository that are no part of the documentation become their names.
    """
    del app
    folder = (DOCS / docname).parent

    def inside(match: re.Match[str]) -> str:
        return match[0] if (folder / match[2]).resolve().is_relative_to(DOCS) else match[1]

    source[0] = LINK.sub(inside, PLACE.sub(lambda match: "\n".join(_PARTS[match[1]]()), source[0]))


def commands() -> Iterator[str]:
    """Each command with what its `--help` says, and each kind of `collate add`."""
    os.environ["COLUMNS"] = str(WIDTH)
    for name, summary in COMMANDS.items():
        parser = argparse.ArgumentParser(prog=f"collate {name}", description=f"{summary[0].upper()}{summary[1:]}.")
        module = importlib.import_module(f"collate.cli.{name}")
        module.add_arguments(parser)
        yield from (f"## collate {name}", "", "```text", parser.format_help().rstrip(), "```", "")
        for kind, (told, options, _) in getattr(module, "STEPS", {}).items():
            below = argparse.ArgumentParser(prog=f"collate {name} {kind}", description=f"{told[0].upper()}{told[1:]}.")
            options(below)
            yield from (f"### collate {name} {kind}", "", "```text", below.format_help().rstrip(), "```", "")


def files() -> Iterator[str]:
    """Each file with its columns, or what its entries hold."""
    there = {path.relative_to(SCHEMAS).with_suffix("").as_posix() for path in SCHEMAS.rglob("*.json")}
    if there != set(FILES):
        raise ValueError(f"docs/reference/generated.py does not say what these schemas describe: {there ^ set(FILES)}")
    for name, file in FILES.items():
        schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
        yield from (f"## `{file}`", "", f"Schema: `collate/schema/{name}.json`.", "")
        if text := schema.get("description") or schema.get("title"):
            yield from (f"{_sentence(text)}", "")
        yield from ("| name | what it is | values |", "|---|---|---|")
        rows = _columns(schema) if "fields" in schema else _properties(schema, schema, "", ())
        yield from (f"| {' | '.join(_cell(part) for part in row)} |" for row in rows)
        yield ""


def names() -> Iterator[str]:
    """Every public name with its docstring."""
    seen = set()
    for title, (module, chosen) in NAMES.items():
        public = importlib.import_module(module).__all__
        yield from (f"## {title}", "", "```{eval-rst}")
        for name in chosen or public:
            found = getattr(importlib.import_module(module), name)
            seen.add((module, name))
            if isinstance(found, type):
                yield from (f".. autoclass:: {module}.{name}", "   :members:", "")
            else:
                yield from (f".. autofunction:: {module}.{name}", "")
        yield from ("```", "")
    missing = {("collate", name) for name in collate.__all__ if name != "__version__"} - seen
    if missing:
        raise ValueError(f"docs/reference/generated.py lists no {missing}")


def _columns(schema: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for field in schema["fields"]:
        limits = field.get("constraints", {})
        values = [f"`{value}`" for value in limits.get("enum", [])] or [field.get("type", "string")]
        if limits.get("required"):
            values.append("required")
        yield f"`{field['name']}`", field.get("description", ""), ", ".join(values)


def _properties(part: dict[str, Any], whole: dict[str, Any], path: str, above: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """The properties of a JSON Schema, those of nested objects by their path; what refers to itself is not entered twice."""
    if (reference := part.get("$ref", "")) and reference not in above:
        target: Any = whole
        for key in reference.removeprefix("#/").split("/"):
            target = target[key]
        yield from _properties(target, whole, path, (*above, reference))
    for other in (*part.get("oneOf", ()), *part.get("anyOf", ()), *part.get("allOf", ())):
        yield from _properties(other, whole, path, above)
    if isinstance(part.get("items"), dict):
        yield from _properties(part["items"], whole, f"{path}[]" if path else "", above)
    for name, child in part.get("properties", {}).items():
        own = f"{path}.{name}" if path else name
        values = [f"`{value}`" for value in child.get("enum", [])] or [_types(child)]
        if name in part.get("required", ()):
            values.append("required")
        yield f"`{own}`", child.get("description", ""), ", ".join(filter(None, values))
        yield from _properties(child, whole, own, above)


def _types(schema: dict[str, Any]) -> str:
    found = schema.get("type", "")
    return " or ".join(found) if isinstance(found, list) else str(found)


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|").replace("<", "\\<")


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


_PARTS = {"commands": commands, "files": files, "names": names}
