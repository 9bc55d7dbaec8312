"""Numbers that remember how they were computed, so that their rounding interval can be worked out exactly.

A `Quantity` is an input (an observation as printed) or an operation on quantities. Its `value` takes the inputs as
printed; its `interval` is the set of results that the inputs' rounding intervals allow.

Interval arithmetic (Moore, Interval Analysis, 1966) is exact only while each input occurs once. An input that occurs
more often (a part in a share of the whole that contains it) is set to either end of its interval in turn: a
quotient of two expressions that are linear in an input is monotonic in it, so its extremes lie at the ends. An expression
of higher degree in a repeated input is refused rather than bounded wrongly.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Union

from collate.numbers.printed import Interval, Printed

Number = Union[int, Fraction]
_OPERATIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_MOST_REPEATED = 12  # 2^12 corners at the most; no table of a report comes near


@dataclass(frozen=True, eq=False)
class Quantity:
    """A rational number with its formula. Build with `observed` or `exact` and the operators + - * /."""

    operation: str
    operands: tuple[Quantity, ...] = ()
    id: str = ""
    value: Fraction = Fraction(0)
    bounds: Interval = field(default=Interval(Fraction(0), Fraction(0)))
    printed: Printed | None = None

    def __add__(self, other: Quantity | Number) -> Quantity:
        return _operate("+", self, other)

    def __radd__(self, other: Number) -> Quantity:
        # sum() starts at 0, which is no part of the formula.
        return self if other == 0 else _operate("+", other, self)

    def __sub__(self, other: Quantity | Number) -> Quantity:
        return _operate("-", self, other)

    def __rsub__(self, other: Number) -> Quantity:
        return _operate("-", other, self)

    def __mul__(self, other: Quantity | Number) -> Quantity:
        return _operate("*", self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Quantity | Number) -> Quantity:
        return _operate("/", self, other)

    def __rtruediv__(self, other: Number) -> Quantity:
        return _operate("/", other, self)

    @property
    def inputs(self) -> dict[str, Quantity]:
        """The observed inputs by id, in the order of the formula."""
        if self.operation == "observed":
            return {self.id: self}
        return {key: found for part in self.operands for key, found in part.inputs.items()}

    @property
    def formula(self) -> str:
        """The computation in words of ids: `({a} + {b}) / {c} * 100`."""
        if self.operation == "observed":
            return f"{{{self.id}}}"
        if self.operation == "exact":
            return str(self.value)
        left, right = self.operands
        return f"{_bracketed(left, self.operation)} {self.operation} {_bracketed(right, self.operation, right=True)}"

    @property
    def interval(self) -> Interval:
        """The exact range over the inputs' rounding intervals.

        Raises
        ------
        ValueError : an input occurs repeatedly and not linearly, or too many inputs do.
        ZeroDivisionError : a divisor's interval contains zero.
        """
        repeated = [key for key, count in _occurrences(self).items() if count > 1]
        if len(repeated) > _MOST_REPEATED:
            raise ValueError(f"{len(repeated)} inputs occur more than once in {self.formula}")
        for key in repeated:
            if max(_degrees(self, key)) > 1:
                raise ValueError(f"{key} occurs squared in {self.formula}: its range is not at the ends")
        inputs = self.inputs
        ends = [(inputs[key].bounds.low, inputs[key].bounds.high) for key in repeated]
        ranges = [_range(self, dict(zip(repeated, corner, strict=True))) for corner in product(*ends)]
        return Interval(min(r.low for r in ranges), max(r.high for r in ranges))


def observed(id: str, printed: Printed) -> Quantity:
    """An input: `printed` as it stands in its source, known by `id`."""
    interval = printed.interval
    assert printed.value is not None
    return Quantity("observed", id=id, value=printed.value, bounds=interval, printed=printed)


def exact(value: Number) -> Quantity:
    """A number without rounding, such as the 100 of a percentage."""
    number = Fraction(value)
    return Quantity("exact", value=number, bounds=Interval(number, number))


def total(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of one or more quantities."""
    return reduce(operator.add, quantities)


def percent(part: Quantity, whole: Quantity) -> Quantity:
    """`part` in per cent of `whole`."""
    return part / whole * 100


def _operate(operation: str, left: Quantity | Number, right: Quantity | Number) -> Quantity:
    parts = tuple(part if isinstance(part, Quantity) else exact(part) for part in (left, right))
    return Quantity(operation, parts, value=_OPERATIONS[operation](parts[0].value, parts[1].value))


def _bracketed(part: Quantity, outer: str, *, right: bool = False) -> str:
    weak = part.operation in "+-"
    strict = part.operation in "+-*/" and right and outer in "-/"
    return f"({part.formula})" if (weak and outer in "*/") or strict else part.formula


def _occurrences(quantity: Quantity) -> Counter[str]:
    if quantity.operation == "observed":
        return Counter([quantity.id])
    return sum((_occurrences(part) for part in quantity.operands), Counter())


def _degrees(quantity: Quantity, key: str) -> tuple[int, int]:
    """Degree in input `key` of the numerator and of the denominator, before any cancelling."""
    if quantity.operation in ("observed", "exact"):
        return (1 if quantity.id == key and quantity.operation == "observed" else 0), 0
    (top, bottom), (other_top, other_bottom) = (_degrees(part, key) for part in quantity.operands)
    if quantity.operation == "*":
        return top + other_top, bottom + other_bottom
    if quantity.operation == "/":
        return top + other_bottom, bottom + other_top
    return max(top + other_bottom, other_top + bottom), bottom + other_bottom


def _range(quantity: Quantity, fixed: Mapping[str, Fraction]) -> Interval:
    if quantity.operation == "exact":
        return quantity.bounds
    if quantity.operation == "observed":
        value = fixed.get(quantity.id)
        return quantity.bounds if value is None else Interval(value, value)
    left, right = (_range(part, fixed) for part in quantity.operands)
    if quantity.operation == "/" and right.low <= 0 <= right.high:
        raise ZeroDivisionError(f"the divisor of {quantity.formula} may be zero")
    apply = _OPERATIONS[quantity.operation]
    ends = [apply(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    return Interval(min(ends), max(ends))
