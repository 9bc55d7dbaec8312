"""Some rows of a file, read without the others, are the rows that reading all of them gives."""

from __future__ import annotations

import pytest

from collate.data import csvfile, sorted_list
from collate.errors import DataError

COLUMNS = ("key", "text")
FILES = {
    "plain": "key,text\na,1\na,2\nab,3\nb,4\n",
    "one row": "key,text\nb,1\n",
    "only others": "key,text\n0,1\nz,2\n",
    "long rows": f"key,text\na,{'1' * 5000}\naa,{'2' * 9000}\nb,3\nbb,{'4' * 5000}\n",
    "many": "key,text\n" + "".join(f"{key},{key}\n" for key in sorted(map(str, range(3000)))) + "a,1\nb,2\nc,3\n",
    "other scripts": "key,text\na,甲\nb,乙\n丙,3\n𠀀,4\n",
    "quoted text": 'key,text\na,"1, 2"\nb,"say ""a,"""\n',
    "quoted key": 'key,text\n"a",1\nb,2\n',
    "a text of two lines": 'key,text\na,"first\nb,second"\nb,3\n',
    "a text of three lines": 'key,text\na,"4\n5\n6"\nb,7\n',
    "no end of line": "key,text\na,2\nb,1",
    "windows": "key,text\r\na,1\r\nb,2\r\n",
    "windows below": "key,text\na,1\r\nb,2\r\n",
    "old mac below": "key,text\na,1\rb,2\nc,3\n",
    "nothing": "key,text\n",
}


KEYS = {"a": {"a"}, "b": {"b"}, "a+ab": {"a", "ab"}, "twice": ["b", "a", "b"], "丙": {"丙"}, "empty": {""}, "none": set()}
KEYS["many"] = {"a", *map(str, range(sorted_list.FEW))}


def told(rows):
    return [(row.fields, row.path, row.line) for row in rows]


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
@pytest.mark.parametrize("name", FILES)
def test_some_rows_are_those_of_all(tmp_path, name, keys):
    path = tmp_path / "list.csv"
    path.write_bytes(FILES[name].encode())
    assert told(sorted_list.read_some(path, COLUMNS, keys)) == told(row for row in csvfile.read(path, COLUMNS) if row["key"] in keys)


@pytest.mark.parametrize("rows", range(1, 20))
def test_each_row_is_found_by_itself(tmp_path, monkeypatch, rows):
    path = tmp_path / "list.csv"
    # Lines of many lengths, so that every line is met at its start, in its middle and at its end.
    keys = [chr(ord("a") + index) * (1 + index * 7 % 5) for index in range(rows)]
    path.write_text("key,text\n" + "".join(f"{key},{'x' * (index * 5 % 7)}\n" for index, key in enumerate(keys)), encoding="utf-8")
    everything = told(csvfile.read(path, COLUMNS))
    monkeypatch.setattr(sorted_list, "read", lambda *_: pytest.fail("the whole file was read"))
    assert [told(sorted_list.read_some(path, COLUMNS, {key})) for key in keys] == [[row] for row in everything]
    assert told(sorted_list.read_some(path, COLUMNS, set(keys))) == everything


def test_a_hundred_times_more_rows_are_not_looked_at_much_longer(tmp_path, monkeypatch):
    looked, counts, field = [], {}, sorted_list._field
    monkeypatch.setattr(sorted_list, "_field", lambda line: looked.append(line) or field(line))
    for rows in (1_000, 100_000):
        path = tmp_path / f"{rows}.csv"
        path.write_text("key,text\n" + "".join(f"{number:06},text\n" for number in range(rows)), encoding="utf-8")
        looked.clear()
        assert [row.line for row in sorted_list.read_some(path, COLUMNS, {"000777"})] == [779]
        counts[rows] = len(looked)
    assert counts[100_000] <= counts[1_000] + 10


def test_a_row_in_another_place_is_found_too(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("key,text\nb,1\nc,2\nd,3\na,4\n", encoding="utf-8")
    assert [row.line for row in sorted_list.read_some(path, COLUMNS, {"a"})] == [5]


def test_a_line_is_looked_at_only_where_it_may_be_wanted(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("key,text\na,3\na,4,5\nb,1,2\nc,1\n", encoding="utf-8")
    assert [row["text"] for row in sorted_list.read_some(path, COLUMNS, {"c"})] == ["1"]
    with pytest.raises(DataError) as caught:
        sorted_list.read_some(path, COLUMNS, {"a"})
    assert caught.value.line == 3


@pytest.mark.parametrize("text", ["", "key\na\n", "text,key\n1,a\n", '"key,text\na,1\n'])
def test_another_header_is_refused_as_by_reading_all(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    told = []
    for read in (lambda: csvfile.read(path, COLUMNS), lambda: sorted_list.read_some(path, COLUMNS, {"a"})):
        with pytest.raises(DataError) as caught:
            read()
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_a_wanted_row_that_is_no_utf_8_is_told_as_by_reading_all(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("key,text\na,甲\nb,".encode() + b"\xff\n")
    assert [row["text"] for row in sorted_list.read_some(path, COLUMNS, {"a"})] == ["甲"]
    told = []
    for read in (lambda: csvfile.read(path, COLUMNS), lambda: sorted_list.read_some(path, COLUMNS, {"b"})):
        with pytest.raises(DataError, match="not UTF-8 at byte 17") as caught:
            read()
        told.append(str(caught.value))
    assert told[0] == told[1]
