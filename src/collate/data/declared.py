"""Lists that people declare in YAML: read, held against their schema, each entry with its line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from collate.data.yamlfile import read_yaml
from collate.errors import CollateError


def read_entries(path: Path, schema: Path, error: type[CollateError]) -> list[tuple[Mapping[str, Any], int]]:
    """The entries of `path` with the line of each, one `target` each.

    Raises
    ------
    `error` : no such file, broken YAML, an entry that the schema refuses, or two entries for one target; with file and line.
    """
    raw, node = read_yaml(path, error, text_only=True)
    raw = raw or []
    lines = [item.start_mark.line + 1 for item in node.value] if isinstance(node, yaml.SequenceNode) else []
    for refused in _validator(schema).iter_errors(raw):
        index = refused.absolute_path[0] if refused.absolute_path else 0
        field = "/".join(str(part) for part in list(refused.absolute_path)[1:])
        told = f"{field + ': ' if field else ''}{refused.message}"
        raise error(told, where=path, line=lines[int(index)] if lines else 1)
    seen: set[str] = set()
    for item, line in zip(raw, lines, strict=True):
        if item["target"] in seen:
            raise error(f"two entries for {item['target']}", where=path, line=line)
        seen.add(item["target"])
    return list(zip(raw, lines, strict=True))


@cache
def _validator(schema: Path) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
