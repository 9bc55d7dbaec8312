"""The files that the claims of a chapter are recomputed from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.listing import files_in
from collate.data.published import Published
from collate.data.source import OBSERVATION_COLUMNS
from collate.numbers.formula import expanded, inputs_of


def claim_inputs(book: Book, ledger: Ledger, chapter: int) -> list[Path]:
    """The files of regenerated cells that the formulas of a chapter's claims name, and all of observations and facts, since the run looks
    through them for those that are named."""
    claims = [claim for claim in ledger.claims.values() if claim.chapter == chapter and claim.formula]
    names = {name for claim in claims for name in inputs_of(claim.formula)}
    cells = {name.partition("/")[0] for name in names}
    files = [book.regenerated / f"{artifact}.csv" for artifact in Published(book).artifacts if artifact in cells]
    typed = [path for kind in ("observations", "facts") for path in files_in(book.source / kind, "*.csv")]
    return [*files, *typed, book.source / "series.csv", book.published / "artifacts.csv"]


def observation_files(book: Book, names: Iterable[str]) -> list[Path]:
    """The files that hold the observations among `names`, sorted."""
    places = _places(book.source / "observations")
    return sorted({places[name] for name in expanded(names, list(places)) if name in places})


@cache
def _places(folder: Path) -> dict[str, Path]:
    """The file of every observation by id; read once in a process, since every chapter asks."""
    return {
        f"{row['series']}@{row['period']}": path for path in files_in(folder, "*.csv") for row in csvfile.read(path, OBSERVATION_COLUMNS)
    }
