"""Columns of the PDF: no word is broken while there is room, and a long cell gives way first."""

from __future__ import annotations

import pytest

from collate.sphinx.tables import LINE_WIDTH, _letters_needed, _shared, _unbroken, table


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
    assert _shared([4, 4], [9, 12], [5, 5], LINE_WIDTH) == [90, 120]


def test_a_column_with_one_long_cell_does_not_take_the_room_of_one_with_many():
    # 10 letters to share: the column whose cells are long on average gets nine of them.
    assert _shared([5, 5], [25, 25], [18, 2], 20) == [140, 60]
