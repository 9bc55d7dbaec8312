"""Every verdict, from the files alone: published cells and claims, regenerated values, errata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from collate import csvfile
from collate.claims import CLAIM_VALUE_COLUMNS, Claim, Ledger
from collate.compare import Comparison, Regenerated, compare
from collate.csvfile import Row
from collate.errata import Errata, Erratum
from collate.errors import DataError, VerdictError
from collate.labels import Labels
from collate.notebook import VALUE_COLUMNS
from collate.phrase import spell
from collate.printed import Interval
from collate.project import Project
from collate.published import Cell, Published
from collate.verdict import Verdict

VERDICT_COLUMNS = ("id", "chapter", "basis", "printed", "regenerated", "low", "high", "verdict", "rule", "formula")


@dataclass(frozen=True)
class Outcome:
    """What comparing one printed value found. `shown` is the regenerated value at the printed precision."""

    chapter: int
    verdict: Verdict
    shown: str
    low: str
    high: str
    rule: str
    formula: str
    erratum: Erratum | None

    @property
    def printed(self) -> Cell | Claim:
        """The cell or claim that was compared."""
        raise NotImplementedError

    @property
    def fields(self) -> tuple[str, ...]:
        """The row of verdicts.csv."""
        item = self.printed
        # Agreeing texts are not repeated here: they stand in data/published/cells.
        told = item.printed.kind != "text" or self.verdict is not Verdict.IDENTICAL
        start = (item.id, str(self.chapter), item.basis.value, *((item.printed.text, self.shown) if told else ("", "")))
        return (*start, self.low, self.high, self.verdict.key, self.rule, self.formula)


@dataclass(frozen=True)
class Judged(Outcome):
    """A cell with its verdict."""

    cell: Cell

    @property
    def printed(self) -> Cell:
        return self.cell


@dataclass(frozen=True)
class JudgedClaim(Outcome):
    """A claim with its verdict."""

    claim: Claim

    @property
    def printed(self) -> Claim:
        return self.claim


def judge_book(project: Project) -> tuple[list[Judged], list[JudgedClaim]]:
    """The verdict on every cell and every claim.

    Raises
    ------
    ErratumError : as `judge` does, and for an erratum that matches nothing.
    DataError : a broken file.
    """
    cells, claims = judge(project), judge_claims(project)
    used = {item.printed.id for item in (*cells, *claims) if item.verdict is Verdict.ERRATUM}
    Errata.load(project.errata, project.errata_schema).refuse_leftovers(used)
    return cells, claims


def judge(project: Project, *, artifacts: Iterable[str] | None = None) -> list[Judged]:
    """The verdict on every cell of `artifacts` (all of the book's when None), in the order of the report.

    Raises
    ------
    ErratumError : an erratum that does not match exactly.
    DataError : a broken file.
    """
    published = Published(project)
    errata = Errata.load(project.errata, project.errata_schema)
    labels = Labels.load(project.labels)
    judged: list[Judged] = []
    for artifact in published.artifacts.values() if artifacts is None else map(published.artifact, artifacts):
        values = read_values(project.regenerated / f"{artifact.id}.csv", labels, artifact.language)
        cells = published.cells(artifact.id)
        strangers = [f"{row}/{column}" for row, column in values if (row, column) not in cells]
        if strangers:
            raise DataError(f"{artifact.id}: regenerated, but nowhere printed: {', '.join(strangers)}", where=project.regenerated)
        for key, cell in cells.items():
            judged.append(_judge_cell(cell, artifact.chapter, values.get(key), errata))
    return judged


def judge_claims(project: Project) -> list[JudgedClaim]:
    """The verdict on every claim, in the order of the report.

    Raises
    ------
    ErratumError : an erratum that does not match exactly.
    DataError : a broken file, or a value recomputed for a claim that has no formula.
    """
    ledger = Ledger(project)
    errata = Errata.load(project.errata, project.errata_schema)
    values: dict[str, Stored] = {}
    for chapter in sorted({claim.chapter for claim in ledger.claims.values()}):
        path = project.claim_values(chapter)
        for row in csvfile.read(path, CLAIM_VALUE_COLUMNS) if path.exists() else ():
            if row["id"] not in ledger.claims or not ledger.claims[row["id"]].formula:
                raise row.error(f"{row['id']}: recomputed, but the ledger has no formula for it", fix="run `make` to write it anew")
            values[row["id"]] = _stored_number(row)
    judged = []
    for claim in ledger.claims.values():
        stored = values.get(claim.id)
        if claim.formula:
            comparison = compare(claim.printed, stored.regenerated if stored else None, claim.interval)
            verdict, erratum = _settled(claim.id, claim.printed.text, comparison, errata)
        else:
            comparison, verdict, erratum = Comparison(Verdict.NOT_REGENERATED, "", claim.check), Verdict.NOT_REGENERATED, None
        judged.append(
            JudgedClaim(
                claim=claim,
                chapter=claim.chapter,
                verdict=verdict,
                shown=comparison.shown,
                low=stored.low if stored else "",
                high=stored.high if stored else "",
                rule=comparison.rule,
                formula=stored.formula if stored else "",
                erratum=erratum,
            )
        )
    return judged


def require_no_failure(judged: Iterable[Outcome]) -> None:
    """Raise on the verdicts that fail a build.

    Raises
    ------
    VerdictError : naming up to ten of them.
    """
    failing = [item for item in judged if item.verdict.fails]
    if failing:
        lines = [
            f"{item.printed.id}: {item.verdict.key}, printed {item.printed.printed.text!r}, regenerated {item.shown!r}" for item in failing
        ]
        more = f"\n  and {len(lines) - 10} more" if len(lines) > 10 else ""
        raise VerdictError(f"{len(lines)} value(s) disagree\n  " + "\n  ".join(lines[:10]) + more)


@dataclass(frozen=True)
class Stored:
    """A row of data/regenerated: the value as `Regenerated`, its bounds and formula as text."""

    regenerated: Regenerated
    low: str
    high: str
    formula: str


def read_values(path: Path, labels: Labels, language: str) -> dict[tuple[str, str], Stored]:
    """Regenerated values of one artifact by (row, column), texts in `language`; empty where the file is missing.

    Raises
    ------
    DataError : a broken file or number.
    """
    if not path.exists():
        return {}
    found = {}
    for row in csvfile.read(path, VALUE_COLUMNS):
        if row["kind"] == "terms":
            regenerated = Regenerated(None, None, spell(row["value"], labels, language))
            found[row["row"], row["column"]] = Stored(regenerated, "", "", row["formula"])
        else:
            found[row["row"], row["column"]] = _stored_number(row)
    return found


def _stored_number(row: Row) -> Stored:
    try:
        value, low, high = (Fraction(row[name]) for name in ("value", "low", "high"))
    except ValueError as error:
        raise row.error(f"not a number: {error}", fix="run `make` to write it anew") from None
    return Stored(Regenerated(value, Interval(low, high), row["value"]), row["low"], row["high"], row["formula"])


def _settled(id: str, printed: str, comparison: Comparison, errata: Errata) -> tuple[Verdict, Erratum | None]:
    if comparison.verdict is not Verdict.DIFFERS:
        return comparison.verdict, None
    erratum = errata.settle(id, printed, comparison.shown)
    return (Verdict.ERRATUM if erratum else Verdict.DIFFERS), erratum


def _judge_cell(cell: Cell, chapter: int, stored: Stored | None, errata: Errata) -> Judged:
    comparison = compare(cell.printed, stored.regenerated if stored else None)
    verdict, erratum = _settled(cell.id, cell.printed.text, comparison, errata)
    return Judged(
        cell=cell,
        chapter=chapter,
        verdict=verdict,
        shown=comparison.shown,
        low=stored.low if stored else "",
        high=stored.high if stored else "",
        rule=comparison.rule,
        formula=stored.formula if stored else "",
        erratum=erratum,
    )
