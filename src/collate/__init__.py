"""Collate: compare a report's printed numbers with regenerated ones, to the last printed digit.

The names here are what notebooks, analyses and tests of a book use; everything else is internal.
"""

from typing import TYPE_CHECKING, Any

from collate.errors import CollateError
from collate.numbers.compare import Comparison, Regenerated, compare
from collate.numbers.phrase import Phrase, joined
from collate.numbers.printed import Interval, Printed, parse
from collate.numbers.quantity import Quantity, exact, observed, percent, total
from collate.numbers.verdict import Basis, Verdict
from collate.project import LANGUAGES, Project

if TYPE_CHECKING:
    from collate.notebooks.notebook import Run, open_run

__all__ = [
    "LANGUAGES",
    "Basis",
    "CollateError",
    "Comparison",
    "Interval",
    "Phrase",
    "Printed",
    "Project",
    "Quantity",
    "Regenerated",
    "Run",
    "Verdict",
    "compare",
    "exact",
    "joined",
    "observed",
    "open_run",
    "parse",
    "percent",
    "total",
]


def __getattr__(name: str) -> Any:
    """`Run` and `open_run` when they are asked for: they bring pandas and matplotlib, which a build with nothing to do need not load."""
    if name not in ("Run", "open_run"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from collate.notebooks import notebook

    return getattr(notebook, name)
