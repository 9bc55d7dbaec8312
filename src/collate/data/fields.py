"""What a field of a typed file may not hold: characters that nobody sees, numbers in another dress, what a spreadsheet made of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from collate.data.typed_text import INVISIBLE, named

# Columns whose characters are evidence: they stand as they are printed, and only what no page can show is refused.
EVIDENCE = frozenset({"printed", "text", "row", "column", "regenerated"})
# Columns that hold numbers; all else may have any punctuation.
NUMBERS = frozenset({"value", "decimals", "period", "line", "chapter", "number", "position", "factor"})
_WORDS = frozenset({"note", "citation", "reason"})
_KEYS = frozenset({"id", "key", "row"})
_LANGUAGE = re.compile(r"(?:subject_)?[a-z]{2,3}(?:_[a-z]{4})?(?:_(?:[a-z]{2}|\d{3}))?")  # a column of text in a language: `zh_hant`

SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
MINUS = "\u2212\u2013\ufe63\uff0d"  # minus, en dash, small and full-width hyphen: before a number each can only be its sign
_OTHER_MINUS = "\u2010-\u2015\u02d7"
_APOSTROPHES = "'\u2018\u2019\u02bc\u2032\xb4`\uff07"
_POINTS = "\uff0c\uff0e\u3001\u066b\u066c\xb7\u2024\u201a"
_ODD = re.compile(f"[{SPACES}{MINUS}{_OTHER_MINUS}{_APOSTROPHES}{_POINTS}\uff0b ]")
_LIKE_A_NUMBER = re.compile(rf"(?=.*\d)[\d.,+\-{SPACES}{MINUS}{_OTHER_MINUS}{_APOSTROPHES}{_POINTS}\uff0b ]+")
_AT_AN_END = re.compile(f"^[{SPACES}]|[{SPACES}]$")
_LOST = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}|#{3,}")
_POWER = re.compile(r"[-+]?\d+(?:[.,]\d+)?E[-+]?\d+", re.IGNORECASE)
# With a capital letter, as spreadsheets write months; `may-2005` is the key of a label.
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*"
_DATE = re.compile(
    rf"{_MONTH}[-/ ]\d{{1,4}}|\d{{1,4}}[-/ ]{_MONTH}(?:[-/ ]\d{{2,4}})?|\d{{1,4}}[/.]\d{{1,2}}[/.]\d{{1,4}}|\d+月\d+日"
    r"|\d{4}年\d+月(?:\d+日)?|\d{1,2}:\d{2}(?::\d{2})?"
)
_PLAIN = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
# One search through a whole file tells whether fields that hold no number need a look: most files have none of this.
_SUSPECT = re.compile(rf"{INVISIBLE.pattern}|[\t{SPACES}]|#[A-Z#]|Err:")


class Wrong(NamedTuple):
    """What is wrong with a field, and what to type instead."""

    what: str
    fix: str


def checker(columns: Sequence[str], text: str, *, powers: bool = False) -> Callable[[Mapping[str, str]], Wrong | None]:
    """What finds the first fault among the fields of a row, by column, in a file that holds `text`."""
    looked_at = list(columns) if _SUSPECT.search(text) else [column for column in columns if column in NUMBERS]

    def check(row: Mapping[str, str]) -> Wrong | None:
        for column in looked_at:
            value = row.get(column, "")
            if value and not _PLAIN.fullmatch(value) and (found := _wrong(column, value)) and not (powers and _POWER.fullmatch(value)):
                return found
        return None

    return check


def holds_words(column: str) -> bool:
    """Whether a column has text, where a space may belong to the word: remarks, and what stands in a language of the book."""
    return column in _WORDS or (column not in _KEYS and bool(_LANGUAGE.fullmatch(column)))


def _wrong(column: str, value: str) -> Wrong | None:
    if match := INVISIBLE.search(value) or re.search("\t", value):
        return Wrong(f"{column} {shown(value)} holds {named(match[0])}, which nobody sees", "delete it, or type the field anew")
    if column in EVIDENCE:
        return None
    if not holds_words(column):
        if match := _LOST.fullmatch(value):
            return Wrong(f"{column} is {value!r}, which a spreadsheet writes where it has lost a value", "type what the source has")
        if match := _AT_AN_END.search(value):
            return Wrong(f"{column} {shown(value)} begins or ends with {named(match[0])}", "delete it, or run `make tidy`")
    return _wrong_number(column, value) if column in NUMBERS else None


def _wrong_number(column: str, value: str) -> Wrong | None:
    if _POWER.fullmatch(value):
        return Wrong(f"{column} {value!r} is a power of ten, as a spreadsheet shows a long number", "type all its digits")
    if _DATE.fullmatch(value):
        return Wrong(
            f"{column} {value!r} is a date or a time, as a spreadsheet makes one of a number",
            "type what the source has, and let the spreadsheet take the column for text",
        )
    if not _LIKE_A_NUMBER.fullmatch(value):
        return None
    if match := re.match(f"[{MINUS}{_OTHER_MINUS}\uff0b]", value):
        sign = "+" if match[0] == "\uff0b" else "-"
        return Wrong(f"the sign of {column} {shown(value)} is {named(match[0])}", f"type {named(sign)}, or run `make tidy`")
    if value[0] in _APOSTROPHES:
        return Wrong(f"{column} {shown(value)} begins with {named(value[0])}, a spreadsheet's mark for text", "delete it")
    if match := _ODD.search(value):
        return Wrong(
            f"{column} {shown(value)} holds {named(match[0])}",
            "type a number with digits, a point before its decimals, and a comma between thousands where the source parts them",
        )
    if match := re.search(r"[^\x00-\x7f]", value):
        return Wrong(f"{column} {shown(value)} holds {named(match[0])}", "type the digits 0 to 9")
    if re.fullmatch(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+", value):
        return Wrong(f"{column} {value!r} has a comma after its points", "type commas between thousands and a point before decimals")
    return None


def shown(value: str) -> str:
    """A field as a message shows it: what nobody sees in it, and any space but the plain one, as an escape."""
    kept = value if len(value) <= 60 else f"{value[:57]}..."
    hidden = {"Cc", "Cf", "Zs", "Zl", "Zp", "Cn"}
    escaped = (
        character if character == " " or unicodedata.category(character) not in hidden else f"\\u{ord(character):04x}" for character in kept
    )
    return f"'{''.join(escaped)}'"
