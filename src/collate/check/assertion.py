"""Printed numbers in assertions: `assert 1794.34 == printed("1,794 (633)")["value"]`."""

from __future__ import annotations

from dataclasses import replace

from collate.errors import PrintedError
from collate.numbers.convention import Convention
from collate.numbers.fact import Fact
from collate.numbers.judgement import FactVerdict, judge
from collate.numbers.reading import Reading, read


class PrintedNumber:
    """One number of a printed string: it equals every value that can have been printed so, rounding included."""

    __hash__ = None  # type: ignore[assignment]  # what equals many values has no place in a set

    def __init__(self, reading: Reading, place: int, convention: Convention) -> None:
        self.reading, self.place, self.convention = reading, place, convention

    @property
    def fact(self) -> Fact:
        """What is printed."""
        return self.reading.facts[self.place]

    def judged(self, value: object) -> FactVerdict:
        """The verdict on `value`.

        Raises
        ------
        RegeneratedError : it is not a number.
        """
        return judge(replace(self.reading, facts=(self.fact,)), value, convention=self.convention).facts[0]

    def __eq__(self, value: object) -> bool:
        return not self.judged(value).verdict.fails

    def __repr__(self) -> str:
        return f"printed({self.reading.text!r})[{self.fact.label or self.fact.role.value!r}]"

    def explanation(self, value: object) -> list[str]:
        """Why `value` does not equal it, in lines."""
        found = self.judged(value)
        if self.fact.low is not None and self.fact.high is not None:
            stands_for = f"{self.fact.text!r} stands for {float(self.fact.low):.15g} to {float(self.fact.high):.15g}"
        else:
            stands_for = f"{self.fact.text!r} is a bound"
        return [f"{value!r} == {self!r}: {found.verdict.key}", f"{stands_for}; {value!r} would be printed {found.shown}", found.rule]


class PrintedText:
    """A printed string whose numbers are asked for by role or label."""

    def __init__(self, text: str, convention: Convention) -> None:
        self.reading, self.convention = read(text, convention), convention

    def __getitem__(self, role: str) -> PrintedNumber:
        places = [place for place, fact in enumerate(self.reading.facts) if role in (fact.role.value, fact.label)]
        if len(places) != 1:
            told = ", ".join(fact.label or fact.role.value for fact in self.reading.facts)
            what = f"{self.reading.text!r} prints {role!r} {len(places)} times"
            raise PrintedError(what, fix=f"ask for one of {told}")
        return PrintedNumber(self.reading, places[0], self.convention)


def printed(text: str, **settings: object) -> PrintedText:
    """The numbers of a printed string, to be compared with computed ones by `==`.

    Parameters
    ----------
    settings : of the convention, such as `brackets="standard error"`.

    Raises
    ------
    PrintedError : the string cannot be read.
    ConfigurationError : an unknown setting.
    """
    return PrintedText(text, Convention().nearer(settings))
