"""The one comparison that tests, pages and reports all ask: a printed string against a regenerated value."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from collate.numbers.interval import Interval
from collate.numbers.judgement import compare_number
from collate.numbers.printed import Printed, PrintedKind
from collate.numbers.rounding import half_up
from collate.numbers.tokens import plain_text
from collate.numbers.truth import Truth
from collate.numbers.values import decimal_text
from collate.numbers.verdict import Verdict

_TOLD = ("half up", "half even", "truncation")  # rules that are named wherever they fit; others where the convention allows them
TRUTH_RULE = "as a comparison"  # the rule of a comparison that is true or false


@dataclass(frozen=True)
class Regenerated:
    """A regenerated value: a number with its interval, or text (`value` None)."""

    value: Fraction | None
    interval: Interval | None
    text: str = ""


@dataclass(frozen=True)
class Comparison:
    """`verdict` before any erratum is looked up (never ERRATUM), `shown` the regenerated value at the printed
    precision, `rule` the rounding rule or rules that give the printed string, or why none does."""

    verdict: Verdict
    shown: str
    rule: str


def compare(printed: Printed, regenerated: Regenerated | None, stands_for: Interval | None = None) -> Comparison:
    """Compare at the precision of print, by intervals; nothing here is a tolerance.

    `stands_for` is the interval of a number that print qualifies ("over", "about") or that is exact (a count, a year); without it,
    the printed digits say it.

    `collate.numbers.judgement.compare_number` decides. Truncation is named where it explains a difference, but excuses none. Texts and
    ranks are compared as text, white space and the width of digits and signs apart.
    """
    if regenerated is None:
        return Comparison(Verdict.NOT_RUN, "", "no value")
    if printed.kind is not PrintedKind.NUMBER or regenerated.value is None:
        same = plain_text(printed.text) == plain_text(regenerated.text)
        return Comparison(Verdict.IDENTICAL if same else Verdict.DIFFERS, regenerated.text, "as text")
    assert regenerated.interval is not None
    said = printed.said if stands_for is None else printed.said.over(stands_for)
    low, high = regenerated.interval.low, regenerated.interval.high
    verdict, rules = compare_number(said, regenerated.value, low, high, printed.convention.rounding)
    named = " = ".join(rule for rule in rules if rule in _TOLD or rule in printed.convention.rounding)
    if verdict is Verdict.IDENTICAL:
        return Comparison(verdict, printed.text, named or "relation")
    shown = printed.like(half_up(regenerated.value, said.decimals))
    if verdict is Verdict.ROUNDING:
        return Comparison(verdict, shown, named or "inputs' rounding")
    if shown == printed.text:  # the digits agree and what is said of them does not: tell the value in full
        shown = decimal_text(regenerated.value)
    return Comparison(verdict, shown, named or "outside the interval")


def compare_truth(truth: Truth | None) -> Comparison:
    """A statement that compares: IDENTICAL where it holds over the whole ranges of its inputs, DIFFERS where it nowhere does.

    One that rounding leaves open is ROUNDING: not certain, but possible within the intervals of its inputs.
    """
    if truth is None:
        return Comparison(Verdict.NOT_RUN, "", "no value")
    verdicts = {Truth.TRUE: Verdict.IDENTICAL, Truth.UNDECIDED: Verdict.ROUNDING, Truth.FALSE: Verdict.DIFFERS}
    return Comparison(verdicts[truth], truth.value, TRUTH_RULE)
