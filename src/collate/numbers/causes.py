"""Causes tried by machine: what could have made one number of another.

Each family of slips is tried on a regenerated value; those that give the printed one are hypotheses, never findings. How much each says
is told by the chance that it would have fitted an unrelated misprint:

    The printed number lies D units of its last digit from the regenerated one. There are 2 D numbers, other than the regenerated one,
    that lie no farther away. A family gives m different ones among these; an unrelated misprint, each of the 2 D being as likely as any
    other, is met with the chance m / (2 D).

A misprint by one unit is explained by truncation half of the time, whatever happened (m = 1, D = 1); that a number 183.9 away with one
decimal stands in the neighbouring row happens by chance once in 3,678 / m times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import log10

from collate.errors import CollateError
from collate.numbers.enclosure import logarithm, root
from collate.numbers.fact import Fact
from collate.numbers.formula import evaluate_number
from collate.numbers.interval import Interval
from collate.numbers.printed import Printed, PrintedKind, parse
from collate.numbers.quantity import LEAVES, Quantity, exact
from collate.numbers.rounding import RULES, half_up
from collate.numbers.tokens import plain_text
from collate.numbers.values import exact_text


class Cause(StrEnum):
    """A family of slips; the value is what an erratum calls it."""

    TRUNCATION = "truncation"
    ROUNDING = "rounding-rule"
    DOUBLE_ROUNDING = "double-rounding"
    ROUNDED_INPUTS = "rounded-inputs"
    PERCENT = "percent-or-fraction"
    POWER_OF_TEN = "power-of-ten"
    SIGN = "sign"
    SWAPPED_DIGITS = "swapped-digits"
    DROPPED_DIGIT = "dropped-digit"
    DOUBLED_DIGIT = "doubled-digit"
    OTHER_DIGIT = "another-digit"
    NEIGHBOUR = "neighbour"
    INPUT_SLIP = "slip-in-an-input"
    LEVEL = "level-for-growth"
    OTHER_BASE = "other-base"
    SAMPLE = "n-or-n-1"
    SMALL_SAMPLE = "small-sample-correction"
    CLUSTERS = "cluster-correction"
    LOGARITHM = "natural-or-decimal-logarithm"
    UNIT = "unit"


_OF_NEIGHBOUR = "the value of "


@dataclass(frozen=True)
class Hypothesis:
    """A slip that gives the printed number.

    Parameters
    ----------
    cause : its family.
    told : what was done, in words and digits.
    value : the value that it gives, before rounding to the printed digits.
    candidates : how many different printed numbers the family gives.
    chance : how likely one of them would have fitted an unrelated misprint as near as this one; see the module.
    """

    cause: Cause
    told: str
    value: Fraction
    candidates: int
    chance: Fraction

    def __str__(self) -> str:
        return f"{self.cause}: {self.told} (by chance {self.odds})"

    @property
    def where(self) -> str:
        """The neighbour or the input that it is about, by name; nothing for other families."""
        if self.cause is Cause.NEIGHBOUR:
            return self.told.removeprefix(_OF_NEIGHBOUR)
        return self.told.partition(": ")[0] if self.cause is Cause.INPUT_SLIP else ""

    @property
    def odds(self) -> str:
        """The chance as people read it; see `odds`."""
        return odds(self.chance)


def odds(chance: Fraction) -> str:
    """A chance as people read it: `1:40`, or a percentage where it is no small one."""
    if chance >= Fraction(1, 5):
        return f"{round(float(chance) * 100)}%"
    times = 1 / chance
    digits = max(0, int(log10(times)) - 1)
    return f"1:{round(float(times), -digits):,.0f}"


# Exact sizes of units that are taken for one another: hectare, acre (4046.8564224 m²), mu (2000/3 m²), ping (400/121 m²), mile, pound.
_UNITS = {
    "hectares for acres": Fraction(40468564224, 10**11),
    "square kilometres for acres": Fraction(40468564224, 10**13),
    "mu for acres": Fraction(40468564224, 10**7) / Fraction(2000, 3),
    "mu for hectares": Fraction(15),
    "ping for square metres": Fraction(121, 400),
    "miles for kilometres": Fraction(1000000, 1609344),
    "pounds for kilograms": Fraction(10**8, 45359237),
}
_MOST_INPUTS = 60
_Tried = Iterator[tuple[str, Fraction]]


def causes(
    printed: str | Printed | Fact,
    regenerated: Fraction | Quantity,
    *,
    neighbours: Mapping[str, Fraction | Printed] | None = None,
    n: int | None = None,
    parameters: int | None = None,
    clusters: int | None = None,
) -> list[Hypothesis]:
    """The slips that give a printed number, those that are least likely by chance first; empty where none does, or where it is right.

    Parameters
    ----------
    regenerated : the value; of a `Quantity` its inputs are tried, too.
    neighbours : values of the rows and columns beside it, by name. One that is printed with fewer decimals stands for all numbers that
        round to it.
    n : the number of cases, for the divisor n or n - 1 and for corrections of standard errors.
    parameters : how many a regression estimates, for √(n / (n - k)).
    clusters : how many there are, for √(G / (G - 1) · (n - 1) / (n - k)) and √(G / (G - 1)).

    Raises
    ------
    PrintedError : `printed` looks like a number and cannot be read as one.
    """
    said = parse(printed) if isinstance(printed, str) else printed
    if said.value is None or (isinstance(said, Printed) and said.kind is not PrintedKind.NUMBER):
        return []
    value = regenerated.value if isinstance(regenerated, Quantity) else regenerated
    shown = half_up(value, said.decimals)
    far = abs(said.value - shown)
    if far == 0:
        return []
    found = []
    percent = plain_text(said.unit if isinstance(said, Fact) else said.text).rstrip().endswith("%")
    beside, more = _beside(said, neighbours or {})
    families = _families(value, said.decimals, percent, beside, n, parameters, clusters)
    if not percent and min(abs(value), abs(said.value)) > 1:
        del families[Cause.PERCENT]
    if percent:
        del families[Cause.UNIT]
    if isinstance(regenerated, Quantity):
        families |= _of_inputs(regenerated)
    for cause, tried in families.items():
        given: dict[Fraction, tuple[str, Fraction]] = {}
        direct = cause in _AS_THEY_ARE
        for told, candidate in tried:
            number = candidate if direct else half_up(candidate, said.decimals)
            given.setdefault(number, (told, candidate))
        given.pop(shown, None)
        if said.value in given:
            near = sum(abs(number - shown) <= far for number in given)
            near += more if cause is Cause.NEIGHBOUR else 0
            told, candidate = given[said.value]
            chance = Fraction(near) / (2 * far * Fraction(10) ** said.decimals)
            found.append(Hypothesis(cause, told, candidate, len(given), min(chance, Fraction(1))))
    order = list(Cause)
    return sorted(found, key=lambda hypothesis: (hypothesis.chance, order.index(hypothesis.cause)))


def _beside(said: Printed | Fact, neighbours: Mapping[str, Fraction | Printed]) -> tuple[dict[str, Fraction], int]:
    """The neighbours as numbers, and how many more numbers those with fewer decimals stand for."""
    found: dict[str, Fraction] = {}
    more = 0
    assert said.value is not None
    for name, other in neighbours.items():
        number = other.value if isinstance(other, Printed) else other
        if number is None:
            continue
        found[name] = number
        if isinstance(other, Printed) and other.decimals < said.decimals:
            more += 10 ** (said.decimals - other.decimals) - 1
            if half_up(said.value, other.decimals) == number:
                found[name] = said.value
    return found, more


# Families that give numbers of the printed decimals; all others are rounded to them.
_AS_THEY_ARE = frozenset(
    {
        Cause.TRUNCATION,
        Cause.ROUNDING,
        Cause.DOUBLE_ROUNDING,
        Cause.SWAPPED_DIGITS,
        Cause.DROPPED_DIGIT,
        Cause.DOUBLED_DIGIT,
        Cause.OTHER_DIGIT,
    }
)


def _families(
    value: Fraction,
    decimals: int,
    percent: bool,
    neighbours: Mapping[str, Fraction],
    n: int | None,
    parameters: int | None,
    clusters: int | None,
) -> dict[Cause, _Tried]:
    return {
        Cause.TRUNCATION: _ruled(value, decimals, ("truncation",)),
        Cause.ROUNDING: _ruled(
            value, decimals, ("half even", "half down", "down" if value < 0 else "up")
        ),  # up or down: the other is truncation
        Cause.DOUBLE_ROUNDING: _twice(value, decimals),
        Cause.PERCENT: iter([("a hundred times the value", value * 100), ("a hundredth of the value", value / 100)]),
        Cause.POWER_OF_TEN: _powers(value),
        Cause.SIGN: iter([("the other sign", -value)]),
        Cause.SWAPPED_DIGITS: _in_digits(_swapped, value, decimals),
        Cause.DROPPED_DIGIT: _in_digits(_dropped, value, decimals),
        Cause.DOUBLED_DIGIT: _in_digits(_doubled, value, decimals),
        Cause.OTHER_DIGIT: _in_digits(_replaced, value, decimals),
        Cause.NEIGHBOUR: ((f"{_OF_NEIGHBOUR}{name}", other) for name, other in neighbours.items()),
        Cause.LEVEL: _levels(value, percent),
        Cause.OTHER_BASE: _other_base(value),
        Cause.SAMPLE: _sample(value, n),
        Cause.SMALL_SAMPLE: _corrected(value, _small_sample(n, parameters)),
        Cause.CLUSTERS: _corrected(value, _cluster(n, parameters, clusters)),
        Cause.LOGARITHM: _logarithms(value),
        Cause.UNIT: _units(value),
    }


def _ruled(value: Fraction, decimals: int, rules: tuple[str, ...]) -> _Tried:
    for rule in rules:
        yield f"{_short(value)} by the rule {rule}" if rule != "truncation" else f"{_short(value)} cut off", RULES[rule](value, decimals)


def _twice(value: Fraction, decimals: int) -> _Tried:
    first = half_up(value, decimals + 1)  # with more digits it is lifted only where it is with one
    yield f"{_short(value)} rounded to {exact_text(first)} and again", half_up(first, decimals)


def _powers(value: Fraction) -> _Tried:
    for power in (1, -1, 2, -2, 3, -3, 4, -4, 6, -6, 8, -8, 9, -9):
        yield f"10^{power} times the value", value * Fraction(10) ** power


def _in_digits(slips: Callable[[Fraction, int], _Tried], value: Fraction, decimals: int) -> _Tried:
    """Slips of the printed digits; those of 1.2e5, whose `decimals` are -4, are 1 and 2."""
    power = Fraction(10) ** max(-decimals, 0)
    return ((told, number * power) for told, number in slips(value / power, max(decimals, 0)))


def _digits(value: Fraction, decimals: int) -> tuple[str, str]:
    """The sign and the digits of a value as print shows it, with its point."""
    text = exact_text(half_up(abs(value), decimals))
    whole, _, part = text.partition(".")
    return "-" if value < 0 else "", f"{whole}.{part:0<{decimals}}" if decimals > 0 else whole


def _swapped(value: Fraction, decimals: int) -> _Tried:
    sign, text = _digits(value, decimals)
    places = [place for place, character in enumerate(text) if character.isdigit()]
    for first, second in pairwise(places):
        if text[first] != text[second]:
            changed = text[:first] + text[second] + text[first + 1 : second] + text[first] + text[second + 1 :]
            yield f"{text} with {text[first]} and {text[second]} exchanged", Fraction(sign + changed)


def _dropped(value: Fraction, decimals: int) -> _Tried:
    for shown, part in ((decimals, False), (decimals + 1, True)):
        sign, text = _digits(value, shown)
        point = text.find(".") if "." in text else len(text)
        for place, character in enumerate(text):
            if character.isdigit() and (place > point) is part and (part or point > 1):
                yield f"{text} without its {character}", Fraction(sign + text[:place] + text[place + 1 :])


def _doubled(value: Fraction, decimals: int) -> _Tried:
    for shown, part in ((decimals, False), (decimals - 1, True)):
        if shown < 0:
            continue
        sign, text = _digits(value, shown)
        point = text.find(".") if "." in text else len(text)
        for place, character in enumerate(text):
            if character.isdigit() and (place > point) is part:
                yield f"{text} with its {character} twice", Fraction(sign + text[:place] + character + text[place:])


def _replaced(value: Fraction, decimals: int) -> _Tried:
    sign, text = _digits(value, decimals)
    for place, character in enumerate(text):
        if character.isdigit():
            for digit in "0123456789":
                if digit != character:
                    yield f"{text} with {digit} for {character}", Fraction(sign + text[:place] + digit + text[place + 1 :])


def _levels(value: Fraction, percent: bool) -> _Tried:
    """A level of 4.2 times, or 420 per cent, for growth by 3.2 times, or 320 per cent, and the other way round."""
    for step in (100,) if percent else (1, 100):
        if abs(value) < 100 * step:
            yield f"the level for the growth: {_short(value)} + {step}", value + step
            yield f"the growth for the level: {_short(value)} - {step}", value - step


def _other_base(value: Fraction) -> _Tried:
    """Growth in per cent (or as a fraction) against the later instead of the earlier level, and the quotient the other way round."""
    for whole, name in ((Fraction(100), "per cent"), (Fraction(1), "a fraction")):
        if -whole < value < 5 * whole:
            yield f"growth in {name} against the later level", value * whole / (whole + value)
        if value != whole and whole / 5 < value < 5 * whole:
            yield f"the quotient in {name} the other way round", whole * whole / value


def _sample(value: Fraction, n: int | None) -> _Tried:
    if n is None or n < 2:
        return
    yield "divided by n, not n - 1", value * Fraction(n - 1, n)
    yield "divided by n - 1, not n", value * Fraction(n, n - 1)
    yield "the root of a quotient by n, not n - 1", value * _middle(root(Fraction(n - 1, n), 2))
    yield "the root of a quotient by n - 1, not n", value * _middle(root(Fraction(n, n - 1), 2))


def _small_sample(n: int | None, parameters: int | None) -> dict[str, Fraction]:
    if n is None or parameters is None or not 0 < parameters < n:
        return {}
    return {"√(n / (n - k))": Fraction(n, n - parameters)}


def _cluster(n: int | None, parameters: int | None, clusters: int | None) -> dict[str, Fraction]:
    if clusters is None or clusters < 2:
        return {}
    factors = {"√(G / (G - 1))": Fraction(clusters, clusters - 1)}
    if n is not None and parameters is not None and 0 < parameters < n:
        factors["√(G / (G - 1) · (n - 1) / (n - k))"] = Fraction(clusters, clusters - 1) * Fraction(n - 1, n - parameters)
    return factors


def _corrected(value: Fraction, factors: Mapping[str, Fraction]) -> _Tried:
    for name, square in factors.items():
        factor = _middle(root(square, 2))
        yield f"corrected by {name}", value * factor
        yield f"not corrected by {name}", value / factor


def _logarithms(value: Fraction) -> _Tried:
    ten = _middle(logarithm(Fraction(10)))
    yield "the natural logarithm for the decimal", value * ten
    yield "the decimal logarithm for the natural", value / ten


def _units(value: Fraction) -> _Tried:
    for name, factor in _UNITS.items():
        yield name, value * factor
        first, _, second = name.partition(" for ")
        yield f"{second} for {first}", value / factor


def _of_inputs(quantity: Quantity) -> dict[Cause, _Tried]:
    """Slips on the way: inputs, or the parts of the last operation, rounded; one input with a slip of its own."""
    inputs = {id: part for id, part in quantity.inputs.items() if part.printed is not None}
    if not inputs or len(inputs) > _MOST_INPUTS or len(inputs) < len(quantity.inputs):
        return {}
    formula = quantity.formula
    values = {id: exact(part.value) for id, part in inputs.items()}

    def worked(changed: Mapping[str, Fraction]) -> Fraction | None:
        try:
            return evaluate_number(formula, values | {id: exact(number) for id, number in changed.items()}).value
        except (ZeroDivisionError, ValueError, CollateError):
            return None  # the slip leaves nothing to compute

    return {Cause.ROUNDED_INPUTS: _rounded(quantity, inputs, worked), Cause.INPUT_SLIP: _slips(inputs, worked)}


def _rounded(quantity: Quantity, inputs: Mapping[str, Quantity], worked: Callable[[Mapping[str, Fraction]], Fraction | None]) -> _Tried:
    most = max((part.printed.decimals for part in inputs.values() if part.printed), default=0)
    for decimals in range(most):
        given = worked({id: half_up(part.value, decimals) for id, part in inputs.items()})
        if given is not None:
            yield f"its inputs rounded to {decimals} decimals first", given
    if quantity.operation in LEAVES or all(part.operation in LEAVES for part in quantity.operands):
        return
    for decimals in range(5):
        parts = [part.value if part.operation in LEAVES else half_up(part.value, decimals) for part in quantity.operands]
        again = Quantity(quantity.operation, tuple(exact(part) for part in parts)).formula
        try:
            yield f"the parts of its last step rounded to {decimals} decimals first", evaluate_number(again, {}).value
        except (ZeroDivisionError, ValueError, CollateError):
            continue


def _slips(inputs: Mapping[str, Quantity], worked: Callable[[Mapping[str, Fraction]], Fraction | None]) -> _Tried:
    for id, part in inputs.items():
        assert part.printed is not None
        decimals = part.printed.decimals
        tried = [*_swapped(part.value, decimals), *_dropped(part.value, decimals), *_doubled(part.value, decimals)]
        tried += [(f"{_short(part.value)} cut off", RULES["truncation"](part.value, fewer)) for fewer in range(decimals)]
        for told, number in tried:
            given = worked({id: number}) if number != part.value else None
            if given is not None:
                yield f"{id}: {told}", given


def _middle(ends: Interval) -> Fraction:
    return (ends.low + ends.high) / 2


def _short(value: Fraction) -> str:
    text = exact_text(value)
    return text if len(text) <= 12 and "/" not in text else f"{float(value):.8g}"
