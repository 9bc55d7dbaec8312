"""`collate verify`: bring the values up to date, count the verdicts by basis, list what is not identical."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rich.console import Console

from collate.audit.basis import check_bases
from collate.audit.evidence import check_evidence
from collate.audit.questions.ask import ask
from collate.book import Book
from collate.build.driver import build
from collate.cli.lookup import Lookup, Place, task_names
from collate.cli.questions import counted
from collate.cli.terminal import Words, add_answer_options, listing, open_console, quiet_output, write_json
from collate.data.claims import Claim
from collate.data.claims import told as as_printed
from collate.data.published import Artifact, Cell
from collate.numbers.values import decimal_text
from collate.numbers.verdict import Basis, Verdict
from collate.verdicts import Judged, read_verdicts, regenerated_formulas, require_no_failure


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", help="the id of a table or figure, a cell or a claim (default: everything)", metavar="ID")
    add_answer_options(parser)


def run(book: Book, arguments: argparse.Namespace) -> int:
    """Build what is asked for, judge it, print it.

    Raises
    ------
    VerdictError : a value differs or was not run.
    """
    words = Words.of(book, arguments.language)
    lookup = Lookup(book)
    place = lookup.find(arguments.id) if arguments.id else None
    names = task_names(place)
    with quiet_output(arguments.json):
        build(book, names[0] if names else "publish")  # never judge stale values
    judged = _judged(book, place)
    if arguments.json:
        write_json(as_json(judged))
    else:
        show(judged, words, open_console())
    if place is None:
        if not arguments.json:
            open_console().print(counted(ask(book), words))
        artifacts = lookup.published.artifacts
        check_bases(book, regenerated_formulas(book, artifacts), regenerated_formulas(book, artifacts, "terms"))
        check_evidence(book)
    require_no_failure(judged)
    return 0


def _judged(book: Book, place: Place | None) -> list[Judged[Cell | Claim]]:
    verdicts = read_verdicts(book)
    if isinstance(place, (Cell, Claim)):
        return [verdicts.by_id[place.id]]
    return [*verdicts.of_artifact(place.id)] if isinstance(place, Artifact) else verdicts.numerals


def show(judged: Sequence[Judged[Cell | Claim]], words: Words, console: Console) -> None:
    """Print the values that are compared and not identical, then the counts by basis."""
    listed = listing("", words("word-value"), words("word-printed"), words("word-regenerated"))
    for item in judged:
        if item.verdict not in (Verdict.IDENTICAL, Verdict.NOT_REGENERATED):
            listed.add_row(words.verdict(item.verdict), item.place.id, item.place.printed.text, as_printed(item.place, item.shown, words))
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
    """The same with stable keys: definition `verify` of the schema desk.json."""
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
                "conditional": item.condition.as_json() if item.condition else None,
            }
            for item in judged
        ],
    }
