"""Numbers that remember how they were computed, so that the range which their inputs' rounding allows can be worked out.

A `Quantity` is an input (an observation as printed), a number without rounding, or an operation on quantities. Its `value` takes
the inputs as printed; its `interval` is the set of results that the inputs' intervals allow (`collate.numbers.ranges`).

Only exact numbers enter: integers, fractions, decimals. A binary float is refused, since 0.1 as a float is
3602879701896397/36028797018963968, and nobody can tell a typed 0.1 from a computed 0.1; `exact("0.1")` says what is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import Any, Union, cast

from collate.errors import CollateError
from collate.numbers import enclosure, spread, tails
from collate.numbers.printed import Interval, Printed
from collate.numbers.truth import Truth
from collate.numbers.values import exact_text

Number = Union[int, Fraction, Decimal]


class Operation(StrEnum):
    """How a quantity comes about: as an input, as a number without rounding, or by an operation on other quantities."""

    OBSERVED = "observed"
    EXACT = "exact"
    RANK = "rank"
    COUNT = "count"
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    POWER = "**"
    NEGATE = "neg"
    ABSOLUTE = "abs"
    MAXIMUM = "max"
    MINIMUM = "min"
    ROOT = "root"
    EXPONENTIAL = "exp"
    LOGARITHM = "log"
    COMMON_LOGARITHM = "log10"
    STUDENT = "student"
    QUANTILE = "quantile"
    VARIANCE = "variance"
    POPULATION_VARIANCE = "pvariance"


# Operations whose range is known without a look at their operands.
LEAVES = frozenset({Operation.OBSERVED, Operation.EXACT, Operation.RANK, Operation.COUNT})
# Operations whose result need not be rational.
IRRATIONAL = frozenset({Operation.ROOT, Operation.EXPONENTIAL, Operation.LOGARITHM, Operation.COMMON_LOGARITHM, Operation.STUDENT})
_INFIX = {Operation.ADD: 1, Operation.SUBTRACT: 1, Operation.MULTIPLY: 2, Operation.DIVIDE: 2}


class QuantityError(CollateError):
    """Compute with quantities and exact numbers alone: `exact("0.1")` for a typed decimal, `mean`, `total`, `maximum`, `minimum`."""


class Quantity:
    """A number with its formula. Build with `observed`, `exact` and the operators + - * / ** and `abs`.

    Attributes
    ----------
    operation : how it comes about.
    operands : the quantities that it is applied to; empty for inputs and numbers.
    id : of an input; of a `count` the text of its formula.
    value : the result with all inputs as printed; where it is irrational, a decimal within the `enclosure`.
    printed : an input as it stands in its source, where it does.
    """

    __slots__ = ("_bounds", "id", "operands", "operation", "printed", "value")

    def __init__(
        self,
        operation: Operation,
        operands: tuple[Quantity, ...] = (),
        id: str = "",
        value: Fraction = Fraction(0),
        bounds: Interval | None = None,
        printed: Printed | None = None,
    ) -> None:
        self.operation = operation
        self.operands = operands
        self.id = id
        self.value = value
        self._bounds = bounds
        self.printed = printed

    @property
    def interval(self) -> Interval:
        """The exact range over the inputs' intervals.

        Raises
        ------
        ValueError : an input occurs repeatedly in a way whose extremes are not known to lie at its ends.
        ZeroDivisionError : a divisor may be zero.
        """
        from collate.numbers.ranges import exact_range  # it imports this module

        return exact_range(self)

    @property
    def enclosure(self) -> Interval:
        """Where the true value lies with all inputs as printed: a point, or, after a root, an exponential or a logarithm, an interval.

        Each of these adds at most two units in the 60th significant digit of its result.
        """
        from collate.numbers.ranges import exact_value

        return exact_value(self)

    @property
    def inputs(self) -> dict[str, Quantity]:
        """The observed inputs by id, in the order of the formula."""
        found: dict[str, Quantity] = {}
        for part in self.parts():
            if part.operation is Operation.OBSERVED:
                found.setdefault(part.id, part)
        return found

    @property
    def operations(self) -> frozenset[Operation]:
        """The operations of the formula, leaves included."""
        return frozenset(part.operation for part in self.parts())

    def parts(self) -> Iterator[Quantity]:
        """Every quantity of the formula once, an operation before its operands, from left to right."""
        waiting, seen = [self], {id(self)}
        while waiting:
            part = waiting.pop()
            yield part
            for operand in reversed(part.operands):
                if id(operand) not in seen:
                    seen.add(id(operand))
                    waiting.append(operand)

    @property
    def formula(self) -> str:
        """The computation in words of ids, `({a} + {b}) / {c} * 100`; `collate.numbers.formula.evaluate` reads it back."""
        pieces: list[str] = []
        waiting: list[Union[str, Quantity]] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                pieces.append(part)
            elif not part.operands or part.operation is Operation.COUNT:
                pieces.append(_leaf_text(part))
            else:
                waiting.extend(reversed(_spelt(part)))
        return "".join(pieces)

    def __repr__(self) -> str:
        if len(self.operands) > 9 or self.operation not in LEAVES:
            return f"<Quantity {float(self.value):.6g}, {self.operation}>"
        return f"<Quantity {float(self.value):.6g}, {self.formula}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """A flat list, operands before operations: a sum of 100,000 parts is too deep for pickle's recursion."""
        order = postorder(self)
        position = {id(part): number for number, part in enumerate(order)}
        rows = [
            (part.operation, tuple(position[id(operand)] for operand in part.operands), part.id, part.value, part._bounds, part.printed)
            for part in order
        ]
        return _rebuilt, (rows,)

    def __add__(self, other: Quantity | Number) -> Quantity:
        return _operate(Operation.ADD, self, other)

    def __radd__(self, other: Number) -> Quantity:
        # sum() starts at 0, which is no part of the formula.
        return self if type(other) is int and other == 0 else _operate(Operation.ADD, other, self)

    def __sub__(self, other: Quantity | Number) -> Quantity:
        return _operate(Operation.SUBTRACT, self, other)

    def __rsub__(self, other: Number) -> Quantity:
        return _operate(Operation.SUBTRACT, other, self)

    def __mul__(self, other: Quantity | Number) -> Quantity:
        return _operate(Operation.MULTIPLY, self, other)

    def __rmul__(self, other: Number) -> Quantity:
        # `100 * x` stands as `x * 100`, as percentages always did in the files of values.
        return _operate(Operation.MULTIPLY, self, other)

    def __truediv__(self, other: Quantity | Number) -> Quantity:
        return _operate(Operation.DIVIDE, self, other)

    def __rtruediv__(self, other: Number) -> Quantity:
        return _operate(Operation.DIVIDE, other, self)

    def __pow__(self, exponent: int | Fraction) -> Quantity:
        """The power with a whole exponent, or the root of one with a fraction; a negative one is a quotient.

        Raises
        ------
        QuantityError : the exponent is neither an integer nor a fraction, or a root is taken of a negative number.
        """
        if isinstance(exponent, Fraction) and exponent.denominator > 1:
            return root(self**exponent.numerator, exponent.denominator)
        if not isinstance(exponent, Rational):
            raise QuantityError(f"the exponent {exponent!r} is not a whole number", fix="use an int or a Fraction")
        power = int(exponent)
        if power < 0:
            return exact(1) / self**-power
        return Quantity(Operation.POWER, (self, exact(power)), value=self.value**power)

    def __neg__(self) -> Quantity:
        return Quantity(Operation.NEGATE, (self,), value=-self.value)

    def __pos__(self) -> Quantity:
        return self

    def __abs__(self) -> Quantity:
        return Quantity(Operation.ABSOLUTE, (self,), value=abs(self.value))

    # Comparisons are true or false over the whole ranges, or undecided; `max` and `min` of Python work where they are decided.
    def __lt__(self, other: Quantity | Number) -> Truth:
        return _greater(other, self)

    def __gt__(self, other: Quantity | Number) -> Truth:
        return _greater(self, other)

    def __le__(self, other: Quantity | Number) -> Truth:
        return ~_greater(self, other)

    def __ge__(self, other: Quantity | Number) -> Truth:
        return ~_greater(other, self)

    def __eq__(self, other: object) -> Truth:  # type: ignore[override]
        return _equal(self, other) if isinstance(other, (Quantity, Real, Decimal)) else Truth.FALSE

    def __ne__(self, other: object) -> Truth:  # type: ignore[override]
        return ~(self == other)

    __hash__ = object.__hash__

    def __float__(self) -> float:
        raise QuantityError(
            "a quantity does not become a float: its interval and formula would be lost",
            fix="use collate's `mean`, `total`, `sqrt`, `log`, … (pandas: `.agg(mean)`), or `.value` where a drawing wants a float",
        )

    def __complex__(self) -> complex:
        return complex(float(self))

    def __round__(self, digits: int | None = None) -> Quantity:
        raise QuantityError(
            "a quantity is not rounded: the comparison rounds it to the printed digits",
            fix="leave it in full; take `.value` and `half_up` where a page shows it",
        )

    __int__ = __trunc__ = __floor__ = __ceil__ = __round__


def leaf_interval(leaf: Quantity) -> Interval:
    """What an input, a number, a rank or a count stands for, without a look at how it was made (`LEAVES`)."""
    assert leaf._bounds is not None, f"{leaf.operation} is computed"
    return leaf._bounds


def observed(id: str, printed: Printed, bounds: Interval | None = None) -> Quantity:
    """An input: `printed` as it stands in its source, known by `id`.

    It stands for `bounds`, such as a single number where it is a count, or else for what its digits say.
    """
    interval = bounds or printed.interval
    assert printed.value is not None
    return Quantity(Operation.OBSERVED, id=id, value=printed.value, bounds=interval, printed=printed)


def exact(value: Number | str) -> Quantity:
    """A number without rounding, such as the 100 of a percentage; text is a decimal or a fraction, `exact("0.1")`.

    Raises
    ------
    QuantityError : a float, a missing value, or text that is no number.
    """
    number = fraction_of(value)
    return Quantity(Operation.EXACT, value=number, bounds=Interval(number, number))


def fraction_of(value: object) -> Fraction:
    """The exact number that `value` is: an integer (numpy's, too), a fraction, a decimal, or text of one.

    Raises
    ------
    QuantityError : a float, a missing value, or no number.
    """
    try:
        if isinstance(value, (Rational, str)):
            return Fraction(int(value)) if isinstance(value, Integral) else Fraction(value)
        if isinstance(value, Decimal):
            return Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError):
        raise QuantityError(f"{value!r} is not a number") from None
    if isinstance(value, Real):
        number = float(value)
        if number != number:  # NaN is what pandas has for a missing value
            raise QuantityError("a missing value (NaN) among quantities", fix="drop it, or fill the gap in the data")
        raise QuantityError(
            f"the float {number!r} is not exact",
            fix=f'write exact("{number!r}") if that decimal is meant, or compute with fractions, integers and quantities',
        )
    raise QuantityError(f"{value!r} is not a number")


def total(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of one or more quantities.

    Raises
    ------
    QuantityError : there is none.
    """
    parts = _several("sum", quantities)
    found = parts[0]
    for part in parts[1:]:
        found = found + part
    return found


def mean(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of one or more quantities, divided by how many they are; pandas takes it as `.agg(mean)`.

    Raises
    ------
    QuantityError : there is none.
    """
    parts = _several("mean", quantities)
    return total(parts) / len(parts)


def maximum(quantities: Iterable[Quantity]) -> Quantity:
    """The largest of one or more quantities, whichever that is over their ranges.

    Raises
    ------
    QuantityError : there is none.
    """
    parts = _several("max", quantities)
    return parts[0] if len(parts) == 1 else Quantity(Operation.MAXIMUM, tuple(parts), value=max(part.value for part in parts))


def minimum(quantities: Iterable[Quantity]) -> Quantity:
    """The smallest of one or more quantities, whichever that is over their ranges.

    Raises
    ------
    QuantityError : there is none.
    """
    parts = _several("min", quantities)
    return parts[0] if len(parts) == 1 else Quantity(Operation.MINIMUM, tuple(parts), value=min(part.value for part in parts))


def root(quantity: Quantity | Number, degree: int) -> Quantity:
    """The root of `degree` 2, 3, … of a quantity that is not negative.

    Raises
    ------
    QuantityError : a negative quantity, or a degree that is not a whole number of 2 or more.
    """
    if not isinstance(degree, Integral) or degree < 2:
        raise QuantityError(f"a root of degree {degree!r}", fix="the degree is 2, 3, …")
    return _approximate(Operation.ROOT, quantity, lambda value: enclosure.root(value, int(degree)), exact(int(degree)))


def sqrt(quantity: Quantity | Number) -> Quantity:
    """The square root of a quantity that is not negative.

    Raises
    ------
    QuantityError : a negative quantity.
    """
    return root(quantity, 2)


def exp(quantity: Quantity | Number) -> Quantity:
    """e to the power of a quantity.

    Raises
    ------
    QuantityError : a power above 100,000.
    """
    return _approximate(Operation.EXPONENTIAL, quantity, enclosure.exponential)


def log(quantity: Quantity | Number) -> Quantity:
    """The natural logarithm of a positive quantity.

    Raises
    ------
    QuantityError : a quantity that is not positive.
    """
    return _approximate(Operation.LOGARITHM, quantity, enclosure.logarithm)


def log10(quantity: Quantity | Number) -> Quantity:
    """The logarithm to base 10 of a positive quantity.

    Raises
    ------
    QuantityError : a quantity that is not positive.
    """
    return _approximate(Operation.COMMON_LOGARITHM, quantity, enclosure.common_logarithm)


def student(quantity: Quantity | Number, freedom: int) -> Quantity:
    """The probability that Student's t with `freedom` degrees of freedom 1, 2, … is at most a quantity.

    Raises
    ------
    QuantityError : degrees of freedom that are not a whole number of 1 or more.
    """
    if not isinstance(freedom, Integral) or freedom < 1:
        raise QuantityError(f"Student's t with {freedom!r} degrees of freedom", fix="they are 1, 2, 3, …")
    return _approximate(Operation.STUDENT, quantity, lambda value: tails.below_t(value, Fraction(int(freedom))), exact(int(freedom)))


def quantile(quantities: Iterable[Quantity], share: Number | str, kind: int = 7) -> Quantity:
    """The value below which `share` (0 to 1) of one or more quantities lies.

    Parameters
    ----------
    kind : the type of Hyndman and Fan (1996), 4 to 9: 7 is the default of R and numpy, 6 that of SPSS and Minitab.

    Raises
    ------
    QuantityError : there is no quantity, no such type, or the share is not between 0 and 1.
    """
    parts, part_below = _several("quantile", quantities), fraction_of(share)
    if kind not in spread.QUANTILE_TYPES or not 0 <= part_below <= 1:
        raise QuantityError(f"the quantile {share} of type {kind}", fix="the share lies between 0 and 1, and the types are 4 to 9")
    value = spread.quantile([part.value for part in parts], part_below, kind)
    return Quantity(Operation.QUANTILE, (exact(part_below), exact(kind), *parts), value=value)


def median(quantities: Iterable[Quantity]) -> Quantity:
    """The middle of one or more quantities, or half-way between the two in the middle.

    Raises
    ------
    QuantityError : there is none.
    """
    return quantile(quantities, Fraction(1, 2))


def variance(quantities: Iterable[Quantity]) -> Quantity:
    """The variance of a sample of two or more quantities: squares about the mean, divided by one less than how many they are.

    Raises
    ------
    QuantityError : there are less than two.
    """
    parts = _several("variance", quantities)
    if len(parts) < 2:
        raise QuantityError("the variance of a sample of one", fix="give at least two quantities, or take `pvariance`")
    return Quantity(Operation.VARIANCE, tuple(parts), value=spread.variance([part.value for part in parts], 1))


def pvariance(quantities: Iterable[Quantity]) -> Quantity:
    """The variance of a whole population: squares about the mean, divided by how many they are.

    Raises
    ------
    QuantityError : there is none.
    """
    parts = _several("pvariance", quantities)
    return Quantity(Operation.POPULATION_VARIANCE, tuple(parts), value=spread.variance([part.value for part in parts], 0))


def stdev(quantities: Iterable[Quantity]) -> Quantity:
    """The standard deviation of a sample: the square root of its `variance`."""
    return sqrt(variance(quantities))


def pstdev(quantities: Iterable[Quantity]) -> Quantity:
    """The standard deviation of a whole population: the square root of its `pvariance`."""
    return sqrt(pvariance(quantities))


def percent(part: Quantity, whole: Quantity) -> Quantity:
    """`part` in per cent of `whole`."""
    return part / whole * 100


def rank(item: Quantity, others: Iterable[Quantity]) -> Quantity:
    """The place of `item` from the top: one more than the number of `others` that are greater.

    `item` may be among the others. Where rounding leaves some comparisons open, the interval holds every place that they allow.
    """
    rivals = list(others)
    greater = [_greater(other, item) for other in rivals]
    low = 1 + greater.count(Truth.TRUE)
    high = low + greater.count(Truth.UNDECIDED)
    place = 1 + sum(other.value > item.value for other in rivals)
    return Quantity(Operation.RANK, (item, *rivals), value=Fraction(place), bounds=Interval(Fraction(low), Fraction(high)))


def count(text: str, things: Sequence[Quantity], conditions: Iterable[tuple[Truth, bool]]) -> Quantity:
    """How many of `things` meet a condition: each pair is its truth over the ranges, and whether it holds of the values as printed.

    `text` is the formula that says so.
    """
    pairs = list(conditions)
    low = sum(truth is Truth.TRUE for truth, _ in pairs)
    high = low + sum(truth is Truth.UNDECIDED for truth, _ in pairs)
    held = sum(holds for _, holds in pairs)
    return Quantity(Operation.COUNT, tuple(things), text, Fraction(held), Interval(Fraction(low), Fraction(high)))


def postorder(quantity: Quantity, stop: Callable[[Quantity], bool] = lambda _: False) -> list[Quantity]:
    """Every quantity of the formula once, operands before operations; nothing below a quantity for which `stop` holds."""
    order: list[Quantity] = []
    seen: set[int] = set()
    waiting = [(quantity, False)]
    while waiting:
        part, ready = waiting.pop()
        if ready:
            order.append(part)
        elif id(part) not in seen:
            seen.add(id(part))
            waiting.append((part, True))
            if not stop(part):
                waiting.extend((operand, False) for operand in reversed(part.operands))
    return order


def _several(name: str, quantities: Iterable[Quantity]) -> list[Quantity]:
    parts = [part if isinstance(part, Quantity) else exact(part) for part in quantities]
    if not parts:
        raise QuantityError(f"the {name} of nothing", fix="give at least one quantity; look whether a selection is empty")
    return parts


def _approximate(
    operation: Operation, quantity: Quantity | Number, enclosed: Callable[[Fraction], Interval], *parameters: Quantity
) -> Quantity:
    part = quantity if isinstance(quantity, Quantity) else exact(quantity)
    try:
        ends = enclosed(part.value)
    except ValueError as error:
        raise QuantityError(f"{error}: {told(part)} is {float(part.value):.6g}") from None
    return Quantity(operation, (part, *parameters), value=(ends.low + ends.high) / 2)


def _operate(operation: Operation, left: Quantity | Number, right: Quantity | Number) -> Quantity:
    for part in (left, right):
        if not isinstance(part, (Quantity, Real, Decimal)):
            return cast(Quantity, NotImplemented)  # an array or a Series asks each of its elements
    first, second = (part if isinstance(part, Quantity) else exact(part) for part in (left, right))
    if operation is Operation.DIVIDE:
        if second.value == 0:
            raise ZeroDivisionError(f"division by {told(second)}, which is zero")
        value = first.value / second.value
    else:
        value = (
            first.value + second.value
            if operation is Operation.ADD
            else first.value - second.value
            if operation is Operation.SUBTRACT
            else first.value * second.value
        )
    return Quantity(operation, (first, second), value=value)


def _greater(left: Quantity | Number, right: Quantity | Number) -> Truth:
    """Whether `left` is greater than `right` for every choice of inputs.

    Two rounded numbers whose ranges share an end only are told apart, as `Interval.meets` does: 133.2 is greater than 133.1.
    """
    for part in (left, right):
        if not isinstance(part, (Quantity, Real, Decimal)):
            raise QuantityError(f"a quantity is not compared with {part!r}")
    difference = _operate(Operation.SUBTRACT, left, right)
    gap = difference.interval
    touching = gap.low == 0 < gap.high and all(part.interval.low < part.interval.high for part in difference.operands)
    if gap.low > 0 or touching:
        return Truth.TRUE
    return Truth.FALSE if gap.high <= 0 else Truth.UNDECIDED


def _equal(left: Quantity, right: Any) -> Truth:
    if left is right:
        return Truth.TRUE
    greater, smaller = _greater(left, right), _greater(right, left)
    if Truth.TRUE in (greater, smaller):
        return Truth.FALSE
    return Truth.TRUE if greater is smaller is Truth.FALSE else Truth.UNDECIDED


def _rebuilt(rows: Sequence[tuple[Any, ...]]) -> Quantity:
    made: list[Quantity] = []
    for operation, operands, id, value, bounds, printed in rows:
        made.append(Quantity(operation, tuple(made[position] for position in operands), id, value, bounds, printed))
    return made[-1]


def _leaf_text(part: Quantity) -> str:
    if part.operation is Operation.OBSERVED:
        return f"{{{part.id}}}"
    if part.operation is Operation.COUNT:
        return part.id
    text = exact_text(part.value)
    return f"({text})" if "/" in text or part.value < 0 else text


def _spelt(part: Quantity) -> list[Union[str, Quantity]]:
    """The pieces of an operation's formula, operands still to be spelt."""
    outer = part.operation
    if outer in _INFIX:
        left, right = part.operands
        return [*_bracketed(left, outer), f" {outer} ", *_bracketed(right, outer, right=True)]
    if outer is Operation.POWER:
        base, exponent = part.operands
        return [*(_in_brackets(base) if base.operation in (*_INFIX, Operation.NEGATE, Operation.POWER) else [base]), " ** ", exponent]
    if outer is Operation.NEGATE:
        (only,) = part.operands
        return ["-", *(_in_brackets(only) if only.operation in (*_INFIX, Operation.NEGATE) else [only])]
    operands = part.operands
    pieces: list[Union[str, Quantity]] = [f"{outer}("]
    if outer is Operation.ROOT and operands[1].value == 2:
        operands, pieces = operands[:1], ["sqrt("]
    for position, operand in enumerate(operands):
        pieces += [", ", operand] if position else [operand]
    return [*pieces, ")"]


def _bracketed(part: Quantity, outer: Operation, *, right: bool = False) -> list[Union[str, Quantity]]:
    weak = part.operation in (Operation.ADD, Operation.SUBTRACT)
    taken_away = right and outer in (Operation.SUBTRACT, Operation.DIVIDE)
    strict = (right and part.operation is Operation.NEGATE) or (taken_away and part.operation in _INFIX)
    return _in_brackets(part) if (weak and outer in (Operation.MULTIPLY, Operation.DIVIDE)) or strict else [part]


def _in_brackets(part: Quantity) -> list[Union[str, Quantity]]:
    return ["(", part, ")"]


def told(part: Quantity) -> str:
    """The formula for a message, cut where it is long."""
    formula = part.formula
    return formula if len(formula) <= 200 else f"{formula[:200]} …"
