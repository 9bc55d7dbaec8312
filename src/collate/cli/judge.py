"""`collate judge`: whether a printed string can be what the data give."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from collate.cli.judged_words import cause_words, part, reason_words, verdict_word
from collate.cli.read import add_convention, declared, doubt_as_json, fact_as_json
from collate.cli.terminal import Words, add_language
from collate.data.typed_text import visible
from collate.errors import CallError, PrintedError
from collate.numbers.causes import causes
from collate.numbers.judgement import Judgement, judge
from collate.numbers.values import exact_text

NEEDS_BOOK = False
_MOST_CAUSES = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("printed", metavar="PRINTED", help="the string as it is printed")
    parser.add_argument(
        "value",
        metavar="VALUE",
        help='what the data give: a number (0.0731, 2/3, 1e-5), JSON such as [0.0731, 0.0041] or {"p": 0.03} for several, otherwise text; '
        "put -- before a negative one",
    )
    parser.add_argument("--error", metavar="E", help="how far the value may lie from the true one; JSON where VALUE is")
    add_convention(parser)
    add_language(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead, as the schema judge.json describes it")


def run(book: None, arguments: argparse.Namespace) -> int:
    """Print the verdict on every fact and the worst of them; the status is 1 where that fails, or the string cannot be read."""
    del book
    convention = declared(arguments.convention)
    error = None if arguments.error is None else _given(arguments.error)
    if isinstance(error, str):
        raise CallError(f"--error {error!r} is not a number", fix="write `--error 0.001`")
    try:
        found = judge(arguments.printed, _given(arguments.value), convention=convention, error=error)
    except PrintedError as problem:
        if not arguments.json:
            raise
        answer = {"text": arguments.printed, "verdict": None, "facts": [], "doubts": [], "error": f"{problem.what}; to do: {problem.fix}"}
        _write(answer)
        return 1
    if arguments.json:
        _write(as_json(found))
    else:
        show(found, Words.of_library(arguments.language))
    return int(found.verdict.fails)


def _given(text: str) -> object:
    """A number, the numbers of JSON, or text. A decimal is exact: who types 0.1 means a tenth."""
    try:
        return Fraction(text.strip())
    except ValueError:
        pass
    except ZeroDivisionError:
        raise CallError(f"{text!r} divides by zero") from None
    if text.lstrip()[:1] in ("[", "{"):
        try:
            return json.loads(text, parse_float=Fraction, parse_int=Fraction, parse_constant=float)
        except ValueError as error:
            raise CallError(f"{text!r} is not JSON: {error}", fix="quote it for the shell: '[0.0731, 0.0041]'") from None
    if text.strip().lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return float(text)  # what a computation gives that failed: refused as such
    return None if text == "" else text


def show(found: Judgement, words: Words) -> None:
    """Print a line a fact, then the verdict on the whole."""
    for item in found.facts:
        fact = item.fact
        role = words(f"role-{part(fact.role.value)}")
        named = visible(f"{role} {fact.label}".strip())
        notes = [reason_words(words, text) for text in (item.rule, item.note) if text]
        if item.chance is not None:
            notes.append(words("judge-chance", chance=f"{float(item.chance):.2g}"))
        parts = {"verdict": verdict_word(words, item.verdict), "printed": visible(fact.text)}
        if item.shown and item.shown != fact.text:
            told = words("judge-said-regenerated", **parts, regenerated=visible(item.shown))
        else:
            told = words("judge-said", **parts)
        said = words.line_of(f"{item.verdict.mark} {named}", told)
        print(words("judge-with-notes", said=said, notes=words("join-semicolon").join(notes)))
        if item.verdict.fails and item.value is not None:
            for tried in causes(fact, item.value)[:_MOST_CAUSES]:
                print(f"  {words('judge-possibly', cause=cause_words(words, tried))}")
    for doubt in found.doubts:
        print(f"  {words.line('read-doubt', visible(doubt.what))}")
    print(words.line_of(f"{found.verdict.mark} {verdict_word(words, found.verdict)}", visible(found.reading.text)))


def _write(answer: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False) + "\n")


def as_json(found: Judgement) -> dict[str, Any]:
    """The judgement as the schema judge.json describes it; numbers are strings, without loss."""
    facts = []
    for item in found.facts:
        value, low, high, chance = (None if n is None else exact_text(n) for n in (item.value, item.low, item.high, item.chance))
        regenerated = {"value": value, "low": low, "high": high, "shown": item.shown}
        told: dict[str, Any] = {
            "verdict": item.verdict.key,
            "regenerated": regenerated,
            "rule": item.rule,
            "note": item.note,
            "chance": chance,
        }
        facts.append({"printed": fact_as_json(item.fact), **told})
    doubts = [doubt_as_json(doubt) for doubt in found.doubts]
    return {"text": found.reading.text, "verdict": found.verdict.key, "facts": facts, "doubts": doubts, "error": None}
