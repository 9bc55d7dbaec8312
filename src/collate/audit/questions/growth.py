"""A growth rate against the levels that print states beside it.

The levels are those that the ledger's formula names, or two levels whose ids differ from the rate's in the word `growth` and the year.
Only printed numbers are used; a formula that names an observation of another source is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from collate.audit.outcome import short, written
from collate.audit.questions.grid import is_year
from collate.audit.questions.question import Place, Question, Rule, interval_of, value_of, words_of
from collate.data.claims import Claim
from collate.numbers.formula import evaluate_number, inputs_of
from collate.numbers.quantity import Operation, Quantity


def rates(claims: Mapping[str, Claim], places: Mapping[str, Place]) -> Iterator[Question]:
    """Growth rates that the stated levels cannot give."""
    for claim in claims.values():
        formula = claim.formula or _formula(claim, claims)
        names = inputs_of(formula)
        if claim.kind != "growth" or len(names) < 2 or any(name not in places for name in names):
            continue
        growth = evaluate_number(formula, lambda name: as_printed(places[name]))
        interval = growth.interval
        if not interval.meets(claim.interval):
            told = formula
            for name in names:
                told = told.replace(f"{{{name}}}", places[name].printed.text)
            arithmetic = f"{told.replace(' * ', ' × ')} = {short(growth.value)} {written(interval)} ≠ {claim.printed.text}"
            yield Question(Rule.GROWTH, (claim.id, *names), arithmetic)


def as_printed(place: Place) -> Quantity:
    """A printed number as an input of a computation."""
    return Quantity(Operation.OBSERVED, id=place.id, value=value_of(place), bounds=interval_of(place), printed=place.printed)


def _formula(claim: Claim, claims: Mapping[str, Claim]) -> str:
    """The rate between two levels named like the claim, or nothing where they are not stated."""
    words = words_of(claim)
    years = [word for word in words if is_year(word)]
    if claim.kind != "growth" or len(years) != 1 or "growth" not in words or claim.unit != "percent":
        return ""
    stem = [word for word in words if word not in ("growth", years[0])]
    levels = {
        tuple(words_of(other)): other.id for other in claims.values() if other.kind in ("level", "count") and other.chapter == claim.chapter
    }
    now = levels.get((*stem, years[0]))
    before = levels.get((*stem, str(int(years[0]) - 1)))
    comparable = now and before and claims[now].unit == claims[before].unit and value_of(claims[before]) != Fraction(0)
    return f"({{{now}}} / {{{before}}} - 1) * 100" if comparable else ""
