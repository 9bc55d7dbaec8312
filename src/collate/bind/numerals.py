"""What is a numeral in a chapter, and what only looks like one: rules for all languages, and those of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from unicodedata import name, normalize

from collate.book import Book
from collate.data import csvfile
from collate.data.typed_text import INVISIBLE

COLUMNS = ("kind", "name", "pattern", "reason")
RULES = Path(__file__).resolve().parents[1] / "locale" / "numerals"
KINDS = ("numeral", "passes", "passes beside a bound number")
BOUND = "\ufffc"  # stands for a number that a role prints; a pattern writes BOUND
PASSED = "\ufffd"  # stands for what passes; no letter, so that words end before it
_ROLE = re.compile(r"\{(?:claim|amount|cell)\}`[^`]*`")
_RADICALS = {code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FE0)}  # Kangxi radicals look like ideographs: ⼆ is 二
_EMPHASIS = re.compile(r"[*~]|(?<![^\W_])_|_(?![^\W_])")


@dataclass(frozen=True)
class Class:
    """A row of a table: numerals, or what passes for a reason; `pattern` takes one line."""

    kind: str
    name: str
    pattern: re.Pattern[str]
    reason: str


def tables(book: Book, language: str) -> tuple[Path, ...]:
    """The tables of rules that a page in `language` meets: those for all languages, those of its own, and those that the book adds.

    A page may quote names in another script, so that it meets the rules of the book's languages in it, too; the words of a
    language in the same script would be taken for its own.
    """
    cjk = book.language(language).cjk
    names = ["every", *(other.tag for other in book.config.languages if other.tag == language or other.cjk != cjk)]
    library = [RULES / f"{name}.csv" for name in names]
    return tuple([path for path in library if path.exists()] + [book.root / name for name in book.config.numerals])


@cache
def classes(paths: tuple[Path, ...]) -> tuple[Class, ...]:
    """The rows of tables.

    Raises
    ------
    DataError : a table is missing; a row of an unknown kind, without a reason, or whose pattern is not a regular expression.
    """
    found = []
    for path in paths:
        for row in csvfile.read(path, COLUMNS):
            if row["kind"] not in KINDS:
                raise row.error(f"unknown kind {row['kind']!r}", f"use one of {', '.join(KINDS)}")
            if not row["reason"]:
                raise row.error(f"{row['name']!r} has no reason", "say why it counts, or why it passes")
            try:
                pattern = re.compile(row["pattern"].replace("BOUND", BOUND), re.IGNORECASE)
            except re.error as error:
                raise row.error(f"{row['name']!r} is not a regular expression: {error}") from None
            found.append(Class(row["kind"], row["name"], pattern, row["reason"]))
    return tuple(found)


def numerals(line: str, rules: Sequence[Class], exceptions: tuple[str, ...] = ()) -> list[str]:
    """The numerals of a line that no role binds, in their order, as words of the line.

    Parameters
    ----------
    rules : those of the page's language (`classes`).
    line : Markdown, or the line of a directive, of HTML or of a front matter: whatever it shows is read.
    exceptions : words that pass wherever they stand.
    """
    text = _EMPHASIS.sub("", _ROLE.sub(BOUND, INVISIBLE.sub("", unescape(line)).translate(_RADICALS)))
    here = [exception for exception in exceptions if exception in text]
    passes = [match.span() for exception in here for match in re.finditer(re.escape(exception), text)]
    for row in rules:
        if row.kind == "passes" or (row.kind != "numeral" and BOUND in text):
            passes += [match.span() for match in row.pattern.finditer(text)]
    shown = list(text)
    for start, end in passes:
        shown[start:end] = PASSED * (end - start)
    text = "".join(shown)
    found = {match.span() for row in rules if row.kind == "numeral" for match in row.pattern.finditer(text)}
    inside = {place for start, end in found for place in range(start, end)}
    found |= {(place, place + 1) for place, character in enumerate(text) if place not in inside and _is_numeric(character)}
    return [text[start:end] for start, end in sorted(found)]


def _is_numeric(character: str) -> bool:
    """Whether it is a digit or a number of any script; ideographs are left to the tables of their languages."""
    return character.isnumeric() and not name(character, "").startswith("CJK")
