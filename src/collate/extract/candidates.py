"""What extraction gives: tables with their cells and numbers in sentences, each with an id and its place. Candidates, never verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from unicodedata import normalize


class Kind(StrEnum):
    """What a number in a sentence is; only a claim says something that data could give."""

    CLAIM = "claim"
    YEAR = "year"  # also dates
    CITATION = "citation"
    REFERENCE = "reference"  # to a table, figure, section, equation, column, page
    EQUATION = "equation"
    FOOTNOTE = "footnote"  # it stands in one
    BIBLIOGRAPHY = "bibliography"
    LIST = "list"  # the number of an item
    NAME = "name"  # COVID-19, a DOI, an address, a version


@dataclass(frozen=True, slots=True)
class ExtractedCell:
    """One printed cell of a table.

    Parameters
    ----------
    id : `TABLE/ROW/COLUMN`, unique in its document.
    table : the id of the table.
    row, column : their names, from nested or merged heads joined by ` / `; the second line of a row without a name of its own ends in
        `[2]`.
    printed : exactly as printed; superscripts as such (`10⁻³`) or, where Unicode has none, as `^{a}`; lines within a cell by a line break.
    row_number, column_number : its place in the grid of the page, heads counted, from 1.
    page : of a PDF, from 1.
    doubts : reasons to look at the page.
    """

    id: str
    table: str
    row: str
    column: str
    printed: str
    row_number: int
    column_number: int
    page: int | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractedTable:
    """One table.

    Parameters
    ----------
    id : `table-2` where the caption has a number; otherwise from its name or its position.
    number : as printed in the caption, such as `2` or `A1`; "" without one.
    caption, notes : as printed, without the number.
    section : the heading that it stands under.
    columns, rows : the names, in their order.
    doubts : reasons to look at the page that concern the table as a whole.
    """

    id: str
    number: str
    caption: str
    section: str
    page: int | None
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[ExtractedCell, ...]
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractedFact:
    """One fact of a number, as `collate.numbers.reading` reads it; values as text, because readers of JSON round."""

    role: str
    relation: str
    value: str | None
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class ExtractedNumber:
    """One number in a sentence, with what belongs to it: sign, unit, bracket, name of the statistic.

    Parameters
    ----------
    id : `SECTION/NUMBER`, unique in its document.
    kind : whether it is a claim, or what else.
    printed : exactly as printed.
    sentence : in which it stands.
    start, end : where in the sentence, as a slice.
    sentence_number : of the sentence in its section, from 1.
    facts : what it says under the default convention; empty for what is no claim or cannot be read without a declared convention.
    doubts : why it could not be read, or might be something else.
    """

    id: str
    kind: Kind
    printed: str
    sentence: str
    start: int
    end: int
    section: str
    sentence_number: int
    page: int | None = None
    facts: tuple[ExtractedFact, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All candidates of one file; `doubts` concern the file as a whole."""

    file: str
    format: str
    tables: tuple[ExtractedTable, ...]
    numbers: tuple[ExtractedNumber, ...]
    doubts: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[ExtractedNumber, ...]:
        return tuple(number for number in self.numbers if number.kind is Kind.CLAIM)


@dataclass
class Ids:
    """Gives each thing an id that no other has: what would be the same gets `-2`, `-3` behind it, in the order of the page."""

    taken: set[str] = field(default_factory=set)
    last: dict[str, int] = field(default_factory=dict)

    def unique(self, id: str) -> str:
        found = id
        number = self.last.get(id, 1)
        while found in self.taken:
            number += 1
            found = f"{id}-{number}"
        self.last[id] = number
        self.taken.add(found)
        return found


def part(name: str) -> str:
    """A name as a part of an id: small letters, hyphens for spaces, `:` between joined heads, and no slash, which parts an id."""
    joined = normalize("NFC", name).replace(" / ", ":").replace("/", "|").replace("‑", "-").lower()
    return re.sub(r"[\s\x00-\x1f\x7f]+", "-", joined.strip()) or "-"


def first_words(text: str, most: int = 4) -> str:
    """The first words of a heading, which name its section in an id."""
    return part(" ".join(re.sub(r"^[\dA-Z](?:\.\d+)*\.?\s+(?=\S)", "", text).split()[:most]))


def told(doubts: Iterable[str]) -> str:
    """Doubts in one field."""
    return "; ".join(doubts)
