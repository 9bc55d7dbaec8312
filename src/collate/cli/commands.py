"""The commands of the desk and their arguments; `answers` does what they say."""

from __future__ import annotations

import argparse
from typing import Any

from collate.book import LANGUAGES
from collate.cli import answers


def add_commands(commands: Any) -> None:
    """Add the desk's commands to an argparse group of subparsers."""
    command = _command(commands, "verify", "bring the values up to date, count the verdicts, list what is not identical", answers.verify)
    command.add_argument("id", nargs="?", help="an artifact, one of its cells, or a claim; everything when left out")
    command = _command(commands, "explain", "tell where a number comes from and whether it is right", answers.explain)
    command.add_argument("id", help="an artifact, a cell, a claim or an observation")
    command = _command(commands, "why", "tell what would make a notebook run again, before anything runs", answers.tell_why)
    command.add_argument("id", nargs="?", help="an artifact, one of its cells, or a claim; everything when left out")
    command = _command(commands, "diff", "tell which regenerated numbers and verdicts changed since a revision", answers.tell_diff)
    command.add_argument("revision", nargs="?", default="HEAD", help="a commit, branch or tag (default: HEAD)")
    _command(
        commands,
        "questions",
        "ask what the printed numbers alone make one ask: shares, growth, counts, repeats, digits, parts",
        answers.tell_questions,
    )
    command = _command(commands, "mutation", "change every number once and count the changes that no check notices", answers.mutation)
    command.add_argument("--workers", type=int, help="processes at a time (default: the number of cores)")


def _command(commands: Any, name: str, help: str, run: Any) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=help)
    command.add_argument("--json", action="store_true", help="one JSON object, as schema/desk.json of the library describes it")
    command.add_argument("--language", choices=LANGUAGES, help="language of the answer (default: that of the locale, else English)")
    command.set_defaults(run=run)
    return command
