"""What `read`, `judge` and `check` say, in the language of the answer; errors and doubts stay in English, as everywhere."""

from __future__ import annotations

from collate.cli.terminal import Words
from collate.numbers.causes import Hypothesis
from collate.numbers.judgement import NOT_ALLOWED
from collate.numbers.reason import Reason
from collate.numbers.rounding import RULES
from collate.numbers.verdict import Verdict

_RULES = (*RULES, "PDG")


def part(name: str) -> str:
    """What stands for a name in the key of a word of the library: `standard-error`."""
    return name.lower().replace(" ", "-").replace("_", "-")


def verdict_word(words: Words, verdict: Verdict | None) -> str:
    """A verdict; None is a string that cannot be read."""
    return words(verdict.label) if verdict else words("verdict-unreadable")


def reason_words(words: Words, text: str) -> str:
    """A rule or a note of a judgement; what is neither is told as it is."""
    if text in [reason.value for reason in Reason]:
        return words(f"reason-{part(Reason(text).name)}")
    rules, sign, _ = text.partition(f" {NOT_ALLOWED}")
    names = rules.split(" = ")
    if not all(name in _RULES for name in names):
        return text
    told = " = ".join(words(f"rule-{part(name)}") for name in names)
    return words("reason-not-allowed", rules=told) if sign else told


def cause_words(words: Words, tried: Hypothesis) -> str:
    """A slip that could have made the difference; what was done in detail is told in English alone."""
    if words.language == "en":
        return str(tried)
    return words("desk-hypothesis", cause=words(f"cause-{tried.cause.value}"), value=f"{float(tried.value):.8g}", chance=tried.odds)
