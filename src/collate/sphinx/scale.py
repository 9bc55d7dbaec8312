"""`{scale}` and `{scale-cost}`: the build measured as a book grows, and what that says of a book of a hundred thousand notebooks."""

from __future__ import annotations

from docutils import nodes

from collate.data import csvfile
from collate.run.scale import COST_COLUMNS, GROWN_COLUMNS, SCALE_COLUMNS
from collate.sphinx.directive import CollateDirective
from collate.sphinx.tables import fitted, table


class ScaleDirective(CollateDirective):
    """`{scale}`: what the notebook on scale made, with the machine and the day of each measurement."""

    def run(self) -> list[nodes.Node]:
        path = self.book.run("scale", self.language) / "display.csv"
        measured = csvfile.read(self.book.benchmarks / "scale.csv", SCALE_COLUMNS)
        self.depend(path, self.book.benchmarks / "scale.csv", self.book.labels)
        machines = sorted({(row["date"], row["machine"], row["cores"]) for row in measured})
        told = self.word("join-semicolon").join(
            self.word("scale-measured").format(date=date, machine=machine, cores=cores) for date, machine, cores in machines
        )
        header = [[self.word(f"scale-column-{name.replace('_', '-')}")] for name in GROWN_COLUMNS]
        body: list[list[str | nodes.Node]] = [[row[name] for name in GROWN_COLUMNS] for row in csvfile.read(path, GROWN_COLUMNS)]
        return [nodes.paragraph("", told), *fitted(table(header, body, stubs=2))]


class CostDirective(CollateDirective):
    """`{scale-cost}`: the cost worked out by the notebook on scale."""

    def run(self) -> list[nodes.Node]:
        path = self.book.run("scale", self.language) / "cost.csv"
        self.depend(path, self.book.labels)
        header = [[self.word("scale-cost-what")], [self.word("scale-cost-value")]]
        body: list[list[str | nodes.Node]] = [[row[name] for name in COST_COLUMNS] for row in csvfile.read(path, COST_COLUMNS)]
        return fitted(table(header, body))
