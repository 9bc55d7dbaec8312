"""`{disturbance}`: what came of the builds that `make disturb` disturbed."""

from __future__ import annotations

from docutils import nodes

from collate.data.benchmarks import DISTURBANCE_COLUMNS, DISTURBANCES
from collate.sphinx.directive import CollateDirective
from collate.sphinx.tables import fitted, table


class DisturbanceDirective(CollateDirective):
    """`{disturbance}`: for each kind how often it was tried, met the build, and left another result than an undisturbed build."""

    def run(self) -> list[nodes.Node]:
        rows = self.measured("disturbance", DISTURBANCE_COLUMNS)
        if not rows:
            return [nodes.paragraph("", self.word("disturbance-never"))]
        header = [[self.word(f"disturbance-column-{key}")] for key in ("kind", "build", "moments", "hit", "told", "equal")]
        body: list[list[str | nodes.Node]] = []
        done: dict[str, list[str]] = {}  # when and where, and what was disturbed then
        for build, kind in DISTURBANCES:
            tried = [row for row in rows if (row["build"], row["kind"]) == (build, kind)]
            if not tried:
                continue
            counts = (
                len(tried),
                sum(row["hit"] == "yes" for row in tried),
                sum(int(row["ended"]) > 0 for row in tried),
                sum(row["equal"] == "yes" for row in tried),
            )
            named = self.word(f"disturbance-{kind}"), self.word(f"disturbance-of-{build}")
            body.append([*named, *map(str, counts)])
            when = {key: tried[0][key] for key in ("date", "machine", "seed")}
            done.setdefault(self.word("disturbance-dated").format_map(when), []).append(self.word("join-comma").join(named))
        dated = [
            self.word("join-colon").join((self.word("join-semicolon").join(kinds), sentence)) if len(done) > 1 else sentence
            for sentence, kinds in sorted(done.items())
        ]
        return [*fitted(table(header, body, stubs=2)), *(nodes.paragraph("", sentence) for sentence in dated)]
