"""Reasons to run again, on the terminal and as JSON."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from rich.console import Console
from rich.text import Text

from collate.cli.terminal import Words, listing
from collate.cli.why import Reasons


def show(reasons: Reasons, words: Words, console: Console) -> None:
    """Print a table of what changed for each task, and the tasks that may follow."""
    if not reasons.changes:
        console.print(words("why-nothing"))
        return
    table = listing(words("why-task"), words("word-kind"), words("why-file"), words("why-what"))
    for task, changes in groupby(reasons.changes, key=lambda change: change.task):
        for number, change in enumerate(changes):
            kind = words(f"why-{change.kind}") + words("join-comma") + words(f"why-{change.state}")
            what = words(f"file-{change.what}") if change.what else ""
            table.add_row(Text(task if number == 0 else "", style="bold"), kind, change.name, what)
    console.print(table)
    if reasons.follow:
        console.print(words.line("why-follow", words("join-comma").join(reasons.follow)))


def as_json(reasons: Reasons) -> dict[str, Any]:
    """The same with stable keys: definition `why` of the schema `desk`."""
    return {
        "runs": bool(reasons.changes),
        "changes": [
            {"task": change.task, "kind": change.kind, "name": change.name, "what": change.what or None, "state": change.state}
            for change in reasons.changes
        ],
        "follow": list(reasons.follow),
    }
