"""`collate read`: what printed strings say."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size

from collate.cli.judged_words import part
from collate.cli.terminal import Words, add_language
from collate.data.typed_text import visible
from collate.errors import CallError, PrintedError
from collate.numbers.convention import Convention
from collate.numbers.fact import Fact
from collate.numbers.reading import Doubt, read
from collate.numbers.values import exact_text

NEEDS_BOOK = False
_DEFAULT = Convention()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("texts", metavar="TEXT", nargs="+", help="a string as it is printed; put -- before those that begin with a hyphen")
    add_convention(parser)
    add_language(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON list instead, as the schema read.json describes it")


def add_convention(parser: argparse.ArgumentParser) -> None:
    """Add the option that declares how numbers are printed."""
    parser.add_argument(
        "--convention",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="how the publication prints its numbers, such as brackets='standard error' or thousands=space; docs/numbers.md lists the keys",
    )


def declared(settings: Sequence[str], over: Convention = _DEFAULT) -> Convention:
    """The convention of the options `--convention`, laid over another one.

    Raises
    ------
    CallError : one without an equals sign.
    ConfigurationError : an unknown key, or a value that it cannot have.
    """
    pairs = [setting.partition("=") for setting in settings]
    for setting, (_, sign, _) in zip(settings, pairs, strict=True):
        if not sign:
            raise CallError(f"--convention {setting!r} has no equals sign", fix="write `--convention decimal=,`")
    return over.nearer({key.strip(): value for key, _, value in pairs})


def run(book: None, arguments: argparse.Namespace) -> int:
    """Print the facts of every text; the status is 1 where one cannot be read."""
    del book
    convention = declared(arguments.convention)
    answers = [as_json(text, convention) for text in arguments.texts]
    if arguments.json:
        sys.stdout.write(json.dumps(answers, indent=2, ensure_ascii=False) + "\n")
    else:
        words = Words.of_library(arguments.language)
        for answer in answers:
            show(answer, words)
    return int(any(answer["error"] for answer in answers))


def show(answer: dict[str, Any], words: Words) -> None:
    """Print the facts of one text; an error goes to standard error."""
    print(visible(answer["text"]))
    for fact in answer["facts"]:
        role = words(f"role-{part(fact['role'])}")
        named = visible(f"{role} {fact['label']}".strip())
        print(f"  {set_cell_size(named, max(24, cell_len(named)))} {_said(fact, words)}")
    for doubt in answer["doubts"]:
        setting = words("read-setting", setting=doubt["setting"]) if doubt["setting"] else ""
        print(f"  {words.line('read-doubt', visible(doubt['what']))}{setting}")
    if answer["error"]:
        print(f"error: {answer['error']}", file=sys.stderr)


def _said(fact: dict[str, Any], words: Words) -> str:
    if fact["missing"]:
        return words("read-none", sign=words(f"missing-{part(fact['missing'])}"))
    if fact["value"] is None:
        return words("read-no-legend", stars=visible(fact["stars"]))
    unit = f" {fact['unit']}" if fact["unit"] else ""
    low = "(−∞" if fact["low"] is None else f"{'(' if fact['low_open'] else '['}{fact['low']}"
    high = "∞)" if fact["high"] is None else f"{fact['high']}{')' if fact['high_open'] else ']'}"
    marks = f" {fact['stars']}" if fact["stars"] else ""
    relation = words(f"relation-{part(fact['relation'])}") if fact["relation"][0].isalpha() else fact["relation"]
    return words("read-stands-for", number=f"{relation} {fact['value']}{visible(unit)}{visible(marks)}", low=low, high=high)


def as_json(text: str, convention: Convention) -> dict[str, Any]:
    """One entry of the list that the schema read.json describes; numbers are strings, without loss."""
    try:
        reading = read(text, convention)
    except PrintedError as error:
        return {"text": text, "facts": [], "doubts": [], "error": f"{error.what}; to do: {error.fix}"}
    facts, doubts = [fact_as_json(fact) for fact in reading.facts], [doubt_as_json(doubt) for doubt in reading.doubts]
    return {"text": text, "facts": facts, "doubts": doubts, "error": None}


def fact_as_json(fact: Fact) -> dict[str, Any]:
    """A fact with stable keys."""
    value, low, high = (None if number is None else exact_text(number) for number in (fact.value, fact.low, fact.high))
    return {
        "role": fact.role.value,
        "relation": fact.relation.value,
        "value": value,
        "low": low,
        "high": high,
        "low_open": fact.low_open,
        "high_open": fact.high_open,
        "decimals": fact.decimals,
        "significant": fact.significant,
        "unit": fact.unit,
        "scale": exact_text(fact.scale),
        "stars": fact.stars,
        "label": fact.label,
        "missing": fact.missing.value if fact.missing else None,
        "start": fact.start,
        "end": fact.end,
    }


def doubt_as_json(doubt: Doubt) -> dict[str, Any]:
    """A doubt with stable keys."""
    return {"what": doubt.what, "start": doubt.start, "end": doubt.end, "setting": doubt.setting or None}
