"""The data folders: schemas, keys, units, foreign keys, completeness, and the second typing."""

from __future__ import annotations

import csv

import pytest

from collate.data.packages import check_data
from collate.data.published import Published
from collate.data.tidy import changes

SIZES = {
    "table-1-1": 45, "table-1-2": 45, "table-1-3": 66, "table-1-4": 42, "table-1-5": 22, "table-1-6": 88,
    "table-2-1": 154, "table-2-2": 6, "table-2-3": 21, "table-3-1": 40, "table-3-2": 12, "table-4-1": 40,
    "table-4-2": 35, "table-5-1": 6, "table-5-2": 20, "table-5-3": 14,
}  # fmt: skip


def test_data_is_sound(book):
    check_data(book)


def test_all_sixteen_tables_are_there(book):
    artifacts = Published(book).artifacts.values()
    assert set(SIZES) == {artifact.id for artifact in artifacts if artifact.kind == "table"}


@pytest.mark.parametrize("id", SIZES)
def test_cells_are_complete(book, id):
    assert len(Published(book).cells(id)) == SIZES[id]


@pytest.mark.parametrize("id", ["table-1-5", "table-1-6", "table-4-2", "table-5-3"])
def test_inferred_places_have_their_reason(book, id):
    inferred = [cell for cell in Published(book).cells(id).values() if cell.layout == "inferred"]
    assert inferred
    assert all(len(cell.note) > 20 for cell in inferred)


def test_dropped_zeros_have_a_neighbour_that_shows_them(book):
    published = Published(book)
    for id in published.artifacts:
        cells = published.cells(id)
        if not cells:  # a figure from which the text quotes nothing
            continue
        with (book.cells / f"{id}.csv").open(encoding="utf-8", newline="") as handle:
            declared = [row for row in csv.DictReader(handle) if row["decimals"]]
        for row in declared:
            beside = [cell for (r, c), cell in cells.items() if (r == row["row"]) != (c == row["column"])]
            assert any(len(cell.printed.text.partition(".")[2].rstrip("%")) == int(row["decimals"]) for cell in beside), row


def test_files_are_in_the_form_that_git_keeps(book):
    assert [(change.path.name, change.what) for change in changes(book)] == []
