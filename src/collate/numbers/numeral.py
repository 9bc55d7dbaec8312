"""One printed numeral: sign, digits with their separators, shorthand uncertainty, power of ten, number word."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from collate.numbers import words
from collate.numbers.convention import Convention
from collate.numbers.tokens import Token

LONGEST = 100  # digits; no publication prints a number of that many
LARGEST_POWER = 999
_MINUS = ("-", "−", "–")
_BEFORE_POWER = frozenset("ws×·*d")
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6),
    "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅒": (1, 10),
}  # fmt: skip


class Stop(Exception):  # noqa: N818  # no error of a user: `reading` makes one of it
    """Reading cannot go on: where, why, what the string could be, and which setting decides."""

    def __init__(self, place: int, what: str, could_be: str = "", setting: str = "") -> None:
        super().__init__(what)
        self.place, self.what, self.could_be, self.setting = place, what, could_be, setting


class Numeral:
    """A numeral as it stands, before its role is known.

    Attributes
    ----------
    number : its digits with the sign, as a whole number; `parts` divides it for a fraction.
    decimals : how many of the digits are decimals.
    power : of ten, by an exponent, a scale such as million, or a share that is a fraction.
    scale : the power of ten of scale and share alone.
    uncertainty : in shorthand, the digits in the brackets and their decimals; two of them where it is asymmetric.
    """

    __slots__ = (
        "decimals",
        "end",
        "number",
        "parts",
        "power",
        "rank",
        "scale",
        "shorthand",
        "signed",
        "significant",
        "stars",
        "start",
        "unit",
        "word",
    )

    def __init__(self, number: int, decimals: int, significant: int, start: int, end: int, parts: int = 1) -> None:
        self.number, self.decimals, self.significant, self.start, self.end, self.parts = number, decimals, significant, start, end, parts
        self.power = self.scale = 0
        self.unit = ""
        self.signed = ""
        self.stars: tuple[str, int, int] | None = None
        self.shorthand: list[tuple[int, int, int, int]] = []  # digits, decimals, start, end
        self.rank = self.word = False


def numeral(
    tokens: Sequence[Token], place: int, convention: Convention, *, grouped: bool = True, sign: bool = True
) -> tuple[Numeral, int] | None:
    """The numeral at `place` and the place behind it; None where there is none.

    Parameters
    ----------
    grouped : whether a comma may stand between groups of digits (not between two degrees of freedom).
    sign : whether a sign may stand before it.

    Raises
    ------
    Stop : digits that cannot be read under the convention, or in two ways.
    """
    last = len(tokens)
    start = place
    negative, signed = False, ""
    if sign and place < last and tokens[place].kind in ("-", "−", "–", "+"):
        signed = tokens[place].kind
        negative = signed != "+"
        place += 1
        if place < last and tokens[place].kind == "s" and signed != "–" and place + 1 < last and tokens[place + 1].kind in ("d", "."):
            place += 1  # "- 0.5"
    if place >= last:
        return None
    kind = tokens[place].kind
    if kind == "d" or (kind in (convention.decimal or ".,") and place + 1 < last and tokens[place + 1].kind == "d"):
        digits, decimals, place = _mantissa(tokens, place, convention, grouped)
    elif kind in _VULGAR:
        top, bottom = _VULGAR[kind]
        found = Numeral(-top if negative else top, 0, 1, tokens[start].start, tokens[place].end, bottom)
        return found, place + 1
    elif not signed:
        return _worded(tokens, place)
    else:
        return None
    if len(digits) > LONGEST:
        raise Stop(tokens[start].start, f"a number of {len(digits)} digits", "no publication prints so many")
    number = int(digits)
    significant = len(digits.lstrip("0")) if number else 0
    if place < last and tokens[place].kind in _VULGAR and not decimals:  # 1½
        top, bottom = _VULGAR[tokens[place].kind]
        number = number * bottom + top
        return Numeral(-number if negative else number, 0, significant + 1, tokens[start].start, tokens[place].end, bottom), place + 1
    found = Numeral(-number if negative else number, decimals, significant, tokens[start].start, tokens[place - 1].end)
    found.signed = signed
    return found, place


def _mantissa(tokens: Sequence[Token], place: int, convention: Convention, grouped: bool) -> tuple[str, int, int]:
    """Digits without separators, how many of them are decimals, and the place behind."""
    if convention.decimal:
        return _digits(tokens, place, convention.decimal, _thousands(convention), grouped)
    found = [_digits(tokens, place, decimal, other, grouped) for decimal, other in ((".", ","), (",", "."))]
    (digits, decimals, end), (other_digits, other_decimals, other_end) = found
    if end != other_end:
        return found[end < other_end]
    if (digits, decimals) == (other_digits, other_decimals):
        return found[0]
    text = "".join(token.text for token in tokens[place:end])
    one, two = (
        f"{digits[: len(digits) - count] or '0'}{'.' if count else ''}{digits[len(digits) - count :]}"
        for count in (decimals, other_decimals)
    )
    raise Stop(tokens[place].start, f"{text!r} is {one} or {two}", f"{one} with a decimal point, {two} with a decimal comma", "decimal")


def _thousands(convention: Convention) -> str:
    if convention.thousands:
        return {"space": "s", "none": ""}.get(convention.thousands, convention.thousands)
    return "," if convention.decimal in (".", "·") else "?"


def _digits(tokens: Sequence[Token], place: int, decimal: str, thousands: str, grouped: bool) -> tuple[str, int, int]:
    last = len(tokens)
    digits, decimals, begin = "", 0, place
    if tokens[place].kind == "d":
        digits = lead = tokens[place].text
        place += 1
        while grouped and thousands and len(lead) <= 3 and place + 1 < last:
            mark, group = tokens[place], tokens[place + 1]
            if group.kind != "d" or len(group.text) != 3 or not (mark.kind == thousands or (thousands == "?" and mark.kind == ".")):
                break
            if mark.kind == "s" and len(mark.text) != 1:
                break
            if thousands == "?":
                text = f"{lead}{mark.text}{group.text}"
                told = f"{lead}{group.text} with a point between thousands, {text} with a decimal point"
                raise Stop(tokens[begin].start, f"{text!r} is one number or another", told, "thousands")
            digits += group.text
            place += 2
    if place + 1 < last and tokens[place].kind == decimal and tokens[place + 1].kind == "d":
        part = tokens[place + 1].text
        digits, decimals, place = digits + part, len(part), place + 2
        while thousands == "s" and len(part) == 3 and place + 1 < last:  # 1.234 567
            if (
                tokens[place].kind != "s"
                or len(tokens[place].text) != 1
                or tokens[place + 1].kind != "d"
                or len(tokens[place + 1].text) > 3
            ):
                break
            part = tokens[place + 1].text
            digits, decimals, place = digits + part, decimals + len(part), place + 2
    return digits, decimals, place


def _worded(tokens: Sequence[Token], place: int) -> tuple[Numeral, int] | None:
    """A number in words."""
    token = tokens[place]
    if token.kind in words.CHINESE or token.kind in "第半百數":
        return _chinese(tokens, place)
    if token.kind != "w" or not token.text.isascii():
        return None
    spelt: list[str] = []
    places: list[int] = []
    here = place
    while here < len(tokens) and len(spelt) < 24:
        if tokens[here].kind == "w":
            spelt.append(tokens[here].text.lower())
            places.append(here)
        elif tokens[here].kind not in ("s", "-"):
            break
        here += 1
    found = words.english(spelt)
    if found is None:
        return None
    end = places[found.taken - 1]
    value = found.value
    result = Numeral(value.numerator, 0, len(str(abs(value.numerator))), token.start, tokens[end].end, value.denominator)
    result.rank, result.word = found.kind == "rank", True
    return result, end + 1


def _chinese(tokens: Sequence[Token], place: int) -> tuple[Numeral, int] | None:
    last = min(len(tokens), place + LONGEST)
    run = place
    while run < last and len(tokens[run].kind) == 1 and ord(tokens[run].kind) > 0x2E7F:
        run += 1
    text = "".join(token.text for token in tokens[place:run])
    value, taken, rank, unit = Fraction(0), 0, False, ""
    if text.startswith("半") and not text[1:2].isalpha():
        value, taken = Fraction(1, 2), 1
    elif text.startswith("百分之"):
        found = words.chinese(text[3:])
        if found is None:  # 百分之30
            return None
        value, taken, unit = Fraction(found[0]), found[1] + 3, "%"
    else:
        rank = text.startswith("第")
        found = words.chinese(text[rank:])
        if found is None:
            return None
        value, taken = Fraction(found[0]), found[1] + rank
        if not rank and text[taken : taken + 2] == "分之" and value > 0 and (over := words.chinese(text[taken + 2 :])):
            value, taken = Fraction(over[0]) / value, taken + 2 + over[1]
        elif not rank and text[taken : taken + 1] == "成" and value < 10:
            value, taken, unit = value * 10, taken + 1, "%"
            if text[taken : taken + 1] == "半":
                value, taken = value + 5, taken + 1
    digits = str(abs(value.numerator))
    result = Numeral(value.numerator, 0, len(digits), tokens[place].start, tokens[place + taken - 1].end, value.denominator)
    result.rank, result.unit, result.word = rank, unit, True
    return result, place + taken


def exponent(tokens: Sequence[Token], place: int) -> tuple[int, int, str] | None:
    """The power of ten behind a numeral, the place behind it and what is doubtful about it; None where there is none.

    Raises
    ------
    Stop : a power that no publication prints.
    """
    last = len(tokens)
    if place >= last or tokens[place].kind not in _BEFORE_POWER:
        return None
    if tokens[place].kind == "w" and tokens[place].text in ("e", "E") and tokens[place - 1].end == tokens[place].start:
        found = _signed(tokens, place + 1)
        return (_power(tokens, place, found[0]), found[1], "") if found else None
    here = place
    here += here < last and tokens[here].kind == "s"
    if here >= last:
        return None
    doubt = ""
    times = tokens[here]
    if times.kind in ("×", "·", "*") or (times.kind == "w" and times.text in ("x", "X")):
        if times.text == "**":
            return None
    elif times.kind == "d" and times.text == "3" and here > place:
        doubt = "the sign × seems to have become 3"
    else:
        return None
    here += 1
    here += here < last and tokens[here].kind == "s"
    if here >= last or tokens[here].kind != "d":
        return None
    ten = tokens[here].text
    if ten != "10":
        if not doubt and ten.startswith("10") and len(ten) <= 4 and times.kind == "×" and ten[2:].lstrip("0"):
            return _power(tokens, here, int(ten[2:])), here + 1, f"the superscript of 10 seems lost: {ten} read as a power of ten"
        return None
    here += 1
    if here < last and tokens[here].kind == "u":
        return (_power(tokens, here, int(tokens[here].text)), here + 1, doubt) if _whole(tokens[here].text) else None
    if here < last and tokens[here].text == "**":
        found = _signed(tokens, here + 1)
        return (_power(tokens, here, found[0]), found[1], doubt) if found else None
    if here < last and tokens[here].kind in _MINUS and (found := _signed(tokens, here)):
        lost = f"the superscript of 10 seems lost: 10{tokens[here].text}{abs(found[0])} read as a power of ten"
        return _power(tokens, here, found[0]), found[1], f"{doubt}; {lost}" if doubt else lost
    return None if doubt else (1, here, "")


def _whole(text: str) -> bool:
    return len(text) <= 4 and text.lstrip("+-").isdigit()


def _signed(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    negative = False
    if place < len(tokens) and tokens[place].kind in (*_MINUS, "+"):
        negative = tokens[place].kind != "+"
        place += 1
    if place >= len(tokens) or tokens[place].kind != "d" or len(tokens[place].text) > 6:
        return None
    number = int(tokens[place].text)
    return -number if negative else number, place + 1


def _power(tokens: Sequence[Token], place: int, power: int) -> int:
    if abs(power) > LARGEST_POWER:
        raise Stop(tokens[place].start, f"the power of ten {power}", "no publication prints so many digits")
    return power
