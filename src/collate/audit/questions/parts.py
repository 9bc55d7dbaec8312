"""A part that is larger than its whole.

What is a part of what is read from a row or column whose label key is `total`, from sums and shares in the ledger's formulas, and, in a
book that has English, from subjects that begin with `of these` or contain `among them`: these are parts of the count on the same line
whose id begins with the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from collate.audit.questions.grid import TOTAL, Grid
from collate.audit.questions.question import Place, Question, Rule, interval_of, is_percent, texts, value_of, words_of
from collate.data.claims import Claim
from collate.numbers.formula import inputs_of

_SUM = re.compile(r"\{[^{}]+\}( \+ \{[^{}]+\})+")
_SHARE = re.compile(r"\{[^{}]+\} / \{[^{}]+\} \* 100")


def in_tables(grid: Grid) -> Iterator[Question]:
    """Cells above the total of their row or column."""
    for line in grid.lines:
        wholes = [cell for label, cell in line.cells if label.split(":")[-1] == TOTAL]
        parts = [cell for label, cell in line.cells if label.split(":")[-1] != TOTAL]
        yield from (_question(part, whole) for whole in wholes for part in parts if _exceeds(part, whole))


def in_sentences(claims: Mapping[str, Claim], places: Mapping[str, Place]) -> Iterator[Question]:
    """Claims above what they are a part of, and shares above 100 percent."""
    for claim in claims.values():
        named = [places[name] for name in inputs_of(claim.formula) if name in places]
        if _SUM.fullmatch(claim.formula):
            yield from (_question(part, claim) for part in named if _exceeds(part, claim))
        elif claim.kind == "share" and _SHARE.fullmatch(claim.formula) and len(named) == 2 and _exceeds(*named):
            yield _question(*named)
        if claim.kind == "share" and is_percent(claim) and claim.interval.low > 100:
            yield Question(Rule.PART, (claim.id,), f"{claim.printed.text} > 100")
        whole = _whole(claim, claims)
        if whole and _exceeds(claim, whole):
            yield _question(claim, whole)


def _whole(claim: Claim, claims: Mapping[str, Claim]) -> Claim | None:
    """What a subject that says `of these` or `among them` is a part of."""
    if not _is_part(claim):
        return None
    beside = [other for other in claims.values() if (other.chapter, other.line) == (claim.chapter, claim.line) and not _is_part(other)]
    wholes = [other for other in beside if other.kind == claim.kind and _common(other, claim) >= 2]
    return max(wholes, key=lambda other: _common(other, claim), default=None)


def _is_part(claim: Claim) -> bool:
    subject = claim.subject.get("en", "")
    return subject.startswith("of these") or "among them" in subject


def _common(first: Claim, second: Claim) -> int:
    """How many words at the start of two ids are the same."""
    pairs = zip(words_of(first), words_of(second), strict=False)
    same: Sequence[bool] = [one == other for one, other in pairs]
    return same.index(False) if False in same else len(same)


def _exceeds(part: Place, whole: Place) -> bool:
    return interval_of(part).low > interval_of(whole).high and value_of(whole) > 0


def _question(part: Place, whole: Place) -> Question:
    return Question(Rule.PART, (part.id, whole.id), texts((part, whole), " > "))
