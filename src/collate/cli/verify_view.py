"""Verdicts counted by basis and listed where they are not identical, on the terminal and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rich.console import Console

from collate.audit.conditional import Condition
from collate.cli.terminal import Words, listing
from collate.data.claims import Claim, told
from collate.data.published import Cell
from collate.judge import Judged
from collate.numbers.values import decimal_text
from collate.numbers.verdict import Basis, Verdict


def show(judged: Sequence[Judged[Cell | Claim]], words: Words, console: Console) -> None:
    """Print the values that are compared and not identical, then the counts by basis."""
    listed = listing("", words("word-value"), words("word-printed"), words("word-regenerated"))
    for item in judged:
        if item.verdict not in (Verdict.IDENTICAL, Verdict.NOT_REGENERATED):
            listed.add_row(words.verdict(item.verdict), item.place.id, item.place.printed.text, told(item.place, item.shown, words))
    counts = Counter((item.basis, item.verdict) for item in judged)
    found = [verdict for verdict in Verdict if any(counts[basis, verdict] for basis in Basis)]
    summary = listing(words("word-basis"), *(f"{verdict.mark} {words(verdict.label)}" for verdict in found))
    for basis in Basis:
        if any(counts[basis, verdict] for verdict in found):
            summary.add_row(words(basis.label), *(str(counts[basis, verdict]) for verdict in found))
    if listed.row_count:
        console.print(listed)
    console.print(summary)


def as_json(judged: Sequence[Judged[Cell | Claim]]) -> dict[str, Any]:
    """The same with stable keys: definition `verify` of the schema `desk`."""
    counts = Counter((item.basis, item.verdict) for item in judged)
    return {
        "fails": any(item.verdict.fails for item in judged),
        "counts": [
            {"basis": basis.value, "verdict": verdict.key, "count": counts[basis, verdict]}
            for basis in Basis
            for verdict in Verdict
            if counts[basis, verdict]
        ],
        "values": [
            {
                "id": item.place.id,
                "chapter": item.chapter,
                "basis": item.basis.value,
                "printed": item.place.printed.text,
                "shown": item.shown or None,
                "value": (decimal_text(Fraction(item.value)) if item.low else item.value) or None,
                "interval": {"low": decimal_text(Fraction(item.low)), "high": decimal_text(Fraction(item.high))} if item.low else None,
                "verdict": item.verdict.key,
                "rule": item.rule,
                "conditional": condition_json(item.condition),
            }
            for item in judged
        ],
    }


def condition_json(condition: Condition | None) -> dict[str, Any] | None:
    """A condition with stable keys: definition `conditional` of the schema `desk`."""
    if condition is None:
        return None
    readings = [{"id": reading.id, "printed": reading.printed, "proposed": reading.proposed} for reading in condition.readings]
    return {"readings": readings, "shown": condition.shown or None, "verdict": condition.verdict.key if condition.verdict else None}
