"""How much an erratum weighs: sizes and orders that are worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import pytest

from collate.audit.weight import Finding, Measure, Size, by_cause
from collate.sphinx.findings import proportion, signed


def finding(target, bearing="nothing", *, group="", ratio=None):
    size = Size(Measure.RATIO, Fraction(1), Fraction(ratio)) if ratio else None
    return Finding(None, SimpleNamespace(target=target, bearing=bearing, group=group or target), size)


@pytest.mark.parametrize(
    ("printed", "regenerated", "told"),
    [
        ("4000", "573", "×0.14"),
        ("100", "24711", "×247"),
        ("220.34", "404.2", "+83.4%"),
        ("3.35", "3.69", "+10.1%"),
        ("1", "2", "+100.0%"),
        ("3000", "30", "×0.01"),
        ("3697.7", "3697.6", "−0.003%"),
    ],
)
def test_proportion(printed, regenerated, told):
    assert proportion(Fraction(regenerated) / Fraction(printed)) == told


@pytest.mark.parametrize(("difference", "told"), [("53", "+53"), ("-0.1", "−0.1"), ("-10", "−10")])
def test_signed(difference, told):
    assert signed(Fraction(difference)) == told


@pytest.mark.parametrize(
    ("measure", "printed", "regenerated", "ratio"),
    [
        (Measure.RATIO, 4, 2, Fraction(1, 2)),
        (Measure.POINTS, 35, 88, Fraction(88, 35)),
        (Measure.YEARS, 1980, 1978, None),
        (Measure.PLACES, 16, 17, None),
        (Measure.RATIO, 0, 1, None),
        (Measure.RATIO, -1, 1, None),
        (Measure.RATIO, -2, -1, Fraction(1, 2)),
    ],
)
def test_ratio(measure, printed, regenerated, ratio):
    assert Size(measure, Fraction(printed), Fraction(regenerated)).ratio == ratio


def test_what_reverses_comes_before_what_is_larger():
    found = [finding("a", ratio=100), finding("b", "weakens", ratio=2), finding("c", "reverses"), finding("d", "weakens", ratio="1/3")]
    assert [item.erratum.target for item in sorted(found, key=lambda item: item.weight)] == ["c", "d", "b", "a"]


def test_one_cause_is_told_once_and_by_the_one_that_tells_it():
    found = [finding("heavy", "reverses", group="cause"), finding("other", "weakens"), finding("cause")]
    assert [[item.erratum.target for item in group] for group in by_cause(found)] == [["cause", "heavy"], ["other"]]
