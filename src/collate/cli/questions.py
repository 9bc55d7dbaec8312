"""`collate questions`: what the printed numbers alone leave open to question, in the book or in any text or table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from collate.audit.outcome import Outcome
from collate.audit.questions.ask import ask
from collate.audit.questions.question import Question
from collate.audit.questions.text import Audit, ask_table, ask_text
from collate.book import Book
from collate.cli.read import add_convention, declared
from collate.cli.terminal import Words, add_answer_options, listing, open_console, write_json
from collate.data.typed_text import visible
from collate.errors import CallError, DataError
from collate.numbers.convention import Convention

NEEDS_BOOK = False  # it finds the book itself where no file is given
_STANDARD_INPUT = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="a text, or a table in CSV; - for standard input; without it, the book")
    add_convention(parser)
    add_answer_options(parser)


def run(book: Book | None, arguments: argparse.Namespace) -> int:
    """Print every question; the status is 0, because a question is not an error.

    Raises
    ------
    CallError : a file that cannot be read, or a convention without an equals sign.
    DataError : a file that is no text, or a table that is none.
    """
    if arguments.file is None:
        if arguments.convention:
            raise CallError("--convention is for a file", fix="name the file, or declare the convention in the book")
        book = book or Book.find()
        words, found, outcomes = Words.of(book, arguments.language), ask(book), None
    else:
        words = Words.of_library(arguments.language)
        audit = _audit(arguments.file, declared(arguments.convention))
        found, outcomes = audit.questions, audit.outcomes
    if arguments.json:
        write_json(as_json(found, outcomes))
    else:
        show(found, words, open_console(), outcomes)
    return 0


def show(found: Sequence[Question], words: Words, console: Console, outcomes: Mapping[Outcome, int] | None = None) -> None:
    """Print each question with its numbers, its rule and its arithmetic, then how many there are."""
    if outcomes is None:
        table = listing(words("question-rule"), words("question-places"), words("question-arithmetic"), words("question-answered"))
        for question in found:
            answered = Text(words("verdict-erratum") if question.answered else "", style="yellow")
            table.add_row(words(f"question-{question.rule}"), "\n".join(question.places), question.arithmetic, answered)
        counts = counted(found, words)
    else:
        table = listing(words("question-rule"), words("question-places"), words("question-printed"), words("question-arithmetic"))
        for question in found:
            told = visible(question.arithmetic)
            if question.closest:
                told += "\n" + words.line("question-closest", ", ".join(question.closest))
            if question.significance is False:
                told += "\n" + words("question-significance")
            places = "\n".join(map(visible, question.places))
            table.add_row(words(f"question-{question.rule}"), Text(places), Text(visible(question.text)), Text(told))
        counts = words(
            "question-outcomes",
            count=len(found),
            consistent=outcomes.get(Outcome.CONSISTENT, 0),
            rounding=outcomes.get(Outcome.ROUNDING, 0),
            inconsistent=outcomes.get(Outcome.INCONSISTENT, 0),
        )
    if found:
        console.print(table)
    console.print(counts)


def counted(found: Sequence[Question], words: Words) -> str:
    """How many questions there are, and how many an erratum answers."""
    return words("question-count", count=len(found), answered=sum(bool(question.answered) for question in found))


def as_json(found: Sequence[Question], outcomes: Mapping[Outcome, int] | None = None) -> dict[str, Any]:
    """The same with stable keys: definition `questions` of the schema desk.json."""
    return {
        "count": len(found),
        "checked": None if outcomes is None else {outcome.value: outcomes.get(outcome, 0) for outcome in Outcome},
        "questions": [
            {
                "rule": question.rule,
                "places": list(question.places),
                "printed": question.text or None,
                "arithmetic": question.arithmetic,
                "closest": list(question.closest),
                "significance": question.significance,
                "answered": list(question.answered),
            }
            for question in found
        ],
    }


def _audit(file: str, convention: Convention) -> Audit:
    name = "standard input" if file == _STANDARD_INPUT else file
    try:
        content = sys.stdin.buffer.read() if file == _STANDARD_INPUT else Path(file).read_bytes()
    except OSError as error:
        raise CallError(f"{file}: {error.strerror}", fix="give the path of a text or a CSV file, or - for standard input") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"byte {error.start} is not UTF-8: this is no text", where=name, fix="save the text as UTF-8") from None
    if "\0" in text:
        raise DataError("a NUL character: this is no text", where=name, fix="give plain text or CSV; take the text out of a PDF first")
    if file.lower().endswith(".csv"):
        try:
            return ask_table(text, convention)
        except DataError as error:
            raise DataError(error.what, where=name, fix=error.fix) from None
    return ask_text(text, convention)
