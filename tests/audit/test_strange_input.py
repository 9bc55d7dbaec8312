"""Whatever is typed or printed: an answer or one `PrintedError`, and no long wait."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collate.audit import ask_table, ask_text, confidence_interval, debit, grim, grimmer, p_value, share_of_count, stars
from collate.errors import DataError, PrintedError
from collate.numbers.causes import causes
from collate.numbers.rounding import half_up

REPEATABLE = settings(max_examples=150, deadline=None, derandomize=True)
SIGNS = st.text(alphabet="tFrzQχpMSDnN0123456789.,;:=<>≤()[]*-−–²%/ OCIof\n\"'ns１．％", max_size=60)
NUMBERS = st.one_of(
    SIGNS,
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1000, max_value=1000).map(str),
    st.integers(-5, 10**9).map(str),
)


@REPEATABLE
@given(text=SIGNS)
def test_any_text_is_read(text):
    ask_text(text)
    try:
        p_value(text)
    except PrintedError as error:
        assert error.fix


@REPEATABLE
@given(text=SIGNS)
def test_any_table_is_read_or_refused(text):
    try:
        ask_table(f"name,n,mean,sd,%\n{text}\n")
    except DataError as error:
        assert error.fix


@REPEATABLE
@given(first=NUMBERS, second=NUMBERS, third=NUMBERS)
def test_any_numbers_are_checked_or_refused(first, second, third):
    calls = (
        lambda: grim(first, second),
        lambda: grimmer(first, second, third),
        lambda: debit(first, second, third),
        lambda: share_of_count(first, second, third),
        lambda: stars(first, second, "", ()),
        lambda: confidence_interval(first, second, third, p="< .05"),
        lambda: confidence_interval(first, second, third, ratio=True),
    )
    for call in calls:
        try:
            assert call().reason
        except PrintedError as error:
            assert error.fix


@REPEATABLE
@given(printed=NUMBERS, value=st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6))
def test_any_pair_has_causes_that_give_what_is_printed(printed, value):
    try:
        found = causes(printed, value)
    except PrintedError:
        return
    for hypothesis in found:
        assert 0 < hypothesis.chance <= 1
        assert half_up(hypothesis.value, 30) is not None


@pytest.mark.parametrize(
    "call",
    [
        lambda: grimmer("50", "12", 50),
        lambda: grimmer("3", "0.01", 5000),
        lambda: grimmer("2.5", "1000000", 4),
        lambda: grimmer("2.5", "49.9", 4),
        lambda: debit("0.5", "0.1", 10**9),
        lambda: p_value("t(999999999999999) = 2.2, p = .03"),
        lambda: p_value("F(2, 999999999) = 2.2, p = .03"),
        lambda: p_value("χ²(90000) = 90100, p = .4"),
        lambda: p_value("z = 999999999999, p < .001"),
        lambda: p_value("r(999999) = .999999, p < .001"),
        lambda: ask_text("t(0) = 1, p = .1; r(3) = 9, p = .1; χ²(999999999) = 999999999, p = .5"),
    ],
)
def test_extremes_take_no_time(call):
    started = time.process_time()
    call()
    assert time.process_time() - started < 5


@pytest.mark.slow
@pytest.mark.parametrize("text", ["χ²(999999999) = 999999999, p = .5", "F(999999999999, 999999999999) = 1.0, p = .5"])
def test_what_cannot_be_computed_is_refused(text):
    with pytest.raises(PrintedError, match="degrees of freedom so many"):
        p_value(text)
