"""Directives: `{artifact}`, `{legend}`, `{verdict-summary}`, `{point-summary}`, `{verdict-list}`, `{errata-list}`."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from collate import csvfile
from collate.claims import CHECKS, Claim
from collate.errors import CollateError, nearest
from collate.labels import Labels
from collate.notebook import DISPLAY_COLUMNS
from collate.plot import POINT_COLUMNS, PointBasis
from collate.project import Project
from collate.published import Artifact, Cell, Published
from collate.sphinxext.nodes import value_node
from collate.sphinxext.tables import fitted, table
from collate.verdict import Basis, Verdict
from collate.verify import Judged, judge, judge_book

INFERRED_MARK = "†"
TRANSCRIBED_MARK = "°"


logger = logging.getLogger(__name__)


def marked_value(item: Judged[Cell], shown: str, labels: Labels, language: str, *, anchor: bool) -> value_node:
    """`shown` with the mark of its verdict; a transcribed value is marked as such, an identical one not at all."""
    cell = item.place
    style, mark, words = "identical", "", []
    if item.verdict is not Verdict.IDENTICAL:
        style, mark = item.verdict.key, item.verdict.mark
        words.append(labels.text(item.verdict.label, language))
    elif cell.basis is Basis.TRANSCRIBED:
        style, mark = "transcribed", TRANSCRIBED_MARK if cell.printed.text else ""
        words.append(labels.text(Basis.TRANSCRIBED.label, language))
    if cell.layout == "inferred":
        mark += INFERRED_MARK
        words.append(labels.text("mark-inferred", language))
    verdict = ", ".join(words) or labels.text(Verdict.IDENTICAL.label, language)
    note = f"{labels.text('word-printed', language)} {cell.printed.text} · {verdict}"
    return value_node("", shown, cell=cell.id, style=style, mark=mark, mark_text=", ".join(words), note=note, anchor=anchor)


class CollateDirective(SphinxDirective):
    """What all directives share: the book, its language and its words."""

    @cached_property
    def project(self) -> Project:
        return Project(Path(self.config.collate_root))

    @cached_property
    def published(self) -> Published:
        return Published(self.project)

    @property
    def language(self) -> str:
        return str(self.config.collate_language)

    @cached_property
    def labels(self) -> Labels:
        return Labels.load(self.project.labels)

    def word(self, key: str) -> str:
        return self.labels.text(key, self.language)

    def depend(self, *paths: Path) -> None:
        for path in paths:
            self.env.note_dependency(str(path))

    def points(self, artifact: Artifact) -> Counter[str]:
        """Plotted points of an artifact, counted by basis."""
        return Counter(row["basis"] for row in csvfile.read(self.project.points(artifact.id), POINT_COLUMNS))

    def point_counts(self, artifact: Artifact) -> str:
        found = self.points(artifact)
        parts = [f"{self.word(basis.label)} {found[basis.value]}" for basis in PointBasis if found[basis.value]]
        return self.word("join-comma").join(parts) or "0"

    def depend_on_all(self) -> None:
        project = self.project
        self.depend(project.errata, project.labels, *project.regenerated.rglob("*.csv"), *project.published.rglob("*.csv"))

    def number(self, artifact: Artifact) -> str:
        return f"{self.word(f'word-{artifact.kind}')}\u00a0{artifact.chapter}-{artifact.number}"

    def place(self, item: Judged[Cell | Claim]) -> tuple[str, str]:
        """Where a value stands, and what it is, in the page's language."""
        if isinstance(item.place, Cell):
            return self.number(self.published.artifact(item.place.artifact)), self.cell_name(item.place)
        chapter = f"{self.word('word-chapter')}\u00a0{item.chapter}" if item.chapter else self.word("word-summary")
        return chapter, item.place.id

    def cell_name(self, cell: Cell) -> str:
        """Row and column of a cell in the page's language."""
        names = []
        for axis, id in (("row", cell.row), ("column", cell.column)):
            header = next(header for header in self.published.headers(cell.artifact, axis) if header.id == id)
            names.append(" ".join(self.labels.text(part, self.language) for part in header.label.split(":")))
        return " / ".join(names)


class ArtifactDirective(CollateDirective):
    """`{artifact} table-1-2`: a regenerated table with its caption, unit, source line and verdicts."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        artifact = self.published.artifact(self.arguments[0])
        if artifact.kind == "figure":
            return self.figure(artifact)
        judged = {(item.place.row, item.place.column): item for item in judge(self.project, artifacts=[artifact.id])}
        display_path = self.project.run(artifact.id, self.language) / "display.csv"
        display = {(row["row"], row["column"]): row["text"] for row in csvfile.read(display_path, DISPLAY_COLUMNS)}
        self.depend(display_path, self.project.errata, self.project.labels, self.project.cells / f"{artifact.id}.csv")
        rows, columns = self.published.headers(artifact.id, "row"), self.published.headers(artifact.id, "column")
        header = [[""]] + [[self.word(part) for part in column.label.split(":")] for column in columns]
        body: list[list[str | nodes.Node]] = [
            [
                " ".join(self.word(part) for part in row.label.split(":")),
                *(self.value(judged[row.id, column.id], display[row.id, column.id]) for column in columns),
            ]
            for row in rows
        ]
        node = table(header, body)
        title = nodes.title("", f"{self.number(artifact)}　{self.word(artifact.title)}")
        node.insert(0, title)
        node["ids"].append(artifact.id)
        if len(rows) > 15:
            node["classes"].append("longtable")
        parts = fitted(node)
        companion = [self.drawing(artifact, nodes.caption("", self.word("word-companion")))] if artifact.drawn else []
        return [*parts, *companion, *self.lines_below(artifact, list(judged.values()))]

    def figure(self, artifact: Artifact) -> list[nodes.Node]:
        judged = judge(self.project, artifacts=[artifact.id])
        self.depend(self.project.errata, self.project.labels, self.project.cells / f"{artifact.id}.csv")
        node = self.drawing(artifact, nodes.caption("", f"{self.number(artifact)}　{self.word(artifact.title)}"))
        node["ids"].append(artifact.id)
        return [node, *self.lines_below(artifact, judged)]

    def drawing(self, artifact: Artifact, caption: nodes.caption) -> nodes.figure:
        """The plot of an artifact, drawn from its published points."""
        self.depend(self.project.points(artifact.id), self.project.figure(artifact.id, self.language, "svg"))
        alt = (self.project.run(artifact.id, self.language) / "alt.txt").read_text(encoding="utf-8").strip()
        node = nodes.figure("", nodes.image(uri=f"figures/{artifact.id}.*", alt=alt), caption, align="default")
        node["classes"].append("cv-figure")
        return node

    def value(self, item: Judged[Cell], text: str) -> value_node:
        shown = item.shown if item.place.printed.kind == "number" else text
        return marked_value(item, shown, self.labels, self.language, anchor=True)

    def lines_below(self, artifact: Artifact, judged: list[Judged[Cell]]) -> list[nodes.Node]:
        """Unit, source, counts, and a line for every value that is not identical."""
        lines = []
        if artifact.unit:
            lines.append(f"{self.word('word-unit')}{self.word('join-colon')}{self.word(artifact.unit)}")
        lines.append(f"{self.word('word-source')}{self.word('join-colon')}{self.word(artifact.credit)}")
        if artifact.missing:
            lines.append(f"{self.word('word-missing')}{self.word('join-colon')}{self.word(artifact.missing)}")
        if artifact.kind == "figure":
            lines.append(f"{self.word('word-points')}{self.word('join-colon')}{self.point_counts(artifact)}")
        if judged:
            lines.append(self.counts(judged))
        block = nodes.container(classes=["cv-below"])
        for line in lines:
            block += nodes.paragraph("", line)
        block += self.notebook_link(artifact)
        found = [item for item in judged if item.verdict is not Verdict.IDENTICAL]
        if found:
            items = nodes.bullet_list(classes=["cv-notes"])
            for item in found:
                items += nodes.list_item("", nodes.paragraph("", self.note(item)))
            block += items
        return [block]

    def note(self, item: Judged[Cell]) -> str:
        kind = "erratum" if item.verdict is Verdict.ERRATUM else "rounding"
        text = self.word(f"note-{kind}").format(printed=item.place.printed.text, shown=item.shown)
        cause = self.word("join-space") + item.erratum.cause[self.language] if item.erratum else ""
        return f"{item.verdict.mark} {self.cell_name(item.place)}{self.word('join-colon')}{text}{cause}"

    def counts(self, judged: list[Judged[Cell]]) -> str:
        """Verdicts counted apart by basis: a transcribed cell is never called verified."""
        found = Counter((item.place.basis, item.verdict) for item in judged)
        parts = []
        for basis in Basis:
            counted = [f"{self.word(verdict.label)} {found[basis, verdict]}" for verdict in Verdict if found[basis, verdict]]
            if counted:
                parts.append(f"{self.word(basis.label)}{self.word('join-colon')}{self.word('join-comma').join(counted)}")
        return self.word("join-semicolon").join(parts)

    def notebook_link(self, artifact: Artifact) -> nodes.Node:
        page = f"artifacts/{artifact.id}"
        if page not in self.env.found_docs:  # the PDF has no notebooks
            return nodes.paragraph()
        reference = nodes.reference("", self.word("word-executed-notebook"), refuri=f"{page}.html", internal=True)
        return nodes.paragraph("", "", reference)


class CellRole(SphinxRole):
    """`{cell}`table-1-2/廣義環渤海/2009``: one regenerated value of a table in a sentence, with its mark.

    An id that leads nowhere is shown in bold with a cross, and fails the build.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        project = Project(Path(self.config.collate_root))
        artifact = self.text.partition("/")[0]
        try:
            found = {item.place.id: item for item in judge(project, artifacts=[artifact])}
            item = found[self.text]
        except (CollateError, KeyError):
            hint = nearest(self.text, _cell_ids(project), cutoff=0.3)
            logger.warning("no cell %r%s", self.text, hint, location=self.get_location(), type="collate", subtype="unknown_cell")
            return [nodes.strong("", f"× {self.text}")], []
        self.env.note_dependency(str(project.regenerated / f"{artifact}.csv"))
        self.env.note_dependency(str(project.errata))
        language = self.config.collate_language
        return [marked_value(item, item.shown, Labels.load(project.labels), language, anchor=False)], []


def _cell_ids(project: Project) -> list[str]:
    published = Published(project)
    return [cell.id for id in published.artifacts for cell in published.cells(id).values()]


class LegendDirective(CollateDirective):
    """`{legend}`: what each mark means."""

    def run(self) -> list[nodes.Node]:
        marks = [("", "identical"), (Verdict.ROUNDING.mark, "rounding"), (Verdict.ERRATUM.mark, "erratum")]
        marks += [(TRANSCRIBED_MARK, "transcribed"), (INFERRED_MARK, "inferred")]
        marks += [(v.mark, v.key) for v in (Verdict.NOT_REGENERATED, Verdict.DIFFERS, Verdict.NOT_RUN)]
        items = nodes.bullet_list(classes=["cv-legend"])
        for mark, key in marks:
            items += nodes.list_item("", nodes.paragraph("", f"{mark} {self.word(f'legend-{key}')}".strip()))
        return [items]


class SummaryDirective(CollateDirective):
    """`{verdict-summary}`: verdicts counted by chapter, those of cells by basis and those of claims by check."""

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        found = Counter((item.chapter, self.group(item.place), item.verdict) for item in judge_book(self.project))
        chapters = sorted({chapter for chapter, _, _ in found})
        rows = [(str(chapter) if chapter else self.word("word-summary"), [chapter]) for chapter in chapters]
        header = [[self.word("word-chapter")], [self.word("word-basis")]] + [[self.word(v.label)] for v in Verdict]
        body: list[list[str | nodes.Node]] = []
        for name, counted in [*rows, (self.word("all-chapters"), chapters)]:
            for group in [*(basis.label for basis in Basis), *(f"check-{check}" for check in CHECKS)]:
                counts = [sum(found[chapter, group, verdict] for chapter in counted) for verdict in Verdict]
                if any(counts):
                    body.append([name, self.word(group), *map(str, counts)])
        return fitted(table(header, body, stubs=2))

    def group(self, place: Cell | Claim) -> str:
        """Label key of the group that a cell or claim is counted in."""
        return place.basis.label if isinstance(place, Cell) else f"check-{place.check}"


class PointsDirective(CollateDirective):
    """`{point-summary}`: the plotted points of every figure, counted by basis, and how far it is regenerated."""

    def run(self) -> list[nodes.Node]:
        figures = [artifact for artifact in self.published.artifacts.values() if artifact.kind == "figure"]
        self.depend(self.project.labels, *(self.project.points(artifact.id) for artifact in figures))
        header = [[self.word("word-figure")], *([self.word(basis.label)] for basis in PointBasis), [self.word("word-extent")]]
        body: list[list[str | nodes.Node]] = []
        for artifact in figures:
            found = self.points(artifact)
            extent = "none" if not artifact.datasets else "partly" if artifact.missing else "whole"
            counted = (str(found[basis.value]) for basis in PointBasis)
            body.append([self.number(artifact), *counted, self.word(f"extent-{extent}")])
        return fitted(table(header, body))


class VerdictsDirective(CollateDirective):
    """`{verdict-list}`: every compared value whose verdict is not identical."""

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        keys = ("word-place", "word-value", "word-printed", "word-regenerated", "word-verdict")
        header = [[self.word(key)] for key in keys]
        body: list[list[str | nodes.Node]] = []
        for item in judge_book(self.project):
            if item.verdict in (Verdict.IDENTICAL, Verdict.NOT_REGENERATED):
                continue
            mark = f"{item.verdict.mark}\u00a0{self.word(item.verdict.label)}"
            body.append([*self.place(item), item.place.printed.text, item.shown, mark])
        node = table(header, body, stubs=0)
        node["classes"].append("longtable")
        return fitted(node)


class ErrataDirective(CollateDirective):
    """`{errata-list}`: every erratum with its arithmetic and its likely cause."""

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        terms = nodes.definition_list(classes=["cv-errata"])
        for item in judge_book(self.project):
            entry = item.erratum
            if entry is None:
                continue
            facts = [
                f"{self.word('word-printed')}{self.word('join-colon')}{entry.printed}",
                f"{self.word('word-regenerated')}{self.word('join-colon')}{entry.regenerated}",
                f"{self.word('word-kind')}{self.word('join-colon')}{self.word(f'kind-{entry.kind}')}",
                f"{self.word('word-certainty')}{self.word('join-colon')}{self.word(f'certainty-{entry.certainty}')}",
            ]
            definition = nodes.definition("", nodes.paragraph("", " · ".join(facts)))
            definition += nodes.paragraph("", entry.cause[self.language])
            terms += nodes.definition_list_item("", nodes.term("", self.word("join-comma").join(self.place(item))), definition)
        return [terms]
