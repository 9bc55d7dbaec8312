"""Statistics with their p, stars and confidence intervals.

`STATCHECK` are the cases of statcheck's own tests (test-error.R, test-decisionerror.R, test-extract-t-tests.R) with what it finds of them:
no error (`ok`), an error, or a decision error. What truncation explains is an error there and possible by rounding alone here.
"""

import time
from fractions import Fraction as F

import pytest

from collate.audit.outcome import Outcome
from collate.audit.significance import confidence_interval, p_value, printed_p, stars, statistics_in
from collate.errors import PrintedError

CONSISTENT, ROUNDING, INCONSISTENT = Outcome.CONSISTENT, Outcome.ROUNDING, Outcome.INCONSISTENT
STATCHECK = [
    ("t(28) = 2.20, p = .03", "truncated"),
    ("F(2, 28) = 2.20, p = .15", "error"),
    ("r(28) = .22, p = .26", "error"),
    ("chi2(28) = 22.20, p = .79", "error"),
    (" z = 2.20, p = .04", "error"),
    ("Q(28) = 22.20, p = .79", "error"),
    (" Z = -2.42, p = 0.016", "ok"),
    ("t(28) = -2.20, p = .03", "truncated"),
    ("t(28) = 2.20, ns", "decision"),
    ("t(28) = 2.20, p > .05", "decision"),
    ("t(28) = 2.0, p < .05", "ok"),
    ("t(28) = 2.20, p = .06", "decision"),
    ("t(28) = 1.20, p = .03", "decision"),
    ("F(2, 28) = 22.20, p = .06", "decision"),
    ("F(2, 28) = 2.20, p = .03", "decision"),
    ("r(28) = .22, p = .03", "decision"),
    ("r(28) = .52, p = .06", "decision"),
    ("chi2(28) = 2.20, p = .03", "decision"),
    ("chi2(28) = 52.20, p = .06", "decision"),
    (" z = 1.20, p = .03", "decision"),
    (" z = 2.20, p = .06", "decision"),
    ("Q(28) = 2.20, p = .03", "decision"),
    ("Q(28) = 52.20, p = .06", "decision"),
    ("The effect was very significant (t(48) = 1.02, p < .05)", "decision"),
]


@pytest.mark.parametrize(("text", "found"), STATCHECK)
def test_what_statcheck_finds_is_found(text, found):
    checked = p_value(text)
    outcomes = {"ok": (CONSISTENT, ROUNDING), "truncated": (ROUNDING,), "error": (INCONSISTENT,), "decision": (INCONSISTENT,)}
    assert checked.outcome in outcomes[found]
    assert ("truncated" in checked.reason) == (found == "truncated")
    assert (checked.significance is False) == (found == "decision")


@pytest.mark.parametrize(
    ("text", "outcome", "reason"),
    [
        ("t(45) = 2.31, p = .025", ROUNDING, "p = 0.0255"),  # 0.02550…: rounds to .026, and the interval of t holds .025
        ("t(45) = 2.31, p = .026", CONSISTENT, "p = 0.0255"),
        ("t ( 28 ) = 2.20 , p = .04", CONSISTENT, ""),
        ("t(28)=2.20,p=.04", CONSISTENT, ""),
        ("t(28.1) = 2.20, p = .04", CONSISTENT, ""),
        ("t[28] = 2.20; p = .04", CONSISTENT, ""),  # statcheck#46, #47
        ("t(28) = − 2.20, p = .04", CONSISTENT, ""),  # a minus and a space: statcheck#73
        ("t(28) = –2.20, p = .04", CONSISTENT, ""),
        ("t(28) = 2.20, p = .018, one-tailed", CONSISTENT, "one-tailed"),
        ("t(28) = 2.20, p = .018 (one-sided)", CONSISTENT, "one-tailed"),
        ("t(28) = 2.20, p = .036, one-tailed", INCONSISTENT, "that of a two-tailed test"),
        ("t(28) = 2.20, p = .018", INCONSISTENT, "a one-tailed test that the text does not name"),
        ("F(2, 28) = 2.20, p = .065", INCONSISTENT, "0.13"),  # an F has one tail alone
        ("F(2, 28) < 1, ns", CONSISTENT, "p is in"),
        ("F(2, 28) > 30, p < .001", CONSISTENT, "p is in"),
        ("F(1, 45) = 5.3, MSE = 2.1, p = .026", CONSISTENT, ""),
        ("χ²(1, N = 90) = 3.84, p = .05", CONSISTENT, ""),
        ("χ 2(1) = 3.84, p < .05", ROUNDING, ""),  # 0.05004: below .05 only at the upper end
        ("Chi-square(1) = 3.84, p ≤ .05", ROUNDING, ""),
        ("QW(28) = 22.20, p = .77", CONSISTENT, ""),
        ("z = 14.6, p = 3 × 10−48", CONSISTENT, ""),
        ("z = 14.6, p = 2.8e-48", CONSISTENT, ""),
        ("z = 14.6, p = 2.8 x 10^-44", INCONSISTENT, ""),
        ("z = 4.9, p = .000", CONSISTENT, ""),
        ("z = 2.9, p = .000", INCONSISTENT, ""),
        ("z = 4.9, p < .000", INCONSISTENT, "no probability is < 0"),
        ("z = 0.3, p = 1.03", INCONSISTENT, "no probability is = 1.03"),
        ("ｔ（２８）＝２．２０，ｐ＝．０４", CONSISTENT, ""),
        ("t(28) = 2.20, p = .04，單尾", INCONSISTENT, "two-tailed"),
    ],
)
def test_what_print_allows(text, outcome, reason):
    found = p_value(text)
    assert found.outcome is outcome, found
    assert reason in found.reason


def test_a_decimal_comma_is_declared():
    assert p_value("t(45) = 2,31; p = ,026", decimal=",").outcome is CONSISTENT
    assert p_value("F(2; 28) = 2,20, p = ,13", decimal=",").outcome is CONSISTENT
    with pytest.raises(PrintedError, match="no test statistic with its p"):
        p_value("t(45) = 2,31; p = ,026")


def test_significance_is_that_of_the_level_asked_for():
    """statcheck's test of alpha."""
    assert p_value("t(28) = 2.20, p = .11", F(1, 10)).significance is False
    assert p_value("t(28) = 1.20, p = .09", F(1, 10)).significance is False
    assert p_value("t(28) = 5.20, p = .02", F(1, 100)).significance is False
    assert p_value("t(28) = 2.20, p = .11").significance is False
    assert p_value("t(28) = 1.20, p = .09").significance is True


def test_every_statistic_of_a_text_is_found_where_it_stands():
    text = "Both differ, t(28) = 2.20, p = .04, and t(28) = 1.23, p = .04; F(2,\n28) = 2.2, p = .13. No p: t(28) = 3. No df: t = 3, p = .1."
    found = list(statistics_in(text))
    assert [text[item.start : item.end] for item in found] == ["t(28) = 2.20, p = .04", "t(28) = 1.23, p = .04", "F(2,\n28) = 2.2, p = .13"]


def test_each_p_belongs_to_its_own_statistic():
    text = "r(118) = .19, p = .038; r = -.23, p < .01. z = 1.96, p = .05, one-tailed p = .025. F(1, 45) = 5.3, MSE = 2.1, d = .4, p = .026"
    found = [(item.text, item.one_tailed) for item in statistics_in(text)]
    assert found == [
        ("r(118) = .19, p = .038", False),
        ("z = 1.96, p = .05", False),
        ("F(1, 45) = 5.3, MSE = 2.1, d = .4, p = .026", False),
    ]


@pytest.mark.parametrize(
    "text", ["t(28) = 2.20 (see Table 4). We found p = .9", "at(28) = 2.2, p = .1", "p = .03", "t(2, 28) = 2.2, p = .1"]
)
def test_what_is_no_statistic_with_its_p_is_left_alone(text):
    assert not list(statistics_in(text))


@pytest.mark.parametrize(
    ("text", "message"),
    [("t(0) = 2.2, p = .1", "has no degrees of freedom"), ("r(20) = 1.2, p = .1", "is no correlation"), ("nothing", "no test statistic")],
)
def test_a_statistic_that_cannot_be_is_refused(text, message):
    with pytest.raises(PrintedError, match=message):
        p_value(text)


@pytest.mark.parametrize("piece", ["t(28", "t(28) = 2.20, p", "p = .0", "t = 1, a = 1", " ", "1,111", "χ²(1, N = ", "F(1,"])
def test_a_long_text_takes_time_in_proportion_to_its_length(piece):
    times = []
    for length in (20_000, 200_000):
        text = (piece * length)[:length]
        started = time.process_time()
        list(statistics_in(text))
        times.append(time.process_time() - started)
    assert times[1] < 40 * max(times[0], 0.005)


LEGEND = (("*", F(1, 10)), ("**", F(1, 20)), ("***", F(1, 100)))


@pytest.mark.parametrize(
    ("estimate", "error", "marks", "outcome", "closest", "significance"),
    [
        # |b/SE| = 2.73, whose two-tailed normal p is .0063 (any table of the normal distribution: 2.58 has .01, 1.96 .05, 1.645 .10)
        ("0.123", "0.045", "***", CONSISTENT, (), None),
        ("0.123", "0.045", "**", INCONSISTENT, ("***",), None),
        ("0.123", "0.045", "*", INCONSISTENT, ("***",), False),
        ("-0.123", "0.045", "", INCONSISTENT, ("***",), False),
        ("0.10", "0.05", "**", CONSISTENT, (), None),
        ("0.10", "0.05", "*", ROUNDING, (), None),  # 1.73 to 2.33
        ("0.05", "0.05", "**", INCONSISTENT, ("no star",), False),
        ("0.05", "0.05", "", CONSISTENT, (), None),
        (".1", "0.0", "*", CONSISTENT, (), None),  # the standard error may be nearly zero
    ],
)
def test_stars_of_an_estimate_and_its_standard_error(estimate, error, marks, outcome, closest, significance):
    found = stars(estimate, error, marks, LEGEND)
    assert (found.outcome, found.closest, found.significance) == (outcome, closest, significance)


def test_few_degrees_of_freedom_take_stars_away():
    """t = 2.733 has p = .01 at about 29 degrees of freedom (2.756 of Student's table) and .05 at 4 (2.776)."""
    assert stars("0.123", "0.045", "**", LEGEND, freedom=20).outcome is CONSISTENT
    assert stars("0.123", "0.045", "*", LEGEND, freedom=4).outcome is CONSISTENT
    assert "unless t has 4 degrees of freedom or fewer" in stars("0.123", "0.045", "*", LEGEND).reason


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stars("0.1", "0.05", "†", LEGEND), "the legend has no mark '†'"),
        (lambda: stars("0.1", "-0.05", "*", LEGEND), "is below zero"),
        (lambda: stars("a", "0.05", "*", LEGEND), "cannot be read|is not a number"),
        (lambda: confidence_interval("1", "a", "2"), "cannot be read|is not a number"),
        (lambda: confidence_interval("1", "0", "2", level="100"), "a confidence level of '100'"),
        (lambda: printed_p("many"), "many"),
    ],
)
def test_what_is_no_number_is_refused(call, message):
    with pytest.raises(PrintedError, match=message):
        call()


@pytest.mark.parametrize(
    ("arguments", "options", "outcome", "reason"),
    [
        (("1.23", "1.01", "1.45"), {}, CONSISTENT, "the middle"),
        (("1.21", "1.01", "1.45"), {}, INCONSISTENT, "no symmetric interval"),
        (("1.21", "1.01", "1.45"), {"ratio": True}, CONSISTENT, "√(low · high)"),  # √(1.01 · 1.45) = 1.2102
        (("1.23", "1.01", "1.45"), {"ratio": True}, INCONSISTENT, "no symmetric interval"),
        (("1.23", "1.01", "1.45"), {"ratio": True, "symmetric": False}, CONSISTENT, ""),
        (("1.23", "1.45", "1.01"), {}, INCONSISTENT, "above the upper end"),
        (("1.53", "1.01", "1.45"), {}, INCONSISTENT, "does not lie between"),
        (("1.21", "-0.01", "1.45"), {"ratio": True}, INCONSISTENT, "not below zero"),
        (("1.21", "1.01", "1.45"), {"ratio": True, "p": "= .30"}, INCONSISTENT, "the interval excludes 1"),
        (("1.21", "1.01", "1.45"), {"ratio": True, "p": "< .05"}, CONSISTENT, ""),
        (("1.17", "0.94", "1.45"), {"ratio": True, "p": "= .03"}, INCONSISTENT, "the interval holds 1"),
        (("0.2", "-0.1", "0.5"), {"p": "= .03"}, INCONSISTENT, "the interval holds 0"),
        (("0.2", "0.0", "0.4"), {"p": "= .03"}, CONSISTENT, ""),  # the end may lie on either side of zero
    ],
)
def test_an_interval_with_its_point_and_p(arguments, options, outcome, reason):
    found = confidence_interval(*arguments, **options)
    assert found.outcome is outcome, found
    assert reason in found.reason
