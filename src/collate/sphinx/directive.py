"""What all directives share: the book, its language and its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Claim
from collate.data.labels import Labels
from collate.data.published import Artifact, Cell, Published
from collate.judge import Judged
from collate.numbers.verdict import Basis, Verdict
from collate.run.plot import POINT_COLUMNS, PointBasis
from collate.sphinx import incremental
from collate.sphinx.judged import all_judging

COPY_MARK = "°"


def verdict_text(item: Judged[Cell | Claim], word: Callable[[str], str]) -> str:
    """The verdict in words with its mark; a value that agrees with a copy of itself is called what it is, and never identical alone."""
    if is_copy(item) and item.verdict is Verdict.IDENTICAL:
        return f"{COPY_MARK}\u00a0{word(item.basis.label)}"
    basis = f"{word('bracket-open')}{word(item.basis.label)}{word('bracket-close')}" if is_copy(item) else ""
    return f"{item.verdict.mark}\u00a0{word(item.verdict.label)}{basis}"


def is_copy(item: Judged[Cell | Claim]) -> bool:
    """Whether the value was compared with a copy of itself alone, which verifies nothing."""
    return item.basis in (Basis.QUOTED, Basis.REPEATED, Basis.TRANSCRIBED)


class CollateDirective(SphinxDirective):
    """What all directives share: the book, its language and its words."""

    @cached_property
    def book(self) -> Book:
        return Book(Path(self.config.collate_root))

    @cached_property
    def published(self) -> Published:
        return Published(self.book)

    @property
    def language(self) -> str:
        return str(self.config.collate_language)

    @cached_property
    def labels(self) -> Labels:
        return self.book.words

    def word(self, key: str) -> str:
        return self.labels.text(key, self.language)

    def depend(self, *paths: Path) -> None:
        incremental.depend(self.env, paths)

    def points(self, artifact: Artifact) -> Counter[str]:
        """Plotted points of an artifact, counted by basis."""
        return Counter(row["basis"] for row in csvfile.read(self.book.points(artifact.id), POINT_COLUMNS))

    def point_counts(self, artifact: Artifact) -> str:
        found = self.points(artifact)
        parts = [f"{self.word(basis.label)} {found[basis.value]}" for basis in PointBasis if found[basis.value]]
        return self.word("join-comma").join(parts) or "0"

    def drawing(self, artifact: Artifact, caption: nodes.caption, reading: str = "printed") -> nodes.figure:
        """The plot of an artifact, drawn from its published points."""
        drawn = self.book.figure(artifact.id, self.language, "svg", reading)
        run = self.book.run(artifact.id, self.language, reading)
        self.depend(self.book.points(artifact.id, reading), drawn)
        alt = (run / "alt.txt").read_text(encoding="utf-8").strip()
        name = drawn.name.removesuffix(f".{self.language}.svg")
        node = nodes.figure("", nodes.image(uri=f"figures/{name}.*", alt=alt), caption, align="default")
        node["classes"].append("cv-figure")
        return node

    def unlisted_drawing(self, artifact: Artifact, words: str, reading: str = "printed") -> list[nodes.Node]:
        """A plot with no number of its own, which the PDF's list of figures leaves out."""
        before = nodes.raw("", r"\begingroup\captionsetup{list=no}", format="latex")
        return [before, self.drawing(artifact, nodes.caption("", words), reading), nodes.raw("", r"\endgroup", format="latex")]

    def depend_on_all(self) -> None:
        """What every verdict rests on."""
        self.depend(*all_judging(self.book))

    def observation_name(self, id: str) -> str:
        """The name of the observation `SERIES@PERIOD` in the page's language; any other id as it is."""
        series, _, period = id.partition("@")
        return self.word("join-comma").join(self.word(part) for part in [*series.split("."), period]) if period else id

    def number(self, artifact: Artifact) -> str:
        return f"{self.word(f'word-{artifact.kind}')}\u00a0{artifact.printed_number}"

    def place(self, item: Judged[Cell | Claim]) -> tuple[str, str]:
        """Where a value stands, and what it is, in the page's language."""
        if isinstance(item.place, Cell):
            return self.number(self.published.artifact(item.place.artifact)), self.cell_name(item.place)
        chapter = self.word("chapter-number").format(number=item.chapter) if item.chapter else self.word("word-summary")
        return chapter, item.place.id

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
        names = []
        for axis, id in (("row", cell.row), ("column", cell.column)):
            header = next(header for header in self.published.headers(cell.artifact, axis) if header.id == id)
            names.append(" ".join(self.labels.text(part, self.language) for part in header.label.split(":")))
        return " / ".join(names)
