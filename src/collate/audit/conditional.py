"""What a value would be if the errata were right: a verdict whose inputs stand in an erratum is conditional on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from collate.book import Book
from collate.data.claims import Claim, Ledger, told
from collate.data.errata import Errata
from collate.data.published import Cell
from collate.data.quantities import claimed, lookup
from collate.errors import CollateError, PrintedError
from collate.numbers.compare import Regenerated, compare, compare_truth
from collate.numbers.formula import Known, evaluate, evaluate_number, finder, inputs_of, is_pattern, matching
from collate.numbers.printed import PrintedKind, parse
from collate.numbers.quantity import Quantity, observed
from collate.numbers.truth import Truth
from collate.numbers.verdict import Verdict


@dataclass(frozen=True)
class Reading:
    """What an erratum proposes for the number `id`: `proposed` for `printed`; empty where it proposes nothing to compute with."""

    id: str
    printed: str
    proposed: str


@dataclass(frozen=True)
class Condition:
    """The readings that a verdict depends on, and what they make of it.

    `shown` is the value at the printed precision and `verdict` the outcome before errata; both are empty where a reading is no
    number or the formula cannot be computed with it.
    """

    readings: tuple[Reading, ...]
    shown: str = ""
    verdict: Verdict | None = None

    @property
    def fields(self) -> tuple[str, str]:
        """The columns `conditional_on` and `with_reading` of files."""
        return " ".join(reading.id for reading in self.readings), self.shown

    def text(self, place: Cell | Claim, shown: str, word: Callable[[str], str]) -> str:
        """The condition in words: what the printed inputs give (`shown`), and what the readings of the errata would give."""
        if self.verdict is None:
            return word("condition-unknown").format(inputs=word("join-comma").join(reading.id for reading in self.readings))
        listed = {key: word("join-comma").join(getattr(reading, key) for reading in self.readings) for key in ("printed", "proposed")}
        sentence = word("condition-truth" if isinstance(place, Claim) and place.compares else "condition-values")
        values = sentence.format(value=told(place, shown, word), shown=told(place, self.shown, word), **listed)
        return f"{values}{word('bracket-open')}{word(self.verdict.label)}{word('bracket-close')}"

    def as_json(self) -> dict[str, Any]:
        """The same with stable keys: definition `conditional` of the schema desk.json."""
        readings = [{"id": reading.id, "printed": reading.printed, "proposed": reading.proposed} for reading in self.readings]
        return {"readings": readings, "shown": self.shown or None, "verdict": self.verdict.key if self.verdict else None}


class Conditions:
    """Finds what each verdict of a book is conditional on.

    Parameters
    ----------
    formulas : of regenerated cells by id, as far as they matter.
    """

    def __init__(self, book: Book, ledger: Ledger, errata: Errata, formulas: Mapping[str, str]) -> None:
        self.book = book
        self.ledger = ledger
        self.errata = errata.by_target
        self.readings = errata.readings
        self.formulas = formulas
        self._resting: dict[str, frozenset[str]] = {}
        self._find: Callable[[str], Known] = finder({})
        self._ids = list(dict.fromkeys([*ledger.claims, *formulas, *self.readings]))

    def of(self, place: Cell | Claim, formula: str) -> Condition | None:
        """The condition on the verdict of `place`, whose value `formula` gives; None where no input stands in an erratum."""
        rests = sorted(set().union(*(self._rests_on(name) for name in inputs_of(formula))))
        if not rests:
            return None
        self._find = lookup(self.book, self._leaves(formula) | set(rests), self._claimed)
        readings = tuple(Reading(id, self._printed(id), self.readings[id]) for id in rests)
        if not all(reading.proposed for reading in readings):
            return Condition(readings)
        try:
            value = evaluate(formula, self._known)
            if isinstance(value, Truth):
                comparison = compare_truth(value)
                return Condition(readings, comparison.shown, comparison.verdict)
            regenerated = Regenerated(value.value, value.interval)
        except (CollateError, PrintedError, KeyError, ValueError, ZeroDivisionError, AttributeError):
            return Condition(readings)
        stands_for = place.interval if isinstance(place, Claim) else None
        comparison = compare(place.printed, regenerated, stands_for)
        return Condition(readings, comparison.shown, comparison.verdict)

    @cached_property
    def _claimed(self) -> dict[str, Quantity]:
        return claimed(self.ledger)

    def _formula(self, id: str) -> str:
        claim = self.ledger.claims.get(id)
        return claim.formula if claim else self.formulas.get(id, "")

    def _rests_on(self, id: str) -> frozenset[str]:
        """The ids with a reading that the number `id` is, or is computed from."""
        if id not in self._resting:
            self._resting[id] = frozenset()  # a circle ends here; the ledger's check refuses it
            if id in self.readings:
                self._resting[id] = frozenset({id})
            else:
                names = matching(id, self._ids) if is_pattern(id) else inputs_of(self._formula(id))
                self._resting[id] = frozenset().union(*(self._rests_on(name) for name in names))
        return self._resting[id]

    def _quantity(self, id: str) -> Quantity:
        """The number `id`, which rests on a reading, under it."""
        if id in self.readings:
            proposed = parse(self.readings[id])
            claim = self.ledger.claims.get(id)
            if claim is None or proposed.kind is not PrintedKind.NUMBER:
                return observed(id, proposed)
            return replace(claim, printed=proposed).quantity
        return evaluate_number(self._formula(id), self._known)

    def _known(self, name: str) -> Known:
        """What a formula finds under `name`, or under each id that a pattern matches, with the readings."""
        if is_pattern(name):
            found = self._find(name)
            items = found if isinstance(found, Sequence) else [found]
            return [self._quantity(item.id) if self._rests_on(item.id) else item for item in items]
        return self._quantity(name) if self._rests_on(name) else self._find(name)

    def _printed(self, id: str) -> str:
        if id in self.errata:
            return self.errata[id].printed
        found = self._find(id)
        return found.printed.text if isinstance(found, Quantity) and found.printed else ""

    def _leaves(self, formula: str) -> set[str]:
        """The numbers that `formula` comes down to: those that no reading changes are taken as they are."""
        found: set[str] = set()
        for name in inputs_of(formula):
            deeper = self._rests_on(name) and name not in self.readings and not is_pattern(name)
            found |= self._leaves(self._formula(name)) if deeper else {name}
        return found
