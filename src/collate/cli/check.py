"""`collate check`: in a book, its data files and chapters; elsewhere, printed strings against results."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from collate.check.checking import Check, Checked
from collate.check.proposal import propose, read_links, write_proposal
from collate.check.reports import as_json, as_junit, as_markdown, as_sarif, as_text, problem, shortened, verdict_key, visible
from collate.check.settings import FILE, Pair, Settings, find_settings, read_settings
from collate.cli.terminal import STYLES, listing, open_console
from collate.errors import CallError, CollateError, system_error
from collate.numbers.verdict import Verdict

NEEDS_BOOK = False
STANDARD_OUTPUT = "-"
_WRITTEN = {"json": "JSON", "sarif": "SARIF 2.1.0", "junit": "JUnit XML", "markdown": "Markdown"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Hold a table of printed strings (CSV) against results (CSV, JSON, Excel, Stata, SPSS, R, Parquet, SQLite, an executed notebook), "
        f"joined by id or by the names of rows and columns. Without arguments: the pairs that {FILE} names, or, in a book, its data "
        "files and chapters."
    )
    parser.epilog = "The status is 0 when every string can be what the results give, 1 when one cannot, 2 for a wrong call."
    parser.add_argument("printed", nargs="?", type=Path, metavar="PRINTED", help="the strings as printed")
    parser.add_argument("results", nargs="?", type=Path, metavar="RESULTS", help="what was computed")
    parser.add_argument("--convention", action="append", default=[], metavar="K=V", help="how the publication prints, such as decimal=,")
    parser.add_argument("--settings", type=Path, metavar="FILE", help=f"conventions and errata (default: the nearest {FILE})")
    parser.add_argument("--links", type=Path, metavar="FILE", help="a proposal in which links are confirmed")
    parser.add_argument("--propose", type=Path, metavar="FILE", help="write which result each string without an id may be of")
    parser.add_argument("--only", metavar="VERDICT", help="list these alone: a verdict, or `different` for all that fail")
    for name, what in _WRITTEN.items():
        parser.add_argument(
            f"--{name}", nargs="?", const=STANDARD_OUTPUT, metavar="FILE", help=f"write {what} to FILE, or instead of the list"
        )


def run(book: None, arguments: argparse.Namespace) -> int:
    """Check what is asked for.

    Raises
    ------
    CallError : one file without the other, or nothing to check.
    CollateError : a file cannot be read.
    """
    del book
    if arguments.printed is None:
        settings_path = arguments.settings or find_settings(Path.cwd())
        if settings_path is None:
            return _check_book()
        settings = read_settings(settings_path)
        if not settings.pairs:
            raise CallError(f"{settings_path} names nothing to check", fix="add [[check]] with `printed` and `results`, or name two files")
    else:
        if arguments.results is None:
            raise CallError("one file, and no results to hold it against", fix="name both: collate check PRINTED RESULTS")
        settings_path = arguments.settings or find_settings(Path.cwd())
        settings = read_settings(settings_path) if settings_path else Settings()
        settings.pairs = [Pair(arguments.printed, arguments.results)]
        known = arguments.printed.resolve()
        if settings_path and arguments.settings is None:
            settings.errata = {} if not _is_named(settings_path, known) else settings.errata
    settings.convention = settings.convention.nearer(_pairs(arguments.convention))
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


def _check_book() -> int:
    from collate.bind.prose import check_prose
    from collate.book import Book
    from collate.data.packages import check_data

    book = Book.find()
    check_data(book)
    check_prose(book)
    return 0


def _is_named(settings: Path, printed: Path) -> bool:
    """Whether errata of the settings are about this file: they name it."""
    return any(pair.printed.resolve() == printed for pair in read_settings(settings).pairs)


def _pairs(given: Sequence[str]) -> dict[str, str]:
    for pair in given:
        if "=" not in pair:
            raise CallError(f"--convention {pair}: no setting and value", fix="write a name, =, and its value, such as decimal=,")
    return {name: value for name, _, value in (pair.partition("=") for pair in given)}


def _wanted(only: str | None) -> set[str] | None:
    keys = {verdict.key for verdict in Verdict}
    if only is None:
        return None
    if only == "different":
        return {verdict.key for verdict in Verdict if verdict.fails} | {"unreadable"}
    if only not in keys | {"unreadable"}:
        raise CallError(f"--only {only}: no such verdict", fix=f"use different, unreadable, {', '.join(sorted(keys))}")
    return {only}


def _propose(settings: Settings, path: Path) -> int:
    count = write_proposal(path, (link for pair in settings.pairs for link in propose(pair, settings)))
    print(f"{count} links proposed in {path}: write yes or no into the column `confirmed`, then check with --links {path}")
    return 0


def _write(arguments: argparse.Namespace, check: Check, found: Sequence[Checked], wanted: set[str] | None) -> None:
    chosen = [item for item in found if wanted is None or verdict_key(item) in wanted]
    makers = {
        "json": lambda: as_text(as_json(check, found) | {"values": as_json(check, chosen)["values"]}),
        "sarif": lambda: as_text(as_sarif(check, found)),
        "junit": lambda: as_junit(check, found),
        "markdown": lambda: as_markdown(check, found),
    }
    asked = {name: getattr(arguments, name) for name in _WRITTEN if getattr(arguments, name)}
    shown = [name for name, place in asked.items() if place == STANDARD_OUTPUT]
    if len(shown) > 1:
        raise CallError(f"--{' and --'.join(shown)} cannot both go to standard output", fix="give one of them a file")
    for name, place in asked.items():
        if place == STANDARD_OUTPUT:
            sys.stdout.write(makers[name]())
        else:
            from collate.data import csvfile

            try:
                csvfile.write_text(Path(place), makers[name]())
            except OSError as error:
                raise system_error(error, Path(place), CollateError) from None
    if not shown:
        _show(found, chosen, open_console())


def _show(found: Sequence[Checked], chosen: Sequence[Checked], console: Console) -> None:
    """The strings, one a row, then the count of each verdict."""
    table = listing("", "value", "printed", "regenerated", "why")
    for item in chosen:
        mark = (
            Text(f"{item.verdict.mark} {item.verdict.key}", style=STYLES[item.verdict])
            if item.verdict
            else Text("! unreadable", "bold red")
        )
        why = item.cause or item.problem or item.rule
        if item.doubts:
            why += f"; doubtful: {'; '.join(item.doubts)}"
        table.add_row(mark, *(Text(visible(text)) for text in (item.printed.id, item.printed.text, item.shown, why)))
    if table.row_count:
        console.print(table)
    counts = Counter(map(verdict_key, found))
    console.print(", ".join(f"{count:,} {key.replace('-', ' ')}" for key, count in counts.most_common()))


def _notes(check: Check) -> list[str]:
    lines = [f"error: {problem(error)}\n  to do: {error.fix}" for error in check.problems]
    if check.unmatched:
        lines.append(f"note: {len(check.unmatched)} results have no printed value: {visible(shortened(check.unmatched))}")
    if check.unused:
        lines.append(f"note: columns that are not compared: {visible(', '.join(dict.fromkeys(check.unused)))}")
    return lines
