"""What is judged or read once for all pages, while no file changes: a chapter names hundreds of claims."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from collate.data.claims import Claim, Ledger
from collate.data.labels import Labels
from collate.data.listing import files_below
from collate.data.published import Cell
from collate.project import Project
from collate.sphinxext import incremental
from collate.verify import Judged, judge_book, judge_claims

Stamp = tuple[tuple[str, int, int], ...]


def judging(project: Project) -> list[Path]:
    """The files that verdicts on claims rest on, beside the values of their chapters: the values of cells among them."""
    cells = sorted(project.regenerated.glob("*-*.csv"))
    return [project.published / "claims.csv", project.errata, project.errata_schema, project.labels, project.doubts, *cells]


def all_judging(project: Project) -> list[Path]:
    """What every verdict rests on; points of plots, which judge nothing, are noted by who counts them."""
    values = (project.regenerated / "claims").glob("*.csv")
    return sorted({*judging(project), *values, *files_below(project.published, "*.csv")})


def judged_claims(project: Project) -> dict[str, Judged[Claim]]:
    """Every judged claim by id. Whoever asks notes what it depends on."""
    with incremental.READING.aside():
        return _claims(project, _stamp([*judging(project), *sorted((project.regenerated / "claims").glob("*.csv"))]))


def judged_book(project: Project) -> tuple[Judged[Cell | Claim], ...]:
    """Every judged cell and claim, as `judge_book` gives them. Whoever asks notes what it depends on."""
    with incremental.READING.aside():
        return _book(project, _stamp(all_judging(project)))


def ledger_of(project: Project) -> Ledger:
    """The ledger of a book. Whoever asks notes what it depends on."""
    return _ledger(project, _stamp([project.published / "claims.csv"]))


def labels_of(project: Project) -> Labels:
    """The labels of a book."""
    return _labels(project, _stamp([project.labels]))


def _stamp(paths: Iterable[Path]) -> Stamp:
    states = [(path, path.stat()) for path in paths if path.exists()]  # a book need not have a ledger
    return tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in states)


@lru_cache(maxsize=2)
def _claims(project: Project, stamp: Stamp) -> dict[str, Judged[Claim]]:
    del stamp
    return {item.place.id: item for item in judge_claims(project)}


@lru_cache(maxsize=2)
def _book(project: Project, stamp: Stamp) -> tuple[Judged[Cell | Claim], ...]:
    del stamp
    return tuple(judge_book(project))


@lru_cache(maxsize=2)
def _ledger(project: Project, stamp: Stamp) -> Ledger:
    del stamp
    return Ledger(project)


@lru_cache(maxsize=2)
def _labels(project: Project, stamp: Stamp) -> Labels:
    del stamp
    return Labels.load(project.labels)
