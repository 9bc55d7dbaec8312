"""One change of one typed number: where it is, what it becomes; and every change that a full test makes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import count
from pathlib import Path

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Claim, claim_columns
from collate.data.csvfile import Row
from collate.data.listing import files_in
from collate.data.published import CELL_COLUMNS, Cell
from collate.data.source import OBSERVATION_COLUMNS
from collate.numbers.compare import Regenerated, compare
from collate.numbers.printed import Interval, Printed, normal_width, parse
from collate.numbers.verdict import Basis, Verdict
from collate.verdicts import Judged


class Kind(StrEnum):
    """What a changed number is; the value is a key of labels after `mutation-`."""

    OBSERVATION = "observation"
    CELL = "cell"
    CLAIM = "claim"


@dataclass(frozen=True)
class Change:
    """One field that becomes another.

    Parameters
    ----------
    path : the file, relative to the book.
    line, column : of the field in the file.
    steps : units of the last printed digit between `old` and `new`, 0 where the field is not a number.
    up, down : the verdicts on print one unit of its last digit away, empty for observations and words.
    """

    kind: Kind
    id: str
    path: str
    line: int
    column: str
    old: str
    new: str
    steps: int
    up: str = ""
    down: str = ""


def observations(book: Book, steps: int = 1) -> Iterator[Change]:
    """Every numeric observation moved by `steps` units of its last printed digit; one unit leaves its rounding interval."""
    for path in files_in(book.source / "observations", "*.csv"):
        for row in csvfile.read(path, OBSERVATION_COLUMNS):
            printed = parse(row["value"], row.integer("decimals") if row["decimals"] else None)
            if printed.kind == "number":
                id = f"{row['series']}@{row['period']}"
                new = moved(printed, steps).text
                yield Change(Kind.OBSERVATION, id, book.relative(path), row.line, "value", row["value"], new, steps)


def derived_cells(book: Book, judged: Sequence[Judged[Cell]]) -> Iterator[Change]:
    """The printed string of every recomputed or independent cell, changed so that its verdict has to fail."""
    rows: dict[str, Row] = {}
    for artifact in dict.fromkeys(item.place.artifact for item in judged):
        path = book.cells / f"{artifact}.csv"
        for row in csvfile.read(path, CELL_COLUMNS) if path.exists() else ():
            rows.setdefault(f"{artifact}/{row['row']}/{row['column']}", row)
    for item in judged:
        cell = item.place
        if cell.basis is not Basis.TRANSCRIBED and not item.claim:  # a numeral of a sentence is changed there
            row = rows[cell.id]
            yield _changed_print(book, Kind.CELL, cell.id, row, "printed", item)


def recomputable_claims(book: Book, judged: Sequence[Judged[Claim]]) -> Iterator[Change]:
    """The printed string (the number behind a word) of every claim with a formula, changed so that its verdict has to fail."""
    rows = {row["id"]: row for row in csvfile.read(book.published / "claims.csv", claim_columns(book.languages))} if judged else {}
    for item in judged:
        if item.place.formula and not item.place.compares:  # words are not a number to change; what they compare is changed itself
            row = rows[item.place.id]
            yield _changed_print(book, Kind.CLAIM, item.place.id, row, "value" if row["value"] else "printed", item)


def moved(printed: Printed, steps: int) -> Printed:
    """`printed` after `steps` units of its last printed digit, written the same way."""
    assert printed.value is not None
    shown = len(normal_width(printed.text).partition(".")[2].rstrip("% "))
    value = printed.value + Fraction(steps, 10**shown)
    if "/" in printed.text or not any(sign.isdigit() for sign in printed.text):
        return replace(printed, text=str(value), value=value)
    return replace(printed, text=printed.like(value), value=value)


def clear_of(printed: Interval, regenerated: Interval) -> bool:
    """Whether no number lies inside both ranges, so that rounding cannot explain a difference."""
    if printed.low == printed.high or regenerated.low == regenerated.high:
        return printed.high < regenerated.low or regenerated.high < printed.low
    return printed.high <= regenerated.low or regenerated.high <= printed.low


def apply(change: Change, root: Path) -> str:
    """Make `change` in the book at `root` and return the text that the file had, to be restored."""
    path = root / change.path
    before = path.read_text(encoding="utf-8")
    reader = csv.reader(io.StringIO(before))
    rows: list[list[str]] = []
    at = -1
    for row in reader:
        if reader.line_num == change.line:
            at = len(rows)
        rows.append(row)
    column = rows[0].index(change.column)
    assert rows[at][column] == change.old, f"{change.path}:{change.line} has {rows[at][column]!r}, not {change.old!r}"
    rows[at][column] = change.new
    csvfile.write(path, rows[0], rows[1:])
    return before


def _changed_print(book: Book, kind: Kind, id: str, row: Row, column: str, item: Judged[Cell] | Judged[Claim]) -> Change:
    place = item.place
    change = Change(kind, id, book.relative(row.path), row.line, column, row[column], _other_word(row[column]), 0)
    if place.printed.value is None or not item.low:
        return change
    regenerated = Interval(Fraction(item.low), Fraction(item.high))
    typed = replace(place.printed, text=row[column])
    up, down = (_verdict(place, moved(typed, step), item).key for step in (1, -1))
    steps = next(step for size in count(1) for step in (size, -size) if clear_of(_stands_for(place, moved(typed, step)), regenerated))
    return replace(change, new=moved(typed, steps).text, steps=steps, up=up, down=down)


def _stands_for(place: Cell | Claim, printed: Printed) -> Interval:
    return replace(place, printed=printed).interval if isinstance(place, Claim) else printed.interval


def _verdict(place: Cell | Claim, printed: Printed, item: Judged[Cell] | Judged[Claim]) -> Verdict:
    regenerated = Regenerated(Fraction(item.value), Interval(Fraction(item.low), Fraction(item.high)), item.value)
    return compare(printed, regenerated, _stands_for(place, printed)).verdict


def _other_word(text: str) -> str:
    """A word or rank changed in one place: the last digit of its first number, or else its last letter."""
    number = re.search(r"\d+", text)
    if number:
        at = number.end() - 1
        return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"
    return text[:-1] if len(text) > 1 else f"{text}×"
