"""Differences between two states, on the terminal and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from collate.cli.diff import Difference
from collate.cli.reading import number_text
from collate.cli.terminal import Words, listing
from collate.numbers.values import decimal_text


def show(found: Sequence[Difference], revision: str, words: Words, console: Console) -> None:
    """Print what changed, and a count of it."""
    if not found:
        console.print(words("diff-nothing", revision=revision))
        return
    table = listing(words("word-value"), words("diff-what"), words("diff-before"), words("diff-now"), words("diff-difference"))
    for item in found:
        state = words(f"diff-{item.what}") + words("join-comma") + words(f"diff-{item.state}")
        step = "" if item.difference is None else f"{'+' if item.difference > 0 else ''}{number_text(item.difference)}"
        table.add_row(item.id, state, _told(item, item.before, words), _told(item, item.now, words), step)
    console.print(table)
    counts = Counter((item.what, item.state) for item in found)
    told = (f"{words(f'diff-{what}')}{words('join-comma')}{words(f'diff-{state}')} {count}" for (what, state), count in counts.items())
    console.print(words("join-semicolon").join(told))


def as_json(found: Sequence[Difference], revision: str) -> dict[str, Any]:
    """The same with stable keys: definition `diff` of the schema `desk`."""
    return {
        "revision": revision,
        "changed": bool(found),
        "differences": [
            {
                "id": item.id,
                "what": item.what,
                "state": item.state,
                "before": item.before or None,
                "now": item.now or None,
                "difference": None if item.difference is None else decimal_text(item.difference),
            }
            for item in found
        ],
    }


def _told(item: Difference, text: str, words: Words) -> str:
    return words.optional(f"verdict-{text}") if item.what == "verdict" and text else text
