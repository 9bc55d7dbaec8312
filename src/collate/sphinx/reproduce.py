"""`{reproduce-table}` and `{reproduce-conditions}`: what `make reproduce` found when it was last run, and under which conditions."""

from __future__ import annotations

from docutils import nodes

from collate.data.benchmarks import CONDITION_COLUMNS, REPRODUCE_COLUMNS
from collate.sphinx.directive import CollateDirective
from collate.sphinx.tables import fitted, table


class ReproduceDirective(CollateDirective):
    """`{reproduce-table}`: for each kind of file how many the two builds made, and how many are the same bytes."""

    def run(self) -> list[nodes.Node]:
        rows = self.measured("reproduce", REPRODUCE_COLUMNS)
        if not rows:
            return [nodes.paragraph("", self.word("reproduce-never"))]
        header = [[self.word(f"reproduce-{key}")] for key in ("what", "files", "equal", "differing", "reason")]
        body: list[list[str | nodes.Node]] = [
            [
                self.word(f"reproduce-{row['what']}"),
                row["files"],
                row["equal"],
                row["differing"],
                row["reason"] or self.word("reproduce-none"),
            ]
            for row in rows
        ]
        dated = self.word("reproduce-dated").format(date=rows[0]["date"], machine=rows[0]["machine"])
        return [*fitted(table(header, body)), nodes.paragraph("", dated)]


class ConditionsDirective(CollateDirective):
    """`{reproduce-conditions}`: what was varied between the two builds, with the time and memory that each took."""

    def run(self) -> list[nodes.Node]:
        rows = self.measured("conditions", CONDITION_COLUMNS)
        if not rows:
            return [nodes.paragraph("", self.word("reproduce-never"))]
        header = [[""], *([self.word("reproduce-build").format(number=row["build"])] for row in rows)]
        keys = ("folder", "zone", "locale", "hash_seed", "workers", "seconds", "memory_mb")
        names = [self.word(f"reproduce-{key.replace('_', '-')}") for key in keys]
        body: list[list[str | nodes.Node]] = [[name, *(row[key] for row in rows)] for name, key in zip(names, keys, strict=True)]
        commit = self.word("reproduce-commit").format(commit=rows[0]["commit"][:12])
        return [*fitted(table(header, body)), nodes.paragraph("", commit)]
