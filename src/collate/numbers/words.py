"""Numbers in words, English and Chinese, and the words that say how a number lies to the one that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from collate.numbers.fact import Relation

_ABOUT, _OVER, _NEARLY, _FROM, _UP_TO, _BELOW = (
    Relation.ABOUT,
    Relation.OVER,
    Relation.NEARLY,
    Relation.FROM,
    Relation.UP_TO,
    Relation.BELOW,
)
# Language, relation, words before the number, words behind it.
QUALIFIERS: tuple[tuple[str, Relation, tuple[str, ...], tuple[str, ...]], ...] = (
    ("en", _ABOUT, ("about", "approximately", "approx", "around", "circa", "ca", "c", "roughly", "some", "an estimated"), ("or so",)),
    ("en", _OVER, ("over", "more than", "above", "greater than", "in excess of", "upwards of", "exceeding"), ()),
    ("en", _NEARLY, ("nearly", "almost", "close to", "just under", "just below"), ()),
    ("en", _FROM, ("at least", "not less than", "no less than", "no fewer than", "a minimum of"), ("or more", "and over", "and more")),
    ("en", _UP_TO, ("up to", "at most", "no more than", "not more than", "a maximum of"), ("or less", "or fewer", "at most")),
    ("en", _BELOW, ("below", "under", "less than", "fewer than"), ()),
    ("zh", _ABOUT, ("大約", "約莫", "約為", "約", "约", "大概", "近乎"), ("左右", "上下", "許")),
    ("zh", _OVER, ("超過", "超过", "多於", "高於", "大於", "逾", "超出"), ("多", "餘", "余")),
    ("zh", _NEARLY, ("將近", "将近", "接近", "近", "幾近"), ()),
    ("zh", _FROM, ("至少", "不低於", "不少於", "起碼"), ("以上",)),
    ("zh", _UP_TO, ("至多", "最多", "不超過", "多達", "高達"), ("以下", "以內")),
    ("zh", _BELOW, ("低於", "不到", "不足", "少於", "小於", "未達"), ("未滿",)),
    ("de", _ABOUT, ("etwa", "rund", "circa", "ungefähr", "zirka"), ()),
    ("de", _OVER, ("über", "mehr als"), ()),
    ("de", _NEARLY, ("fast", "nahezu", "knapp"), ()),
    ("de", _FROM, ("mindestens",), ()),
    ("de", _UP_TO, ("bis zu", "höchstens"), ()),
    ("de", _BELOW, ("unter", "weniger als"), ()),
    ("ja", _ABOUT, ("およそ", "約"), ("程度", "前後")),
    ("ja", _FROM, ("少なくとも",), ("以上",)),
    ("ja", _UP_TO, ("最大",), ("以下",)),
    ("ja", _BELOW, (), ("未満",)),
    ("ja", _OVER, (), ("超",)),
)  # fmt: skip


def qualifiers(languages: Sequence[str], before: bool) -> dict[str, Relation]:
    """The words of `languages` (all where none is named) before a number, or behind it; `zh-Hant` is `zh`."""
    wanted = {language.partition("-")[0] for language in languages}
    found: dict[str, Relation] = {}
    for language, relation, ahead, behind in QUALIFIERS:
        if not wanted or language in wanted:
            for word in ahead if before else behind:
                found.setdefault(word, relation)
    return found


_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
]  # fmt: skip
_CARDINAL = {word: number for number, word in enumerate(_UNITS)} | {word: 10 * (2 + place) for place, word in enumerate(_TENS)}
_MAGNITUDES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ORDINAL_UNITS = [
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
]  # fmt: skip
_ORDINAL = {word: number for number, word in enumerate(_ORDINAL_UNITS)} | {
    word[:-1] + "ieth": 10 * (2 + place) for place, word in enumerate(_TENS)
}
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    name: number for word, number in _ORDINAL.items() if number > 2 for name in (word, word + "s")
}


class Worded:
    """A number in words: its value, how many words it takes, and whether it is a rank or a part such as a third."""

    __slots__ = ("kind", "taken", "value")

    def __init__(self, value: Fraction, taken: int, kind: str = "cardinal") -> None:
        self.value, self.taken, self.kind = value, taken, kind


def english(words: Sequence[str]) -> Worded | None:
    """The number with which `words` (in small letters, hyphens apart) begin, or None."""
    total, group, taken, place = 0, 0, 0, 0
    last = ""
    while place < len(words):
        word = words[place]
        if word == "and" and last in ("hundred", "thousand") and place + 1 < len(words) and words[place + 1] in _CARDINAL:
            place += 1
            continue
        if word in _CARDINAL:
            number = _CARDINAL[word]
            if last in _CARDINAL and not (_CARDINAL[last] >= 20 and 0 < number < 10):
                break
            group += number
        elif word == "hundred" and last in _CARDINAL and 0 < group < 100:
            group *= 100
        elif word in _MAGNITUDES and taken and group and (not total or _MAGNITUDES[word] < total):
            total, group = total + group * _MAGNITUDES[word], 0
        elif word in _ORDINAL and (not last or (last in _TENS and _ORDINAL[word] < 10)) and word not in ("zeroth",):
            if last or not (place + 1 < len(words) and words[place + 1] in _PARTS):
                return Worded(Fraction(group + _ORDINAL[word] + total), place + 1, "rank")
            break
        else:
            break
        last, place = word, place + 1
        taken = place
    if taken and place == taken and place < len(words) and words[place] in _PARTS and total == 0 and 0 < group < _PARTS[words[place]]:
        return Worded(Fraction(group, _PARTS[words[place]]), taken + 1, "part")
    if taken:
        return Worded(Fraction(total + group), taken)
    if words[:1] in (["half"], ["a"], ["an"]):
        skip = 0 if words[0] == "half" else 1
        if len(words) > skip and words[skip] in _PARTS and not words[skip].endswith("s"):
            return Worded(Fraction(1, _PARTS[words[skip]]), skip + 1, "part")
        if skip and words[1:2] and (words[1] in _MAGNITUDES or words[1] == "hundred"):
            return Worded(Fraction(_MAGNITUDES.get(words[1], 100)), 2)
    return None


_DIGITS = {character: place for place, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "兩": 2, "两": 2, "壹": 1, "貳": 2, "參": 3, "肆": 4, "伍": 5, "陸": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_TENFOLD = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GREAT = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
CHINESE = frozenset(_DIGITS) | frozenset(_TENFOLD) | frozenset(_GREAT) | {"廿", "卅"}


def chinese(text: str) -> tuple[int, int] | None:
    """The number with which `text` begins, in Chinese numerals, and how many characters it takes; None where none begins it."""
    total, part, digit, taken = 0, 0, -1, 0
    places = ""
    for character in text:
        if character in _DIGITS:
            number = _DIGITS[character]
            if digit >= 0 and places is not None and digit != 0:
                return _digit_by_digit(text) if not part and not total else None
            if digit == 0 and number == 0 and not part and not total:
                return _digit_by_digit(text)
            digit = number
        elif character in ("廿", "卅"):
            if part or digit >= 0:
                return None
            part = 20 if character == "廿" else 30
        elif character in _TENFOLD:
            unit = _TENFOLD[character]
            if digit < 0 and (unit > 10 or part % 100):
                break
            if part % (unit * 10) and part:
                return None
            part, digit = part + (digit if digit >= 0 else 1) * unit, -1
        elif character in _GREAT:
            unit = _GREAT[character]
            part += max(digit, 0)
            if not part and not total:
                break
            if total and total % unit == 0 and unit * part >= total:
                return None
            if total and total % (unit * 10**4) and total < unit:  # 三萬億
                total, part = (total + part) * unit, 0
            else:
                total, part = total + part * unit, 0
            digit = -1
        else:
            break
        taken += 1
    if not taken:
        return None
    return total + part + max(digit, 0), taken


def _digit_by_digit(text: str) -> tuple[int, int] | None:
    """Years and the like: 二〇一二."""
    digits = ""
    for character in text:
        if character not in _DIGITS or len(digits) > 20:
            break
        digits += str(_DIGITS[character])
    following = text[len(digits) : len(digits) + 1]
    return None if following in _TENFOLD or not digits else (int(digits), len(digits))
