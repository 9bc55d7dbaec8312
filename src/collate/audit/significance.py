"""Test statistics with their p, stars with b and its standard error, confidence intervals with their point and p.

A printed statistic is an interval, so p is one, too; it is compared with the interval of the printed p. Probabilities are those of
`collate.numbers.tails`, which hold the true value. What a check finds is about the print: a corrected p (Bonferroni), a robust standard
error or a bootstrapped interval can explain an inconsistency, and the text should then say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

from collate.audit.outcome import Checked, Outcome, at, printed_number, short, value_of, written
from collate.errors import PrintedError
from collate.numbers.enclosure import root
from collate.numbers.interval import Interval
from collate.numbers.rounding import RULES
from collate.numbers.tails import two_tailed_normal, two_tailed_r, two_tailed_t, upper_chi_square, upper_f

ALPHA = Fraction(1, 20)
_WHOLE = Interval(Fraction(0), Fraction(1))
_SIGN = r"[-+]?\s?"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})++(?:\.\d{1,15})?|\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})"
_POWER = r"(?:[eE]-?\d{1,3}|\s?[x*]\s?10\s?\^?\s?-?\d{1,3})?"
_LABEL = r"(?P<label>[cC]hi[- ]?squared?|[cC]hi\s?2|[χΧ]\s?2|X2|Q(?:[- ]?(?:within|between|[wWbB]))?|[tTFrzZ])"
_FREEDOM = rf"(?:\s?[(\[]\s?(?P<first>{_DIGITS})\s?(?:[,;]\s?(?P<n>[nN]\s?=\s?)?(?P<second>{_DIGITS})\s?)?[)\]])?"
_BETWEEN = rf"(?:[,;]\s{{0,3}}[^\W\d_][\w^ -]{{0,14}}\s?[=<>]\s?{_SIGN}{_DIGITS}){{0,2}}"
_TEST = re.compile(
    rf"(?<![\w.]){_LABEL}{_FREEDOM}\s{{0,2}}(?P<relation>[=<>])\s{{0,2}}(?P<value>{_SIGN}{_DIGITS}){_BETWEEN}"
    rf"\s?[,;]?\s{{0,3}}[(\[]?(?:(?P<ns>n\.?\s?s\.?)(?!\w)|[pP]\s{{0,2}}(?P<sign>[=<>≤≥])\s{{0,2}}(?P<p>{_DIGITS}{_POWER}))"
)
_ONE_TAILED = re.compile(r"one[- ](?:tailed|sided)|1[- ](?:tailed|sided)|單尾|單側", re.IGNORECASE)
# Signs that are printed in several ways, each replaced by one character, so that places in the text stay.
_PLAIN = str.maketrans(
    {chr(sign + 0xFEE0): chr(sign) for sign in range(0x21, 0x7F)}
    | {"−": "-", "–": "-", "²": "2", "×": "x", "·": "*", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\n": " "}
)
_KINDS = {"t": "t", "T": "t", "F": "F", "r": "r", "z": "z", "Z": "z", "Q": "Q"}


@dataclass(frozen=True)
class StatisticWithP:
    """A test statistic with its p, as printed.

    Parameters
    ----------
    kind : `t`, `F`, `chi2`, `r`, `z` or `Q`.
    relation : `=`, `<` or `>` of the statistic.
    statistic : the interval that it stands for; `value` is the number as printed.
    freedom : the intervals of the degrees of freedom, none for z.
    p : the interval of the printed p; `p_value` the number, None for n.s.; `p_relation` its sign.
    p_decimals : decimals of the printed p.
    one_tailed : whether the text says so.
    start, end : where it stands in the text.
    """

    text: str
    kind: str
    relation: str
    value: Fraction
    statistic: Interval
    freedom: tuple[Interval, ...]
    p: Interval
    p_value: Fraction | None
    p_relation: str
    p_decimals: int
    one_tailed: bool
    start: int
    end: int


def statistics_in(text: str, alpha: Fraction = ALPHA, decimal: str = ".") -> Iterator[StatisticWithP]:
    """Every statistic of `text` that is printed with all its degrees of freedom and its p, in time linear in the length of the text.

    Parameters
    ----------
    decimal : the decimal sign; where it is a comma, `;` stands between degrees of freedom.

    Raises
    ------
    PrintedError : degrees of freedom that are zero, or a correlation beyond 1.
    """
    plain = text.translate(_PLAIN)
    if decimal == ",":
        plain = re.sub(r",(?=\d)", ".", plain)
    for match in _TEST.finditer(plain):
        label = match["label"]
        kind = _KINDS.get(label[0], "chi2") if label[0] in "Q" or label in _KINDS else "chi2"
        freedom = [match["first"]] if match["first"] else []
        if match["second"] and not match["n"]:
            freedom.append(match["second"])
        if len(freedom) != {"F": 2, "z": 0}.get(kind, 1):
            continue  # an N in brackets, or no degrees of freedom: nothing can be computed
        yield _statistic(text, match, kind, freedom, alpha)


def p_value(text: str, alpha: Fraction = ALPHA, decimal: str = ".") -> Checked:
    """Whether the first test statistic of `text` can have the p that is printed with it.

    Parameters
    ----------
    text : such as `t(45) = 2.31, p = .025`, `F(2, 28) < 1, ns`, `χ²(1, N = 90) = 3.84, p = .05, one-tailed`.
    alpha : the level of significance.
    decimal : the decimal sign.

    Raises
    ------
    PrintedError : there is no statistic with its degrees of freedom and p, or one that there cannot be.
    """
    for test in statistics_in(text, alpha, decimal):
        return check_p(test, alpha)
    raise PrintedError(
        f"{_excerpt(text)!r} has no test statistic with its p", fix="write it like `t(45) = 2.31, p = .025` or `F(2, 28) = 3.4, p < .05`"
    )


def check_p(test: StatisticWithP, alpha: Fraction = ALPHA) -> Checked:
    """Whether a statistic can have its p."""
    if test.p_value is not None and (test.p_value > 1 or (test.p_relation == "<" and test.p_value == 0)):
        return Checked("p", test.text, Outcome.INCONSISTENT, f"no probability is {test.p_relation} {short(test.p_value)}")
    span = _span(test)
    point = _p(test.kind, _size(test), tuple((end.low + end.high) / 2 for end in test.freedom))
    told = f"p = {_told(point)} {_range(span)}"
    if test.relation != "=":
        told = f"p is in {_range(span)}"
    found = _fits(test, span, point)
    if found and not test.one_tailed:
        return Checked("p", test.text, found[0], f"{told}{found[1]}")
    half = Interval(span.low / 2, span.high / 2)
    halved = _fits(test, half, Interval(point.low / 2, point.high / 2)) if test.kind in ("t", "r", "z") else None
    if test.one_tailed and halved:
        return Checked("p", test.text, halved[0], f"one-tailed, {_told(Interval(point.low / 2, point.high / 2))} {_range(half)}{halved[1]}")
    if test.one_tailed and found:
        return Checked("p", test.text, Outcome.INCONSISTENT, f"{told} is that of a two-tailed test", (_told(half),))
    reason = f"{told}, printed {_printed(test, alpha)}"
    if halved:
        reason += "; half of it fits: a one-tailed test that the text does not name"
    closest = (_nearest((point.low + point.high) / 2, max(test.p_decimals, 2)),) if test.relation == "=" else ()
    return Checked("p", test.text, Outcome.INCONSISTENT, reason, closest, significance=_same_side(test, span, alpha))


def stars(estimate: str, error: str, marks: str, legend: Sequence[tuple[str, Fraction]], freedom: int | None = None) -> Checked:
    """Whether an estimate with its standard error can have the stars that are printed at it.

    Parameters
    ----------
    estimate, error : as printed, without stars and brackets.
    marks : the stars as printed; nothing for none.
    legend : each mark with the p that it stays below.
    freedom : degrees of freedom of t; None for a normal distribution, which every t exceeds: too many stars are then certain, and too few
        are told with the degrees of freedom that would excuse them.

    Raises
    ------
    PrintedError : a number that is none, a standard error of zero, or a mark that the legend lacks.
    """
    b, se = printed_number(estimate, "estimate"), printed_number(error, "standard error")
    bounds = dict(legend)
    told = f"{estimate}{marks} ({error})"
    if marks and marks not in bounds:
        raise PrintedError(f"the legend has no mark {marks!r}", fix=f"it has {', '.join(bounds) or 'none'}")
    low_se = se.interval.low
    if value_of(se) < 0:
        raise PrintedError(f"the standard error {error!r} is below zero")
    size = _absolute(b.interval)
    ratio = Interval(size.low / se.interval.high, size.high / low_se) if low_se > 0 else None
    upper = bounds.get(marks, Fraction(1))
    lower = max((bound for bound in bounds.values() if bound < upper), default=Fraction(0))
    if ratio is None:
        return Checked("stars", told, Outcome.CONSISTENT, "the standard error may be zero: every star is possible", decides=False)
    point = _star_p(abs(value_of(b)) / value_of(se), freedom)
    span = Interval(_star_p(ratio.high, freedom).low, _star_p(ratio.low, freedom).high)
    reason = f"|b/SE| = {short(abs(value_of(b)) / value_of(se))} {written(ratio)}, p = {_told(point)} {_range(span)}"
    if lower <= point.low and point.high < upper:
        return Checked("stars", told, Outcome.CONSISTENT, reason, decides=bool(bounds))
    if span.low < upper and span.high >= lower:
        return Checked("stars", told, Outcome.ROUNDING, reason)
    right = next((mark for mark, bound in sorted(legend, key=lambda pair: pair[1]) if point.high < bound), "")
    verb = "too many" if span.low >= upper else "too few"
    reason += f": {verb} stars"
    if verb == "too few" and freedom is None:
        last = _most_freedom(ratio.low, lower)
        reason += f", unless t has {last} degrees of freedom or fewer" if last else ""
    significant = [bound for bound in bounds.values() if bound <= ALPHA]
    said = bool(marks) and upper <= ALPHA
    changes = significant and said != (point.high < ALPHA)
    return Checked("stars", told, Outcome.INCONSISTENT, reason, (right or "no star",), significance=False if changes else None)


def confidence_interval(
    point: str, low: str, high: str, *, level: str = "95", ratio: bool = False, p: str | None = None, symmetric: bool = True
) -> Checked:
    """Whether a point estimate can stand in a printed confidence interval, in its middle, and beside a printed p.

    Parameters
    ----------
    level : in per cent.
    ratio : of odds, risks or hazards: the interval is then symmetric in the logarithm, so that the point is √(low · high), and the value
        without effect is 1.
    p : as printed behind `p`, such as `= .03` or `< .001`.
    symmetric : False for intervals that need not be, of profile likelihood or a bootstrap.

    Raises
    ------
    PrintedError : a number that is none, or a level that is not between 0 and 100.
    """
    middle, bottom, top = (printed_number(text, "point or end of the interval").interval for text in (point, low, high))
    told = f"{point} ({level}% CI {low} to {high})" + (f", p {p}" if p else "")
    confidence = value_of(printed_number(level.rstrip("%"), "level"))
    if not 0 < confidence < 100:
        raise PrintedError(f"a confidence level of {level!r}", fix="give it in per cent, such as 95")
    if bottom.low > top.high:
        return Checked("interval", told, Outcome.INCONSISTENT, f"the lower end {low} lies above the upper end {high}")
    if middle.high < bottom.low or middle.low > top.high:
        return Checked("interval", told, Outcome.INCONSISTENT, f"{point} does not lie between {low} and {high}")
    if ratio and bottom.low < 0:
        return Checked("interval", told, Outcome.INCONSISTENT, f"a ratio is not below zero: {low}")
    outcome, reason = Outcome.CONSISTENT, f"{point} lies between {low} and {high}"
    if symmetric:
        centre = (
            Interval(root(bottom.low * top.low, 2).low, root(bottom.high * top.high, 2).high)
            if ratio
            else Interval((bottom.low + top.low) / 2, (bottom.high + top.high) / 2)
        )
        name = "√(low · high)" if ratio else "the middle"
        if not centre.meets(middle):
            decimals = printed_number(point, "point").decimals
            reason = f"{name} is {written(centre)}, and {point} is printed: no symmetric interval"
            return Checked("interval", told, Outcome.INCONSISTENT, reason, (at((centre.low + centre.high) / 2, decimals),))
        reason = f"{name} is {written(centre)}"
    if p:
        found = _interval_against_p(bottom, top, 1 - confidence / 100, Fraction(int(ratio)), p, ratio)
        if found:
            return Checked("interval", told, Outcome.INCONSISTENT, found, significance=False)
    return Checked("interval", told, outcome, reason)


def printed_p(text: str) -> tuple[str, Fraction, Interval, int]:
    """The sign, number, interval and decimals of a printed p: `= .03`, `< .001`, `.5e-3`, `3.2 × 10^-5`.

    Raises
    ------
    PrintedError : it is no number.
    """
    plain = text.translate(_PLAIN).strip()
    sign = plain[0] if plain and plain[0] in "=<>≤≥" else "="
    found = printed_number(plain.lstrip("=<>≤≥ "), "p")
    value = value_of(found)
    ends = {
        "<": Interval(Fraction(0), value),
        "≤": Interval(Fraction(0), value),
        ">": Interval(min(value, Fraction(1)), Fraction(1)),
        "≥": Interval(min(value, Fraction(1)), Fraction(1)),
    }
    rounded = found.interval
    return sign, value, ends.get(sign, Interval(max(rounded.low, Fraction(0)), rounded.high)), found.decimals


def _statistic(text: str, match: re.Match[str], kind: str, freedom: Sequence[str], alpha: Fraction) -> StatisticWithP:
    statistic = printed_number(match["value"].replace(" ", ""), "statistic")
    shown = " ".join(text[match.start() : match.end()].split())
    ends = []
    for part in freedom:
        number = printed_number(part, "degrees of freedom")
        if value_of(number) <= 0:
            raise PrintedError(f"{shown!r} has no degrees of freedom", fix="degrees of freedom are above zero")
        ends.append(number.interval if number.decimals else Interval(value_of(number), value_of(number)))
    if kind == "r" and abs(value_of(statistic)) > 1:
        raise PrintedError(f"{shown!r} is no correlation", fix="a correlation lies between -1 and 1")
    if match["ns"]:
        sign, value, p, decimals = ">", None, Interval(alpha, Fraction(1)), 2
    else:
        sign, value, p, decimals = printed_p(match["sign"] + match["p"])
    # "one-tailed" stands in the brackets or words behind p.
    one_tailed = bool(_ONE_TAILED.search(text, match.start(), match.end() + 30))
    return StatisticWithP(
        shown,
        kind,
        match["relation"],
        value_of(statistic),
        statistic.interval,
        tuple(ends),
        p,
        value,
        sign,
        decimals,
        one_tailed,
        match.start(),
        match.end(),
    )


def _size(test: StatisticWithP) -> Fraction:
    return abs(test.value) if test.kind in ("t", "r", "z") else test.value


def _absolute(ends: Interval) -> Interval:
    low = Fraction(0) if ends.low <= 0 <= ends.high else min(abs(ends.low), abs(ends.high))
    return Interval(low, max(abs(ends.low), abs(ends.high)))


def _span(test: StatisticWithP) -> Interval:
    """Every p that the printed statistic and degrees of freedom allow: p falls with the size of the statistic."""
    size = _absolute(test.statistic) if test.kind in ("t", "r", "z") else test.statistic
    corners = list(product(*((end.low, end.high) for end in test.freedom)))
    low = min(_p(test.kind, size.high, corner).low for corner in corners)
    high = max(_p(test.kind, size.low, corner).high for corner in corners)
    if test.relation == "<":
        return Interval(low, Fraction(1))
    return Interval(Fraction(0), high) if test.relation == ">" else Interval(low, high)


@lru_cache(maxsize=4096)
def _p(kind: str, value: Fraction, freedom: tuple[Fraction, ...]) -> Interval:
    if kind == "z":
        return two_tailed_normal(value)
    if kind == "t":
        return two_tailed_t(value, freedom[0])
    if kind == "r":
        return two_tailed_r(value, freedom[0])
    return upper_f(value, freedom[0], freedom[1]) if kind == "F" else upper_chi_square(value, freedom[0])


def _fits(test: StatisticWithP, span: Interval, point: Interval) -> tuple[Outcome, str] | None:
    """The outcome where the printed p is possible, with what to add to the reason."""
    if test.relation == "=" and _inside(point, test):
        return Outcome.CONSISTENT, ""
    if _meets(span, test):
        return (Outcome.CONSISTENT if test.relation != "=" else Outcome.ROUNDING), ""
    if test.p_value is not None and test.p_relation == "=":
        cut = RULES["truncation"]
        if cut(span.low, test.p_decimals) <= test.p_value <= cut(span.high, test.p_decimals):
            return Outcome.ROUNDING, ", truncated"
    return None


def _inside(point: Interval, test: StatisticWithP) -> bool:
    if test.p_relation == "<":
        return point.high < test.p.high
    if test.p_relation == ">":
        return point.low > test.p.low
    return test.p.low <= point.low and point.high <= test.p.high


def _meets(span: Interval, test: StatisticWithP) -> bool:
    if test.p_relation == "<":
        return span.low < test.p.high
    if test.p_relation == ">":
        return span.high > test.p.low
    return span.low <= test.p.high and test.p.low <= span.high


def _same_side(test: StatisticWithP, span: Interval, alpha: Fraction) -> bool | None:
    """False where what is printed is significant and what is computed is not, or the other way round."""
    if test.p_value is None or (test.p_relation in ">≥" and test.p_value >= alpha):
        said: bool | None = False
    elif test.p_relation in "=<≤":
        said = test.p_value <= alpha if test.p_relation == "=" or test.p_value <= alpha else None
    else:
        said = None
    computed = True if span.high < alpha else False if span.low > alpha else None
    return None if said is None or computed is None else said == computed


def _printed(test: StatisticWithP, alpha: Fraction) -> str:
    return f"not significant (p > {short(alpha)})" if test.p_value is None else f"p {test.p_relation} {short(test.p_value)}"


def _star_p(ratio: Fraction, freedom: int | None) -> Interval:
    return two_tailed_normal(ratio) if freedom is None else two_tailed_t(ratio, Fraction(freedom))


def _most_freedom(ratio: Fraction, bound: Fraction) -> int:
    """The most degrees of freedom, up to 1,000, with which t = `ratio` still has a p of `bound` or more; 0 for none. p falls with them."""
    first, last = 0, 1001
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (middle, last) if _star_p(ratio, middle).high >= bound else (first, middle)
    return first if first <= 1000 else 0


def _interval_against_p(bottom: Interval, top: Interval, alpha: Fraction, null: Fraction, p: str, ratio: bool) -> str:
    """Why an interval that excludes (or holds) the value without effect cannot have this p; nothing where it can."""
    sign, value, _, _ = printed_p(p)
    name = "1" if ratio else "0"
    excludes = bottom.low > null or top.high < null
    holds = bottom.high < null < top.low
    if excludes and ((sign == "=" and value > alpha) or (sign in ">≥" and value >= alpha)):
        return f"the interval excludes {name}, so that p is below {short(alpha)}, and p {sign} {short(value)} is printed"
    if holds and ((sign == "=" and value < alpha) or (sign in "<≤" and value <= alpha)):
        return f"the interval holds {name}, so that p is above {short(alpha)}, and p {sign} {short(value)} is printed"
    return ""


def _nearest(p: Fraction, decimals: int) -> str:
    text = at(p, decimals)
    return f"< {at(Fraction(1, 10**decimals), decimals)}" if not text.strip("0.") else text


def _told(ends: Interval) -> str:
    return f"{float((ends.low + ends.high) / 2):.3g}"


def _range(ends: Interval) -> str:
    return f"[{float(ends.low):.3g}, {float(ends.high):.3g}]"


def _excerpt(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}…"
