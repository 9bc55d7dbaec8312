"""The weighted average of printed measurements: its value, its uncertainty with the scale factor, and the ranges of both."""

from fractions import Fraction as F
from itertools import product
from math import isclose, sqrt
from random import Random

import pytest

from collate import Convention, judge, read
from collate.errors import PrintedError
from collate.numbers.average import AverageError, Measured, Ranged, _least_bound, average, measured
from collate.numbers.interval import Interval
from collate.numbers.verdict import Verdict

PRINTED = Convention(plus_minus="uncertainty")
BY_PDG = Convention(plus_minus="uncertainty", rounding=("half up", "PDG"))
# The ranges of uneven uncertainties take up to a second each; a few of the random cases are in every run, all in `make test-all`.
LEFT_TO_TEST_ALL = (pytest.mark.slow, pytest.mark.endurance)


def averaged(*printed: str):
    return average([measured(read(text, PRINTED)) for text in printed])


# The mean life of K± (S010T) and the mean life of the muon (S004T), in the database of the PDG's package pdg 2026.0: the measurements
# that it marks as used in the average, and the average that it displays; the scale factor is the column scale_factor.
KAON = ("1.2347 +-0.0030", "1.2451 +-0.0030", "1.2368 +-0.0041", "1.2380 +-0.0016", "1.2272 +-0.0036", "1.2443 +-0.0038")
MUON = (
    "2.1969803 +-0.0000021 +-0.0000007",
    "2.197083 +-0.000032 +-0.000015",
    "2.197013 +-0.000021 +-0.000011",
    "2.197078 +-0.000073",
    "2.197025 +-0.000155",
    "2.19695 +-0.00006",
    "2.19711 +-0.00008",
    "2.1973 +-0.0003",
)


def test_two_measurements_by_hand():
    """10 ± 1 and 12 ± 1: the mean is 11, χ² is 2, S is √2 and brings 1/√2 to 1."""
    found = averaged("10 +-1", "12 +-1")
    assert found.mean.value == 11
    assert abs(found.scale.value**2 - 2) < F(1, 10**28)
    assert abs(found.unscaled.value**2 - F(1, 2)) < F(1, 10**28)
    assert found.up.value == 1
    # 9.5 to 10.5 and 11.5 to 12.5, each with 0.5 to 1.5: the mean is greatest where 12.5 weighs most and 10.5 least
    highest = (F("10.5") / F("2.25") + F("12.5") / F("0.25")) / (1 / F("2.25") + 1 / F("0.25"))
    assert found.mean.interval.high <= highest <= found.mean.outer.high
    assert found.mean.outer.high - found.mean.interval.high < F(1, 10**27)
    # the distance is at most 3, and both weigh the same: 3/2
    assert found.up.outer.high == F(3, 2)


@pytest.mark.parametrize(
    ("inputs", "display", "scale"),
    [(KAON, "1.2379+-0.0021", 1.930947), (MUON, "2.1969811+-0.0000022", 1.0)],
    ids=["kaon", "muon"],
)
def test_averages_of_the_pdg(inputs, display, scale):
    found = averaged(*inputs)
    judgement = judge(display, {"value": found.mean, "uncertainty": found.up}, convention=BY_PDG)
    assert [(item.verdict, item.rule) for item in judgement.facts] == [(Verdict.IDENTICAL, "PDG")] * 2
    assert isclose(max(1, float(found.scale.value)), scale, rel_tol=1e-6)  # the database keeps seven digits


def test_the_scale_factor_counts_precise_measurements_alone():
    """The two that agree have δ = 1/√2 and the ceiling is 3 √3 / √2 = 3.67: the third, at 60 ± 20, does not count."""
    found = averaged("10 +-1", "10 +-1", "60 +-20")
    assert found.counted == (True, True, False)
    mean = float(found.mean.value)
    assert isclose(float(found.scale.value), sqrt(2 * (10 - mean) ** 2))  # over 2 - 1, about the mean of all three
    assert isclose(float(found.up.value), 1 / sqrt(2 + 1 / 400))


def by_floats(values, ups, downs):
    """The rule of the module's docstring again, by iteration in floats."""
    mean = sum(values) / len(values)
    for _ in range(200):
        sigmas = []
        for x, up, down in zip(values, ups, downs, strict=True):
            if mean >= x + up:
                sigmas.append(up)
            elif mean <= x - down:
                sigmas.append(down)
            else:
                sigmas.append(down + (mean - (x - down)) * (up - down) / (up + down))
        weights = [1 / sigma**2 for sigma in sigmas]
        mean = sum(w * x for w, x in zip(weights, values, strict=True)) / sum(weights)
    ceiling = 3 * sqrt(len(values) / sum(weights))
    near = [(x, s) for x, s in zip(values, sigmas, strict=True) if s <= ceiling]
    scale = sqrt(sum((x - mean) ** 2 / s**2 for x, s in near) / max(len(near) - 1, 1))
    factor = max(1, scale)
    return mean, factor / sqrt(sum(1 / up**2 for up in ups)), factor / sqrt(sum(1 / down**2 for down in downs)), scale


def uneven(seed):
    """Random values with their uncertainties up and down, and their average."""
    random = Random(seed)
    values = [round(random.uniform(9, 12), 2) for _ in range(random.randint(2, 6))]
    ups = [round(random.uniform(0.5, 1.2), 2) for _ in values]
    downs = [round(random.uniform(0.5, 1.2), 2) for _ in values]
    found = averaged(*(f"{x} +{up}-{down}" for x, up, down in zip(values, ups, downs, strict=True)))
    return (values, ups, downs), found


@pytest.mark.parametrize("seed", range(20))
def test_uneven_uncertainties_by_iteration_in_floats(seed):
    inputs, found = uneven(seed)
    expected = by_floats(*inputs)
    got = (found.mean.value, found.up.value, found.down.value, found.scale.value)
    assert all(isclose(float(number), wanted, rel_tol=1e-9) for number, wanted in zip(got, expected, strict=True))
    assert isclose(float(found.half.value), (expected[1] + expected[2]) / 2, rel_tol=1e-9)


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=() if seed in (2, 4, 8) else LEFT_TO_TEST_ALL) for seed in range(20)])
def test_the_mean_of_both_uncertainties_lies_within_its_range(seed):
    _, found = uneven(seed)
    assert found.half.outer.low <= found.half.interval.low <= found.half.value <= found.half.interval.high <= found.half.outer.high


CHOICES = [pytest.param(seed, False, id=f"even-{seed}") for seed in range(12)]
CHOICES += [pytest.param(seed, True, id=f"uneven-{seed}", marks=() if seed in (1, 2, 3, 11) else LEFT_TO_TEST_ALL) for seed in range(12)]


@pytest.mark.parametrize(("seed", "uneven"), CHOICES)
def test_no_choice_of_the_inputs_leaves_the_range(seed, uneven):
    """Corners and random choices lie within `outer`; the ends of `interval` lie within it, too, and hold the value."""
    random = Random(seed)
    count = random.randint(2, 4)
    rows = [(random.randint(90, 130), random.randint(4, 20), random.randint(4, 20) if uneven else 0) for _ in range(count)]
    rows = [(x, up, min(max(down, up // 2), 2 * up) if uneven else up) for x, up, down in rows]
    found = averaged(*(f"{x / 10} +{up / 10}-{down / 10}" if uneven else f"{x / 10} +-{up / 10}" for x, up, down in rows))
    corners = product((-0.05, 0.05), repeat=2 * count)
    choices = [[(x / 10 + ends[k], ends[count + k]) for k, (x, _, _) in enumerate(rows)] for ends in corners]
    choices += [[(x / 10 + random.uniform(-0.05, 0.05), random.uniform(-0.05, 0.05)) for x, _, _ in rows] for _ in range(200)]
    parts = (found.mean, found.up, found.down, found.scale)
    for choice in choices:
        values = [x for x, _ in choice]
        ups = [up / 10 + shift for (_, up, _), (_, shift) in zip(rows, choice, strict=True)]
        downs = [down / 10 + shift for (_, _, down), (_, shift) in zip(rows, choice, strict=True)]
        for part, got in zip(parts, by_floats(values, ups, downs), strict=True):
            assert float(part.outer.low) - 1e-9 <= got <= float(part.outer.high) + 1e-9
    for part in parts:
        assert part.outer.low <= part.interval.low <= part.value <= part.interval.high <= part.outer.high
    # what is reached is near what bounds it: the mean exactly, where its range can be worked out
    slack = F(1, 10**25) * abs(found.mean.value)
    assert found.mean.interval.low - found.mean.outer.low <= slack
    assert found.mean.outer.high - found.mean.interval.high <= slack


def test_the_ends_of_the_mean_are_those_of_the_corners():
    rows = [("10.1 +-0.3", 10.1, 0.3), ("10.6 +-0.2", 10.6, 0.2), ("9.8 +-0.4", 9.8, 0.4)]
    found = averaged(*(text for text, _, _ in rows))
    corners = []
    for ends in product((-0.05, 0.05), repeat=6):
        values = [x + ends[k] for k, (_, x, _) in enumerate(rows)]
        sigmas = [s + ends[3 + k] for k, (_, _, s) in enumerate(rows)]
        corners.append(by_floats(values, sigmas, sigmas)[0])
    assert isclose(float(found.mean.interval.low), min(corners))
    assert isclose(float(found.mean.interval.high), max(corners))


@pytest.mark.parametrize(
    "rows",
    [
        [(12.6, 0.4), (10.6, 0.4)],
        [(9.5, 0.3), (11.8, 0.3)],
        [(10.7, 0.6), (12.7, 0.4), (11.0, 0.3)],
        [(11.9, 0.7), (12.5, 1.2), (9.0, 0.9)],
    ],
    ids=["two-near", "two-far", "three-uneven", "three-far"],
)
def test_the_ends_of_the_scaled_uncertainty_are_those_of_the_corners(rows):
    """Two that lie d apart have d σ₁ σ₂ / (σ₁² + σ₂²), which is least where their uncertainties differ most."""
    found = averaged(*(f"{x} +-{sigma}" for x, sigma in rows))
    reached = []
    for ends in product((-0.05, 0.05), repeat=2 * len(rows)):
        values = [x + end for (x, _), end in zip(rows, ends, strict=False)]
        sigmas = [sigma + end for (_, sigma), end in zip(rows, ends[len(rows) :], strict=True)]
        reached.append(by_floats(values, sigmas, sigmas)[1])
    assert isclose(float(found.up.interval.low), min(reached))
    assert isclose(float(found.up.interval.high), max(reached))


@pytest.mark.parametrize("printed", [("10 +-1", "20.0 +-1.0"), ("20.0 +-1.0", "10 +-1")], ids=["rising", "falling"])
def test_the_bound_of_two_measurements_is_that_where_they_are_equally_far(printed):
    """9.5 and 20.05 lie 5.275 from the number between them, and whatever their weights are, so does their mean square."""
    assert averaged(*printed).up.outer.high == F("5.275")


def test_uncertainties_up_and_down_have_bounds_of_their_own():
    """Two measurements that agree: no scale factor, and the uncertainties are those of one, by √2."""
    found = averaged("10.0 +1.0-2.0", "10.0 +1.0-2.0")
    for part, low, high in ((found.up, "0.95", "1.05"), (found.down, "1.95", "2.05")):
        assert 0 <= F(low) ** 2 / 2 - part.outer.low**2 < F(1, 10**27)
        assert 0 <= part.outer.high**2 - F(high) ** 2 / 2 < F(1, 10**27)


def test_a_measurement_that_does_not_count_moves_the_mean():
    """10 and 20 lie at most 5.5 from 15, from which the third, of the share w₃ / (w₁ + w₂ + w₃), moves the mean by up to 51 times it."""
    found = averaged("10 +-1", "20 +-1", "60 +-20")
    assert found.counted == (True, True, False)
    own, others = 1 / F("19.5") ** 2, 2 / F("1.5") ** 2
    bound = F("5.5") ** 2 + (51 * own / (own + others)) ** 2
    assert 0 <= found.up.outer.high**2 - bound < F(1, 10**27)


def test_the_least_bound_is_sought_where_the_weights_are():
    """Three values, the first of which weighs most: the least of the greatest mean squares, by steps of a hundredth."""
    values = [Ranged((F(low) + F(high)) / 2, F(low), F(high)) for low, high in (("9.9", "10.1"), ("11.8", "12.2"), ("19", "21"))]
    squares = [Interval(F("0.2"), F("0.3")), Interval(F("0.5"), F("0.6")), Interval(F("0.9"), F("1.1"))]

    def greatest(centre):
        far = [max(value.high - centre, centre - value.low) ** 2 for value in values]
        corners = product(*((square.low, square.high) for square in squares))
        return max(sum(part / s for part, s in zip(far, corner, strict=True)) / sum(1 / s for s in corner) for corner in corners)

    assert _least_bound(values, squares) <= min(greatest(F(990 + step, 100)) for step in range(0, 1111, 5))


def test_equal_measurements_have_the_range_of_one():
    found = averaged("10 +-1", "10 +-1")
    assert found.mean.interval == Interval(F("9.5"), F("10.5"))


def test_a_scale_factor_is_bounded_within_a_piece_of_the_range_of_the_mean():
    """10 and 20 lie at least 9 from one another, and at most 11; a sixteenth of the range of the mean is the width of a piece."""
    found = averaged("10 +-1", "20 +-1")
    piece = float(found.mean.outer.high - found.mean.outer.low) / 16
    least, most = sqrt(2) * 4.5 / 1.5, 11 / 0.5  # half-way between both with their greatest σ; at one of them with the least
    assert sqrt(2) * (4.5 - piece) / 1.5 <= float(found.scale.outer.low) <= least
    assert float(found.scale.outer.high) <= most + piece / 0.5


@pytest.mark.parametrize("power", [40, -40])
def test_averages_have_thirty_digits_whatever_their_size(power):
    inputs = [measured(read(text, PRINTED)) for text in ("1.5 +-0.1", "1.7 +0.3-0.2")]
    plain, scaled = average(inputs), average([item.scaled(F(10) ** power) for item in inputs])
    for one, other in ((plain.mean, scaled.mean), (plain.up, scaled.up), (plain.unscaled, scaled.unscaled)):
        assert abs(other.value / F(10) ** power - one.value) < one.value * F(1, 10**28)


def test_another_unit():
    inputs = [measured(read(text, PRINTED)) for text in ("1.5 +-0.1 +-0.2", "1.7 +0.3-0.2")]
    small, large = average(inputs), average([item.scaled(F(1000)) for item in inputs])
    assert abs(large.mean.value - 1000 * small.mean.value) < F(1, 10**25)
    assert abs(large.up.value - 1000 * small.up.value) < F(1, 10**25)
    assert inputs[0] == Measured(
        Ranged(F("1.5"), F("1.45"), F("1.55")), *[Ranged(F("0.05"), F("0.05") ** 2 + F("0.15") ** 2, F("0.15") ** 2 + F("0.25") ** 2)] * 2
    )


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        (("1.5 +-0.1",), "an average of 1 measurement"),
        (("<1.5", "1.5 +-0.1"), "'<1.5' is no measurement"),
        (("1.5", "1.5 +-0.1"), "'1.5' has no uncertainty above zero"),
        (("1.5 +-0.0", "1.5 +-0.1"), "has no uncertainty above zero"),
        (("1.5 +0.9-0.1", "1.5 +-0.1"), "three times the other"),
        (("seen", "1.5 +-0.1"), "seen"),
    ],
)
def test_what_is_no_measurement_is_refused(printed, told):
    with pytest.raises((AverageError, PrintedError)) as caught:
        averaged(*printed)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("text", "decimals", "ends"),
    [
        ("130+-40", -1, (125, 135)),
        ("2470+-50", -1, (2465, 2475)),
        ("1370+-100", -1, (1365, 1375)),
        ("1800+-500", -2, (1750, 1850)),
        ("132+-40", 0, (F("131.5"), F("132.5"))),  # a digit is there that the rule would have left out
        ("130+-27", 0, (F("129.5"), F("130.5"))),  # 270 of the three digits leaves two: 27
        ("130.0+-40.0", 1, (F("129.95"), F("130.05"))),
    ],
)
def test_zeros_that_the_rule_of_the_pdg_leaves(text, decimals, ends):
    value, uncertainty = read(text, BY_PDG).facts
    assert (value.decimals, uncertainty.decimals) == (decimals, decimals)
    assert (value.low, value.high) == ends
    assert read(text, PRINTED).facts[0].decimals == max(decimals, 0)


def test_such_zeros_are_judged():
    """126.1 and 43.5 (the width of π(1800) in one mode, M015W6 of the PDG's database) are printed as 130 ± 40."""
    found = judge("130+-40", {"value": F("126.1"), "uncertainty": F("43.5")}, convention=BY_PDG)
    assert (found.verdict, found.facts[0].rule) == (Verdict.IDENTICAL, "PDG")
    assert judge("130+-40", {"value": F("124.9"), "uncertainty": F("43.5")}, convention=BY_PDG).verdict is Verdict.DIFFERS
