"""A number written the way another one is printed."""

from __future__ import annotations

import re
from fractions import Fraction

from collate.numbers.convention import Convention
from collate.numbers.fact import Fact
from collate.numbers.rounding import half_up
from collate.numbers.values import decimal_text

_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)} | {ord("．"): ".", ord("，"): ",", ord("－"): "-", ord("＋"): "+"}
_DIGITS = re.compile(r"[0-9]")
_PIECE = re.compile(r"[0-9.,·'’ \u00a0\u2007\u2009\u202f]")


def like(fact: Fact, value: Fraction, convention: Convention, *, decimals: int | None = None) -> str:
    """`value`, rounded, written the way that `fact` is: sign, separators, power of ten, unit, a zero that is left out.

    Parameters
    ----------
    decimals : that print stands for where it drops zeros: 38.0 is written like "40" in a column of one decimal as "38".
    """
    text = fact.text.translate(_WIDTH)
    first = _DIGITS.search(text)
    if first is None or fact.value is None:  # a word
        return decimal_text(half_up(value, max(fact.decimals, 2))) if value.denominator != 1 else str(value.numerator)
    start, end = _mantissa(text, first.start(), convention.decimal or ".")
    mantissa = text[start:end]
    sign_of_decimals = convention.decimal or "."
    shown = len("".join(mantissa.partition(sign_of_decimals)[2].split())) if sign_of_decimals in mantissa else 0
    power = shown - fact.decimals
    wanted = shown if decimals is None else decimals + power
    number = half_up(value * Fraction(10) ** -power, wanted)
    written = _decimal(abs(number), wanted)
    dropped = wanted - shown
    if dropped > 0 and written.endswith("0" * dropped):
        written = written[:-dropped].rstrip(".")
    whole, point, part = written.partition(".")
    group = re.search(r"\d([,.'’ \u00a0\u2007\u2009\u202f])\d{3}(?!\d)", mantissa.partition(sign_of_decimals)[0])
    if group:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", group[1], whole)
    if mantissa.startswith(sign_of_decimals) and whole == "0":
        whole = ""
    before = re.sub(r"[-−–+]\s*", "", text[:start], count=1)
    printed_sign = re.search(r"[-−–+]", text[:start])
    minus = printed_sign[0] if printed_sign and printed_sign[0] != "+" else "-"
    of_notation = minus if printed_sign and printed_sign[0] != "+" and fact.value > 0 else ""  # +2.0-2.1: the uncertainty is 2.1
    plus = "+" if printed_sign and printed_sign[0] == "+" else ""
    sign = minus if number < 0 else of_notation or plus
    if fact.value < 0 and text.startswith("(") and text.endswith(")") and not printed_sign:  # an accountant's minus
        sign, before, text = "", before if number < 0 else before[1:], text if number < 0 else text[:-1]
    after = re.sub(r"^\([0-9.,+−-]*\)", "", text[end:])  # a shorthand uncertainty is a fact of its own
    return f"{sign}{before}{whole}{sign_of_decimals if point else ''}{part}{after}"


def _mantissa(text: str, first: int, decimal: str) -> tuple[int, int]:
    """Where the digits of the number begin and end, separators within."""
    start = first - 1 if first and text[first - 1] == decimal else first
    end = first
    while end < len(text) and (text[end].isdigit() or (_PIECE.match(text[end]) and end + 1 < len(text) and text[end + 1].isdigit())):
        end += 1
    return start, end


def _decimal(value: Fraction, decimals: int) -> str:
    if decimals <= 0:
        return str(value.numerator // value.denominator)
    digits = str(value.numerator * 10**decimals // value.denominator).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}"
