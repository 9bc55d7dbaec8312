"""Where each source is used: the artifacts whose data were copied from it, and the numbers in sentences that were held against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.dataset import load_datasets
from collate.data.doubts import load_doubts
from collate.data.published import Published
from collate.data.source import FACT_COLUMNS, OBSERVATION_COLUMNS, fact_sources, observation_sources
from collate.numbers.formula import expanded, inputs_of


@dataclass
class Uses:
    """What uses one source: ids of artifacts, of claims, and of the values of which it raises a doubt, in its order."""

    artifacts: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.artifacts or self.claims or self.doubts)


def uses_of_sources(book: Book) -> dict[str, Uses]:
    """The uses of every source that has some, by its id in sources.csv.

    Raises
    ------
    DataError : a broken file.
    """
    found: dict[str, Uses] = {}
    for artifact in Published(book).artifacts.values():
        for source in sources_of(book, artifact.datasets):
            found.setdefault(source, Uses()).artifacts.append(artifact.id)
    origins = observation_sources(book.source) | fact_sources(book.source)
    for claim in Ledger(book).claims.values():
        named = expanded(sorted(inputs_of(claim.formula)), list(origins)) if claim.formula else []
        for source in dict.fromkeys(origins[id] for id in named if id in origins):
            found.setdefault(source, Uses()).claims.append(claim.id)
    for target, doubt in load_doubts(book).items():
        for source in doubt.sources:
            found.setdefault(source, Uses()).doubts.append(target)
    return found


def sources_of(book: Book, datasets: Iterable[str]) -> list[str]:
    """The ids of the sources that some datasets were copied from, in their order."""
    found: dict[str, None] = {}
    registered = load_datasets(book)
    for name in datasets:
        if name in registered:
            found[registered[name].source] = None
        for folder, columns in (("observations", OBSERVATION_COLUMNS), ("facts", FACT_COLUMNS)):
            path = book.source / folder / f"{name}.csv"
            if path.is_file():
                found |= dict.fromkeys(row["source"] for row in csvfile.read(path, columns))
    return list(found)
