"""Reading YAML that people type: what YAML itself passes over in silence is refused with its line, and so is what a schema refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from collate.data.schemas import validator
from collate.data.typed_text import INVISIBLE, line_of, named, read_text
from collate.errors import CollateError, DataError


def read_yaml(
    path: Path, kind: type[CollateError] = DataError, *, text_only: bool = False, fix: str | None = None
) -> tuple[Any, yaml.Node | None]:
    """What a YAML file holds, and its node, which knows the lines.

    Parameters
    ----------
    text_only : whether each value is the text that is typed, so that `no`, `1.50` and `2026-11-29` stay what they are.
    fix : what to do about broken YAML, where the class does not say it.

    Raises
    ------
    kind : the file cannot be read or is not YAML, a key stands twice in one mapping, a merge is not finished, or it holds what nobody
        sees; with its line.
    """
    text = read_text(path, kind)
    if match := INVISIBLE.search(text):
        raise kind(f"{named(match[0])} stands here, which nobody sees", where=path, line=line_of(text, match.start()), fix="delete it")
    loader = (yaml.CBaseLoader if text_only else yaml.CSafeLoader)(text)
    try:
        node = loader.get_single_node()
        _refuse_twice(node, path, kind)
        return (loader.construct_document(node) if node else None), node
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        tab = bool(line) and bool(re.match(r" *\t", [*text.split("\n"), ""][line - 1 if line else 0]))
        told = "a tab begins the line, where YAML takes blanks" if tab else f"broken YAML{_problem(error)}"
        raise kind(told, where=path, line=line, fix="indent it with blanks" if tab else fix) from None
    except ValueError as error:  # a date such as 2026-13-01
        raise kind(f"broken YAML: {error}", where=path, fix=fix or "put the value between quotation marks") from None
    finally:
        loader.dispose()


def read_entries(path: Path, schema: str, languages: tuple[str, ...], error: type[CollateError]) -> list[tuple[Mapping[str, Any], int]]:
    """The entries of a list that people declare, one `target` each, with the line of each.

    Parameters
    ----------
    schema : the name of the library's schema of the file.
    languages : of the book.

    Raises
    ------
    `error` : no such file, broken YAML, an entry that the schema refuses, or two entries for one target; with file and line.
    """
    raw, node = read_yaml(path, error, text_only=True)
    raw = raw or []
    lines = [item.start_mark.line + 1 for item in node.value] if isinstance(node, yaml.SequenceNode) else []
    for refused in validator(schema, languages).iter_errors(raw):
        index = refused.absolute_path[0] if refused.absolute_path else 0
        field = "/".join(str(part) for part in list(refused.absolute_path)[1:])
        told = f"{field + ': ' if field else ''}{refused.message}"
        raise error(told, where=path, line=lines[int(index)] if lines else 1)
    seen: dict[str, int] = {}
    for item, line in zip(raw, lines, strict=True):
        if item["target"] in seen:
            raise error(f"duplicate entry for {item['target']}, after that on line {seen[item['target']]}", where=path, line=line)
        seen[item["target"]] = line
    return list(zip(raw, lines, strict=True))


def _problem(error: yaml.YAMLError) -> str:
    told = getattr(error, "problem", None)
    return f": {told}" if told else ""


def _refuse_twice(node: yaml.Node | None, path: Path, kind: type[CollateError]) -> None:
    waiting, seen = [node], set[int]()
    while waiting:
        here = waiting.pop()
        if id(here) in seen:  # an alias
            continue
        seen.add(id(here))
        if isinstance(here, yaml.SequenceNode):
            waiting.extend(here.value)
        elif isinstance(here, yaml.MappingNode):
            lines: dict[str, int] = {}
            for key, value in here.value:
                line = key.start_mark.line + 1
                if isinstance(key, yaml.ScalarNode) and key.value in lines and key.value != "<<":
                    told = f"the key {key.value!r} stands twice, here and on line {lines[key.value]}"
                    raise kind(told, where=path, line=line, fix="keep one of the two")
                if isinstance(key, yaml.ScalarNode):
                    lines[key.value] = line
                waiting.append(value)
