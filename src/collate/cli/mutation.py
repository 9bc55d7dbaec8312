"""`collate mutation`: change every number once, count the changes that no check notices, keep the score."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from collate.audit.mutation.score import Reason, Result, keep, measure, scores, unnoticed
from collate.book import Book
from collate.cli.build import add_workers
from collate.cli.terminal import Words, add_answer_options, listing, open_console, write_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_answer_options(parser)
    add_workers(parser, "the number of cores")


def run(book: Book, arguments: argparse.Namespace) -> int:
    """Measure, keep and print the score; 1 when a derived cell or a recomputable claim passes unnoticed."""
    words = Words.of(book, arguments.language)
    results = measure(book, workers=arguments.workers)
    keep(book, results)
    if arguments.json:
        write_json(as_json(results))
    else:
        show(results, words, open_console())
    return int(any(not result.noticed_by for result in results if result.kind != "observation"))


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
    """The same with stable keys: definition `mutation` of the schema desk.json."""
    counts = Counter(result.reason for result in unnoticed(results))
    return {
        "scores": [
            {"kind": s.kind, "made": s.made, "noticed": s.noticed, "single": s.single, "passing": s.passing} for s in scores(results)
        ],
        "reasons": {reason.value: counts[reason] for reason in Reason},
        "unnoticed": [
            {"id": r.id, "old": r.old, "new": r.new, "reason": r.reason, "noticed_from": int(r.noticed_from) if r.noticed_from else None}
            for r in unnoticed(results)
        ],
    }
