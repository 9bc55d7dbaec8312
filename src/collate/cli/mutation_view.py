"""The mutation score on the terminal and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from collate.audit.mutation.score import REASONS, Result
from collate.audit.mutation.summary import scores, unnoticed
from collate.cli.terminal import Words, listing


def show(results: Sequence[Result], words: Words, console: Console) -> None:
    """Print the changes that pass, then the score of each kind."""
    passing = unnoticed(results)
    keys = ("mutation-changed", "word-printed", "mutation-new", "mutation-reason", "mutation-noticed-from")
    table = listing(*(words(key) for key in keys))
    for result in passing:
        table.add_row(result.id, result.old, result.new, words(f"mutation-{result.reason}"), result.noticed_from)
    if passing:
        console.print(table)
    header = ("kind", "made", "noticed", "score", "single", "passing")
    summary = listing(*(words(f"mutation-{key}") for key in header))
    for score in scores(results):
        counts = (str(score.made), str(score.noticed), score.percent, str(score.single or ""), str(score.passing if score.single else ""))
        summary.add_row(words(f"mutation-{score.kind}"), *counts)
    console.print(summary)


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """The same with stable keys: definition `mutation` of the schema `desk`."""
    counts = Counter(result.reason for result in unnoticed(results))
    return {
        "scores": [
            {"kind": s.kind, "made": s.made, "noticed": s.noticed, "single": s.single, "passing": s.passing} for s in scores(results)
        ],
        "reasons": {reason: counts[reason] for reason in REASONS},
        "unnoticed": [
            {"id": r.id, "old": r.old, "new": r.new, "reason": r.reason, "noticed_from": int(r.noticed_from) if r.noticed_from else None}
            for r in unnoticed(results)
        ],
    }
