"""How an answer reaches its reader: in which language, as text that fits the terminal, or as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from collate.book import Book
from collate.data.labels import FALLBACK, LOCALE, Labels, library_words
from collate.errors import CallError
from collate.numbers.printed import Interval
from collate.numbers.values import decimal_text
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


def add_answer_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that answers with text or JSON."""
    parser.add_argument("--json", action="store_true", help="print one JSON object instead, as the schema desk.json describes it")
    add_language(parser)


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add the option that chooses the language of the answer."""
    parser.add_argument(
        "--language", metavar="TAG", help="language of the answer, such as en (default: that of the locale, otherwise English)"
    )


@dataclass(frozen=True)
class Words:
    """Terms and texts for an answer.

    Parameters
    ----------
    labels : the terms of the book over those of the library.
    library : those of the library in a language that the book does not have, otherwise empty.
    language : that of the answer; the library has its words in it, the book need not.
    text_language : that of what the book says: `language` where the book has it, otherwise the first of the book.
    """

    labels: Labels
    library: Mapping[str, str]
    language: str
    text_language: str

    @classmethod
    def of(cls, book: Book, language: str | None = None) -> Words:
        """The terms of `book` in `language`, in that of the locale when None.

        Raises
        ------
        CallError : neither the book nor the library has the language.
        """
        own = book.languages
        known = [*own, *sorted(words_in(book) - set(own))]
        if language is not None and language not in known:
            raise CallError(f"no language {language!r}", fix=f"use one of {', '.join(known)}")
        chosen = language or locale_language(os.environ, {tag: book.language(tag).locale for tag in own}, known)
        if chosen in own:
            return cls(book.words, {}, chosen, chosen)
        return cls(book.words, library_words(chosen, book.root / "locale"), chosen, own[0])

    @classmethod
    def of_library(cls, language: str | None = None) -> Words:
        """The words of the library in `language`, in that of the locale when None, for an answer that is about no book.

        Raises
        ------
        CallError : the library does not have the language.
        """
        known = sorted(path.stem for path in LOCALE.glob("*.csv"))
        if language is not None and language not in known:
            raise CallError(f"no language {language!r}", fix=f"use one of {', '.join(known)}")
        chosen = language or locale_language(os.environ, {}, known)
        return cls(Labels({}, LOCALE, (chosen,)), library_words(chosen), chosen, chosen)

    def __call__(self, key: str, **values: object) -> str:
        """The term `key` in the language of the answer; in the first of the book where only the book has the term."""
        text = self.library[key] if key in self.library else self.labels.text(key, self.text_language)
        return text.format(**values) if values else text

    def optional(self, key: str) -> str:
        """The term `key`, or the key itself where there is no such term."""
        return self(key) if key in self.labels else key

    def unit(self, key: str) -> str:
        """The term of a unit, or its id where the book has no label for it."""
        return self(key) if key in self.labels else key.removeprefix("unit-")

    def of_book(self, texts: Mapping[str, str]) -> str:
        """One of the texts that the book gives by language."""
        return texts[self.text_language]

    def line(self, key: str, value: str) -> str:
        """`value` after the term `key` and a colon."""
        return self.line_of(self(key), value)

    def line_of(self, name: str, value: str) -> str:
        """`value` after `name` and a colon."""
        return f"{name}{self('join-colon')}{value}"

    def verdict(self, verdict: Verdict) -> Text:
        """A verdict with its mark, coloured where the terminal has colours."""
        return Text(f"{verdict.mark} {self(verdict.label)}", style=STYLES[verdict])


def words_in(book: Book) -> set[str]:
    """The tags of the languages in which there are words of the library: its own, and those that the book adds in `locale/`."""
    return {path.stem for folder in (LOCALE, book.root / "locale") for path in folder.glob("*.csv")}


def locale_language(environment: Mapping[str, str], locales: Mapping[str, str], known: list[str]) -> str:
    """The tag of the language that the locale asks for.

    Parameters
    ----------
    environment : the variables that set the locale.
    locales : language and territory of each language of the book, such as `zh_TW`, by tag.
    known : the tags that an answer can be in, those of the book first.

    Returns
    -------
    The language of the book of this locale, or the first known one that agrees in the language alone, or English.
    """
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    asked = locale.partition(".")[0].partition("@")[0]
    exact = [tag for tag, own in locales.items() if own == asked]
    alike = [tag for tag in known if tag.partition("-")[0].lower() == asked.partition("_")[0].lower()]
    return next(iter([*exact, *alike]), FALLBACK)


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


def number_text(value: Fraction) -> str:
    """`value` as people read it: at most eight significant digits."""
    exact = decimal_text(value)
    digits = exact.lstrip("-").replace(".", "").lstrip("0")
    return exact if len(digits) <= 8 else f"{float(value):.8g}"


def interval_text(interval: Interval | None) -> str:
    """`[low, high]`, or nothing."""
    return f"[{number_text(interval.low)}, {number_text(interval.high)}]" if interval else ""


def write_json(answer: Mapping[str, Any]) -> None:
    """Print one JSON object, its keys in the order of the schema desk.json."""
    sys.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False) + "\n")


@contextmanager
def quiet_output(quiet: bool) -> Iterator[None]:
    """Send what others print to standard error while `quiet`, so that standard output holds the answer alone."""
    if not quiet:
        yield
        return
    with redirect_stdout(sys.stderr):
        yield
