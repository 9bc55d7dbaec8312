"""`{mutation-score}`: how many wrong digits the checks of this book would notice, and which they would not."""

from __future__ import annotations

from itertools import groupby

from docutils import nodes

from collate.audit.cross_checks import load_checks
from collate.audit.mutation.fingerprint import changed_since
from collate.audit.mutation.score import Result, inputs_path, read_score, score_path, scores, unnoticed
from collate.data.listing import files_in
from collate.sphinx.directive import CollateDirective
from collate.sphinx.tables import fitted, table


class MutationScoreDirective(CollateDirective):
    """`{mutation-score}`: the score of each kind of change, and the changes that pass, by reason.

    A score of other data than these is shown as such; without one the page says so.
    """

    def run(self) -> list[nodes.Node]:
        self.depend_on_all()
        observations = files_in(self.book.source / "observations", "*.csv")
        self.depend(score_path(self.book), inputs_path(self.book), *observations)
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
        return fitted(table([[self.word(f"mutation-{key}")] for key in keys], body))

    def by_checks(self, results: list[Result]) -> list[nodes.Node]:
        """How many of the changes only a cross-check notices."""
        checks = {check.id for check in load_checks(self.book)}
        if not checks:
            return []
        self.depend(self.book.checks)
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
        return [nodes.paragraph("", "", nodes.strong("", title), nodes.Text(count)), *fitted(node)]
