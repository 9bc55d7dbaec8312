"""How a printed number is read: the interval that it stands for, and why, in the words of the answer."""

from __future__ import annotations

from fractions import Fraction

from collate.cli.places import Observation
from collate.cli.terminal import Words
from collate.data.claims import Claim
from collate.data.published import Cell
from collate.errors import PrintedError
from collate.numbers.compare import TRUTH_RULE, Comparison
from collate.numbers.printed import Interval, Printed, parse
from collate.numbers.rounding import RULES
from collate.numbers.values import decimal_text
from collate.numbers.verdict import Verdict


def stands_for(place: Cell | Claim | Observation) -> Interval | None:
    """The interval of a printed number; None for a rank, a dash or words."""
    if isinstance(place, Claim):
        return None if place.compares else place.interval
    if isinstance(place, Observation):
        return place.stands_for
    printed = place.printed
    return printed.interval if printed.kind == "number" else None


def _in_words(claim: Claim) -> bool:
    """Whether print has the number otherwise than in its digits; a term may also only bring digits and their unit into each language."""
    try:
        return bool(claim.term) and parse(claim.printed.text).value != claim.value
    except PrintedError:
        return True


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
    dropped = _dropped(printed)
    if dropped:
        full = f"{float(printed.value or 0):,.{printed.decimals}f}"
        return words("desk-reading-dropped", full=full, **ends)
    return words("desk-reading-digits", decimals=printed.decimals, **ends)


def why(comparison: Comparison, verdict: Verdict, printed: Interval | None, regenerated: Interval | None, words: Words) -> str:
    """The reason of a verdict: the rounding rule that gives the printed digits, or how far apart the intervals are."""
    rules = [words(f"rule-{name.replace(' ', '-')}") for name in comparison.rule.split(" = ") if name in RULES]
    named = words("join-comma").join(rules)
    if verdict in (Verdict.NOT_RUN, Verdict.NOT_REGENERATED):
        return words(f"desk-why-{verdict.key}")
    if comparison.rule == TRUTH_RULE:
        return words(f"desk-why-truth-{comparison.shown}")
    if printed is None or regenerated is None:
        return words("desk-why-text")
    if verdict is Verdict.IDENTICAL:
        return words("desk-why-identical", rules=named)
    if verdict is Verdict.ROUNDING:
        shared = Interval(max(printed.low, regenerated.low), min(printed.high, regenerated.high))
        return words("desk-why-rounding", low=number_text(shared.low), high=number_text(shared.high))
    gap = max(printed.low - regenerated.high, regenerated.low - printed.high)
    told = words("desk-why-apart", gap=number_text(gap)) if gap > 0 else words("desk-why-touch")
    return told + (words("join-semicolon") + words("desk-why-truncation") if "truncation" in comparison.rule else "")


def number_text(value: Fraction) -> str:
    """`value` as people read it: at most eight significant digits."""
    exact = decimal_text(value)
    digits = exact.lstrip("-").replace(".", "").lstrip("0")
    return exact if len(digits) <= 8 else f"{float(value):.8g}"


def interval_text(interval: Interval | None) -> str:
    """`[low, high]`, or nothing."""
    return f"[{number_text(interval.low)}, {number_text(interval.high)}]" if interval else ""


def _dropped(printed: Printed) -> bool:
    """Whether print dropped zeros: it stands for more decimals than it shows."""
    return printed.kind == "number" and printed.decimals > len(printed.text.partition(".")[2].rstrip("%％ "))
