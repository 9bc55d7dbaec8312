"""What the verification page is made of: `{legend}`, `{verdict-summary}`, `{point-summary}`, `{verdict-chart}`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product

from docutils import nodes

from collate.bind.verdict_chart import CHART, chart_alt
from collate.data.claims import Claim
from collate.data.published import Cell
from collate.judge import Judged
from collate.numbers.verdict import Basis, Verdict
from collate.run.plot import PointBasis
from collate.sphinx.artifact import INFERRED_MARK
from collate.sphinx.directive import COPY_MARK, CollateDirective, is_copy
from collate.sphinx.judged import judged_book
from collate.sphinx.tables import fitted, table


class LegendDirective(CollateDirective):
    """`{legend}`: what each mark means."""

    def run(self) -> list[nodes.Node]:
        marks = [("", "identical"), (Verdict.ROUNDING.mark, "rounding"), (Verdict.ERRATUM.mark, "erratum")]
        marks += [(COPY_MARK, "copied"), (INFERRED_MARK, "inferred")]
        marks += [(v.mark, v.key) for v in (Verdict.NOT_REGENERATED, Verdict.DIFFERS, Verdict.NOT_RUN)]
        items = nodes.bullet_list(classes=["cv-legend"])
        for mark, key in marks:
            items += nodes.list_item("", nodes.paragraph("", f"{mark} {self.word(f'legend-{key}')}".strip()))
        return [items]


class SummaryDirective(CollateDirective):
    """`{verdict-summary}`: how many values are verified, and verdicts counted by chapter, by cells and claims, and by basis."""

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        judged = judged_book(self.book)
        found = Counter((item.chapter, self.kind(item), item.basis, item.verdict) for item in judged)
        chapters = sorted({chapter for chapter, *_ in found})
        rows = [(str(chapter) if chapter else self.word("word-summary"), [chapter]) for chapter in chapters]
        keys = ("word-chapter", "word-place", "word-basis", *(verdict.label for verdict in Verdict))
        body: list[list[str | nodes.Node]] = []
        for name, counted in [*rows, (self.word("all-chapters"), chapters)]:
            for kind, basis in product(("chart-cells", "chart-claims"), Basis):
                counts = [sum(found[chapter, kind, basis, verdict] for chapter in counted) for verdict in Verdict]
                if any(counts):
                    body.append([name, self.word(kind), self.word(basis.label), *map(str, counts)])
        return [nodes.paragraph("", self.verified(judged)), *fitted(table([[self.word(key)] for key in keys], body, stubs=3))]

    def kind(self, item: Judged[Cell | Claim]) -> str:
        """Label key of what an item is counted as."""
        return "chart-cells" if isinstance(item.place, Cell) else "chart-claims"

    def verified(self, judged: Sequence[Judged[Cell | Claim]]) -> str:
        """How many values stand against arithmetic or another source, and how many only against copies or nothing."""
        verified = [item for item in judged if item.basis.verifies]
        found = Counter(item.verdict.key for item in verified)
        copies = sum(is_copy(item) for item in judged)
        counts = {"all": len(judged), "verified": len(verified), "copies": copies, "none": len(judged) - len(verified) - copies}
        told = {key: found[key] for key in ("identical", "rounding", "erratum")}
        return self.word("verified-count").format(**counts, **told)


class PointsDirective(CollateDirective):
    """`{point-summary}`: the plotted points of every figure, counted by basis, and how far it is regenerated."""

    def run(self) -> list[nodes.Node]:
        figures = [artifact for artifact in self.published.artifacts.values() if artifact.kind == "figure"]
        self.depend(self.book.labels, *(self.book.points(artifact.id) for artifact in figures))
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
        alt = chart_alt(judged_book(self.book), self.labels, self.language)
        image = nodes.image(uri=f"figures/{CHART}.*", alt=alt)
        node = nodes.figure("", image, nodes.caption("", self.word("chart-caption")), align="default")
        node["classes"].append("cv-figure")
        return [node]
