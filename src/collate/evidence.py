"""The arithmetic that errata offer for their causes, computed anew: an explanation has to add up as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from collate.data.errata import Errata, Erratum, Evidence
from collate.errors import DataError
from collate.known import lookup
from collate.numbers.compare import Regenerated, compare
from collate.numbers.formula import Known, evaluate_number, inputs_of
from collate.numbers.printed import parse
from collate.numbers.verdict import Verdict
from collate.project import Project


@dataclass(frozen=True)
class Computed:
    """What a formula of evidence really gives: `shown` at the declared precision, and whether that is what is declared."""

    shown: str
    holds: bool


def compute(evidence: Evidence, find: Callable[[str], Known]) -> Computed:
    """The value of the formula, rounded to the digits of `gives`.

    Raises
    ------
    DataError : no formula. KeyError : an unknown id.
    """
    value = evaluate_number(evidence.formula, find)
    comparison = compare(parse(evidence.gives), Regenerated(value.value, value.interval))
    return Computed(comparison.shown, comparison.verdict is Verdict.IDENTICAL)


def named(parts: Iterable[Evidence]) -> set[str]:
    """The ids that formulas of evidence name."""
    return {id for part in parts for id in inputs_of(part.formula)}


def check_evidence(project: Project) -> int:
    """Compute every formula of every erratum and return how many there are.

    Raises
    ------
    ErratumError : a formula that cannot be computed, or gives something else than it says; with the line of the erratum.
    """
    errata = Errata.load(project.errata, project.errata_schema)
    pairs = [(entry, part) for entry in errata.by_target.values() for part in entry.evidence]
    find = lookup(project, named(part for _, part in pairs))
    for entry, part in pairs:
        computed = _computed(errata, entry, part, find)
        if not computed.holds:
            raise errata.error(entry, f"the evidence {part.formula} gives {computed.shown}, not {part.gives}")
    return len(pairs)


def _computed(errata: Errata, entry: Erratum, part: Evidence, find: Callable[[str], Known]) -> Computed:
    try:
        return compute(part, find)
    except KeyError as error:
        raise errata.error(entry, f"the evidence names {error.args[0]!r}, which is no cell, no claim and no observation") from None
    except (DataError, ZeroDivisionError, ValueError) as error:
        raise errata.error(entry, f"the evidence {part.formula} cannot be computed: {error}") from None
