"""Why a verdict is what it is, where no rule of rounding says so: in English, with a name by which other languages are found."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The reasons of verdicts, and what a reader should know beside."""

    OUTSIDE = "outside the interval"
    RELATION_FAILS = "the relation does not hold"
    RELATION_HOLDS = "relation holds"
    NO_VALUE = "no value"
    NOT_GIVEN = "no value is given for it"
    AS_TEXT = "as text"
    NO_LEGEND = "the stars have no legend"
    LEGEND = "legend of the stars"
    NO_NUMBER = "a number, and print has none"
    RANGE = "range of the computation"
    INPUTS = "inputs' rounding"
    WORD = "what the word allows"
    NOTHING = "nothing is printed, and nothing is regenerated"
    TIE = "a tie: the digits are not decided by this computation"
    TIE_OF_DOUBLE = (
        "a tie: the digits are not decided by this computation unless its error is declared: it is a double beside a boundary of rounding"
    )
