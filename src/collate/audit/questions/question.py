"""One question, and what the rules share: printed numbers with their intervals, and arithmetic written out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Union

from collate.data.claims import Claim
from collate.data.published import Cell
from collate.numbers.printed import Interval
from collate.numbers.values import decimal_text

Place = Union[Cell, Claim]
_PREFIX = re.compile(r"^c[a-z]?\d+-l\d+-")  # chapter and line, with which a book may begin the ids of its claims


class Rule(StrEnum):
    """What a question is about, in the order in which questions are listed; the value is a key of labels after `question-`."""

    SHARES = "shares"
    GROWTH = "growth"
    WHOLE_COUNT = "whole-count"
    REPEAT = "repeat"
    PRECISION = "precision"
    MAGNITUDE = "magnitude"
    LAST_DIGIT = "last-digit"
    PART = "part"


@dataclass(frozen=True)
class Question:
    """A number that the others do not bear out.

    Parameters
    ----------
    places : the ids of the numbers.
    arithmetic : the computation in digits and signs.
    answered : the places that an erratum declares already.
    """

    rule: Rule
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


def words_of(claim: Claim) -> list[str]:
    """The words of the id of a claim, without the chapter and line with which it may begin."""
    return _PREFIX.sub("", claim.id, count=1).split("-")


def is_percent(place: Place) -> bool:
    """Whether print says percent: by a sign, or by the unit of a claim."""
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
