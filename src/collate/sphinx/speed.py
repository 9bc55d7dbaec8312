"""`{speed}`: the measured speed of builds, as a chart and a table."""

from __future__ import annotations

from docutils import nodes

from collate.data import csvfile
from collate.run.speed import SHOWN_COLUMNS, SPEED_COLUMNS
from collate.sphinx.directive import CollateDirective
from collate.sphinx.tables import fitted, table


class SpeedDirective(CollateDirective):
    """`{speed}`: what the notebook on speed made, and the machine, day and rounds of the measurement."""

    def run(self) -> list[nodes.Node]:
        folder = self.book.run("speed", self.language)
        measured = csvfile.read(self.book.benchmarks / "speed.csv", SPEED_COLUMNS)
        self.depend(folder / "display.csv", folder / "alt.txt", self.book.benchmarks / "speed.csv", self.book.labels)
        names = {name: measured[0][name] for name in ("date", "machine", "cores")}
        about = self.word("speed-measured").format(rounds=max(int(row["round"]) for row in measured), **names)
        alt = (folder / "alt.txt").read_text(encoding="utf-8").strip()
        chart = nodes.figure(
            "", nodes.image(uri="figures/speed.*", alt=alt), nodes.caption("", self.word("speed-caption")), align="default"
        )
        chart["classes"].append("cv-figure")
        header = [[self.word(f"speed-column-{name.replace('_', '-')}")] for name in SHOWN_COLUMNS]
        body: list[list[str | nodes.Node]] = [
            [row[name] for name in SHOWN_COLUMNS] for row in csvfile.read(folder / "display.csv", SHOWN_COLUMNS)
        ]
        return [nodes.paragraph("", about), chart, *fitted(table(header, body, stubs=2))]
