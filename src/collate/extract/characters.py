"""Characters of a printed string: raised and lowered ones told apart from others, unseen ones taken out, spaces of a source file."""

from __future__ import annotations

import re

from collate.data.typed_text import INVISIBLE, named

_UP = dict(zip("0123456789+-−–()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿⁱ", strict=True))
_DOWN = dict(zip("0123456789+-−–()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎", strict=True))
_MARKS = re.compile(r"[*∗⋆†‡§¶#⁎]+")  # stand high by themselves
_SPACES = re.compile(r"[ \t\n\r\f]+")  # of a source file; the no-break and the thin space are printed
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-][0-9.,\s]*[0-9]\s?%?\**")


def raised(text: str) -> str:
    """`text` as a superscript: `⁻³`, stars as they are, otherwise `^{a}`; nothing of nothing."""
    stripped = text.strip()
    if not stripped or _MARKS.fullmatch(stripped):
        return stripped.replace("∗", "*").replace("⋆", "*").replace("⁎", "*")
    return "".join(_UP[sign] for sign in stripped) if set(stripped) <= set(_UP) else f"^{{{stripped}}}"


def lowered(text: str) -> str:
    """`text` as a subscript: `₂`, otherwise `_{adj}`; nothing of nothing."""
    stripped = text.strip()
    if not stripped:
        return ""
    return "".join(_DOWN[sign] for sign in stripped) if set(stripped) <= set(_DOWN) else f"_{{{stripped}}}"


def one_line(text: str) -> str:
    """`text` with its line breaks and runs of plain spaces as one space each, without those at its ends."""
    return _SPACES.sub(" ", text).strip(" ")


def cell_text(text: str) -> str:
    """The text of a cell, in which only the line breaks of the page stand: each line as `one_line` gives it, empty ones dropped."""
    lines = (one_line(line).strip("\xa0") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def without_unseen(text: str) -> tuple[str, str]:
    """`text` without characters that nobody sees, and a doubt that names the first of them, or nothing."""
    kept = text.replace("\n", "\x00n")  # a line break is the one control that a cell may hold
    match = INVISIBLE.search(text.replace("\n", " "))
    if not match:
        return text, ""
    parts = [INVISIBLE.sub("", line) for line in kept.split("\x00n")]
    return "\n".join(parts), f"{named(match[0])}, which nobody sees, was left out"


def guarded(text: str) -> str:
    """`text` for a CSV file that a spreadsheet may open: with an apostrophe before it where it could be a formula and is no plain number.

    `unguarded` takes it away again.
    """
    bare = text.lstrip("'")  # an apostrophe of its own gets one more, so that the way back is one
    return f"'{text}" if _FORMULA.match(bare) and not _NUMBER.fullmatch(bare) else text


def unguarded(text: str) -> str:
    """What was given to `guarded`."""
    return text[1:] if text[:1] == "'" and guarded(text[1:]) == text else text
