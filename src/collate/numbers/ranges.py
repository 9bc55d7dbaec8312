"""The exact range of a formula over the intervals of its inputs.

Interval arithmetic (Moore, Interval Analysis, 1966) is exact while each input occurs once, and too wide where one occurs again
(a part in a share of the whole that contains it). Such an input is set to an end of its interval, which is exact

- where the formula only rises or only falls in it: the sign of its derivative over the whole box, found by reverse
  differentiation in interval arithmetic, tells which end;
- where the formula is a quotient of two expressions that are linear in it, and no divisor can be zero: both ends are tried.

A part of the formula that contains every occurrence of its inputs is worked out first and then stands as one input. What is left is
refused rather than bounded wrongly. Roots, exponentials and logarithms only rise: their ends are rounded outward
(`collate.numbers.enclosure`), and the range is then exact but for that. The variance of a column has sharp bounds of its own
(`collate.numbers.spread`). Divisors come before all else: one whose own exact range holds zero is refused, wherever the
zero lies, since the corners of the box do not show a pole between them. So with what a root or a logarithm is taken of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product

from collate.numbers import enclosure, tails
from collate.numbers.printed import Interval
from collate.numbers.quantity import IRRATIONAL, LEAVES, Operation, Quantity, leaf_interval, postorder, told
from collate.numbers.spread import quantile, variance_range

_MOST_TRIED = 12  # 2^12 corners at the most
_ONE, _NONE = Fraction(1), Fraction(0)
_POINT_ONE, _POINT_NONE = Interval(_ONE, _ONE), Interval(_NONE, _NONE)


def exact_range(quantity: Quantity) -> Interval:
    """The exact range of `quantity`: its ends are reached, nothing lies beyond them.

    Raises
    ------
    ValueError : an input occurs repeatedly in a way whose extremes are not known to lie at its ends, or the range of what a root or a
        logarithm is taken of holds numbers that have none.
    ZeroDivisionError : a divisor's range holds zero.
    """
    found: dict[int, Interval] = {}
    for part in postorder(quantity, _is_leaf):
        if part.operation is Operation.DIVIDE and not _is_leaf(part):
            divisor = part.operands[1]
            ends = found[id(divisor)] = _solved(divisor, found)
            if ends.low <= 0 <= ends.high:
                between = f"it lies between {_short(ends.low)} and {_short(ends.high)}"
                raise ZeroDivisionError(f"the divisor {told(divisor)} may be zero: {between}")
        if part.operation in IRRATIONAL - {Operation.EXPONENTIAL, Operation.STUDENT}:
            operand = part.operands[0]
            low = _solved(operand, found).low
            if low < 0 or (low == 0 and part.operation is not Operation.ROOT):
                name, no = ("root", "negative") if part.operation is Operation.ROOT else ("logarithm", "zero or less")
                raise ValueError(f"a {name} is taken of {told(operand)}, which may be {no}: its range begins at {_short(low)}")
    return _solved(quantity, found)


def exact_value(quantity: Quantity) -> Interval:
    """Where the value of `quantity` lies with every input as printed: a point unless a part of it is irrational."""
    ends: dict[int, Interval] = {}
    for part in postorder(quantity, _is_leaf):
        ends[id(part)] = (
            Interval(part.value, part.value) if _is_leaf(part) else _applied(part, [ends[id(operand)] for operand in part.operands])
        )
    return ends[id(quantity)]


def _solved(root: Quantity, found: Mapping[int, Interval]) -> Interval:
    """The range of `root`, with the ranges of its divisors already `found`."""
    if id(root) in found:
        return found[id(root)]
    known: dict[int, Interval] = {}  # parts that stand as one input each
    while True:
        order = postorder(root, lambda part: _is_leaf(part) or id(part) in known)
        repeated = [key for key, times in _occurrences(root, order, known).items() if times > 1]
        if not repeated:
            return _ranges(order, known, {}, found)[id(root)]
        signs = _signs(root, order, known, found)
        open_ = [key for key in repeated if not signs[key]]
        if open_ and (closed := _closed(root, order, known, set(open_))) is not None:
            known[id(closed)] = _solved(closed, found)
            continue
        return _at_ends(root, order, known, found, [key for key in repeated if signs[key]], open_, signs)


def _at_ends(
    root: Quantity,
    order: list[Quantity],
    known: Mapping[int, Interval],
    found: Mapping[int, Interval],
    directed: list[str],
    open_: list[str],
    signs: Mapping[str, int],
) -> Interval:
    bounds = {part.id: leaf_interval(part) for part in order if part.operation is Operation.OBSERVED}
    if len(open_) > _MOST_TRIED:
        raise ValueError(f"{len(open_)} inputs occur more than once in {told(root)}")
    for key in open_:
        if max(_degrees(root, order, known, found, key)) > 1:
            raise ValueError(
                f"{key} occurs more than once in {told(root)} (squared, or in a maximum, a root or the like), and the extremes need not "
                "lie at its ends"
            )
    low_choice = {key: bounds[key].low if signs[key] > 0 else bounds[key].high for key in directed}
    high_choice = {key: bounds[key].high if signs[key] > 0 else bounds[key].low for key in directed}
    lows, highs = [], []
    for corner in product(*((bounds[key].low, bounds[key].high) for key in open_)):
        tried = dict(zip(open_, corner, strict=True))
        at_low = _ranges(order, known, low_choice | tried, {})[id(root)]
        lows.append(at_low.low)
        highs.append((_ranges(order, known, high_choice | tried, {})[id(root)] if directed else at_low).high)
    return Interval(min(lows), max(highs))


def _is_leaf(part: Quantity) -> bool:
    return part.operation in LEAVES


def _occurrences(root: Quantity, order: list[Quantity], known: Mapping[int, Interval]) -> Counter[str]:
    """How often each input, or known part (by its identity), is used, counting a part that is used twice as two."""
    times: dict[int, int] = {id(part): 0 for part in order}
    times[id(root)] = 1
    found: Counter[str] = Counter()
    for part in reversed(order):
        if id(part) in known:
            if times[id(part)] > 1:
                raise AssertionError("a known part holds every occurrence of its inputs")
        elif part.operation is Operation.OBSERVED:
            found[part.id] += times[id(part)]
        elif not _is_leaf(part):
            for operand in part.operands:
                times[id(operand)] += times[id(part)]
    return found


def _closed(root: Quantity, order: list[Quantity], known: Mapping[int, Interval], keys: set[str]) -> Quantity | None:
    """The first part that contains every occurrence of each of its repeated inputs, one of `keys` among them; None without one."""
    every = {key: times for key, times in _occurrences(root, order, known).items() if times > 1}
    within: dict[int, Counter[str]] = {}
    for part in order:
        if part is root:
            return None
        if part.operation is Operation.OBSERVED and id(part) not in known:
            within[id(part)] = Counter([part.id]) if part.id in every else Counter()
        elif id(part) in known or _is_leaf(part):
            within[id(part)] = Counter()
        else:
            inside: Counter[str] = Counter()
            for operand in part.operands:
                inside.update(within[id(operand)])
            within[id(part)] = inside
            if inside.keys() & keys and all(every[key] == times for key, times in inside.items()):
                return part
    return None


def _ranges(
    order: Iterable[Quantity], known: Mapping[int, Interval], fixed: Mapping[str, Fraction], divisors: Mapping[int, Interval]
) -> dict[int, Interval]:
    """The range of every part by interval arithmetic, inputs of `fixed` at one value; `divisors` are used where given."""
    ranges: dict[int, Interval] = {}
    for part in order:
        if id(part) in known:
            ranges[id(part)] = known[id(part)]
        elif part.operation is Operation.OBSERVED and part.id in fixed:
            ranges[id(part)] = Interval(fixed[part.id], fixed[part.id])
        elif _is_leaf(part):
            ranges[id(part)] = leaf_interval(part)
        else:
            ranges[id(part)] = divisors[id(part)] if id(part) in divisors else _applied(part, [ranges[id(o)] for o in part.operands])
    return ranges


def _applied(part: Quantity, ends: list[Interval]) -> Interval:
    first = ends[0]
    if part.operation is Operation.ADD:
        return Interval(first.low + ends[1].low, first.high + ends[1].high)
    if part.operation is Operation.SUBTRACT:
        return Interval(first.low - ends[1].high, first.high - ends[1].low)
    if part.operation is Operation.MULTIPLY:
        return _times(first, ends[1])
    if part.operation is Operation.DIVIDE:
        return _times(first, Interval(1 / ends[1].high, 1 / ends[1].low))
    if part.operation is Operation.NEGATE:
        return Interval(-first.high, -first.low)
    if part.operation is Operation.ABSOLUTE:
        return _magnitude(first)
    if part.operation is Operation.POWER:
        power = int(part.operands[1].value)
        if power % 2 == 0:
            first = _magnitude(first)
        return Interval(first.low**power, first.high**power)
    if part.operation is Operation.ROOT:
        degree = int(part.operands[1].value)
        # A negative end is that of interval arithmetic alone: the sharp range of the operand has none.
        low, high = (enclosure.root(max(end, _NONE), degree) for end in (first.low, first.high))
        return Interval(low.low, high.high)
    if part.operation is Operation.STUDENT:
        freedom = part.operands[1].value
        return Interval(tails.below_t(first.low, freedom).low, tails.below_t(first.high, freedom).high)
    if part.operation in _RISING:
        enclosed = _RISING[part.operation]
        return Interval(enclosed(first.low).low, enclosed(first.high).high)
    if part.operation is Operation.QUANTILE:
        share, kind = part.operands[0].value, int(part.operands[1].value)
        lows, highs = [end.low for end in ends[2:]], [end.high for end in ends[2:]]
        return Interval(quantile(lows, share, kind), quantile(highs, share, kind))
    if part.operation in _LOST:
        return variance_range(ends, _LOST[part.operation])
    choose = max if part.operation is Operation.MAXIMUM else min
    return Interval(choose(end.low for end in ends), choose(end.high for end in ends))


_RISING = {
    Operation.EXPONENTIAL: enclosure.exponential,
    Operation.LOGARITHM: enclosure.logarithm,
    Operation.COMMON_LOGARITHM: enclosure.common_logarithm,
}
_LOST = {Operation.VARIANCE: 1, Operation.POPULATION_VARIANCE: 0}  # degrees of freedom


def _times(left: Interval, right: Interval) -> Interval:
    ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return Interval(min(ends), max(ends))


def _magnitude(ends: Interval) -> Interval:
    low = _NONE if ends.low <= 0 <= ends.high else min(abs(ends.low), abs(ends.high))
    return Interval(low, max(abs(ends.low), abs(ends.high)))


def _signs(root: Quantity, order: list[Quantity], known: Mapping[int, Interval], found: Mapping[int, Interval]) -> dict[str, int]:
    """For each input 1 where the formula nowhere falls in it, -1 where it nowhere rises, 0 where neither is certain."""
    ranges = _ranges(order, known, {}, found)
    slopes = {id(part): _POINT_NONE for part in order}
    slopes[id(root)] = _POINT_ONE
    by_input: dict[str, Interval] = {}
    for part in reversed(order):
        slope = slopes[id(part)]
        if id(part) in known:
            continue
        if part.operation is Operation.OBSERVED:
            by_input[part.id] = _plus(by_input.get(part.id, _POINT_NONE), slope)
        elif not _is_leaf(part):
            for operand, local in _slopes(part, ranges):
                slopes[id(operand)] = _plus(slopes[id(operand)], _times(slope, local))
    return {key: 1 if slope.low >= 0 else -1 if slope.high <= 0 else 0 for key, slope in by_input.items()}


def _plus(left: Interval, right: Interval) -> Interval:
    return Interval(left.low + right.low, left.high + right.high)


def _slopes(part: Quantity, ranges: Mapping[int, Interval]) -> list[tuple[Quantity, Interval]]:
    """The operands of an operation with the range of its derivative in each."""
    ends = [ranges[id(operand)] for operand in part.operands]
    minus_one = Interval(-_ONE, -_ONE)
    local: list[Interval]
    if part.operation in (Operation.ADD, Operation.SUBTRACT):
        local = [_POINT_ONE, _POINT_ONE if part.operation is Operation.ADD else minus_one]
    elif part.operation is Operation.MULTIPLY:
        local = [ends[1], ends[0]]
    elif part.operation is Operation.DIVIDE:
        inverse = Interval(1 / ends[1].high, 1 / ends[1].low)
        local = [inverse, _times(minus_one, _times(ends[0], _times(inverse, inverse)))]
    elif part.operation is Operation.NEGATE:
        local = [minus_one]
    elif part.operation is Operation.ABSOLUTE:
        local = [_POINT_ONE if ends[0].low >= 0 else minus_one if ends[0].high <= 0 else Interval(-_ONE, _ONE)]
    elif part.operation is Operation.POWER:
        power = int(part.operands[1].value)
        below = max(power - 1, 0)
        base = _magnitude(ends[0]) if below % 2 == 0 else ends[0]
        local = [_times(Interval(Fraction(power), Fraction(power)), Interval(base.low**below, base.high**below)), _POINT_NONE]
    elif part.operation in IRRATIONAL:
        local = [_slope_of_irrational(part, ends[0]), *[_POINT_NONE] * (len(ends) - 1)]
    elif part.operation is Operation.QUANTILE:
        local = [_POINT_NONE, _POINT_NONE, *[Interval(_NONE, _ONE)] * (len(ends) - 2)]
    elif part.operation in _LOST:
        local = _slopes_of_variance(ends, _LOST[part.operation])
    else:
        sole = _decisive(part, ends)
        local = [Interval(_NONE, _ONE) if sole is None else _POINT_ONE if place == sole else _POINT_NONE for place in range(len(ends))]
    return list(zip(part.operands, local, strict=True))


def _slope_of_irrational(part: Quantity, end: Interval) -> Interval:
    """The range of the derivative: exp x of exp, 1/x of log, 1/(x log 10) of log10, root(x) / (degree × x) of a root.

    The density of Student's t is highest at zero, and grows there with the degrees of freedom to 1/√(2π), which is below 2/5.
    """
    if part.operation is Operation.STUDENT:
        return Interval(_NONE, Fraction(2, 5))
    ends = _applied(part, [end])
    if part.operation is Operation.EXPONENTIAL:
        return ends
    if end.low <= 0:
        raise ValueError(f"{told(part)} rises without bound where its operand is zero, and an input of it occurs more than once")
    inverse = Interval(1 / end.high, 1 / end.low)
    if part.operation is Operation.LOGARITHM:
        return inverse
    if part.operation is Operation.COMMON_LOGARITHM:
        ten = enclosure.logarithm(Fraction(10))
        return _times(inverse, Interval(1 / ten.high, 1 / ten.low))
    degree = part.operands[1].value
    return Interval(ends.low / (degree * end.high), ends.high / (degree * end.low))


def _slopes_of_variance(ends: list[Interval], lost: int) -> list[Interval]:
    """2 (x - mean) / (n - lost), the mean over the box."""
    count = len(ends)
    low, high = sum((end.low for end in ends), _NONE) / count, sum((end.high for end in ends), _NONE) / count
    factor = Fraction(2, count - lost)
    return [Interval(factor * (end.low - high), factor * (end.high - low)) for end in ends]


def _decisive(part: Quantity, ends: list[Interval]) -> int | None:
    """The place of the operand of a maximum or minimum that is the result whatever the inputs, or None.

    An operand that stands twice is one; of equal numbers the first is taken.
    """
    for place, (operand, end) in enumerate(zip(part.operands, ends, strict=True)):
        others = [other for rival, other in zip(part.operands, ends, strict=True) if rival is not operand]
        if all(end.low >= other.high if part.operation is Operation.MAXIMUM else end.high <= other.low for other in others):
            return place
    return None


def _degrees(
    root: Quantity, order: list[Quantity], known: Mapping[int, Interval], found: Mapping[int, Interval], key: str
) -> tuple[int, int]:
    """Degree in input `key` of the numerator and of the denominator, before any cancelling; 2 where it is no such quotient."""
    ranges = _ranges(order, known, {}, found)
    degrees: dict[int, tuple[int, int]] = {}
    for part in order:
        if id(part) in known or _is_leaf(part):
            degrees[id(part)] = (1 if part.operation is Operation.OBSERVED and part.id == key and id(part) not in known else 0, 0)
            continue
        inner = [degrees[id(operand)] for operand in part.operands]
        top, bottom = inner[0]
        if part.operation is Operation.NEGATE:
            pass
        elif part.operation is Operation.POWER:
            power = int(part.operands[1].value)
            top, bottom = top * power, bottom * power
        elif part.operation is Operation.ABSOLUTE:
            ends = ranges[id(part.operands[0])]
            if ends.low < 0 < ends.high and (top or bottom):
                top = 2
        elif part.operation in IRRATIONAL or part.operation in _LOST or part.operation is Operation.QUANTILE:
            top, bottom = (2, 0) if any(map(any, inner)) else (0, 0)
        elif part.operation in (Operation.MAXIMUM, Operation.MINIMUM):
            sole = _decisive(part, [ranges[id(operand)] for operand in part.operands])
            if sole is not None:
                top, bottom = inner[sole]
            else:
                top, bottom = (2, 0) if any(map(any, inner)) else (0, 0)
        else:
            other_top, other_bottom = inner[1]
            if part.operation is Operation.MULTIPLY:
                top, bottom = top + other_top, bottom + other_bottom
            elif part.operation is Operation.DIVIDE:
                top, bottom = top + other_bottom, bottom + other_top
            else:
                top, bottom = max(top + other_bottom, other_top + bottom), bottom + other_bottom
        degrees[id(part)] = (top, bottom)
    return degrees[id(root)]


def _short(number: Fraction) -> str:
    return f"{float(number):.6g}"
