"""The cells of a book are read by the same core, each under the convention of its place."""

from fractions import Fraction as F

import pytest

from collate.book import Book
from collate.data.published import ARTIFACT_COLUMNS, CELL_COLUMNS, HEADER_COLUMNS, Published
from collate.errors import ConfigurationError, PrintedError
from collate.numbers.compare import Regenerated, compare
from collate.numbers.interval import Interval
from collate.numbers.judgement import Value
from collate.numbers.printed import PrintedKind, parse
from collate.numbers.verdict import Verdict
from collate.verdicts import Stored, _compared

CONFIG = """title: x
collate:
  languages:
    en:
  convention:
    decimal: ","
    places:
      table-1/*/p: {role: p}
      table-1/loss/*: {brackets: negative}
"""
CELLS = [("gain", "amount", "1,5"), ("gain", "p", ",03"), ("loss", "amount", "(2,5)"), ("loss", "p", "< ,001")]


def book(folder, config=CONFIG):
    (folder / "_config.yml").write_text(config, encoding="utf-8")
    cells = folder / "data" / "published" / "cells"
    cells.mkdir(parents=True)
    artifact = dict.fromkeys(ARTIFACT_COLUMNS, "") | {"id": "table-1", "kind": "table", "chapter": "1", "number": "1", "line": "1"}
    heads = [("row", "gain"), ("row", "loss"), ("column", "amount"), ("column", "p")]
    headers = [["table-1", axis, str(place % 2 + 1), id, ""] for place, (axis, id) in enumerate(heads)]
    rows = [[row, column, f'"{text}"', "", "transcribed", "1", "read", ""] for row, column, text in CELLS]
    for path, columns, content in (
        (cells.parent / "artifacts.csv", ARTIFACT_COLUMNS, [artifact.values()]),
        (cells.parent / "headers.csv", HEADER_COLUMNS, headers),
        (cells / "table-1.csv", CELL_COLUMNS, rows),
    ):
        lines = [",".join(columns), *(",".join(line) for line in content)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Book(folder)


def test_cells_are_read_under_the_convention_of_their_place(tmp_path):
    found = {key: cell.printed for key, cell in Published(book(tmp_path)).cells("table-1").items()}
    assert {key: printed.value for key, printed in found.items()} == {
        ("gain", "amount"): F("1.5"),
        ("gain", "p"): F("0.03"),
        ("loss", "amount"): F("-2.5"),
        ("loss", "p"): F("0.001"),
    }
    assert found["loss", "p"].interval == Interval(F(0), F("0.001"), False, True)
    assert found["loss", "amount"].like(F("-2.6")) == "(2,6)"
    regenerated = Regenerated(F("0.0004"), Interval(F("0.0004"), F("0.0004")), "0.0004")
    assert compare(found["loss", "p"], regenerated).verdict is Verdict.IDENTICAL
    assert compare(found["gain", "p"], regenerated).verdict is Verdict.DIFFERS


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("table-1/*/p", "table-1/*/q", "has no column 'q'"),
        ("table-1/loss/*", "table-1/lost/*", "has no row 'lost'; near it: loss"),
        ("table-1/*/p", "table-2/*/p", "no artifact 'table-2'; near it: table-1"),
    ],
)
def test_a_convention_for_a_place_that_there_is_not(tmp_path, old, new, what):
    with pytest.raises(ConfigurationError) as caught:
        Published(book(tmp_path, CONFIG.replace(old, new))).cells("table-1")
    assert what in caught.value.what and caught.value.line == 5


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("$1,794", PrintedKind.NUMBER, 1794),
        (".05", PrintedKind.NUMBER, F("0.05")),
        ("1.2 million", PrintedKind.NUMBER, 1200000),
        ("300 人", PrintedKind.NUMBER, 300),
        ("0.073*** (0.004)", PrintedKind.TEXT, None),  # several facts, and a cell has one value
        ("twelve", PrintedKind.TEXT, None),  # a word is told by its label
        ("n.a.", PrintedKind.TEXT, None),
        ("2004–05", PrintedKind.TEXT, None),
    ],
)
def test_what_a_cell_holds(text, kind, value):
    found = parse(text)
    assert (found.kind, found.value) == (kind, value)


def test_a_bound_has_no_interval():
    with pytest.raises(PrintedError, match="a bound on one side"):
        _ = parse("≥ 10").interval
    with pytest.raises(PrintedError, match="not a number"):
        _ = parse("twelve").interval


def test_floats_of_a_notebook_are_judged_under_the_convention_of_their_cell(tmp_path):
    """An accountant's minus and a dropped zero count there, too."""
    found = Published(book(tmp_path)).cells("table-1")
    for key, value, verdict in (
        (("loss", "amount"), -2.51, Verdict.IDENTICAL),
        (("loss", "amount"), 2.51, Verdict.DIFFERS),
        (("loss", "p"), 0.0004, Verdict.IDENTICAL),
    ):
        stored = Stored(Regenerated(None, None, str(value)), "", "", "", {"value": Value(F(value), F(value), F(value), double=True)})
        assert _compared(found[key], stored).verdict is verdict
