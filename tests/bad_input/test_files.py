"""Files as editors, spreadsheets, sync programs and file systems leave them: read, or refused with one message and its place."""

from __future__ import annotations

import os
import unicodedata

import pytest

from collate.bind.chapters import chapter_files, chapter_text, with_pictures
from collate.bind.prose import check_prose
from collate.bind.staging import read_yaml
from collate.build import state
from collate.data import csvfile
from collate.data.errata import Errata
from collate.data.listing import copied_from, files_below, is_stray
from collate.data.packages import check_data
from collate.data.typed_text import missing
from collate.errors import BuildError, CollateError, DataError, ProseError, system_error

HARVEST = "source/observations/harvest.csv"
STRAYS = [
    ".#index.md", "#index.md#", "index.md~", ".index.md.swp", "index.md.bak", "index.md.orig", "index.md.rej", ".DS_Store", "Thumbs.db",
    "desktop.ini", "~$sheet.xlsx", ".~lock.harvest.csv#", "__pycache__", ".ipynb_checkpoints", "._index.md", "4913.tmp", "tiny.egg-info",
]  # fmt: skip


@pytest.mark.parametrize("name", STRAYS)
def test_strays_are_left_out(tmp_path, name):
    (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "index.md").write_text("", encoding="utf-8")
    assert is_stray(name)
    assert files_below(tmp_path) == [tmp_path / "index.md"]


@pytest.mark.parametrize("name", ["index.md", "table-1-1.csv", "part", "a.b.csv", "backup.md", "表.csv", "origin.csv"])
def test_files_of_the_book_are_no_strays(name):
    assert not is_stray(name)
    assert not copied_from(name)


@pytest.mark.parametrize(
    "name",
    [
        "index (Ann's conflicted copy 2026-11-29).md",
        "index.sync-conflict-2026-ABC.md",
        "index (1).md",
        "index - 複製.md",
        "index copy.md",
    ],
)
def test_a_second_copy_is_named_with_its_original(name):
    assert copied_from(name) == "index.md"


def as_bytes(change):
    return lambda content: change(content.decode()).encode()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda content: b"\xef\xbb\xbf" + content, id="byte order mark"),
        pytest.param(lambda content: content.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(lambda content: content.replace(b"\n", b"\r"), id="CR"),
        pytest.param(lambda content: content + b"\n\n", id="blank lines at the end"),
        pytest.param(lambda content: content + b",,,,,,,\n,,,,,,,\n", id="rows of commas at the end"),
        pytest.param(lambda content: content.replace(b"\n", b",,\n"), id="empty columns at the end"),
        pytest.param(lambda content: content.rstrip(b"\n"), id="no line end at the end"),
        pytest.param(
            as_bytes(lambda text: "".join(",".join(f'"{field}"' for field in line.split(",")) + "\n" for line in text.splitlines())),
            id="all quoted",
        ),
    ],
)
@pytest.mark.parametrize("file", [HARVEST, "source/units.csv", "published/cells/table-1-1.csv"])
def test_a_table_as_a_spreadsheet_saves_it_is_read(tiny, file, change):
    path = tiny.data / file
    path.write_bytes(change(path.read_bytes()))
    check_data(tiny)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("1\u202f234", r"U\+202F NARROW NO-BREAK SPACE\n.*comma between thousands"),
        ("1\u2009234", r"U\+2009 THIN SPACE"),
        ("1\xa0234", r"U\+00A0 NO-BREAK SPACE"),
        ("\xa01.2", r"begins or ends with U\+00A0 NO-BREAK SPACE"),
        ("1.2\u3000", r"begins or ends with U\+3000 IDEOGRAPHIC SPACE"),
        ("1'234", r"U\+0027 APOSTROPHE"),
        ("'1.2", r"begins with U\+0027 APOSTROPHE"),
        ("1’234", r"U\+2019 RIGHT SINGLE QUOTATION MARK"),
        ("\u22121.2", r"the sign of value .* is U\+2212 MINUS SIGN\n.*U\+002D HYPHEN-MINUS"),
        ("\u20131.2", r"is U\+2013 EN DASH"),
        ("1\u200b.2", r"U\+200B ZERO WIDTH SPACE, which nobody sees"),
        ("\ufeff1.2", r"U\+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("1\xad2", r"U\+00AD SOFT HYPHEN"),
        ("\u200e1.2", r"U\+200E LEFT-TO-RIGHT MARK"),
        ("1.2\x07", r"U\+0007 CONTROL CHARACTER"),
        ("１.2", r"U\+FF11 FULLWIDTH DIGIT ONE"),
        ("1E+05", "power of ten"),
        ("Jan-05", "is a date or a time"),
        ("5-Jan", "is a date or a time"),
        ("2005/1/1", "is a date or a time"),
        ("#REF!", "has lost a value"),
        ("########", "has lost a value"),
        ('"1.234,5"', "comma after its points"),
    ],
)
def test_what_a_field_may_not_hold(tiny, replace, value, message):
    replace(tiny.data / HARVEST, "harvest.north,2000,1.2,", f"harvest.north,2000,{value},")
    with pytest.raises(DataError, match=rf"harvest\.csv:2: .*{message}"):
        check_data(tiny)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(lambda text: text.replace(",", ";").encode(), "harvest.csv:1: the columns are parted by semicolons", id="semicolons"),
        pytest.param(lambda text: text.replace(",", "\t").encode(), "harvest.csv:1: the columns are parted by tabs", id="tabs"),
        pytest.param(lambda text: text.encode("utf-16"), "harvest.csv:1: the file is UTF-16", id="UTF-16"),
        pytest.param(lambda text: f"{text}蘋果\n".encode("cp950"), r"harvest.csv:6: not UTF-8 (.|\n)*iconv -f CP950", id="Big5"),
        pytest.param(lambda text: f"{text}café\n".encode("latin-1"), r"harvest.csv:6: not UTF-8 (.|\n)*Windows-1252", id="Latin-1"),
        pytest.param(lambda _: b"", "harvest.csv:1: ", id="no byte"),
        pytest.param(lambda text: text.replace("\n", "\n\n", 2).encode(), "harvest.csv:2: an empty row between others", id="empty row"),
        pytest.param(
            lambda text: text.replace("\nharvest.south", "\n<<<<<<< HEAD\nharvest.south", 1).encode(),
            "harvest.csv:4: a merge is not finished here",
            id="conflict",
        ),
    ],
)
def test_a_table_that_is_refused_as_a_whole(tiny, content, message):
    path = tiny.data / HARVEST
    path.write_bytes(content(path.read_text(encoding="utf-8")))
    with pytest.raises(DataError, match=message):
        check_data(tiny)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: a\ntitle: b\n", "_toc.yml:2: the key 'title' stands twice, here and on line 1"),
        ("title: a\nsphinx:\n\tconfig: b\n", "_toc.yml:3: a tab begins the line"),
        ("<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> other\n", "_toc.yml:1: a merge is not finished"),
        ("title: a\u200b\n", r"_toc.yml:1: U\+200B ZERO WIDTH SPACE"),
        ("- a\n- b\n", "_toc.yml: the file does not hold keys and values"),
        ("", "_toc.yml: the file does not hold keys and values"),
        ("when: 2026-13-41\n", "_toc.yml: broken YAML: month must be"),
    ],
)
def test_yaml_that_is_refused(tmp_path, text, message):
    (tmp_path / "_toc.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BuildError, match=message):
        read_yaml(tmp_path / "_toc.yml")


def test_yaml_with_a_byte_order_mark_and_crlf_is_read(tmp_path):
    (tmp_path / "_toc.yml").write_bytes(b"\xef\xbb\xbfroot: index\r\n")
    assert read_yaml(tmp_path / "_toc.yml") == {"root": "index"}


@pytest.mark.parametrize("typed", ["no", "on", "1.50", "2026-11-29", "0x1F", "1_000", "~"])
def test_an_erratum_holds_the_text_that_is_typed(tiny, typed):
    entry = f"- target: x\n  printed: {typed}\n  regenerated: a\n  kind: misprint\n  certainty: low\n  found: 2026-11-29\n"
    entry += "  bearing: nothing\n  slip: typography\n"
    tiny.errata.write_text(f"{entry}  cause: {{zh-Hant: 這是一個十分清楚的原因說明, en: a cause that is long enough}}\n", encoding="utf-8")
    (found,) = Errata.load(tiny).by_target.values()
    assert (found.printed, found.found) == (typed, "2026-11-29")


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_byte_order_mark_in_one_chapter_blames_nobody(tiny, language):
    path = tiny.chapters / language / "index.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    check_prose(tiny)
    assert chapter_text(path).startswith("# ")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{cell}`table-1-1/both/2001`", "{cell}`table-1-1/both/2001\u200b`", r"index.md:3: U\+200B ZERO WIDTH SPACE stands in"),
        ("```{artifact} table-1-1", "```{artifact} table-1-1\u200e", r"index.md:5: U\+200E LEFT-TO-RIGHT MARK"),
        ("Together", "<<<<<<< HEAD\nTogether", "index.md:3: a merge is not finished"),
    ],
)
def test_what_a_chapter_may_not_hold(tiny, replace, old, new, message):
    replace(tiny.chapters / "en" / "index.md", old, new)
    with pytest.raises(ProseError, match=message):
        check_prose(tiny)


def test_pictures_beside_below_and_above_a_chapter(tiny):
    page = tiny.chapters / "en" / "index.md"
    for place in ("en/map.png", "en/images/a b.png", "images/map.png", "zh-Hant/own.png"):
        (tiny.chapters / place).parent.mkdir(exist_ok=True)
        (tiny.chapters / place).write_bytes(b"png")
    text = '![](map.png) ![x](images/a%20b.png "t")\n\n```{figure} ../images/map.png\n:alt: x\n```\n<img src="https://e.org/x.png">\n'
    for form in ("html", "pdf", "epub"):
        written, pictures = with_pictures(page, text, form, {})
        assert set(pictures) == {"map.png", "images/a_b.png", "above-1/images/map.png"}
        assert "```{figure} above-1/images/map.png\n" in written
        assert "https://e.org/x.png" in written
    files = chapter_files(tiny, "en")
    assert tiny.chapters / "images" / "map.png" in files
    assert tiny.chapters / "zh-Hant" / "own.png" not in files


@pytest.mark.parametrize(
    ("name", "form", "message"),
    [
        ("gone.png", "html", "index.md:2: the picture 'gone.png': the file is missing"),
        ("MAP.png", "html", "index.md:2: .*there is 'map.png'"),
        ("folder.png", "html", "index.md:2: .*a folder stands where a file belongs"),
        ("drawn.pdf", "pdf", "index.md:2: the PDF cannot show drawn.pdf"),
    ],
)
def test_a_picture_that_cannot_be_shown(tiny, name, form, message):
    page = tiny.chapters / "en" / "index.md"
    (page.parent / "map.png").write_bytes(b"png")
    (page.parent / "drawn.pdf").write_bytes(b"%PDF")
    (page.parent / "folder.png").mkdir()
    with pytest.raises(BuildError, match=message):
        with_pictures(page, f"\n![]({name})\n", form, {})


def test_pictures_between_directives_and_in_code(tiny):
    page = tiny.chapters / "en" / "index.md"
    (page.parent / "map.png").write_bytes(b"png")
    text = "```{legend}\n```\n\n![x](map.png)\n\n```{note}\nwords\n```\n\n```\n![x](gone.png)\n```\n\n"
    text += "````{tip}\n```\n![x](gone.png)\n```\n````\n"
    assert set(with_pictures(page, text, "html", {})[1]) == {"map.png"}
    with pytest.raises(BuildError, match=r"gone\.png"):
        with_pictures(page, text.replace("```\n![x](gone", "![x](gone"), "html", {})


def test_linked_folders_are_followed_and_circles_refused(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.csv").write_text("", encoding="utf-8")
    (tmp_path / "data" / "link").symlink_to(tmp_path / "elsewhere")
    assert files_below(tmp_path / "data", "*.csv") == [tmp_path / "data" / "link" / "a.csv"]
    (tmp_path / "elsewhere" / "back").symlink_to(tmp_path / "data")
    with pytest.raises(DataError, match="round in a circle"):
        files_below(tmp_path / "data")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda path: path.symlink_to("nowhere.csv"), "nowhere.csv, which does not exist", id="dangling link"),
        pytest.param(lambda path: path.symlink_to(path.name), "leads back to itself", id="link to itself"),
        pytest.param(lambda path: path.mkdir(), "a folder stands where a file belongs", id="folder"),
        pytest.param(lambda path: path.with_name("Harvest.CSV").write_text(""), "there is 'Harvest.CSV'", id="case"),
        pytest.param(lambda path: path.with_name("harvest.csv.txt").write_text(""), "there is 'harvest.csv.txt'", id="hidden ending"),
    ],
)
def test_a_file_that_is_not_one(tiny, make, message):
    path = tiny.data / HARVEST
    path.unlink()
    make(path)
    with pytest.raises(CollateError, match=rf"{message}(.|\n)*to do: "):
        csvfile.read(path, ("series",))


def test_a_name_in_another_normalization_is_told(tmp_path):
    path = tmp_path / "café.csv"
    (tmp_path / unicodedata.normalize("NFD", "café.csv")).write_text("", encoding="utf-8")
    assert "decomposed (NFD), as macOS writes it" in str(missing(path))


def test_whose_a_file_is_and_what_helps(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("", encoding="utf-8")
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 12345)
    told = str(system_error(PermissionError(13, "Permission denied", str(path)), path))
    assert "belongs to" in told
    assert f"sudo chown -R {os.geteuid()} {path}`" in told  # a user without a name; outside a book no folder is taken over


def test_strays_begin_no_build(tiny):
    before = state.snapshot(tiny)
    for name in STRAYS:
        (tiny.chapters / "en" / name).write_text("", encoding="utf-8")
    (tiny.chapters / "en" / ".#other.md").symlink_to("ann@host.4711:1764")
    assert state.snapshot(tiny) == before
    (tiny.chapters / "en" / "map.png").write_bytes(b"png")
    assert state.snapshot(tiny) != before


def test_a_linked_data_folder_is_part_of_what_a_build_watches(tiny):
    folder = tiny.source / "observations"
    folder.rename(tiny.root / "elsewhere")
    folder.symlink_to(tiny.root / "elsewhere")
    check_data(tiny)
    assert str(folder / "harvest.csv") in state.snapshot(tiny)
    (folder / "other.csv").write_text("series\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"other\.csv: the file is not in its package"):
        check_data(tiny)
