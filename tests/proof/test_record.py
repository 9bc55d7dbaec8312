"""What `make reproduce` last recorded: accepted by its schemas, and about every kind of file."""

from __future__ import annotations

import frictionless
import pytest
from tests_root import BOOK

from collate.audit.compare_trees import GROUPS
from collate.data import csvfile
from collate.data.benchmarks import CONDITION_COLUMNS, PAINT_COLUMNS, REPRODUCE_COLUMNS, RUN_COLUMNS

RECORDS = {"reproduce": REPRODUCE_COLUMNS, "conditions": CONDITION_COLUMNS, "runs": RUN_COLUMNS, "paint": PAINT_COLUMNS}


@pytest.mark.parametrize("name", RECORDS)
def test_record_is_accepted_by_its_schema(name):
    path = BOOK.benchmarks / f"{name}.csv"
    assert csvfile.read(path, RECORDS[name])
    schema = frictionless.Schema(str(BOOK.benchmarks / "schema" / f"{name}.json"))
    with frictionless.system.use_context(trusted=True):
        report = frictionless.Resource(path=str(path), schema=schema).validate()
    assert report.valid, report.to_summary()


def test_record_tells_of_every_kind_of_file():
    rows = csvfile.read(BOOK.benchmarks / "reproduce.csv", REPRODUCE_COLUMNS)
    assert [row["what"] for row in rows] == [group for group, _, _ in GROUPS]
    for row in rows:
        assert int(row["equal"]) + int(row["differing"]) == int(row["files"])
        assert bool(row["reason"]) == (row["differing"] != "0")
