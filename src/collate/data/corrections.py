"""What the errata propose to read otherwise, and which artifacts that touches."""

from __future__ import annotations

from collections.abc import Iterable

from collate.book import READINGS, Book
from collate.data import csvfile
from collate.data.errata import Errata
from collate.data.published import Artifact
from collate.data.source import OBSERVATION_COLUMNS
from collate.errors import BuildError


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
    return READINGS if own_corrections(book, artifact) else READINGS[:1]


def refuse_outdated(book: Book, artifacts: Iterable[Artifact]) -> None:
    """Refuse files of a corrected reading that no erratum calls for any more.

    Raises
    ------
    BuildError : naming the first one.
    """
    expected = {artifact.id for artifact in artifacts if "corrected" in readings(book, artifact)}
    folder = book.regenerated / "corrected"
    for path in [*sorted(folder.rglob("*.csv")), *sorted(book.figures.glob("*.corrected.*"))]:
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
            raise errata.error(entry, f"corrects {entry.corrected.id!r}, which is no cell, no claim and no observation")
