"""What a repository says of its checks: `collate.toml`, or the table `[tool.collate]` of pyproject.toml.

[[check]]
printed = "paper/table-2.csv"
results = "output/table-2.json"

[convention]                       # of the whole publication
brackets = "standard error"

[[conventions]]                    # nearer ones: of a table, a row, a column, or one id
column = "t"
brackets = "t"

[[erratum]]                        # a printed string that is known to be wrong, and how
id = "table-2/age/(3)"
printed = "0.84"
regenerated = "0.48"
cause = "two digits changed places"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from collate.check.claims_cli import is_ledger
from collate.check.printed_table import PrintedString
from collate.errors import ConfigurationError, nearest, system_error
from collate.numbers.convention import Convention

FILE = "collate.toml"
PROJECT = "pyproject.toml"
_KEYS = ("check", "convention", "conventions", "erratum")
_SELECTORS = ("id", "table", "row", "column")


@dataclass(frozen=True)
class Nearer:
    """Settings of a convention for what `where` selects."""

    where: Mapping[str, str]
    settings: Mapping[str, object]

    def selects(self, printed: PrintedString) -> bool:
        """Whether the string is one of them."""
        return all(getattr(printed, name) == value for name, value in self.where.items())


@dataclass(frozen=True)
class Erratum:
    """A printed string that is known to differ: what is printed, what it should be, and why."""

    id: str
    printed: str
    regenerated: str
    cause: str


@dataclass(frozen=True)
class Pair:
    """A file of printed strings and the results that it is held against; None for a ledger of claims-cli, which names its own."""

    printed: Path
    results: Path | None


@dataclass
class Settings:
    """The checks of a repository; `path` is the file that says so, None where there is none."""

    path: Path | None = None
    pairs: list[Pair] = field(default_factory=list)
    convention: Convention = field(default_factory=Convention)
    nearer: list[Nearer] = field(default_factory=list)
    errata: dict[str, Erratum] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._conventions: dict[tuple[int, ...], Convention] = {}

    def convention_for(self, printed: PrintedString) -> Convention:
        """The convention that holds for one string: the more names select it, the nearer a setting is."""
        if not self.nearer:
            return self.convention
        chosen = tuple(index for index, part in enumerate(self.nearer) if part.selects(printed))
        if chosen not in self._conventions:
            found = self.convention
            for index in chosen:
                found = found.nearer(self.nearer[index].settings)
            self._conventions[chosen] = found
        return self._conventions[chosen]


def find_settings(folder: Path) -> Path | None:
    """The file that holds the settings of `folder`, or of the nearest folder above it; None where there is none."""
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return place / FILE
        project = place / PROJECT
        if project.is_file() and "collate" in _parsed(project).get("tool", {}):
            return project
    return None


def read_settings(path: Path) -> Settings:
    """The settings in `path`; its file names are relative to its folder.

    Raises
    ------
    ConfigurationError : broken TOML, an unknown or missing key, a setting that a convention does not have, two errata of one id.
    """
    content = _parsed(path)
    if path.name == PROJECT:
        content = content.get("tool", {}).get("collate", {})
    lines = path.read_text(encoding="utf-8").splitlines()
    _require_keys(path, lines, content, _KEYS)
    found = Settings(path)
    try:
        found.convention = Convention().nearer(_table(path, content.get("convention", {}), "convention"))
    except ConfigurationError as error:
        raise ConfigurationError(error.what, where=path, line=_line(lines, "convention]"), fix=error.fix) from None
    for item in _tables(path, content, "conventions"):
        where = {name: str(item[name]) for name in _SELECTORS if name in item}
        settings = {name: value for name, value in item.items() if name not in _SELECTORS}
        if not where or not settings:
            fix = "name what it is for (table, row, column or id) and at least one setting"
            raise ConfigurationError("[[conventions]] that selects nothing, or sets nothing", where=path, fix=fix)
        try:
            found.convention.nearer(settings)
        except ConfigurationError as error:
            raise ConfigurationError(error.what, where=path, line=_line(lines, next(iter(settings))), fix=error.fix) from None
        found.nearer.append(Nearer(where, settings))
    found.nearer.sort(key=lambda part: ("id" in part.where, len(part.where)))
    for item in _tables(path, content, "check"):
        printed = path.parent / str(item.get("printed", ""))
        if is_ledger(printed):
            _require_keys(path, lines, item, ("printed",), all_of_them=True)
        else:
            _require_keys(path, lines, item, ("printed", "results"), all_of_them=True)
        found.pairs.append(Pair(printed, None if is_ledger(printed) else path.parent / str(item["results"])))
    for item in _tables(path, content, "erratum"):
        _require_keys(path, lines, item, ("id", "printed", "regenerated", "cause"), all_of_them=True)
        erratum = Erratum(*(str(item[name]) for name in ("id", "printed", "regenerated", "cause")))
        if not erratum.cause.strip():
            raise ConfigurationError(f"erratum {erratum.id!r} has no cause", where=path, fix="say why the printed string is wrong")
        if erratum.id in found.errata:
            raise ConfigurationError(f"two errata for {erratum.id!r}", where=path, fix="remove one of them")
        found.errata[erratum.id] = erratum
    return found


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"broken TOML: {error}", where=path, fix="correct the line that it names") from None
    except UnicodeDecodeError:
        raise ConfigurationError("the file is not UTF-8", where=path, fix="save it in UTF-8") from None
    except OSError as error:
        raise system_error(error, path, ConfigurationError) from None


def _table(path: Path, found: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise ConfigurationError(f"{name} is not a table", where=path, fix=f"write [{name}] and its settings below")
    return found


def _tables(path: Path, content: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = content.get(name, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise ConfigurationError(f"{name} is not a list of tables", where=path, fix=f"write [[{name}]] above each")
    return found


def _require_keys(path: Path, lines: Sequence[str], found: Mapping[str, Any], known: Sequence[str], *, all_of_them: bool = False) -> None:
    for key in found:
        if key not in known:
            what = f"unknown key {key!r}{nearest(key, known)}"
            raise ConfigurationError(what, where=path, line=_line(lines, key), fix=f"use {', '.join(known)}")
    missing = [key for key in known if key not in found] if all_of_them else []
    if missing:
        raise ConfigurationError(f"missing key {', '.join(missing)}", where=path, fix=f"each needs {', '.join(known)}")


def _line(lines: Sequence[str], word: str) -> int | None:
    """The line on which a key stands, where it stands on one alone."""
    found = [number for number, line in enumerate(lines, 1) if line.strip().lstrip("[").startswith(word)]
    return found[0] if len(found) == 1 else None
