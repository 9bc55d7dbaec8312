"""What the verification page is made of: `{legend}`, `{verdict-summary}`, `{point-summary}`, `{verdict-chart}`."""

from __future__ import annotations

from collections import Counter

from docutils import nodes

from collate.book.verdict_chart import CHART, chart_alt
from collate.data.claims import CHECKS, Claim
from collate.data.published import Cell
from collate.notebooks.plot import PointBasis
from collate.numbers.verdict import Basis, Verdict
from collate.sphinxext.artifact import INFERRED_MARK
from collate.sphinxext.directive import TRANSCRIBED_MARK, CollateDirective
from collate.sphinxext.judged import judged_book
from collate.sphinxext.tables import fitted, table


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
        found = Counter((item.chapter, self.group(item.place), item.verdict) for item in judged_book(self.project))
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
        node = table(header, body)
        node["classes"].append("cv-numbered")
        return fitted(node)


class ChartDirective(CollateDirective):
    """`{verdict-chart}`: the verdicts of each chapter as bars, which the build draws."""

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        alt = chart_alt(judged_book(self.project), self.labels, self.language)
        image = nodes.image(uri=f"figures/{CHART}.*", alt=alt)
        node = nodes.figure("", image, nodes.caption("", self.word("chart-caption")), align="default")
        node["classes"].append("cv-figure")
        return [node]
