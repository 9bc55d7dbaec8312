"""`{artifact}`: a regenerated table or figure with its verdicts, and the way to how it was made."""

from __future__ import annotations

from docutils import nodes

from collate.data import csvfile
from collate.data.published import Artifact, Cell
from collate.export.runs import artifact_run
from collate.judge import Judged
from collate.numbers.verdict import Verdict
from collate.run.notebook import DISPLAY_COLUMNS
from collate.sphinx.disclosure import DisclosingDirective
from collate.sphinx.nodes import disclosure_node, value_node
from collate.sphinx.tables import fitted, table
from collate.sphinx.values import marked_value


class ArtifactDirective(DisclosingDirective):
    """`{artifact} table-1-2`: a regenerated table with its caption, unit, source line and verdicts, or a figure."""

    required_arguments = 1

    def content_nodes(self) -> list[nodes.Node]:
        artifact = self.published.artifact(self.arguments[0])
        self.domain.note("artifact", artifact.id, artifact.id)
        judged = self.domain.verdicts.of_artifact(artifact.id)
        shown = self.figure(artifact, judged) if artifact.kind == "figure" else self.table(artifact, judged)
        return [*shown, *self.lines_below(artifact, judged)]

    def table(self, artifact: Artifact, judged: list[Judged[Cell]]) -> list[nodes.Node]:
        by_place = {(item.place.row, item.place.column): item for item in judged}
        display_path = self.book.run(artifact.id, self.language) / "display.csv"
        display = {(row["row"], row["column"]): row["text"] for row in csvfile.read(display_path, DISPLAY_COLUMNS)}
        self.depend(display_path)
        rows, columns = self.published.headers(artifact.id, "row"), self.published.headers(artifact.id, "column")
        header = [[""]] + [[self.word(part) for part in column.label.split(":")] for column in columns]
        body: list[list[str | nodes.Node]] = [
            [
                " ".join(self.word(part) for part in row.label.split(":")),
                *(self.value(by_place[row.id, column.id], display[row.id, column.id]) for column in columns),
            ]
            for row in rows
        ]
        node = table(header, body)
        node.insert(0, nodes.title("", self.title(artifact)))
        node["ids"].append(artifact.id)
        if len(rows) > 15:
            node["classes"].append("longtable")
        beside = self.unlisted_drawing(artifact, self.word("word-companion")) if artifact.drawn else []
        return [*fitted(node), *beside]

    def figure(self, artifact: Artifact, judged: list[Judged[Cell]]) -> list[nodes.Node]:
        node = self.drawing(artifact, nodes.caption("", self.title(artifact)))
        node["ids"].append(artifact.id)
        for item in judged:
            self.domain.note_erratum(item, artifact.id)
        return [node]

    def title(self, artifact: Artifact) -> str:
        return f"{self.number(artifact)}\u2003{self.word(artifact.title)}"

    def value(self, item: Judged[Cell], text: str) -> value_node:
        return marked_value(self.domain, item, text, anchor=True)

    def lines_below(self, artifact: Artifact, judged: list[Judged[Cell]]) -> list[nodes.Node]:
        """Unit, source, counts, a line for every erratum, and the way to how the artifact was made.

        On paper there is a line for every value that rounding explains, too: no card tells of it there.
        """
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
        if judged and artifact.kind == "figure":
            block += self.values_of(judged)
        told = (Verdict.ERRATUM,) if self.in_html else (Verdict.ERRATUM, Verdict.ROUNDING)
        found = [item for item in judged if item.verdict in told]
        if found:
            items = nodes.bullet_list(classes=["cv-notes"])
            for item in found:
                items += nodes.list_item("", nodes.paragraph("", self.note(item)))
            block += items
        if self.in_html:
            run = artifact_run(self.book, artifact, self.language)
            block += self.ways(artifact, self.artifact_downloads(artifact, run))
        return [block]

    def values_of(self, judged: list[Judged[Cell]]) -> disclosure_node:
        """The printed values of a figure, each at its place, folded away: a drawing has no places."""
        items = nodes.bullet_list(classes=["cv-notes"])
        for item in judged:
            value = marked_value(self.domain, item, anchor=True)
            name = nodes.Text(f"{self.cell_name(item.place)}{self.word('join-colon')}")
            items += nodes.list_item("", nodes.paragraph("", "", name, value))
        return disclosure_node("", items, summary=self.word("word-printed-values"))

    def note(self, item: Judged[Cell]) -> str:
        kind = "erratum" if item.verdict is Verdict.ERRATUM else "rounding"
        text = self.word(f"note-{kind}").format(printed=item.place.printed.text, shown=item.shown)
        cause = self.word("join-space") + item.erratum.cause[self.language] if item.erratum else ""
        return f"{item.verdict.mark} {self.cell_name(item.place)}{self.word('join-colon')}{text}{cause}"
