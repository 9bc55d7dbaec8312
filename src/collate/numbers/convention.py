"""How a publication prints its numbers: declared once for the whole, a table, a column, a row or a cell; the nearest wins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any

from collate.errors import ConfigurationError, nearest
from collate.numbers.fact import Role
from collate.numbers.rounding import RULES

UNDECLARED = ""  # a setting that nothing declares: where it would decide, reading asks for it

_BRACKETED = (
    UNDECLARED,
    "standard error",
    "standard deviation",
    "t",
    "z",
    "statistic",
    "p",
    "n",
    "share",
    "uncertainty",
    "value",
)
_RANGED = ("interval", "range", "quartiles")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "decimal": (".", ",", "·", UNDECLARED),
    "thousands": (UNDECLARED, ",", ".", "space", "'", "none"),
    "brackets": (*_BRACKETED, "negative", *_RANGED),
    "square": (*_BRACKETED, *_RANGED),
    "ranges": (UNDECLARED, *_RANGED),
    "plus_minus": (UNDECLARED, "standard deviation", "standard error", "uncertainty", "half-width"),
    "shorthand": ("digits", "units", "none"),
    "p_zero": ("rounded", "impossible"),
    "slash": (UNDECLARED, "rank", "fraction"),
    "percent": ("percent", "fraction"),
    "precision": ("rounded", "exact"),
}
BRACKETS = _CHOICES["brackets"]
ROUNDINGS = (*RULES, "PDG")


@dataclass(frozen=True)
class Convention:
    """Everything that decides how a printed string is read, and which rounding a verdict may rest on.

    Parameters
    ----------
    decimal : the decimal sign, `.` `,` or `·`; empty where nothing declares it, so that 1.234 is refused.
    thousands : the sign between groups of three digits: `,` `.` `space` `'` or `none`. Undeclared it is `,` beside the decimal point;
        beside the decimal comma, a point between groups is refused.
    brackets, square : what stands in round and in square brackets behind a number: a role, `interval`, `range` or `quartiles` for two
        numbers; `negative` (round ones) for an accountant's minus.
    ranges : what two numbers with a dash between them are, where no brackets tell.
    plus_minus : what stands behind ±.
    shorthand : of 1.234(5): `digits`, the 5 counts in the last digits (JCGM 100:2008, 7.2.2); `units`, it counts in units; `none`, it is
        a bracket like others.
    stars : the legend, each mark with the p that it stays below: `(("*", 1/20), ("**", 1/100))`.
    alpha : the level that "n.s." is above.
    p_zero : what `p = .000` is: a p that `rounded` to it, or `impossible`.
    slash : of 46/50: `rank`, 46th of 50; `fraction`, a quotient.
    percent : whether the value of 45.3% is 45.3 (`percent`) or 0.453 (`fraction`).
    scale, unit : what the head of the table says of every number: 1000 for "in thousands"; a unit.
    units : words and signs that stand behind numbers as their units, beside those that the library knows.
    precision : `rounded` numbers stand for half a unit of the last digit on either side; `exact` ones (counts, years) for themselves.
    digits : significant digits that numbers were rounded to, where zeros behind them only hold the place; 0 for as many as are printed.
    rounding : the rules that a verdict may rest on; names of `collate.numbers.rounding.RULES`, or `PDG`.
    languages : those whose words are read ("over", 約); empty for all that the library knows.
    role : of a number that no label, bracket or sign gives another: `p` for a column of p values.
    """

    decimal: str = "."
    thousands: str = UNDECLARED
    brackets: str = UNDECLARED
    square: str = UNDECLARED
    ranges: str = UNDECLARED
    plus_minus: str = UNDECLARED
    shorthand: str = "digits"
    stars: tuple[tuple[str, Fraction], ...] = ()
    alpha: Fraction = Fraction(1, 20)
    p_zero: str = "rounded"
    slash: str = UNDECLARED
    percent: str = "percent"
    scale: Fraction = Fraction(1)
    unit: str = ""
    units: tuple[str, ...] = ()
    precision: str = "rounded"
    digits: int = 0
    rounding: tuple[str, ...] = ("half up", "half even")
    languages: tuple[str, ...] = ()
    role: Role = Role.VALUE

    def __post_init__(self) -> None:
        for name, allowed in _CHOICES.items():
            if getattr(self, name) not in allowed:
                told = ", ".join(repr(choice) for choice in allowed)
                raise ConfigurationError(f"convention {name}: {getattr(self, name)!r} is not a choice", fix=f"use one of {told}")
        if self.thousands not in (UNDECLARED, "none") and self.thousands == self.decimal:
            raise ConfigurationError(f"convention: {self.decimal!r} is the decimal sign and the sign of thousands", fix="declare two signs")
        unknown = [rule for rule in self.rounding if rule not in ROUNDINGS]
        if unknown or not self.rounding:
            told = ", ".join(ROUNDINGS)
            raise ConfigurationError(f"convention rounding: {', '.join(unknown) or 'no rule'}", fix=f"name one or more of {told}")
        if self.scale <= 0 or Fraction(10) ** power_of_ten(self.scale) != self.scale:
            raise ConfigurationError(f"convention scale: {self.scale} is not a power of ten", fix="write 1000 for numbers in thousands")
        if self.digits < 0 or not 0 < self.alpha < 1:
            raise ConfigurationError("convention: digits is below 0, or alpha is no level", fix="write `digits: 3`, `alpha: 0.05`")
        if any(not mark or not 0 < bound < 1 for mark, bound in self.stars):
            raise ConfigurationError("convention stars: each mark has a p between 0 and 1", fix="write `*: 0.05, **: 0.01`")

    def nearer(self, settings: Mapping[str, object]) -> Convention:
        """This convention with `settings` laid over it, as a table's over a publication's.

        Parameters
        ----------
        settings : values by name, as text, numbers, lists or mappings: what YAML, a CSV cell or the command line gives. Of text,
            `stars` is `*=0.05 **=0.01`, and `rounding`, `units` and `languages` are names with commas between them.

        Raises
        ------
        ConfigurationError : an unknown name, or a value that it cannot have.
        """
        values: dict[str, Any] = {name: _value(name, given) for name, given in settings.items()}
        return replace(self, **values) if values else self


def power_of_ten(number: Fraction) -> int:
    """The power of ten that `number` is; 0 where it is none."""
    power = len(str(number.numerator)) - len(str(number.denominator))
    return power if Fraction(10) ** power == number else 0


_NAMES = tuple(field.name for field in fields(Convention))


def _value(name: str, given: object) -> object:
    if name not in _NAMES:
        told = f"unknown setting {name!r} of a convention{nearest(name, _NAMES, cutoff=0.6)}"
        raise ConfigurationError(told, fix=f"use one of {', '.join(_NAMES)}")
    try:
        if name == "stars":
            return _legend(given)
        if name in ("rounding", "units", "languages"):
            return _names(given)
        if name in ("alpha", "scale"):
            return Fraction(str(given))
        if name == "digits":
            return int(str(given))
        return Role(str(given)) if name == "role" else str(given)
    except (TypeError, ValueError, ZeroDivisionError):
        fix = f"use one of {', '.join(role.value for role in Role)}" if name == "role" else "docs/numbers.md tells what each setting takes"
        raise ConfigurationError(f"convention {name}: {given!r} cannot be read", fix=fix) from None


def _names(given: object) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, (list, tuple)):
        raise TypeError
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _legend(given: object) -> tuple[tuple[str, Fraction], ...]:
    if isinstance(given, str):
        pairs = [pair.partition("=")[::2] for pair in given.replace(",", " ").split()]
    elif isinstance(given, Mapping):
        pairs = [(str(mark), str(bound)) for mark, bound in given.items()]
    elif isinstance(given, (list, tuple)):
        pairs = [(str(mark), str(bound)) for mark, bound in given]
    else:
        raise TypeError
    return tuple(sorted(((mark, Fraction(bound)) for mark, bound in pairs), key=lambda pair: -pair[1]))
