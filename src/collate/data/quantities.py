"""Every number of a book that a formula may name, by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.listing import files_in
from collate.data.printed_value import read_printed
from collate.data.published import Published
from collate.data.source import fact_sources, observation_ids, read_observations
from collate.numbers.formula import Known, Word, expanded, finder
from collate.numbers.printed import Printed, PrintedKind
from collate.numbers.quantity import Operation, Quantity, observed
from collate.numbers.values import TERMS, VALUE_COLUMNS, read_number


def regenerated_cells(book: Book, artifacts: Iterable[str]) -> dict[str, Quantity]:
    """The regenerated numbers of some artifacts by the id of their cell, with their intervals.

    Raises
    ------
    DataError : a broken file.
    """
    found = {}
    for artifact in artifacts:
        path = book.regenerated / f"{artifact}.csv"
        for row in csvfile.read(path, VALUE_COLUMNS, powers=True) if path.exists() else ():
            id = f"{artifact}/{row['row']}/{row['column']}"
            if row["kind"] == "number":
                value, bounds = read_number(row)
                found[id] = Quantity(Operation.OBSERVED, id=id, value=value, bounds=bounds)
            elif row["kind"] == TERMS and (number := _only_number(row["value"])):
                found[id] = observed(id, number)
    return found


def claimed(ledger: Ledger) -> dict[str, Quantity]:
    """The number of every claim as printed, by its id."""
    return {id: claim.quantity for id, claim in ledger.claims.items() if not claim.compares}


def lookup(book: Book, names: Iterable[str], claims: Mapping[str, Quantity] | None = None) -> Callable[[str], Known]:
    """A function from each cell, claim (as printed), observation or fact that `names` name to what it is, from a pattern to a list.

    The function raises KeyError for an id that is unknown and a pattern that matches nothing.

    Parameters
    ----------
    claims : what `claimed` gives for the ledger of `book`, where the caller has it already; read when None.

    Raises
    ------
    DataError : a broken file.
    """
    claims = claimed(Ledger(book)) if claims is None else claims
    wanted = set(names)
    cells = {name.partition("/")[0] for name in wanted if "/" in name}
    artifacts = list(Published(book).artifacts)
    numbers = regenerated_cells(book, [id for id in artifacts if id in cells])
    if files := observation_files(book, wanted):
        quantities = (record["quantity"] for record in read_observations(book.source, [path.stem for path in files]))
        numbers |= {quantity.id: quantity for quantity in quantities}
    facts = fact_sources(book.source) if cells - set(artifacts) else {}
    words = {id: Word(id) for id in expanded(sorted(wanted), list(facts)) if id in facts}
    return finder({**numbers, **words, **claims})


def observation_files(book: Book, names: Iterable[str]) -> list[Path]:
    """The files that hold the observations among `names`, sorted."""
    places = _places(tuple((path, csvfile.stamp(path)) for path in files_in(book.source / "observations", "*.csv")))
    return sorted({places[name] for name in expanded(names, list(places)) if name in places})


@lru_cache(maxsize=4)
def _places(files: tuple[tuple[Path, tuple[int, ...]], ...]) -> Mapping[str, Path]:
    """The file of each observation, kept while no file changes: a judgement looks for the inputs of one formula after another."""
    return {id: path for path, _ in files for id in observation_ids(path)}


def _only_number(terms: str) -> Printed | None:
    """The number of a cell in words, where it has exactly one: a year, an area."""
    numbers = [read_printed(term[1:]) for term in terms.split() if term.startswith("=")]
    return numbers[0] if len(numbers) == 1 and numbers[0].kind is PrintedKind.NUMBER else None
