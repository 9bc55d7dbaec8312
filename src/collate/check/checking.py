"""Printed strings against results: each joined with its result by id, and judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from collate.check.claims_cli import Ledger
from collate.check.printed_table import PrintedString, read_printed
from collate.check.results import Result, Results, read_results
from collate.check.settings import Pair, Settings
from collate.errors import CollateError, PrintedError
from collate.numbers.convention import Convention
from collate.numbers.fact import Role
from collate.numbers.judgement import FactVerdict, Judgement, RegeneratedError, judge
from collate.numbers.reading import Reading, read
from collate.numbers.reason import Reason
from collate.numbers.tokens import plain_text
from collate.numbers.verdict import Verdict

_KEPT = 4096  # readings of printed strings


@dataclass(frozen=True)
class Checked:
    """One printed string and what is found of it.

    Parameters
    ----------
    verdict : None where the string or its result cannot be read; `problem` says why.
    shown : the result at the printed precision.
    result : where the result stands.
    cause : of an erratum.
    source, result_id : the file of results, and the id there; None and nothing for a claim of a ledger.
    """

    printed: PrintedString
    verdict: Verdict | None
    shown: str = ""
    rule: str = ""
    result: str = ""
    cause: str = ""
    problem: str = ""
    judgement: Judgement | None = None
    source: Path | None = None
    result_id: str = ""

    @property
    def fails(self) -> bool:
        """Whether a check with it fails."""
        return self.verdict is None or self.verdict.fails

    @property
    def facts(self) -> tuple[FactVerdict, ...]:
        """The verdict on each number of the string."""
        return self.judgement.facts if self.judgement else ()

    @property
    def doubts(self) -> tuple[str, ...]:
        """What in the string looks damaged or undecided."""
        return tuple(doubt.what for doubt in self.judgement.doubts) if self.judgement else ()


@dataclass
class Check:
    """The pairs of files of one call; iterate once over it, then ask for what was left over.

    Parameters
    ----------
    links : ids of results by id of printed string, where they are called differently.
    not_read : what a ledger of another tool says and has no meaning here: ids by reason.
    """

    pairs: list[Pair]
    settings: Settings
    links: Mapping[str, str] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    problems: list[CollateError] = field(default_factory=list)
    not_read: dict[str, list[str]] = field(default_factory=dict)
    _readings: dict[tuple[str, int], Reading] = field(default_factory=dict, repr=False)

    def __iter__(self) -> Iterator[Checked]:
        declared = dict(self.settings.errata)
        for printed, checked in self._all():
            if erratum := declared.pop(printed.id, None):
                if (erratum.printed, erratum.regenerated) == (printed.text, checked.shown) and checked.verdict is Verdict.DIFFERS:
                    checked = replace(checked, verdict=Verdict.ERRATUM, cause=erratum.cause)
                else:
                    told = f"printed {printed.text!r}, regenerated {checked.shown or checked.problem!r}"
                    what = f"the erratum of {printed.id!r} does not occur: {told}"
                    fix = "correct the erratum, or remove it"
                    self.problems.append(CollateError(what, where=self.settings.path, fix=fix))
            yield checked
        for id in declared:
            what = f"an erratum for {id!r}, which is not among the printed strings"
            self.problems.append(CollateError(what, where=self.settings.path, fix="correct its id, or remove it"))

    def _all(self) -> Iterator[tuple[PrintedString, Checked]]:
        """Each string with what is found of it, errata apart."""
        opened: dict[Path, Results] = {}
        met: dict[Path, set[str]] = {}  # ids of results that have been asked for, where they may be asked for again
        shared = Counter(pair.results for pair in self.pairs)
        for pair in self.pairs:
            if pair.results is None:
                ledger = Ledger(pair.printed)
                for printed, found in ledger:
                    yield printed, self._checked(printed, found)
                for reason, ids in ledger.not_read.items():
                    self.not_read.setdefault(reason, []).extend(ids)
                continue
            if pair.results not in opened:
                opened[pair.results] = read_results(pair.results)
            results, once = opened[pair.results], shared[pair.results] == 1 and not self.links
            for printed in read_printed(pair.printed):
                id = self.links[printed.id] if printed.id in self.links else results.id_of(printed)
                if once:
                    result = results.take(id)
                else:
                    result = results.get(id)
                    met.setdefault(pair.results, set()).add(id)
                yield printed, replace(self._checked(printed, result), source=pair.results, result_id=id)
        for path, results in opened.items():
            self.unmatched += [id for id in results.by_id() if id not in met.get(path, ())]
            self.unused += results.unused

    def _read(self, text: str, convention: Convention) -> Reading:
        """What a string says; papers print the same ones again and again, so the last ones are kept."""
        known = self._readings.get((text, id(convention)))
        if known is None:
            known = read(text, convention)
            if len(self._readings) >= _KEPT:
                self._readings.clear()
            self._readings[text, id(convention)] = known
        return known

    def _checked(self, printed: PrintedString, found: Result | None) -> Checked:
        place = found.place if found else ""
        convention = self.settings.convention_for(printed)
        if found and found.problem:
            return Checked(printed, None, result=place, problem=found.problem)
        try:
            reading = self._read(printed.text, convention)
            if all(fact.role is Role.MISSING for fact in reading.facts) and (found is None or found.value is None):
                verdict = Verdict.IDENTICAL if found else Verdict.NOT_REGENERATED
                return Checked(printed, verdict, printed.text, Reason.NOTHING.value, place)
            value = found.value if found else None
            declared: object = found.error if found else None
            if declared is not None and isinstance(value, Mapping):
                declared = {"value": declared}
            judged = judge(reading, value, convention=convention, error=declared)
        except (PrintedError, RegeneratedError) as error:
            if isinstance(error, PrintedError) and found and isinstance(found.value, str):  # neither is a number: compared as text
                same = plain_text(printed.text) == plain_text(found.value)
                verdict = Verdict.IDENTICAL if same else Verdict.DIFFERS
                return Checked(printed, verdict, found.value, Reason.AS_TEXT.value, place)
            return Checked(printed, None, result=place, problem=f"{error.what}; {_remedy(printed, error, convention)}")
        shown = ", ".join(item.shown for item in judged.facts if item.shown)
        rule = "; ".join(f"{text}: {why}" if text else why for text, why in reasons(judged))
        return Checked(printed, judged.verdict, shown, rule, place, judgement=judged)


def reasons(judged: Judgement) -> list[tuple[str, str]]:
    """Why a string has its verdict: of each number that decides it the text, empty where there is no other, and the rule or note."""
    worst = [item for item in judged.facts if item.verdict is judged.verdict]
    alone = len(judged.facts) == 1
    found = [("" if alone else item.fact.text, item.note or item.rule) for item in worst if item.note or item.rule]
    return list(dict.fromkeys(found))


def _remedy(printed: PrintedString, error: CollateError, convention: Convention) -> str:
    """What to do: where a role is missed that brackets may hold, what they hold has to be declared."""
    if isinstance(error, RegeneratedError):
        facts = read(printed.text, convention).facts
        undeclared = [fact.text for fact in facts if fact.role is Role.UNDECLARED]
        if undeclared:
            setting = "plus_minus" if "±" in printed.text else "brackets"
            return f"declare what {undeclared[0]!r} is, such as --convention {setting}='standard error'"
    return error.fix
