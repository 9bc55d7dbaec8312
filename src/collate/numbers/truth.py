"""Whether a comparison holds for every choice of its inputs, for none, or for some only."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from collate.errors import CollateError


class UndecidedError(CollateError):
    """Ask for `Truth.UNDECIDED` before you treat a comparison of rounded numbers as true or false."""


class Truth(Enum):
    """Three values, with the connectives of Kleene's strong logic: `false & undecided` is false, `true & undecided` is undecided.

    In an `if` a decided truth is what it says, and an undecided one raises `UndecidedError`.
    """

    TRUE = "true"
    FALSE = "false"
    UNDECIDED = "undecided"

    @classmethod
    def of(cls, holds: bool) -> Truth:
        """The decided truth."""
        return cls.TRUE if holds else cls.FALSE

    @classmethod
    def all(cls, parts: Iterable[Truth]) -> Truth:
        """True where every part is, false where one is false; else undecided."""
        found = cls.TRUE
        for part in parts:
            found = found & part
        return found

    def __and__(self, other: Truth) -> Truth:
        if Truth.FALSE in (self, other):
            return Truth.FALSE
        return Truth.UNDECIDED if Truth.UNDECIDED in (self, other) else Truth.TRUE

    def __or__(self, other: Truth) -> Truth:
        return ~(~self & ~other)

    def __invert__(self) -> Truth:
        return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNDECIDED: Truth.UNDECIDED}[self]

    def __bool__(self) -> bool:
        if self is Truth.UNDECIDED:
            raise UndecidedError("the inputs' rounding leaves this comparison open")
        return self is Truth.TRUE
