"""One question, and what the rules share: printed numbers with their intervals, and arithmetic written out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Union

from collate.data.claims import Claim
from collate.data.published import Cell
from collate.numbers.printed import Interval
from collate.numbers.values import decimal_text

RULES = ("shares", "growth", "whole-count", "repeat", "precision", "magnitude", "last-digit", "part")
Place = Union[Cell, Claim]


@dataclass(frozen=True)
class Question:
    """`rule` is one of RULES, `places` the ids of the numbers, `arithmetic` the computation in digits and signs.

    `answered` are the places that an erratum declares already.
    """

    rule: str
    places: tuple[str, ...]
    arithmetic: str
    answered: tuple[str, ...] = ()


def interval_of(place: Place) -> Interval:
    """The interval that a printed number stands for."""
    return place.interval if isinstance(place, Claim) else place.printed.interval


def value_of(place: Place) -> Fraction:
    """The number as printed."""
    assert place.printed.value is not None
    return place.printed.value


def is_percent(place: Place) -> bool:
    """Whether print says per cent: by a sign, or by the unit of a claim."""
    return place.printed.text.rstrip().endswith(("%", "％")) or (isinstance(place, Claim) and place.unit == "percent")


def added(places: Iterable[Place]) -> Interval:
    """The interval of a sum."""
    intervals = [interval_of(place) for place in places]
    return Interval(sum((i.low for i in intervals), Fraction(0)), sum((i.high for i in intervals), Fraction(0)))


def written(interval: Interval) -> str:
    """`[low, high]` in at most six significant digits."""
    return f"[{short(interval.low)}, {short(interval.high)}]"


def short(value: Fraction) -> str:
    """`value` in at most six significant digits."""
    exact = decimal_text(value)
    return exact if len(exact.strip("-0.").replace(".", "")) <= 6 else f"{float(value):.6g}"


def texts(places: Iterable[Place], joiner: str = " + ") -> str:
    """The numbers as printed, joined."""
    return joiner.join(place.printed.text for place in places)
