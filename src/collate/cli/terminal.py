"""How an answer reaches its reader: in which language, as text that fits the terminal or as JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from collate.book import LANGUAGES, Book
from collate.data.labels import Labels
from collate.numbers.verdict import Verdict

PIPED_WIDTH = 120  # columns where there is no terminal to fit
STYLES = {
    Verdict.IDENTICAL: "green",
    Verdict.ROUNDING: "cyan",
    Verdict.ERRATUM: "yellow",
    Verdict.DIFFERS: "bold red",
    Verdict.NOT_REGENERATED: "dim",
    Verdict.NOT_RUN: "bold red",
}


@dataclass(frozen=True)
class Words:
    """The terms of a book and of the library in the language of the answer."""

    labels: Labels
    language: str

    @classmethod
    def of(cls, book: Book, language: str | None = None) -> Words:
        """The book's terms in `language`, in that of the locale when None."""
        return cls(book.words, language or locale_language(os.environ))

    def __call__(self, key: str, **values: object) -> str:
        text = self.labels.text(key, self.language)
        return text.format(**values) if values else text

    def optional(self, key: str) -> str:
        """The term `key`, or the key itself where the book does not translate it."""
        return self.labels.text(key, self.language) if key in self.labels else key

    def line(self, key: str, value: str) -> str:
        """`value` after the term `key` and a colon."""
        return self.line_of(self(key), value)

    def line_of(self, name: str, value: str) -> str:
        """`value` after `name` and a colon."""
        return f"{name}{self('join-colon')}{value}"

    def verdict(self, verdict: Verdict) -> Text:
        """A verdict with its mark, coloured where the terminal has colours."""
        return Text(f"{verdict.mark} {self(verdict.label)}", style=STYLES[verdict])


def locale_language(environment: Mapping[str, str]) -> str:
    """The language of the locale, English where it is none of the book's."""
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return LANGUAGES[0] if locale.lower().startswith("zh") else LANGUAGES[1]


def open_console() -> Console:
    """Standard output, as wide as the terminal; no colours in a pipe or under NO_COLOR."""
    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(highlight=False, soft_wrap=False, width=PIPED_WIDTH if piped else None)


def listing(*columns: str) -> Table:
    """A table without outer border whose columns fold, so that it fits any width."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def facts() -> Table:
    """A grid of terms and what they are, one a row."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def write_json(answer: Mapping[str, Any]) -> None:
    """One JSON object on standard output, keys in the order of the schema `desk`."""
    sys.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False) + "\n")


@contextmanager
def quiet_output(quiet: bool) -> Iterator[None]:
    """Send what others print to standard error while `quiet`, so that standard output holds the answer alone."""
    if not quiet:
        yield
        return
    with redirect_stdout(sys.stderr):
        yield
