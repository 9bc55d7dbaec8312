"""CITATION.cff, the only place of what a citation needs: who, what, when, which version, under which licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collate.config import Language
from collate.data.yamlfile import read_yaml
from collate.errors import DataError

_FIX = "write it as the Citation File Format 1.2.0 says; README.md names the fields that are used"


@dataclass(frozen=True)
class Person:
    """An author: family and given name, or `name` of a group; `alias` is the name in Chinese where the other is romanized."""

    family: str
    given: str
    name: str
    alias: str

    def full(self, language: str) -> str:
        """The name as a title page in `language` prints it."""
        if self.name:
            return self.name
        if self.alias and Language(language).cjk:
            return self.alias
        # Han names have the family name first and no space.
        return f"{self.family}{self.given}" if not self.family.isascii() else f"{self.given} {self.family}"


@dataclass(frozen=True)
class Work:
    """What is cited. `released` is an ISO date, `year` what its source says; both may be empty, as may `version`, `url` and `note`."""

    kind: str
    title: str
    authors: tuple[Person, ...]
    version: str
    released: str
    year: str
    url: str
    note: str


@dataclass(frozen=True)
class Citation:
    """The edition, its licences, and the works that it names as its references."""

    edition: Work
    licences: tuple[str, ...]
    references: tuple[Work, ...]


def load_citation(path: Path) -> Citation | None:
    """Read CITATION.cff; None where a book has none.

    Raises
    ------
    DataError : broken YAML, or a field that is missing or of the wrong kind.
    """
    if not path.exists():
        return None
    raw, _ = read_yaml(path, fix=_FIX)
    if not isinstance(raw, Mapping):
        raise DataError("no mapping of fields", where=path, fix=_FIX)
    licences = raw.get("license", ())
    named = (licences,) if isinstance(licences, str) else tuple(str(item) for item in licences)
    works = [_work(item, path) for item in raw.get("references", ())]
    return Citation(_work(raw, path), named, tuple(works))


def _work(raw: Mapping[str, Any], path: Path) -> Work:
    for field in ("title", "authors"):
        if not raw.get(field):
            raise DataError(f"the field {field!r} is missing or empty", where=path, fix=_FIX)
    return Work(
        kind=str(raw.get("type", "software")),
        title=str(raw["title"]),
        authors=tuple(_person(item, path) for item in raw["authors"]),
        version=str(raw.get("version", "")),
        released=str(raw.get("date-released", "")),
        year=str(raw.get("year", "")) or str(raw.get("date-released", ""))[:4],
        url=str(raw.get("url", raw.get("repository-code", ""))),
        note=str(raw.get("notes", "")),
    )


def _person(raw: Mapping[str, Any], path: Path) -> Person:
    if not raw.get("name") and not raw.get("family-names"):
        raise DataError("an author has neither `name` nor `family-names`", where=path, fix=_FIX)
    return Person(*(str(raw.get(field, "")) for field in ("family-names", "given-names", "name", "alias")))
