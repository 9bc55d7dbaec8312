"""From a printed string to facts: a grammar over its pieces, read once from left to right.

Each notation has its function. What stands in a string is either part of a fact, a sign or name that belongs to one, or the place where
reading stops with an error: nothing is dropped. Ambiguous strings are settled by a `Convention` or refused; damaged ones are read as
what they seem to be, with a doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from collate.errors import PrintedError
from collate.numbers import units
from collate.numbers.bounds import bounds
from collate.numbers.bounds import place as place_value
from collate.numbers.convention import Convention, power_of_ten
from collate.numbers.fact import Fact, Missing, Relation, Role
from collate.numbers.labels import INTERVAL, QUARTILES, RANGE, Label, is_interval, label
from collate.numbers.numeral import Numeral, Stop, exponent, numeral
from collate.numbers.rounding import pdg
from collate.numbers.tokens import Token, tokenize
from collate.numbers.words import qualifiers


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
_PLAIN = re.compile(r"([-−+]?)([0-9]{1,15})(?:\.([0-9]{1,15}))?(%?)")
_MISSING = {
    "": Missing.EMPTY,
    **dict.fromkeys(("-", "−", "–", "—", "──", "——", "- -"), Missing.DASH),
    **dict.fromkeys((".",), Missing.POINT),
    **dict.fromkeys(("…", "...", "..", "……"), Missing.ELLIPSIS),
    **dict.fromkeys(("na", "n.a.", "n/a", "n.a", "n. a.", "nan", "not available"), Missing.NOT_AVAILABLE),
    **dict.fromkeys(("n.app.", "not applicable"), Missing.NOT_APPLICABLE),
    **dict.fromkeys(("ns", "n.s.", "n.s", "n. s."), Missing.NOT_SIGNIFICANT),
}
_RELATIONS = {"=": Relation.EQUAL, "<": Relation.LESS, ">": Relation.GREATER, "≤": Relation.AT_MOST, "≥": Relation.AT_LEAST}
_RELATIONS |= {"≈": Relation.APPROXIMATELY, "~": Relation.APPROXIMATELY}
# What signs become where an old PDF has lost its fonts.
_DAMAGED = {"b": "<", ",": "<", "!": "<", "N": ">", "O": ">", "5": "=", "p": "="}
_DASHES = ("–", "—", "-", "−", "~")
_TO = ("to", "and")
_ENDS = {
    "": (Role.LOWER, Role.UPPER),
    INTERVAL: (Role.LOWER, Role.UPPER),
    RANGE: (Role.MINIMUM, Role.MAXIMUM),
    QUARTILES: (Role.LOWER_QUARTILE, Role.UPPER_QUARTILE),
}
_PLUS_MINUS = {"half-width": Role.UNCERTAINTY, "": Role.UNDECLARED}
_POSITIVE = frozenset({Role.P, Role.STANDARD_ERROR, Role.STANDARD_DEVIATION, Role.UNCERTAINTY, Role.UNCERTAINTY_UP, Role.UNCERTAINTY_DOWN})
_COUNTED = frozenset({Role.N, Role.RANK, Role.TOTAL, Role.DEGREES_OF_FREEDOM, Role.CONFIDENCE_LEVEL})
_NEVER_NEGATIVE = (_POSITIVE | _COUNTED) - {Role.P}
_CLOSES = frozenset(("", ")", "]", ",", ";"))  # behind a number, these begin nothing that belongs to it
_DEEPEST = 3  # brackets within brackets


def read(text: str, convention: Convention = _DEFAULT) -> Reading:
    """The facts of a printed string.

    Parameters
    ----------
    text : as printed, in plain characters or LaTeX; a table's two rows of an estimate may be joined by a line break.
    convention : what is declared of the place where it stands.

    Raises
    ------
    PrintedError : the string cannot be read, or can be read in two ways; says what was understood, where reading stopped, what it
        could be and which setting decides.
    """
    if convention is _DEFAULT and (plain := _PLAIN.fullmatch(text)):
        return Reading(text, (_plain_fact(text, *plain.groups("")),))
    tokens = tokenize(text)
    parser = _Parser(text, tokens, convention)
    if "d" not in parser.kinds:
        bare = "".join(token.text for token in tokens).strip().lower()
        if bare in _MISSING and (bare or "\\" not in text):
            return _missing(text, _MISSING[bare], convention)
    try:
        parser.whole()
        facts = parser.facts()
    except Stop as stop:
        raise _error(text, stop, parser) from None
    return Reading(text, facts, tuple(parser.doubts))


def _plain_fact(text: str, sign: str, whole: str, part: str, percent: str) -> Fact:
    """A number without any notation, which most are; the grammar gives the same."""
    number, decimals = int(whole + part), len(part)
    significant = len(str(number)) if number else 0
    if sign and sign != "+":
        number = -number
    ten = 10**decimals
    half, twice = 2 * ten, 2 * number
    low, high = Fraction(twice - 1, half), Fraction(twice + 1, half)
    return Fact(
        Role.VALUE,
        Relation.EQUAL,
        Fraction(number, ten),
        low,
        high,
        False,
        False,
        decimals,
        significant,
        percent,
        _ONE,
        "",
        "",
        0,
        len(text),
        text,
    )


_ONE = Fraction(1)


def _missing(text: str, sign: Missing, convention: Convention) -> Reading:
    if sign is Missing.NOT_SIGNIFICANT:
        fact = Fact(Role.P, Relation.GREATER, convention.alpha, convention.alpha, _ONE, True, False, end=len(text), text=text, missing=sign)
    else:
        fact = Fact(Role.MISSING, Relation.EQUAL, None, end=len(text), text=text, missing=sign)
    return Reading(text, (fact,))


def _error(text: str, stop: Stop, parser: _Parser) -> PrintedError:
    shown = text if len(text) <= 60 else f"{text[:40]}…{text[-15:]}"
    rest = text[stop.place : stop.place + 20]
    where = f"character {stop.place + 1}, {rest!r}" if rest else "the end"
    known = ", ".join(f"{role.value} {text[item.start : item.end]}" for item, role, *_ in parser.pending[:4])
    told = f"{shown!r} cannot be read: {stop.what} (at {where}); understood before it: {known or 'nothing'}"
    fix = f"it could be {stop.could_be}" if stop.could_be else "type it as it is printed"
    return PrintedError(told, fix=f"{fix}; declare `{stop.setting}` in its convention" if stop.setting else fix)


@lru_cache(maxsize=64)
def _words(languages: tuple[str, ...], before: bool) -> tuple[dict[str, Relation], tuple[tuple[str, Relation], ...], int]:
    """Qualifying words in letters by their phrase, those in ideographs from the longest on, and the most words of a phrase."""
    every = qualifiers(languages, before)
    letters = {word: relation for word, relation in every.items() if ord(word[0]) < 0x2E80}
    ideographs = sorted(((word, relation) for word, relation in every.items() if word not in letters), key=lambda pair: -len(pair[0]))
    return letters, tuple(ideographs), max((word.count(" ") + 1 for word in letters), default=0)


class _Parser:
    """The grammar. `place` is the next token; `pending` are the numerals with their roles, in the order of the string."""

    __slots__ = ("convention", "doubts", "kinds", "labelled", "pending", "place", "stars", "text", "tokens")

    def __init__(self, text: str, tokens: list[Token], convention: Convention) -> None:
        self.text, self.tokens, self.convention = text, tokens, convention
        self.kinds = [token.kind for token in tokens] + [""] * 8  # nothing stands behind the end, however far a notation looks
        self.place = 0
        self.pending: list[tuple[Numeral, Role, Relation, str]] = []
        self.stars: list[tuple[str, int, int]] = []
        self.doubts: list[Doubt] = []
        self.labelled = False

    # ---- pieces

    def kind(self, ahead: int = 0) -> str:
        return self.kinds[self.place + ahead]

    def at(self) -> int:
        """Where the next piece stands in the string."""
        return self.tokens[self.place].start if self.place < len(self.tokens) else len(self.text)

    def space(self) -> bool:
        if self.kinds[self.place] == "s":
            self.place += 1
            return True
        return False

    def ideographs(self, most: int = 8) -> str:
        """The next pieces that are single characters, as far as they could be a word."""
        return "".join(token.text for token in self.tokens[self.place : self.place + most] if len(token.text) == 1)

    def word(self) -> str:
        return self.tokens[self.place].text if self.kinds[self.place] == "w" else ""

    def doubt(self, what: str, start: int, end: int, setting: str = "") -> None:
        self.doubts.append(Doubt(what, start, end, setting))

    # ---- the whole

    def whole(self) -> None:
        self.statements("", 0)
        if self.place < len(self.tokens):
            raise self.stop()

    def statements(self, close: str, depth: int) -> None:
        """Statements with commas between them, up to `close`."""
        while True:
            self.space()
            before, labelled = len(self.pending), self.labelled
            self.statement(depth)
            apart = self.space() or self.tokens[self.place - 1].kind in ")]"
            kind = self.kind()
            if kind in ("", close):
                return
            if kind == "." and self.place + 1 == len(self.tokens) and not close:
                self.place += 1
                return
            start = self.place
            if kind in (",", ";", "、"):
                self.place += 1
                spaced = self.space()
                if (self.kind() in ("", close) and self.labelled) or (self.tails() and self.kind() in ("", close)):
                    return
                if kind == "," and not spaced and self.kind() == "d" and self.tokens[start - 1].kind == "d":
                    self.place = start
                    raise self.stop()
                if not (self.labelled or self.starts_label()):
                    self.place = start
                    raise Stop(
                        self.at(), "two numbers and no sign of what they are", "two cells, or a number in another convention", "decimal"
                    )
            elif self.word() in ("and", "with") and self.labelled:
                self.place += 1
            elif not apart or not self.starts_label() or (len(self.pending) == before and labelled == self.labelled):
                raise self.stop()

    def starts_label(self) -> bool:
        return self.level() is not None or (self.place < len(self.tokens) and label(self.tokens, self.place) is not None)

    def stop(self) -> Stop:
        """Why what stands here cannot be read, and which setting would let it."""
        kind, after = self.kind(), self.kind(1)
        here = self.at()
        if kind in (",", ".", "·", "'") and after == "d":
            could_be = f"decimals behind {kind!r}, or a group of thousands" if kind != "'" else "a group of thousands"
            setting = "thousands" if kind == "'" or len(self.tokens[self.place + 1].text) == 3 else "decimal"
            return Stop(here, f"{kind!r} between digits is no sign of the convention", could_be, setting)
        if kind == "d" and (len(self.tokens[self.place].text) == 3 or self.kinds[self.place - 3 : self.place] == [".", "d", "s"]):
            return Stop(here, "digits behind a space", "a group of digits, or another number", "thousands")
        if kind in ("w", "U") or (kind and ord(kind[0]) > 0x2E7F):
            return Stop(here, "a word that is no unit, label or qualifier", "a unit of this publication", "units")
        if kind == "/":
            return Stop(here, "a stroke between numbers", "a rank and its total, or a fraction", "slash")
        if kind == "":
            return Stop(here, "it ends where a number is expected")
        if kind == "\\":
            return Stop(here, f"{self.tokens[self.place].text!r} is LaTeX that is not known")
        return Stop(here, "a sign that fits no notation")

    def tails(self) -> bool:
        """What is said of a p behind it: two-tailed, one-sided."""
        back = self.place
        count = self.word().lower()
        self.place += 1
        if count in ("one", "two") and self.kind() in ("-", "s") and self.pending and self.pending[-1][1] is Role.P:
            self.place += 1
            if self.word().lower() in ("tailed", "sided"):
                self.place += 1
                number, role, relation, name = self.pending[-1]
                self.pending[-1] = (number, role, relation, f"{name} {count}-tailed".strip())
                self.space()
                return True
        self.place = back
        return False

    # ---- statements

    def statement(self, depth: int) -> None:
        if self.interval_statement():
            return
        found = label(self.tokens, self.place) if self.place < len(self.tokens) else None
        if found is None:
            self.quantity(self.convention.role, "", None, depth)
            return
        start = self.place
        self.place = found.end
        if found.pair:
            self.labelled = True
            self.pair_statement(found.pair, found.name)
            return
        if found.role is Role.STATISTIC or found.role is Role.DEGREES_OF_FREEDOM or found.role is Role.VALUE or found.role is Role.P:
            self.arguments(found, depth)
        relation = self.relation_or_damage(found)
        if (
            relation is None
            and self.kind() == ","
            and found.role is not Role.P
            and self.kind(1) == "s"
            and found.role is not Role.STATISTIC
        ):
            self.place += 1  # OR, 1.23
        if relation is None and self.kind() == "s":
            self.place += 1
        if found.role is Role.P and self.not_significant():
            self.labelled = True
            return
        if (
            relation is None
            and self.kind() not in ("d", ".", "-", "−", "–", "+", "(", "[", "±", "$", "€", "£")
            and not self.qualifier_ahead()
        ):
            if self.kind() == "w" or self.kind() == "":
                self.place = start
                raise Stop(self.at(), "a name without a number")
            raise self.stop()
        self.labelled = True
        self.quantity(found.role, found.name, relation, depth)

    def relation_or_damage(self, found: Label) -> Relation | None:
        """The sign behind a label; `<` that became a letter in an old PDF is read as a doubt."""
        back = self.place
        self.space()
        if (relation := self.relation()) is not None:
            self.space()
            return relation
        here = self.place
        token = self.tokens[here] if here < len(self.tokens) else None
        statistical = found.role in (Role.P, Role.STATISTIC, Role.N, Role.MEAN, Role.STANDARD_DEVIATION, Role.STANDARD_ERROR)
        if token and statistical and token.text in _DAMAGED:
            after = here + 1 + (self.kinds[here + 1] == "s")
            number = self.kinds[after] in ("d", ".", "-", "−")
            apart = token.kind != "d" or (after > here + 1 and self.tokens[here - 1].kind == "s")
            if number and apart and (token.kind != "," or found.role is Role.P):
                sign = _DAMAGED[token.text]
                self.doubt(f"{token.text!r} stands where a relation belongs: read as {sign!r}, damaged", token.start, token.end)
                self.place = after
                return _RELATIONS[sign]
        self.place = back
        return None

    def relation(self) -> Relation | None:
        kind = self.kind()
        if kind not in _RELATIONS:
            return None
        self.place += 1
        if kind in "<>" and self.kind() == "=":
            self.place += 1
            return Relation.AT_MOST if kind == "<" else Relation.AT_LEAST
        return _RELATIONS[kind]

    def not_significant(self) -> bool:
        """`ns` behind p."""
        here = self.place
        if self.word() in ("ns", "NS"):
            end = here + 1
        elif self.word() in ("n", "N") and self.kind(1) == "." and self.kind(2) == "w" and self.tokens[here + 2].text in ("s", "S"):
            end = here + 3 + (self.kind(3) == ".")
        else:
            return False
        found = Numeral(
            self.convention.alpha.numerator, 0, 1, self.tokens[here].start, self.tokens[end - 1].end, self.convention.alpha.denominator
        )
        found.word = True
        self.pending.append((found, Role.P, Relation.GREATER, "p"))
        self.place = end
        return True

    def arguments(self, found: Label, depth: int) -> None:
        """Degrees of freedom and n behind the name of a statistic: t(45), F(2, 45), χ²(3, N = 120), t_{45}, t45 =."""
        tokens, here = self.tokens, self.place
        statistic = found.role is Role.STATISTIC
        if self.kind() == "_":
            inner = tokenize(tokens[here].text)
            if all(token.kind in "d.,s" for token in inner):
                offset = self.text.find(tokens[here].text.strip("{}"), tokens[here].start)
                shifted = [Token(t.kind, t.text, t.start + offset, t.end + offset) for t in inner]
                self.place += 1
                self.degrees(shifted)
            return
        digits = here + (self.kind() == "s")
        if statistic and self.kinds[digits] == "d":
            after = digits + 1 + (self.kinds[digits + 1] == "s")
            if self.kinds[after] in _RELATIONS:
                self.degrees(tokens[digits : digits + 1])
                self.place = digits + 1
                self.doubt("degrees of freedom without brackets", tokens[digits].start, tokens[digits].end)
            return
        opening = digits
        if opening >= len(tokens) or tokens[opening].kind not in "([" or depth >= _DEEPEST:
            return
        close = {"(": ")", "[": "]"}[tokens[opening].kind]
        end = next((place for place in range(opening + 1, min(len(tokens), opening + 60)) if tokens[place].kind in ")]"), 0)
        after = end + 1 + (end + 1 < len(tokens) and tokens[end + 1].kind == "s")
        damaged = after < len(tokens) and tokens[after].text in _DAMAGED
        if not end or after >= len(tokens) or (tokens[after].kind not in _RELATIONS and not damaged) or tokens[end].kind != close:
            return
        self.place = opening + 1
        role: Role
        while True:
            self.space()
            named = label(tokens, self.place) if self.place < len(tokens) else None
            if named is not None and named.role in (Role.N, Role.DEGREES_OF_FREEDOM):
                self.place = named.end
                self.relation_or_damage(named)
                self.space()
                role, name = named.role, named.name
            else:
                role, name = (Role.DEGREES_OF_FREEDOM if statistic else Role.UNDECLARED), ""
            number = numeral(tokens, self.place, self.convention, grouped=role is Role.N, sign=False)
            if number is None:
                raise Stop(self.at(), f"in the brackets of {found.name} stands no number")
            self.pending.append((number[0], role, Relation.EQUAL, name))
            self.place = number[1]
            self.space()
            if self.kind() == close:
                self.place += 1
                return
            if self.kind() not in (",", ";"):
                raise self.stop()
            self.place += 1

    def degrees(self, tokens: list[Token]) -> None:
        here = 0
        while here < len(tokens):
            found = numeral(tokens, here, self.convention, grouped=False, sign=False)
            if found is None:
                here += 1
                continue
            self.pending.append((found[0], Role.DEGREES_OF_FREEDOM, Relation.EQUAL, ""))
            here = found[1]

    # ---- intervals with a name

    def level(self) -> tuple[Numeral, int] | None:
        """The level of a confidence interval and the place of its name: 95% CI."""
        if self.kind() != "d":
            return None
        here = self.place + 1
        if self.kind(1) == "." and self.kind(2) == "d":
            here += 2
        here += self.kinds[here] == "s"
        if self.kinds[here] != "%":
            return None
        name = here + 1
        while self.kinds[name] in ("s", "-"):
            name += 1
        if not is_interval(self.tokens, name):
            return None
        found = numeral(self.tokens, self.place, self.convention)
        assert found is not None
        found[0].unit, found[0].end = "%", self.tokens[here].end
        return found[0], name

    def interval_statement(self) -> bool:
        found = self.level()
        if found is None:
            return False
        number, name = found
        self.labelled = True
        self.pending.append((number, Role.CONFIDENCE_LEVEL, Relation.EQUAL, ""))
        named = label(self.tokens, name)
        assert named is not None
        self.place = named.end
        self.pair_statement(INTERVAL, "")
        return True

    def pair_statement(self, kind: str, name: str) -> None:
        """Two numbers behind "95% CI", "IQR" or "range"."""
        if kind == INTERVAL and self.kind() in ("d", "_"):  # CI95
            found = numeral(self.tokens, self.place, self.convention)
            after = found[1] if found else self.place
            if found and self.kinds[after] in ("", *"s%=:[("):
                found[0].unit = "%"
                self.place = after + (self.kinds[after] == "%")
                self.pending.append((found[0], Role.CONFIDENCE_LEVEL, Relation.EQUAL, ""))
        self.space()
        while self.kind() in (":", "=") or (self.kind() == "," and self.kind(1) == "s") or self.word() in ("of", "from"):
            self.place += 1
            self.space()
        opening = self.kind()
        close = {"(": ")", "[": "]"}.get(opening, "")
        if close:
            self.place += 1
        self.space()
        low, _ = self.single()
        second = self.second_of_pair(True)
        if second is None:
            if kind == INTERVAL or close:
                raise self.stop()
            self.pending.append((low, Role.VALUE, Relation.EQUAL, name))  # an IQR told as one number
            return
        self.ends(low, second, kind)
        if close:
            self.space()
            if self.kind() != close:
                raise self.stop()
            self.place += 1
        self.unit(self.pending[-1][0])
        self.shared_unit()

    def ends(self, low: Numeral, high: Numeral, kind: str) -> None:
        lower, upper = _ENDS[kind]
        self.pending.append((low, lower, Relation.EQUAL, ""))
        self.pending.append((high, upper, Relation.EQUAL, ""))
        if kind == QUARTILES:
            self.promote(Role.VALUE, Role.MEDIAN)

    def promote(self, old: Role, new: Role) -> None:
        """The number before what stands in brackets has a role by it."""
        for position, (number, role, relation, name) in enumerate(self.pending):
            if role is old and not name:
                self.pending[position] = (number, new, relation, name)
                return

    def shared_unit(self) -> None:
        """Of 2.1–3.4 million and 7.2 ± 0.3% the unit belongs to both."""
        if len(self.pending) < 2:
            return
        first, last = self.pending[-2][0], self.pending[-1][0]
        if not first.unit and not first.scale:
            first.unit, first.scale = last.unit, last.scale
            first.power += last.scale
        elif first.unit and not last.unit and first.unit in units.CURRENCY_SIGNS:
            last.unit = first.unit
            if last.scale and not first.scale:  # $1.2–1.4 million
                first.scale = last.scale
                first.power += last.scale

    def second_of_pair(self, listed: bool) -> Numeral | None:
        """The number behind a dash, "to" or 至; a comma, too, where two numbers are `listed` in brackets or behind a name."""
        back = self.place
        spaced = self.space()
        kind = self.kind()
        if kind in _DASHES:
            start = self.tokens[self.place]
            self.place += 1
            after = self.space()
            if self.kind() in (*_DASHES, "d", ".", "+", "$", "€", "£") and spaced == after:
                if kind == "−" and spaced:
                    self.place = back
                    return None
                found, _ = self.single()
                if kind == "−":
                    self.doubt("a minus sign stands between two numbers: read as a dash", start.start, start.end)
                return found
        elif kind in ("至", "到") or (self.word() in _TO and (listed or self.word() == "to")) or (listed and kind in (",", ";", ":")):
            self.place += 1
            self.space()
            return self.single()[0]
        self.place = back
        return None

    # ---- one number

    def single(self) -> tuple[Numeral, int]:
        """A numeral with its power of ten and unit, nothing else; the place where it begins."""
        start = self.place
        prefix = self.currency()
        found = numeral(self.tokens, self.place, self.convention)
        if found is None:
            if prefix:
                self.place = start
            raise self.stop()
        number, self.place = found
        if prefix:
            number.unit, number.start = prefix, self.tokens[start].start
            if number.number > 0 and self.tokens[start].kind in ("-", "−", "–"):
                number.number = -number.number
        self.shorthand(number)
        self.power(number)
        self.unit(number)
        if number.scale and self.kind() == "d":
            self.compound(number)
        return number, start

    def compound(self, number: Numeral) -> None:
        """3億5千萬: parts in smaller scales behind a whole number in a larger one."""
        for _ in range(4):
            if self.kind() != "d" or number.unit or number.decimals or number.end != self.at() or not 0 < number.scale == number.power:
                return
            found = numeral(self.tokens, self.place, self.convention, sign=False)
            assert found is not None
            other, self.place = found
            while self.ideographic_unit(other):
                pass
            if other.scale >= number.scale or other.decimals or other.number >= 10 ** (number.scale - other.scale):
                raise Stop(other.start, "a part that is not smaller than the one before it")
            larger = number.number * 10 ** (number.scale - other.scale)
            number.number = larger + other.number if number.number >= 0 else larger - other.number
            number.scale = number.power = other.scale
            number.significant = len(str(abs(number.number)))
            number.unit, number.end = other.unit, self.tokens[self.place - 1].end

    def currency(self) -> str:
        """The currency before a number: $, NT$, USD, −$; a sign before it is left to `single`."""
        start = here = self.place
        if self.kind() in ("-", "−", "–") and self.kind(1) in units.CURRENCY_SIGNS:
            here += 1
        tokens = self.tokens
        if here >= len(tokens):
            return ""
        token = tokens[here]
        text = ""
        if token.kind in units.CURRENCY_SIGNS:
            text, here = token.kind, here + 1
        elif token.kind == "w" and here + 1 < len(tokens):
            if token.text in units.CURRENCY_PREFIXES and tokens[here + 1].kind == "$":
                text, here = f"{token.text}$", here + 2
            elif token.text in units.CURRENCY_CODES:
                text, here = token.text, here + 1
        if not text:
            return ""
        here += self.kinds[here] == "s"
        if self.kinds[here] not in ("d", ".", "-", "−", "–"):
            self.place = start
            return ""
        self.place = here
        return text

    def power(self, number: Numeral) -> None:
        found = exponent(self.tokens, self.place)
        if found:
            if number.word:
                raise self.stop()
            power, after, doubt = found
            if doubt:
                self.doubt(doubt, self.tokens[self.place].start, self.tokens[after - 1].end)
            number.power += power
            number.end = self.tokens[after - 1].end
            self.place = after
        elif self.kind() == "u" and number.number in (10, -10) and not number.decimals:  # 10⁻³
            token = self.tokens[self.place]
            if len(token.text) > 4 or not token.text.lstrip("+-").isdigit():
                raise self.stop()
            number.number //= 10
            number.power, number.significant, number.end = int(token.text), 1, token.end
            self.place += 1
        elif (
            number.number == 10
            and not number.decimals
            and self.kind() == "−"
            and self.kind(1) == "d"
            and number.end == self.tokens[self.place].start
        ):
            lost = self.tokens[self.place + 1]
            if len(lost.text) <= 3 and not (self.kind(2) == "." and self.kind(3) == "d"):
                told = f"the superscript of 10 seems lost, or 10 to {lost.text} is meant: read as a power of ten"
                self.doubt(told, number.start, lost.end)
                number.number, number.power, number.significant, number.end = 1, -int(lost.text), 1, lost.end
                self.place += 2

    def shorthand(self, number: Numeral) -> None:
        """An uncertainty in brackets without a space: 1.234(5), 1.23(+4-5)."""
        if self.kind() != "(" or number.word or self.tokens[self.place].start != number.end or self.convention.shorthand == "none":
            return
        tokens, here = self.tokens, self.place + 1
        parts: list[tuple[int, int, int, int]] = []
        signs = ""
        while here < len(tokens) and len(parts) < 2:
            if tokens[here].kind in ("+", "-", "−"):
                signs += tokens[here].text
                here += 1
            if here >= len(tokens) or tokens[here].kind != "d" or len(tokens[here].text) > 15:
                return
            digits, decimals, start = tokens[here].text, 0, tokens[here].start
            here += 1
            if here + 1 < len(tokens) and tokens[here].kind == self.convention.decimal and tokens[here + 1].kind == "d":
                digits, decimals, here = digits + tokens[here + 1].text, len(tokens[here + 1].text), here + 2
            parts.append((int(digits), decimals, start, tokens[here - 1].end))
            if here < len(tokens) and tokens[here].kind == ")":
                break
        if here >= len(tokens) or tokens[here].kind != ")" or (len(parts) == 2) != (len(signs) == 2) or (signs and signs[0] != "+"):
            return
        declared = self.convention.brackets
        pointed = any(decimals for _, decimals, _, _ in parts)
        if declared and (pointed or not number.decimals):
            return
        if not number.decimals and not pointed and self.kinds[here + 1] == "%":
            return
        if pointed and self.convention.shorthand == "digits":
            inner = self.text[parts[0][2] : parts[0][3]]
            told = f"an uncertainty of {inner} in units of the number (`shorthand=units`), or a number in brackets behind it (`brackets`)"
            raise Stop(tokens[self.place].start, "brackets without a space, and a decimal sign in them", told, "shorthand")
        for count, own, start, end in parts:
            number.shorthand.append((count, own if self.convention.shorthand == "units" else number.decimals, start, end))
        number.end = tokens[here].end
        self.place = here + 1

    def unit(self, number: Numeral) -> bool:
        """The scale and the unit behind a number, and those behind its scale."""
        found = False
        if self.kinds[self.place] in _CLOSES:
            return False
        for _ in range(3):
            back = self.place
            spaced = self.space()
            if not self.one_unit(number, spaced):
                self.place = back
                return found
            found = True
            if self.tokens[self.place - 1].kind != "U":
                number.end = self.tokens[self.place - 1].end
        return found

    def one_unit(self, number: Numeral, spaced: bool) -> bool:
        if self.place >= len(self.tokens):
            return False
        token = self.tokens[self.place]
        kind, text = token.kind, token.text
        if kind == "U":
            return self.named(number, text, 1)
        if kind in units.SHARES:
            return self.named(number, kind, 1)
        if kind in units.CURRENCY_SIGNS and kind != "$":
            return self.named(number, kind, 1)
        if kind == "°":
            degrees = self.kind(1) == "w" and self.tokens[self.place + 1].text in ("C", "F")
            return self.named(number, f"°{self.tokens[self.place + 1].text}" if degrees else "°", 1 + degrees)
        if kind == "w":
            return self.worded_unit(number, text, spaced)
        if len(kind) == 1 and ord(kind) > 0x2E7F:
            return self.ideographic_unit(number)
        return False

    def named(self, number: Numeral, unit: str, taken: int) -> bool:
        if number.unit and (number.unit == unit or not number.scale):
            return False
        number.unit = unit
        if self.convention.percent == "fraction" and unit in units.SHARES:
            number.power += units.SHARES[unit]
            number.scale += units.SHARES[unit]
        self.place += taken
        return True

    def worded_unit(self, number: Numeral, text: str, spaced: bool) -> bool:
        tokens, place = self.tokens, self.place
        phrase, ahead = text, place
        for words in range(2):
            if phrase.lower() in units.SHARE_WORDS and (words or phrase.lower() != "points" or number.unit == ""):
                two = self.kinds[ahead + 1 : ahead + 3] == ["s", "w"]
                longer = f"{phrase} {tokens[ahead + 2].text}".lower() if two else ""
                if longer not in units.SHARE_WORDS:
                    return self.named(number, units.SHARE_WORDS[phrase.lower()], ahead + 1 - place)
            if self.kinds[ahead + 1 : ahead + 3] == ["s", "w"]:
                ahead += 2
                phrase = f"{phrase} {tokens[ahead].text}"
        scale = units.SCALES.get(text.lower())
        if scale is None and not spaced and number.unit and number.unit[-1:] in units.CURRENCY_SIGNS:
            scale = units.CURRENCY_SCALES.get(text)
        if scale is not None and not number.scale and not number.word:
            number.scale += scale
            number.power += scale
            self.place += 1
            return True
        if text in self.convention.units or text in units.CURRENCY_CODES:
            return self.named(number, text, 1)
        if text in ("st", "nd", "rd", "th") and not spaced and not number.decimals and not number.signed:
            number.rank = True
            self.place += 1
            return True
        if number.unit or text not in units.UNITS or (not spaced and text in ("d", "t", "h", "in", "times") and number.word):
            return False
        unit, here = text, place + 1
        while (kind := self.kinds[here]) in ("u", "/", "·"):
            if kind == "u":
                unit, here = unit + tokens[here].text.translate(_RAISED), here + 1
            elif self.kinds[here + 1] == "w" and tokens[here + 1].text in units.UNITS:
                unit, here = f"{unit}{kind}{tokens[here + 1].text}", here + 2
            else:
                break
        return self.named(number, unit, here - place)

    def ideographic_unit(self, number: Numeral) -> bool:
        ahead = self.ideographs()
        scale = units.CJK_SCALES.get(ahead[:1])
        if scale is not None and not number.unit and not number.word and (not number.scale or scale < 8):
            number.scale += scale
            number.power += scale
            self.place += 1
            return True
        own = sorted((unit for unit in self.convention.units if ahead.startswith(unit)), key=len)
        known = own or [unit for unit in (*units.CJK_SHARES, *units.CJK_UNITS) if ahead.startswith(unit)]
        if not known:
            return False
        return self.named(number, units.CJK_SHARES.get(known[-1 if own else 0], known[-1 if own else 0]), len(known[-1 if own else 0]))

    # ---- qualifiers

    def qualifier_ahead(self) -> bool:
        back = self.place
        found = self.qualifier(before=True) is not None
        self.place = back
        return found

    def qualifier(self, before: bool) -> Relation | None:
        """A word such as "over" before a number, or 以上 behind it."""
        kind = self.kind()
        if kind != "w" and (len(kind) != 1 or kind < "\u2e80"):
            return None
        letters, ideographs, most = _words(self.convention.languages, before)
        if kind == "w":
            phrase, here, best = "", self.place, None
            for _ in range(most):
                if self.kinds[here] != "w":
                    break
                phrase = f"{phrase} {self.tokens[here].text.lower()}".strip()
                here += 1
                if phrase in letters:
                    end = here + (self.kinds[here] == "." and phrase in ("ca", "c", "approx"))
                    best = (letters[phrase], end)
                if self.kinds[here] != "s":
                    break
                here += 1
            if best:
                self.place = best[1]
                self.space()
                return best[0]
            return None
        ahead = self.ideographs(4)
        for word, relation in ideographs:
            if ahead.startswith(word):
                self.place += len(word)
                if before:
                    self.space()
                return relation
        return None

    # ---- a number with all that belongs to it

    def quantity(self, role: Role, name: str, relation: Relation | None, depth: int) -> None:
        self.space()
        if relation is None:
            relation = self.relation()
            self.space()
        elif relation is Relation.EQUAL and self.kind() in ("<", ">", "≤", "≥"):
            raise self.stop()
        worded = self.qualifier(before=True)
        if worded is not None:
            if relation not in (None, Relation.EQUAL):
                raise self.stop()
            relation = worded
        if self.kind() in ("(", "["):
            self.bracketed(role, name, relation or Relation.EQUAL, depth)
            return
        number, _ = self.single()
        first = len(self.pending)
        if number.rank:
            role = Role.RANK if role is Role.VALUE else role
        self.append(number, role, relation or Relation.EQUAL, name)
        if relation is None and not worded and self.behind_label(number, first):
            return
        self.after(number, first, depth)

    def append(self, number: Numeral, role: Role, relation: Relation, name: str) -> None:
        """A number, and the uncertainty of its shorthand."""
        self.pending.append((number, role, relation, name))
        if not number.shorthand:
            return
        roles = (Role.UNCERTAINTY,) if len(number.shorthand) == 1 else (Role.UNCERTAINTY_UP, Role.UNCERTAINTY_DOWN)
        if self.convention.brackets in (Role.STANDARD_ERROR, Role.STANDARD_DEVIATION) and len(roles) == 1:
            roles = (Role(self.convention.brackets),)
        for (digits, decimals, start, end), of in zip(number.shorthand, roles, strict=False):
            found = Numeral(digits, decimals, len(str(digits)) if digits else 0, start, end)
            found.power, found.unit, found.scale = number.power, number.unit, number.scale
            self.pending.append((found, of, Relation.EQUAL, ""))

    def behind_label(self, number: Numeral, first: int) -> bool:
        """The first number of .01 < p < .05."""
        back = self.place
        self.space()
        sign = self.relation()
        self.space()
        found = label(self.tokens, self.place) if sign is not None and self.place < len(self.tokens) else None
        if found is None or sign is None:
            self.place = back
            return False
        opposite = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}
        if sign.value not in opposite:
            self.place = back
            return False
        self.pending[first] = (number, found.role, Relation(opposite[sign.value]), found.name)
        self.place = found.end
        self.labelled = True
        self.space()
        second = self.relation()
        if second is None:
            raise self.stop()
        self.space()
        last, _ = self.single()
        self.pending.append((last, found.role, second, found.name))
        return True

    def after(self, number: Numeral, first: int, depth: int) -> None:
        """What belongs to a number and stands behind it: stars, ±, a range, brackets, a word."""
        role = self.pending[first][1]
        while True:
            back = self.place
            spaced = self.space()
            kind = self.kind()
            if kind in _CLOSES:
                self.place = back
                return
            if kind == "*" or self.legend_mark(spaced):
                self.marks(number)
            elif kind == "±":
                self.plus_minus(number)
            elif kind in ("+", "-", "−") and self.asymmetric(number):
                pass
            elif kind == "/" and not spaced:
                self.slash(number, first)
            elif kind == "w" and self.word() in ("of", "out") and self.total(first):
                pass
            elif kind in ("(", "[") and depth < _DEEPEST:
                self.bracket(number, first, depth)
            elif self.unit(number):
                pass
            elif (relation := self.qualifier(before=False)) is not None:
                old = self.pending[first]
                if old[2] is not Relation.EQUAL:
                    self.place = back
                    return
                self.pending[first] = (old[0], old[1], relation, old[3])
                number.end = max(number.end, self.tokens[self.place - 1].end)
                self.unit(number)
            else:
                self.place = back
                if len(self.pending) == first + 1 and (other := self.second_of_pair(False)) is not None:
                    self.range(number, other, first, role)
                    continue
                return

    def range(self, low: Numeral, high: Numeral, first: int, role: Role) -> None:
        _, _, relation, name = self.pending[first]
        if role not in (Role.VALUE, Role.P, Role.N, Role.MEAN) and not name:
            raise self.stop()
        lower, upper = _ENDS[self.convention.ranges]
        self.pending[first] = (low, lower, relation, name)
        self.pending.append((high, upper, relation, name))
        self.shared_unit()
        self.rising(low, high)

    def rising(self, low: Numeral, high: Numeral) -> None:
        if _amount(low) > _amount(high):
            told = "years or pages shortened (1990–95), a minus sign, or another decimal sign"
            raise Stop(high.start, "the range falls", told, "decimal" if low.decimals != high.decimals else "")

    # ---- what stands behind a number

    def legend_mark(self, spaced: bool) -> bool:
        """Whether a mark of the legend that is no star stands here: +, a letter."""
        if spaced or not self.convention.stars or self.place >= len(self.tokens):
            return False
        token = self.tokens[self.place]
        if token.kind == "+" and self.kind(1) == "d":
            return False
        return any(mark == token.text for mark, _ in self.convention.stars)

    def marks(self, number: Numeral) -> None:
        token = self.tokens[self.place]
        mark, start, end = token.text, token.start, token.end
        self.place += 1
        while len(mark) < 9 and (
            self.kind() == "*" or (self.kind() == "s" and self.kind(1) == "*" and self.tokens[self.place + 1].text[0] == mark[-1])
        ):
            self.space()
            mark, end = mark + self.tokens[self.place].text, self.tokens[self.place].end
            self.place += 1
        if len(mark) > 5:
            raise Stop(start, f"a mark of {len(mark)} signs")
        legend = dict(self.convention.stars)
        if legend and mark not in legend:
            raise Stop(start, f"the legend has no {mark!r}", f"a mark of another legend than {', '.join(legend)}", "stars")
        if number.stars:
            raise Stop(start, "two marks of significance behind one number")
        number.stars = (mark, start, end)
        self.stars.append(number.stars)

    def plus_minus(self, number: Numeral) -> None:
        token = self.tokens[self.place]
        self.place += 1
        self.space()
        declared = self.convention.plus_minus
        if self.kind() == "(":
            raise self.stop()
        found, _ = self.single()
        if found.number < 0 or found.signed:
            raise Stop(found.start, "a sign behind ±")
        role = _PLUS_MINUS[declared] if declared in _PLUS_MINUS else Role(declared)
        if role is Role.UNDECLARED:
            self.undeclared(
                "what stands behind ± is not declared: standard deviation, standard error, uncertainty or half-width", token, "plus_minus"
            )
        if found.power - found.scale and not number.power - number.scale and not found.shorthand:
            self.doubt("the power of ten stands behind the uncertainty alone: it may belong to both numbers", found.start, found.end)
        self.pending.append((found, role, Relation.EQUAL, self.aside()))
        if found.unit:
            self.shared_unit()

    def aside(self) -> str:
        """A word in brackets that names an uncertainty: (stat.), (syst)."""
        back = self.place
        self.space()
        if (
            self.kind() == "("
            and self.kind(1) == "w"
            and self.tokens[self.place + 1].text.lower().startswith(("stat", "sys", "theo", "exp", "lumi"))
        ):
            name = self.tokens[self.place + 1].text.lower()
            end = 2 + (self.kind(2) == ".")
            if self.kind(end) == ")":
                self.place += end + 1
                return name
        self.place = back
        return ""

    def asymmetric(self, number: Numeral) -> bool:
        """2.90+0.32-0.30, +0.32/−0.30, and the lower one first, as LaTeX has it where the subscript does."""
        back, doubts = self.place, len(self.doubts)
        upper_first = self.kind() == "+"
        found = numeral(self.tokens, back, self.convention)
        if found is None:
            return False
        first, self.place = found
        self.power(first)
        self.space()
        if self.kind() in ("/", ","):
            self.place += 1
            self.space()
        found = numeral(self.tokens, self.place, self.convention) if self.kind() in (("-", "−", "–") if upper_first else ("+",)) else None
        if found is None:
            self.place = back
            del self.doubts[doubts:]
            return False
        second, self.place = found
        self.power(second)
        lower = second if upper_first else first
        lower.number = -lower.number
        name = self.aside()
        for part in (first, second):
            part.unit, part.scale = number.unit, number.scale
            part.power += number.scale
            self.pending.append((part, Role.UNCERTAINTY_DOWN if part is lower else Role.UNCERTAINTY_UP, Relation.EQUAL, name))
        if self.unit(second) and not number.unit:
            for part in (number, first):
                part.unit, part.scale, part.power = second.unit, second.scale, part.power + second.scale
        return True

    def slash(self, number: Numeral, first: int) -> None:
        """46/50, by the convention; n of N where a percentage in brackets follows."""
        stroke = self.tokens[self.place]
        found = numeral(self.tokens, self.place + 1, self.convention, sign=False)
        if found is None or number.decimals or found[0].decimals or number.number < 0 or len(self.pending) != first + 1 or number.word:
            raise self.stop()
        other, after = found
        here = after + (self.kinds[after] == "s")
        counted = self.kinds[here] == "(" and "%" in self.kinds[here : here + 8]
        meaning = "counted" if counted else self.convention.slash
        if not meaning:
            text = self.text[number.start : other.end]
            told = f"rank {number.number} of {other.number}, or the fraction {text}"
            raise Stop(stroke.start, "a stroke between whole numbers", told, "slash")
        self.place = after
        _, _, relation, name = self.pending[first]
        if meaning == "fraction":
            if not other.number:
                raise Stop(other.start, "a fraction with denominator 0")
            number.parts, number.end = other.number, other.end
            return
        self.pending[first] = (number, Role.N if counted else Role.RANK, relation, name)
        self.pending.append((other, Role.TOTAL, Relation.EQUAL, ""))

    def total(self, first: int) -> bool:
        """23 of 50, 23 (46%) out of 50."""
        back = self.place
        number, role, relation, name = self.pending[first]
        if self.word() == "out":
            self.place += 1
            self.space()
        if self.word() != "of" or number.decimals or role not in (Role.VALUE, Role.N) or number.unit:
            self.place = back
            return False
        self.place += 1
        self.space()
        found = numeral(self.tokens, self.place, self.convention, sign=False)
        if found is None or found[0].decimals:
            self.place = back
            return False
        self.place = found[1]
        self.pending[first] = (number, Role.N, relation, name)
        self.pending.append((found[0], Role.TOTAL, Relation.EQUAL, ""))
        return True

    def undeclared(self, what: str, token: Token, setting: str) -> None:
        self.doubt(what, token.start, token.end, setting)

    def bracket(self, number: Numeral, first: int, depth: int) -> None:
        """What stands in brackets behind a number."""
        token = self.tokens[self.place]
        opening = token.kind
        close = {"(": ")", "[": "]"}[opening]
        setting = "brackets" if opening == "(" else "square"
        declared: str = getattr(self.convention, setting)
        self.place += 1
        self.space()
        if self.named_bracket(close, depth):
            return
        relation = self.relation()
        self.space()
        inner, _ = self.single()
        position = len(self.pending)
        self.pending.append((inner, Role.UNDECLARED, relation or Relation.EQUAL, ""))
        second = self.second_of_pair(True) if relation is None else None
        if second is not None:
            self.pending.pop()
            kind = declared if declared in _ENDS else ""
            self.ends(inner, second, kind)
            self.shared_unit()
            if not kind:
                self.undeclared(f"what the two numbers in brackets are is not declared: {INTERVAL}, {RANGE} or {QUARTILES}", token, setting)
            self.rising(inner, second)
        else:
            if self.kind() == "*":
                self.marks(inner)
            if self.kind() == "±":
                self.plus_minus(inner)
            role, name = self.role_in_brackets(declared, inner, number, first, token, setting)
            self.pending[position] = (inner, role, relation or Relation.EQUAL, name)
        self.space()
        if self.kind() != close:
            raise self.stop()
        self.place += 1
        if self.kind() == "*" and second is None and not number.stars:
            self.marks(inner)

    def role_in_brackets(self, declared: str, inner: Numeral, number: Numeral, first: int, token: Token, setting: str) -> tuple[Role, str]:
        if declared in ("t", "z"):
            return Role.STATISTIC, declared
        if declared and declared not in ("negative", *_RANGES):
            role = Role(declared)
            if role is Role.SHARE:
                self.count(number, first)
            return role, ""
        if not declared and inner.unit == "%" and not number.unit:
            self.count(number, first)
            return Role.SHARE, ""
        told = "standard error, standard deviation, t, z, p, n, share, uncertainty"
        self.undeclared(f"what stands in these brackets is not declared: {told}", token, setting)
        return Role.UNDECLARED, ""

    def count(self, number: Numeral, first: int) -> None:
        """The number before a share in brackets is a count, where it is whole."""
        found, role, relation, name = self.pending[first]
        if role is Role.VALUE and not number.decimals and not number.unit and number.parts == 1:
            self.pending[first] = (found, Role.N, relation, name)

    def named_bracket(self, close: str, depth: int) -> bool:
        """Brackets that say themselves what they hold: (95% CI 1.01–1.45), (SE = 0.3), (S = 1.8), (n = 20)."""
        if self.word() == "S" and (self.kind(1) in ("=", "s")):
            back = self.place
            self.place += 1
            self.space()
            if self.relation() is Relation.EQUAL:
                self.space()
                found, _ = self.single()
                self.pending.append((found, Role.SCALE_FACTOR, Relation.EQUAL, "S"))
                self.space()
                if self.kind() != close:
                    raise self.stop()
                self.place += 1
                return True
            self.place = back
        if self.kind() == "w" and self.tails():
            pass
        elif self.starts_label():
            self.labelled = True
            self.statements(close, depth + 1)
        else:
            return False
        self.space()
        if self.kind() != close:
            raise self.stop()
        self.place += 1
        return True

    # ---- brackets with nothing before them

    def bracketed(self, role: Role, name: str, relation: Relation, depth: int) -> None:
        """(20,076), [1.01, 1.45], (7.2 ± 0.3) × 10⁻³, (M = 3.2, SD = 1.1)."""
        token = self.tokens[self.place]
        close = {"(": ")", "[": "]"}[token.kind]
        setting = "brackets" if token.kind == "(" else "square"
        declared: str = getattr(self.convention, setting)
        if depth >= _DEEPEST:
            raise Stop(token.start, "brackets within brackets")
        self.place += 1
        self.space()
        if self.named_bracket(close, depth):
            return
        first = len(self.pending)
        sign = self.relation()
        self.space()
        inner, _ = self.single()
        self.pending.append((inner, role, sign or relation, name))
        second = self.second_of_pair(True)
        grouped = False
        if second is not None:
            self.pending.pop()
            kind = declared if declared in _ENDS else self.convention.ranges
            self.ends(inner, second, kind)
            self.rising(inner, second)
            self.shared_unit()
        else:
            self.space()
            while self.kind() in ("±", "+"):
                if self.kind() == "±":
                    self.plus_minus(inner)
                elif not self.asymmetric(inner):
                    raise self.stop()
                grouped = True
                self.space()
            if self.kind() == "*":
                self.marks(inner)
        self.space()
        if self.kind() != close:
            raise self.stop()
        closing = self.tokens[self.place]
        self.place += 1
        if grouped:
            self.group(first)
        elif second is None:
            self.lone(inner, first, declared, setting, token, closing, name)
        if self.kind() == "*" and not inner.stars:
            self.marks(inner)

    def group(self, first: int) -> None:
        """The power of ten and the unit behind (7.2 ± 0.3) belong to all within."""
        shared = Numeral(1, 0, 1, 0, 0)
        self.power(shared)
        self.unit(shared)
        for number, *_ in self.pending[first:]:
            number.power += shared.power
            number.scale += shared.scale
            number.unit = number.unit or shared.unit

    def lone(self, inner: Numeral, first: int, declared: str, setting: str, opening: Token, closing: Token, name: str) -> None:
        """A number alone in brackets: negative for an accountant, or what the row above or the note says."""
        _, role, relation, _ = self.pending[first]
        if declared == "negative":
            if inner.signed:
                raise Stop(inner.start, "a sign in brackets that mean minus")
            inner.number = -inner.number
            inner.start, inner.end = opening.start, closing.end
            self.unit(inner)
        elif declared in ("t", "z"):
            self.pending[first] = (inner, Role.STATISTIC, relation, declared)
        elif declared and declared not in _RANGES:
            self.pending[first] = (inner, Role(declared), relation, name)
        elif setting == "square":
            self.undeclared("what stands in square brackets is not declared", opening, setting)
            self.pending[first] = (inner, Role.UNDECLARED, relation, name)
        elif inner.signed or name or role is not Role.VALUE or relation is not Relation.EQUAL:
            self.undeclared("what stands in these brackets is not declared", opening, setting)
            self.pending[first] = (inner, role if name else Role.UNDECLARED, relation, name)
        else:
            number = self.text[inner.start : inner.end]
            told = f"−{number} as accountants write it (`brackets=negative`), or a standard error, t or p of {number} (`brackets=…`)"
            raise Stop(opening.start, "a number alone in brackets", told, setting)

    # ---- facts

    def facts(self) -> tuple[Fact, ...]:
        found = [self.fact(*item) for item in self.pending]
        for mark, start, end in self.stars:
            found.append(self.star(mark, start, end))
        if len(found) > 1:
            found.sort(key=lambda fact: fact.start)
            if "PDG" in self.convention.rounding:
                self.fill_up(found)
        return tuple(found)

    def fill_up(self, found: list[Fact]) -> None:
        """Zeros before the point that the rule of the Particle Data Group puts where it leaves no digit: 130 ± 40 is rounded to tens."""
        for place in range(len(found) - 1):
            value, uncertainty = found[place : place + 2]
            if value.role is not Role.VALUE or uncertainty.role is not Role.UNCERTAINTY or not value.value or not uncertainty.value:
                continue
            if (value.decimals, uncertainty.decimals) != (0, 0):
                continue
            *_, decimals = pdg(value.value, uncertainty.value)
            unit = Fraction(10) ** -decimals
            if decimals < 0 and not value.value % unit and not uncertainty.value % unit:
                for offset, fact in enumerate((value, uncertainty)):
                    assert fact.value is not None
                    low, high, *opened = bounds(fact.value, decimals, fact.relation, self.convention.rounding)
                    kept = fact.significant + decimals
                    found[place + offset] = fact._replace(
                        low=low, high=high, low_open=opened[0], high_open=opened[1], decimals=decimals, significant=kept
                    )

    def star(self, mark: str, start: int, end: int) -> Fact:
        legend = self.convention.stars
        for position, (known, bound) in enumerate(legend):
            if known == mark:
                low = legend[position + 1][1] if position + 1 < len(legend) else Fraction(0)
                return Fact(
                    Role.STARS, Relation.LESS, bound, low, bound, False, True, stars=mark, start=start, end=end, text=self.text[start:end]
                )
        return Fact(Role.STARS, Relation.EQUAL, None, stars=mark, start=start, end=end, text=self.text[start:end])

    def fact(self, number: Numeral, role: Role, relation: Relation, name: str) -> Fact:
        convention = self.convention
        decimals = number.decimals - number.power
        over = number.parts if decimals <= 0 else number.parts * 10**decimals
        value = Fraction(number.number if decimals >= 0 else number.number * 10**-decimals, over)
        exact = convention.precision == "exact" or number.parts != 1 or (role in _COUNTED and decimals <= 0 and not number.power)
        significant = number.significant
        more = significant - convention.digits if convention.digits else 0
        if more > 0 and number.number and not number.number % 10**more:  # zeros that only hold the place
            decimals, significant = decimals - more, convention.digits
        if number.number < 0 and role in _NEVER_NEGATIVE:
            raise Stop(number.start, f"a negative {role.value}", "a dash before it, or another number than its name or place says")
        low: Fraction | None
        high: Fraction | None
        if relation is Relation.EQUAL and not exact and decimals >= 0 and convention.rounding == _DEFAULT.rounding and not more > 0:
            half, twice = 2 * over, 2 * number.number  # what `bounds` gives, in whole numbers
            low, high, low_open, high_open = Fraction(twice - 1, half), Fraction(twice + 1, half), False, False
        else:
            low, high, low_open, high_open = bounds(value, decimals, relation, convention.rounding, exact)
        scale = Fraction(10) ** number.scale if number.scale else _ONE
        unit = number.unit
        if role in _POSITIVE:
            if role is Role.P:
                self.probability(number, value, relation)
                if high is None or high > 1:
                    high, high_open = _ONE, False
            if low is None or low < 0:
                low, low_open = Fraction(0), False
        elif role in (Role.VALUE, Role.UNDECLARED, Role.LOWER, Role.UPPER, Role.MEAN, Role.MEDIAN, Role.MINIMUM, Role.MAXIMUM) and not unit:
            unit = convention.unit
            if convention.scale is not Convention.scale:  # declared
                factor = convention.scale
                scale, value = scale * factor, value * factor
                low, high = (None if end is None else end * factor for end in (low, high))
                decimals -= power_of_ten(factor)
        return Fact(
            role, relation, value, low, high, low_open, high_open, decimals, significant, unit, scale,
            number.stars[0] if number.stars else "", name, number.start, number.end, self.text[number.start : number.end],
        )  # fmt: skip

    def probability(self, number: Numeral, value: Fraction, relation: Relation) -> None:
        text = self.text[number.start : number.end]
        if not 0 <= value <= 1:
            raise Stop(number.start, f"p is {text}, which is no probability", "a value whose decimal point is lost, or no p at all")
        if value == 0 and relation is Relation.LESS:
            raise Stop(number.start, "p is below 0, which is impossible", "a p that a program showed as .000")
        if value == 0 and relation is Relation.EQUAL and self.convention.p_zero == "impossible":
            told = "a p that was rounded to 0 (`p_zero=rounded`), or a slip: no test gives p = 0"
            raise Stop(number.start, f"p is {text}, and no p is 0", told, "p_zero")


_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_RANGES = (INTERVAL, RANGE, QUARTILES)


def _amount(number: Numeral) -> Fraction:
    return Fraction(number.number, number.parts) * place_value(number.decimals - number.power)
