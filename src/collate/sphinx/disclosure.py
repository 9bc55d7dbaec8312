"""What stands folded away under a table, a figure or a list of numbers: how it was made, from what, and what can be taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from docutils import nodes

from collate.bind.addresses import anchor
from collate.data.benchmarks import run_timings
from collate.data.published import Artifact, Cell
from collate.export.downloads import DRAWN_FORMS, executed_name, figure_name, points_name, source_name, values_name
from collate.export.runs import NotebookRun
from collate.numbers.printed import PrintedKind
from collate.numbers.values import decimal_text
from collate.numbers.verdict import Verdict
from collate.run.inputs import FILE
from collate.sphinx.directive import CollateDirective
from collate.sphinx.nodes import disclosure_node
from collate.sphinx.tables import table
from collate.verdicts import Judged

SHORT = 12  # digits of a hash that are shown; the whole stands in the exports


class DisclosingDirective(CollateDirective):
    """A directive that tells how its numbers were made."""

    def link(self, text: str, name: str) -> nodes.reference:
        """A link to a file of the exports, relative to this page so that it works without a server."""
        depth = self.env.docname.count("/") + 1
        return nodes.reference("", text, refuri=f"{'../' * depth}exports/{name}", internal=True)

    def disclosure(
        self, run: NotebookRun, counts: str, downloads: Sequence[nodes.reference], judged: Sequence[Judged[Cell]] = ()
    ) -> disclosure_node:
        """How the results of `run` were made; `judged` cells are listed with what they were compared with."""
        self.depend(run.source, run.executed.with_name(FILE), self.book.root / "requirements.txt")
        fields: dict[str, nodes.Node | str] = {
            "word-notebook": self._joined([self.link(run.source.name, source_name(run)), *self._executed(run)]),
            "word-parameters": nodes.literal("", " ".join(f"{name}={value}" for name, value in run.parameters.items())),
            "word-input-files": self._hashes(run.data),
            "word-packages": self._packages(run.inputs.packages),
        }
        timing = run_timings(self.book).get(run.name)
        if timing:
            facts = {"seconds": timing.seconds, "date": timing.date, "machine": timing.machine}
            fields["word-run-time"] = self.word("run-time-recorded").format(**facts)
        if counts:
            fields["word-verdicts"] = counts
        fields["word-downloads"] = self._joined(list(downloads))
        node = disclosure_node(summary=self.word("word-disclosure"))
        node += self._fields(fields)
        if judged:
            node += self.cell_table(judged)
        return node

    def ways(self, artifact: Artifact, downloads: Sequence[nodes.reference]) -> nodes.paragraph:
        """Where to go from an artifact: its own page, which tells how it was made, and what can be taken away."""
        page = f"artifacts/{artifact.id}"
        first = [self.to("doc", f"/{page}", self.word("word-how-made"))] if page in self.env.found_docs else []
        found = self._joined([*first, *downloads])
        found["classes"].append("cv-ways")
        return found

    def artifact_downloads(self, artifact: Artifact, run: NotebookRun) -> list[nodes.reference]:
        found = [self.link(self.word("download-values"), values_name(artifact))]
        if artifact.drawn:
            found.append(self.link(self.word("download-points"), points_name(artifact)))
            found += [self.link(form.upper(), figure_name(artifact, self.language, form)) for form in DRAWN_FORMS]
        return [*found, self.link(self.word("word-executed-notebook"), executed_name(run))]

    def _executed(self, run: NotebookRun) -> list[nodes.Node]:
        page = f"artifacts/{run.artifact.id}" if run.artifact else ""
        if page not in self.env.found_docs or page == self.env.docname:
            return []
        return [self.to("doc", f"/{page}", self.word("word-executed-notebook"))]

    def _hashes(self, files: Mapping[Path, str]) -> nodes.bullet_list:
        items = nodes.bullet_list()
        for path, digest in files.items():
            text = nodes.paragraph("", f"{self.book.relative(path)} ")
            text += nodes.literal("", digest[:SHORT])
            items += nodes.list_item("", text)
        return items

    def _packages(self, versions: Mapping[str, str]) -> str:
        names = sorted(versions, key=lambda name: (name != "Python", name.lower()))
        return self.word("join-comma").join(f"{name} {versions[name]}" for name in names)

    def _joined(self, parts: Sequence[nodes.Node]) -> nodes.paragraph:
        paragraph = nodes.paragraph()
        for position, part in enumerate(parts):
            if position:
                paragraph += nodes.Text(" · ")
            paragraph += part
        return paragraph

    def _fields(self, fields: Mapping[str, nodes.Node | str]) -> nodes.field_list:
        found = nodes.field_list()
        for key, content in fields.items():
            if isinstance(content, str):
                content = nodes.Text(content)
            body = content if isinstance(content, (nodes.paragraph, nodes.bullet_list)) else nodes.paragraph("", "", content)
            found += nodes.field("", nodes.field_name("", self.word(key)), nodes.field_body("", body))
        return found

    def cell_table(self, judged: Sequence[Judged[Cell]]) -> nodes.table:
        """Every number of a table with what it was compared with; a figure's quoted values have their addresses here."""
        keys = ("word-value", "word-printed", "word-regenerated", "word-interval", "word-verdict", "word-formula")
        body: list[list[str | nodes.Node]] = []
        for item in judged:
            figure = self.published.artifact(item.place.artifact).kind == "figure"
            if not figure and item.place.printed.kind is not PrintedKind.NUMBER and item.verdict is Verdict.IDENTICAL:
                continue  # words stand in the table itself
            name = self.cell_name(item.place)
            place = anchor(item.place.id)
            first = nodes.inline("", name, ids=[place]) if figure else nodes.reference("", name, refid=place)
            bounds = f"[{decimal_text(Fraction(item.low))}, {decimal_text(Fraction(item.high))}]" if item.low else ""
            body.append([first, item.place.printed.text, item.shown, bounds, self.verdict(item), item.formula])
        node = table([[self.word(key)] for key in keys], body, stubs=0)
        node["classes"] += ["cv-values"]
        return node
