"""Checks that need the print alone, the proof that a book is built again alike, and what changes of its numbers are noticed.

For programs: `grim`, `grimmer`, `debit`, `share_of_count`, `p_value`, `stars` and `confidence_interval` take printed strings and give a
`Checked` with its `Outcome` and reason; `ask_text` and `ask_table` ask a whole text or table.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collate.audit.granularity import debit, grim, grimmer, share_of_count
    from collate.audit.outcome import Checked, Outcome
    from collate.audit.questions.text import ask_table, ask_text
    from collate.audit.significance import confidence_interval, p_value, stars

__all__ = [
    "Checked",
    "Outcome",
    "ask_table",
    "ask_text",
    "confidence_interval",
    "debit",
    "grim",
    "grimmer",
    "p_value",
    "share_of_count",
    "stars",
]

_MODULES = {
    "granularity": ("debit", "grim", "grimmer", "share_of_count"),
    "outcome": ("Checked", "Outcome"),
    "questions.text": ("ask_table", "ask_text"),
    "significance": ("confidence_interval", "p_value", "stars"),
}


def __getattr__(name: str) -> Any:
    """A name of the public interface, from its module, which is imported when it is asked for."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
