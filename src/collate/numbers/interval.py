"""Intervals of rational numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Interval:
    """An interval of rational numbers, which holds its ends unless they are open."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError(f"an interval from {self.low} to {self.high}")

    def holds(self, value: Fraction) -> bool:
        """Whether `value` lies in it."""
        above = self.low < value if self.low_open else self.low <= value
        return above and (value < self.high if self.high_open else value <= self.high)

    def within(self, other: Interval) -> bool:
        """Whether a range of some width lies in `other`, an open end of which may be its own end."""
        return self.low < self.high and other.low <= self.low and self.high <= other.high

    def meets(self, other: Interval) -> bool:
        """Whether the two share more than an end: 133.1 and 133.2 stand for intervals that touch, and are not equal."""
        if self.low == self.high:
            return other.holds(self.low)
        if other.low == other.high:
            return self.holds(other.low)
        return self.low < other.high and other.low < self.high
