"""The ledger: every number that the publication prints in a sentence, and the values recomputed for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from collate.book import Book
from collate.data import csvfile
from collate.data.amounts import exponent
from collate.data.csvfile import Row
from collate.data.labels import Labels, LabelUses, column
from collate.data.printed_value import read_printed
from collate.data.problems import FIRST, Problems
from collate.data.published import Published
from collate.data.source import REPORT
from collate.errors import DataError, PrintedError, UnknownIdError, nearest
from collate.numbers.bounds import bounds
from collate.numbers.convention import Convention
from collate.numbers.fact import Relation
from collate.numbers.formula import Known, Word, check_grammar, evaluate, evaluate_number, expanded, inputs_of, is_pattern, matching
from collate.numbers.interval import Interval
from collate.numbers.printed import Printed, PrintedKind
from collate.numbers.quantity import Quantity, observed
from collate.numbers.truth import Truth

CLAIM_VALUE_COLUMNS = ("id", "value", "low", "high", "formula")
COMPARISON = "comparison"  # a statement that is true or false, and no number
KINDS = ("level", "growth", "share", "ratio", "count", "rank", "year", "duration", "difference", COMPARISON)
NOTEBOOK = "notebook"  # the check of a number that no formula gives: the claims notebook computes it by other means
CHECKS = ("table", "text", "source", NOTEBOOK, "external", "none")
QUALIFIERS = ("", "about", "at least", "below", "nearly", "over", "up to")
_SCALES = {"": 1, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_TERM = re.compile(
    r"(?:number|ordinal|decade)-(?P<number>\d+)(?:-(?P<scale>hundred|thousand|million))?|fraction-(?P<part>\d+)-(?P<over>\d+)|\d+"
)
COUNTED = ("count", "rank", "year", "duration")  # whole by nature: print rounds none of them unless it says so


def claim_columns(languages: Sequence[str]) -> tuple[str, ...]:
    """The columns of claims.csv in a book of these languages."""
    before, after = (
        ("id", "chapter", "line"),
        ("printed", "value", "term", "qualifier", "unit", "kind", "check", "formula", "source", "note"),
    )
    return (*before, *(f"subject_{column(language)}" for language in languages), *after)


@dataclass(frozen=True)
class Claim:
    """One number in a sentence.

    `subject` tells in each language what it is a number of. `printed` is read from the text as it stands; where that is a word,
    `value` of the ledger gives its number and `term` the label key that prints it. `check` is `table` or `text` where `formula`
    recomputes it from the publication itself, `source` where observations of another source take part, `notebook` where the claims
    notebook gives its value (`ClaimRun.value`), `external` where it rests on
    `source` alone, `none` where nothing can check it.
    """

    id: str
    chapter: int
    line: int
    subject: Mapping[str, str]
    printed: Printed
    term: str
    qualifier: str
    unit: str
    kind: str
    check: str
    formula: str
    source: str
    note: str

    @property
    def compares(self) -> bool:
        """Whether this is a statement such as "more than" or "falls every year", whose formula is true or false."""
        return self.kind == COMPARISON

    @property
    def value(self) -> Fraction:
        """The number itself; `Ledger.check` refuses a claim without one, unless it compares."""
        assert self.printed.value is not None
        return self.printed.value

    @property
    def exact(self) -> bool:
        """Whether the number is itself and nothing near it: a count, rank, year or duration, unless a qualifier or its unit rounds it."""
        return self.kind in COUNTED and not self.qualifier and not exponent(self.unit)

    @property
    def interval(self) -> Interval:
        """The numbers that the claim stands for.

        `collate.numbers.bounds` tells what a qualifier leaves open.

        A year with "over" is one after which something is so, and holds what began in its course: 2003 年後 does not shut 2003 out.
        A decade is all its years. An exact number (see `exact`) stands for itself, any other for what its digits say.
        """
        value = self.value
        if self.unit == "decade":
            return Interval(value, value + 9)
        if self.qualifier:
            low, high, low_open, high_open = bounds(value, self.printed.decimals, Relation(self.qualifier))
            assert low is not None and high is not None, "words leave no end open"
            return Interval(low, high, low_open and not (self.kind == "year" and self.qualifier == "over"), high_open)
        return Interval(value, value) if self.exact else self.printed.interval

    @property
    def quantity(self) -> Quantity:
        """The number as printed, an input of other formulas."""
        return observed(self.id, self.printed, self.interval)

    def text(self, labels: Labels, language: str) -> str:
        """The number as a page in `language` prints it: the digits of print, or the term of a number word."""
        return labels.text(self.term, language) if self.term else self.printed.text


class Ledger:
    """All claims of a book.

    Parameters
    ----------
    problems : gathers what is wrong with rows, which are then left out, their ids `refused`.
    """

    def __init__(self, book: Book, problems: Problems = FIRST) -> None:
        self.path = book.published / "claims.csv"
        self.claims: dict[str, Claim] = {}
        self.lines: dict[str, int] = {}
        self.refused: set[str] = set()
        self._places: dict[tuple[int, str], list[str]] = {}
        if not self.path.exists():
            return
        texts = {f"subject_{column(language)}": language for language in book.languages}
        convention = book.config.conventions.publication
        for row in csvfile.read(self.path, claim_columns(book.languages), texts):
            with problems.here():
                if row["id"] in self.claims:
                    raise row.error(f"duplicate claim id {row['id']!r}")
                self.claims[row["id"]] = _claim(row, texts, convention)
                self.lines[row["id"]] = row.line
                self._places.setdefault((self.claims[row["id"]].line, row["printed"]), []).append(row["id"])
            if row["id"] not in self.lines:
                self.refused.add(row["id"])

    def at(self, line: int, printed: str) -> list[str]:
        """The claims that print exactly this on a line of the publication, by id."""
        return self._places.get((line, printed), [])

    def claim(self, id: str) -> Claim:
        """The claim `id`.

        Raises
        ------
        UnknownIdError : there is none; the nearest ids are named.
        """
        if id not in self.claims:
            raise UnknownIdError(f"no claim {id!r}{nearest(id, self.claims)}")
        return self.claims[id]

    def error(self, id: str, what: str, fix: str | None = None) -> DataError:
        return DataError(f"{id}: {what}", where=self.path, line=self.lines[id], fix=fix)

    def recompute(self, id: str, known: Mapping[str, Quantity | Word]) -> Quantity | Truth:
        """The value that the formula of claim `id` gives from other claims, as printed, and from `known` cells, observations and facts.

        Raises
        ------
        DataError : the formula names itself, an unknown id or a word, or divides by what may be zero.
        """
        claim = self.claim(id)

        others = [name for name, other in self.claims.items() if name != id and not other.compares]

        def lookup(name: str) -> Known:
            if is_pattern(name):
                found = [known[match] if match in known else self.claims[match].quantity for match in matching(name, [*known, *others])]
                if not found:
                    raise self.error(id, f"nothing matches {name!r}")
                return found
            if name in known:
                return known[name]
            if name not in self.claims or name == id or self.claims[name].compares:
                raise self.error(id, f"the formula names {name!r}{nearest(name, [*known, *self.claims])}")
            return self.claims[name].quantity

        try:
            if claim.compares:
                found = evaluate(claim.formula, lookup)
                if not isinstance(found, Truth):
                    raise self.error(id, "the formula gives a number, and the claim compares", "compare two numbers, `{a} > {b}`")
                return found
            quantity = evaluate_number(claim.formula, lookup)
            _ = quantity.interval
        except DataError as error:
            raise error if error.where else self.error(id, error.what, error.fix) from None
        except (ValueError, ZeroDivisionError) as error:
            raise self.error(id, str(error)) from None
        return quantity

    def check(
        self, published: Published, uses: LabelUses, origins: Mapping[str, str], facts: Mapping[str, str], problems: Problems = FIRST
    ) -> None:
        """Refuse what no schema of one file can say: order, circles, unknown inputs, a check without its formula.

        Parameters
        ----------
        uses : is told which labels the claims use.
        origins : the source of every observation by id.
        facts : that of every fact in words.
        problems : gathers the violations; when it does not, the first is raised.
        """
        before = (0, 0, "")
        known = {cell.id for artifact in published.artifacts for cell in published.cells(artifact, problems).values()}
        every = [*known, *self.claims, *origins, *facts]
        for id, claim in self.claims.items():
            here = (claim.chapter, claim.line, id)
            if here < before:
                problems.add(self.error(id, "out of order", "sort the file by chapter, line, id"))
            before = max(before, here)
            with problems.here():
                self._check_claim(claim, known, every, uses, origins, facts)

    def _check_claim(
        self, claim: Claim, known: set[str], every: Sequence[str], uses: LabelUses, origins: Mapping[str, str], facts: Mapping[str, str]
    ) -> None:
        id = claim.id
        if bool(claim.formula) != (claim.check in ("table", "text", "source")):
            raise self.error(id, f"check {claim.check!r} and the formula do not go together")
        if claim.compares and not claim.term:
            raise self.error(id, "a comparison has no term", "name the label that prints its words in `term`")
        if claim.printed.value is None and not claim.compares:
            raise self.error(id, f"{claim.printed.text!r} is a word", "give its number in `value`")
        for key in (f"unit-{claim.unit}", claim.term):
            if key:
                uses.use(key, self.path, self.lines[id])
        if claim.formula:
            try:
                check_grammar(claim.formula)
            except DataError as error:
                raise self.error(id, error.what, error.fix) from None
        inputs = expanded(inputs_of(claim.formula), every)
        for name in inputs:
            if name not in known and name not in self.claims and name not in origins and name not in facts:
                raise self.error(id, f"the formula names {name!r}, which is not a cell, claim, observation or fact")
            if origins.get(name) == REPORT:
                raise self.error(id, f"{name!r} is a number of the publication itself", "name the cell or the claim that prints it")
        foreign = any(name in origins or facts.get(name, REPORT) != REPORT for name in inputs)
        if (claim.check == "source") != foreign:
            fix = "use `source` with observations, and with facts of another source than the publication"
            raise self.error(id, f"check {claim.check!r}, but its formula names {', '.join(inputs)}", fix)
        self._refuse_circle(id)

    def _refuse_circle(self, id: str) -> None:
        waiting, seen = inputs_of(self.claims[id].formula), set()
        while waiting:
            name = waiting.pop()
            if is_pattern(name):
                waiting.extend(match for match in matching(name, self.claims) if match != id)
            if name == id:
                raise self.error(id, "the formula leads back to the claim itself", "let the earlier place stand as it is printed")
            if name in self.claims and name not in seen:
                seen.add(name)
                waiting.extend(inputs_of(self.claims[name].formula))


def _claim(row: Row, texts: Mapping[str, str], convention: Convention) -> Claim:
    try:
        words = row["kind"] == COMPARISON
        printed = Printed(row["printed"], PrintedKind.TEXT) if words else read_printed(row["printed"], convention=convention)
        digits = printed.value
        if row["value"]:
            decimals = len(row["value"].partition(".")[2])
            fact = printed.fact if digits == Fraction(row["value"]) and not row["term"] else None  # a word is told as its number
            printed = Printed(row["printed"], PrintedKind.NUMBER, Fraction(row["value"]), decimals, fact, convention)
    except (PrintedError, ValueError, ZeroDivisionError) as error:
        raise row.error(f"not a number: {error}", fix="type `printed` as it stands, and its number in `value` where it is a word") from None
    shortened = row["kind"] == "year" and row["value"].endswith(row["printed"])  # 97 for 1997
    if digits not in (None, printed.value) and not shortened:
        raise row.error(f"the value {row['value']!r} is not what {row['printed']!r} says", fix="correct one of the two")
    named = number_of(row["term"])
    if named is not None and named != printed.value:
        raise row.error(
            f"the term {row['term']!r} does not name the value {row['value'] or row['printed']!r}", fix="correct one of the two"
        )
    for name, allowed in (("kind", KINDS), ("check", CHECKS), ("qualifier", QUALIFIERS)):
        if row[name] not in allowed:
            raise row.error(f"unknown {name} {row[name]!r}", fix=f"use one of {', '.join(filter(None, allowed))}")
    return Claim(
        id=row["id"],
        chapter=row.integer("chapter"),
        line=row.integer("line"),
        subject={language: row[name] for name, language in texts.items()},
        printed=printed,
        term=row["term"],
        qualifier=row["qualifier"],
        unit=row["unit"],
        kind=row["kind"],
        check=row["check"],
        formula=row["formula"],
        source=row["source"],
        note=row["note"],
    )


def told(place: object, shown: str, word: Callable[[str], str]) -> str:
    """A regenerated value as readers see it: the truth of a comparison in words, anything else as it stands."""
    return word(f"truth-{shown}") if shown and isinstance(place, Claim) and place.compares else shown


def number_of(term: str) -> Fraction | None:
    """The number in the label key of a number word: 6 of `ordinal-6`, 3000 of `number-30-hundred`; None where it has none."""
    match = _TERM.fullmatch(term)
    if match is None:
        return None
    if match["over"]:
        return Fraction(int(match["part"]), int(match["over"]))
    return Fraction(match["number"] or term) * _SCALES[match["scale"] or ""]
