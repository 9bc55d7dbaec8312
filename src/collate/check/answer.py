"""The answer of `collate check PRINTED RESULTS`: what is asked for, in the form that is asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from collate.check.checking import Check, Checked, reasons
from collate.check.claims_cli import is_ledger
from collate.check.claims_cli_report import ClaimsCli
from collate.check.proposal import propose, read_links, write_proposal
from collate.check.reports import UNREADABLE, Annotations, Json, Junit, Markdown, Report, Sarif, Spool, problem, shortened, verdict_key
from collate.check.settings import Pair, Settings, read_settings
from collate.cli.judged_words import reason_words, verdict_word
from collate.cli.read import declared
from collate.cli.terminal import STYLES, Words, open_console
from collate.data import csvfile
from collate.data.typed_text import visible
from collate.errors import CallError, CollateError, system_error
from collate.numbers.verdict import Verdict

STANDARD_OUTPUT = "-"
FORMS: Mapping[str, type[Report]] = {"json": Json, "sarif": Sarif, "junit": Junit, "markdown": Markdown, "annotations": Annotations}


def answer(arguments: argparse.Namespace, settings_path: Path | None) -> int:
    """Check what is asked for and say what was found; the exit status.

    Raises
    ------
    CallError : one file without the other, or nothing to check.
    CollateError : a file cannot be read.
    """
    settings = read_settings(settings_path) if settings_path else Settings()
    if arguments.printed is not None:
        if is_ledger(arguments.printed) != (arguments.results is None):
            if arguments.results is not None:
                raise CallError(f"{arguments.printed} names its results itself", fix=f"call collate check {arguments.printed}")
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
    wanted = _wanted(arguments.only)
    words = Words.of_library(arguments.language)
    asked = {name: getattr(arguments, name) for name in (*FORMS, "claims_cli") if getattr(arguments, name)}
    shown = [name for name, place in asked.items() if place == STANDARD_OUTPUT]
    if len(shown) > 1:
        raise CallError(
            f"--{' and --'.join(name.replace('_', '-') for name in shown)} cannot both go to standard output", fix="give one of them a file"
        )
    reports = {name: FORMS[name]() for name in asked if name in FORMS}
    if "claims_cli" in asked:
        place = asked["claims_cli"]
        reports["claims_cli"] = ClaimsCli(Path() if place == STANDARD_OUTPUT else Path(place).parent)
    if not shown:
        reports["list"] = List(open_console(), words)
    for item in check:
        chosen = wanted is None or verdict_key(item) in wanted
        for report in reports.values():
            report.add(item, chosen=chosen)
    for name, report in reports.items():
        _write(asked.get(name, STANDARD_OUTPUT), report.text(check))
    for line in _notes(check, reports, words):
        print("\n".join(map(visible, line.split("\n"))), file=sys.stderr)
    return int(bool(check.problems) or any(report.failing for report in reports.values()))


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


def _write(place: str, pieces: Iterator[str]) -> None:
    """Write one form of the answer to standard output, or to a file in one step."""
    if place == STANDARD_OUTPUT:
        sys.stdout.writelines(_encoded(piece).decode("utf-8") for piece in pieces)
        return
    try:
        csvfile.write_pieces(Path(place), map(_encoded, pieces))
    except OSError as error:
        raise system_error(error, Path(place), CollateError) from None


def _encoded(piece: str) -> bytes:
    """UTF-8, with halves of pairs of UTF-16, which JSON may hold, written as JSON escapes them."""
    return piece.encode("utf-8", "backslashreplace")


class List(Report):
    """The strings for people, one a line, and below it why where it is not identical; then the count of each verdict.

    Parameters
    ----------
    console : where it is shown, which says how wide it may be and whether it has colours.
    words : those of the language of the answer.
    """

    def __init__(self, console: Console, words: Words) -> None:
        super().__init__()
        self._words = words
        self._console = console
        self._width = console.width
        self._lines = Spool()
        self._before, self._after = self._rendered(Text("|", STYLES[Verdict.IDENTICAL])).split("|")

    def tell(self, item: Checked, *, chosen: bool) -> None:
        if not chosen:
            return
        style = STYLES[item.verdict] if item.verdict else "bold red"
        parts = [(f"{item.verdict.mark if item.verdict else '!'} ", style)]
        parts.append((visible(item.printed.id), "" if item.verdict is Verdict.IDENTICAL else "bold"))
        parts.append((f"  {visible(item.printed.text)}", ""))
        if item.verdict is not Verdict.IDENTICAL:
            parts.append((f"  {verdict_word(self._words, item.verdict)}", style))
            if item.shown and item.shown != item.printed.text:
                parts.append((f"{self._words('join-colon')}{visible(item.shown)}", style))
        if not self._told_plainly(item, parts):
            line = Text(*parts[0])
            for part in parts[1:]:
                line.append(*part)
            self._lines.write(self._rendered(line))
        why = [item.cause or item.problem or self._reason(item)] if item.verdict is not Verdict.IDENTICAL else []
        why += [self._words.line("check-doubtful", doubt) for doubt in item.doubts]
        for reason in filter(None, why):
            self._lines.write(self._rendered(Padding(Text(visible(reason), "dim"), (0, 0, 0, 4), expand=False)))

    def _reason(self, item: Checked) -> str:
        words = self._words
        if item.judgement is None:
            return reason_words(words, item.rule)
        parts = [(text, reason_words(words, why)) for text, why in reasons(item.judgement)]
        return words("join-semicolon").join(words.line_of(text, why) if text else why for text, why in parts)

    def _told_plainly(self, item: Checked, parts: Sequence[tuple[str, str]]) -> bool:
        """Write a line that needs no folding as it is: laying it out would take longer than judging it."""
        line = "".join(text for text, _ in parts)
        coloured = len(self._after) > 1
        if len(line) > self._width or not line[1:].isascii() or (coloured and item.verdict is not Verdict.IDENTICAL):
            return False
        self._lines.write(f"{self._before}{line}{self._after}" if coloured else f"{line}\n")
        return True

    def _rendered(self, what: RenderableType) -> str:
        with self._console.capture() as captured:
            self._console.print(what)
        return captured.get()

    def text(self, check: Check) -> Iterator[str]:
        del check
        yield from self._lines.pieces()
        yield self._rendered(
            self._words("join-comma").join(f"{count:,} {self._words(f'verdict-{key}')}" for key, count in self.counts.most_common())
        )


def _notes(check: Check, reports: Mapping[str, Report], words: Words) -> list[str]:
    lines = [f"error: {problem(error)}\n  to do: {error.fix}" for error in check.problems]
    if check.unmatched:
        lines.append(words("check-unmatched", count=len(check.unmatched), names=visible(shortened(check.unmatched))))
    if check.unused:
        lines.append(words("check-unused", names=visible(", ".join(dict.fromkeys(check.unused)))))
    lines += [
        words("check-not-read", reason=reason, count=len(ids), names=", ".join(map(visible, ids))) for reason, ids in check.not_read.items()
    ]
    for report in reports.values():
        if isinstance(report, ClaimsCli):
            lines += [
                words("check-not-written", reason=reason, count=len(ids), names=", ".join(map(visible, ids)))
                for reason, ids in report.not_written.items()
            ]
    return lines
