"""`collate extract` as its users call it: text, JSON, files; and one message for whatever cannot be read."""

from __future__ import annotations

import csv
import io
import itertools
import json
import sys
import zipfile
from functools import partial

import jsonschema
import pytest
from extract.one_table import FORMATS, expected
from hypothesis import given
from hypothesis import strategies as st

from collate.cli.extract import CELL_COLUMNS, CLAIM_COLUMNS
from collate.data.schemas import SCHEMA as SCHEMAS
from collate.extract import latex_source
from collate.extract.characters import guarded, unguarded

SCHEMA = json.loads((SCHEMAS / "extract.json").read_text(encoding="utf-8"))
PAGE = """<meta charset=utf-8><h1>Results</h1><p>Of 1,794 firms, 45.3% closed (Table 1).</p>
<table><caption>Table 1. Shares</caption><tr><th><th>mean<tr><td>north<td>0.40<tr><td>south<td>.05</table>"""


@pytest.fixture
def called(monkeypatch, run_command, tmp_path):
    """Call the command in an empty folder; gives exit status, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    return partial(run_command, "extract")


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("format", FORMATS)
def test_json_fits_its_schema(called, format, tmp_path):
    status, out, _ = called(FORMATS[format](tmp_path), "--json")
    assert status == 0
    jsonschema.validate(json.loads(out), SCHEMA)


def test_numbers_carry_what_they_say(called, page):
    found = json.loads(called(page, "--json")[1])
    first = found["numbers"][0]
    assert first["sentence"][first["start"] : first["end"]] == first["printed"] == "1,794"
    assert first["facts"] == [{"role": "value", "relation": "=", "value": "1794", "low": "1793.5", "high": "1794.5"}]


def test_text_fits_eighty_columns(called, page, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    status, out, err = called(page)
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    for piece in ("table-1", "north", "0.40", "1,794", "1 table with 2 cells; 2 claims; told apart: 1 reference"):
        assert piece in out


def test_nothing_of_a_page_commands_a_terminal(called, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('\x0b\x1b[31mname,A\x85B\nx\x1c\x9b2J\ue000\U000e0001,"1\n2"\n', encoding="utf-8")
    status, out, _ = called(path)
    assert status == 0
    assert {sign for sign in out if not sign.isprintable()} == {"\n"}


def test_files(called, page, tmp_path):
    status, out, _ = called(page, "--output", tmp_path / "out")
    assert status == 0
    assert "2 cells of 1 table" in out
    cells, claims = rows_of(tmp_path / "out" / "cells.csv"), rows_of(tmp_path / "out" / "claims.csv")
    assert tuple(cells[0]) == CELL_COLUMNS
    assert tuple(claims[0]) == CLAIM_COLUMNS
    assert [(row["id"], row["row"], row["column"], row["printed"]) for row in cells] == [
        ("table-1/north/mean", "north", "mean", "0.40"),
        ("table-1/south/mean", "south", "mean", ".05"),
    ]
    assert [(row["id"], row["printed"], row["sentence"][int(row["start"]) : int(row["end"])]) for row in claims] == [
        ("results/1,794", "1,794", "1,794"),
        ("results/45.3%", "45.3%", "45.3%"),
    ]


def test_files_of_a_table_with_every_notation(called, tmp_path):
    called(FORMATS["HTML"](tmp_path), "--output", tmp_path / "out")
    assert {(row["row"], row["column"]): row["printed"] for row in rows_of(tmp_path / "out" / "cells.csv")} == expected()


def test_the_same_bytes_again(called, page, tmp_path):
    called(page, "--output", tmp_path / "a")
    called(page, "--output", tmp_path / "b")
    for name in ("cells.csv", "claims.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_corrections_are_not_overwritten(called, page, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "claims.csv").write_text("mine", encoding="utf-8")
    status, _, err = called(page, "--output", tmp_path / "out")
    assert status == 1
    assert "claims.csv: the file is there already" in err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["claims.csv"]


def test_half_of_the_files_never_stays(called, page, tmp_path, monkeypatch):
    from collate.data import csvfile

    written = csvfile.write

    def full(path, *rest):
        if path.name == "claims.csv":
            raise OSError(28, "No space left on device", str(path))
        written(path, *rest)

    monkeypatch.setattr(csvfile, "write", full)
    status, _, err = called(page, "--output", tmp_path / "out")
    assert status == 1
    assert "the disk is full" in err
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("=1+1", False),
        ("@SUM(A1)", False),
        ("+cmd|' /C calc'!A0", False),
        ("-2+3+cmd|' /C calc'!A0", False),
        ("-1-2", False),
        ("＝1+1", False),
        ("-0.40", True),
        ("+0.40", True),
        ("-0.40***", True),
        ("-1,794", True),
        ("-45.3%", True),
        ("−0.40", True),
        ("0.40", True),
    ],
)
def test_no_formula_goes_into_a_file(called, tmp_path, text, harmless):
    path = tmp_path / "t.csv"
    path.write_text(f',A\nx,"{text}"\n{"" if harmless else "=2,3"}\n', encoding="utf-8")
    called(path, "--output", tmp_path / "out")
    row = rows_of(tmp_path / "out" / "cells.csv")[0]
    assert row["printed"] == (text if harmless else f"'{text}")
    assert unguarded(row["printed"]) == text


@given(st.text(max_size=12, alphabet="=+-@'0.1,% *\ta(－"))
def test_what_is_guarded_comes_back(text):
    assert unguarded(guarded(text)) == text


def encrypted(path):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(FORMATS["PDF"](path.parent)))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)


def scanned(path):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 2))
    figure.figimage([[0.0, 1.0], [1.0, 0.0]])
    figure.savefig(path)


def zipped(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


DTD = '<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/passwd">]><article><body><p>&x; 12</p></body></article>'
LAUGHS = (
    '<!DOCTYPE article [<!ENTITY a "12 ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><article><body><p>&j;</p></body></article>"
)
TYPES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
# What stands in the file, by its name, and what the message says.
BAD = {
    "archive-as-html": ("p.html", b"PK\x03\x04" + b"0" * 50, "HTML was expected, and this is an archive (ZIP)"),
    "gzip-as-csv": ("t.csv", b"\x1f\x8b\x08" + b"0" * 50, "CSV was expected, and this is an archive (gzip)"),
    "tar-as-latex": ("p.tex", b"x" * 257 + b"ustar" + b"0" * 50, "an archive (tar)"),
    "zip-as-docx": ("p.docx", lambda path: zipped(path, {"a.txt": "x"}), "a Word document was expected, and this is an archive (ZIP)"),
    "old-office": ("p.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old Office, or one that a password protects"),
    "text-as-xlsx": ("b.xlsx", b"a,b\n1,2\n", "an Excel workbook was expected, and this is something else"),
    "entities-in-docx": (
        "p.docx", lambda path: zipped(path, {"[Content_Types].xml": TYPES, "word/document.xml": "<x/>"}), "declares entities",
    ),
    "broken-docx": ("p.docx", lambda path: zipped(path, {"word/document.xml": "<x/>"}), "the document is damaged"),
    "bomb-as-xlsx": ("b.xlsx", lambda path: zipped(path, {"xl/workbook.xml": "0" * 250_000_000}), "it unpacks to more than"),
    "cut-zip": ("b.xlsx", b"PK\x03\x04 and no more", "the file is damaged"),
    "encrypted-pdf": ("p.pdf", encrypted, "a password protects it"),
    "scanned-pdf": ("p.pdf", scanned, "it holds pictures of pages and no text"),
    "html-as-pdf": ("p.pdf", b"<html>", "a PDF was expected, and this is something else"),
    "cut-pdf": ("p.pdf", b"%PDF-1.7\n1 0 obj", "the PDF is damaged"),
    "empty": ("t.csv", b"", "the file is empty"),
    "blank": ("p.html", b" \n \n", "the file is empty"),
    "nothing-in-it": ("p.html", b"<p>Nothing here.</p>", "there is no table and no number in it"),
    "big5-csv": ("t.csv", ",欄\n列,1\n".encode("big5"), "t.csv:1: not UTF-8 at byte 1"),
    "utf16-csv": ("t.csv", ",A\nx,1\n".encode("utf-16"), "the file is UTF-16, not UTF-8"),
    "latin1-html": ("p.html", "<meta charset=big5><p>é 12</p>".encode("latin-1"), "declares the encoding big5"),
    "open-quote": ("t.csv", b',A\nx,"1\n', "broken CSV"),
    "garbage": ("t.csv", bytes(range(256)) * 20, "CSV was expected, and this is a binary file"),
    "broken-xml": ("a.xml", b"<article><body>", "broken XML"),
    "other-xml": ("a.xml", b"<feed><entry>12</entry></feed>", "no JATS: its outermost element is <feed>"),
    "external-entity": ("a.xml", DTD.encode(), "declares entities of its own"),
    "billion-laughs": ("a.xml", LAUGHS.encode(), "entit"),
    "input-above": ("p.tex", b"\\input{../secret}", "p.tex:1: \\input{../secret} leads out of the folder"),
    "input-absolute": ("p.tex", b"Text.\n\\input{/etc/passwd}", "p.tex:2: \\input{/etc/passwd} leads out of the folder"),
    "input-of-itself": ("p.tex", b"12 \\input{p}", "look for a file that takes in itself"),
    "deep-braces": ("p.tex", b"{" * 20_000 + b"12", "nested too deep"),
    "huge-spans": (
        "p.html", b"<table><tr>" + b"<td colspan=1000 rowspan=1000>1" * 2 + b"<tr><td>1" * 1200 + b"</table>", "more than 1,000,000 cells",
    ),
}  # fmt: skip


# Files that are large when they are unpacked or read, and take a second.
LARGE = {"bomb-as-xlsx", "huge-spans"}


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow if name in LARGE else ()) for name in BAD])
def test_one_message_and_nothing_written(called, tmp_path, name):
    (tmp_path / "in").mkdir()
    file, content, message = BAD[name]
    path = tmp_path / "in" / file
    (tmp_path / "secret.tex").write_text("99 secrets", encoding="utf-8")
    content(path) if callable(content) else path.write_bytes(content)
    status, out, err = called(path, "--output", tmp_path / "out")
    assert status == 1
    assert message in err
    assert err.startswith("error: ")
    assert err.count("error: ") == 1
    assert "to do: " in err
    assert "Traceback" not in err
    assert out == ""
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "_build").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["p.odt"], 2, "no format is known that ends in '.odt'"),
        (["none.html"], 1, "none.html: the file is missing"),
        (["folder.html"], 1, "a folder stands where a file was expected"),
    ],
)
def test_wrong_calls(called, tmp_path, arguments, status, message):
    (tmp_path / "folder.html").mkdir()
    found, out, err = called(*arguments)
    assert (found, out) == (status, "")
    assert message in err


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(called, tmp_path):
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)  # a hole: takes no room
    status, _, err = called(path)
    assert status == 1
    assert "the file has 2,147,483,648 bytes" in err


def test_a_link_that_leads_out_is_no_input(called, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.tex").write_text("99 secrets", encoding="utf-8")
    (tmp_path / "in" / "rows.tex").symlink_to(tmp_path / "secret.tex")
    path = tmp_path / "in" / "p.tex"
    path.write_text("12 \\input{rows}", encoding="utf-8")
    status, out, err = called(path)
    assert (status, out) == (1, "")
    assert "leads out of the folder" in err


def test_many_inputs_are_refused(called, tmp_path, monkeypatch):
    monkeypatch.setattr(latex_source, "MOST_INPUTS", 2)
    (tmp_path / "row.tex").write_text("12 ", encoding="utf-8")
    path = tmp_path / "p.tex"
    path.write_text("\\input{row}" * 3, encoding="utf-8")
    assert "more than 2 files" in called(path)[2]


def test_definitions_do_not_grow_without_end(called, tmp_path):
    path = tmp_path / "p.tex"
    names = "abcdefghij"
    made = "\\newcommand{\\xa}{12 }" + "".join(
        f"\\newcommand{{\\x{b}}}{{{(chr(92) + 'x' + a) * 10}}}" for a, b in itertools.pairwise(names)
    )
    path.write_text(made + "\\begin{document}There are \\xj firms, and 3 more.\\end{document}", encoding="utf-8")
    assert called(path)[0] == 0


@pytest.mark.parametrize(
    ("file", "module", "package"),
    [("p.tex", "pylatexenc.latexwalker", "pylatexenc"), ("p.docx", "docx", "python-docx"), ("p.pdf", "pdfplumber", "pdfplumber")],
)
def test_a_missing_package_is_named(called, tmp_path, monkeypatch, file, module, package):
    made = {"p.tex": "LaTeX", "p.docx": "DOCX", "p.pdf": "PDF"}[file]
    path = FORMATS[made](tmp_path)
    monkeypatch.setitem(sys.modules, module, None)
    status, _, err = called(path)
    assert status == 2
    assert f"needs the package {package}, which is not installed" in err
    assert 'python -m pip install "collate-edition[extract]"' in err


def test_signs_that_would_control_a_terminal_are_not_printed(called, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(",A\x1b[31m\nx\x1b]0;owned\x07,1\x1b[2J2\n", encoding="utf-8")
    status, out, _ = called(path)
    assert status == 0
    assert "\x1b" not in out
    assert "\x07" not in out


def test_markup_of_rich_is_text(called, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(",[red]A[/red]\n[link=x]y[/link],[bold]1\n", encoding="utf-8")
    _, out, _ = called(path)
    assert "[red]A[/red]" in out
    assert "[bold]1" in out
