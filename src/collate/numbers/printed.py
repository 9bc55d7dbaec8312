"""A printed number is text: what it says, and the interval that it stands for.

"45.33%" has two decimals and stands for [45.325, 45.335]; "0.40" keeps its zero; "40" in a column of one
decimal stands for 40.0 and so for [39.95, 40.05]. Half a unit of the last printed digit on either side is the
usual reading of a rounded number (for instance JCGM 100:2008, 4.3.7, a rectangular distribution of that width).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from collate.errors import PrintedError
from collate.numbers.interval import Interval as Interval

# Full-width digits and signs mean the same as their ASCII forms.
_WIDTH = str.maketrans("０１２３４５６７８９．，％／－＋", "0123456789.,%/-+")
_MINUS = "\u2212"
_NUMBER = re.compile(r"(?P<sign>[-+]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?(?P<percent>\s?%)?")
_RANK = re.compile(r"(?P<rank>\d+)/(?P<total>\d+)")
DASHES = frozenset({"—", "－", "-", "–", "―", "──"})


class PrintedKind(StrEnum):
    """What sort of thing is printed."""

    NUMBER = "number"
    RANK = "rank"
    DASH = "dash"
    EMPTY = "empty"
    TEXT = "text"


@dataclass(frozen=True)
class Printed:
    """One printed value.

    Attributes
    ----------
    text : exactly as printed.
    kind : a number, a rank such as 46/50, a dash, nothing, or any other text.
    value : the number as printed (percent signs do not divide: "45%" is 45); None unless `kind` is NUMBER.
    decimals : decimals that the number stands for, dropped zeros included; 0 for other kinds.
    """

    text: str
    kind: PrintedKind
    value: Fraction | None = None
    decimals: int = 0

    @property
    def interval(self) -> Interval:
        """All values that round to this number at its precision.

        Raises
        ------
        PrintedError : the value is not a number.
        """
        if self.value is None:
            raise PrintedError(f"{self.text!r} is not a number and stands for no interval")
        half = Fraction(1, 2 * 10**self.decimals)
        return Interval(self.value - half, self.value + half)

    def like(self, value: Fraction) -> str:
        """`value`, already rounded, written the way this number is: separators, percent sign, dropped zeros."""
        normal = normal_width(self.text)
        match = _NUMBER.fullmatch(normal.strip())
        if match is None:  # a number word
            return f"{float(value):.{max(self.decimals, 0 if value.denominator == 1 else 2)}f}"
        shown = len(match["part"] or "")
        number = f"{abs(Decimal(value.numerator) / Decimal(value.denominator)):,.{self.decimals}f}"
        dropped = self.decimals - shown
        if dropped and number.endswith("0" * dropped):
            number = number[:-dropped].rstrip(".")
        if "," not in match["whole"]:
            number = number.replace(",", "")
        sign = "-" if value < 0 else ("+" if match["sign"] == "+" else "")
        percent = "％" if "％" in self.text else (match["percent"] or "")
        return f"{sign}{number}{percent}"


def normal_width(text: str) -> str:
    """`text` with full-width digits, signs and the minus sign in their ASCII forms."""
    return text.translate(_WIDTH).replace(_MINUS, "-")


def parse(text: str, decimals: int | None = None) -> Printed:
    """Read a printed value.

    Parameters
    ----------
    text : exactly as printed.
    decimals : decimals that it stands for where print dropped zeros; None where it is as precise as it looks.

    Raises
    ------
    PrintedError : thousands separators out of place, or fewer `decimals` than are printed.
    """
    normal = normal_width(text).strip()
    if normal == "":
        return Printed(text, PrintedKind.EMPTY)
    if text.strip() in DASHES:
        return Printed(text, PrintedKind.DASH)
    if _RANK.fullmatch(normal):
        return Printed(text, PrintedKind.RANK)
    match = _NUMBER.fullmatch(normal)
    if match is None:
        if re.fullmatch(r"[-+]?[\d.,]*\d[\d.,]*\s?%?", normal):
            raise PrintedError(f"{text!r} looks like a number and cannot be read as one")
        return Printed(text, PrintedKind.TEXT)
    shown = len(match["part"] or "")
    if decimals is not None and decimals < shown:
        raise PrintedError(f"{text!r} shows {shown} decimals and is declared to have {decimals}")
    value = Fraction(f"{match['whole'].replace(',', '')}.{match['part'] or '0'}")
    return Printed(text, PrintedKind.NUMBER, -value if match["sign"] == "-" else value, shown if decimals is None else decimals)
