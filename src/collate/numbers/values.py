"""How files keep regenerated numbers: in full, with the ends of their range; and how readers are shown them."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from math import log
from typing import TYPE_CHECKING, Protocol

from collate.numbers.interval import Interval

if TYPE_CHECKING:
    from collate.numbers.quantity import Quantity

# A file of regenerated values; docs/values.md describes it for whoever writes one. `kind` is `number`, `terms` or `text` for words, which
# have neither `low` nor `high`, or the role of another number of the same place.
VALUE_COLUMNS = ("row", "column", "kind", "value", "low", "high", "formula")
NUMBER, TERMS, TEXT = "number", "terms", "text"
_DIGITS = Context(prec=15)


class StoredRow(Protocol):
    """A row of such a file: its fields by column, and an error that says where it stands."""

    def __getitem__(self, column: str, /) -> str: ...

    def error(self, what: str, fix: str | None = None) -> Exception: ...


def number_fields(quantity: Quantity) -> tuple[str, str, str]:
    """The columns value, low and high of `quantity`, without loss; see `exact_text`."""
    interval = quantity.interval
    return exact_text(quantity.value), exact_text(interval.low), exact_text(interval.high)


def read_number(row: StoredRow) -> tuple[Fraction, Interval]:
    """What `number_fields` wrote to the columns value, low and high of `row`.

    Without ends it is the double that a program gave, exactly.

    Raises
    ------
    DataError : one of them is not a number, or the ends are in the wrong order; with file and line, as `row.error` makes it.
    """
    try:
        if not row["low"] and not row["high"]:
            double = Fraction(*float(row["value"]).as_integer_ratio())
            return double, Interval(double, double)
        value, low, high = (Fraction(row[name]) for name in ("value", "low", "high"))
        return value, Interval(low, high)
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        raise row.error(f"not a number: {error}", fix="run `make` to write it anew") from None


def exact_text(value: Fraction) -> str:
    """`value` without loss: a plain decimal where one ends, else `a/b` in lowest terms. `Fraction` reads both back."""
    rest = value.denominator
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    fives = round(log(rest, 5))
    if 5**fives != rest:
        return f"{value.numerator}/{value.denominator}"
    decimals = max(twos, fives)
    digits = f"{abs(value.numerator) * 10**decimals // value.denominator:0{decimals + 1}}"
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    return f"{'-' if value < 0 else ''}{whole}{'.' if part else ''}{part}"


def decimal_text(value: Fraction) -> str:
    """`value` for readers: a plain decimal of at most 15 significant digits, the same on every machine. Files keep `exact_text`."""
    number = _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(_DIGITS)
    return f"{number:f}" if number else "0"
