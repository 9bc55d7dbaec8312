"""The answer of `collate check PRINTED RESULTS`: what is asked for, in the form that is asked for."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from collate.check.checking import Check, Checked
from collate.check.proposal import propose, read_links, write_proposal
from collate.check.reports import (
    UNREADABLE,
    as_annotations,
    as_json,
    as_junit,
    as_markdown,
    as_sarif,
    as_text,
    problem,
    shortened,
    verdict_key,
)
from collate.check.settings import Pair, Settings, read_settings
from collate.cli.read import declared
from collate.cli.terminal import STYLES, open_console
from collate.data import csvfile
from collate.data.typed_text import visible
from collate.errors import CallError, CollateError, system_error
from collate.numbers.verdict import Verdict

STANDARD_OUTPUT = "-"


def answer(arguments: argparse.Namespace, settings_path: Path | None) -> int:
    """Check what is asked for and say what was found; the exit status.

    Raises
    ------
    CallError : one file without the other, or nothing to check.
    CollateError : a file cannot be read.
    """
    settings = read_settings(settings_path) if settings_path else Settings()
    if arguments.printed is not None:
        if arguments.results is None:
            raise CallError("one file, and no results to hold it against", fix="name both: collate check PRINTED RESULTS")
        named = {pair.printed.resolve() for pair in settings.pairs}
        if arguments.settings is None and arguments.printed.resolve() not in named:
            settings.errata = {}  # those of other files
        settings.pairs = [Pair(arguments.printed, arguments.results)]
    elif not settings.pairs:
        raise CallError(f"{settings_path} names nothing to check", fix="add [[check]] with `printed` and `results`, or name two files")
    settings.convention = declared(arguments.convention, settings.convention)
    if arguments.propose:
        return _propose(settings, arguments.propose)
    links = read_links(arguments.links) if arguments.links else {}
    check = Check(settings.pairs, settings, links)
    found = list(check)
    wanted = _wanted(arguments.only)
    _write(arguments, check, found, wanted)
    for line in _notes(check):
        print(line, file=sys.stderr)
    return int(bool(check.problems) or any(item.fails for item in found))


def _wanted(only: str | None) -> set[str] | None:
    keys = {verdict.key for verdict in Verdict}
    if only is None:
        return None
    if only == "different":
        return {verdict.key for verdict in Verdict if verdict.fails} | {UNREADABLE}
    if only not in keys | {UNREADABLE}:
        raise CallError(f"--only {only}: no such verdict", fix=f"use different, unreadable, {', '.join(sorted(keys))}")
    return {only}


def _propose(settings: Settings, path: Path) -> int:
    count = write_proposal(path, (link for pair in settings.pairs for link in propose(pair, settings)))
    print(f"{count} links proposed in {path}: write yes or no into the column `confirmed`, then check with --links {path}")
    return 0


def _write(arguments: argparse.Namespace, check: Check, found: Sequence[Checked], wanted: set[str] | None) -> None:
    chosen = [item for item in found if wanted is None or verdict_key(item) in wanted]
    makers = {
        "json": lambda: as_text(as_json(check, found, chosen)),
        "sarif": lambda: as_text(as_sarif(check, found)),
        "junit": lambda: as_junit(check, found),
        "markdown": lambda: as_markdown(check, found),
        "annotations": lambda: as_annotations(check, found),
    }
    asked = {name: getattr(arguments, name) for name in makers if getattr(arguments, name)}
    shown = [name for name, place in asked.items() if place == STANDARD_OUTPUT]
    if len(shown) > 1:
        raise CallError(f"--{' and --'.join(shown)} cannot both go to standard output", fix="give one of them a file")
    for name, place in asked.items():
        if place == STANDARD_OUTPUT:
            sys.stdout.write(makers[name]())
        else:
            try:
                csvfile.write_text(Path(place), makers[name]())
            except OSError as error:
                raise system_error(error, Path(place), CollateError) from None
    if not shown:
        _show(found, chosen, open_console())


def _show(found: Sequence[Checked], chosen: Sequence[Checked], console: Console) -> None:
    """The strings, one a line, and below it why where it is not identical; then the count of each verdict."""
    for item in chosen:
        style = STYLES[item.verdict] if item.verdict else "bold red"
        line = Text(f"{item.verdict.mark if item.verdict else '!'} ", style)
        line.append(visible(item.printed.id), "" if item.verdict is Verdict.IDENTICAL else "bold")
        line.append(f"  {visible(item.printed.text)}", "")
        if item.verdict is not Verdict.IDENTICAL:
            line.append(f"  {verdict_key(item).replace('-', ' ')}", style)
            if item.shown and item.shown != item.printed.text:
                line.append(f": {visible(item.shown)}", style)
        console.print(line)
        why = [item.cause or item.problem or item.rule] if item.verdict is not Verdict.IDENTICAL else []
        why += [f"doubtful: {doubt}" for doubt in item.doubts]
        for reason in filter(None, why):
            console.print(Padding(Text(visible(reason), "dim"), (0, 0, 0, 4)))
    counts = Counter(map(verdict_key, found))
    console.print(", ".join(f"{count:,} {key.replace('-', ' ')}" for key, count in counts.most_common()))


def _notes(check: Check) -> list[str]:
    lines = [f"error: {problem(error)}\n  to do: {error.fix}" for error in check.problems]
    if check.unmatched:
        lines.append(f"note: {len(check.unmatched)} results have no printed value: {visible(shortened(check.unmatched))}")
    if check.unused:
        lines.append(f"note: columns that are not compared: {visible(', '.join(dict.fromkeys(check.unused)))}")
    return lines
