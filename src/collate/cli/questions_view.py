"""Questions of print on the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from collate.audit.questions.question import Question
from collate.cli.terminal import Words, listing


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
    """The same with stable keys: definition `questions` of the schema `desk`."""
    return {
        "count": len(found),
        "questions": [{"rule": q.rule, "places": list(q.places), "arithmetic": q.arithmetic, "answered": list(q.answered)} for q in found],
    }
