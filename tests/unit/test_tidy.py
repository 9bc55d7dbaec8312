"""`tidy` brings files to the form that git keeps, changes nothing that is said, and guesses nothing."""

from __future__ import annotations

import pytest

from collate.__main__ import main
from collate.data import fields
from collate.data.packages import check_data
from collate.data.tidy import changes, tidy
from collate.errors import DataError


def in_reverse(text):
    header, *rows = text.splitlines(keepends=True)
    return "".join([header, *reversed(rows)])


@pytest.fixture
def harvest(tiny):
    assert changes(tiny) == []
    return tiny.source / "observations" / "harvest.csv"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        pytest.param(lambda text: ("\ufeff" + text).encode(), "byte order mark removed", id="byte order mark"),
        pytest.param(lambda text: text.encode("utf-16"), "UTF-16 to UTF-8", id="UTF-16"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), "line ends", id="CRLF"),
        pytest.param(lambda text: text.replace(",", ";").replace("\n", ";;\n").encode(), "commas for semicolons", id="semicolons"),
        pytest.param(lambda text: text.replace(",", "\t").encode(), "commas for tabs", id="tabs"),
        pytest.param(lambda text: text.replace("\n", "\n\n").encode(), "empty rows removed", id="empty rows"),
        pytest.param(lambda text: text.replace("\n", ",,\n").encode(), "empty columns removed", id="empty columns"),
        pytest.param(lambda text: text.replace("harvest.north", '"harvest.north"').encode(), "quoting", id="quotes"),
        pytest.param(lambda text: text.rstrip("\n").encode(), "quoting", id="no line end"),
        pytest.param(lambda text: text.replace(",1.2,", ",\xa01.2\u200b,").encode(), "nobody sees removed", id="invisible"),
        pytest.param(lambda text: in_reverse(text).encode(), "sorted", id="order"),
    ],
)
def test_a_spoilt_table_comes_back_byte_for_byte(tiny, harvest, spoil, told):
    before = harvest.read_bytes()
    harvest.write_bytes(spoil(before.decode()))
    (change,) = tidy(tiny)
    assert change.path == harvest
    assert told in ", ".join(change.what)
    assert harvest.read_bytes() == before
    assert changes(tiny) == []


@pytest.mark.parametrize("sign", ["\u2212", "\u2013", "\uff0d"])
def test_a_sign_becomes_ascii(tiny, harvest, replace, sign):
    replace(harvest, "harvest.north,2000,1.2,", f"harvest.north,2000,{sign}1.2,")
    tidy(tiny)
    assert "harvest.north,2000,-1.2," in harvest.read_text(encoding="utf-8")


def test_printed_evidence_keeps_each_character(tiny, replace):
    path = tiny.cells / "table-1-1.csv"
    replace(path, "both,2001,6.5,", "both,2001,\u22126\u2009500\xa0,")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    tidy(tiny)
    assert "both,2001,\u22126\u2009500\xa0," in path.read_text(encoding="utf-8")


def test_letters_are_composed_and_han_stays(tiny, replace):
    replace(tiny.labels, "north,北園,North,", "north,\uf9c0園,Nore\u0301,")
    tidy(tiny)
    assert "north,\uf9c0園,Nor\u00e9," in tiny.labels.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "delimiter", "message"),
    [
        (",1.2,", ",1\u202f234,", ",", r"harvest\.csv:2: .*U\+202F NARROW NO-BREAK SPACE"),
        (",1.2,", ",1E+05,", ",", r"harvest\.csv:2: .*power of ten"),
        (",1.2,", "|1,2|", ";", r"harvest\.csv:2: .*it may part thousands or begin decimals"),
    ],
)
def test_what_can_be_meant_in_two_ways_is_refused_and_nothing_is_written(tiny, harvest, old, new, delimiter, message):
    text = harvest.read_text(encoding="utf-8").replace(old, new, 1)
    if delimiter == ";":
        text = text.replace(",", ";").replace("|1;2|", ";1,2;")
    harvest.write_text(text, encoding="utf-8")
    tiny.labels.write_bytes(b"\xef\xbb\xbf" + tiny.labels.read_bytes())
    kept = tiny.labels.read_bytes(), harvest.read_bytes()
    with pytest.raises(DataError, match=message):
        tidy(tiny)
    assert (tiny.labels.read_bytes(), harvest.read_bytes()) == kept


def test_links_and_permissions_are_kept(tiny, harvest):
    elsewhere = tiny.root / "elsewhere.csv"
    harvest.rename(elsewhere)
    harvest.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    elsewhere.write_bytes(b"\xef\xbb\xbf" + before)
    elsewhere.chmod(0o640)
    tidy(tiny)
    assert harvest.is_symlink()
    assert elsewhere.read_bytes() == before
    assert elsewhere.stat().st_mode & 0o777 == 0o640


def test_the_command(tiny, harvest, monkeypatch, capsys):
    monkeypatch.chdir(tiny.root)
    assert main(["tidy", "--check"]) == 0
    harvest.write_bytes(harvest.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["tidy", "--check"]) == 1
    assert main(["tidy"]) == 0
    assert capsys.readouterr().out == "data/source/observations/harvest.csv: line ends\n" * 2
    assert main(["tidy", "--check"]) == 0
    check_data(tiny)


@pytest.mark.parametrize("column", ["en", "de", "zh_hant", "de_at", "subject_ja", "note"])
def test_a_space_may_belong_to_a_word_in_any_language(column):
    assert fields.checker(["key", column], " and \N{NO-BREAK SPACE}")({"key": "join-and", column: " and "}) is None
    assert fields.holds_words(column)


@pytest.mark.parametrize("column", ["key", "id", "value", "series", "kind", "title"])
def test_a_space_at_the_end_of_a_key_is_refused(column):
    assert fields.checker([column], "\N{NO-BREAK SPACE}")({column: "a\N{NO-BREAK SPACE}"}) is not None
