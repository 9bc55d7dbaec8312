"""Columns of the PDF: no word is broken while there is room, and a long cell gives way first."""

from __future__ import annotations

import pytest

from collate.sphinx.tables import LINES, TURNED_LINE, _letters_needed, _shared, _unbroken, _widened, layout_of, number_columns, table


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Table\u00a01-1", ["Table\u00a01-1"]),
        ("c1-l0122-growth of", ["c1", "l0122", "growth", "of"]),
        ("渤海 Bohai", ["Bohai"]),
        ("※\u00a0勘誤", ["※\u00a0勘誤"]),
    ],
)
def test_what_a_line_does_not_break(text, parts):
    assert _unbroken(text) == parts


def test_a_long_cell_gives_way_to_what_must_not_break():
    node = table([["Place"], ["Value"], ["Verdict"]], [["Table\u00a01-1", "a long cell " * 9, "※\u00a0erratum"]] * 2)
    least, wanted, common = _letters_needed(node)
    widths = _shared(least, wanted, common, 40)
    assert all(width >= 10 * must for width, must in zip(widths, least, strict=True))
    assert widths[1] < 10 * wanted[1]
    assert sum(widths) <= 400


def test_a_small_table_takes_what_it_wants():
    assert _shared([4, 4], [9, 12], [5, 5], LINES[0][1]) == [90, 120]


def test_a_column_with_one_long_cell_does_not_take_the_room_of_one_with_many():
    # 10 letters to share: the column whose cells are long on average gets nine of them.
    assert _shared([5, 5], [25, 25], [18, 2], 20) == [140, 60]


def test_what_is_left_of_a_line_goes_to_cells_that_are_wrapped():
    assert _widened([100, 300, 100], [10, 80, 10], 60) == [100, 400, 100]
    assert _widened([100, 300, 100], [10, 80, 10], 200) == [100, 800, 100]  # and no more than they need
    assert _widened([100, 100], [10, 10], 60) == [100, 100]


@pytest.mark.parametrize(
    ("columns", "word", "points", "turned"),
    [(4, "12.5", 9.5, False), (9, "12,345.67", 7.5, False), (14, "12,345.67", TURNED_LINE[0], True)],
    ids=["as the text", "small", "across the page"],
)
def test_type_gets_smaller_before_a_table_is_turned(columns, word, points, turned):
    layout = layout_of(table([["Place"], *([f"200{n}"] for n in range(columns - 1))], [["North", *([word] * (columns - 1))]] * 2))
    assert (layout.points, layout.turned) == (points, turned)
    assert round(sum(layout.shares), 9) <= 1


def test_columns_of_numbers_are_told_from_words():
    body = [["North", "1.25", "twelve", "1999"], ["South", "1,234.5", "12", "–"], ["Both", "<0.1", "many", "2000"]]
    assert number_columns(table([["a"], ["b"], ["c"], ["d"]], body)) == {1: "1,234", 3: "1999"}
