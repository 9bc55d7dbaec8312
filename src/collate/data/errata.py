"""Declared disagreements. An erratum changes no value; it must match one disagreement exactly, and it expires."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from collate.book import Book
from collate.data import csvfile
from collate.data.published import Artifact
from collate.data.source import OBSERVATION_COLUMNS
from collate.data.yamlfile import read_entries
from collate.errors import BuildError, ErratumError

BEARINGS = ("reverses", "weakens", "strengthens", "nothing")  # by weight
_NUMBER = re.compile(r"(?<!\d)(?!(?:1[89]|20)\d\d(?!\d|[.,]\d))\d[\d.,]*")


@dataclass(frozen=True)
class Correction:
    """A reading that would remove a disagreement: `value` for the cell, claim or observation `id`."""

    id: str
    value: str


@dataclass(frozen=True)
class Evidence:
    """A formula over cells, claims and observations, and what it must give to the last digit."""

    formula: str
    gives: str


@dataclass(frozen=True)
class Erratum:
    """One entry of data/errata.yml.

    `printed` and `regenerated` are the two strings that it declares to disagree; `corrected` is the reading that it
    proposes, or nothing; where `proposal` is false, `regenerated` is no reading either (a limit, another meaning);
    `cause` has a text for each language, and `evidence` is the arithmetic that supports it. `bearing` is what the disagreement
    does to the point that the publication makes with the number, and `argument` one sentence a language that says so; a slip of
    typography (`slip`) has none. `group` is the target of the erratum whose cause this one shares, its own where it shares none. `mechanism` names the slip that
    makes the printed number of the regenerated one, a value of `collate.numbers.causes.Cause`.
    """

    target: str
    printed: str
    regenerated: str
    kind: str
    certainty: str
    corrected: Correction | None
    cause: Mapping[str, str]
    evidence: tuple[Evidence, ...]
    found: str
    line: int
    proposal: bool = True
    bearing: str = "nothing"
    argument: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    slip: str = ""
    mechanism: str = ""


class Errata:
    """All errata of a book, by target."""

    def __init__(self, entries: Iterable[Erratum], path: Path) -> None:
        self.path = path
        self.by_target = {entry.target: entry for entry in entries}

    @classmethod
    def load(cls, book: Book) -> Errata:
        """Read and validate errata.yml.

        Raises
        ------
        ErratumError : broken YAML, an entry that the schema refuses, such as one that lacks a language of the book, or two entries for
            one target; with file and line.
        """
        return cls(_entries(book.errata, book.languages, csvfile.stamp(book.errata)), book.errata)

    @property
    def readings(self) -> dict[str, str]:
        """What the errata would have read, by id: the value that one corrects, or else the regenerated one for its own target.

        Empty where an erratum proposes nothing that others could be computed with.
        """
        read: dict[str, str] = {}
        for entry in self.by_target.values():
            if entry.corrected:
                read[entry.corrected.id] = entry.corrected.value
            else:
                read[entry.target] = entry.regenerated if entry.proposal else ""
        return read

    @property
    def observation_corrections(self) -> dict[str, str]:
        """The readings that errata propose for observations, by id `SERIES@PERIOD`."""
        proposed = (entry.corrected for entry in self.by_target.values() if entry.corrected)
        return {correction.id: correction.value for correction in proposed if "@" in correction.id}

    def settle(self, target: str, printed: str, regenerated: str) -> Erratum | None:
        """The erratum that declares exactly this disagreement, or None where nothing is declared.

        Raises
        ------
        ErratumError : something is declared for `target`, but not this.
        """
        entry = self.by_target.get(target)
        if entry is None:
            return None
        if (entry.printed, entry.regenerated) != (printed, regenerated):
            told = f"declared {entry.printed!r} against {entry.regenerated!r}, found {printed!r} against {regenerated!r}"
            raise self.error(entry, told)
        return entry

    def error(self, entry: Erratum, what: str) -> ErratumError:
        return ErratumError(f"{entry.target}: {what}", where=self.path, line=entry.line)

    def refuse_leftovers(self, used: set[str]) -> None:
        """Fail on errata whose target is unknown or whose disagreement has gone.

        Raises
        ------
        ErratumError : naming the first such entry.
        """
        for target, entry in self.by_target.items():
            if target not in used:
                raise self.error(entry, "this erratum matches no disagreement (its target is unknown, or agrees now)")


def own_corrections(book: Book, artifact: Artifact) -> dict[str, str]:
    """The readings that errata propose for observations of an artifact's datasets, by id `SERIES@PERIOD`.

    Raises
    ------
    DataError, ErratumError : a broken file.
    """
    proposed = Errata.load(book).observation_corrections
    own: set[str] = set()
    for dataset in artifact.datasets if proposed else ():
        path = book.source / "observations" / f"{dataset}.csv"
        rows = csvfile.read(path, OBSERVATION_COLUMNS) if path.exists() else []
        own |= {f"{row['series']}@{row['period']}" for row in rows}
    return {id: value for id, value in proposed.items() if id in own}


def readings(book: Book, artifact: Artifact) -> tuple[str, ...]:
    """The readings in which an artifact is regenerated: `corrected` only where an erratum corrects one of its observations."""
    return book.config.readings if own_corrections(book, artifact) else book.config.readings[:1]


def refuse_outdated(book: Book, artifacts: Iterable[Artifact]) -> None:
    """Refuse files of a corrected reading that no erratum calls for any more.

    Raises
    ------
    BuildError : naming the first one.
    """
    expected = {artifact.id for artifact in artifacts if "corrected" in readings(book, artifact)}
    folder = book.regenerated / "corrected"
    for path in sorted(folder.rglob("*.csv")):
        if path.name.partition(".")[0] not in expected:
            raise BuildError("no erratum calls for this corrected reading", where=path, fix="delete the file")


def check_corrections(book: Book, known: set[str]) -> None:
    """Refuse a correction of something that is not there.

    Parameters
    ----------
    known : ids of all cells, claims and observations.

    Raises
    ------
    ErratumError : with the line of the erratum.
    """
    errata = Errata.load(book)
    for entry in errata.by_target.values():
        if entry.corrected and entry.corrected.id not in known:
            raise errata.error(entry, f"corrects {entry.corrected.id!r}, which is not a cell, claim or observation")


@lru_cache(maxsize=4)
def _entries(path: Path, languages: tuple[str, ...], stamp: tuple[int, ...]) -> tuple[Erratum, ...]:
    """The entries; kept while the file does not change, because every page of a book asks for them."""
    del stamp
    entries = tuple(_erratum(item, line) for item, line in read_entries(path, "errata", languages, ErratumError))
    by_target = {entry.target: entry for entry in entries}
    for entry in entries:
        if told := _refused(entry, by_target):
            raise ErratumError(f"{entry.target}: {told}", where=path, line=entry.line)
    return entries


def unbound_number(sentence: str) -> str:
    """The first number in digits that is no year, which no data would keep right; empty where there is none."""
    found = _NUMBER.search(sentence)
    return found[0] if found else ""


def _refused(entry: Erratum, by_target: Mapping[str, Erratum]) -> str:
    """What is wrong with the bearing or the group of an entry; empty where nothing is."""
    if not entry.argument and not entry.slip:
        return "no `argument`: say in one sentence a language what it does to the argument of the publication"
    if entry.slip and entry.bearing != "nothing":
        return f"a slip of {entry.slip} has no bearing on an argument, but this one {entry.bearing} it"
    for language, sentence in entry.argument.items():
        if number := unbound_number(sentence):
            return (
                f"the `argument` in {language} holds the number {number}, which nothing binds: tell it in words, without numbers but years"
            )
    leader = by_target.get(entry.group)
    if leader is None:
        return f"the group {entry.group!r} is the target of no erratum"
    if leader.group != leader.target:
        return f"the group {entry.group!r} is itself in the group {leader.group!r}: name that one"
    return ""


def _erratum(item: Mapping[str, Any], line: int) -> Erratum:
    return Erratum(
        target=item["target"],
        printed=item["printed"],
        regenerated=item["regenerated"],
        kind=item["kind"],
        certainty=item["certainty"],
        corrected=Correction(**item["corrected"]) if "corrected" in item else None,
        cause=item["cause"],
        evidence=tuple(Evidence(**part) for part in item.get("evidence", ())),
        found=str(item["found"]),
        line=line,
        proposal=item.get("proposal") != "false",
        mechanism=item.get("mechanism", ""),
        bearing=item["bearing"],
        argument=item.get("argument", {}),
        group=item.get("group", item["target"]),
        slip=item.get("slip", ""),
    )
