"""How much an erratum weighs: what it does to the argument, how large it is, and which errata have one cause."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import log

from collate.data.claims import Claim
from collate.data.errata import BEARINGS, Erratum
from collate.data.published import Cell
from collate.numbers.printed import PrintedKind, parse
from collate.verdicts import Judged

_YEARS = ("year", "decade")
_FIRST = re.compile(r"\d+")


class Measure(StrEnum):
    """What the size of an erratum is counted in; a statement is true or false and has none, and neither has a text."""

    RATIO = "ratio"
    POINTS = "points"
    YEARS = "years"
    PLACES = "places"
    NONE = "none"


@dataclass(frozen=True)
class Size:
    """How far the regenerated value lies from the printed one, both as the publication would print them.

    `measure` says what `difference` is counted in: percentage points, years or places of a ranking; for a ratio it is the plain one.
    """

    measure: Measure
    printed: Fraction
    regenerated: Fraction

    @property
    def difference(self) -> Fraction:
        return self.regenerated - self.printed

    @property
    def ratio(self) -> Fraction | None:
        """Regenerated over printed; None where that says nothing: of a year or a rank, and of what is nought or changes its sign."""
        if self.measure not in (Measure.RATIO, Measure.POINTS) or self.printed * self.regenerated <= 0:
            return None
        return self.regenerated / self.printed

    @property
    def logarithm(self) -> float | None:
        """The natural logarithm of the ratio: below nought where the printed value is too large."""
        return log(self.ratio) if self.ratio is not None else None


@dataclass(frozen=True)
class Finding:
    """A printed value that an erratum declares."""

    item: Judged[Cell | Claim]
    erratum: Erratum
    size: Size | None

    @property
    def is_statement(self) -> bool:
        """Whether what does not hold is a comparison, and not a number."""
        return isinstance(self.item.place, Claim) and self.item.place.compares

    @property
    def weight(self) -> tuple[int, float]:
        """Smaller is heavier: first by what it does to the argument, then by size."""
        size = self.size.logarithm if self.size else None
        return BEARINGS.index(self.erratum.bearing), -abs(size or 0.0)


def findings(judged: Iterable[Judged[Cell | Claim]]) -> list[Finding]:
    """All values in an erratum, the heaviest first; equals stay in the order of the publication."""
    found = [Finding(item, item.erratum, size_of(item)) for item in judged if item.erratum]
    return sorted(found, key=lambda finding: finding.weight)


def by_cause(found: Iterable[Finding]) -> list[list[Finding]]:
    """Findings with one cause together, the one that tells the cause first; groups by their heaviest member."""
    groups: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        groups[finding.erratum.group].append(finding)
    told = [sorted(group, key=lambda finding: finding.erratum.target != finding.erratum.group) for group in groups.values()]
    return sorted(told, key=lambda group: min(finding.weight for finding in group))


def size_of(item: Judged[Cell | Claim]) -> Size | None:
    """The size of an erratum; None of a statement, of a text, and of what the regenerated text gives no number of."""
    place, erratum = item.place, item.erratum
    if erratum is None or (isinstance(place, Claim) and place.compares):
        return None
    if place.printed.kind is PrintedKind.RANK:
        printed, regenerated = (_FIRST.search(text) for text in (erratum.printed, erratum.regenerated))
        return Size(Measure.PLACES, Fraction(printed[0]), Fraction(regenerated[0])) if printed and regenerated else None
    value, other = place.printed.value, parse(erratum.regenerated).value
    if value is None or other is None:
        return None
    return Size(_measure(place), value, other)


def _measure(place: Cell | Claim) -> Measure:
    if isinstance(place, Claim) and place.kind in _YEARS:
        return Measure.YEARS
    in_percent = place.unit == "percent" if isinstance(place, Claim) else place.printed.text.endswith(("%", "％"))
    return Measure.POINTS if in_percent else Measure.RATIO
