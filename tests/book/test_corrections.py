"""The corrected reading: what changes, that it comes out as print says, and that nothing stale stays."""

from __future__ import annotations

import pytest
from tests_root import BOOK

from collate import Book
from collate.book import READINGS
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.csvfile import Row
from collate.data.errata import Errata, check_corrections, own_corrections, readings, refuse_outdated
from collate.data.published import Published
from collate.data.source import observation_sources
from collate.errors import BuildError, ErratumError, ParameterError
from collate.numbers.compare import compare
from collate.numbers.values import VALUE_COLUMNS
from collate.numbers.verdict import Verdict
from collate.run.notebook import open_run
from collate.run.plot import POINT_COLUMNS
from collate.verdicts import read_values

ARTIFACTS = [artifact for artifact in Published(BOOK).artifacts.values() if "corrected" in readings(BOOK, artifact)]
# What print says where the correction makes the sum come out, read from the report: lines 384 and 1940.
SETTLED = {"table-1-1/遼寧/1979:工業總產值": "396", "table-2-1/1996/Total": "100.0"}


def stored(project: Book, id: str, reading: str):
    artifact, row, column = id.split("/")
    language = Published(project).artifact(artifact).language
    return read_values(project.values(artifact, reading), project.words, language)[row, column].regenerated


@pytest.mark.parametrize("id", SETTLED)
def test_the_corrected_reading_gives_what_print_says(book, id):
    printed = Published(book).cells(id.split("/")[0])[tuple(id.split("/")[1:])].printed
    assert printed.text == SETTLED[id]
    assert compare(printed, stored(book, id, "printed")).verdict is Verdict.DIFFERS
    assert compare(printed, stored(book, id, "corrected")).verdict is Verdict.IDENTICAL


@pytest.mark.parametrize("artifact", ARTIFACTS, ids=lambda artifact: artifact.id)
def test_vintages_differ_only_where_an_erratum_proposes_it(book, artifact):
    both: list[list[Row]] = [[], []]
    for rows, reading in zip(both, READINGS, strict=True):
        rows += csvfile.read(book.values(artifact.id, reading), VALUE_COLUMNS) + csvfile.read(
            book.points(artifact.id, reading), POINT_COLUMNS
        )
    differing = [(one.fields, two.fields) for one, two in zip(*both, strict=True) if one.fields != two.fields]
    assert differing
    proposed = own_corrections(book, artifact)
    assert all(any(f"{{{id}}}" in one["formula"] for id in proposed) for one, _ in differing)


def test_an_unknown_vintage_is_refused(book, tmp_path):
    with pytest.raises(ParameterError, match="unknown reading 'latest'"):
        open_run("table-1-1", "en", "latest", str(book.data), str(tmp_path))


def test_a_correction_of_nothing_is_refused(copy, replace):
    replace(copy.errata, "id: industrial-output.liaoning.heavy@1979", "id: industrial-output.liaoning.heavy@1997")
    with pytest.raises(ErratumError, match=r"corrects 'industrial-output.liaoning.heavy@1997', which is not a cell"):
        check_corrections(copy, {*Published(copy).cell_ids, *Ledger(copy).claims, *observation_sources(copy.source)})


def test_a_corrected_reading_that_no_erratum_calls_for_is_refused(copy):
    left = copy.values("table-5-1", "corrected")
    csvfile.write_text(left, "row,column,kind,value,low,high,formula\n")
    with pytest.raises(BuildError, match="no erratum calls for this corrected reading"):
        refuse_outdated(copy, Published(copy).artifacts.values())


def test_every_erratum_of_a_table_with_a_correction_names_its_reading(book):
    errata = Errata.load(book)
    assert set(errata.observation_corrections) == {id for artifact in ARTIFACTS for id in own_corrections(book, artifact)}
