"""Bad data: one message with file and line."""

from __future__ import annotations

import pytest

from collate.data.packages import check_data
from collate.data.source import read_observations
from collate.errors import CollateError, LabelError


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("source/observations/harvest.csv", "series,period,value,", "series,period,", "harvest.csv:1: "),
        (
            "source/observations/harvest.csv",
            "harvest.north,2000,1.2,,baskets",
            "harvest.north,2000,1.2,,barrels",
            "harvest.csv:2: .*barrels",
        ),
        ("source/observations/harvest.csv", "harvest.north,2001,2.4", "harvest.north,2000,2.4", "harvest.csv:3: .*primary key"),
        ("source/observations/harvest.csv", "harvest.south,2001,3.2", "harvest.south,2001,3.2x", "harvest.csv:5: .*3.2x"),
        ("source/observations/harvest.csv", "harvest.south,2001,3.2", "harvest.west,2001,3.2", "harvest.csv:5: .*harvest.west"),
        ("source/observations/harvest.csv", "harvest.south,2000", "harvest.aouth,2000", "harvest.csv:"),
        ("source/series.csv", "harvest.north,harvest,north,,rounded", "harvest.north,harvest,north,,", "series.csv:2: .*precision"),
        ("source/series.csv", "harvest.north,harvest,north,,rounded", "harvest.north,harvest,north,,rough", "series.csv:2: .*rough"),
        ("source/units.csv", "baskets,count,1", "baskets,count,one", "units.csv:2: "),
        ("published/cells/table-1-1.csv", "both,2001,6.5,,recomputed", "both,2001,6.5,,guessed", "table-1-1.csv:7: .*guessed"),
        ("published/cells/table-1-1.csv", "both,2001,6.5,", "both,2002,6.5,", "table-1-1.csv:7: unknown column '2002'"),
        ("published/cells/table-1-1.csv", "both,2001,6.5,", 'both,2001,"6,5",', "table-1-1.csv:7: '6,5' cannot be read"),
        ("published/cells/table-1-1.csv", "both,2001,6.5,,recomputed,3,read,\n", "", "no cell table-1-1/both/2001"),
        ("published/artifacts.csv", "title-harvest", "title-harvets", "no label 'title-harvets'; near it: title-harvest"),
        ("published/artifacts.csv", ",harvest,title", ",harvets,title", "no dataset 'harvets'"),
        ("labels.csv", "north,北園,North,", "north,北園,,", "labels.csv:.*has no text in en"),
        ("labels.csv", "north,北園,North,", "zorth,北園,North,", "labels.csv:[0-9]+: out of order after zorth"),
    ],
)
def test_one_message_with_its_place(tiny, replace, file, old, new, message):
    check_data(tiny)
    replace(tiny.data / file, old, new)
    with pytest.raises(CollateError, match=message) as caught:
        check_data(tiny)
    assert "to do: " in str(caught.value)


@pytest.mark.parametrize("file", ["labels.csv", "source/series.csv", "published/artifacts.csv", "published/headers.csv"])
def test_a_list_out_of_order(copy, file):
    path = copy.data / file
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([header, rows[-1], *rows[:-1]]), encoding="utf-8")
    with pytest.raises(CollateError, match=f"{path.name}:3: out of order after .*\n  to do: sort the file by "):
        check_data(copy)


def test_broken_csv(tiny):
    path = tiny.source / "observations" / "harvest.csv"
    path.write_text(path.read_text(encoding="utf-8") + 'harvest.south,2002,"3\n', encoding="utf-8")
    with pytest.raises(CollateError, match=r"harvest\.csv"):
        check_data(tiny)


def test_not_utf8(tiny):
    path = tiny.labels
    path.write_bytes(path.read_bytes() + "蘋果".encode("big5"))
    with pytest.raises(CollateError, match=r"labels.csv:[0-9]+: not UTF-8"):
        check_data(tiny)


def test_a_file_outside_its_package(tiny):
    (tiny.source / "observations" / "stray.csv").write_text("series\n", encoding="utf-8")
    with pytest.raises(CollateError, match=r"stray.csv: the file is not in its package"):
        check_data(tiny)


@pytest.mark.parametrize(
    ("precision", "message"),
    [
        ("", r"series\.csv:2: series 'harvest\.north' has no precision"),
        ("rough", r"series\.csv:2: series 'harvest\.north' has the precision 'rough'"),
    ],
)
def test_a_series_without_precision_is_not_read(tiny, replace, precision, message):
    replace(tiny.source / "series.csv", "harvest.north,harvest,north,,rounded", f"harvest.north,harvest,north,,{precision}")
    with pytest.raises(CollateError, match=message) as caught:
        read_observations(tiny.source, ["harvest"])
    assert "write `exact` for counts" in str(caught.value)


def test_an_exact_count_is_one_number(tiny, replace):
    replace(tiny.source / "series.csv", "harvest.north,harvest,north,,rounded", "harvest.north,harvest,north,,exact")
    found = {record["quantity"].id: record["quantity"].interval for record in read_observations(tiny.source, ["harvest"])}
    assert found["harvest.north@2000"].low == found["harvest.north@2000"].high
    assert found["harvest.south@2000"].low < found["harvest.south@2000"].high


def test_all_missing_labels_are_told_at_once(tiny, replace):
    replace(tiny.labels, "harvest,收成,Harvest,", "harvest,收成,,")
    replace(tiny.labels, "title-harvest,兩座果園的收成,Harvest of two orchards,\n", "")
    replace(tiny.labels, "north,北園,North,", "north,,,")
    with pytest.raises(LabelError, match="3 labels are missing") as caught:
        check_data(tiny)
    told = str(caught.value)
    artifacts, series, labels = tiny.published / "artifacts.csv", tiny.source / "series.csv", tiny.labels
    assert "no label 'title-harvest'; near it: credit-harvest, harvest" in told
    assert f"; missing in zh-Hant, en; used at {artifacts}:" in told
    assert f"label 'harvest' has no text in en; used at {labels}:4 and 2 more places" in told
    assert f"label 'north' has no text in zh-Hant, en; used at {labels}:5 and 2 more places" in told
    assert str(series) not in told  # the third place and those after it are counted
    assert told.count("\n") == 4


def test_a_label_used_twice_has_both_places(tiny, replace):
    replace(tiny.labels, "title-harvest,兩座果園的收成,Harvest of two orchards,", "title-harvest,兩座果園的收成,,")
    with pytest.raises(LabelError, match=r"label 'title-harvest' has no text in en; used at \S+labels\.csv:\d+ and \S+artifacts\.csv:\d+"):
        check_data(tiny)
