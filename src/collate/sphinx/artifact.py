"""`{artifact}`, a regenerated table or figure with its verdicts, and the role `{cell}`."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from collate.bind import addresses
from collate.book import Book
from collate.data import csvfile
from collate.data.labels import Labels
from collate.data.published import Artifact, Cell, Published
from collate.errors import CollateError, nearest
from collate.export.runs import artifact_run
from collate.judge import Judged, judge
from collate.numbers.verdict import Verdict
from collate.run.notebook import DISPLAY_COLUMNS
from collate.sphinx.corrected import corrected_reading
from collate.sphinx.directive import COPY_MARK, is_copy
from collate.sphinx.disclosure import DisclosingDirective
from collate.sphinx.nodes import erratum_anchor, lead_from_errata, value_node
from collate.sphinx.tables import fitted, table

INFERRED_MARK = "†"


logger = logging.getLogger(__name__)


def marked_value(item: Judged[Cell], shown: str, labels: Labels, language: str, *, anchor: bool) -> value_node:
    """`shown` with the mark of its verdict; a copy is marked as such, a verified value that is identical not at all."""
    cell = item.place
    style, mark, words = "identical", "", []
    if item.verdict is not Verdict.IDENTICAL:
        style, mark = item.verdict.key, item.verdict.mark
        words.append(labels.text(item.verdict.label, language))
    elif is_copy(item):
        style, mark = "copied", COPY_MARK if cell.printed.text else ""
        words.append(labels.text(item.basis.label, language))
    if cell.layout == "inferred":
        mark += INFERRED_MARK
        words.append(labels.text("mark-inferred", language))
    verdict = ", ".join(words) or labels.text(Verdict.IDENTICAL.label, language)
    note = f"{labels.text('word-printed', language)} {cell.printed.text} · {verdict}"
    node = value_node("", shown, cell=cell.id, style=style, mark=mark, mark_text=", ".join(words), note=note)
    node["anchor"] = addresses.anchor(cell.id) if anchor else ""
    node["erratum"] = erratum_anchor(item.erratum.target) if item.erratum else ""
    return node


class ArtifactDirective(DisclosingDirective):
    """`{artifact} table-1-2`: a regenerated table with its caption, unit, source line and verdicts."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        artifact = self.published.artifact(self.arguments[0])
        # Other pages refer to it by its id.
        self.env.domaindata["std"]["anonlabels"][artifact.id] = self.env.docname, artifact.id
        if artifact.kind == "figure":
            return self.figure(artifact)
        judged = {(item.place.row, item.place.column): item for item in judge(self.book, artifacts=[artifact.id])}
        display_path = self.book.run(artifact.id, self.language) / "display.csv"
        display = {(row["row"], row["column"]): row["text"] for row in csvfile.read(display_path, DISPLAY_COLUMNS)}
        self.depend(display_path, self.book.errata, self.book.labels, self.book.cells / f"{artifact.id}.csv")
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
        below = self.lines_below(artifact, list(judged.values()))
        return [*parts, *self.companion(artifact), *below, *corrected_reading(self, artifact)]

    def figure(self, artifact: Artifact) -> list[nodes.Node]:
        judged = judge(self.book, artifacts=[artifact.id])
        self.depend(self.book.errata, self.book.labels, self.book.cells / f"{artifact.id}.csv")
        node = self.drawing(artifact, nodes.caption("", f"{self.number(artifact)}　{self.word(artifact.title)}"))
        node["ids"].append(artifact.id)
        for item in judged:
            lead_from_errata(self.env, item, artifact.id)
        return [node, *self.lines_below(artifact, judged), *corrected_reading(self, artifact)]

    def companion(self, artifact: Artifact) -> list[nodes.Node]:
        """The plot beside a table."""
        return self.unlisted_drawing(artifact, self.word("word-companion")) if artifact.drawn else []

    def value(self, item: Judged[Cell], text: str) -> value_node:
        shown = item.shown if item.place.printed.kind == "number" else text
        node = marked_value(item, shown, self.labels, self.language, anchor=True)
        lead_from_errata(self.env, item, node["anchor"])
        return node

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
        found = [item for item in judged if item.verdict is not Verdict.IDENTICAL]
        if found:
            items = nodes.bullet_list(classes=["cv-notes"])
            for item in found:
                items += nodes.list_item("", nodes.paragraph("", self.note(item)))
            block += items
        return [block, *self.made(artifact, judged)]

    def made(self, artifact: Artifact, judged: list[Judged[Cell]]) -> list[nodes.Node]:
        """The disclosure of an artifact, where the format has it."""
        if not self.discloses:
            return []
        run = artifact_run(self.book, artifact, self.language)
        return [self.disclosure(run, self.counts(judged), self.artifact_downloads(artifact, run), judged)]

    def note(self, item: Judged[Cell]) -> str:
        kind = "erratum" if item.verdict is Verdict.ERRATUM else "rounding"
        text = self.word(f"note-{kind}").format(printed=item.place.printed.text, shown=item.shown)
        cause = self.word("join-space") + item.erratum.cause[self.language] if item.erratum else ""
        return f"{item.verdict.mark} {self.cell_name(item.place)}{self.word('join-colon')}{text}{cause}"


class CellRole(SphinxRole):
    """`{cell}`table-1-2/廣義環渤海/2009``: one regenerated value of a table in a sentence, with its mark.

    An id that leads nowhere is shown in bold with a cross, and fails the build.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        book = Book(Path(self.config.collate_root))
        artifact = self.text.partition("/")[0]
        try:
            found = {item.place.id: item for item in judge(book, artifacts=[artifact])}
            item = found[self.text]
        except (CollateError, KeyError):
            hint = nearest(self.text, _cell_ids(book), cutoff=0.3)
            logger.warning("no cell %r%s", self.text, hint, location=self.get_location(), type="collate", subtype="unknown_cell")
            return [nodes.strong("", f"× {self.text}")], []
        self.env.note_dependency(str(book.regenerated / f"{artifact}.csv"))
        self.env.note_dependency(str(book.errata))
        language = self.config.collate_language
        return [marked_value(item, item.shown, book.words, language, anchor=False)], []


def _cell_ids(book: Book) -> list[str]:
    published = Published(book)
    return [cell.id for id in published.artifacts for cell in published.cells(id).values()]
