"""Files of one schema checked at once: a fault planted in one of many is found there, and nothing else is."""

from __future__ import annotations

import pytest
from scale.synthetic_book import make_book

from collate.data.packages import check_data
from collate.data.schemas import suspects
from collate.errors import DataError

CELLS, OBSERVATIONS = "data/published/cells/table-1-2.csv", "data/source/observations/table-1-2.csv"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (CELLS, "transcribed", "guessed", "guessed"),
        (CELLS, "both,2000", "both,2001", "primary key|both"),
        (CELLS, "row,column", "row,pillar", "column"),
        (OBSERVATIONS, "harvest.north.2", "harvest.north.200", "foreign"),
        (OBSERVATIONS, "report", "hearsay", "foreign"),
        (OBSERVATIONS, "page 1,", "page 1,,x,", "row"),
    ],
)
def test_a_fault_in_one_of_many(tmp_path, file, old, new, message):
    project = make_book(tmp_path / "book", 3).book
    check_data(project)
    path = project.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=rf"(?is)table-1-2\.csv.*({message})"):
        check_data(project)


def test_only_the_faulty_file_is_suspected(tmp_path):
    project = make_book(tmp_path / "book", 3).book
    resources = [{"name": f"cells-{id}", "path": f"cells/{id}.csv", "schema": "schema/cell.json"} for id in ("table-1-1", "table-1-3")]
    assert list(suspects(project.published, resources)) == []
    path = project.cells / "table-1-3.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("read", "heard", 1), encoding="utf-8")
    assert list(suspects(project.published, resources)) == [resources[1]]
