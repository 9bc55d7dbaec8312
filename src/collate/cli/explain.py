"""`explain`: where a number comes from, down to the observations, and whether it is right."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from collate.cli import reading
from collate.cli.explanation import Explanation
from collate.cli.leaves import Leaves
from collate.cli.places import Observation, Places
from collate.cli.terminal import Words
from collate.data.claims import Claim
from collate.data.csvfile import Row
from collate.data.doubts import load_doubts
from collate.data.published import Artifact, Cell
from collate.errors import DataError
from collate.judge import Judged, judge, judge_claims
from collate.numbers.compare import Comparison
from collate.numbers.formula import Word, evaluate_number, expanded, inputs_of
from collate.numbers.printed import Interval
from collate.numbers.quantity import Quantity, observed
from collate.numbers.truth import Truth
from collate.numbers.values import number_fields
from collate.run.claim_run import ClaimRun


class Explainer:
    """Explains places of one book in one language."""

    def __init__(self, places: Places, words: Words) -> None:
        self.places = places
        self.book = places.book
        self.words = words
        self.leaves = Leaves(places, words)
        self._judged_cells: dict[str, dict[str, Judged[Cell]]] = {}
        self._runs: dict[int, Mapping[str, Quantity | Word]] = {}

    def explain(self, place: Cell | Claim | Observation) -> Explanation:
        """The tree of `place`.

        Raises
        ------
        DataError : a broken file, or a kept value that its formula no longer gives: the build is out of date.
        ErratumError : an erratum that does not match.
        """
        if isinstance(place, Observation):
            return self.leaves.observation(place)
        return self._cell(place) if isinstance(place, Cell) else self._claim(place)

    def judged_cells(self, artifact: str) -> dict[str, Judged[Cell]]:
        """The verdicts on the cells of `artifact` by id."""
        if artifact not in self._judged_cells:
            found = judge(self.book, artifacts=[artifact])
            self._judged_cells[artifact] = {item.place.id: item for item in found}
        return self._judged_cells[artifact]

    @cached_property
    def judged_claims(self) -> dict[str, Judged[Claim]]:
        """The verdicts on all claims by id."""
        return {item.place.id: item for item in judge_claims(self.book)}

    def _known(self, claim: Claim) -> Mapping[str, Quantity | Word]:
        """What the formula of `claim` may name besides claims."""
        if claim.chapter not in self._runs:
            run = ClaimRun(str(claim.chapter), str(self.book.data), "")
            self._runs[claim.chapter] = {**run.cells, **run.observations, **run.facts}
        return self._runs[claim.chapter]

    def _cell(self, cell: Cell) -> Explanation:
        item = self.judged_cells(cell.artifact)[cell.id]
        if item.claim:  # the numeral of a sentence is explained there
            return self._claim(self.places.ledger.claim(item.claim))
        artifact = self.places.published.artifact(cell.artifact)
        if item.low:
            self._require_fresh(item, evaluate_number(item.formula, self._observed), f"{cell.artifact}.csv")
        row = self.places.cell_rows[cell.id]
        inputs = [self.leaves.observation(self.places.observations[id]) for id in inputs_of(item.formula) if id in self.places.observations]
        inputs += self.leaves.facts(artifact, cell) if item.shown and not item.low else []
        return self._judged(item, "cell", self._cell_name(cell), artifact.unit, row, tuple(inputs))

    def _claim(self, claim: Claim) -> Explanation:
        item = self.judged_claims[claim.id]
        if item.value:
            self._require_fresh(item, self.places.ledger.recompute(claim.id, self._known(claim)), f"claims/chapter-{claim.chapter}.csv")
        row = Row({}, self.places.ledger.path, self.places.ledger.lines[claim.id])
        words = self.places.words
        every = [*self.places.cells, *self.places.ledger.claims, *self.places.observations, *words]
        named = expanded(inputs_of(item.formula), every)
        inputs = tuple(self.leaves.fact(words[id]) if id in words else self.explain(self._input(id)) for id in named)
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
            file=f"{self.book.relative(row.path)}:{row.line}",
            note=place.note,
            judged=item,
            value=Fraction(item.value) if item.low else None,
            interval=interval,
            why=reading.why(comparison, item.verdict, printed, interval, self.words),
            source_name=place.source if isinstance(place, Claim) else "",
            inputs=inputs,
            doubt=load_doubts(self.book).get(place.id),
        )

    def _observed(self, id: str) -> Quantity:
        if id not in self.places.observations:
            raise DataError(f"a formula names {id!r}, which is no observation", where=self.book.regenerated, fix="run `make verify`")
        return observed(id, self.places.observations[id].printed, self.places.observations[id].stands_for)

    def _require_fresh(self, item: Judged[Cell | Claim], found: Quantity | Truth, file: str) -> None:
        value, low, high = (found.value, "", "") if isinstance(found, Truth) else number_fields(found)
        if (item.low, item.high) != (low, high) or (isinstance(found, Truth) and item.value != value):
            raise DataError(
                f"{item.place.id}: {item.value} [{item.low}, {item.high}] is kept, but its formula now gives {value} [{low}, {high}]",
                where=self.book.regenerated / file,
                fix=f"bring it up to date: make verify ID={item.place.id}",
            )

    def _cell_name(self, cell: Cell) -> str:
        names = []
        for axis, id in (("row", cell.row), ("column", cell.column)):
            header = next(header for header in self.places.published.headers(cell.artifact, axis) if header.id == id)
            names.append(" ".join(self.words(part) for part in header.label.split(":")))
        return " / ".join(names)
