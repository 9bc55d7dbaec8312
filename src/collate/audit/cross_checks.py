"""Identities that must hold between observations, whatever the publication prints: parts and wholes, shares, growth, second sources.

Much of what is drawn is printed nowhere, so no verdict guards it. A check does: a row of data/source/checks.csv with a formula over
observations, in the grammar of `collate.numbers.formula`, and the rule by which it is judged.

=========== ==========================================================================================================
`exact`     the comparison is true of the numbers as printed, to their last digit
`rounded`   `ARITHMETIC = {observation}`: the left, of the numbers as printed, rounds to the digits that stand on the right
`possible`  the comparison is true of some numbers that round to those printed
`whole`     the arithmetic gives a whole number
`inside`    `{longitude}, {latitude}`: the point lies within the unit that `boundary` names, as `FILE/UNIT` of data/source/boundaries
=========== ==========================================================================================================

Nothing here is a tolerance: an identity that holds to the last digit is to be declared so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from collate.book import Book
from collate.data import csvfile
from collate.data.csvfile import Row
from collate.data.listing import files_in
from collate.data.source import load_boundaries, read_observations
from collate.errors import CheckError, DataError
from collate.numbers.compare import Regenerated, compare
from collate.numbers.formula import evaluate, evaluate_number, finder, inputs_of
from collate.numbers.printed import Interval
from collate.numbers.quantity import Quantity, exact
from collate.numbers.truth import Truth
from collate.numbers.values import decimal_text
from collate.numbers.verdict import Verdict

COLUMNS = ("id", "kind", "rule", "formula", "boundary", "note")
_ROUNDED = re.compile(r"(?P<left>.+[^<>!=])=\s*\{(?P<right>[^{}]+)\}\s*")
_POINT = re.compile(r"\{(?P<east>[^{}]+)\},\s*\{(?P<north>[^{}]+)\}")
_SIDES = re.compile(r"(?P<left>[^<>!=]+)=(?P<right>[^<>!=]+)")


class Rule(StrEnum):
    """How a check is judged, as the table above says."""

    EXACT = "exact"
    ROUNDED = "rounded"
    POSSIBLE = "possible"
    WHOLE = "whole"
    INSIDE = "inside"


@dataclass(frozen=True)
class Check:
    """One row of checks.csv. `kind` is the key of the labels that say what it is (`cross-check-KIND`), `row` says where it stands."""

    id: str
    kind: str
    rule: str
    formula: str
    boundary: str
    row: Row

    @property
    def names(self) -> list[str]:
        """The observations that it is about."""
        return inputs_of(self.formula)


@dataclass(frozen=True)
class Checked:
    """A check and its outcome; `told` has the formula with the numbers in it, and what they give where it does not hold."""

    check: Check
    holds: bool
    told: str


def load_checks(book: Book) -> list[Check]:
    """All checks in their order; none where the book has no such file.

    Raises
    ------
    DataError : a broken file.
    """
    rows = csvfile.read(book.checks, COLUMNS) if book.checks.exists() else []
    return [Check(row["id"], row["kind"], row["rule"], row["formula"], row["boundary"], row) for row in rows]


def judge_checks(book: Book) -> list[Checked]:
    """The outcome of every check.

    Raises
    ------
    DataError : a check that names something else than observations, is not a formula, or has an unknown rule or boundary, with its line.
    """
    checks = load_checks(book)
    if not checks:
        return []
    datasets = [path.stem for path in files_in(book.source / "observations", "*.csv")]
    known: dict[str, Quantity] = {record["quantity"].id: record["quantity"] for record in read_observations(book.source, datasets)}
    outlines: dict[str, Mapping[str, Sequence[Sequence[Sequence[float]]]]] = {}
    found = []
    for check in checks:
        unknown = [name for name in check.names if name not in known]
        if unknown:
            raise check.row.error(f"{check.id}: {unknown[0]!r} is not an observation", "write the series and the period, SERIES@PERIOD")
        if check.rule == Rule.INSIDE:
            dataset = check.boundary.partition("/")[0]
            if dataset not in outlines:
                outlines[dataset] = load_boundaries(book.source, [dataset])
        try:
            found.append(_judged(check, known, outlines))
        except (DataError, ZeroDivisionError, ValueError) as problem:
            told = problem.what if isinstance(problem, DataError) else str(problem)
            raise check.row.error(
                f"{check.id}: {told}", f"the rule {check.rule!r} needs another formula; data/README.md describes them"
            ) from None
    return found


def failing_checks(book: Book) -> list[Checked]:
    """The checks that do not hold.

    Raises
    ------
    DataError : as `judge_checks`.
    """
    return [item for item in judge_checks(book) if not item.holds]


def require_checks(book: Book) -> int:
    """Judge all checks and return how many there are.

    Raises
    ------
    CheckError : one does not hold, with the file, its line and the numbers, and up to nine more.
    DataError : as `judge_checks`.
    """
    judged = judge_checks(book)
    failing = [item for item in judged if not item.holds]
    if failing:
        first, *others = failing
        more = "".join(f"\n  {item.check.row.path}:{item.check.row.line}: {item.told}" for item in others[:9])
        more += f"\n  and {len(others) - 9} more" if len(others) > 9 else ""
        raise CheckError(first.told + more, where=first.check.row.path, line=first.check.row.line)
    return len(judged)


def named_by(checks: Iterable[Check]) -> frozenset[str]:
    """The observations that `checks` are about."""
    return frozenset(name for check in checks for name in check.names)


def _judged(
    check: Check, known: Mapping[str, Quantity], outlines: Mapping[str, Mapping[str, Sequence[Sequence[Sequence[float]]]]]
) -> Checked:
    as_printed = {name: exact(known[name].value) for name in check.names}
    numbers = _with_numbers(check.formula, known)
    if check.rule == Rule.EXACT:
        truth = _truth(check, as_printed)
        return Checked(
            check, truth is Truth.TRUE, f"{check.id}: {numbers} is {truth.value} of the printed numbers{_sides(check, as_printed)}"
        )
    if check.rule == Rule.POSSIBLE:
        truth = _truth(check, {name: known[name] for name in check.names})
        told = f"{check.id}: {numbers} is {truth.value} of all numbers that round to those printed{_sides(check, as_printed)}"
        return Checked(check, truth is not Truth.FALSE, told)
    if check.rule == Rule.ROUNDED:
        match = _ROUNDED.fullmatch(check.formula)
        if match is None:
            raise DataError("`rounded` wants arithmetic, an equals sign and one observation")
        value = evaluate_number(match["left"], as_printed).value
        printed = known[match["right"]].printed
        assert printed is not None
        comparison = compare(printed, Regenerated(value, Interval(value, value)))
        told = f"{check.id}: {numbers}: the left gives {decimal_text(value)}, which rounds to {comparison.shown}, not to {printed.text}"
        return Checked(check, comparison.verdict is Verdict.IDENTICAL, told)
    if check.rule == Rule.WHOLE:
        value = evaluate_number(check.formula, as_printed).value
        return Checked(check, value.denominator == 1, f"{check.id}: {numbers} gives {decimal_text(value)}, no whole number")
    if check.rule == Rule.INSIDE:
        match = _POINT.fullmatch(check.formula)
        if match is None:
            raise DataError("`inside` wants a longitude, a comma and a latitude")
        dataset, _, unit = check.boundary.partition("/")
        if unit not in outlines[dataset]:
            raise DataError(f"{check.boundary!r} is not a unit of data/source/boundaries")
        inside = lies_inside(as_printed[match["east"]].value, as_printed[match["north"]].value, outlines[dataset][unit])
        return Checked(check, inside, f"{check.id}: the point {numbers} lies outside {unit}")
    raise DataError(f"{check.rule!r} is not a rule; use one of {', '.join(Rule)}")


def lies_inside(east: Fraction, north: Fraction, rings: Sequence[Sequence[Sequence[float]]]) -> bool:
    """Whether a ray from the point to the east crosses the rings an odd number of times."""
    crossings = 0
    for ring in rings:
        corners = [(Fraction(str(x)), Fraction(str(y))) for x, y in ring]
        for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
            if (y0 > north) != (y1 > north) and east < x0 + (north - y0) * (x1 - x0) / (y1 - y0):
                crossings += 1
    return crossings % 2 == 1


def _truth(check: Check, numbers: Mapping[str, Quantity]) -> Truth:
    found = evaluate(check.formula, finder(numbers))
    if not isinstance(found, Truth):
        raise DataError(f"{check.rule!r} needs a comparison")
    return found


def _with_numbers(formula: str, known: Mapping[str, Quantity]) -> str:
    """`formula` with each observation as its source prints it."""
    for name in inputs_of(formula):
        printed = known[name].printed
        formula = formula.replace(f"{{{name}}}", printed.text if printed else decimal_text(known[name].value))
    return formula


def _sides(check: Check, numbers: Mapping[str, Quantity]) -> str:
    """What the two sides of an equation give; nothing for other comparisons."""
    match = _SIDES.fullmatch(check.formula)
    if match is None:
        return ""
    left, right = (decimal_text(evaluate_number(match[side], numbers).value) for side in ("left", "right"))
    return f": the left gives {left}, the right {right}"
