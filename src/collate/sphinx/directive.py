"""What all directives share: the book, its language and words, and how they name places, counts and plots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from collate.data import csvfile
from collate.data.claims import Claim
from collate.data.published import Artifact, Cell, Published
from collate.numbers.verdict import Basis, Verdict
from collate.run.plot import POINT_COLUMNS, PointBasis
from collate.verdicts import Judged

if TYPE_CHECKING:
    from collate.book import Book
    from collate.data.labels import Labels
    from collate.sphinx.domain import CollateDomain

# What a page shows: `value` (a cell or claim with its card), `artifact` (all its cells, and what its notebook left), `errata` or `claims`
# of a chapter, each with an id; of the whole book the `verdicts` with their values, what the `evidence` of errata computes with, how many
# `points` its figures plot, or whether the `score` is of these data; `typed`, which no value of an observation changes; or `book`, which is
# anything.
Key = tuple[str, str]
BOOK: Key = ("book", "")
TYPED: Key = ("typed", "")
VERDICTS: Key = ("verdicts", "")
EVIDENCE: Key = ("evidence", "")
POINTS: Key = ("points", "")
SCORE: Key = ("score", "")
COPY_MARK = "="  # of no shape that a ring could be taken for


def is_copy(item: Judged[Cell | Claim]) -> bool:
    """Whether the value was compared with a copy of itself alone, which verifies nothing."""
    return item.basis in (Basis.QUOTED, Basis.REPEATED, Basis.TRANSCRIBED)


def verdict_text(item: Judged[Cell | Claim], word: Callable[[str], str]) -> str:
    """The verdict in words with its mark; a value that agrees with a copy of itself is called a copy, never identical alone."""
    if is_copy(item) and item.verdict is Verdict.IDENTICAL:
        return f"{COPY_MARK}\u00a0{word(item.basis.label)}"
    basis = f"{word('bracket-open')}{word(item.basis.label)}{word('bracket-close')}" if is_copy(item) else ""
    return f"{item.verdict.mark}\u00a0{word(item.verdict.label)}{basis}"


def observation_name(id: str, word: Callable[[str], str]) -> str:
    """The name of the observation `SERIES@PERIOD` in words; any other id as it is."""
    series, _, period = id.partition("@")
    parts = [part for part in (*series.split("."), period) if part != "undated"]
    return word("join-comma").join(word(part) for part in parts) if period else id


def cell_name(cell: Cell, published: Published, word: Callable[[str], str]) -> str:
    """Row and column of a cell in words."""
    names = []
    for axis, id in (("row", cell.row), ("column", cell.column)):
        header = next(header for header in published.headers(cell.artifact, axis) if header.id == id)
        names.append(" ".join(word(part) for part in header.label.split(":")))
    return " / ".join(names)


class CollateDirective(SphinxDirective):
    """A directive that shows data of the book; the page is read again when what it shows changes."""

    shown: ClassVar[tuple[Key, ...]] = (BOOK,)

    def run(self) -> list[nodes.Node]:
        self.domain.note_reader(*self.shows())
        return self.content_nodes()

    def shows(self) -> tuple[Key, ...]:
        """What of the book's data is shown: anything, unless a directive says less in `shown` or here."""
        return self.shown

    def content_nodes(self) -> list[nodes.Node]:
        """What the directive puts on the page."""
        raise NotImplementedError

    @property
    def domain(self) -> CollateDomain:
        found: CollateDomain = self.env.get_domain("collate")
        return found

    @property
    def book(self) -> Book:
        return self.domain.book

    @property
    def published(self) -> Published:
        return self.domain.published

    @property
    def language(self) -> str:
        return self.domain.language

    @property
    def labels(self) -> Labels:
        return self.domain.labels

    def word(self, key: str) -> str:
        return self.domain.word(key)

    def number(self, artifact: Artifact) -> str:
        return self.domain.number(artifact)

    @property
    def in_html(self) -> bool:
        """Whether this is the HTML edition, which alone has the executed notebooks, the exports and a page for each number."""
        return self.domain.builder == "html"

    @property
    def on_paper(self) -> bool:
        """Whether this is the printed edition, where a formula over ids is wider than a page."""
        return self.domain.builder == "typst"

    def depend(self, *paths: Path) -> None:
        """Have the page read again when one of these files, which are no data of the book, is newer than the page."""
        for path in paths:
            if path.exists():  # Sphinx would read a page at every build as long as one of its files is missing
                self.env.note_dependency(str(path))

    def to(self, kind: str, target: str, content: nodes.Node | str) -> nodes.Node:
        """A link that Sphinx resolves when the page is written: `kind` is `doc`, or a type of our domain.

        A page that this edition does not have leaves the bare text.
        """
        if kind == "doc" and target.removeprefix("/") not in self.env.found_docs:
            return nodes.Text(content) if isinstance(content, str) else content
        text = nodes.inline("", content) if isinstance(content, str) else content
        domain = "std" if kind == "doc" else "collate"
        reference = addnodes.pending_xref("", text, refdomain=domain, reftype=kind, reftarget=target, refexplicit=True)
        reference["refdoc"], reference["refwarn"] = self.env.docname, True
        return reference

    def points(self, artifact: Artifact) -> Counter[str]:
        """Plotted points of an artifact, counted by basis."""
        return Counter(row["basis"] for row in csvfile.read(self.book.points(artifact.id), POINT_COLUMNS))

    def point_counts(self, artifact: Artifact) -> str:
        found = self.points(artifact)
        parts = [f"{self.word(basis.label)} {found[basis.value]}" for basis in PointBasis if found[basis.value]]
        return self.word("join-comma").join(parts) or "0"

    def observation_name(self, id: str) -> str:
        """The name of the observation `SERIES@PERIOD` in the page's language; any other id as it is."""
        return observation_name(id, self.word)

    def place(self, item: Judged[Cell | Claim]) -> tuple[str, str]:
        """Where a value stands, and what it is, in the page's language."""
        if isinstance(item.place, Cell):
            return self.number(self.published.artifact(item.place.artifact)), self.cell_name(item.place)
        chapter = self.word("chapter-number").format(number=item.chapter) if item.chapter else self.word("word-summary")
        return chapter, item.place.subject[self.language]

    def counts(self, judged: Iterable[Judged[Cell | Claim]]) -> str:
        """Verdicts counted apart by basis: a copy is never counted with what is verified."""
        found = Counter((item.basis, item.verdict) for item in judged)
        parts = []
        for basis in Basis:
            counted = [f"{self.word(verdict.label)} {found[basis, verdict]}" for verdict in Verdict if found[basis, verdict]]
            if counted:
                parts.append(f"{self.word(basis.label)}{self.word('join-colon')}{self.word('join-comma').join(counted)}")
        return self.word("join-semicolon").join(parts)

    def verdict(self, item: Judged[Cell | Claim]) -> str:
        """The verdict in words with its mark."""
        return verdict_text(item, self.word)

    def cell_name(self, cell: Cell) -> str:
        """Row and column of a cell in the page's language."""
        return cell_name(cell, self.published, self.word)
