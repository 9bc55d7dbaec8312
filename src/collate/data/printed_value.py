"""Printed values of data files: many are printed more than once and read more than once, and each is parsed once."""

from __future__ import annotations

from functools import lru_cache

from collate.numbers.convention import Convention
from collate.numbers.printed import CELLS, Printed, parse


@lru_cache(maxsize=8192)
def read_printed(text: str, decimals: int | None = None, convention: Convention = CELLS) -> Printed:
    """`parse`, whose answers are kept.

    Raises
    ------
    PrintedError : as `parse` does.
    """
    return parse(text, decimals, convention)
