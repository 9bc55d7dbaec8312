"""`explain`: where a number comes from, down to the observations, and whether it is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from collate.data.claims import Claim
from collate.data.csvfile import Row
from collate.data.published import Artifact, Cell
from collate.desk import reading
from collate.desk.places import Observation, Places
from collate.desk.terminal import Words
from collate.errors import DataError
from collate.notebooks.claim_run import ClaimRun
from collate.notebooks.notebook import number_fields
from collate.numbers.compare import Comparison
from collate.numbers.formula import evaluate, inputs_of
from collate.numbers.printed import Interval
from collate.numbers.quantity import Quantity, observed
from collate.verify import Judged, judge, judge_claims


@dataclass(frozen=True)
class Explanation:
    """One place of the tree.

    `kind` is `claim`, `cell`, `observation` or `fact`; `stands_for` the interval of print, `value` and `interval` the
    regenerated number; `line` the line of the report (0 where there is none), `file` FILE:LINE where the number was typed;
    `judged` is None for observations and facts, `source` the row of sources.csv of these.
    """

    id: str
    kind: str
    name: str
    printed: str
    stands_for: Interval | None
    reading: str
    unit: str
    line: int
    file: str
    note: str
    judged: Judged[Cell | Claim] | None = None
    value: Fraction | None = None
    interval: Interval | None = None
    why: str = ""
    source: Row | None = None
    source_name: str = ""
    place: str = ""
    inputs: tuple[Explanation, ...] = ()


class Explainer:
    """Explains places of one book in one language."""

    def __init__(self, places: Places, words: Words) -> None:
        self.places = places
        self.project = places.project
        self.words = words
        self._judged_cells: dict[str, dict[str, Judged[Cell]]] = {}

    def explain(self, place: Cell | Claim | Observation) -> Explanation:
        """The tree of `place`.

        Raises
        ------
        DataError : a broken file, or a kept value that its formula no longer gives: the build is out of date.
        ErratumError : an erratum that does not match.
        """
        if isinstance(place, Observation):
            return self._observation(place)
        return self._cell(place) if isinstance(place, Cell) else self._claim(place)

    def judged_cells(self, artifact: str) -> dict[str, Judged[Cell]]:
        """The verdicts on the cells of `artifact` by id."""
        if artifact not in self._judged_cells:
            found = judge(self.project, artifacts=[artifact])
            self._judged_cells[artifact] = {item.place.id: item for item in found}
        return self._judged_cells[artifact]

    @cached_property
    def judged_claims(self) -> dict[str, Judged[Claim]]:
        """The verdicts on all claims by id."""
        return {item.place.id: item for item in judge_claims(self.project)}

    @cached_property
    def _known(self) -> Mapping[str, Quantity]:
        """What formulas of claims may name besides claims."""
        chapter = next(iter(self.places.ledger.claims.values())).chapter
        run = ClaimRun(str(chapter), str(self.project.data), "")
        return run.cells | run.observations

    def _cell(self, cell: Cell) -> Explanation:
        item = self.judged_cells(cell.artifact)[cell.id]
        artifact = self.places.published.artifact(cell.artifact)
        if item.low:
            self._require_fresh(item, evaluate(item.formula, self._observed), f"{cell.artifact}.csv")
        row = self.places.cell_rows[cell.id]
        inputs = [self._observation(self.places.observations[id]) for id in inputs_of(item.formula) if id in self.places.observations]
        inputs += self._facts(artifact, cell) if item.shown and not item.low else []
        return self._judged(item, "cell", self._cell_name(cell), artifact.unit, row, tuple(inputs))

    def _claim(self, claim: Claim) -> Explanation:
        item = self.judged_claims[claim.id]
        if item.low:
            self._require_fresh(item, self.places.ledger.recompute(claim.id, self._known), f"claims/chapter-{claim.chapter}.csv")
        row = Row({}, self.places.ledger.path, self.places.ledger.lines[claim.id])
        inputs = tuple(self.explain(self._input(id)) for id in inputs_of(claim.formula))
        return self._judged(item, "claim", claim.subject[self.words.language], f"unit-{claim.unit}", row, inputs)

    def _input(self, id: str) -> Cell | Claim | Observation:
        found = self.places.find(id)
        assert not isinstance(found, Artifact), "formulas name numbers"
        return found

    def _judged(
        self, item: Judged[Cell | Claim], kind: str, name: str, unit: str, row: Row, inputs: tuple[Explanation, ...]
    ) -> Explanation:
        place = item.place
        printed = reading.stands_for(place)
        interval = Interval(Fraction(item.low), Fraction(item.high)) if item.low else None
        comparison = Comparison(item.verdict, item.shown, item.rule)
        return Explanation(
            id=place.id,
            kind=kind,
            name=name,
            printed=place.printed.text,
            stands_for=printed,
            reading=reading.reading(place, self.words),
            unit=self.words(unit) if unit and not place.printed.text.endswith(("%", "％")) else "",
            line=place.line,
            file=f"{self.project.relative(row.path)}:{row.line}",
            note=place.note,
            judged=item,
            value=Fraction(item.value) if item.low else None,
            interval=interval,
            why=reading.why(comparison, item.verdict, printed, interval, self.words),
            source_name=place.source if isinstance(place, Claim) else "",
            inputs=inputs,
        )

    def _observation(self, observation: Observation) -> Explanation:
        row = observation.row
        return Explanation(
            id=observation.id,
            kind="observation",
            name=self._series_name(row["series"], row["period"]),
            printed=observation.printed.text,
            stands_for=reading.stands_for(observation.printed),
            reading=reading.reading(observation.printed, self.words),
            unit=self.words.optional(f"unit-{row['unit']}"),
            line=0,
            file=f"{self.project.relative(row.path)}:{row.line}",
            note=row["note"],
            source=self.places.sources.get(row["source"]),
            source_name=row["source"],
            place=row["place"],
        )

    def _facts(self, artifact: Artifact, cell: Cell) -> list[Explanation]:
        """The facts whose words stand in a cell: those of its row and column, as headers.csv labels them."""
        headers = (header for axis in ("row", "column") for header in self.places.published.headers(artifact.id, axis))
        keys = {key for header in headers if header.id in (cell.row, cell.column) for key in header.label.split(":")}
        rows = [row for row in self.places.facts(artifact) if row["attribute"] in keys and self._spoken(row["subject"], keys)]
        return [
            Explanation(
                id=f"{row['subject']}/{row['attribute']}/{row['position']}",
                kind="fact",
                name=self.words("desk-fact"),
                printed=self.words(row["term"]),
                stands_for=None,
                reading=self.words("desk-reading-text"),
                unit="",
                line=0,
                file=f"{self.project.relative(row.path)}:{row.line}",
                note=row["note"],
                source=self.places.sources.get(row["source"]),
                source_name=row["source"],
                place=row["place"],
            )
            for row in rows
        ]

    def _spoken(self, subject: str, keys: set[str]) -> bool:
        """Whether a subject is in a header, by itself or at the start of a longer key (`park` in `park-east`)."""
        return any(key == subject or key.startswith(f"{subject}-") for key in keys)

    def _observed(self, id: str) -> Quantity:
        if id not in self.places.observations:
            raise DataError(f"a formula names {id!r}, which is no observation", where=self.project.regenerated, fix="run `make verify`")
        return observed(id, self.places.observations[id].printed)

    def _require_fresh(self, item: Judged[Cell | Claim], quantity: Quantity, file: str) -> None:
        value, low, high = number_fields(quantity)
        if (item.low, item.high) != (low, high):
            raise DataError(
                f"{item.place.id}: {item.value} [{item.low}, {item.high}] is kept, but its formula now gives {value} [{low}, {high}]",
                where=self.project.regenerated / file,
                fix=f"bring it up to date: make verify ID={item.place.id}",
            )

    def _cell_name(self, cell: Cell) -> str:
        names = []
        for axis, id in (("row", cell.row), ("column", cell.column)):
            header = next(header for header in self.places.published.headers(cell.artifact, axis) if header.id == id)
            names.append(" ".join(self.words(part) for part in header.label.split(":")))
        return " / ".join(names)

    def _series_name(self, series: str, period: str) -> str:
        return " ".join(self.words.optional(part) for part in [*series.split("."), period])
