"""Collate: compare a publication's printed numbers with regenerated ones, to the last printed digit.

The names here are what notebooks, analyses and tests of a book use; everything else is internal.
"""

import importlib
from typing import TYPE_CHECKING, Any

from collate.version import __version__

if TYPE_CHECKING:
    from collate.book import Book
    from collate.check.assertion import printed
    from collate.data.phrase import Phrase, joined
    from collate.errors import CollateError
    from collate.numbers.compare import Comparison, Regenerated, compare
    from collate.numbers.convention import Convention
    from collate.numbers.fact import Fact, Relation, Role
    from collate.numbers.interval import Interval
    from collate.numbers.judgement import FactVerdict, Judgement, judge
    from collate.numbers.printed import Printed, parse
    from collate.numbers.quantity import (
        Quantity,
        exact,
        exp,
        log,
        log10,
        maximum,
        mean,
        median,
        minimum,
        observed,
        percent,
        pstdev,
        pvariance,
        quantile,
        rank,
        root,
        sqrt,
        stdev,
        student,
        total,
        variance,
    )
    from collate.numbers.reading import Doubt, Reading, read
    from collate.numbers.truth import Truth
    from collate.numbers.verdict import Basis, Verdict
    from collate.run.notebook import Run, open_run

__all__ = [
    "Basis",
    "Book",
    "CollateError",
    "Comparison",
    "Convention",
    "Doubt",
    "Fact",
    "FactVerdict",
    "Interval",
    "Judgement",
    "Phrase",
    "Printed",
    "Quantity",
    "Reading",
    "Regenerated",
    "Relation",
    "Role",
    "Run",
    "Truth",
    "Verdict",
    "__version__",
    "compare",
    "exact",
    "exp",
    "joined",
    "judge",
    "log",
    "log10",
    "maximum",
    "mean",
    "median",
    "minimum",
    "observed",
    "open_run",
    "parse",
    "percent",
    "printed",
    "pstdev",
    "pvariance",
    "quantile",
    "rank",
    "read",
    "root",
    "sqrt",
    "stdev",
    "student",
    "total",
    "variance",
]


# Where each name is. It is imported when it is asked for: a command must meet an interrupt before it imports anything.
_MODULES = {
    "errors": ("CollateError",),
    "run.notebook": ("Run", "open_run"),
    "numbers.compare": ("Comparison", "Regenerated", "compare"),
    "data.phrase": ("Phrase", "joined"),
    "numbers.convention": ("Convention",),
    "numbers.fact": ("Fact", "Relation", "Role"),
    "numbers.interval": ("Interval",),
    "numbers.judgement": ("FactVerdict", "Judgement", "judge"),
    "numbers.printed": ("Printed", "parse"),
    "numbers.reading": ("Doubt", "Reading", "read"),
    "check.assertion": ("printed",),
    "numbers.quantity": (
        "Quantity",
        "exact",
        "exp",
        "log",
        "log10",
        "maximum",
        "mean",
        "median",
        "minimum",
        "observed",
        "percent",
        "printed",
        "pstdev",
        "pvariance",
        "quantile",
        "rank",
        "root",
        "sqrt",
        "stdev",
        "student",
        "total",
        "variance",
    ),
    "numbers.truth": ("Truth",),
    "numbers.verdict": ("Basis", "Verdict"),
    "book": ("Book",),
}


def __getattr__(name: str) -> Any:
    """A name of the public interface, from its module."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
