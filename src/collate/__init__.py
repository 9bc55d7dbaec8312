"""Collate: compare a report's printed numbers with regenerated ones, to the last printed digit.

The names here are what notebooks, analyses and tests of a book use; everything else is internal.
"""

from collate.compare import Comparison, Regenerated, compare
from collate.errors import CollateError
from collate.notebook import Run, open_run
from collate.phrase import Phrase, joined
from collate.printed import Interval, Printed, parse
from collate.project import LANGUAGES, Project
from collate.quantity import Quantity, exact, observed, percent, total
from collate.verdict import Basis, Verdict

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
