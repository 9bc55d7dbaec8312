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
    P = "p"
    STARS = "stars"
    INTERVAL = "interval"
    SHARE = "share"
    GRIM = "grim"
    GRIMMER = "grimmer"


@dataclass(frozen=True)
class Question:
    """A number that the others do not bear out.

    Parameters
    ----------
    places : the ids of the numbers; of a text or table `LINE:COLUMN`, of a table's cell `LINE:HEADER`.
    arithmetic : the computation in digits and signs; what a check of a text found, in words.
    answered : the places that an erratum declares already.
    text : the numbers as printed, where a text or table was checked.
    closest : the nearest values that would have been possible.
    significance : False where what is said to be significant is not, or the other way round.
    """

    rule: Rule
    places: tuple[str, ...]
    arithmetic: str
    answered: tuple[str, ...] = ()
    text: str = ""
    closest: tuple[str, ...] = ()
    significance: bool | None = None


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


def texts(places: Iterable[Place], joiner: str = " + ") -> str:
    """The numbers as printed, joined."""
    return joiner.join(place.printed.text for place in places)
