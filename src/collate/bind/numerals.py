"""What is a numeral in a chapter, and what only looks like one: a table for every language, and one for them all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from unicodedata import name, normalize

from collate.data import csvfile
from collate.data.typed_text import INVISIBLE

COLUMNS = ("kind", "name", "pattern", "reason")
KINDS = ("numeral", "passes", "passes beside a bound number")
BOUND = "\ufffc"  # stands for a number that a role prints; a pattern writes BOUND
PASSED = "\ufffd"  # stands for what passes; no letter, so that words end before it
_ROLE = re.compile(r"\{(?:claim|cell)\}`[^`]*`")
_RADICALS = {code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FE0)}  # Kangxi radicals look like ideographs: ⼆ is 二
_EMPHASIS = re.compile(r"[*~]|(?<![^\W_])_|_(?![^\W_])")


@dataclass(frozen=True)
class Class:
    """A row of a table: numerals, or what passes for a reason; `pattern` takes one line."""

    kind: str
    name: str
    pattern: re.Pattern[str]
    reason: str


@cache
def classes() -> tuple[Class, ...]:
    """The rows of all tables beside this module. Every page meets all of them: a page may quote another language.

    Raises
    ------
    DataError : a row of no such kind, without a reason, or whose pattern is no regular expression.
    """
    found = []
    for path in sorted(Path(__file__).parent.glob("*.csv")):
        for row in csvfile.read(path, COLUMNS):
            if row["kind"] not in KINDS:
                raise row.error(f"no kind {row['kind']!r}", f"use one of {', '.join(KINDS)}")
            if not row["reason"]:
                raise row.error(f"{row['name']!r} has no reason", "say why it counts, or why it passes")
            try:
                pattern = re.compile(row["pattern"].replace("BOUND", BOUND), re.IGNORECASE)
            except re.error as error:
                raise row.error(f"{row['name']!r} is no regular expression: {error}") from None
            found.append(Class(row["kind"], row["name"], pattern, row["reason"]))
    return tuple(found)


def numerals(line: str, exceptions: tuple[str, ...] = ()) -> list[str]:
    """The numerals of a line that no role binds, in their order, as words of the line.

    Parameters
    ----------
    line : Markdown, or the line of a directive, of HTML or of a front matter: whatever it shows is read.
    exceptions : words that pass wherever they stand.
    """
    text = _EMPHASIS.sub("", _ROLE.sub(BOUND, INVISIBLE.sub("", unescape(line)).translate(_RADICALS)))
    here = [exception for exception in exceptions if exception in text]
    passes = [match.span() for exception in here for match in re.finditer(re.escape(exception), text)]
    for row in classes():
        if row.kind == "passes" or (row.kind != "numeral" and BOUND in text):
            passes += [match.span() for match in row.pattern.finditer(text)]
    shown = list(text)
    for start, end in passes:
        shown[start:end] = PASSED * (end - start)
    text = "".join(shown)
    found = {match.span() for row in classes() if row.kind == "numeral" for match in row.pattern.finditer(text)}
    inside = {place for start, end in found for place in range(start, end)}
    found |= {(place, place + 1) for place, character in enumerate(text) if place not in inside and _is_numeric(character)}
    return [text[start:end] for start, end in sorted(found)]


def _is_numeric(character: str) -> bool:
    """Whether it is a digit or a number of any script; ideographs are left to the tables of their languages."""
    return character.isnumeric() and not name(character, "").startswith("CJK")
