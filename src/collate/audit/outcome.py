"""What a check of print alone finds: one outcome with its reason, and the values that would have been possible."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from collate.errors import PrintedError
from collate.numbers.convention import Convention
from collate.numbers.fact import Fact, Relation
from collate.numbers.interval import Interval
from collate.numbers.reading import read
from collate.numbers.rounding import half_up
from collate.numbers.values import decimal_text


class Outcome(StrEnum):
    """Whether printed numbers can stand beside each other."""

    CONSISTENT = "consistent"
    ROUNDING = "only by rounding"  # of what they rest on, or by another rule than half up and half even
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True)
class Checked:
    """The outcome of one check.

    Parameters
    ----------
    check : its name: `grim`, `grimmer`, `debit`, `p`, `stars`, …
    text : the printed numbers that it looked at.
    reason : the arithmetic, in words and digits.
    closest : the nearest values that would have been possible, as they would be printed; empty where nothing is wrong.
    decides : whether the check could have failed; false where every value of that precision is possible.
    significance : False where what is said to be significant at .05 is not, or the other way round; None where nothing is said of it.
    """

    check: str
    text: str
    outcome: Outcome
    reason: str
    closest: tuple[str, ...] = ()
    decides: bool = True
    significance: bool | None = None

    @property
    def possible(self) -> bool:
        """Whether the numbers can stand beside each other."""
        return self.outcome is not Outcome.INCONSISTENT

    def __bool__(self) -> bool:
        return self.possible


_PLAIN = Convention()


def printed_number(text: str, what: str, convention: Convention = _PLAIN) -> Fact:
    """The one number that `text` prints: `what` names it in the message.

    Raises
    ------
    PrintedError : it cannot be read, or is not one number.
    """
    facts = read(text, convention).facts
    if len(facts) != 1 or facts[0].value is None or facts[0].relation is not Relation.EQUAL:
        raise PrintedError(f"the {what} {text!r} is not a number", fix="give one number as it is printed")
    return facts[0]


def whole_number(value: int | str, what: str, least: int = 1) -> int:
    """A count, as an int or as printed.

    Raises
    ------
    PrintedError : it is not a whole number, or smaller than `least`.
    """
    number = Fraction(value) if isinstance(value, int) else value_of(printed_number(value, what))
    if number.denominator != 1 or number < least:
        raise PrintedError(f"the {what} {value!r} is not a whole number of {least} or more", fix=f"give {what} as a count, such as 28")
    return int(number)


def value_of(fact: Fact) -> Fraction:
    """The number as printed."""
    assert fact.value is not None
    return fact.value


def at(value: Fraction, decimals: int) -> str:
    """`value` rounded half up to `decimals` decimals."""
    return decimal_with_zeros(half_up(value, decimals), decimals)


def decimal_with_zeros(value: Fraction, decimals: int) -> str:
    """A value that has no more than `decimals` decimals, written with all of them."""
    scaled = int(value * 10**decimals)
    digits = f"{abs(scaled):0{decimals + 1}}"
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    return f"{'-' if scaled < 0 else ''}{whole}{'.' if part else ''}{part}"


def written(interval: Interval) -> str:
    """`[low, high]` in at most six significant digits."""
    return f"[{short(interval.low)}, {short(interval.high)}]"


def short(value: Fraction) -> str:
    """`value` in at most six significant digits."""
    exact = decimal_text(value)
    return exact if len(exact.strip("-0.").replace(".", "")) <= 6 else f"{float(value):.6g}"
