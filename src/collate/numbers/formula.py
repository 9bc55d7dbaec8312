"""Formulas as reviewers type them: arithmetic, counts, ranks and comparisons over ids in braces.

The grammar, loosest first::

    formula    : comparison ("and" comparison)*
    comparison : sum (("<" | "<=" | ">" | ">=" | "=" | "!=") sum)*
    sum        : product (("+" | "-") product)*
    product    : signed (("*" | "/") signed)*
    signed     : "-" signed | power
    power      : atom ("**" whole number, which may have a minus)?
    atom       : number | {id} | {pattern} | "(" formula ")" | function "(" formula ("," formula)* ")"

A number is a plain decimal. An id names a cell, a claim, an observation or a fact in words (`SUBJECT/ATTRIBUTE/POSITION`). A *pattern* is
an id with stars: each `*` stands for any text without `/`, `@` or `:`, so that `{table-3-1/*/founded}` is the list of that column's cells
and `{sales.park@*}` the years of a series. A list takes the place of its items in a function; a comparison of a list with a single value
is a list of truths.

========================= =================================================================================================
`sum` `min` `max` `abs`   of numbers and lists, `sum({table-1-1/*/2009})`; `abs` of one number
`count(list)`             how many things there are, numbers or words; `count({a}, {b}, {c})` counts what is named
`count(list <= 1997)`     for how many the comparison holds
`sqrt` `root(x, 3)`       the square root and the root of another degree of what is not negative
`exp` `log` `log10`       the exponential, the natural and the common logarithm of one number
`student(t, 5)`           the probability that Student's t with 5 degrees of freedom is at most t
`median(list)`            the middle; `quantile(1/4, 7, list)` is the first quartile by type 7 of Hyndman and Fan (types 4 to 9)
`variance` `pvariance`    of a sample (divided by n - 1) and of a population (by n); the standard deviation is `sqrt(variance(list))`
`rank(x, list)`           the place of x from the top, the greatest being 1: `rank({a}, {b}, {c}) = 2`; `rank(-x, …)` counts from below;
                          x may stand in the list
`falls(x, y, z)`          each is greater than the next; `rises` the other way round
========================= =================================================================================================

What compares is a `Truth`: true or false where it is so over the whole ranges of the inputs, otherwise undecided. `a < b < c` means
`a < b and b < c`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Union, cast

from collate.errors import DataError
from collate.numbers.quantity import (
    Quantity,
    QuantityError,
    count,
    exact,
    exp,
    log,
    log10,
    maximum,
    median,
    minimum,
    pvariance,
    quantile,
    rank,
    root,
    sqrt,
    student,
    total,
    variance,
)
from collate.numbers.truth import Truth

_TOKEN = re.compile(r"\s*(?:\{(?P<id>[^{}]+)\}|(?P<number>\d+(?:\.\d+)?)|(?P<word>[a-z]+(?:10)?)|(?P<sign>\*\*|<=|>=|!=|[-+*/()<>=,]))")
_ID = re.compile(r"\{([^{}]+)\}")
_COMPARED: dict[str, Callable[[Quantity, Quantity], Truth]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_OF_ONE: dict[str, Callable[[Quantity], Quantity]] = {"abs": abs, "exp": exp, "log": log, "log10": log10, "sqrt": sqrt}
_OF_ONE_AND_WHOLE: dict[str, tuple[Callable[[Quantity, int], Quantity], str]] = {
    "root": (root, "degree"),
    "student": (student, "degrees of freedom"),
}
_OF_LIST: dict[str, Callable[[Iterable[Quantity]], Quantity]] = {
    "max": maximum,
    "median": median,
    "min": minimum,
    "pvariance": pvariance,
    "sum": total,
    "variance": variance,
}
_FUNCTIONS = tuple(sorted(("count", "falls", "quantile", "rank", "rises", *_OF_ONE, *_OF_ONE_AND_WHOLE, *_OF_LIST)))


@dataclass(frozen=True, eq=False)
class Word:
    """A cell, fact or header in words, known by its id: it can be counted, and nothing else."""

    id: str


Known = Union[Quantity, Word, Sequence[Union[Quantity, Word]]]
_Truths = list[tuple[Truth, bool, Quantity]]  # over the ranges, of the values as printed, and what was compared
_Value = Union[Quantity, Word, Truth, list[Union[Quantity, Word]], "_Compared"]


@dataclass(frozen=True, eq=False)
class _Compared:
    """A comparison over a list, item by item."""

    truths: _Truths


def inputs_of(formula: str) -> list[str]:
    """The ids and patterns that a formula names, in its order, each once."""
    return list(dict.fromkeys(_ID.findall(formula)))


def is_pattern(name: str) -> bool:
    """Whether `name` stands for a list of ids."""
    return "*" in name


def matching(pattern: str, ids: Iterable[str]) -> list[str]:
    """Those of `ids` that `pattern` stands for, in their order; an id without a star stands for itself."""
    accepts = _pattern(pattern).fullmatch
    return [id for id in ids if accepts(id)]


def expanded(names: Iterable[str], ids: Sequence[str]) -> list[str]:
    """`names` with each pattern replaced by those of `ids` that it stands for, each once; a pattern that matches nothing stays."""
    return list(dict.fromkeys(id for name in names for id in (matching(name, ids) or [name] if is_pattern(name) else [name])))


def finder(known: Mapping[str, Quantity | Word]) -> Callable[[str], Known]:
    """A function that gives `evaluate` what `known` has, lists for patterns; KeyError for what is unknown or matches nothing."""

    def find(name: str) -> Known:
        if not is_pattern(name):
            return known[name]
        found = [known[id] for id in matching(name, known)]
        if not found:
            raise KeyError(name)
        return found

    return find


def evaluate(formula: str, known: Callable[[str], Known] | Mapping[str, Quantity | Word]) -> Quantity | Truth:
    """What `formula` describes: a quantity, or the truth of a comparison. The module's docstring has the grammar.

    Parameters
    ----------
    formula : see above.
    known : gives the quantity of an id and the list of a pattern, a function or a mapping.

    Raises
    ------
    DataError : no formula, with the position of what is wrong.
    ZeroDivisionError : a divisor is zero, or a comparison or rank meets one that may be.
    ValueError : the range of something compared cannot be told; see `Quantity.interval`.
    """
    found = _Parser(formula, known if callable(known) else finder(known)).whole()
    if isinstance(found, (Quantity, Truth)):
        return found
    raise DataError(f"no formula: {formula!r} is a list or a word", fix="count it, sum it or compare it: `count({…/*/…})`")


def evaluate_number(formula: str, known: Callable[[str], Known] | Mapping[str, Quantity | Word]) -> Quantity:
    """`evaluate` where only a number will do.

    Raises
    ------
    DataError : as `evaluate` does, and for a comparison.
    """
    found = evaluate(formula, known)
    if isinstance(found, Truth):
        raise DataError(f"{formula!r} is a comparison, and a number is wanted", fix="write what gives the number")
    return found


def check_grammar(formula: str) -> None:
    """Refuse what is no formula, whatever its inputs are: they are not looked up.

    Raises
    ------
    DataError : as `evaluate` does.
    """
    names = inputs_of(formula)
    stand_ins = {name: exact(7 + 4 * place) for place, name in enumerate(names)}
    with suppress(ZeroDivisionError, ValueError):  # of the stand-ins; the formula can be read
        evaluate(formula, lambda name: list(stand_ins.values()) if is_pattern(name) else stand_ins[name])


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile("[^/@:]*".join(map(re.escape, pattern.split("*"))))


class _Parser:
    """One pass over a formula by recursive descent, which computes as it reads."""

    def __init__(self, formula: str, known: Callable[[str], Known]) -> None:
        self.formula = formula
        self.known = known
        self.tokens: list[tuple[str, str, int]] = []
        at, end = 0, len(formula.rstrip())
        while at < end:
            match = _TOKEN.match(formula, at)
            if match is None:
                start = at + len(formula[at:]) - len(formula[at:].lstrip())
                raise self._error(start, f"{formula[start]!r} has no meaning here")
            kind = match.lastgroup or ""
            self.tokens.append((kind, match[kind], match.start(kind) - (kind == "id")))
            at = match.end()
        self.next = 0

    def whole(self) -> _Value:
        found = self._formula()
        if self.next < len(self.tokens):
            raise self._error(self._at(), f"{self.tokens[self.next][1]!r} is one too many")
        return found

    def _formula(self) -> _Value:
        start = self._at()
        found = self._comparison()
        while self._take("and"):
            at = self._at()
            other = self._comparison()
            if not isinstance(found, Truth) or not isinstance(other, Truth):
                raise self._error(start if not isinstance(found, Truth) else at, "`and` joins comparisons of single numbers")
            found = found & other
        return found

    def _comparison(self) -> _Value:
        start = self._at()
        left = self._sum()
        found: _Value | None = None
        while (sign := self._sign(*_COMPARED)) is not None:
            at = self._at()
            right = self._sum()
            each = self._compared(sign, left, right, start, at)
            if found is None:
                found = each
            elif isinstance(found, Truth) and isinstance(each, Truth):
                found = found & each
            else:
                raise self._error(start, "a list is compared once")
            left, start = right, at
        return left if found is None else found

    def _compared(self, sign: str, left: _Value, right: _Value, left_at: int, right_at: int) -> Truth | _Compared:
        holds = _COMPARED[sign]
        if isinstance(left, list) or isinstance(right, list):
            if isinstance(left, list) and isinstance(right, list):
                raise self._error(left_at, "a list is compared with a single number")
            lefts = left if isinstance(left, list) else [left]
            rights = right if isinstance(right, list) else [right]
            pairs = [(self._number(a, left_at), self._number(b, right_at)) for a in lefts for b in rights]
            truths = [(holds(a, b), bool(holds(exact(a.value), exact(b.value))), a if isinstance(left, list) else b) for a, b in pairs]
            return _Compared(truths)
        return holds(self._number(left, left_at), self._number(right, right_at))

    def _sum(self) -> _Value:
        start = self._at()
        found = self._product()
        while (sign := self._sign("+", "-")) is not None:
            at = self._at()
            left, right = self._number(found, start), self._number(self._product(), at)
            found = left + right if sign == "+" else left - right
        return found

    def _product(self) -> _Value:
        start = self._at()
        found = self._signed()
        while (sign := self._sign("*", "/")) is not None:
            at = self._at()
            left, right = self._number(found, start), self._number(self._signed(), at)
            found = left * right if sign == "*" else left / right
        return found

    def _signed(self) -> _Value:
        if self._sign("-"):
            at = self._at()
            return -self._number(self._signed(), at)
        return self._power()

    def _power(self) -> _Value:
        start = self._at()
        base = self._atom()
        if not self._sign("**"):
            return base
        minus = bool(self._sign("-"))
        at = self._at()
        kind, text, _ = self._token()
        if kind != "number" or "." in text:
            raise self._error(at, "an exponent is a whole number")
        return self._number(base, start) ** (-int(text) if minus else int(text))

    def _atom(self) -> _Value:
        at = self._at()
        kind, text, _ = self._token()
        if kind == "number":
            return exact(text)
        if kind == "id":
            found = self.known(text)
            return found if isinstance(found, (Quantity, Word)) else list(found)
        if text == "(":
            inner = self._formula()
            self._require(")")
            return inner
        if kind == "word" and text in _FUNCTIONS:
            self._require("(")
            places, arguments = [self._at()], [self._formula()]
            while self._sign(","):
                places.append(self._at())
                arguments.append(self._formula())
            self._require(")")
            end = self.tokens[self.next - 1][2] + 1
            return self._called(text, arguments, places, self.formula[at:end])
        raise self._error(at, f"{text!r} stands where a number, an id or a function should" if text else "the formula ends too early")

    def _called(self, name: str, arguments: list[_Value], places: list[int], text: str) -> _Value:
        if name == "count":
            return self._count(arguments, places, text)
        numbers = [
            (self._number(item, at), at)
            for argument, at in zip(arguments, places, strict=True)
            for item in (argument if isinstance(argument, list) else [argument])
        ]
        items = [number for number, _ in numbers]
        if name in _OF_ONE:
            if len(items) != 1:
                raise self._error(places[0], f"`{name}` takes one number")
            return self._worked_out(places[0], lambda: _OF_ONE[name](items[0]))
        if name in _OF_ONE_AND_WHOLE:
            function, whole = _OF_ONE_AND_WHOLE[name]
            if len(items) != 2:
                raise self._error(places[0], f"`{name}` takes a number and the {whole}, as in {name}({{a}}, 3)")
            parameter = self._plain(items[1], numbers[1][1])
            return self._worked_out(places[0], lambda: function(items[0], cast(int, parameter)))
        if name == "quantile":
            if len(items) < 3:
                raise self._error(places[0], "`quantile` takes the share, the type and the numbers, as in quantile(1/4, 7, {a}, {b})")
            share, kind = (self._plain(item, at) for item, at in numbers[:2])
            return self._worked_out(places[0], lambda: quantile(items[2:], share, cast(int, kind)))
        if name in ("rank", "falls", "rises") and len(items) < 2:
            raise self._error(places[0], f"`{name}` takes at least two numbers")
        if name == "rank":
            if isinstance(arguments[0], list):
                raise self._error(places[0], "`rank` takes first the number whose place is sought")
            return rank(items[0], items[1:])
        if name in ("falls", "rises"):
            sign = ">" if name == "falls" else "<"
            return Truth.all(_COMPARED[sign](a, b) for a, b in pairwise(items))
        return self._worked_out(places[0], lambda: _OF_LIST[name](items))

    def _plain(self, item: Quantity, at: int) -> int | Fraction:
        """A parameter, which is a number and no input."""
        if item.inputs:
            raise self._error(at, "a number stands here, and no input")
        return int(item.value) if item.value.denominator == 1 else item.value

    def _worked_out(self, at: int, call: Callable[[], Quantity]) -> Quantity:
        try:
            return call()
        except QuantityError as error:
            raise self._error(at, error.what) from None

    def _count(self, arguments: list[_Value], places: list[int], text: str) -> Quantity:
        things: list[Quantity] = []
        conditions: list[tuple[Truth, bool]] = []
        for argument, at in zip(arguments, places, strict=True):
            if isinstance(argument, Truth):
                raise self._error(at, "`count` takes a comparison of a list, such as {table-3-1/*/founded} <= 1997")
            if isinstance(argument, _Compared):
                things += [thing for _, _, thing in argument.truths]
                conditions += [(truth, holds) for truth, holds, _ in argument.truths]
            else:
                parts = argument if isinstance(argument, list) else [argument]
                things += [part for part in parts if isinstance(part, Quantity)]
                conditions += [(Truth.TRUE, True)] * len(parts)
        return count(text, things, conditions)

    def _number(self, value: _Value, at: int) -> Quantity:
        if isinstance(value, Quantity):
            return value
        if isinstance(value, Word):
            raise self._error(at, f"{value.id!r} is a word; it can be counted, and nothing else")
        told = "a list" if isinstance(value, list) else "a comparison"
        raise self._error(at, f"{told} stands where a single number should")

    def _at(self) -> int:
        return self.tokens[self.next][2] if self.next < len(self.tokens) else len(self.formula)

    def _token(self) -> tuple[str, str, int]:
        token = self.tokens[self.next] if self.next < len(self.tokens) else ("", "", len(self.formula))
        self.next += 1
        return token

    def _take(self, word: str) -> bool:
        if self.next < len(self.tokens) and self.tokens[self.next][:2] == ("word", word):
            self.next += 1
            return True
        return False

    def _sign(self, *signs: str) -> str | None:
        if self.next < len(self.tokens) and self.tokens[self.next][0] == "sign" and self.tokens[self.next][1] in signs:
            self.next += 1
            return self.tokens[self.next - 1][1]
        return None

    def _require(self, sign: str) -> None:
        if not self._sign(sign):
            raise self._error(self._at(), f"{sign!r} is missing")

    def _error(self, at: int, what: str) -> DataError:
        return DataError(
            f"no formula: {self.formula!r}, character {at + 1}: {what}",
            fix="write arithmetic or a comparison over ids in braces; functions are " + ", ".join(_FUNCTIONS),
        )
