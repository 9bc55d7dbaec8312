"""From facts to verdicts: each number of a printed string against the value that was regenerated for it.

What a value is decides what is compared. An integer, a fraction or a decimal is itself. A float is the exact rational number that the
double is, give or take the error that the caller declares, or the spread over the samples; nothing is assumed of it. A quantity
(`collate.numbers.quantity`) brings the range that its inputs' rounding allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ulp
from numbers import Integral, Rational, Real
from typing import NamedTuple

from collate.errors import CollateError, PrintedError
from collate.numbers.convention import Convention
from collate.numbers.fact import Fact, Relation, Role
from collate.numbers.interval import Interval
from collate.numbers.reading import Doubt, Reading, read
from collate.numbers.reason import Reason
from collate.numbers.rounding import RULES, half_up, pdg, rules_that_give
from collate.numbers.tokens import plain_text
from collate.numbers.values import decimal_text
from collate.numbers.verdict import Verdict
from collate.numbers.writing import like

_DEFAULT = Convention()
_WORDS = frozenset({Relation.ABOUT, Relation.APPROXIMATELY, Relation.OVER, Relation.NEARLY, Relation.FROM, Relation.UP_TO, Relation.BELOW})
_SEVERITY = (Verdict.IDENTICAL, Verdict.ROUNDING, Verdict.NOT_REGENERATED, Verdict.ERRATUM, Verdict.DIFFERS, Verdict.NOT_RUN)
_RANK = {verdict: rank for rank, verdict in enumerate(_SEVERITY)}
_RULES = tuple(RULES)
NOT_ALLOWED = "would give the printed digits, and the convention does not allow it"  # after the names of rules
TIE = Reason.TIE.value


class RegeneratedError(CollateError):
    """Give a finite number, a quantity, text, a list in the order of the facts, or a mapping of roles to these."""


class FactVerdict(NamedTuple):
    """The comparison of one fact.

    Parameters
    ----------
    fact : what is printed.
    verdict : never ERRATUM, which is declared elsewhere.
    value, low, high : what was regenerated, in the unit of the fact's value; None where there is none, or text.
    shown : the value at the printed precision, written as print writes; in full where the digits agree and what is said of them does not.
    rule : the rounding rules that give the printed digits, or why none does.
    note : what else the reader of the verdict should know, such as a tie.
    """

    fact: Fact
    verdict: Verdict
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    shown: str = ""
    rule: str = ""
    note: str = ""

    @property
    def chance(self) -> Fraction | None:
        """How likely a value that has nothing to do with it would have matched: few digits prove little.

        Such a value is spread evenly over the numbers of the same power of ten, 100 to 999 for 343; a p over 0 to 1. None where that
        cannot be said: of text, of a zero, of a bound on one side.
        """
        return None if self.low is None or self.high is None else chance(self.fact, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Judgement:
    """All comparisons of a printed string; `verdict` is the worst of them.

    A confidence level is the name of a method: where no value is given for it, it does not count.
    """

    reading: Reading
    facts: tuple[FactVerdict, ...]
    verdict: Verdict

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The doubts of the reading."""
        return self.reading.doubts


class Value(NamedTuple):
    """A regenerated number: as it is, and the range in which it lies; `double` where a float gave it without an error."""

    value: Fraction
    low: Fraction
    high: Fraction
    double: bool = False
    spread: bool = False  # the range is that of a computation, not of printed inputs
    enclosure: Interval | None = None  # where an irrational result lies, its inputs as printed


def judge(
    printed: str | Reading,
    regenerated: object,
    *,
    convention: Convention = _DEFAULT,
    error: object = None,
    samples: Sequence[object] | None = None,
) -> Judgement:
    """Whether a printed string can be what the data give.

    Parameters
    ----------
    printed : the string, or what `read` made of it.
    regenerated : a number (int, fraction, decimal, float, a scalar of numpy or pandas), a quantity, text; a list of these, for the
        numbers in their order; or a mapping from roles or labels ("standard error", "p", "OR") to them. One value alone is that of the
        first number. None where there should be a value and there is none.
    convention : how the string is read, and which rounding a verdict may rest on.
    error : how far a value may lie from the true one, in its unit; for several values, a list or mapping like theirs.
    samples : values of other seeds or platforms for the one number that is given; their spread is its range.

    Raises
    ------
    PrintedError : the string cannot be read.
    RegeneratedError : no number (NaN, an infinity, a missing value), a role that is not printed, or more values than numbers.
    """
    reading = read(printed, convention) if isinstance(printed, str) else printed
    facts = reading.facts
    if isinstance(regenerated, str):
        found: list[FactVerdict] = _as_text(reading, regenerated)
    else:
        given = _assigned(facts, regenerated, error, samples)
        found = [_judged(fact, value, convention) for fact, value in zip(facts, given, strict=True)]
        if "PDG" in convention.rounding:
            found = _by_pdg(found)
    worst = Verdict.IDENTICAL
    for item in found:
        if item.verdict is worst or (item.fact.role is Role.CONFIDENCE_LEVEL and item.verdict is Verdict.NOT_REGENERATED):
            continue
        if _RANK[item.verdict] > _RANK[worst]:
            worst = item.verdict
    return Judgement(reading, tuple(found), worst)


# ---- values


class _Nothing:
    """No value is given."""


_NOTHING = _Nothing()
_NO_NUMBER = frozenset({Role.STARS, Role.CONFIDENCE_LEVEL})  # which a list of values leaves out


def _assigned(facts: Sequence[Fact], regenerated: object, error: object, samples: Sequence[object] | None) -> list[object]:
    """The value of each fact: a `Value`, text, None where there should be one, or nothing."""
    if regenerated is None and samples is None:
        return [None] * len(facts)
    given: list[object] = [_NOTHING] * len(facts)
    numbers = [place for place, fact in enumerate(facts) if fact.role not in _NO_NUMBER] or [0]
    if samples is not None:
        if isinstance(regenerated, (Mapping, list, tuple)) or error is not None:
            raise RegeneratedError("samples are those of one number, and take the place of an error")
        given[numbers[0]] = _sampled(regenerated, samples)
    elif isinstance(regenerated, (list, tuple)):
        if len(regenerated) > len(numbers):
            raise RegeneratedError(f"{len(regenerated)} values for {len(numbers)} printed numbers")
        errors_ = error if isinstance(error, (list, tuple)) else [error] * len(regenerated)
        if len(errors_) != len(regenerated):
            raise RegeneratedError(f"{len(errors_)} errors for {len(regenerated)} values")
        for place, value, own in zip(numbers, regenerated, errors_, strict=False):
            given[place] = _value(value, own)
    elif isinstance(regenerated, Mapping):
        errors = error if isinstance(error, Mapping) else {}
        if error is not None and not isinstance(error, Mapping):
            raise RegeneratedError("the values are a mapping and the error is none", fix="give a mapping of the same keys as `error`")
        strangers = [key for key in errors if key not in regenerated]
        if strangers:
            raise RegeneratedError(f"an error for {', '.join(map(str, strangers))}, which has no value")
        for key, value in regenerated.items():
            for place in _places(facts, str(key), regenerated):
                given[place] = _value(value, errors.get(key))
    else:
        value = given[numbers[0]] = _value(regenerated, error)
        if facts[numbers[0]].role is Role.P:
            given = [value if fact.role in (Role.STARS, Role.P) else other for fact, other in zip(facts, given, strict=True)]
    return given


def _places(facts: Sequence[Fact], key: str, given: Mapping[object, object]) -> list[int]:
    """The facts that a key of a mapping names; a p is that of the stars, too, which nothing else gives."""
    exact = [place for place, fact in enumerate(facts) if key in (fact.label, fact.role.value)]
    if key == Role.P:
        if Role.STARS not in given:
            exact += [place for place, fact in enumerate(facts) if fact.role is Role.STARS]
    elif len(exact) > 1:
        raise RegeneratedError(f"{key!r} is printed {len(exact)} times", fix="give a list in the order of the printed numbers")
    if not exact:
        told = ", ".join(dict.fromkeys(fact.label or fact.role.value for fact in facts))
        raise RegeneratedError(f"{key!r} is not printed", fix=f"name one of what is: {told}")
    return exact


def _value(regenerated: object, error: object = None) -> object:
    """A regenerated value as a `Value`, or text, or None."""
    if regenerated is None or isinstance(regenerated, (str, Value)):
        return regenerated
    if error is None and isinstance(regenerated, Fraction):
        return Value(regenerated, regenerated, regenerated)
    value = getattr(regenerated, "value", None)
    ends = getattr(regenerated, "interval", None) if value is not None else None
    if isinstance(value, Fraction) and isinstance(ends, Interval):  # a quantity
        low, high, number, double = ends.low, ends.high, value, False
    else:
        number, double = _exact(regenerated)
        low = high = number
    if error is not None:
        width, _ = _exact(Fraction(error) if isinstance(error, str) else error)
        if width < 0:
            raise RegeneratedError(f"the error {error!r} is below 0")
        return Value(number, low - width, high + width, spread=width > 0)
    enclosure = getattr(regenerated, "enclosure", None)
    return Value(number, low, high, double, enclosure=enclosure if isinstance(enclosure, Interval) else None)


def _sampled(regenerated: object, samples: Sequence[object]) -> Value:
    numbers = [_exact(sample)[0] for sample in samples]
    if not numbers:
        raise RegeneratedError("there are no samples")
    value = sum(numbers, Fraction(0)) / len(numbers) if regenerated is None else _exact(regenerated)[0]
    low, high = min(*numbers, value), max(*numbers, value)
    return Value(value, low, high, spread=low < high)


def _exact(number: object) -> tuple[Fraction, bool]:
    """The rational number that `number` is, and whether a float gave it.

    Raises
    ------
    RegeneratedError : it is none, or not finite.
    """
    if type(number) is Fraction:
        return number, False
    if isinstance(number, (bool, str, bytes)):
        raise RegeneratedError(f"{number!r} is not a number")
    if not isinstance(number, (Real, Decimal)) and hasattr(number, "item"):  # scalars of numpy and pandas, and arrays of one
        try:
            number = number.item()
        except (TypeError, ValueError):
            raise RegeneratedError(f"a {type(number).__name__} is not one number", fix="give its values one by one") from None
    try:
        if isinstance(number, Integral):
            return Fraction(int(number)), False
        if isinstance(number, Rational):
            return Fraction(int(number.numerator), int(number.denominator)), False
        if isinstance(number, Decimal):
            return Fraction(number), False
        if isinstance(number, Real):
            return Fraction(*float(number).as_integer_ratio()), True
    except (ValueError, OverflowError):
        raise RegeneratedError(f"{number!r} is not a finite number", fix="find out why the computation gave it") from None
    raise RegeneratedError(f"{number!r} is not a number")


# ---- comparison


def compare_number(fact: Fact, value: Fraction, low: Fraction, high: Fraction, rounding: Sequence[str]) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on a number, and the rules of rounding that give the printed digits.

    What print says comes before its digits. With a sign of relation (<, ≥) the number is IDENTICAL where its whole range keeps the
    relation. Otherwise it is IDENTICAL when it lies in the interval that print stands for and a rule of `rounding` gives the printed
    digits; ROUNDING, when the range that its inputs allow meets that interval; DIFFERS otherwise, so that 39.6, which rounds to 40, does
    not excuse "over 40". A range that lies in the interval but for an open end is in it: "over 300" repeats "over 300". Other rules are
    named where they explain a difference, and excuse none.
    """
    assert fact.value is not None
    if fact.relation is not Relation.EQUAL and fact.relation not in _WORDS:
        ends = Interval(low, high)
        if fact.contains(ends):
            return Verdict.IDENTICAL, ()
        return (Verdict.ROUNDING if fact.meets(ends) else Verdict.DIFFERS), ()
    rules = rules_that_give(fact.value, value, fact.decimals, _RULES)
    allowed = not set(_allowed(rounding)).isdisjoint(rules)
    if allowed and fact.holds(value):
        return Verdict.IDENTICAL, rules
    ends = Interval(low, high)
    if allowed and fact.contains(ends):
        return Verdict.IDENTICAL, rules
    return (Verdict.ROUNDING if fact.meets(ends) else Verdict.DIFFERS), rules


def _allowed(rounding: Sequence[str]) -> Sequence[str]:
    """The rules of `rounding`; that of the Particle Data Group rounds half up."""
    return (*rounding, "half up") if "PDG" in rounding else rounding


def _judged(fact: Fact, given: object, convention: Convention) -> FactVerdict:
    if given is None:
        return FactVerdict(fact, Verdict.NOT_RUN, rule=Reason.NO_VALUE.value)
    if isinstance(given, str):
        same = _same_text(given, fact)
        return FactVerdict(fact, Verdict.IDENTICAL if same else Verdict.DIFFERS, shown=given, rule=Reason.AS_TEXT.value)
    if not isinstance(given, Value):
        return FactVerdict(fact, Verdict.NOT_REGENERATED, rule=Reason.NOT_GIVEN.value)
    value, low, high = given.value, given.low, given.high
    if fact.value is None:
        if fact.role is Role.STARS:
            return FactVerdict(fact, Verdict.NOT_REGENERATED, value, low, high, rule=Reason.NO_LEGEND.value)
        return FactVerdict(fact, Verdict.DIFFERS, value, low, high, decimal_text(value), Reason.NO_NUMBER.value)
    if fact.role is Role.STARS:
        kept = fact.contains(Interval(low, high))
        verdict = Verdict.IDENTICAL if kept else Verdict.ROUNDING if fact.meets(Interval(low, high)) else Verdict.DIFFERS
        return FactVerdict(fact, verdict, value, low, high, _stars_of(value, convention), Reason.LEGEND.value)
    verdict, rules = compare_number(fact, value, low, high, convention.rounding)
    allowed = _allowed(convention.rounding)
    named = [rule for rule in rules if rule in allowed]
    note = ""
    if not named and rules:
        note = f"{' = '.join(rules)} {NOT_ALLOWED}"
    if _is_tie(fact, given):
        note = TIE if not given.double else Reason.TIE_OF_DOUBLE.value
    if verdict is Verdict.IDENTICAL:
        shown, rule = fact.text, " = ".join(named) or Reason.RELATION_HOLDS.value
    else:
        shown = like(fact, _rounded(value, fact.decimals, convention), convention)
        if verdict is Verdict.ROUNDING:
            cause = Reason.RANGE if given.spread else Reason.INPUTS if low < high else Reason.WORD
            rule = " = ".join(named) or cause.value
        else:
            rule = (Reason.OUTSIDE if fact.relation is Relation.EQUAL else Reason.RELATION_FAILS).value
            if shown == fact.text or not any(
                map(str.isdigit, fact.text)
            ):  # the digits agree and what is said of them does not: tell the value in full
                shown = decimal_text(value)
    return FactVerdict(fact, verdict, value, low, high, shown, rule, note)


def _rounded(value: Fraction, decimals: int, convention: Convention) -> Fraction:
    rule = next((RULES[name] for name in convention.rounding if name in RULES), half_up)
    return rule(value, decimals)


def _is_tie(fact: Fact, given: Value) -> bool:
    """Whether a boundary of rounding lies within the error of a computation, or within one unit in the last place of a double."""
    low, high = given.low, given.high
    if given.double:
        width = Fraction(ulp(float(given.value)))
        low, high = low - width, high + width
    elif given.enclosure is not None and not given.spread:
        low, high = given.enclosure.low, given.enclosure.high
    elif not given.spread:
        return False
    return any(end is not None and low < end < high for end in (fact.low, fact.high))


def _stars_of(value: Fraction, convention: Convention) -> str:
    """The mark that the legend gives to a p: that of its smallest bound above it."""
    found = ""
    for mark, bound in convention.stars:
        if value < bound:
            found = mark
    return found


def chance(fact: Fact, low: Fraction, high: Fraction) -> Fraction | None:
    """How likely an unrelated value whose range is as wide as that from `low` to `high` would have met the fact; see `FactVerdict`."""
    if fact.low is None or fact.high is None or fact.value is None:
        return None
    width = fact.high - fact.low
    if low is not high:
        width += high - low
    if fact.role in (Role.P, Role.STARS):
        return min(width, Fraction(1))
    if not fact.value:
        return None
    if fact.low == fact.high:  # one of the whole numbers
        width += Fraction(10) ** -fact.decimals
    over, under = abs(fact.value.numerator), fact.value.denominator
    power = len(str(over // under)) - 1 if over >= under else -len(str((under - 1) // over))
    if power >= 0:
        found = Fraction(width.numerator, 9 * 10**power * width.denominator)
    else:
        found = Fraction(width.numerator * 10**-power, 9 * width.denominator)
    return min(found, Fraction(1))


def _same_text(text: str, fact: Fact) -> bool:
    """Whether `text` is what is printed, white space and the forms of characters apart; any dash is a dash."""
    if fact.missing is not None:
        try:
            return read(text).facts[0].missing is fact.missing
        except PrintedError:
            return False
    return plain_text(text) == plain_text(fact.text if fact.role is not Role.STARS else fact.stars)


def _as_text(reading: Reading, text: str) -> list[FactVerdict]:
    alone = len(reading.facts) == 1 and reading.facts[0].missing is not None
    same = _same_text(text, reading.facts[0]) if alone else plain_text(text) == plain_text(reading.text)
    verdict = Verdict.IDENTICAL if same else Verdict.DIFFERS
    return [FactVerdict(fact, verdict, shown=fact.text if same else text, rule=Reason.AS_TEXT.value) for fact in reading.facts]


def _by_pdg(found: Sequence[FactVerdict]) -> list[FactVerdict]:
    """The rule of the Particle Data Group on each value that an uncertainty follows: it decides the digits, too."""
    result = list(found)
    for place in range(len(result) - 1):
        value, uncertainty = result[place], result[place + 1]
        pair = value.fact.role in (Role.VALUE, Role.MEAN) and uncertainty.fact.role in (
            Role.UNCERTAINTY,
            Role.STANDARD_ERROR,
            Role.UNDECLARED,
        )
        if not pair or value.value is None or uncertainty.value is None or uncertainty.value <= 0:
            continue
        of_value, of_uncertainty, decimals = pdg(value.value, uncertainty.value)
        fits = (of_value, of_uncertainty, decimals) == (value.fact.value, uncertainty.fact.value, value.fact.decimals)
        shown = f"the rule of the Particle Data Group prints {decimal_text(of_value)} and {decimal_text(of_uncertainty)}"
        for item, offset in ((value, 0), (uncertainty, 1)):
            result[place + offset] = item._replace(rule="PDG") if fits else item._replace(note=item.note or shown)
    return result
