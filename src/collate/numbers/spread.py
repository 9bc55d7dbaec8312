"""Quantiles of a column, and the sharp bounds of its variance when each number is known as an interval.

The variance is a convex function of the column. Its least value puts every number as near to the common mean as its interval allows
(Ferson, Ginzburg, Kreinovich, Longpré and Aviles, Exact Bounds on Finite Populations of Interval Data, Reliable Computing 11, 2005); its
greatest stands at a corner of the box. To find that corner is NP-hard in general, and quick where no interval lies in the inside of
another, as with numbers of equal decimals: sorted, the first so many are at their lower ends and all others at their upper ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import floor

from collate.numbers.interval import Interval

_MOST_CORNERS = 4096
# Hyndman and Fan, Sample Quantiles in Statistical Packages, The American Statistician 50, 1996: their types with plotting positions
# (k - a) / (n + 1 - a - b), by number. 7 is the default of R and numpy, 6 that of SPSS and Minitab.
_POSITIONS = {
    4: (Fraction(0), Fraction(1)),
    5: (Fraction(1, 2), Fraction(1, 2)),
    6: (Fraction(0), Fraction(0)),
    7: (Fraction(1), Fraction(1)),
    8: (Fraction(1, 3), Fraction(1, 3)),
    9: (Fraction(3, 8), Fraction(3, 8)),
}
QUANTILE_TYPES = tuple(_POSITIONS)


def quantile(values: Sequence[Fraction], share: Fraction, kind: int) -> Fraction:
    """The value below which `share` of a column lies, by type `kind` of Hyndman and Fan: between two neighbours on a line."""
    a, b = _POSITIONS[kind]
    place = a + share * (len(values) + 1 - a - b)
    below = floor(place)
    order = sorted(values)
    first, second = (order[min(max(index, 1), len(order)) - 1] for index in (below, below + 1))
    return first + (place - below) * (second - first)


def variance(values: Sequence[Fraction], lost: int) -> Fraction:
    """The sum of squares about the mean, divided by the number of values less `lost` (1 for a sample, 0 for a population)."""
    return (_square_sum(values) - sum(values, Fraction(0)) ** 2 / len(values)) / (len(values) - lost)


def variance_range(ends: Sequence[Interval], lost: int) -> Interval:
    """The least and the greatest variance of a column of numbers that lie in `ends`, independently of each other.

    Raises
    ------
    ValueError : intervals that lie in one another in too many ways for the greatest to be found.
    """
    return Interval(variance(_nearest(ends), lost), _greatest(ends, lost))


def _square_sum(values: Sequence[Fraction]) -> Fraction:
    return sum((value * value for value in values), Fraction(0))


def _nearest(ends: Sequence[Interval]) -> list[Fraction]:
    """Every number as near to the common mean as it can be: m is the mean of the numbers clipped to m.

    The mean of the clipped numbers less m falls in m and is linear between the ends of the intervals, so that it is zero in one piece.
    """

    def clipped(at: Fraction) -> list[Fraction]:
        return [min(max(at, end.low), end.high) for end in ends]

    def excess(at: Fraction) -> Fraction:
        return sum(clipped(at), Fraction(0)) - at * len(ends)

    knots = sorted({side for end in ends for side in (end.low, end.high)})
    first, last = 0, len(knots) - 1
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (middle, last) if excess(knots[middle]) >= 0 else (first, middle)
    low, high = knots[first], knots[last]
    over, under = excess(low), excess(high)
    return clipped(low if over == under else low + (high - low) * over / (over - under))


def _greatest(ends: Sequence[Interval], lost: int) -> Fraction:
    order = sorted(ends, key=lambda end: (end.low, end.high))
    if all(first.high <= second.high for first, second in pairwise(order)):
        return _split(order, lost)
    return max(_at_corners(order, lost))


def _split(order: Sequence[Interval], lost: int) -> Fraction:
    """The greatest over the corners whose first so many numbers are at their lower ends."""
    count = len(order)
    total, squares = sum((end.high for end in order), Fraction(0)), sum((end.high**2 for end in order), Fraction(0))
    best = squares - total**2 / count
    for end in order:
        total, squares = total + end.low - end.high, squares + end.low**2 - end.high**2
        best = max(best, squares - total**2 / count)
    return best / (count - lost)


def _at_corners(order: Sequence[Interval], lost: int) -> list[Fraction]:
    """The variances of all corners that can be the greatest.

    At the greatest, a number whose interval, narrowed to one n-th about its middle, lies below the mean is at its lower end, and one
    that lies above it at its upper end. Only what straddles the mean is tried both ways, equal intervals as one group.
    """
    count = len(order)
    narrowed = [((end.low + end.high) / 2, (end.high - end.low) / 2 / count) for end in order]
    knots = sorted({middle + side for middle, half in narrowed for side in (-half, half)})
    found = []
    for low, high in pairwise(knots):
        fixed: list[Fraction] = []
        groups: dict[tuple[Fraction, Fraction], int] = {}
        for end, (middle, half) in zip(order, narrowed, strict=True):
            if middle + half <= low:
                fixed.append(end.low)
            elif middle - half >= high:
                fixed.append(end.high)
            else:
                groups[end.low, end.high] = groups.get((end.low, end.high), 0) + 1
        tried = 1
        for size in groups.values():
            tried *= size + 1
        if tried > _MOST_CORNERS:
            raise ValueError(
                f"the greatest variance of {count} numbers: their intervals lie in one another in {tried} ways, more than are tried"
            )
        for lows in product(*(range(size + 1) for size in groups.values())):
            free = [
                side
                for (left, right), size, at_low in zip(groups, groups.values(), lows, strict=True)
                for side in [left] * at_low + [right] * (size - at_low)
            ]
            found.append(variance([*fixed, *free], lost))
    return found
