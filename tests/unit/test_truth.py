"""Truths of three values: what is decided stays so, and what is not decided never passes for true or false."""

import pytest

from collate.numbers.truth import Truth, UndecidedError

TRUE, FALSE, OPEN = Truth.TRUE, Truth.FALSE, Truth.UNDECIDED
AND = [[TRUE, FALSE, OPEN], [FALSE, FALSE, FALSE], [OPEN, FALSE, OPEN]]
OR = [[TRUE, TRUE, TRUE], [TRUE, FALSE, OPEN], [TRUE, OPEN, OPEN]]


@pytest.mark.parametrize("row", range(3))
@pytest.mark.parametrize("column", range(3))
def test_the_connectives(row, column):
    left, right = list(Truth)[row], list(Truth)[column]
    assert left & right is AND[row][column]
    assert left | right is OR[row][column]


def test_not():
    assert [~truth for truth in Truth] == [FALSE, TRUE, OPEN]


def test_of_a_decided_question():
    assert Truth.of(holds=True) is TRUE
    assert Truth.of(holds=False) is FALSE


@pytest.mark.parametrize(
    ("parts", "found"),
    [([], TRUE), ([TRUE, TRUE], TRUE), ([FALSE, TRUE], FALSE), ([TRUE, OPEN], OPEN), ([OPEN, TRUE], OPEN), ([OPEN, FALSE, TRUE], FALSE)],
)
def test_all(parts, found):
    assert Truth.all(iter(parts)) is found


def test_in_an_if():
    assert bool(TRUE) is True
    assert bool(FALSE) is False
    with pytest.raises(UndecidedError, match="the inputs' rounding leaves this comparison open"):
        bool(OPEN)
