"""Means, standard deviations and shares of whole numbers, which can only take some values.

GRIM (Brown and Heathers, The GRIM Test, Social Psychological and Personality Science 8, 2017): the mean of n whole numbers is k / n.
GRIMMER (Anaya 2016; Allard, Analytic-GRIMMER, 2018): their sum of squares is a whole number, too, of the parity of their sum.
DEBIT (Heathers and Brown, DEBIT: A Simple Consistency Test for Binary Data, 2019): the standard deviation of ones and zeros follows from
their mean and n. All arithmetic is exact. A value counts as printed where rounding half up or half even gives it, and *only by rounding*
where no other rule does than half down or truncation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor, isqrt

from collate.audit.outcome import Checked, Outcome, at, printed_number, value_of, whole_number, written
from collate.errors import PrintedError
from collate.numbers.enclosure import root
from collate.numbers.fact import Fact
from collate.numbers.interval import Interval
from collate.numbers.rounding import RULES, rules_that_give

_USUAL = ("half up", "half even")
_LENIENT = ("half down", "truncation")
_WIDEST = 50  # standard deviation of fewer than five numbers, whose sums of squares are searched
_NEAR = 100  # variances are enough to find the nearest, sums being tried from the middle
_MOST_TRIED = 200_000  # pairs of a sum and a sum of squares
_MOST_SUMS = 20_000  # beyond, nothing is decided: a printed value allows nearly everything


def grim(mean: str, n: int | str, items: int = 1) -> Checked:
    """Whether `n` whole numbers, or the averages of `items` whole numbers each, can have a printed mean.

    Parameters
    ----------
    mean : as printed; a percentage (`35.3%`) is that of a mean of zeros and ones.
    n : how many cases there are.
    items : how many answers of whole numbers make up the value of each case.

    Raises
    ------
    PrintedError : one of them is not such a number.
    """
    printed = printed_number(mean, "mean")
    count, parts = whole_number(n, "n") * whole_number(items, "items"), whole_number(items, "items")
    told = f"mean {mean}, n = {n}" + (f", {parts} items" if parts > 1 else "")
    value, unit, scale = _scaled(printed)
    if count * unit >= 1:
        return Checked("grim", told, Outcome.CONSISTENT, f"every mean of this precision is possible with {count} numbers", decides=False)
    sums = _sums(value, unit, count)
    found = _best(rules_that_give(value, Fraction(k, count), _decimals(printed), (*_USUAL, *_LENIENT)) for k in sums)
    product = f"{mean} × {count} = {_plain(value * count)}"
    if found:
        fitting = next(k for k in sums if set(found) & set(rules_that_give(value, Fraction(k, count), _decimals(printed), tuple(RULES))))
        return Checked("grim", told, _outcome(found), f"{fitting} / {count} gives it ({', '.join(found)})")
    near = floor(value * count)
    closest = tuple(at(Fraction(k, count) * scale, printed.decimals) for k in (near, near + 1))
    return Checked("grim", told, Outcome.INCONSISTENT, f"{product} is not near a whole number: no sum gives it", closest)


def grimmer(mean: str, sd: str, n: int | str, items: int = 1) -> Checked:
    """Whether `n` whole numbers (or averages of `items` whole numbers each) can have a printed mean and standard deviation.

    Parameters
    ----------
    sd : that of a sample, with n - 1 below the line.

    Raises
    ------
    PrintedError : one of them is not such a number, or n is below 2.
    """
    cases = whole_number(n, "n", 2)
    printed, spread = printed_number(mean, "mean"), _spread(sd)
    first = grim(mean, cases, items)
    told = f"mean {mean}, sd {sd}, n = {n}" + (f", {items} items" if items > 1 else "")
    if not first.possible:
        return Checked("grimmer", told, Outcome.INCONSISTENT, f"the mean alone is impossible: {first.reason}", first.closest)
    value, unit, _ = _scaled(printed)
    outer = _outer(spread)
    decides = first.decides or _room(_half(spread), cases, items) < 2  # otherwise some sum of squares of either parity fits
    # The scores are whole numbers: their mean and sd are those printed, times the items.
    sums = _sums(value, unit, cases * items)
    wide = cases < 5 and outer.high * items > _WIDEST
    if wide or len(sums) * max(_room(outer, cases, items), Fraction(1)) > _MOST_TRIED:
        return Checked("grimmer", told, Outcome.CONSISTENT, "the printed digits allow too many sums to decide anything", decides=False)
    best: tuple[str, ...] = ()
    near: list[Fraction] = []
    for total in sorted(sums, key=lambda total: abs(total - value * cases * items)):
        rules = rules_that_give(value, Fraction(total, cases * items), _decimals(printed), (*_USUAL, *_LENIENT))
        if not rules:
            continue
        for squares in _squares(total, cases, outer, items):
            given = _sd_rules(Fraction(squares * cases - total * total, cases * (cases - 1) * items * items), spread)
            if given and _possible(total, squares, cases):
                mixed = rules if set(given) & set(_USUAL) else given
                if set(mixed) & set(_USUAL):
                    reason = f"sum {total} and sum of squares {squares} give both"
                    return Checked("grimmer", told, Outcome.CONSISTENT, reason, decides=decides)
                best = best or mixed
        near += _near_variances(total, cases, spread, items) if len(near) < _NEAR else []
    if best:
        return Checked("grimmer", told, Outcome.ROUNDING, f"possible by {', '.join(best)} alone")
    closest = tuple(dict.fromkeys(at(_middle(root(variance, 2)), spread.decimals) for variance in _around(near, spread)))
    reason = f"no sum of squares of {cases} whole numbers with this mean gives an sd in {written(_half(spread))}"
    return Checked("grimmer", told, Outcome.INCONSISTENT, reason, closest)


def debit(mean: str, sd: str, n: int | str) -> Checked:
    """Whether `n` zeros and ones can have a printed mean and (sample) standard deviation.

    Raises
    ------
    PrintedError : one of them is not such a number, the mean is not between 0 and 1, or n is below 2.
    """
    cases = whole_number(n, "n", 2)
    printed, spread = printed_number(mean, "mean"), _spread(sd)
    told = f"mean {mean}, sd {sd}, n = {n}"
    value, unit, _ = _scaled(printed)
    if not 0 <= value <= 1:
        raise PrintedError(f"the mean {mean!r} of zeros and ones does not lie between 0 and 1", fix="use `grimmer` for other whole numbers")
    if cases * unit > _MOST_SUMS:
        return Checked("debit", told, Outcome.CONSISTENT, "the printed digits allow too many sums to decide anything", decides=False)
    best: tuple[str, ...] = ()
    near: list[Fraction] = []
    for ones in _sums(value, unit, cases):
        if not 0 <= ones <= cases:
            continue
        rules = rules_that_give(value, Fraction(ones, cases), _decimals(printed), (*_USUAL, *_LENIENT))
        variance = Fraction(ones * (cases - ones), cases * (cases - 1))
        given = _sd_rules(variance, spread)
        if rules:
            near.append(variance)
        if rules and given:
            if set(rules) & set(_USUAL) and set(given) & set(_USUAL):
                return Checked("debit", told, Outcome.CONSISTENT, f"{ones} ones among {cases} give both")
            best = best or (given if set(rules) & set(_USUAL) else rules)
    if best:
        return Checked("debit", told, Outcome.ROUNDING, f"possible by {', '.join(best)} alone")
    if not near:
        first = grim(mean, cases)
        return Checked("debit", told, Outcome.INCONSISTENT, f"the mean alone is impossible: {first.reason}", first.closest)
    closest = tuple(dict.fromkeys(at(_middle(root(variance, 2)), spread.decimals) for variance in near))
    return Checked("debit", told, Outcome.INCONSISTENT, "the sd of zeros and ones with this mean is another", closest)


def share_of_count(count: int | str, share: str, n: int | str) -> Checked:
    """Whether `count` of `n` is a printed percentage, as in `12 (35.3%)` of 34.

    Raises
    ------
    PrintedError : one of them is not such a number.
    """
    part, whole = whole_number(count, "count", 0), whole_number(n, "n")
    printed = printed_number(share, "share")
    value = Fraction(100 * part, whole)
    rules = rules_that_give(value_of(printed), value, printed.decimals, (*_USUAL, *_LENIENT))
    outcome = _outcome(_best([rules]))
    reason = f"{part} / {whole} = {_plain(value)}%" + (f" ({', '.join(_best([rules]))})" if rules else "")
    closest = () if rules else (at(value, printed.decimals),)
    return Checked("share", f"{count} ({share}) of {n}", outcome, reason, closest)


def _spread(sd: str) -> Fact:
    found = printed_number(sd, "sd")
    if value_of(found) < 0:
        raise PrintedError(f"the sd {sd!r} is below zero", fix="a standard deviation is not; look whether its sign is a dash")
    return found


def _scaled(printed: Fact) -> tuple[Fraction, Fraction, Fraction]:
    """The number as a mean, one unit of its last digit, and what a mean is multiplied by to be printed."""
    scale = Fraction(100) if printed.unit in ("%", "％") else Fraction(1)
    return value_of(printed) / scale, Fraction(1, 10**printed.decimals) / scale, scale


def _decimals(printed: Fact) -> int:
    """Decimals of the number as a mean: a percentage has two more."""
    return printed.decimals + (2 if printed.unit in ("%", "％") else 0)


def _sums(value: Fraction, unit: Fraction, count: int) -> range:
    """The sums of `count` whole numbers whose mean any rule may print as `value`."""
    return range(ceil((value - unit) * count), floor((value + unit) * count) + 1)


def _best(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The usual rules where one of them gives the number, otherwise the lenient ones that do."""
    every = list(dict.fromkeys(rule for rules in found for rule in rules))
    return tuple(rule for rule in every if rule in _USUAL) or tuple(every)


def _outcome(rules: tuple[str, ...]) -> Outcome:
    return Outcome.CONSISTENT if set(rules) & set(_USUAL) else Outcome.ROUNDING if rules else Outcome.INCONSISTENT


def _plain(value: Fraction) -> str:
    return at(value, 3).rstrip("0").rstrip(".") if value.denominator > 1 else str(value)


def _half(printed: Fact) -> Interval:
    half = Fraction(1, 2 * 10**printed.decimals)
    return Interval(max(value_of(printed) - half, Fraction(0)), value_of(printed) + half)


def _outer(printed: Fact) -> Interval:
    """A whole unit on either side: more than any rule allows."""
    unit = Fraction(1, 10**printed.decimals)
    return Interval(max(value_of(printed) - unit, Fraction(0)), value_of(printed) + unit)


def _room(outer: Interval, cases: int, items: int) -> Fraction:
    return (outer.high**2 - outer.low**2) * items * items * (cases - 1)


def _squares(total: int, cases: int, outer: Interval, items: int) -> Iterator[int]:
    """The sums of squares, of the parity of the sum, whose sd lies in `outer`."""
    low, high = (end**2 * items * items * (cases - 1) + Fraction(total * total, cases) for end in (outer.low, outer.high))
    first = max(ceil(low), _least_squares(total, cases))
    yield from range(first + (first - total) % 2, floor(high) + 1, 2)


def _least_squares(total: int, cases: int) -> int:
    """The sum of squares of whole numbers as close together as their sum allows."""
    each, over = divmod(total, cases)
    return (cases - over) * each * each + over * (each + 1) ** 2


def _possible(total: int, squares: int, cases: int) -> bool:
    """Whether `cases` whole numbers have this sum and this sum of squares.

    Five numbers or more reach every sum of squares of the right parity above the least; fewer need not (a sum of three squares, Legendre
    1798), and are searched.
    """
    if squares < _least_squares(total, cases) or (squares - total) % 2:
        return False
    if cases >= 5:
        return True
    if cases == 2:  # the two roots of x² - total x + (total² - squares) / 2, whole where their difference is
        return isqrt(2 * squares - total * total) ** 2 == 2 * squares - total * total
    # One number x leaves (total - x, squares - x²) to the others; x lies about the mean, within the deviation that remains.
    spread = isqrt((squares * cases - total * total) * (cases - 1) // cases**2 + 1) + 1
    middle = total // cases
    return any(_possible(total - x, squares - x * x, cases - 1) for x in range(middle - spread, middle + spread + 2))


def _sd_rules(variance: Fraction, printed: Fact) -> tuple[str, ...]:
    """The rules under which the root of `variance` becomes the printed number; a root that is irrational lies on no boundary."""
    return rules_that_give(value_of(printed), _middle(root(variance, 2)), printed.decimals, (*_USUAL, *_LENIENT))


def _middle(ends: Interval) -> Fraction:
    return (ends.low + ends.high) / 2


def _near_variances(total: int, cases: int, printed: Fact, items: int) -> list[Fraction]:
    """The variances of the next sums of squares below and above the printed one that numbers with this sum can have."""
    middle = value_of(printed) ** 2 * items * items * (cases - 1) + Fraction(total * total, cases)
    found = []
    for start, step in ((floor(middle), -1), (max(ceil(middle), _least_squares(total, cases)), 1)):
        for squares in range(start, start + 60 * step, step):
            if squares < _least_squares(total, cases):
                break
            if _possible(total, squares, cases):
                found.append(Fraction(squares * cases - total * total, cases * (cases - 1) * items * items))
                break
    return found


def _around(variances: Iterable[Fraction], printed: Fact) -> list[Fraction]:
    """The greatest below and the smallest above the printed standard deviation."""
    square = value_of(printed) ** 2
    below = [variance for variance in variances if variance < square]
    above = [variance for variance in variances if variance > square]
    return ([max(below)] if below else []) + ([min(above)] if above else [])
