"""The outcome of one comparison, and the grounds on which a value stands. Two closed sets."""

from __future__ import annotations

from enum import Enum


class Verdict(Enum):
    """What a comparison found. `mark` tells it by shape, `label` is its key in labels.csv."""

    IDENTICAL = ("identical", "✓", False)
    ROUNDING = ("rounding", "≈", False)
    ERRATUM = ("erratum", "※", False)
    DIFFERS = ("differs", "×", True)
    NOT_REGENERATED = ("not-regenerated", "○", False)
    NOT_RUN = ("not-run", "!", True)

    def __init__(self, key: str, mark: str, fails: bool) -> None:
        self.key = key
        self.mark = mark
        self.fails = fails

    @property
    def label(self) -> str:
        return f"verdict-{self.key}"

    @classmethod
    def from_key(cls, key: str) -> Verdict:
        """The verdict that files call `key`.

        Raises
        ------
        ValueError : there is none.
        """
        for verdict in cls:
            if verdict.key == key:
                return verdict
        raise ValueError(f"no verdict {key!r}")


class Basis(Enum):
    """Where the value that a printed one is compared with comes from; the first two alone verify anything.

    Arithmetic from other numbers; another source; the one table cell that a sentence quotes; the same statement elsewhere; the
    printed place itself; nothing at all.
    """

    RECOMPUTED = "recomputed"
    INDEPENDENT = "independent"
    QUOTED = "quoted"
    REPEATED = "repeated"
    TRANSCRIBED = "transcribed"
    NONE = "none"

    @property
    def verifies(self) -> bool:
        """Whether a comparison on these grounds says anything of the number, and not only of its copies."""
        return self in (Basis.RECOMPUTED, Basis.INDEPENDENT)

    @property
    def label(self) -> str:
        return f"basis-{self.value}"
