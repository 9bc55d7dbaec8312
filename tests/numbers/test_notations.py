"""What printed strings say, notation by notation: the cases of notations.csv, which were written by hand.

A fact is written there as its role, after a stroke its label, then
`0.40@2` the number, equal, with the decimals that it stands for: half a unit on either side; `@x` exact;
`<0.05` a sign of relation, `about[35,45]` a relation with the interval that it stands for, `[1,2)` an interval alone;
then the unit. `?***` is a mark without a legend. A `!` at the end says that the string is doubtful.
"""

import csv
import re
from fractions import Fraction as F
from pathlib import Path

import pytest

from collate import Convention, Role, read

HERE = Path(__file__).parent
CASES = list(csv.DictReader((HERE / "notations.csv").open(encoding="utf-8", newline="")))
ROLES = sorted((role.value for role in Role), key=len, reverse=True)
SIGNS = {
    "<": lambda v, p: (F(0) if p else None, v, False, True),
    ">": lambda v, p: (v, F(1) if p else None, True, False),
    "≤": lambda v, p: (F(0) if p else None, v, False, False),
    "≥": lambda v, p: (v, F(1) if p else None, False, False),
}
INTERVAL = re.compile(r"(?P<relation>[^\d\[(]*)(?P<low_end>[\[(])(?P<low>[^,]+),(?P<high>[^\])]+)(?P<high_end>[\])])")


def settings(text):
    """`decimal=, brackets=standard error` as a mapping."""
    names = re.split(rf"(?:^| )(?=(?:{'|'.join(Convention.__dataclass_fields__)})=)", text)
    return dict(part.partition("=")[::2] for part in names if part)


def expected(spec):
    """What a fact of the table says: role, label, relation, value, low, high, whether the ends are open, decimals, unit."""
    role = next(role for role in ROLES if spec == role or spec.startswith((f"{role} ", f"{role}/")))
    rest = spec[len(role) :]
    label = ""
    if rest.startswith("/"):
        label, _, rest = rest[1:].partition(" ")
        label = label.replace("_", " ")
    number, _, unit = rest.strip().partition(" ")
    if number.startswith("?"):
        return role, label, "=", None, None, None, False, False, None, ""
    if role == "missing":
        return role, label, "=", None, None, None, False, False, None, ""
    if number[0] in SIGNS:
        value = F(number[1:])
        return role, label, number[0], value, *SIGNS[number[0]](value, role == "p"), None, unit
    if role == "value" and (match := INTERVAL.fullmatch(rest.strip())):
        low, high = F(match["low"]), F(match["high"])
        relation = match["relation"].strip() or "="
        return role, label, relation, None, low, high, match["low_end"] == "(", match["high_end"] == ")", None, ""
    if role == "stars":
        match = INTERVAL.fullmatch(number)
        return role, label, "<", F(match["high"]), F(match["low"]), F(match["high"]), False, True, None, ""
    digits, _, decimals = number.partition("@")
    value = F(digits)
    half = F(0) if decimals == "x" else F(10) ** -int(decimals) / 2
    low = max(value - half, F(0)) if role in ("p", "standard error", "standard deviation") else value - half
    return role, label, "=", value, low, value + half, False, False, None if decimals == "x" else int(decimals), unit


def told(fact, like):
    """A fact in the form of `expected`, as far as the table says it."""
    value = None if like[3] is None else fact.value
    decimals = None if like[8] is None else fact.decimals
    ends = (fact.low, fact.high, fact.low_open, fact.high_open)
    return fact.role.value, fact.label, fact.relation.value, value, *ends, decimals, fact.unit


@pytest.mark.parametrize("case", CASES, ids=[f"{case['notation']}-{case['text']}-{case['convention']}" for case in CASES])
def test_a_notation(case):
    convention = Convention().nearer(settings(case["convention"]))
    reading = read(case["text"], convention)
    specs = [spec.strip() for spec in case["facts"].split(";")]
    doubtful = any(spec.endswith("!") for spec in specs)
    wanted = [expected(spec.removesuffix("!").strip()) for spec in specs]
    assert [told(fact, like) for fact, like in zip(reading.facts, wanted, strict=True)] == wanted
    undeclared = any(doubt.setting for doubt in reading.doubts)
    assert bool(reading.doubts) == (doubtful or undeclared)
    assert all(case["text"][fact.start : fact.end] == fact.text for fact in reading.facts)
    for spec, fact in zip(specs, reading.facts, strict=True):
        if spec.startswith("missing"):
            assert fact.missing.value == spec.removeprefix("missing ").strip()
        if "?" in spec:
            assert fact.stars == spec.partition("?")[2]


def test_the_table_is_large_and_each_case_has_a_reason():
    assert len(CASES) >= 400
    assert all(case["reason"] for case in CASES)
    assert len({(case["text"], case["convention"]) for case in CASES}) == len(CASES)


UNDECLARED = {
    "0.073 (0.004)": "brackets",
    "0.073 [0.004]": "square",
    "7.2 ± 0.3": "plus_minus",
    "5 [3–8]": "square",
    "3.4 (1.2, 5.6)": "brackets",
    "12 (3.4)": "brackets",
}


@pytest.mark.parametrize(("text", "setting"), UNDECLARED.items())
def test_what_nothing_declares_is_doubtful(text, setting):
    assert [doubt.setting for doubt in read(text).doubts] == [setting]
