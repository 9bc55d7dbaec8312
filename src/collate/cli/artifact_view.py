"""What is known of a whole table or figure: how it is regenerated, and which of its cells are not identical."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from collate.cli.runs import RunRecord
from collate.cli.terminal import Words, facts, listing
from collate.data.published import Artifact, Cell
from collate.judge import Judged
from collate.numbers.verdict import Verdict


def show(artifact: Artifact, judged: Sequence[Judged[Cell]], run: RunRecord | None, words: Words, console: Console) -> None:
    """Print notebook, parameters, datasets and counts, then the cells that are not identical."""
    grid = facts()
    grid.add_row(words("word-subject"), words(artifact.title))
    grid.add_row(words("word-place"), words("word-in-report", line=artifact.line))
    grid.add_row(words("word-notebook"), f"src/report/notebooks/{artifact.notebook}.ipynb")
    if run:
        grid.add_row(words("word-executed-notebook"), run.executed)
        given = words("join-comma").join(f"{name}={value}" for name, value in run.parameters.items())
        grid.add_row(words("desk-parameters"), given)
    grid.add_row(words("word-inputs"), words("join-comma").join(artifact.datasets))
    counts = Counter(item.verdict for item in judged)
    told = [Text.assemble(words.verdict(verdict), f" {counts[verdict]}") for verdict in Verdict if counts[verdict]]
    grid.add_row(words("word-verdict"), Text(words("join-comma")).join(told))
    console.print(Text(artifact.id, style="bold"), grid)
    table = listing("", words("word-value"), words("word-printed"), words("word-regenerated"))
    for item in judged:
        if item.verdict is not Verdict.IDENTICAL:
            table.add_row(words.verdict(item.verdict), item.place.id, item.place.printed.text, item.shown)
    if table.row_count:
        console.print(table)


def as_json(artifact: Artifact, judged: Sequence[Judged[Cell]], run: RunRecord | None) -> dict[str, Any]:
    """The same with stable keys: definition `artifact` of the schema `desk`."""
    return {
        "id": artifact.id,
        "kind": artifact.kind,
        "chapter": artifact.chapter,
        "report_line": artifact.line,
        "notebook": artifact.notebook,
        "parameters": run.parameters if run else dict(artifact.parameters),
        "executed": run.executed if run else None,
        "datasets": list(artifact.datasets),
        "verdicts": dict(Counter(item.verdict.key for item in judged)),
        "fails": any(item.verdict.fails for item in judged),
        "cells": [{"id": item.place.id, "verdict": item.verdict.key} for item in judged],
    }
