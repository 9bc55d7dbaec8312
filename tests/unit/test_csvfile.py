"""Some rows of a file, read without the others, are the rows that reading all of them gives."""

from __future__ import annotations

import pytest

from collate.data import csvfile
from collate.errors import DataError

COLUMNS = ("key", "text")
FILES = {
    "plain": "key,text\na,1\nb,2\na,3\nab,4\n",
    "quoted text": 'key,text\na,"1, 2"\nb,"say ""a,"""\n',
    "quoted key": 'key,text\n"a",1\nb,2\n',
    "text of two lines": 'key,text\nb,"first\na,second"\na,3\n',
    "text of three lines": 'key,text\nb,"first\na,second\nthird"\na,"4\n5"\n',
    "no end of line": "key,text\nb,1\na,2",
    "windows": "key,text\r\na,1\r\nb,2\r\n",
    "other separators": "key,text\nb,x\u2028a\na,1\n",
    "nothing": "key,text\n",
}


KEYS = {"a": {"a"}, "b": {"b"}, "a+ab": {"a", "ab"}, "c": {"c"}, "none": set(), "many": {"a", *map(str, range(csvfile.FEW))}}


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
@pytest.mark.parametrize("name", FILES)
def test_some_rows_are_those_of_all(tmp_path, name, keys):
    path = tmp_path / "list.csv"
    path.write_bytes(FILES[name].encode())
    assert csvfile.read_some(path, COLUMNS, keys) == [row for row in csvfile.read(path, COLUMNS) if row["key"] in keys]


def test_a_line_is_looked_at_only_where_it_may_be_wanted(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("key,text\nb,1,2\na,3\na,4,5\n", encoding="utf-8")
    assert csvfile.read_some(path, COLUMNS, {"c"}) == []
    with pytest.raises(DataError) as caught:
        csvfile.read_some(path, COLUMNS, {"a"})
    assert caught.value.line == 4


@pytest.mark.parametrize("text", ["", "key\na\n", "text,key\n1,a\n", '"key,text\na,1\n'])
def test_another_header_is_refused_as_by_reading_all(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    told = []
    for read in (lambda: csvfile.read(path, COLUMNS), lambda: csvfile.read_some(path, COLUMNS, {"a"})):
        with pytest.raises(DataError) as caught:
            read()
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_a_wanted_row_that_is_no_utf_8_is_told_as_by_reading_all(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("key,text\nb,甲\na,".encode() + b"\xff\n")
    assert [row["text"] for row in csvfile.read_some(path, COLUMNS, {"b"})] == ["甲"]
    told = []
    for read in (lambda: csvfile.read(path, COLUMNS), lambda: csvfile.read_some(path, COLUMNS, {"a"})):
        with pytest.raises(DataError, match="not UTF-8 at byte 17") as caught:
            read()
        told.append(str(caught.value))
    assert told[0] == told[1]
