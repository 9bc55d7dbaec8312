"""Collate: compare a report's printed numbers with regenerated ones, to the last printed digit.

The names here are what notebooks, analyses and tests of a book use; everything else is internal.
"""

from collate.errors import CollateError
from collate.notebooks.notebook import Run, open_run
from collate.numbers.compare import Comparison, Regenerated, compare
from collate.numbers.phrase import Phrase, joined
from collate.numbers.printed import Interval, Printed, parse
from collate.numbers.quantity import Quantity, exact, observed, percent, total
from collate.numbers.verdict import Basis, Verdict
from collate.project import LANGUAGES, Project

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
