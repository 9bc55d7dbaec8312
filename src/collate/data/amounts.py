"""Amounts in the scale of a language: what is printed as 35 in 億 is 3.5 billion in English, and the reverse."""

from __future__ import annotations

import re
from decimal import Decimal

# The power of ten in the name of a unit: cny-100m, persons-10k, usd-billion.
_SCALES = {"": 0, "k": 3, "m": 6, "b": 9, "t": 12, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SCALE = re.compile(r".+-(?:1(0*)([kmbt]?)|(thousand|million|billion|trillion))", re.ASCII)
_DIGITS = re.compile(r"[-\u2212]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)


def exponent(unit: str) -> int:
    """The power of ten that a unit such as `cny-100m` counts in; 0 where its name says none."""
    found = _SCALE.fullmatch(unit)
    return len(found[1] or "") + _SCALES[found[2] or found[3] or ""] if found else 0


def scales(text: str) -> list[tuple[int, str]]:
    """The scales of a language, `3 thousand; 6 million` of its words, the largest first: powers of ten with their names."""
    parts = (part.strip().partition(" ") for part in text.split(";"))
    return sorted(((int(power), name) for power, _, name in parts), reverse=True)


def amount(printed: str, power: int, of_language: list[tuple[int, str]], *, beside: str = "", space: str = "\u00a0") -> str:
    """A printed number that counts in 10**power, with the largest scale of the language that leaves a whole digit.

    The digits stay as printed and only the point moves, so that nothing is rounded and no zero is lost.

    Parameters
    ----------
    space : what stands between the number and its scale.
    beside : another number in the same unit, whose scale is taken: a regenerated value stands beside the printed one.

    Raises
    ------
    ValueError : one of them is no plain decimal number.
    """
    size = abs(_number(beside or printed)) * 10**power
    scale, name = next(((scale, name) for scale, name in of_language if size >= 10**scale), (0, ""))
    moved = _number(printed).scaleb(power - scale)
    return f"{moved:,f}{space if name else ''}{name}".replace("-", "\u2212")


def _number(text: str) -> Decimal:
    if not _DIGITS.fullmatch(text):
        raise ValueError(f"{text!r} is no plain decimal number")
    return Decimal(text.replace(",", "").replace("\u2212", "-"))
