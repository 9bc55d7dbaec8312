"""What the verification pages are made of: verdicts counted and drawn, cross-checks, and what the checks would notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import groupby, product

from docutils import nodes

from collate.audit.cross_checks import load_checks, named_by
from collate.audit.mutation.fingerprint import changed_since
from collate.audit.mutation.score import Result, inputs_path, read_score, scores, unnoticed
from collate.bind.verdict_chart import CHART, GROUPS, LETTERS, PLACES, chart_alt, counts
from collate.data.claims import Claim
from collate.data.published import Cell
from collate.numbers.verdict import Basis, Verdict
from collate.run.plot import PointBasis
from collate.sphinx.directive import COPY_MARK, POINTS, SCORE, TYPED, VERDICTS, CollateDirective, is_copy
from collate.sphinx.tables import Content, table
from collate.sphinx.values import INFERRED_MARK
from collate.verdicts import Judged

KINDS = tuple(kind for kind, _ in PLACES)
CROSS_CHECK_HEADERS = ("kind", "told", "rule", "number", "held")


class LegendDirective(CollateDirective):
    """`{legend}`: what each mark means."""

    shown = (TYPED,)

    def content_nodes(self) -> list[nodes.Node]:
        marks = [("", "identical"), (Verdict.ROUNDING.mark, "rounding"), (Verdict.ERRATUM.mark, "erratum")]
        marks += [(COPY_MARK, "copied"), (INFERRED_MARK, "inferred")]
        marks += [(v.mark, v.key) for v in (Verdict.NOT_REGENERATED, Verdict.DIFFERS, Verdict.NOT_RUN)]
        items = nodes.bullet_list(classes=["cv-legend"])
        for mark, key in marks:
            items += nodes.list_item("", nodes.paragraph("", f"{mark} {self.word(f'legend-{key}')}".strip()))
        return [items]


class SummaryDirective(CollateDirective):
    """`{verdict-summary}`: how many values are verified, verdicts counted by basis of the whole book, and below that by chapter.

    `{verdict-summary} totals` has the whole book alone, and `{verdict-summary} chapters` the chapters.
    """

    optional_arguments = 1
    shown = (VERDICTS,)

    def content_nodes(self) -> list[nodes.Node]:
        part = self.arguments[0] if self.arguments else ""
        if part not in ("", "totals", "chapters"):
            raise self.error(f"no part {part!r} of the summary; there are totals and chapters")
        judged = self.domain.verdicts.numerals
        whole = [nodes.paragraph("", self.verified(judged)), *self.by_basis(judged)] if part != "chapters" else []
        return [*whole, *(self.by_chapter(judged) if part != "totals" else [])]

    def by_basis(self, judged: Sequence[Judged[Cell | Claim]]) -> list[nodes.Node]:
        """Verdicts of the whole book: no basis is counted with another, and a verdict that none has is shown as such."""
        found = Counter((self.kind(item), item.basis, item.verdict) for item in judged)
        keys = ("word-place", "word-basis", *(verdict.label for verdict in Verdict))
        body: list[list[Content]] = [
            [self.word(kind), self.word(basis.label), *(str(found[kind, basis, verdict]) for verdict in Verdict)]
            for kind, basis in product(KINDS, Basis)
            if any(found[kind, basis, verdict] for verdict in Verdict)
        ]
        node = table([[self.word(key)] for key in keys], body, stubs=2)
        node["classes"].append("cv-counts")
        return [node]

    def by_chapter(self, judged: Sequence[Judged[Cell | Claim]]) -> list[nodes.Node]:
        """The groups of the chart, a row for the cells and one for the sentences of each chapter."""
        found = counts(judged)
        shown = [label for label, _, _ in GROUPS if any(group == label for _, _, group in found)]
        body: list[list[Content]] = []
        for chapter, kind in product(sorted({item.chapter for item in judged}), KINDS):
            if any(found[kind, chapter, label] for label in shown):
                name = self.word("chapter-number").format(number=chapter) if chapter else self.word("word-summary")
                body.append([name, self.word(kind), *(str(found[kind, chapter, label]) for label in shown)])
        node = table([[self.word(key)] for key in ("word-chapter", "word-place", *shown)], body, stubs=2)
        node["classes"].append("cv-counts")
        return [node]

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

    shown = (POINTS,)

    def content_nodes(self) -> list[nodes.Node]:
        figures = [artifact for artifact in self.published.artifacts.values() if artifact.kind == "figure"]
        header = [[self.word("word-figure")], *([self.word(basis.label)] for basis in PointBasis), [self.word("word-extent")]]
        body: list[list[str | nodes.Node]] = []
        for artifact in figures:
            found = self.points(artifact)
            extent = "none" if not artifact.datasets else "partly" if artifact.missing else "whole"
            counted = (str(found[basis.value]) for basis in PointBasis)
            body.append([self.number(artifact), *counted, self.word(f"extent-{extent}")])
        node = table(header, body)
        node["classes"].append("cv-numbered")
        return [node]


class ChartDirective(CollateDirective):
    """`{verdict-chart}`: the verdicts of each chapter as bars; on the site in its own colours, in books as the build has drawn them."""

    shown = (VERDICTS,)

    def content_nodes(self) -> list[nodes.Node]:
        judged = self.domain.verdicts.numerals
        alt = chart_alt(judged, self.labels, self.language)
        if self.in_html:
            return [nodes.raw("", self.bars(judged, alt), format="html")]
        image = nodes.image(uri=f"/figures/{CHART}.*", alt=alt)
        node = nodes.figure("", image, nodes.caption("", self.word("chart-caption")), align="default")
        node["classes"].append("cv-figure")
        return [node]

    def bars(self, judged: Sequence[Judged[Cell | Claim]], alt: str) -> str:
        """A bar for the cells and one for the sentences of each chapter, each as long as there are values."""
        found = counts(judged)
        chapters = sorted({item.chapter for item in judged})
        longest = max(sum(found[kind, chapter, label] for label, _, _ in GROUPS) for kind, chapter in product(KINDS, chapters))
        lines = [f'<div class="cv-bars" role="img" aria-label="{escape(alt)}">\n']
        for kind in KINDS:
            lines.append(f'<p class="cv-bars-title">{escape(self.word(kind))}</p>\n')
            for chapter in chapters:
                name = self.word("chapter-number").format(number=chapter) if chapter else self.word("word-summary")
                parts = [(label, found[kind, chapter, label]) for label, _, _ in GROUPS if found[kind, chapter, label]]
                width = sum(number for _, number in parts)
                inner = "".join(
                    f'<i class="{LETTERS[label]}" style="flex:{number}" title="{escape(self.word(label))} {number}"></i>'
                    for label, number in parts
                )
                bar = f'<span class="cv-bar" style="width:{100 * width / longest:.1f}%">{inner}</span><b>{width}</b>'
                lines.append(f'<p class="cv-bars-row"><span>{escape(name)}</span><span>{bar}</span></p>\n')
        used = [label for label, _, _ in GROUPS if any(group == label for _, _, group in found)]
        legend = "".join(f'<li><i class="{LETTERS[label]}"></i>{escape(self.word(label))}</li>' for label in used)
        return "".join([*lines, f'<ul class="cv-strip-legend">{legend}</ul>\n</div>\n'])


class CrossChecksDirective(CollateDirective):
    """`{cross-checks}`: what must hold between observations, how it is judged, how many checks there are and observations they hold.

    A page is written only where all of them hold, since the data are checked before.
    """

    shown = (TYPED,)

    def content_nodes(self) -> list[nodes.Node]:
        if not self.book.checks.exists():
            return [nodes.paragraph("", self.word("cross-check-missing"))]
        checks = sorted(load_checks(self.book), key=lambda check: (check.kind, check.rule))
        body: list[list[str | nodes.Node]] = []
        for (kind, rule), found in groupby(checks, key=lambda check: (check.kind, check.rule)):
            chosen = list(found)
            told = [self.word(f"cross-check-{kind}"), self.word(f"cross-check-{kind}-told"), self.word(f"cross-check-rule-{rule}")]
            body.append([*told, str(len(chosen)), str(len(named_by(chosen)))])
        body.append([self.word("cross-check-all"), "", "", str(len(checks)), str(len(named_by(checks)))])
        return [table([[self.word(f"cross-check-header-{header}")] for header in CROSS_CHECK_HEADERS], body)]


class MutationScoreDirective(CollateDirective):
    """`{mutation-score}`: the score of each kind of change, and the changes that pass, by reason.

    A score of other data than these is shown as such; without one the page says so.
    """

    shown = (SCORE,)

    def content_nodes(self) -> list[nodes.Node]:
        results = read_score(self.book)
        if not results:
            return [nodes.paragraph("", self.word("mutation-missing"))]
        parts = [*self.stale(), *self.summary(results), *self.by_checks(results)]
        for reason, chosen in groupby(sorted(unnoticed(results), key=lambda r: r.reason), key=lambda r: r.reason):
            parts += self.listing(reason, list(chosen))
        return parts

    def stale(self) -> list[nodes.Node]:
        """A warning where a file that the score rests on is another by now."""
        changed = changed_since(self.book, inputs_path(self.book))
        if not changed:
            return []
        told = self.word("mutation-stale").format(count=len(changed), first=changed[0])
        return [nodes.paragraph("", "", nodes.strong("", f"! {told}"), classes=["cv-stale"])]

    def summary(self, results: list[Result]) -> list[nodes.Node]:
        """One row a kind of change."""
        keys = ("kind", "made", "noticed", "score", "single", "passing")
        body: list[list[str | nodes.Node]] = [
            [
                self.word(f"mutation-{score.kind}"),
                str(score.made),
                str(score.noticed),
                score.percent,
                *((str(score.single), str(score.passing)) if score.single else ("", "")),
            ]
            for score in scores(results)
        ]
        return [table([[self.word(f"mutation-{key}")] for key in keys], body)]

    def by_checks(self, results: list[Result]) -> list[nodes.Node]:
        """How many of the changes only a cross-check notices."""
        checks = {check.id for check in load_checks(self.book)}
        if not checks:
            return []
        alone = sum(result.noticed_by in checks for result in results)
        return [nodes.paragraph("", self.word("mutation-by-check").format(count=alone))]

    def listing(self, reason: str, results: list[Result]) -> list[nodes.Node]:
        """The changes that pass for one reason."""
        title = self.word("join-colon").join((self.word(f"mutation-{reason}"), self.word(f"mutation-{reason}-told")))
        keys = ["changed", "old", "new", *(["noticed-from"] if any(result.noticed_from for result in results) else [])]
        body: list[list[str | nodes.Node]] = []
        for result in results:
            fields: list[str | nodes.Node] = [self.observation_name(result.id), result.old, result.new, result.noticed_from]
            body.append(fields[: len(keys)])
        node = table([[self.word(f"mutation-{key}")] for key in keys], body, stubs=0)
        node["classes"].append("longtable")
        count = self.word("mutation-count").format(count=len(results))
        return [nodes.paragraph("", "", nodes.strong("", title), nodes.Text(count)), node]
