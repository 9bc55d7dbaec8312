"""The library's schemas. They know no book: what holds for each of its languages stands in them once, and is written out here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collate.data.labels import column

if TYPE_CHECKING:
    import jsonschema

SCHEMA = Path(__file__).resolve().parents[1] / "schema"
_PLACES = ("{language}", "{column}")


def schema_path(name: str) -> Path:
    """Where the schema `name` of the library stands, `errata` or `published/claims`; it need not exist."""
    return SCHEMA / f"{name}.json"


@cache
def load_schema(name: str, languages: tuple[str, ...]) -> Mapping[str, Any]:
    """The schema `name` for a book in `languages`.

    A member of an object, or an item of a list, that names `{language}` or `{column}` stands there once for each language, with its tag
    and with the end of its columns.
    """
    found: Mapping[str, Any] = _written_out(json.loads(schema_path(name).read_text(encoding="utf-8")), languages)
    return found


def schema_text(name: str, languages: tuple[str, ...]) -> str:
    """`load_schema` as a file that goes beside the data."""
    return json.dumps(load_schema(name, languages), ensure_ascii=False, indent=2) + "\n"


@cache
def validator(name: str, languages: tuple[str, ...]) -> jsonschema.Draft202012Validator:
    """What holds data against the JSON Schema `name`."""
    import jsonschema  # here, since reading a book needs none of it

    return jsonschema.Draft202012Validator(load_schema(name, languages))


def _written_out(part: Any, languages: Sequence[str]) -> Any:
    if isinstance(part, dict):
        members: dict[str, Any] = {}
        for key, value in part.items():
            if any(place in key for place in _PLACES):
                members |= {_filled(key, language): _for_language(value, language) for language in languages}
            else:
                members[key] = _written_out(value, languages)
        return members
    if isinstance(part, list):
        items: list[Any] = []
        for item in part:
            named = item.get("name") if isinstance(item, dict) else item
            if isinstance(named, str) and any(place in named for place in _PLACES):
                items += [_for_language(item, language) for language in languages]
            else:
                items.append(_written_out(item, languages))
        return items
    return part


def _for_language(part: Any, language: str) -> Any:
    if isinstance(part, dict):
        return {_filled(key, language): _for_language(value, language) for key, value in part.items()}
    if isinstance(part, list):
        return [_for_language(item, language) for item in part]
    return _filled(part, language) if isinstance(part, str) else part


def _filled(text: str, language: str) -> str:
    return text.replace("{language}", language).replace("{column}", column(language))
