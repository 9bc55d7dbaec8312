"""A document as its format gives it: paragraphs and tables in their order, before ids, sentences and names of rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from collate.data.typed_text import INVISIBLE
from collate.extract.candidates import Kind
from collate.extract.grid import Grid


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a paragraph whose numbers are of a kind that the format tells."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `kind` is that of the whole: a footnote, an entry of the bibliography."""

    text: str
    section: str = ""
    page: int | None = None
    kind: Kind = Kind.CLAIM
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `caption` begins with its number where the page prints one there; `number` is one that stands elsewhere, or is counted."""

    grid: Grid
    caption: str = ""
    section: str = ""
    page: int | None = None
    number: str = ""
    name: str = ""  # of a sheet or file
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass
class Document:
    """What a reader of a format fills."""

    format: str
    blocks: list[Paragraph | Table] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass
class Flow:
    """A paragraph in the making: runs of plain spaces become one, unseen characters go, marks keep their places."""

    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    spaced: bool = True  # whether what stands last is a space, so that another adds nothing

    def add(self, text: str, kind: Kind | None = None) -> None:
        """Append a piece; `kind` marks its numbers."""
        start = self.length
        kept = []
        for character in text:
            if character in " \t\n\r\f":
                if not self.spaced:
                    kept.append(" ")
                self.spaced = True
            elif not INVISIBLE.match(character):
                kept.append(character)
                self.spaced = False
        if kept:
            self.pieces.append("".join(kept))
            self.length += len(kept)
            if kind is not None:
                self.marks.append(Mark(start, self.length, kind))

    @property
    def last(self) -> str:
        """The last character; nothing at the beginning."""
        return self.pieces[-1][-1] if self.pieces else ""

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """The text so far with its marks; what comes next begins another paragraph."""
        text, marks = "".join(self.pieces), tuple(self.marks)
        self.pieces, self.marks, self.length, self.spaced = [], [], 0, True
        return text.rstrip(" "), marks
