"""The one comparison that tests, pages and reports all ask: a printed string against a regenerated value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from collate.numbers.printed import Interval, Printed, PrintedKind, normal_width
from collate.numbers.rounding import half_up, rules_that_give
from collate.numbers.truth import Truth
from collate.numbers.values import decimal_text
from collate.numbers.verdict import Verdict

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

    What print says comes before its digits. A number is IDENTICAL when it lies in the interval that the printed number stands for
    and rounding it half up or half even gives the printed digits. ROUNDING, when the range that its inputs allow meets that
    interval; DIFFERS otherwise, so that 39.6, which rounds to 40, does not excuse "over 40". A range that lies in the interval but
    for an open end is in it: "over 300" repeats "over 300". Truncation is named where it explains a difference, but excuses none.
    Texts and ranks are compared as text, white space and the width of digits and signs apart.
    """
    if regenerated is None:
        return Comparison(Verdict.NOT_RUN, "", "no value")
    if printed.kind is not PrintedKind.NUMBER or regenerated.value is None:
        same = _plain(printed.text) == _plain(regenerated.text)
        return Comparison(Verdict.IDENTICAL if same else Verdict.DIFFERS, regenerated.text, "as text")
    assert printed.value is not None and regenerated.interval is not None
    rules = rules_that_give(printed.value, regenerated.value, printed.decimals)
    shown = printed.like(half_up(regenerated.value, printed.decimals))
    named = " = ".join(rules)
    said = stands_for or printed.interval
    holds = said.holds(regenerated.value) or regenerated.interval.within(said)
    if set(rules) & {"half up", "half even"} and holds:
        return Comparison(Verdict.IDENTICAL, printed.text, named)
    if regenerated.interval.meets(said):
        return Comparison(Verdict.ROUNDING, shown, named or "inputs' rounding")
    if shown == printed.text:  # the digits agree and what is said of them does not: tell the value in full
        shown = decimal_text(regenerated.value)
    return Comparison(Verdict.DIFFERS, shown, named or "outside the interval")


def compare_truth(truth: Truth | None) -> Comparison:
    """A statement that compares: IDENTICAL where it holds over the whole ranges of its inputs, DIFFERS where it nowhere does.

    One that rounding leaves open is ROUNDING: not certain, but possible within the intervals of its inputs.
    """
    if truth is None:
        return Comparison(Verdict.NOT_RUN, "", "no value")
    verdicts = {Truth.TRUE: Verdict.IDENTICAL, Truth.UNDECIDED: Verdict.ROUNDING, Truth.FALSE: Verdict.DIFFERS}
    return Comparison(verdicts[truth], truth.value, TRUTH_RULE)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", normal_width(text)).strip()
