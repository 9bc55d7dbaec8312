"""The same table in every format gives the same strings, names and ids."""

from __future__ import annotations

import pytest
from extract.one_table import COLUMNS, FORMATS, MINUS, expected, pdf_bytes

from collate.extract.extraction import extract

EXPECTED = expected()


def table_of(path):
    return next(table for table in extract(path).tables if table.id in ("table-2", "results") or table.number == "2")


@pytest.mark.parametrize("format", FORMATS)
def test_every_cell_as_printed(format, tmp_path):
    found = extract(FORMATS[format](tmp_path))
    assert found.format == format
    table = table_of(FORMATS[format](tmp_path))
    assert {(cell.row, cell.column): cell.printed for cell in table.cells} == EXPECTED
    assert [doubt for cell in table.cells for doubt in cell.doubts] == []
    assert table.doubts == ()
    assert table.columns == COLUMNS


@pytest.mark.parametrize("format", FORMATS)
def test_ids_are_the_same_everywhere(format, tmp_path):
    ids = [cell.id for cell in table_of(FORMATS[format](tmp_path)).cells]
    assert len(set(ids)) == len(ids) == len(EXPECTED)
    assert ids[0] == "table-2/panel-a.-wages:training/men:(1)"
    assert ids[3] == "table-2/panel-a.-wages:training-[2]/men:(1)"


@pytest.mark.parametrize("format", [name for name in FORMATS if name not in ("CSV", "Excel")])
def test_caption_and_number(format, tmp_path):
    table = table_of(FORMATS[format](tmp_path))
    assert (table.id, table.number, table.caption) == ("table-2", "2", "Effects of training")


@pytest.mark.parametrize("format", ["HTML", "JATS", "LaTeX", "PDF"])
def test_notes_are_no_cells(format, tmp_path):
    assert table_of(FORMATS[format](tmp_path)).notes == ("Notes: Standard errors in brackets.",)


def test_where_the_readers_of_a_pdf_differ_there_is_a_doubt(tmp_path, monkeypatch):
    from collate.extract import pdf_pages

    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_bytes())
    second = pdf_pages.Page.again
    monkeypatch.setattr(pdf_pages.Page, "again", lambda page, *box: second(page, *box).replace("0.40", "0.4"))
    doubted = {cell.printed: cell.doubts for cell in table_of(path).cells if cell.doubts}
    assert doubted == {"0.40***": ("the second reader has '0.4***'",)}


def test_a_minus_and_a_hyphen_stay_what_they_are(tmp_path):
    path = tmp_path / "t.html"
    path.write_text(f"<meta charset=utf-8><table><tr><th>a<th>b<tr><td>x<td>-0.5<tr><td>y<td>{MINUS}0.5</table>", encoding="utf-8")
    assert [cell.printed for cell in extract(path).tables[0].cells] == ["-0.5", f"{MINUS}0.5"]
