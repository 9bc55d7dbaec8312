"""What a cell or a sentence prints: one number, which the core reads, or a text.

The reader of `collate.numbers.reading` decides what a string says. A string of several facts (an estimate with its standard error) is
compared as text here, since a cell has one regenerated value; `collate.numbers.judgement` judges its facts one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from collate.errors import PrintedError
from collate.numbers.bounds import bounds
from collate.numbers.convention import Convention
from collate.numbers.fact import Fact, Missing, Relation, Role
from collate.numbers.interval import Interval as Interval
from collate.numbers.reading import read
from collate.numbers.tokens import plain_text
from collate.numbers.writing import like

# Cells print ranks with a stroke, unless a book declares that its strokes are fractions.
CELLS = Convention(slash="rank")
_NUMERIC = frozenset("0123456789.,%+- ")


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
    decimals : decimals that the number stands for, dropped zeros included; 0 for other kinds, below 0 for "1.2 million".
    fact : what the core read, of a number; None where the data file gives the number of a word.
    convention : under which it was read.
    """

    text: str
    kind: PrintedKind
    value: Fraction | None = None
    decimals: int = 0
    fact: Fact | None = field(default=None, repr=False)
    convention: Convention = field(default=CELLS, repr=False)

    @property
    def said(self) -> Fact:
        """What it says of the number that is meant, at the decimals that it stands for.

        Raises
        ------
        PrintedError : the value is not a number.
        """
        if self.value is None:
            raise PrintedError(f"{self.text!r} is not a number and stands for no interval")
        if self.fact is not None and (self.fact.decimals, self.fact.value) == (self.decimals, self.value):
            return self.fact
        relation = self.fact.relation if self.fact else Relation.EQUAL
        low, high, low_open, high_open = bounds(self.value, self.decimals, relation, self.convention.rounding)
        given = self.fact or Fact(Role.VALUE, relation, self.value, text=self.text)
        return given._replace(value=self.value, low=low, high=high, low_open=low_open, high_open=high_open, decimals=self.decimals)

    @property
    def interval(self) -> Interval:
        """All values that round to this number at its precision.

        Raises
        ------
        PrintedError : the value is not a number, or a bound on one side.
        """
        return self.said.interval

    def like(self, value: Fraction) -> str:
        """`value`, already rounded, written the way this number is: separators, percent sign, dropped zeros."""
        if self.fact is None:  # a number word
            return f"{float(value):.{max(self.decimals, 0 if value.denominator == 1 else 2)}f}"
        return self.text.replace(self.fact.text, like(self.fact, value, self.convention, decimals=self.decimals), 1).strip()


def parse(text: str, decimals: int | None = None, convention: Convention = CELLS) -> Printed:
    """Read a printed value.

    Parameters
    ----------
    text : exactly as printed.
    decimals : decimals that it stands for where print dropped zeros; None where it is as precise as it looks.
    convention : what is declared of the place where it stands.

    Raises
    ------
    PrintedError : it looks like a number and cannot be read as one, or fewer `decimals` than are printed.
    """
    try:
        facts = read(text, convention).facts
    except PrintedError:
        if any(character.isdigit() for character in text) and _NUMERIC.issuperset(plain_text(text)):
            raise
        return Printed(text, PrintedKind.TEXT, convention=convention)
    fact = facts[0]
    if fact.missing is not None:
        kinds = {Missing.EMPTY: PrintedKind.EMPTY, Missing.DASH: PrintedKind.DASH}
        return Printed(text, kinds.get(fact.missing, PrintedKind.TEXT), convention=convention)
    if len(facts) == 2 and facts[0].role is Role.RANK and facts[1].role is Role.TOTAL:
        return Printed(text, PrintedKind.RANK, convention=convention)
    if len(facts) > 1 or fact.value is None or not any(character.isdigit() for character in fact.text):
        return Printed(text, PrintedKind.TEXT, convention=convention)  # a word in a cell is one of its labels
    if decimals is not None and decimals < fact.decimals:
        raise PrintedError(f"{text!r} shows {fact.decimals} decimals and is declared to have {decimals}")
    return Printed(text, PrintedKind.NUMBER, fact.value, fact.decimals if decimals is None else decimals, fact, convention)
