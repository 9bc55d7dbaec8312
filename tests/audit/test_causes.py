"""Causes tried by machine: each family on a slip that was really made, none on what is right, and chances that can be counted."""

from fractions import Fraction as F

import pytest

from collate.numbers.causes import Cause, causes, odds
from collate.numbers.formula import evaluate_number
from collate.numbers.printed import parse
from collate.numbers.quantity import observed
from collate.numbers.reading import read as read_facts


def read(**texts):
    return {id: observed(id, parse(text)) for id, text in texts.items()}


# What was printed, the value, what else is known, and the family that it is made with: each printed number is the value with that slip,
# done by hand.
SLIPS = [
    ("51", "51.91", {}, Cause.TRUNCATION),
    ("-3.1", "-3.19", {}, Cause.TRUNCATION),
    ("2.4", "2.31", {}, Cause.ROUNDING),
    ("0.54", "0.534839", {}, Cause.DOUBLE_ROUNDING),
    ("0.453", "45.3", {}, Cause.PERCENT),
    ("37%", "0.37", {}, Cause.PERCENT),
    ("1794", "1.794", {}, Cause.POWER_OF_TEN),
    ("3200000", "320", {}, Cause.POWER_OF_TEN),
    ("-3.2", "3.21", {}, Cause.SIGN),
    ("5.21", "5.12", {}, Cause.SWAPPED_DIGITS),
    ("2875", "2785", {}, Cause.SWAPPED_DIGITS),
    ("134.5", "1234.5", {}, Cause.DROPPED_DIGIT),
    ("12.4", "12.34", {}, Cause.DROPPED_DIGIT),
    ("1223.4", "123.4", {}, Cause.DOUBLED_DIGIT),
    ("1.22", "1.2", {}, Cause.DOUBLED_DIGIT),
    ("45.33%", "46.3323", {}, Cause.OTHER_DIGIT),
    ("220.3", "404.2", {"neighbours": {"2008": F("220.34")}}, Cause.NEIGHBOUR),
    ("220.34", "404.2", {"neighbours": {"2008": parse("220.3")}}, Cause.NEIGHBOUR),
    ("4.2", "3.21", {}, Cause.LEVEL),
    ("13%", "113.2", {}, Cause.LEVEL),
    ("20%", "25", {}, Cause.OTHER_BASE),  # from 100 to 125 is 25 per cent of 100 and 20 of 125
    ("80%", "125", {}, Cause.OTHER_BASE),
    ("1.90", "2", {"n": 20}, Cause.SAMPLE),  # 2 · 19/20
    ("1.949", "2", {"n": 20}, Cause.SAMPLE),  # 2 · √(19/20) = 1.94936
    ("2.108", "2", {"n": 20, "parameters": 2}, Cause.SMALL_SAMPLE),  # 2 · √(20/18) = 2.10819
    ("2.108", "2", {"clusters": 10}, Cause.CLUSTERS),  # 2 · √(10/9)
    ("2.166", "2", {"n": 20, "parameters": 2, "clusters": 10}, Cause.CLUSTERS),  # 2 · √(10/9 · 19/18) = 2.16596
    ("6.91", "3", {}, Cause.LOGARITHM),  # log 1000 = 6.90776
    ("25", "61.776", {}, Cause.UNIT),
]


@pytest.mark.parametrize(("printed", "value", "known", "cause"), SLIPS, ids=[f"{cause}-{printed}" for printed, _, _, cause in SLIPS])
def test_a_slip_is_found_again(printed, value, known, cause):
    found = {hypothesis.cause: hypothesis for hypothesis in causes(printed, F(value), **known)}
    assert cause in found
    assert found[cause].told
    assert 0 < found[cause].chance <= 1


@pytest.mark.parametrize(("printed", "value"), [("51.9", "51.91"), ("46.33%", "46.3323"), ("1,234", "1234.4"), ("-", "12"), ("many", "3")])
def test_what_is_right_or_no_number_has_no_cause(printed, value):
    assert causes(printed, F(value)) == []


def test_a_number_that_no_slip_makes_has_no_cause():
    assert causes("7319.6", F("208.4")) == []


def test_the_least_likely_by_chance_comes_first():
    chances = [hypothesis.chance for hypothesis in causes("45.33%", F("46.3323"), neighbours={"the text": F("45.33")})]
    assert len(chances) > 1
    assert chances == sorted(chances)


def test_a_chance_is_what_counting_gives():
    """Of all numbers that lie as near as the printed one, so many are made by the family: counted here by asking of each of them."""
    value, printed = F("46.3323"), "46.83"
    far = 50  # hundredths
    near = [f"{(4633 + step) / 100:.2f}" for step in range(-far, far + 1) if step]
    for cause in (Cause.OTHER_DIGIT, Cause.SWAPPED_DIGITS, Cause.TRUNCATION):
        hits = sum(any(found.cause is cause for found in causes(text, value)) for text in near)
        told = [found for found in causes(printed, value) if found.cause is cause]
        if told:
            assert told[0].chance == F(hits, 2 * far)
    assert [found.cause for found in causes(printed, value)] == [Cause.OTHER_DIGIT]


def test_a_number_with_a_power_of_ten_is_tried_at_its_own_precision():
    (fact,) = read_facts("2.1e5").facts
    found = causes(fact, F(120000))
    assert [(item.cause, item.chance) for item in found] == [(Cause.SWAPPED_DIGITS, F(1, 18))]


@pytest.mark.parametrize(
    ("printed", "chance", "odds"),
    [("220.3", F(1, 3678), "1:3,700"), ("404.1", F(1, 2), "50%")],
)
def test_odds_are_told_in_a_way_that_people_read(printed, chance, odds):
    found = next(item for item in causes(printed, F("404.2"), neighbours={"x": F(printed)}) if item.cause is Cause.NEIGHBOUR)
    assert (found.chance, found.odds) == (chance, odds)


def test_a_slip_in_one_input_is_found_through_the_formula():
    """108.5 + 278.5 = 387.0; with 287.5 it is 396.0."""
    found = causes("396.0", evaluate_number("{light} + {heavy}", read(light="108.5", heavy="278.5")))
    assert (found[0].cause, found[0].where) == (Cause.INPUT_SLIP, "heavy")
    assert "7 and 8 exchanged" in found[0].told


def test_inputs_rounded_first_are_found():
    """(1.4 + 2.4 + 3.4) / 3 = 2.4; of 1, 2 and 3 the mean is 2."""
    quantity = evaluate_number("({a} + {b} + {c}) / 3", read(a="1.4", b="2.4", c="3.4"))
    assert Cause.ROUNDED_INPUTS in [item.cause for item in causes("2.0", quantity)]


def test_parts_rounded_on_the_way_are_found():
    """7 / 3 · 100 = 233.33; of 2.3 it is 230."""
    quantity = evaluate_number("{a} / {b} * 100", read(a="7", b="3"))
    assert [item.told for item in causes("230.00", quantity) if item.cause is Cause.ROUNDED_INPUTS] == [
        "the parts of its last step rounded to 1 decimals first"
    ]


def test_a_division_by_a_slip_of_zero_is_no_cause():
    assert isinstance(causes("7", evaluate_number("{a} / {b}", read(a="10", b="0.1"))), list)


@pytest.mark.parametrize("known", [{"n": 1}, {"n": 5, "parameters": 5}, {"clusters": 1}, {"parameters": 3}])
def test_corrections_need_their_numbers(known):
    found = {item.cause for item in causes("2.16", F(2), **known)}
    assert not found & {Cause.SAMPLE, Cause.SMALL_SAMPLE, Cause.CLUSTERS}


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (F(1), "100%"), (F(1, 2), "50%"), (F(1, 5), "20%"), (F(1, 6), "1:6"), (F(19, 100), "1:5"), (F(1, 18), "1:18"), (F(1, 99), "1:99"),
        (F(1, 128), "1:130"), (F(1, 3678), "1:3,700"), (F(1, 1234567), "1:1,200,000"),
    ],
)  # fmt: skip
def test_odds_as_people_read_them(chance, told):
    assert odds(chance) == told


TOLD = [
    ("0.453", "45.3", {}, "a hundredth of the value"),
    ("45.3", "0.453", {}, "a hundred times the value"),
    ("4.2", "3.2", {}, "the level for the growth: 3.2 + 1"),
    ("3.2", "4.2", {}, "the growth for the level: 4.2 - 1"),
    ("113.2", "13.2", {}, "the level for the growth: 13.2 + 100"),
    ("1.90", "2", {"n": 20}, "divided by n, not n - 1"),
    ("2.11", "2", {"n": 20}, "divided by n - 1, not n"),  # 2 · 20/19 = 2.105
    ("1.949", "2", {"n": 20}, "the root of a quotient by n, not n - 1"),
    ("2.052", "2", {"n": 20}, "the root of a quotient by n - 1, not n"),  # 2 · √(20/19) = 2.05196
    ("2.108", "2", {"n": 20, "parameters": 2}, "corrected by √(n / (n - k))"),
    ("1.897", "2", {"n": 20, "parameters": 2}, "not corrected by √(n / (n - k))"),  # 2 · √(18/20) = 1.89737
    ("2.828", "2", {"clusters": 2}, "corrected by √(G / (G - 1))"),
    ("1.847", "2", {"n": 20, "parameters": 2, "clusters": 10}, "not corrected by √(G / (G - 1) · (n - 1) / (n - k))"),  # 1.84681
    ("6.91", "3", {}, "the natural logarithm for the decimal"),
    ("3.00", "6.90776", {}, "the decimal logarithm for the natural"),
    ("21", "12", {}, "12 with 1 and 2 exchanged"),
    ("12.05", "12.50", {}, "12.50 with 5 and 0 exchanged"),
    ("20", "25", {}, "growth in per cent against the later level"),
    ("80", "125", {}, "the quotient in per cent the other way round"),
    *((f"7{'0' * power}" if power > 0 else f"0.{'0' * (-power - 1)}7", "7", {}, f"10^{power} times the value")
      for power in (1, 2, 3, 4, 6, 8, 9, -1, -2, -3, -4, -6, -8, -9)),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "value", "known", "told"), TOLD, ids=[f"{told[:40]}-{printed}" for printed, _, _, told in TOLD])
def test_a_cause_says_what_was_done(printed, value, known, told):
    assert told in [item.told for item in causes(printed, F(value), **known)]


def test_a_per_cent_has_no_level_of_one():
    for said in ("4.2%", read_facts("4.2%").facts[0], parse("4.2%")):
        assert Cause.LEVEL not in {item.cause for item in causes(said, F("3.2"))}
    assert Cause.LEVEL in {item.cause for item in causes("113.2%", F("13.2"))}


def test_a_neighbour_behind_words_is_tried():
    found = causes("9.9", F("3.1"), neighbours={"words": parse("many"), "the next row": F("9.9")})
    assert [(item.where, item.candidates) for item in found if item.cause is Cause.NEIGHBOUR] == [("the next row", 1)]


def test_candidates_are_counted():
    found = {item.cause: item.candidates for item in causes("-3.2", F("3.21"))}
    assert found[Cause.SIGN] == 1
    found = {item.cause: item.candidates for item in causes("0.453", F("45.3"))}
    assert found[Cause.PERCENT] == 2
    assert found[Cause.POWER_OF_TEN] == 12  # seven larger ones, and 4.530, 0.453, 0.045, 0.005 and 0.000, which three powers give
