"""A mutation score in a few numbers, as terminal and page show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from collate.audit.mutation.change import KINDS
from collate.audit.mutation.score import Result

PASSING = ("identical", "rounding")  # verdicts under which a change of one unit of the last digit passes


@dataclass(frozen=True)
class Score:
    """Of the places of one kind: changes made and noticed, changes of one last digit tried and let pass as rounding."""

    kind: str
    made: int
    noticed: int
    single: int
    passing: int

    @property
    def percent(self) -> str:
        """The share noticed, in per cent, cut off rather than rounded: 100 % means all."""
        return f"{self.noticed * 1000 // self.made / 10:.1f} %" if self.made else ""


def scores(results: Sequence[Result]) -> list[Score]:
    """One score for each kind that has changes."""
    found = []
    for kind in KINDS:
        chosen = [result for result in results if result.kind == kind]
        single = [verdict for result in chosen for verdict in (result.up, result.down) if verdict]
        noticed = sum(bool(result.noticed_by) for result in chosen)
        found.append(Score(kind, len(chosen), noticed, len(single), sum(verdict in PASSING for verdict in single)))
    return [score for score in found if score.made]


def unnoticed(results: Sequence[Result]) -> list[Result]:
    """The changes that pass."""
    return [result for result in results if not result.noticed_by]
