"""What one printed number says: its role, its relation to the number that is meant, and the interval that it stands for."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from collate.errors import PrintedError
from collate.numbers.interval import Interval


class Role(StrEnum):
    """What a printed number is a number of, within its string."""

    VALUE = "value"
    STANDARD_ERROR = "standard error"
    STANDARD_DEVIATION = "standard deviation"
    STATISTIC = "statistic"  # which one is the fact's `label`: t, F, chi2, r, z, Q
    DEGREES_OF_FREEDOM = "degrees of freedom"
    P = "p"
    N = "n"
    SHARE = "share"
    LOWER = "lower end"
    UPPER = "upper end"
    CONFIDENCE_LEVEL = "confidence level"  # in percent, as it is printed: the 95 of "95% CI"
    UNCERTAINTY = "uncertainty"
    UNCERTAINTY_UP = "uncertainty up"
    UNCERTAINTY_DOWN = "uncertainty down"  # a positive number
    SCALE_FACTOR = "scale factor"
    MEAN = "mean"
    MEDIAN = "median"
    LOWER_QUARTILE = "lower quartile"
    UPPER_QUARTILE = "upper quartile"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    STARS = "stars"  # an interval of p where the convention has a legend
    RANK = "rank"
    TOTAL = "total"  # of the rank, the share or the count before it: the 50 of 46/50
    MISSING = "missing"  # a sign that stands where a number might
    UNDECLARED = "undeclared"  # in brackets or after ±, and no convention says what stands there

    __hash__ = str.__hash__  # as it equals its text; that of Enum runs in Python


# What programs call roles, beside their own names.
ALIASES = {
    "coef": Role.VALUE,
    "estimate": Role.VALUE,
    "se": Role.STANDARD_ERROR,
    "sd": Role.STANDARD_DEVIATION,
    "df": Role.DEGREES_OF_FREEDOM,
    "pvalue": Role.P,
    "low": Role.LOWER,
    "high": Role.UPPER,
}


class Relation(StrEnum):
    """How the number that is meant lies to the number that is printed: signs, and the words that people write instead.

    Signs mean what they mean in mathematics. A word such as "over" also says that the number is near: see `collate.numbers.bounds`.
    """

    EQUAL = "="
    LESS = "<"
    GREATER = ">"
    AT_MOST = "≤"
    AT_LEAST = "≥"
    APPROXIMATELY = "≈"
    ABOUT = "about"
    OVER = "over"
    NEARLY = "nearly"
    FROM = "at least"
    UP_TO = "up to"
    BELOW = "below"


class Missing(StrEnum):
    """Which sign stands where a number might; what each of them means, a table's notes say."""

    EMPTY = "empty"
    DASH = "dash"
    NOT_AVAILABLE = "not available"
    NOT_APPLICABLE = "not applicable"
    NOT_SIGNIFICANT = "not significant"  # alone in a cell; "p ns" is a fact on p
    POINT = "point"
    ELLIPSIS = "ellipsis"


class Fact(NamedTuple):
    """What one number of a printed string says.

    Parameters
    ----------
    role, relation : see there.
    value : the number as printed, powers of ten and `scale` applied; percent signs do not divide unless the convention says so.
        None where no number is printed (a missing sign, stars without a legend).
    low, high : the ends of what it stands for, in the unit of `value`; None where that has no end, and where there is no value.
    low_open, high_open : whether the end itself is left out.
    decimals : of `value`: its last printed digit counts 10**-decimals, so that 1.2e5 has -4.
    significant : printed digits from the first that is not zero; 0 for a zero.
    unit : as printed (%, ‰, $, kg, 元), or as the convention declares for the table; "" without one.
    scale : what the printed number is multiplied by to give `value`: 1000000 of "1.2 million", 1/100 of a percentage that is a fraction.
    stars : printed behind the number: "***", "†".
    label : the name printed before it: t, F, chi2, r, z, Q, OR, M; "" without one.
    start, end : where it stands in the string that was read, as a slice.
    text : that slice.
    missing : which sign stands where there is no number.
    """

    role: Role
    relation: Relation
    value: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    decimals: int = 0
    significant: int = 0
    unit: str = ""
    scale: Fraction = Fraction(1)
    stars: str = ""
    label: str = ""
    start: int = 0
    end: int = 0
    text: str = ""
    missing: Missing | None = None

    @property
    def interval(self) -> Interval:
        """What it stands for, where that has two ends.

        Raises
        ------
        PrintedError : it is a bound such as "> 5", or no number.
        """
        if self.low is None or self.high is None:
            what = "is not a number" if self.value is None else "is a bound on one side"
            raise PrintedError(f"{self.text!r} {what} and stands for no interval")
        return Interval(self.low, self.high, self.low_open, self.high_open)

    def over(self, ends: Interval) -> Fact:
        """The same with other ends, where print qualifies the number or it is exact."""
        return self._replace(low=ends.low, high=ends.high, low_open=ends.low_open, high_open=ends.high_open)

    def holds(self, value: Fraction) -> bool:
        """Whether `value` is one that it stands for; never where it is no number."""
        if self.value is None and self.low is None and self.high is None:
            return False
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return self.high is None or value < self.high or (not self.high_open and value == self.high)

    def meets(self, other: Interval) -> bool:
        """Whether it shares more than an end with `other`: 133.1 and 133.2 stand for intervals that touch, and are not equal."""
        if self.value is None and self.low is None and self.high is None:
            return False
        if other.low == other.high:
            return self.holds(other.low)
        if self.low is not None and self.low == self.high:
            return other.holds(self.low)
        return (self.low is None or self.low < other.high) and (self.high is None or other.low < self.high)

    def contains(self, other: Interval) -> bool:
        """Whether every value of `other` is one that it stands for; the end of a range of some width may be its own open end."""
        if self.value is None and self.low is None and self.high is None:
            return False
        if other.low == other.high:
            return self.holds(other.low)
        return (self.low is None or self.low <= other.low) and (self.high is None or other.high <= self.high)
