"""From a printed string to facts."""

from __future__ import annotations

from dataclasses import dataclass

from collate.errors import PrintedError
from collate.numbers.convention import Convention
from collate.numbers.fact import Fact


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason to look at the print again: the string looks damaged, or its meaning rests on a setting that nothing declares.

    Parameters
    ----------
    what : what looks wrong and how it was read, in one line.
    start, end : which part of the string, as a slice.
    setting : the field of `Convention` that would settle it; "" where none can.
    """

    what: str
    start: int
    end: int
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a printed string says.

    Parameters
    ----------
    text : exactly as printed.
    facts : in the order of the string; together with signs, labels and brackets they cover it.
    doubts : see there.
    """

    text: str
    facts: tuple[Fact, ...]
    doubts: tuple[Doubt, ...] = ()


_DEFAULT = Convention()


def read(text: str, convention: Convention = _DEFAULT) -> Reading:
    """The facts of a printed string.

    Raises
    ------
    PrintedError : the string cannot be read, or can be read in two ways; says what was understood, where reading stopped, what it
        could be and which setting decides.
    """
    raise PrintedError(f"{text!r} cannot be read yet under {convention}")
