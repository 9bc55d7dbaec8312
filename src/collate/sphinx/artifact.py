"""`{artifact}`: a regenerated table or figure with its verdicts, and the way to how it was made."""

from __future__ import annotations

from html import escape

from docutils import nodes

from collate.bind.cite import apa
from collate.data import csvfile
from collate.data.citation import load_citation
from collate.data.errata import readings
from collate.data.published import Artifact, Cell
from collate.data.source import SOURCE_COLUMNS
from collate.export.downloads import figure_name, points_name
from collate.export.runs import artifact_run
from collate.numbers.verdict import Verdict
from collate.run.drawing import NARROW_FORM
from collate.run.notebook import DISPLAY_COLUMNS
from collate.run.plot import told_of
from collate.sphinx.directive import Key
from collate.sphinx.disclosure import DisclosingDirective
from collate.sphinx.figure import drawing_html, key_html, plotted_points
from collate.sphinx.nodes import disclosure_node, value_node
from collate.sphinx.tables import table
from collate.sphinx.values import marked_value
from collate.verdicts import Judged

DRAWN_INLINE = ("svg", NARROW_FORM)
_GAP = "\u2003"  # between the number of an artifact and its title


class ArtifactDirective(DisclosingDirective):
    """`{artifact} table-1-2`: a regenerated table with its caption, unit, source line and verdicts, or a figure."""

    required_arguments = 1

    def shows(self) -> tuple[Key, ...]:
        return (("artifact", self.arguments[0]),)

    def content_nodes(self) -> list[nodes.Node]:
        artifact = self.published.artifact(self.arguments[0])
        self.domain.note("artifact", artifact.id, artifact.id)
        judged = self.domain.verdicts.of_artifact(artifact.id)
        if artifact.kind == "figure":
            shown = [*self.figure(artifact, judged), *self.lines_below(artifact, judged)]
            return [nodes.container("", *shown, classes=["cv-exhibit"])] if self.on_paper else shown
        beside = self.drawn(artifact, judged, "") if artifact.drawn else []
        below = self.lines_below(artifact, judged)
        # On paper a drawing goes to the top or the foot of a page, and what is said of the table must not stay behind.
        shown = [*below, *beside] if self.on_paper else [*beside, *below]
        return [*self.table(artifact, judged), *shown]

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
        return [node]

    def figure(self, artifact: Artifact, judged: list[Judged[Cell]]) -> list[nodes.Node]:
        found = self.drawn(artifact, judged, self.title(artifact))
        next(node for node in found if isinstance(node, nodes.figure))["ids"].append(artifact.id)
        for item in judged:
            self.domain.note_erratum(item, artifact.id)
        return found

    def drawn(self, artifact: Artifact, judged: list[Judged[Cell]], title: str) -> list[nodes.Node]:
        """The plot of an artifact with its message; one beside a table has no `title` of its own."""
        told = self.book.run(artifact.id, self.language) / "alt.txt"
        points = self.book.points(artifact.id)
        self.depend(told, points)
        alt = told.read_text(encoding="utf-8").strip()
        message, measure = (told_of(points, self.labels, f"{kind}-{artifact.id}", self.language) for kind in ("message", "measure"))
        if self.in_html:
            return [self.inline(artifact, judged, title, message, measure, alt)]
        self.depend(self.book.figure(artifact.id, self.language, "png"))
        caption = nodes.caption("", title or message or self.word("word-companion"))
        image = nodes.image(uri=f"/figures/{artifact.id}.*", alt=alt)
        node = nodes.figure("", image, caption, align="default", classes=["cv-figure"])
        if below := self.word("join-colon").join(part for part in (message if title else "", measure) if part):
            node += nodes.legend("", nodes.paragraph("", below))
        if title:
            node["classes"].append("cv-listed")
        return [node]

    def inline(self, artifact: Artifact, judged: list[Judged[Cell]], title: str, message: str, measure: str, alt: str) -> nodes.figure:
        """The plot as a part of the page, what its marks mean, and what can be taken away."""
        for form in DRAWN_INLINE:
            self.depend(self.book.figure(artifact.id, self.language, form))
        names = {row["id"]: row["citation"] for row in csvfile.read(self.book.source / "sources.csv", SOURCE_COLUMNS)}
        points = plotted_points(self.book, artifact, judged, corrected="corrected" in readings(self.book, artifact))
        heads = [("fig-message", message or ("" if title else self.word("word-companion"))), ("fig-measure", measure)]
        above = "".join(f'<p class="{name}">{escape(text)}</p>' for name, text in heads if text)
        html = above + drawing_html(self.book, artifact, self.language, points, alt, self.word, names) + key_html(points, self.word)
        node = nodes.figure("", align="default", classes=["cv-figure", "cv-drawn"])
        node += nodes.raw("", html, format="html")
        node += self.taken_away(artifact, title)
        if title:  # last, since docutils puts all that follows into the caption; the style sheet shows it first
            node += nodes.caption("", title)
        return node

    def taken_away(self, artifact: Artifact, title: str) -> nodes.container:
        """The drawing and its points as files, and how to cite it."""
        links: list[nodes.Node] = [self.link(form.upper(), figure_name(artifact, self.language, form)) for form in ("svg", "png")]
        links.append(self.link("CSV", points_name(artifact)))
        paragraph = nodes.paragraph()
        taken = nodes.container("", paragraph, classes=["fig-take"])
        for number, found in enumerate(links):
            paragraph += [nodes.Text(" · "), found] if number else [found]
        if citation := load_citation(self.book.citation):
            book = str(self.config.collate_title) or citation.edition.title
            name = title or f"{self.title(artifact)}{self.word('bracket-open')}{self.word('word-companion')}{self.word('bracket-close')}"
            text = f"{name.replace(_GAP, self.word('join-comma'))}. {apa(citation.edition, book, self.language)}"
            summary = f"<summary>{escape(self.word('word-cite'))}</summary>"
            taken += nodes.raw("", f'<details class="fig-cite">{summary}<span>{escape(text)}</span></details>', format="html")
        return taken

    def title(self, artifact: Artifact) -> str:
        return f"{self.number(artifact)}{_GAP}{self.word(artifact.title)}"

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
