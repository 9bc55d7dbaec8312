"""`{artifact-page}`: what the page of an artifact shows above its notebook."""

from __future__ import annotations

from html import escape

from docutils import nodes

from collate.audit.weight import Finding, by_cause, findings
from collate.data import csvfile
from collate.data.published import Cell
from collate.data.source import SOURCE_COLUMNS
from collate.data.uses import sources_of
from collate.export.downloads import executed_name, source_name
from collate.export.runs import artifact_run
from collate.numbers.verdict import Basis
from collate.run.convert import FORMS
from collate.sphinx.artifact import ArtifactDirective
from collate.sphinx.cards import formula_of
from collate.sphinx.findings import FindingDirective
from collate.sphinx.tables import Content, table
from collate.verdicts import Judged


class ArtifactPageDirective(ArtifactDirective, FindingDirective):
    """`{artifact-page} table-1-2`: the way back, the table or figure, its errata, every value with its verdict, sources, downloads."""

    def content_nodes(self) -> list[nodes.Node]:
        artifact = self.published.artifact(self.arguments[0])
        judged = self.domain.verdicts.of_artifact(artifact.id)
        run = artifact_run(self.book, artifact, self.language)
        back = self.word("artifact-back").format(chapter=self.word("chapter-number").format(number=artifact.chapter))
        found: list[nodes.Node] = [nodes.paragraph("", "", self.to("artifact", artifact.id, back), classes=["cv-back"])]
        shown = super().content_nodes()
        for node in (part for top in shown for part in top.findall(nodes.Element) if artifact.id in part["ids"]):
            node["ids"].remove(artifact.id)  # the page itself is called so
        for part in [part for top in shown for part in top.findall(nodes.Element) if {"cv-notes", "cv-ways"} & set(part["classes"])]:
            part.parent.remove(part)  # told below, with more room
        found += shown
        if own := findings(judged):
            found += [self.heading("errata", "artifact-errata"), self.errata(own)]
        if judged:
            found += [self.heading("values", "artifact-values"), *self.values_table(judged)]
        if sources := sources_of(self.book, artifact.datasets):
            found += [self.heading("sources", "artifact-sources"), self.source_list(sources)]
        downloads = [*self.artifact_downloads(artifact, run), self.link(self.word("artifact-notebook"), source_name(run))]
        executed = executed_name(run).removesuffix(".ipynb")
        downloads += [self.link(self.word(f"artifact-notebook-{form}"), f"{executed}.{form}") for form in FORMS]
        listed = nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", "", link)) for link in downloads))
        found += [self.heading("downloads", "word-downloads"), listed, self.heading("made", "artifact-made")]
        return [*found, self.disclosure(run, "", [])]

    def heading(self, anchor: str, key: str) -> nodes.raw:
        """A heading within the page, whose section is the notebook's own."""
        return nodes.raw("", f'<h2 class="rubric" id="{anchor}">{escape(self.word(key))}</h2>', format="html")

    def values_table(self, judged: list[Judged[Cell]]) -> list[nodes.Node]:
        """Every cell with what it was compared with and how that was computed."""
        keys = ("word-value", "word-printed", "word-regenerated", "word-verdict", "word-formula")
        body: list[list[Content]] = [
            [self.cell_name(item.place), item.place.printed.text, item.shown, self.verdict(item), self.computation(item)] for item in judged
        ]
        node = table([[self.word(key)] for key in keys], body)
        node["classes"] += ["cv-values", "cv-cards"]
        return [node]

    def computation(self, item: Judged[Cell]) -> str:
        """The formula of a cell in values; nothing of what is only copied or stands for one number."""
        formula = formula_of(item)
        if not formula or not item.shown or item.basis is Basis.TRANSCRIBED or formula.count("{") < 2:
            return ""
        return self.domain.arithmetic.told(formula, item.shown)[0]

    def errata(self, own: list[Finding]) -> nodes.bullet_list:
        listed = nodes.bullet_list(classes=["cv-argument-list"])
        for group in by_cause(own):
            for finding in group:
                line = nodes.paragraph("", "", self.badge(finding), nodes.Text(" "), self.link_to_cause(finding))
                line += nodes.Text(f"{self.word('join-colon')}{self.values(finding)}{self.word('join-semicolon')}")
                line += nodes.Text(finding.erratum.argument.get(self.language, ""))
                told = [finding.erratum.cause[self.language]] if finding is group[0] else []
                listed += nodes.list_item("", line, *(nodes.paragraph("", cause) for cause in told))
        return listed

    def source_list(self, ids: list[str]) -> nodes.bullet_list:
        """The works that the observations of the artifact were copied from, each with the way to its entry."""
        works = {row["id"]: row["citation"] for row in csvfile.read(self.book.source / "sources.csv", SOURCE_COLUMNS)}
        listed = nodes.bullet_list()
        for id in ids:
            text = nodes.inline("", works[id], classes=["language-en"])
            listed += nodes.list_item("", nodes.paragraph("", "", self.to_anchor(self.book.config.pages.sources, f"source-{id}", text)))
        return listed
