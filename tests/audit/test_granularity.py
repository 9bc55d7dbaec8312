"""GRIM, GRIMMER and DEBIT against worked examples of others and against every sample there is, for small n.

Sources: Wikipedia, GRIM test (3.48 of 20); The Economist, 18 June 2016 (5.93 of 49); the tests and vignettes of the R package scrutiny by
L. Jung (its numbers, and what it finds of them), which follow Brown and Heathers (2017), Allard (2018) and Heathers and Brown (2019).
"""

from fractions import Fraction as F
from functools import cache
from itertools import combinations_with_replacement, product
from math import isqrt

import pytest

from collate.audit.granularity import _least_squares, _possible, debit, grim, grimmer, share_of_count
from collate.audit.outcome import Outcome
from collate.errors import PrintedError

CONSISTENT, ROUNDING, INCONSISTENT = Outcome.CONSISTENT, Outcome.ROUNDING, Outcome.INCONSISTENT


def steps(first, count, step, decimals):
    return [f"{float(F(first) + place * F(step)):.{decimals}f}" for place in range(count)]


SERIES = {
    "5.19 of 28": (steps("5.19", 12, "0.01", 2), 28, 1, "FFTFFFTFFFTF"),
    "three items": (steps("0.150", 10, "0.001", 3), 120, 3, "TFFTFFTFTF"),
    "two items": (steps("0.80", 10, "0.01", 2), 28, 2, "TFTFTFTTTT"),
    "percentages": ([f"{k}%" for k in range(519, 531)], 28, 1, "FFTFFFTFFFTF"),
    "percentages of 50": ([f"{k}%" for k in range(6, 17)], 50, 1, "TFTFTFTFTFT"),
    "Wikipedia": (["3.48"], 20, 1, "F"),
    "The Economist": (["5.93"], 49, 1, "F"),
    "vignette": (["5.27"], 43, 1, "F"),
}


@pytest.mark.parametrize("name", SERIES)
def test_grim_finds_what_others_find(name):
    """Their default takes ties both ways; a tie that only half down gives is possible by rounding alone here."""
    means, n, items, expected = SERIES[name]
    found = [grim(mean, n, items) for mean in means]
    assert "".join("T" if item.outcome is CONSISTENT or "half down" in item.reason else "F" for item in found) == expected
    assert all(item.decides for item in found)


@pytest.mark.parametrize(
    ("mean", "sd", "n", "outcome"),
    [
        ("5.21", "1.60", 28, CONSISTENT),
        ("3.44", "2.47", 18, ROUNDING),  # inconsistent there, where truncation is not tried
        ("3.44", "2.49", 18, INCONSISTENT),
        ("5.19", "1.60", 28, INCONSISTENT),
    ],
)
def test_grimmer_finds_what_others_find(mean, sd, n, outcome):
    assert grimmer(mean, sd, n).outcome is outcome


@pytest.mark.parametrize(
    ("mean", "sd", "n", "outcome"),
    [
        ("0.35", "0.18", 20, INCONSISTENT),
        ("0.36", "0.11", 20, INCONSISTENT),
        ("0.35", "0.49", 20, CONSISTENT),
        ("0.35", "0.41", 20, INCONSISTENT),
        ("0.50", "0.503", 100, CONSISTENT),
        ("0.05", "0.21", 20, INCONSISTENT),
        ("0.05", "0.22", 20, CONSISTENT),
        ("0.00", "0.00", 50, CONSISTENT),
        ("1.00", "0.00", 50, CONSISTENT),
        ("1.00", "0.50", 50, INCONSISTENT),
        (".53", ".50", 1683, CONSISTENT),
        ("0.33", "0.5", 9, CONSISTENT),
    ],
)
def test_debit_finds_what_others_find(mean, sd, n, outcome):
    assert debit(mean, sd, n).outcome is outcome


@pytest.mark.parametrize(
    ("found", "closest"),
    [
        (grim("5.19", 28), ("5.18", "5.21")),
        (grim("36%", 14), ("29%", "36%")),
        (grimmer("5.19", "1.60", 28), ("5.18", "5.21")),
        (grimmer("3.44", "2.49", 18), ("2.48", "2.50")),
        (grimmer("3.44", "2.44", 18), ("2.43", "2.45")),
        (grimmer("3.50", "0.30", 2), ("0.71",)),
        (debit("0.35", "0.41", 20), ("0.49",)),
    ],
)
def test_what_is_impossible_names_the_nearest_values(found, closest):
    assert found.closest == (closest if found.outcome is INCONSISTENT else ())


def printed(value, decimals):
    """What half up and half even print of an exact number, from its digits alone."""
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * F(rest, scaled.denominator)
    both = {whole + 1} if twice > 1 else {whole} if twice < 1 else {whole + 1, whole + whole % 2}
    return {f"{number // 10**decimals}.{number % 10**decimals:0{decimals}}" if decimals else str(number) for number in both}


def root_printed(square, decimals):
    """The same of a square root, by whole numbers: the printed k is right where (k - 1/2)² ≤ square · 10^2d ≤ (k + 1/2)²."""
    scaled = 4 * square * 100**decimals
    found = set()
    middle = isqrt(scaled.numerator // scaled.denominator) // 2
    for k in (middle - 1, middle, middle + 1):
        if k < 0:
            continue
        low, high = F(2 * k - 1) ** 2 if k else F(-1), F(2 * k + 1) ** 2
        tied_up = scaled == low  # half up gives k; half even where k is even
        if low < scaled < high or tied_up or (scaled == high and k % 2 == 0):
            found.add(k)
    return {f"{k // 10**decimals}.{k % 10**decimals:0{decimals}}" if decimals else str(k) for k in found}


@cache
def samples(n, top):
    """Mean and variance of every sample of n whole numbers from 0 to top."""
    every = set()
    for chosen in combinations_with_replacement(range(top + 1), n):
        total, squares = sum(chosen), sum(x * x for x in chosen)
        every.add((F(total, n), F(squares * n - total * total, n * (n - 1))))
    return every


@pytest.mark.parametrize("n", [2, 3, 4, 5, 7])
def test_grim_and_grimmer_hold_exactly_for_what_some_sample_gives(n):
    """Means up to 1 and standard deviations up to 0.9, of whole numbers from -3 to 4: others lie too far away to have these."""
    top = 7 if n < 6 else 5
    shift = 3 if n < 6 else 2
    real = {(mean - shift, variance) for mean, variance in samples(n, top)}
    pairs = {pair for mean, variance in real if mean >= 0 for pair in product(printed(mean, 2), root_printed(variance, 1))}
    means = {mean for mean, _ in pairs}
    for hundredths in range(101):
        mean = f"{hundredths // 100}.{hundredths % 100:02}"
        assert (grim(mean, n).outcome is CONSISTENT) == (mean in means), mean
        for tenths in range(10):
            sd = f"0.{tenths}"
            assert (grimmer(mean, sd, n).outcome is CONSISTENT) == ((mean, sd) in pairs), (mean, sd)


@pytest.mark.slow
@pytest.mark.parametrize("n", [2, 3, 8, 20])
def test_debit_holds_exactly_for_what_some_zeros_and_ones_give(n):
    real = set()
    for ones in range(n + 1):
        variance = F(ones * (n - ones), n * (n - 1))
        real |= set(product(printed(F(ones, n), 2), root_printed(variance, 2)))
    for hundredths, spread in product(range(101), range(72)):
        mean, sd = f"{hundredths // 100}.{hundredths % 100:02}", f"0.{spread:02}"
        assert (debit(mean, sd, n).outcome is CONSISTENT) == ((mean, sd) in real), (mean, sd)


@pytest.mark.parametrize("items", [2, 3])
def test_items_make_the_grid_finer(items):
    n = 5
    real = set()
    for chosen in combinations_with_replacement(range(-3, 5), n):
        total, squares = sum(chosen), sum(x * x for x in chosen)
        if 0 <= total <= n * items:
            spread = F(squares * n - total * total, n * (n - 1)) / items**2
            real |= set(product(printed(F(total, n * items), 2), root_printed(spread, 1)))
    for hundredths in range(31):
        for tenths in range(4):
            mean, sd = f"0.{hundredths:02}", f"0.{tenths}"
            assert (grimmer(mean, sd, n, items).outcome is CONSISTENT) == ((mean, sd) in real), (mean, sd)


@pytest.mark.parametrize(("n", "reach"), [(2, 10), (3, 10), (4, 10), (5, 8), (6, 6), (7, 5)])
def test_which_sums_of_squares_there_are(n, reach):
    """No number beyond the reach has a square below its own: every sum of squares below that is among these."""
    real = {(sum(chosen), sum(x * x for x in chosen)) for chosen in combinations_with_replacement(range(-reach, reach + 1), n)}
    for total in range(n):
        for squares in range(reach * reach):
            assert _possible(total, squares, n) == ((total, squares) in real), (total, squares)
        assert (total, _least_squares(total, n)) in real


def test_truncation_is_told_apart():
    assert grim("5.17", 28).outcome is ROUNDING  # 145/28 = 5.1786
    assert "truncation" in grim("5.17", 28).reason
    assert grim("0.12", 8).outcome is CONSISTENT  # 1/8 = 0.125, half even
    assert grim("0.13", 8).outcome is CONSISTENT  # half up
    assert grim("0.37", 8).outcome is ROUNDING  # 3/8 = 0.375: half up and half even both give 0.38


def test_a_check_that_cannot_fail_says_so():
    assert not grim("3.45", 400).decides
    assert not grimmer("3.45", "1.2", "10,000").decides
    assert not debit("0.5", "0.5", 10**7).decides


@pytest.mark.parametrize(
    ("count", "share", "n", "outcome", "closest"),
    [
        (12, "35.3%", 34, CONSISTENT, ()),
        ("12", "35", "34", CONSISTENT, ()),
        (12, "35.2%", 34, ROUNDING, ()),
        (12, "3.4%", 34, INCONSISTENT, ("35.3",)),
        (1, "0.5", 200, CONSISTENT, ()),
        (1, "12", 8, CONSISTENT, ()),
    ],
)
def test_a_share_of_a_count(count, share, n, outcome, closest):
    found = share_of_count(count, share, n)
    assert (found.outcome, found.closest) == (outcome, closest)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: grim("many", 28), "'many'"),
        (lambda: grim("5.19", "28.5"), "the n '28.5' is not a whole number of 1 or more"),
        (lambda: grim("5.19", 0), "the n 0 is not a whole number of 1 or more"),
        (lambda: grim("5.19", 28, 0), "the items 0 is not a whole number"),
        (lambda: grimmer("5.19", "1.6", 1), "the n 1 is not a whole number of 2 or more"),
        (lambda: grimmer("5.19", "—", 10), "the sd '—' is not a number"),
        (lambda: debit("1.5", "0.5", 100), "does not lie between 0 and 1"),
    ],
)
def test_what_is_no_such_number_is_refused(call, message):
    with pytest.raises(PrintedError, match=message):
        call()
