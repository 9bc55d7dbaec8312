"""Every verdict, from the files alone: published cells and claims, regenerated values, errata.

A build judges once: its verify step writes all verdicts to one file (`judge_and_store`), and whatever tells of them reads that file
(`read_verdicts`, which is `Book.verdicts`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar, Union

from collate.audit.basis import claim_basis, only_input, shared_numerals
from collate.audit.conditional import Condition, Conditions, Reading
from collate.book import Book
from collate.data import csvfile
from collate.data.claims import CLAIM_VALUE_COLUMNS, NOTEBOOK, Claim, Ledger
from collate.data.csvfile import Row
from collate.data.errata import Errata, Erratum
from collate.data.labels import Labels
from collate.data.listing import files_below, files_in
from collate.data.phrase import spell
from collate.data.published import Cell, Published
from collate.data.source import fact_sources
from collate.errors import DataError, PrintedError, VerdictError
from collate.numbers.causes import causes
from collate.numbers.compare import Comparison, Regenerated, compare, compare_truth
from collate.numbers.convention import BRACKETS
from collate.numbers.fact import Role
from collate.numbers.formula import inputs_of
from collate.numbers.judgement import RegeneratedError, Value
from collate.numbers.judgement import chance as chance_of_match
from collate.numbers.judgement import judge as judge_printed
from collate.numbers.printed import PrintedKind
from collate.numbers.reading import Reading as PrintedReading
from collate.numbers.rounding import half_up
from collate.numbers.truth import Truth
from collate.numbers.values import NUMBER, TERMS, TEXT, VALUE_COLUMNS, read_number
from collate.numbers.verdict import Basis, Verdict

VERDICT_COLUMNS = (
    "id",
    "chapter",
    "basis",
    "printed",
    "regenerated",
    "low",
    "high",
    "verdict",
    "rule",
    "formula",
    "conditional_on",
    "with_reading",
)
_FORMAT = 1  # of the file of verdicts; a file of another format is judged anew
_LIBRARY = Path(__file__).parent
_JUDGING = ("numbers", "data", "audit")  # the rooms whose code decides on verdicts, beside this module

_NUMBER_TEXT = re.compile(r"-?[\d.]+(?:e[-+]?\d+|/\d+)?", re.IGNORECASE)
_MOST_DECIMALS = 13  # a double has no more that mean anything beside a number above 1


Place = TypeVar("Place", bound=Union[Cell, Claim], covariant=True)
_Place = TypeVar("_Place", bound=Union[Cell, Claim])


@dataclass(frozen=True)
class Judged(Generic[Place]):
    """A place where the publication prints a value, a cell or a claim, with its verdict.

    `value` is the regenerated value in full, `shown` the same at the printed precision. `condition` says what the errata on its
    inputs would make of it. `claim` is the id of the claim that prints the numeral of a cell: the verdict is then that claim's, and
    counted there.
    """

    place: Place
    chapter: int
    basis: Basis
    verdict: Verdict
    value: str
    shown: str
    low: str
    high: str
    rule: str
    formula: str
    erratum: Erratum | None
    condition: Condition | None = None
    claim: str = ""

    @property
    def of_numbers(self) -> bool:
        """Whether a number stands behind the place, which may print several (`972 (550)`), and no words that have other languages."""
        return bool(_NUMBER_TEXT.fullmatch(self.value))

    @property
    def chance(self) -> Fraction | None:
        """How likely an unrelated value of this size would have matched the number; None where none matched, or for words.

        `collate.numbers.judgement.chance` has the formula: few printed digits prove little.
        """
        place = self.place
        if self.verdict is not Verdict.IDENTICAL or place.printed.kind is not PrintedKind.NUMBER or not self.low:
            return None
        said = place.printed.said
        if isinstance(place, Claim):
            said = said.over(place.interval)
        return chance_of_match(said, Fraction(self.low), Fraction(self.high))

    @property
    def fields(self) -> tuple[str, ...]:
        """The row of verdicts.csv."""
        place = self.place
        # Agreeing texts are not repeated here: they stand in data/published/cells.
        told = place.printed.kind is not PrintedKind.TEXT or self.verdict is not Verdict.IDENTICAL
        start = (place.id, str(self.chapter), self.basis.value, *((place.printed.text, self.shown) if told else ("", "")))
        condition = self.condition.fields if self.condition else ("", "")
        return (*start, self.low, self.high, self.verdict.key, self.rule, self.formula, *condition)


@dataclass(frozen=True)
class Verdicts:
    """All verdicts of a book.

    Parameters
    ----------
    cells : on every printed cell, in the order of the publication; where a sentence has the same numeral, the claim's (`Judged.claim`).
    claims : on every claim, in the order of the publication.
    """

    cells: tuple[Judged[Cell], ...]
    claims: tuple[Judged[Claim], ...]

    @property
    def numerals(self) -> list[Judged[Cell | Claim]]:
        """Cells and then claims, each printed numeral once: what is counted."""
        return [*(item for item in self.cells if not item.claim), *self.claims]

    def of_artifact(self, id: str) -> list[Judged[Cell]]:
        """The cells of one table or figure, in the order of its rows and columns; none where there is no such artifact."""
        return self._by_artifact.get(id, [])

    @cached_property
    def by_id(self) -> dict[str, Judged[Cell | Claim]]:
        """Each cell and claim by its id."""
        found: dict[str, Judged[Cell | Claim]] = {item.place.id: item for item in self.cells}
        return found | {item.place.id: item for item in self.claims}

    @cached_property
    def claim(self) -> dict[str, Judged[Claim]]:
        """Each claim by its id."""
        return {item.place.id: item for item in self.claims}

    @cached_property
    def _by_artifact(self) -> dict[str, list[Judged[Cell]]]:
        found: dict[str, list[Judged[Cell]]] = {}
        for item in self.cells:
            found.setdefault(item.place.artifact, []).append(item)
        return found


def judge_all(book: Book) -> Verdicts:
    """Judge every claim and every cell.

    Raises
    ------
    ErratumError : as `judge` does, and for an erratum that matches nothing.
    DataError : a broken file.
    """
    claims = judge_claims(book)
    verdicts = Verdicts(tuple(judge(book, claims=claims)), tuple(claims))
    used = {item.place.id for item in verdicts.numerals if item.verdict in (Verdict.ERRATUM, Verdict.NOT_RUN)}
    Errata.load(book).refuse_leftovers(used)
    return verdicts


def judge_book(book: Book) -> list[Judged[Cell | Claim]]:
    """The verdict on every cell and then on every claim, each printed numeral once; see `judge_all`."""
    return judge_all(book).numerals


def judge(book: Book, *, artifacts: Iterable[str] | None = None, claims: Iterable[Judged[Claim]] | None = None) -> list[Judged[Cell]]:
    """The verdict on every cell of `artifacts` (all of the book's when None), in the order of the publication.

    A cell whose numeral is that of a sentence has the verdict of the claim: `claims` are all of these verdicts, where the caller has
    them already.

    Raises
    ------
    ErratumError : an erratum that does not match exactly.
    DataError : a broken file.
    """
    published = Published(book)
    errata = Errata.load(book)
    labels = book.words
    chosen = [*published.artifacts.values()] if artifacts is None else [published.artifact(id) for id in artifacts]
    ledger = Ledger(book)
    told = shared_numerals(published, ledger, [artifact.id for artifact in chosen])
    sentences = {item.place.id: item for item in (judge_claims(book) if claims is None else claims)} if told else {}
    conditions = Conditions(book, ledger, errata, {})
    judged: list[Judged[Cell]] = []
    for artifact in chosen:
        values = read_values(book.values(artifact.id), labels, artifact.language)
        cells = published.cells(artifact.id)
        strangers = [f"{row}/{column}" for row, column in values if (row, column) not in cells]
        if strangers:
            raise DataError(f"{artifact.id}: regenerated, but nowhere printed: {', '.join(strangers)}", where=book.regenerated)
        for key, cell in cells.items():
            if cell in told:
                judged.append(_of_claim(cell, sentences[told[cell]]))
                continue
            stored = values.get(key)
            item = _judged(cell, artifact.chapter, cell.basis, _compared(cell, stored), stored, errata)
            judged.append(replace(item, condition=conditions.of(cell, item.formula)) if item.low and item.formula else item)
    return judged


def judge_claims(book: Book) -> list[Judged[Claim]]:
    """The verdict on every claim, in the order of the publication.

    Raises
    ------
    ErratumError : an erratum that does not match exactly.
    DataError : a broken file, or a value recomputed for a claim that has no formula.
    """
    ledger = Ledger(book)
    errata = Errata.load(book)
    values: dict[str, Stored] = {}
    for chapter in sorted({claim.chapter for claim in ledger.claims.values()}):
        path = book.claim_values(chapter)
        for row in csvfile.read(path, CLAIM_VALUE_COLUMNS, powers=True) if path.exists() else ():
            if row["id"] not in ledger.claims or not (ledger.claims[row["id"]].formula or ledger.claims[row["id"]].check == NOTEBOOK):
                raise row.error(f"{row['id']}: recomputed, but the ledger has no formula for it", fix="run `make` to write it anew")
            compares = ledger.claims[row["id"]].compares
            values[row["id"]] = Stored(Regenerated(None, None, row["value"]), "", "", row["formula"]) if compares else _stored_number(row)
    published = Published(book)
    formulas = _cell_formulas(book, published, ledger)
    numerals = shared_numerals(published, ledger, published.artifacts)
    own = {claim: cell.id for cell, claim in numerals.items()}
    facts = fact_sources(book.source)
    conditions = Conditions(book, ledger, errata, formulas)
    judged: list[Judged[Claim]] = []
    for claim in ledger.claims.values():
        stored = values.get(claim.id)
        if claim.formula and claim.compares:
            comparison = compare_truth(Truth(stored.regenerated.text) if stored else None)
        elif claim.formula:
            comparison = compare(claim.printed, stored.regenerated if stored else None, claim.interval)
            if stored and (cell := own.get(claim.id)) in inputs_of(claim.formula):  # the sentence's own print: tell what is behind it
                behind = formulas[cell]
                alone = only_input(claim.formula) == cell
                stored = replace(stored, formula=behind if alone else stored.formula.replace(f"{{{cell}}}", f"({behind})"))
        elif claim.check == NOTEBOOK:
            comparison = compare(claim.printed, stored.regenerated if stored else None, claim.interval)
        else:
            comparison = Comparison(Verdict.NOT_REGENERATED, "", claim.check)
        item = _judged(claim, claim.chapter, claim_basis(claim, ledger, numerals, facts), comparison, stored, errata)
        judged.append(replace(item, condition=conditions.of(claim, item.formula)) if item.formula else item)
    return judged


def require_no_failure(judged: Iterable[Judged[Cell | Claim]]) -> None:
    """Raise on the verdicts that fail a build.

    Raises
    ------
    VerdictError : naming up to ten of them.
    """
    failing = [item for item in judged if item.verdict.fails]
    if failing:
        lines = [_failing(item) for item in failing]
        more = f"\n  and {len(lines) - 10} more" if len(lines) > 10 else ""
        raise VerdictError(f"{len(lines)} value(s) disagree\n  " + "\n  ".join(lines[:10]) + more)


def _failing(item: Judged[Cell | Claim]) -> str:
    place = item.place
    qualifier = f" ({place.qualifier})" if isinstance(place, Claim) and place.qualifier else ""
    told = f"{place.id}: {item.verdict.key}, printed {place.printed.text!r}{qualifier}, regenerated {item.shown!r}"
    tried = causes(place.printed, Fraction(item.value)) if item.low else []
    possible = f"; possibly {tried[0]}" if tried and tried[0].chance < 1 else ""
    return f"{told} (line {place.line} of the text){possible}"


@dataclass(frozen=True)
class Stored:
    """What data/regenerated has of a place: the value as `Regenerated`, its bounds and formula as text.

    `computed` are the numbers that a program gave without a formula, by role; the program is then their provenance.
    """

    regenerated: Regenerated
    low: str
    high: str
    formula: str
    computed: Mapping[str, Value] = field(default_factory=dict)


def read_values(path: Path, labels: Labels, language: str) -> dict[tuple[str, str], Stored]:
    """Regenerated values of one artifact by (row, column), texts in `language`; empty where the file is missing.

    Raises
    ------
    DataError : a broken file or number.
    """
    if not path.exists():
        return {}
    found: dict[tuple[str, str], Stored] = {}
    for row in csvfile.read(path, VALUE_COLUMNS, powers=True):
        place = (row["row"], row["column"])
        if row["kind"] in (TERMS, TEXT):
            text = spell(row["value"], labels, language) if row["kind"] == TERMS else row["value"]
            found[place] = Stored(Regenerated(None, None, text), "", "", row["formula"])
        elif row["kind"] == NUMBER:
            found[place] = _stored_number(row)
        elif place not in found or not (before := found[place]).computed:
            raise row.error(f"a {row['kind']} without a number before it", fix="write the row of the kind `number` first")
        else:
            found[place] = replace(before, computed={**before.computed, row["kind"]: _computed(row)})
    return found


def _cell_formulas(book: Book, published: Published, ledger: Ledger) -> dict[str, str]:
    """The formulas of all regenerated cells of the artifacts that formulas of claims name, by id of the cell."""
    named = {name.partition("/")[0] for claim in ledger.claims.values() for name in inputs_of(claim.formula)}
    return regenerated_formulas(book, sorted(named & set(published.artifacts)))


def regenerated_formulas(book: Book, artifacts: Iterable[str], kind: str = "number") -> dict[str, str]:
    """The formulas of the regenerated cells of `artifacts` by id of the cell.

    Parameters
    ----------
    kind : `number`, or `terms` for what words are made of, the ranks with their totals say.

    Raises
    ------
    DataError : a broken file.
    """
    found: dict[str, str] = {}
    for artifact in artifacts:
        path = book.values(artifact)
        rows = csvfile.read(path, VALUE_COLUMNS, powers=True) if path.exists() else []
        found |= {f"{artifact}/{row['row']}/{row['column']}": row["formula"] for row in rows if row["kind"] == kind and row["formula"]}
    return found


def _of_claim(cell: Cell, item: Judged[Claim]) -> Judged[Cell]:
    """The verdict of a claim, told of the cell that has the same numeral."""
    told = {field.name: getattr(item, field.name) for field in fields(item)}
    return Judged(**told | {"place": cell, "claim": item.place.id})


def _stored_number(row: Row) -> Stored:
    value, interval = read_number(row)
    computed = {} if row["formula"] else {Role.VALUE.value: _computed(row)}
    return Stored(Regenerated(value, interval, row["value"]), row["low"], row["high"], row["formula"], computed)


def _computed(row: Row) -> Value:
    value, interval = read_number(row)
    return Value(value, interval.low, interval.high, double=not row["low"], spread=interval.low < interval.high)


def _compared(cell: Cell, stored: Stored | None) -> Comparison:
    """A cell against what is stored for it; numbers that a program computed are judged fact by fact.

    Raises
    ------
    DataError : a number that cannot be judged so, or a value of a cell that is said to have none.
    """
    if cell.basis is Basis.NONE:
        if stored is not None:
            raise DataError(f"{cell.id}: its basis is none, but a value is regenerated", fix="let its basis say what the value comes from")
        return Comparison(Verdict.NOT_REGENERATED, "", cell.note)
    if stored is None or not stored.computed:
        return compare(cell.printed, stored.regenerated if stored else None)
    others = [role for role in stored.computed if role != Role.VALUE]
    convention = cell.printed.convention
    if len(others) == 1 and others[0] in BRACKETS and not convention.brackets:
        convention = replace(convention, brackets=others[0])  # the notebook says what the brackets hold
    try:
        alone = cell.printed.kind is PrintedKind.NUMBER and not others  # then at the decimals that the cell stands for
        reading = PrintedReading(cell.printed.text, (cell.printed.said,)) if alone else cell.printed.text
        judgement = judge_printed(reading, stored.computed if others else [stored.computed[Role.VALUE]], convention=convention)
    except (PrintedError, RegeneratedError) as error:
        raise DataError(f"{cell.id}: {error.what}", fix=error.fix) from None
    shown = cell.printed.text
    for item in sorted(judgement.facts, key=lambda item: item.fact.start, reverse=True):
        if item.shown:
            shown = shown[: item.fact.start] + item.shown + shown[item.fact.end :]
    told = dict.fromkeys(part for item in judgement.facts for part in (item.rule, item.note) if part)
    stable = [
        f"stable to {_stable(item.low, item.high)} decimals" for item in judgement.facts if item.low is not None and item.low != item.high
    ]
    return Comparison(judgement.verdict, shown, "; ".join(dict.fromkeys([*told, *stable])))


def _stable(low: Fraction, high: Fraction | None) -> int:
    """How many decimals the two ends of a spread have in common when both are rounded to them."""
    assert high is not None
    return max((places for places in range(_MOST_DECIMALS) if half_up(low, places) == half_up(high, places)), default=0)


def _judged(place: _Place, chapter: int, basis: Basis, comparison: Comparison, stored: Stored | None, errata: Errata) -> Judged[_Place]:
    verdict, erratum = comparison.verdict, None
    if verdict is Verdict.DIFFERS:
        erratum = errata.settle(place.id, place.printed.text, comparison.shown)
        verdict = Verdict.ERRATUM if erratum else verdict
    return Judged(
        place=place,
        chapter=chapter,
        basis=basis,
        verdict=verdict,
        value=stored.regenerated.text if stored else "",
        shown=comparison.shown,
        low=stored.low if stored else "",
        high=stored.high if stored else "",
        rule=comparison.rule,
        formula=stored.formula if stored else "",
        erratum=erratum,
    )


def verdicts_file(book: Book) -> Path:
    """Where the verify step keeps the verdicts."""
    return book.build / "verdicts.json"


def judge_and_store(book: Book) -> Verdicts:
    """Judge a book and keep the verdicts for `read_verdicts`; the file is written in one step.

    Raises
    ------
    ErratumError, DataError : as `judge_all` does.
    """
    digest = _digest(book)  # before judging: of files that change meanwhile, the stored verdicts are then not believed
    verdicts = judge_all(book)
    cells, claims = ([_record(item) for item in found] for found in (verdicts.cells, verdicts.claims))
    content = {"format": _FORMAT, "judged_from": digest, "cells": cells, "claims": claims}
    csvfile.write_text(verdicts_file(book), json.dumps(content, ensure_ascii=False, indent=0) + "\n")
    return verdicts


def read_verdicts(book: Book) -> Verdicts:
    """The verdicts of a book: those that the verify step wrote, or, where it judged other files than those of now, all judged anew.

    Raises
    ------
    ErratumError, DataError : as `judge_all` does.
    """
    return _verdicts(book, _digest(book), csvfile.stamp(verdicts_file(book)))


def judged_from(book: Book) -> list[Path]:
    """The files that verdicts rest on, sorted: what is typed, what is regenerated, and the code that judges."""
    typed = [book.root / "_config.yml", book.errata, book.labels, *files_in(book.root / "locale", "*.csv")]
    typed += [*files_below(book.published, "*.csv"), *files_below(book.source, "*.csv")]
    regenerated = [*(path for path in files_in(book.regenerated, "*.csv") if path.name != "verdicts.csv")]
    regenerated += files_in(book.regenerated / "claims", "*.csv")
    code = [Path(__file__), *files_below(_LIBRARY / "schema", "*.json"), *files_in(_LIBRARY / "locale", "*.csv")]
    code += [path for room in _JUDGING for path in files_below(_LIBRARY / room, "*.py")]
    return sorted(path for path in {*typed, *regenerated, *code} if path.is_file())


def _digest(book: Book) -> str:
    """One hash of the files that verdicts rest on, their names and contents."""
    found = hashlib.sha256()
    for path in judged_from(book):
        name = path.relative_to(_LIBRARY) if path.is_relative_to(_LIBRARY) else book.relative(path)
        found.update(f"{name}\0{_hash(path, csvfile.stamp(path))}\n".encode())
    return found.hexdigest()


@lru_cache(maxsize=4096)
def _hash(path: Path, stamp: tuple[int, ...]) -> str:
    del stamp
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=2)
def _verdicts(book: Book, digest: str, stamp: tuple[int, ...]) -> Verdicts:
    """`stamp` is that of the file of verdicts."""
    content: Any = None
    if stamp:
        try:
            content = json.loads(verdicts_file(book).read_text(encoding="utf-8"))
            if content["format"] == _FORMAT and content["judged_from"] == digest:
                return _from_records(book, content)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass  # another program's file, or half of one: nothing of it is believed
    return judge_all(book)


def _record(item: Judged[Cell | Claim]) -> dict[str, Any]:
    """What cannot be read from other files; the place and the erratum are, by the id."""
    record: dict[str, Any] = {name: getattr(item, name) for name in _TEXTS} | {
        "id": item.place.id,
        "basis": item.basis.value,
        "verdict": item.verdict.key,
        "erratum": item.erratum.target if item.erratum else "",
        "claim": item.claim,
    }
    if item.condition:
        readings = [[reading.id, reading.printed, reading.proposed] for reading in item.condition.readings]
        verdict = item.condition.verdict.key if item.condition.verdict else ""
        record["condition"] = {"readings": readings, "shown": item.condition.shown, "verdict": verdict}
    return {name: value for name, value in record.items() if value != ""}


_TEXTS = ("value", "shown", "low", "high", "rule", "formula")


def _from_records(book: Book, content: Mapping[str, Any]) -> Verdicts:
    published, claims = Published(book), Ledger(book).claims
    errata = Errata.load(book).by_target
    cells = {cell.id: cell for artifact in published.artifacts for cell in published.cells(artifact).values()}
    for kind, places in (("cells", cells), ("claims", claims)):
        if [record["id"] for record in content[kind]] != [*places]:
            raise ValueError(f"the {kind} are not those of the book")
    judged_claims = tuple(_from_record(record, claims[record["id"]], claims[record["id"]].chapter, errata) for record in content["claims"])
    judged_cells = []
    for record in content["cells"]:
        cell = cells[record["id"]]
        chapter = claims[record["claim"]].chapter if "claim" in record else published.artifact(cell.artifact).chapter
        judged_cells.append(_from_record(record, cell, chapter, errata))
    return Verdicts(tuple(judged_cells), judged_claims)


def _from_record(record: Mapping[str, Any], place: _Place, chapter: int, errata: Mapping[str, Erratum]) -> Judged[_Place]:
    condition = None
    if found := record.get("condition"):
        readings = tuple(Reading(id, printed, proposed) for id, printed, proposed in found["readings"])
        condition = Condition(readings, found["shown"], Verdict.from_key(found["verdict"]) if found["verdict"] else None)
    return Judged(
        place=place,
        chapter=chapter,
        basis=Basis(record["basis"]),
        verdict=Verdict.from_key(record["verdict"]),
        erratum=errata[record["erratum"]] if "erratum" in record else None,
        condition=condition,
        claim=record.get("claim", ""),
        **{name: record.get(name, "") for name in _TEXTS},
    )
