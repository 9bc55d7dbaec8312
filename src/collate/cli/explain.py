"""`collate explain`: where a number comes from, down to the observations, and whether it is right.

The answer is a tree of `Explanation`s, shown on the terminal or as JSON; for a whole table or figure it is how that was regenerated.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from shlex import quote
from typing import Any

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from collate.audit.hypotheses import hypotheses
from collate.book import Book
from collate.cli.lookup import Lookup, Observation
from collate.cli.terminal import Words, add_answer_options, facts, interval_text, listing, number_text, open_console, write_json
from collate.data.claims import Claim
from collate.data.claims import told as as_printed
from collate.data.csvfile import Row
from collate.data.doubts import Doubt, load_doubts
from collate.data.published import Artifact, Cell
from collate.data.source import fact_id
from collate.errors import DataError, NotebookError, PrintedError
from collate.numbers.causes import Hypothesis, odds
from collate.numbers.compare import TRUTH_RULE
from collate.numbers.formula import Word, evaluate_number, expanded, inputs_of
from collate.numbers.printed import Interval, Printed, parse
from collate.numbers.quantity import Quantity, observed
from collate.numbers.rounding import RULES
from collate.numbers.truth import Truth
from collate.numbers.values import decimal_text, number_fields
from collate.numbers.verdict import Verdict
from collate.run.claim_run import ClaimRun
from collate.run.notebook_file import read_notebook
from collate.verdicts import Judged, Verdicts, read_verdicts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="the id of a table or figure, a cell, a claim or an observation", metavar="ID")
    add_answer_options(parser)


def run(book: Book, arguments: argparse.Namespace) -> int:
    """Print what is known of one place, by the values in data/regenerated; 1 where its verdict fails."""
    words = Words.of(book, arguments.language)
    explainer = Explainer(book, words)
    place = explainer.lookup.find(arguments.id)
    artifact = explainer.artifact(place)
    runs = {language: read_run(book, artifact, language) for language in book.languages} if artifact else {}
    last = runs.get(words.text_language)
    if isinstance(place, Artifact):
        judged = explainer.verdicts.of_artifact(place.id)
        if arguments.json:
            write_json(artifact_json(place, judged, last))
        else:
            show_artifact(book, place, judged, last, words, open_console())
        return int(any(item.verdict.fails for item in judged))
    found = explainer.explain(place)
    if found.judged:
        found = replace(found, hypotheses=tuple(hypotheses(book, found.judged)))
    if arguments.json:
        write_json(as_json(found))
    else:
        show(found, last, words, open_console())
    return int(found.judged is not None and found.judged.verdict.fails)


_MOST_HYPOTHESES = 5


@dataclass(frozen=True)
class Explanation:
    """One place of the tree: what is known of it, and its inputs.

    Parameters
    ----------
    kind : `claim`, `cell`, `observation` or `fact`.
    stands_for : the interval of the printed number.
    value, interval : the regenerated number.
    line : the line of the publication, 0 where there is none.
    file : `FILE:LINE` where the number was typed.
    judged : None for observations and facts.
    hypotheses : causes tried by machine, of the place that was asked for alone.
    source : the row of sources.csv, for observations and facts.
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
    doubt: Doubt | None = None
    hypotheses: tuple[Hypothesis, ...] = ()


class Explainer:
    """Explains places of one book in one language."""

    def __init__(self, book: Book, words: Words) -> None:
        self.book = book
        self.words = words
        self.lookup = Lookup(book)
        self._runs: dict[int, Mapping[str, Quantity | Word]] = {}

    @cached_property
    def verdicts(self) -> Verdicts:
        """The verdicts of the book, read when the first is asked for: an observation has none."""
        return read_verdicts(self.book)

    def explain(self, place: Cell | Claim | Observation) -> Explanation:
        """The tree of `place`.

        Raises
        ------
        DataError : a broken file, or a stored value that its formula no longer gives: the build is out of date.
        ErratumError : an erratum that does not match.
        """
        if isinstance(place, Observation):
            return self._observation(place)
        return self._cell(place) if isinstance(place, Cell) else self._claim(place)

    def artifact(self, place: Artifact | Cell | Claim | Observation) -> Artifact | None:
        """The table or figure that `place` is or stands in."""
        return self.lookup.published.artifact(place.artifact) if isinstance(place, Cell) else place if isinstance(place, Artifact) else None

    def _cell(self, cell: Cell) -> Explanation:
        item = self.verdicts.by_id[cell.id]
        if item.claim:  # the numeral of a sentence is explained there
            return self._claim(self.lookup.ledger.claim(item.claim))
        artifact = self.lookup.published.artifact(cell.artifact)
        if item.low:
            self._require_fresh(item, evaluate_number(item.formula, self._observed), f"{cell.artifact}.csv")
        known = self.lookup.observations
        inputs = [self._observation(known[id]) for id in inputs_of(item.formula) if id in known]
        inputs += self._facts(artifact, cell) if item.shown and not item.low else []
        return self._judged(item, "cell", self._cell_name(cell), artifact.unit, self.lookup.cell_rows[cell.id], tuple(inputs))

    def _claim(self, claim: Claim) -> Explanation:
        item, ledger = self.verdicts.claim[claim.id], self.lookup.ledger
        if item.value:
            self._require_fresh(item, ledger.recompute(claim.id, self._known(claim)), f"claims/chapter-{claim.chapter}.csv")
        row = Row({}, ledger.path, ledger.lines[claim.id])
        fact_rows = self.lookup.fact_rows
        every = [*self.lookup.cells, *ledger.claims, *self.lookup.observations, *fact_rows]
        named = expanded(inputs_of(item.formula), every)
        inputs = tuple(self._fact(fact_rows[id]) if id in fact_rows else self.explain(self._input(id)) for id in named)
        return self._judged(item, "claim", self.words.of_book(claim.subject), f"unit-{claim.unit}", row, inputs)

    def _input(self, id: str) -> Cell | Claim | Observation:
        found = self.lookup.find(id)
        assert not isinstance(found, Artifact), "formulas name numbers"
        return found

    def _judged(
        self, item: Judged[Cell | Claim], kind: str, name: str, unit: str, row: Row, inputs: tuple[Explanation, ...]
    ) -> Explanation:
        place = item.place
        printed = stands_for(place)
        value, interval = _regenerated(item)
        return Explanation(
            id=place.id,
            kind=kind,
            name=name,
            printed=place.printed.text,
            stands_for=printed,
            reading=reading(place, self.words),
            unit=self.words.unit(unit) if unit and not place.printed.text.endswith(("%", "％")) else "",
            line=place.line,
            file=f"{self.book.relative(row.path)}:{row.line}",
            note=place.note,
            judged=item,
            value=value,
            interval=interval,
            why=reason(item, printed, interval, self.words),
            source_name=place.source if isinstance(place, Claim) else "",
            inputs=inputs,
            doubt=load_doubts(self.book).get(place.id),
        )

    def _observation(self, observation: Observation) -> Explanation:
        row = observation.row
        name = " ".join(self.words.optional(part) for part in [*row["series"].split("."), row["period"]])
        return replace(
            self._typed(row, observation.id, "observation", name, observation.printed.text),
            stands_for=observation.stands_for,
            reading=reading(observation, self.words),
            unit=self.words.unit(f"unit-{row['unit']}"),
        )

    def _facts(self, artifact: Artifact, cell: Cell) -> list[Explanation]:
        """The facts whose words stand in a cell: those of its row and column, as headers.csv labels them."""
        headers = (header for axis in ("row", "column") for header in self.lookup.published.headers(artifact.id, axis))
        keys = {key for header in headers if header.id in (cell.row, cell.column) for key in header.label.split(":")}
        rows = [row for row in self.lookup.facts_of(artifact) if row["attribute"] in keys and _names(row["subject"], keys)]
        return [self._fact(row) for row in rows]

    def _fact(self, row: Row) -> Explanation:
        return self._typed(row, fact_id(row), "fact", self.words("desk-fact"), self.words(row["term"]))

    def _typed(self, row: Row, id: str, kind: str, name: str, printed: str) -> Explanation:
        """What stands in a typed row, read as text, with its file and its place in the source."""
        return Explanation(
            id=id,
            kind=kind,
            name=name,
            printed=printed,
            stands_for=None,
            reading=self.words("desk-reading-text"),
            unit="",
            line=0,
            file=f"{self.book.relative(row.path)}:{row.line}",
            note=row["note"],
            source=self.lookup.sources.get(row["source"]),
            source_name=row["source"],
            place=row["place"],
        )

    def _known(self, claim: Claim) -> Mapping[str, Quantity | Word]:
        """What the formula of `claim` may name besides claims."""
        if claim.chapter not in self._runs:
            run = ClaimRun(str(claim.chapter), str(self.book.data), "")
            self._runs[claim.chapter] = {**run.cells, **run.observations, **run.facts}
        return self._runs[claim.chapter]

    def _observed(self, id: str) -> Quantity:
        if id not in self.lookup.observations:
            raise DataError(f"a formula names {id!r}, which is not an observation", where=self.book.regenerated, fix="run `collate verify`")
        return observed(id, self.lookup.observations[id].printed, self.lookup.observations[id].stands_for)

    def _require_fresh(self, item: Judged[Cell | Claim], found: Quantity | Truth, file: str) -> None:
        value, low, high = (found.value, "", "") if isinstance(found, Truth) else number_fields(found)
        if (item.low, item.high) != (low, high) or (isinstance(found, Truth) and item.value != value):
            raise DataError(
                f"{item.place.id}: {item.value} [{item.low}, {item.high}] is stored, but its formula now gives {value} [{low}, {high}]",
                where=self.book.regenerated / file,
                fix=f"bring it up to date: collate verify {quote(item.place.id)}",
            )

    def _cell_name(self, cell: Cell) -> str:
        names = []
        for axis, id in (("row", cell.row), ("column", cell.column)):
            header = next(header for header in self.lookup.published.headers(cell.artifact, axis) if header.id == id)
            names.append(" ".join(self.words(part) for part in header.label.split(":")))
        return " / ".join(names)


def _names(subject: str, keys: set[str]) -> bool:
    """Whether a header names a subject, by itself or as the start of a longer key (`park` in `park-east`)."""
    return any(key == subject or key.startswith(f"{subject}-") for key in keys)


# How a printed number is read, and the reason of its verdict, in words.


def stands_for(place: Cell | Claim | Observation) -> Interval | None:
    """The interval of a printed number; None for a rank, a dash or words."""
    if isinstance(place, Claim):
        return None if place.compares else place.interval
    if isinstance(place, Observation):
        return place.stands_for
    printed = place.printed
    return printed.interval if printed.kind == "number" else None


def reading(place: Cell | Claim | Observation, words: Words) -> str:
    """What makes the interval: digits, a dropped zero, a qualifier, a count."""
    interval = stands_for(place)
    if interval is None:
        return words("desk-reading-comparison" if isinstance(place, Claim) else "desk-reading-text")
    ends = {"low": number_text(interval.low), "high": number_text(interval.high)}
    printed = place.printed
    if isinstance(place, Claim):
        word = words("desk-reading-word", value=number_text(place.value)) + words("join-semicolon") if _in_words(place) else ""
        if place.unit == "decade":
            return word + words("desk-reading-decade", **ends)
        if place.qualifier:
            named = words(f"qualifier-{place.qualifier.replace(' ', '-')}")
            return word + words("desk-reading-qualifier", qualifier=named, **ends)
        if place.exact:
            return word + words("desk-reading-exact", value=number_text(place.value))
    elif isinstance(place, Observation) and interval.low == interval.high:
        return words("desk-reading-exact", value=number_text(interval.low))
    if _drops_zeros(printed):
        full = f"{float(printed.value or 0):,.{printed.decimals}f}"
        return words("desk-reading-dropped", full=full, **ends)
    return words("desk-reading-digits", decimals=printed.decimals, **ends)


def _regenerated(item: Judged[Cell | Claim]) -> tuple[Fraction | None, Interval | None]:
    """The regenerated number and its range, which of a float is the number alone; None for both where it is a text."""
    if item.low:
        return Fraction(item.value), Interval(Fraction(item.low), Fraction(item.high))
    try:
        value = Fraction(item.value)
    except ValueError:
        return None, None
    return value, Interval(value, value)


def reason(item: Judged[Cell | Claim], printed: Interval | None, regenerated: Interval | None, words: Words) -> str:
    """The reason of a verdict: the rounding rule that gives the printed digits, or how far apart the intervals are."""
    if item.verdict in (Verdict.NOT_RUN, Verdict.NOT_REGENERATED):
        return words(f"desk-why-{item.verdict.key}")
    if item.rule == TRUTH_RULE:
        return words(f"desk-why-truth-{item.shown}")
    if printed is None or regenerated is None:
        return words("desk-why-text")
    if item.verdict is Verdict.IDENTICAL:
        rules = [words(f"rule-{name.replace(' ', '-')}") for name in item.rule.split(" = ") if name in RULES]
        return words("desk-why-identical", rules=words("join-comma").join(rules))
    if item.verdict is Verdict.ROUNDING:
        shared = Interval(max(printed.low, regenerated.low), min(printed.high, regenerated.high))
        return words("desk-why-rounding", low=number_text(shared.low), high=number_text(shared.high))
    gap = max(printed.low - regenerated.high, regenerated.low - printed.high)
    apart = words("desk-why-apart", gap=number_text(gap)) if gap > 0 else words("desk-why-touch")
    return apart + (words("join-semicolon") + words("desk-why-truncation") if "truncation" in item.rule else "")


def _in_words(claim: Claim) -> bool:
    """Whether print has the number otherwise than in its digits; a term may also only bring digits and their unit into each language."""
    try:
        return bool(claim.term) and parse(claim.printed.text).value != claim.value
    except PrintedError:
        return True


def _drops_zeros(printed: Printed) -> bool:
    """Whether print dropped zeros: it stands for more decimals than it shows."""
    return printed.kind == "number" and printed.decimals > len(printed.text.partition(".")[2].rstrip("%％ "))


@dataclass(frozen=True)
class LastRun:
    """The last run of a notebook: paths relative to the book, and parameters."""

    notebook: str
    executed: str
    parameters: dict[str, str]


def read_run(book: Book, artifact: Artifact, language: str) -> LastRun | None:
    """The last run of an artifact's notebook in `language`; None where none has finished in this folder.

    Raises
    ------
    NotebookError : the executed notebook is damaged, or its record is missing or damaged.
    """
    folder = book.run(artifact.id, language)
    executed = folder / "executed.ipynb"
    if not executed.exists():
        return None
    remedy = f"run it again: collate run {artifact.id}"
    try:
        cells = read_notebook(executed).cells
    except NotebookError as error:
        raise NotebookError(f"the executed notebook is damaged: {error.what}", where=executed, line=error.line, fix=remedy) from None
    if not cells:
        raise NotebookError("the executed notebook is damaged: it has no cells", where=executed, fix=remedy)
    return LastRun(_notebook(book, artifact), book.relative(executed), _parameters(folder / "record.json", remedy))


def _notebook(book: Book, artifact: Artifact) -> str:
    return book.relative(book.notebooks / f"{artifact.notebook}.ipynb")


def _parameters(path: Path, remedy: str) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))["parameters"])
    except (OSError, ValueError, KeyError, TypeError):
        raise NotebookError("the record of the run is missing or damaged", where=path, fix=remedy) from None


# On the terminal.


def show(found: Explanation, last: LastRun | None, words: Words, console: Console) -> None:
    """Print what is known of a place, then its inputs as a tree, then the sources."""
    grid = facts()
    for term, value in _rows(found, words):
        grid.add_row(term, value)
    if last:
        grid.add_row(words("word-notebook"), f"{last.notebook} → {last.executed}")
        grid.add_row(words("desk-parameters"), _given(last, words))
    console.print(Text(found.id, style="bold"), soft_wrap=True)
    console.print(grid)
    if found.inputs:
        tree = Tree(Text(words("word-inputs"), style="bold"))
        for part in found.inputs:
            _grow(tree, part, words)
        console.print(tree)
    cited = _sources(found)
    if cited:
        console.print(Text(words("desk-sources"), style="bold"))
        grid = facts()
        for id, row in sorted(cited.items()):
            grid.add_row(id, words("join-comma").join(filter(None, (row["citation"], row["edition"], row["address"], row["quote"]))))
        console.print(grid)


def show_artifact(
    book: Book, artifact: Artifact, judged: Sequence[Judged[Cell]], last: LastRun | None, words: Words, console: Console
) -> None:
    """Print notebook, parameters, datasets and counts of a table or figure, then its cells that are not identical."""
    grid = facts()
    grid.add_row(words("word-subject"), words(artifact.title))
    grid.add_row(words("word-place"), words("word-in-report", line=artifact.line))
    grid.add_row(words("word-notebook"), _notebook(book, artifact))
    if last:
        grid.add_row(words("word-executed-notebook"), last.executed)
        grid.add_row(words("desk-parameters"), _given(last, words))
    grid.add_row(words("word-inputs"), words("join-comma").join(artifact.datasets))
    counts = Counter(item.verdict for item in judged)
    counted = [Text.assemble(words.verdict(verdict), f" {counts[verdict]}") for verdict in Verdict if counts[verdict]]
    grid.add_row(words("word-verdict"), Text(words("join-comma")).join(counted))
    console.print(Text(artifact.id, style="bold"), grid)
    table = listing("", words("word-value"), words("word-printed"), words("word-regenerated"))
    for item in judged:
        if item.verdict is not Verdict.IDENTICAL:
            table.add_row(words.verdict(item.verdict), item.place.id, item.place.printed.text, item.shown)
    if table.row_count:
        console.print(table)


def _rows(found: Explanation, words: Words) -> list[tuple[str, str | Text]]:
    """Terms and what they are, in the order of reading: what print says, what was computed, the verdict, its reason."""
    item = found.judged
    rows: list[tuple[str, str | Text]] = [(words("word-subject"), found.name)]
    rows.append((words("word-printed"), _number(found)))
    rows.append((words("desk-reading"), found.reading))
    rows.append((words("word-place"), _where(found, words)))
    if item is None:
        return [*rows, (words("desk-source"), _source(found, words))]
    if item.value:
        number = f"{number_text(found.value)} {interval_text(found.interval)} → " if found.value is not None else ""
        rows.append((words("word-regenerated"), f"{number}{as_printed(item.place, item.shown, words)}"))
    if item.formula:
        rows.append((words("word-formula"), item.formula))
    rows.append((words("word-verdict"), words.verdict(item.verdict)))
    rows.append((words("desk-why"), found.why))
    rows.append((words("word-basis"), words(item.basis.label)))
    if item.basis.verifies and item.chance is not None:
        rows.append((words("word-chance"), words("card-chance", odds=odds(item.chance))))
    if item.condition:
        rows.append((words("word-conditional"), item.condition.text(item.place, item.shown, words)))
    if found.source_name:
        rows.append((words("word-named-source"), found.source_name))
    if found.doubt:
        rows.append((words("word-doubt"), words.of_book(found.doubt.text)))
    if found.note:
        rows.append((words("desk-note"), found.note))
    if item.erratum:
        entry = item.erratum
        rows.append((words("word-cause"), words.of_book(entry.cause)))
        rows.append((words("findings-bearing"), words(f"bearing-{entry.bearing}")))
        if entry.argument:
            rows.append(("", words.of_book(entry.argument)))
        rows.append((words("word-kind"), words(f"kind-{entry.kind}")))
        rows.append((words("word-certainty"), words(f"certainty-{entry.certainty}")))
        if entry.mechanism:
            rows.append((words("word-mechanism"), words(f"cause-{entry.mechanism}")))
        if entry.corrected:
            rows.append((words("word-corrected"), words.line_of(entry.corrected.id, entry.corrected.value)))
    if found.hypotheses:
        rows.append((words("desk-hypotheses"), "\n".join(_hypothesis(part, words) for part in found.hypotheses[:_MOST_HYPOTHESES])))
    return rows


def _hypothesis(found: Hypothesis, words: Words) -> str:
    """A cause tried by machine: its name, the value that it gives, and the chance that it fits an unrelated misprint."""
    cause = " ".join(filter(None, (words(f"cause-{found.cause.value}"), found.where)))
    return words("desk-hypothesis", cause=cause, value=number_text(found.value), chance=found.odds)


def _grow(tree: Tree, part: Explanation, words: Words) -> None:
    line = Text(part.id, style="bold")
    if part.judged:
        line.append_text(Text("  ").append_text(words.verdict(part.judged.verdict)))
    details = [words.line("word-printed", _number(part))]
    if part.kind == "cell" and part.value is not None:
        details.append(words.line("word-regenerated", f"{number_text(part.value)} {interval_text(part.interval)}"))
    details.append(_where(part, words))
    if part.judged is None:
        details.append(words.line("desk-source", _source(part, words)))
    branch = tree.add(line.append("\n" + words("join-semicolon").join(details), style="not bold"))
    for deeper in part.inputs:
        _grow(branch, deeper, words)


def _given(last: LastRun, words: Words) -> str:
    return words("join-comma").join(f"{name}={value}" for name, value in last.parameters.items())


def _number(found: Explanation) -> str:
    return " ".join(filter(None, (found.printed, found.unit, interval_text(found.stands_for))))


def _where(found: Explanation, words: Words) -> str:
    line = words("word-in-report", line=found.line) + words("join-comma") if found.line else ""
    return f"{line}{found.file}"


def _source(found: Explanation, words: Words) -> str:
    return words("join-comma").join(filter(None, (found.source_name, found.place)))


def _sources(found: Explanation) -> dict[str, Row]:
    """The rows of sources.csv that the tree rests on, by id."""
    cited = {found.source_name: found.source} if found.source else {}
    for part in found.inputs:
        cited |= _sources(part)
    return cited


# As JSON, with stable keys: the definitions of the schema desk.json.


def as_json(found: Explanation) -> dict[str, Any]:
    """A tree: definition `explanation`."""
    item = found.judged
    return {
        "id": found.id,
        "kind": found.kind,
        "name": found.name,
        "printed": found.printed,
        "stands_for": _ends(found.stands_for),
        "reading": found.reading,
        "unit": found.unit,
        "report_line": found.line or None,
        "file": found.file,
        "note": found.note,
        "verdict": item.verdict.key if item else None,
        "fails": item.verdict.fails if item else False,
        "basis": item.basis.value if item else None,
        "value": (decimal_text(found.value) if found.value is not None else item.value or None) if item else None,
        "interval": _ends(found.interval),
        "shown": item.shown or None if item else None,
        "formula": item.formula or None if item else None,
        "rule": item.rule or None if item else None,
        "why": found.why or None,
        "chance": decimal_text(item.chance) if item and item.chance is not None else None,
        "conditional": item.condition.as_json() if item and item.condition else None,
        "erratum": _erratum(found),
        "doubt": _doubt(found.doubt),
        "hypotheses": [
            {
                "cause": part.cause.value,
                "told": part.told,
                "value": decimal_text(part.value),
                "candidates": part.candidates,
                "chance": decimal_text(part.chance),
            }
            for part in found.hypotheses
        ],
        "source": _source_json(found) if found.source_name else None,
        "inputs": [as_json(part) for part in found.inputs],
    }


def artifact_json(artifact: Artifact, judged: Sequence[Judged[Cell]], last: LastRun | None) -> dict[str, Any]:
    """A table or figure: definition `artifact`."""
    return {
        "id": artifact.id,
        "kind": artifact.kind,
        "chapter": artifact.chapter,
        "report_line": artifact.line,
        "notebook": artifact.notebook,
        "parameters": last.parameters if last else dict(artifact.parameters),
        "executed": last.executed if last else None,
        "datasets": list(artifact.datasets),
        "verdicts": dict(Counter(item.verdict.key for item in judged)),
        "fails": any(item.verdict.fails for item in judged),
        "cells": [{"id": item.place.id, "verdict": item.verdict.key} for item in judged],
    }


def _source_json(found: Explanation) -> dict[str, str]:
    own = {name: found.source[name] if found.source else "" for name in ("title", "quote", "grade")}
    citation = found.source["citation"] if found.source else found.source_name
    return {"id": found.source_name, "citation": citation, "place": found.place, **own}


def _ends(interval: Interval | None) -> dict[str, str] | None:
    return {"low": decimal_text(interval.low), "high": decimal_text(interval.high)} if interval else None


def _erratum(found: Explanation) -> dict[str, Any] | None:
    entry = found.judged.erratum if found.judged else None
    if entry is None:
        return None
    declared: dict[str, Any] = {
        "printed": entry.printed,
        "regenerated": entry.regenerated,
        "kind": entry.kind,
        "certainty": entry.certainty,
    }
    declared |= {"corrected": asdict(entry.corrected) if entry.corrected else None, "cause": dict(entry.cause)}
    return declared | {"mechanism": entry.mechanism or None, "bearing": entry.bearing, "argument": dict(entry.argument) or None}


def _doubt(doubt: Doubt | None) -> dict[str, Any] | None:
    """Definition `doubt`."""
    if doubt is None:
        return None
    return {"text": dict(doubt.text), "evidence": [asdict(part) for part in doubt.evidence], "sources": list(doubt.sources)}
