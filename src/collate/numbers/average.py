"""The weighted average of measurements with printed uncertainties, as the Particle Data Group makes it, and its exact range.

N measurements x with uncertainties σ, the parts of which (statistical, systematic) are added in quadrature:

- the average is Σ x/σ² / Σ 1/σ², and its uncertainty δ = 1 / √(Σ 1/σ²);
- the scale factor is S = √(χ² / (M - 1)), χ² = Σ (x - average)² / σ² over the M measurements whose σ is at most 3 √N δ; an S above 1
  multiplies δ;
- where the uncertainties up (a) and down (b) differ, σ is that which holds at the average: a where it lies at x + a or above, b where it
  lies at x - b or below, and between these on a line; the average is the number that agrees with the σ that it gives itself, and its
  uncertainties are S / √(Σ 1/a²) and S / √(Σ 1/b²).

Printed numbers are intervals, and each occurs in the average more than once. Their ranges are bracketed from both sides: an `Enclosed`
number has an `interval` whose ends are reached by numbers that print stands for, and an `outer` beyond which there is none, in decimals
of 30 significant digits that are rounded inward and outward. The range of the average itself is found exactly: it is where
Σ (x - m) / σ² is zero, the terms of which each rise in x and have their extremes at the ends of σ. A verdict that `interval` and `outer`
share is proved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from itertools import combinations, pairwise, product
from math import ceil, floor

from collate.errors import CollateError
from collate.numbers.enclosure import root
from collate.numbers.fact import Fact, Relation, Role
from collate.numbers.interval import Interval
from collate.numbers.reading import Reading

_DIGITS = 30
_PIECES = 16  # of the range of the average, when its distances from the measurements are bounded
_THIRDS = 16  # steps of the search for the least bound
_ROUNDS = 3  # in which inputs are moved toward a more extreme uncertainty
_STEPS = 400  # of a bisection; each halves the bracket
_UNIT = Fraction(1, 10**45)  # relative width at which a bisection ends
_MOST_OPEN = 6  # measurements of which it is open whether the scale factor counts them
_NONE, _ONE = Fraction(0), Fraction(1)


class AverageError(CollateError):
    """Give two or more measurements, each a number with one or more uncertainties above zero."""


@dataclass(frozen=True)
class Enclosed:
    """A number whose range is bracketed.

    Parameters
    ----------
    value : with all inputs as printed, to 30 significant digits.
    reach, bound : work out `interval` and `outer`, when they are asked for.
    """

    value: Fraction
    reach: Callable[[], Interval] = field(repr=False, compare=False)
    bound: Callable[[], Interval] = field(repr=False, compare=False)

    @cached_property
    def interval(self) -> Interval:
        """Its ends are reached by numbers that the printed inputs stand for."""
        return self.reach()

    @cached_property
    def outer(self) -> Interval:
        """Nothing that the printed inputs allow lies beyond it.

        Raises
        ------
        AverageError : it is open of too many measurements whether the scale factor counts them.
        """
        return self.bound()


@dataclass(frozen=True)
class Ranged:
    """An input: as printed, and the least and the greatest that it stands for."""

    value: Fraction
    low: Fraction
    high: Fraction

    def scaled(self, factor: Fraction) -> Ranged:
        """The same in another unit, of which one is `factor` (above 0) of the old."""
        return Ranged(self.value * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True)
class Measured:
    """A measurement: its value, and the squares of its uncertainties up and down."""

    value: Ranged
    up: Ranged
    down: Ranged

    @property
    def symmetric(self) -> bool:
        """Whether the uncertainties are the same up and down."""
        return self.up == self.down

    def scaled(self, factor: Fraction) -> Measured:
        """The same in another unit; see `Ranged.scaled`."""
        return Measured(self.value.scaled(factor), self.up.scaled(factor**2), self.down.scaled(factor**2))


@dataclass(frozen=True)
class Average:
    """What `average` finds.

    Parameters
    ----------
    mean : the weighted mean.
    up, down : its uncertainties, scaled.
    half : their mean, which stands for both where a single one is printed.
    unscaled : the uncertainty δ with the σ that hold at the mean, without the scale factor.
    scale : the scale factor, which may be below 1 and then multiplies nothing; 0 where a single measurement counts.
    counted : for each measurement, whether the scale factor counts it.
    """

    mean: Enclosed
    up: Enclosed
    down: Enclosed
    half: Enclosed
    unscaled: Enclosed
    scale: Enclosed
    counted: tuple[bool, ...]


def measured(reading: Reading) -> Measured:
    """A printed value with its uncertainties, `1.23 ± 0.04 ± 0.02` or `173.1 +2.0-2.1`; their squares are added.

    Raises
    ------
    AverageError : it is no number, a bound, or has no uncertainty above zero.
    """
    value, *others = reading.facts
    if value.value is None or value.relation is not Relation.EQUAL:
        raise AverageError(f"{reading.text!r} is no measurement: a number is wanted, not a bound or a word")
    sides: dict[Role, list[Fact]] = {Role.UNCERTAINTY_UP: [], Role.UNCERTAINTY_DOWN: []}
    for fact in others:
        if fact.role in (Role.UNCERTAINTY, Role.STANDARD_ERROR):
            for side in sides.values():
                side.append(fact)
        elif fact.role in sides:
            sides[fact.role].append(fact)
        else:
            raise AverageError(f"{reading.text!r} is no measurement: it has a {fact.role.value}")
    up, down = (_squared(side) for side in sides.values())
    if not others or min(up.value, down.value) <= 0:
        raise AverageError(f"{reading.text!r} has no uncertainty above zero")
    return Measured(_ranged(value), up, down)


def average(measurements: Sequence[Measured]) -> Average:
    """The weighted average of two or more measurements, in the unit that they share.

    Raises
    ------
    AverageError : fewer than two, or uncertainties so uneven (one three times the other) that the average need not be one number.
    """
    if len(measurements) < 2:
        raise AverageError(f"an average of {len(measurements)} measurement(s)")
    uneven = [item for item in measurements if not item.symmetric and not _even(item)]
    if uneven:
        told = f"{float(uneven[0].value.value):.6g}"
        raise AverageError(f"the measurement {told} has one uncertainty that may be three times the other", fix="leave it out")
    at_centre = _Result([_Point(item.value.value, item.up.value, item.down.value) for item in measurements])
    mean = _range_of_mean(measurements, at_centre.mean)
    over = _Over(measurements, mean, at_centre)

    def enclosed(part: Callable[[_Result], Fraction], square: Callable[[Sequence[bool]], Interval]) -> Enclosed:
        """From squares to the numbers themselves, rounded inward and outward."""
        centre = _decimal(_middle(root(part(at_centre), 2)), round)

        def reach() -> Interval:
            found = [part(item) for item in over.reached]
            return _inward(root(min(found), 2).high, centre, root(max(found), 2).low)

        def bound() -> Interval:
            ends = [square(option) for option in over.options]
            low, high = min(end.low for end in ends), max(end.high for end in ends)
            return _outward(root(low, 2).low, reach(), root(high, 2).high)

        return Enclosed(centre, reach, bound)

    up = enclosed(lambda item: item.up, lambda option: over.scaled(option, up=True))
    alike = all(item.symmetric for item in measurements)
    return Average(
        mean,
        up,
        up if alike else enclosed(lambda item: item.down, lambda option: over.scaled(option, up=False)),
        up if alike else enclosed(lambda item: _half(item.up, item.down), over.half),
        enclosed(lambda item: item.unscaled, lambda _: over.unscaled),
        enclosed(lambda item: item.scale, over.scale),
        at_centre.counted,
    )


# ---- at one choice of the inputs


@dataclass(frozen=True)
class _Point:
    """A measurement at one choice of what print stands for; `up` and `down` are squares."""

    value: Fraction
    up: Fraction
    down: Fraction

    def square(self, mean: Fraction) -> Fraction:
        """σ² as it holds at `mean`."""
        if self.up == self.down:
            return self.up
        away = mean - self.value
        up, down = (_middle(root(side, 2)) for side in (self.up, self.down))
        if away >= up:
            return self.up
        if away <= -down:
            return self.down
        return ((2 * up * down + away * (up - down)) / (up + down)) ** 2


class _Result:
    """The average at one choice of the inputs; all but `mean` are squares."""

    def __init__(self, points: Sequence[_Point]) -> None:
        self.points = points
        self.mean = _mean(points)
        squares = [point.square(self.mean) for point in points]
        self.unscaled = 1 / sum((1 / square for square in squares), _NONE)
        self.counted = tuple(square <= 9 * len(points) * self.unscaled for square in squares)
        parts = [(point.value - self.mean) ** 2 / square for point, square in zip(points, squares, strict=True)]
        counted = sum(self.counted)
        self.scale = sum((part for part, counts in zip(parts, self.counted, strict=True) if counts), _NONE) / (counted - 1 or 1)
        factor = max(_ONE, self.scale)
        self.up = factor / sum((1 / point.up for point in points), _NONE)
        self.down = factor / sum((1 / point.down for point in points), _NONE)


def _mean(points: Sequence[_Point]) -> Fraction:
    if all(point.up == point.down for point in points):
        weights = [1 / point.up for point in points]
        return sum((weight * point.value for weight, point in zip(weights, points, strict=True)), _NONE) / sum(weights, _NONE)

    def pull(mean: Fraction) -> Fraction:
        return sum(((point.value - mean) / point.square(mean) for point in points), _NONE)

    values = [point.value for point in points]
    return _middle(_zero(pull, min(values), max(values)))


def _zero(falling: Callable[[Fraction], Fraction], low: Fraction, high: Fraction) -> Interval:
    """A narrow bracket around the zero of a function that falls, between two places where it is not below and not above zero."""
    width = (high - low) * _UNIT
    for _ in range(_STEPS):
        if high - low <= width:
            break
        middle = (low + high) / 2
        if falling(middle) >= 0:
            low = middle
        else:
            high = middle
    return Interval(low, high)


# ---- over all choices of the inputs


def _range_of_mean(measurements: Sequence[Measured], value: Fraction) -> Enclosed:
    centre = _decimal(value, round)

    @cache
    def ends() -> tuple[Interval, Interval]:
        return _end_of_mean(measurements, highest=False), _end_of_mean(measurements, highest=True)

    def reach() -> Interval:
        low, high = ends()
        return _inward(low.high, centre, high.low)

    def bound() -> Interval:
        low, high = ends()
        return _outward(low.low, reach(), high.high)

    return Enclosed(centre, reach, bound)


def _end_of_mean(measurements: Sequence[Measured], *, highest: bool) -> Interval:
    """Where the sum of the greatest (or least) pulls is zero: a point if all uncertainties are symmetric, else a narrow bracket."""
    values = [item.value.high if highest else item.value.low for item in measurements]

    def chosen(item: Measured, value: Fraction, mean: Fraction) -> _Point:
        near = (value > mean) is highest  # then the least σ pulls most
        return _Point(value, item.up.low if near else item.up.high, item.down.low if near else item.down.high)

    if not all(item.symmetric for item in measurements):

        def pull(mean: Fraction) -> Fraction:
            points = [chosen(item, value, mean) for item, value in zip(measurements, values, strict=True)]
            return sum(((point.value - mean) / point.square(mean) for point in points), _NONE)

        return _zero(pull, min(values), max(values))
    order = sorted(set(values))
    for low, high in pairwise(order):  # between two neighbours the choices stay, and the pull is linear
        middle = (low + high) / 2
        found = _mean([chosen(item, value, middle) for item, value in zip(measurements, values, strict=True)])
        if low <= found <= high:
            return Interval(found, found)
    return Interval(order[0], order[0])  # all values are one


def _climbed(measurements: Sequence[Measured], reached: Sequence[_Result], *, highest: bool) -> _Result:
    """A choice with a more extreme scaled uncertainty: from the most extreme so far, one input after the other is moved to an end or to
    what is printed, as long as that leads on."""
    best = (max if highest else min)(reached, key=lambda found: found.up)
    for _ in range(_ROUNDS):
        before = best
        for place, item in enumerate(measurements):
            now = best.points[place]
            tried = [_Point(value, now.up, now.down) for value in (item.value.low, item.value.high)]
            sides = ((item.up.low, item.down.low), (item.up.value, item.down.value), (item.up.high, item.down.high))
            tried += [_Point(now.value, *side) for side in sides]
            for point in tried:
                if point != now:
                    found = _Result([*best.points[:place], point, *best.points[place + 1 :]])
                    if found.counted == best.counted and (found.up > best.up if highest else found.up < best.up):
                        best = found
        if best is before:
            break
    return best


class _Over:
    """Extremes and bounds over all choices: the mean is one of the numbers of its range, apart from what the other inputs are."""

    def __init__(self, measurements: Sequence[Measured], mean: Enclosed, at_centre: _Result) -> None:
        self.measurements = measurements
        self.mean = mean
        self.at_centre = at_centre

    @cached_property
    def reached(self) -> list[_Result]:
        """Averages of choices that may be extreme, and count what the printed inputs count."""
        centre = self.at_centre
        found = [centre, *(found for found in map(_Result, self.corners()) if found.counted == centre.counted)]
        if any(item.scale > 1 for item in found):  # otherwise the corners are the extremes of what occurs once
            found += [_climbed(self.measurements, found, highest=highest) for highest in (False, True)]
        return found

    @cached_property
    def pieces(self) -> list[Interval]:
        """The range of the mean in parts."""
        low, high = self.mean.outer.low, self.mean.outer.high
        step = (high - low) / _PIECES
        return [Interval(low + step * place, low + step * (place + 1)) for place in range(_PIECES)] if step else [self.mean.outer]

    @cached_property
    def squares(self) -> list[Interval]:
        """The range of each σ²."""
        return [_squares_between(item, self.mean.outer) for item in self.measurements]

    @cached_property
    def unscaled(self) -> Interval:
        """The square of δ."""
        return Interval(1 / _weights(self.squares, low=True), 1 / _weights(self.squares, low=False))

    @cached_property
    def options(self) -> list[tuple[bool, ...]]:
        """Which measurements the scale factor may count.

        Raises
        ------
        AverageError : it is open of too many.
        """
        bound = 9 * len(self.measurements)
        open_ = [
            place
            for place, square in enumerate(self.squares)
            if not (square.high <= bound * self.unscaled.low or square.low > bound * self.unscaled.high)
        ]
        if len(open_) > _MOST_OPEN:
            raise AverageError(f"whether the scale factor counts them is open of {len(open_)} measurements", fix="take fewer")
        found = []
        for choice in product((False, True), repeat=len(open_)):
            option = list(self.at_centre.counted)
            for place, counts in zip(open_, choice, strict=True):
                option[place] = counts
            if any(option):
                found.append(tuple(option))
        return found

    def scale(self, counted: Sequence[bool]) -> Interval:
        """The square of the scale factor."""
        lows, highs = [], []
        for piece in self.pieces:
            near, far = self._distances(piece, counted)
            lows.append(sum((part / square.high for part, square in zip(near, self.squares, strict=True)), _NONE))
            highs.append(sum((part / square.low for part, square in zip(far, self.squares, strict=True)), _NONE))
        lost = sum(counted) - 1 or 1
        return Interval(min(lows) / lost, max(highs) / lost)

    def scaled(self, counted: Sequence[bool], *, up: bool) -> Interval:
        """The square of the scaled uncertainty up or down."""
        sides = [item.up if up else item.down for item in self.measurements]
        ends = [Interval(side.low, side.high) for side in sides]
        alone = Interval(1 / _weights(ends, low=True), 1 / _weights(ends, low=False))
        if not all(item.symmetric for item in self.measurements):
            scale = self.scale(counted)
            return Interval(max(alone.low, alone.low * scale.low), max(alone.high, alone.high * scale.high))
        lows, highs = [], []
        for piece in self.pieces:
            near, far = self._distances(piece, counted)
            lows.append(_share(near, ends, highest=False)[0])
            highs.append(_share(far, ends, highest=True)[0])
        low, high = min(lows), max(highs)
        high = min(high, self._about_mean_of_counted(ends, counted))
        lost = sum(counted) - 1 or 1
        return Interval(max(alone.low, low / lost), max(alone.high, high / lost))

    def half(self, counted: Sequence[bool]) -> Interval:
        """The square of the mean of both scaled uncertainties."""
        up, down = self.scaled(counted, up=True), self.scaled(counted, up=False)
        low, high = ((root(one, 2), root(other, 2)) for one, other in ((up.low, down.low), (up.high, down.high)))
        return Interval(((low[0].low + low[1].low) / 2) ** 2, ((high[0].high + high[1].high) / 2) ** 2)

    def _about_mean_of_counted(self, ends: Sequence[Interval], counted: Sequence[bool]) -> Fraction:
        """A bound of Σ (x - mean)²/σ² over those counted, divided by Σ 1/σ² over all.

        Σ (x - mean)²/σ² is Σ (x - m)²/σ² + (m - mean)² Σ 1/σ² with m the mean of those counted. The first sum is least at m, so that
        any other number bounds it from above; m differs from the mean by the shares of those not counted.
        """
        chosen = [place for place, counts in enumerate(counted) if counts]
        values = [self.measurements[place].value for place in chosen]
        squares = [ends[place] for place in chosen]
        low, high = min(value.low for value in values), max(value.high for value in values)
        moved = _NONE
        for place, counts in enumerate(counted):
            if not counts:
                others = _NONE
                for rival, end in enumerate(ends):
                    others += 1 / end.high if rival != place else _NONE
                own, value = 1 / ends[place].low, self.measurements[place].value
                moved += own / (own + others) * max(high - value.low, value.high - low)
        return _least_bound(values, squares) + moved**2

    def corners(self) -> list[list[_Point]]:
        """Choices at which the average, its uncertainty and its scale factor may be extreme."""
        items, centre = self.measurements, self.mean.value
        everywhere = [True] * len(items)
        near, far = self._distances(Interval(centre, centre), everywhere)
        ups = [Interval(item.up.low, item.up.high) for item in items]
        found = []
        for spread in (None, False, True):
            values = [_value_at(item.value, centre, spread) for item in items]
            distances = near if spread is False else far
            most = [_share(distances, ups, highest=highest)[1] for highest in (False, True)]
            for lows in ([True] * len(items), [False] * len(items), *most):
                pairs = zip(items, values, lows, strict=True)
                found.append([_Point(value, *((i.up.low, i.down.low) if low else (i.up.high, i.down.high))) for i, value, low in pairs])
        return found

    def _distances(self, mean: Interval, counted: Sequence[bool]) -> tuple[list[Fraction], list[Fraction]]:
        """The squares of the least and of the greatest distance of each measurement from a number of `mean`; 0 of those not counted."""
        near, far = [], []
        for item, counts in zip(self.measurements, counted, strict=True):
            gap = max(item.value.low - mean.high, mean.low - item.value.high, _NONE)
            reach = max(item.value.high - mean.low, mean.high - item.value.low)
            near.append(gap**2 if counts else _NONE)
            far.append(reach**2 if counts else _NONE)
        return near, far


def _value_at(value: Ranged, centre: Fraction, spread: bool | None) -> Fraction:
    """As printed, as near to `centre` as it can be (False), or as far from it (True)."""
    if spread is None:
        return value.value
    if spread:
        return value.high if value.high - centre >= centre - value.low else value.low
    return min(max(centre, value.low), value.high)


def _share(parts: Sequence[Fraction], squares: Sequence[Interval], *, highest: bool) -> tuple[Fraction, list[bool]]:
    """The extreme of Σ part/σ² / Σ 1/σ² and which σ² are then at their lower ends: those of the parts beyond the extreme itself."""
    order = sorted(range(len(parts)), key=lambda place: parts[place], reverse=highest)
    top = sum((parts[place] / squares[place].high for place in order), _NONE)
    bottom = sum((1 / squares[place].high for place in order), _NONE)
    best = top / bottom
    lows = [False] * len(parts)
    for place in order:
        part = parts[place]
        if part <= best if highest else part >= best:
            break
        more = 1 / squares[place].low - 1 / squares[place].high
        top, bottom = top + part * more, bottom + more
        best = top / bottom
        lows[place] = True
    return best, lows


def _least_bound(values: Sequence[Ranged], squares: Sequence[Interval]) -> Fraction:
    """The least over m of the greatest weighted mean of (x - m)², which is convex in m: by thirds, and where two distances are equal."""

    def greatest(centre: Fraction) -> Fraction:
        far = [max(value.high - centre, centre - value.low) ** 2 for value in values]
        return _share(far, squares, highest=True)[0]

    low, high = min(value.low for value in values), max(value.high for value in values)
    found = greatest((low + high) / 2)
    for _ in range(_THIRDS):
        first, second = low + (high - low) / 3, high - (high - low) / 3
        at_first, at_second = greatest(first), greatest(second)
        found = min(found, at_first, at_second)
        low, high = (low, second) if at_first < at_second else (first, high)
    for one, other in combinations(values, 2):
        for centre in {(one.low + other.high) / 2, (other.low + one.high) / 2}:
            if low <= centre <= high:
                found = min(found, greatest(centre))
    return found


def _squares_between(item: Measured, mean: Interval) -> Interval:
    """The range of σ² over the range of the mean: σ rises with both uncertainties, and along the line toward the greater."""
    if item.symmetric:
        return Interval(item.up.low, item.up.high)
    found = [
        _Point(value, up, down).square(at)
        for value in (item.value.low, item.value.high)
        for at in (mean.low, mean.high)
        for up, down in ((item.up.low, item.down.low), (item.up.high, item.down.high))
    ]
    return Interval(min(found), max(found))


def _weights(squares: Sequence[Interval], *, low: bool) -> Fraction:
    return sum((1 / (square.low if low else square.high) for square in squares), _NONE)


def _even(item: Measured) -> bool:
    """Whether the pull of a measurement falls wherever the mean rises: neither uncertainty may be three times the other."""
    return item.up.high < 9 * item.down.low and item.down.high < 9 * item.up.low


def _ranged(fact: Fact) -> Ranged:
    assert fact.value is not None
    assert fact.low is not None
    assert fact.high is not None
    return Ranged(fact.value, fact.low, fact.high)


def _squared(facts: Sequence[Fact]) -> Ranged:
    """The sum of the squares of uncertainties; none of them is below zero."""
    found = Ranged(_NONE, _NONE, _NONE)
    for part in map(_ranged, facts):
        low = max(part.low, _NONE)
        found = Ranged(found.value + part.value**2, found.low + low**2, found.high + part.high**2)
    return found


def _inward(low: Fraction, value: Fraction, high: Fraction) -> Interval:
    return Interval(min(_decimal(low, ceil), value), max(_decimal(high, floor), value))


def _outward(low: Fraction, inner: Interval, high: Fraction) -> Interval:
    return Interval(min(_decimal(low, floor), inner.low), max(_decimal(high, ceil), inner.high))


def _decimal(value: Fraction, whole: Callable[[Fraction], int]) -> Fraction:
    """`value` in 30 significant digits or one more, made whole by `round`, `floor` or `ceil`."""
    if not value:
        return value
    power = Fraction(10) ** (_DIGITS - (abs(value.numerator).bit_length() - value.denominator.bit_length()) * 30103 // 100000)
    return whole(value * power) / power


def _half(up: Fraction, down: Fraction) -> Fraction:
    return ((_middle(root(up, 2)) + _middle(root(down, 2))) / 2) ** 2


def _middle(ends: Interval) -> Fraction:
    return (ends.low + ends.high) / 2
