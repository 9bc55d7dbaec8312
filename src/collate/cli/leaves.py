"""Where an explanation ends: observations and facts in words, with their sources."""

from __future__ import annotations

from dataclasses import dataclass, replace

from collate.cli import reading
from collate.cli.explanation import Explanation
from collate.cli.places import Observation, Places
from collate.cli.terminal import Words
from collate.data.csvfile import Row
from collate.data.published import Artifact, Cell
from collate.data.source import fact_id


@dataclass(frozen=True)
class Leaves:
    """Tells what was typed from a source, in one language."""

    places: Places
    words: Words

    def observation(self, observation: Observation) -> Explanation:
        """An observation with its interval, file and source."""
        row = observation.row
        told = self._typed(row, observation.id, "observation", self._name(row["series"], row["period"]), observation.printed.text)
        return replace(
            told,
            stands_for=observation.stands_for,
            reading=reading.reading(observation, self.words),
            unit=self.words.optional(f"unit-{row['unit']}"),
        )

    def facts(self, artifact: Artifact, cell: Cell) -> list[Explanation]:
        """The facts whose words stand in a cell: those of its row and column, as headers.csv labels them."""
        headers = (header for axis in ("row", "column") for header in self.places.published.headers(artifact.id, axis))
        keys = {key for header in headers if header.id in (cell.row, cell.column) for key in header.label.split(":")}
        rows = [row for row in self.places.facts(artifact) if row["attribute"] in keys and self._spoken(row["subject"], keys)]
        return [self.fact(row) for row in rows]

    def fact(self, row: Row) -> Explanation:
        """A fact in words with its file and source."""
        return self._typed(row, fact_id(row), "fact", self.words("desk-fact"), self.words(row["term"]))

    def _typed(self, row: Row, id: str, kind: str, name: str, printed: str) -> Explanation:
        """What stands on a typed row, read as text, with its file and the place in its source."""
        return Explanation(
            id=id,
            kind=kind,
            name=name,
            printed=printed,
            stands_for=None,
            reading=self.words("desk-reading-text"),
            unit="",
            line=0,
            file=f"{self.places.book.relative(row.path)}:{row.line}",
            note=row["note"],
            source=self.places.sources.get(row["source"]),
            source_name=row["source"],
            place=row["place"],
        )

    def _spoken(self, subject: str, keys: set[str]) -> bool:
        """Whether a subject is in a header, by itself or at the start of a longer key (`park` in `park-east`)."""
        return any(key == subject or key.startswith(f"{subject}-") for key in keys)

    def _name(self, series: str, period: str) -> str:
        return " ".join(self.words.optional(part) for part in [*series.split("."), period])
