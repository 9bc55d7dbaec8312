"""Hashes of what a mutation score rests on, so that the score of other data is never shown for these.

The formulas in data/regenerated say how each value depends on the observations; an analysis that is rewritten without changing them
reacts to every change in the same way, so the analyses are not hashed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from collate.audit.cross_checks import COLUMNS as CHECK_COLUMNS
from collate.book import Book
from collate.data import csvfile
from collate.data.claims import claim_columns
from collate.data.errata import Errata
from collate.data.listing import files_in
from collate.data.published import ARTIFACT_COLUMNS, CELL_COLUMNS
from collate.data.source import OBSERVATION_COLUMNS
from collate.hashes import sha256_of

COLUMNS = ("file", "sha256")
LIBRARY = Path(__file__).resolve().parents[2]
JUDGING = (  # of the library: what decides whether a change is noticed
    "audit/cross_checks.py",
    "audit/evidence.py",
    "numbers/*.py",
    "audit/mutation/*.py",
    "data/claims.py",
    "data/errata.py",
    "data/published.py",
    "data/source.py",
    "verdicts.py",
)


def fingerprint(book: Book) -> dict[str, str]:
    """The hash of each input by its path: of what decides a verdict, not of notes, titles or translations."""
    found = {}
    for path in files_in(book.source / "observations", "*.csv"):
        found[path] = _columns(path, OBSERVATION_COLUMNS, ("series", "period", "value", "decimals", "source"))
    for path in files_in(book.cells, "*.csv"):
        found[path] = _columns(path, CELL_COLUMNS, ("row", "column", "printed", "decimals", "basis"))
    if book.checks.exists():
        found[book.checks] = _columns(book.checks, CHECK_COLUMNS, ("id", "rule", "formula", "boundary"))
        found |= {path: sha256_of(path.read_bytes()) for path in files_in(book.source / "boundaries", "*.json")}
    path = book.published / "artifacts.csv"
    found[path] = _columns(path, ARTIFACT_COLUMNS, ("id", "notebook", "parameters", "datasets"))
    path = book.published / "claims.csv"
    if path.exists():
        decisive = ("id", "printed", "value", "qualifier", "unit", "kind", "check", "formula")
        found[path] = _columns(path, claim_columns(book.languages), decisive)
    errata = Errata.load(book).by_target.values()
    found[book.errata] = sha256_of("\n".join(sorted(f"{e.target}\t{e.printed}\t{e.regenerated}" for e in errata)).encode())
    for path in sorted(book.regenerated.rglob("*.csv")):
        if "points" not in path.parts:
            found[path] = sha256_of(path.read_bytes())
    hashes = {book.relative(path): value for path, value in found.items()}
    for pattern in JUDGING:
        for path in sorted(LIBRARY.glob(pattern)):
            hashes[f"collate/{path.relative_to(LIBRARY).as_posix()}"] = sha256_of(path.read_bytes())
    return dict(sorted(hashes.items()))


def changed_since(book: Book, recorded: Path) -> list[str]:
    """The inputs that are not as `recorded` has them, sorted; all of them when the record is missing."""
    kept = {row["file"]: row["sha256"] for row in csvfile.read(recorded, COLUMNS)} if recorded.exists() else {}
    now = fingerprint(book)
    return sorted(name for name in kept.keys() | now.keys() if kept.get(name) != now.get(name))


def _columns(path: Path, columns: Sequence[str], chosen: Iterable[str]) -> str:
    names = list(chosen)
    return sha256_of("\n".join("\t".join(row[name] for name in names) for row in csvfile.read(path, columns)).encode())
