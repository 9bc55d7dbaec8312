"""Printed strings against results: each joined with its result by id, and judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from collate.check.printed_table import PrintedString, read_printed
from collate.check.results import Results, read_results
from collate.check.settings import Pair, Settings
from collate.errors import CollateError, PrintedError
from collate.numbers.judgement import FactVerdict, Judgement, RegeneratedError, judge
from collate.numbers.verdict import Verdict


@dataclass(frozen=True)
class Checked:
    """One printed string and what is found of it.

    Parameters
    ----------
    verdict : None where the string or its result cannot be read; `problem` says why.
    shown : the result at the printed precision.
    result : where the result stands.
    cause : of an erratum.
    """

    printed: PrintedString
    verdict: Verdict | None
    shown: str = ""
    rule: str = ""
    result: str = ""
    cause: str = ""
    problem: str = ""
    judgement: Judgement | None = None

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
    """

    pairs: list[Pair]
    settings: Settings
    links: Mapping[str, str] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    problems: list[CollateError] = field(default_factory=list)

    def __iter__(self) -> Iterator[Checked]:
        read: dict[Path, Results] = {}
        left: dict[Path, set[str]] = {}
        declared = dict(self.settings.errata)
        for pair in self.pairs:
            if pair.results not in read:
                read[pair.results] = read_results(pair.results)
                left[pair.results] = set(read[pair.results].by_id)
                self.unused += read[pair.results].unused
            results = read[pair.results]
            for printed in read_printed(pair.printed):
                id = self.links.get(printed.id, printed.id)
                left[pair.results].discard(id)
                checked = self._checked(printed, results, id)
                if erratum := declared.pop(printed.id, None):
                    if (erratum.printed, erratum.regenerated) == (printed.text, checked.shown) and checked.verdict is Verdict.DIFFERS:
                        checked = Checked(
                            printed,
                            Verdict.ERRATUM,
                            checked.shown,
                            checked.rule,
                            checked.result,
                            erratum.cause,
                            judgement=checked.judgement,
                        )
                    else:
                        found = f"printed {printed.text!r}, regenerated {checked.shown or checked.problem!r}"
                        what = f"the erratum of {printed.id!r} does not occur: {found}"
                        fix = "correct the erratum, or remove it"
                        self.problems.append(CollateError(what, where=self.settings.path, fix=fix))
                yield checked
        for id in declared:
            what = f"an erratum for {id!r}, which is not among the printed strings"
            self.problems.append(CollateError(what, where=self.settings.path, fix="correct its id, or remove it"))
        self.unmatched += [id for results in read for id in read[results].by_id if id in left[results]]

    def _checked(self, printed: PrintedString, results: Results, id: str) -> Checked:
        found = results.by_id.get(id)
        place = found.place if found else ""
        try:
            judged = judge(
                printed.text,
                found.value if found else None,
                convention=self.settings.convention_for(printed),
                error=found.error if found and not isinstance(found.value, dict) else None,
            )
        except (PrintedError, RegeneratedError) as error:
            return Checked(printed, None, result=place, problem=f"{error.what}; {error.fix}")
        shown = ", ".join(item.shown for item in judged.facts if item.shown)
        rule = "; ".join(dict.fromkeys(item.note or item.rule for item in judged.facts if item.verdict is judged.verdict))
        return Checked(printed, judged.verdict, shown, rule, place, judgement=judged)
