"""`collate questions`: what the printed numbers alone leave open to question."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from collate.audit.questions.ask import ask
from collate.audit.questions.question import Question
from collate.book import Book
from collate.cli.terminal import Words, add_answer_options, listing, open_console, write_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_answer_options(parser)


def run(book: Book, arguments: argparse.Namespace) -> int:
    """Print every question; the status is 0, because a question is not an error."""
    words = Words.of(book, arguments.language)
    found = ask(book)
    if arguments.json:
        write_json(as_json(found))
    else:
        show(found, words, open_console())
    return 0


def show(found: Sequence[Question], words: Words, console: Console) -> None:
    """Print each question with its numbers, its rule and its arithmetic, then how many there are."""
    table = listing(words("question-rule"), words("question-places"), words("question-arithmetic"), words("question-answered"))
    for question in found:
        answered = Text(words("verdict-erratum") if question.answered else "", style="yellow")
        table.add_row(words(f"question-{question.rule}"), "\n".join(question.places), question.arithmetic, answered)
    if found:
        console.print(table)
    console.print(counted(found, words))


def counted(found: Sequence[Question], words: Words) -> str:
    """How many questions there are, and how many an erratum answers."""
    return words("question-count", count=len(found), answered=sum(bool(question.answered) for question in found))


def as_json(found: Sequence[Question]) -> dict[str, Any]:
    """The same with stable keys: definition `questions` of the schema desk.json."""
    return {
        "count": len(found),
        "questions": [{"rule": q.rule, "places": list(q.places), "arithmetic": q.arithmetic, "answered": list(q.answered)} for q in found],
    }
