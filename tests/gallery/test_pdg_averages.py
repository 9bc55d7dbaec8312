"""What is particular to the edition of the averages of the Particle Data Group: its ledger, its verdicts as facts, its rule of digits."""

import importlib.util
import re
import sqlite3
import sys
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, distribution

import pandas as pd
import pytest
from gallery.page import GALLERY
from needs import needs

from collate import Interval, Verdict

EDITION = GALLERY / "pdg-averages"


@pytest.fixture(scope="module")
def edition():
    """The module of the edition."""
    path = EDITION / "src" / "pdg_averages.py"
    spec = importlib.util.spec_from_file_location("pdg_averages", path)
    found = importlib.util.module_from_spec(spec)
    sys.modules["pdg_averages"] = found
    spec.loader.exec_module(found)
    yield found
    del sys.modules["pdg_averages"]


@pytest.fixture(scope="module")
def database():
    try:
        path = distribution("pdg").locate_file("pdg/pdg.sqlite")
    except PackageNotFoundError:
        pytest.skip("the package pdg is not installed: make gallery")
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


@pytest.fixture(scope="module")
def found(edition, database):
    frames = (pd.read_sql_query(query, database) for query in (edition.AVERAGES, edition.MEASUREMENTS))
    return edition.inputs(*frames)


pytestmark = needs("the packages of the gallery")


def test_the_licence_is_what_the_database_says(database):
    (licence,) = database.execute("select value from pdginfo where name = 'license'").fetchone()
    sources = (EDITION / "data" / "source" / "sources.csv").read_text(encoding="utf-8")
    assert licence == "CC BY 4.0"
    assert f",{licence}," in sources


def test_the_printed_strings_are_those_of_the_database(edition, found):
    for table, items in edition.ledger(found).items():
        rows = (EDITION / "data" / "published" / "cells" / f"{table}.csv").read_text(encoding="utf-8").splitlines()[1:]
        assert {line.split(",")[0]: line.split(",")[2] for line in rows} == {item.row.pdgid: item.row.shown for item in items}


@pytest.mark.parametrize(
    ("id", "verdicts"),
    [
        ("S010T", ["identical", "identical"]),
        ("S041R15", ["rounding", "identical"]),
        ("S085DM", ["differs", "differs"]),
        ("S013D", ["differs", "identical"]),
        ("B200M", ["rounding", "differs"]),  # its greatest uncertainty is 0.35, which only touches what 0.4 stands for
    ],
)
def test_verdicts_are_proved_from_both_sides(edition, found, id, verdicts):
    assert [verdict.key for verdict in edition.verdicts(found[id])] == verdicts


@pytest.mark.parametrize("id", ["S010T", "S008T", "S014M", "M057M", "S018T"])
@pytest.mark.parametrize("part", [0, 1], ids=["value", "uncertainty"])
def test_a_planted_digit_differs(edition, found, id, part):
    """The first digit of the value, or of the uncertainty, that is not zero."""
    shown = found[id].row.shown
    head, sign, tail = shown.partition("+-")
    pieces = [head, tail]
    pieces[part] = re.sub("[1-9]", lambda digit: str(int(digit[0]) % 9 + 1), pieces[part], count=1)
    assert edition.proved(sign.join(pieces), found[id].regenerated())[part] is Verdict.DIFFERS


@pytest.mark.parametrize(
    ("id", "cause"),
    [("S010L0", "power"), ("B170M", "common"), ("M251M", "alone"), ("S086R2", "one-less"), ("M055R4", "all-counted"), ("S085DM", None)],
)
def test_causes(edition, found, id, cause):
    assert cause in edition.causes(found[id]) if cause else edition.causes(found[id]) == []


def test_an_average_that_the_database_lost_is_told_by_name(edition, found):
    without = {id: item for id, item in found.items() if id != "S010T"}
    with pytest.raises(LookupError, match="the average S010T is not in this edition"):
        edition.famous(without, ["S010T"])


def test_a_withdrawn_measurement_is_told_by_name(edition, database):
    frames = [pd.read_sql_query(query, database) for query in (edition.AVERAGES, edition.MEASUREMENTS)]
    measurements = frames[1]
    kept = measurements[measurements["pdgid"] == "S043MD"].index[:1]
    frames[1] = measurements[(measurements["pdgid"] != "S043MD") | measurements.index.isin(kept)]
    with pytest.raises(LookupError, match="the average S043MD cannot be made from this edition of the database: single"):
        edition.famous(edition.inputs(*frames), ["S043MD"])


def test_proof_from_one_side_is_no_proof(edition):
    """A number whose bounds allow more than what is reached."""

    class Number:
        value = Fraction("0.30")
        interval = Interval(Fraction("0.26"), Fraction("0.34"))
        outer = Interval(Fraction("0.26"), Fraction("0.36"))

    value = type(
        "Exact", (), {"value": Fraction(6), "interval": Interval(Fraction(6), Fraction(6)), "outer": Interval(Fraction(6), Fraction(6))}
    )
    with pytest.raises(AssertionError, match="by what bounds it"):
        edition.proved("6.0+-0.4", {"value": value(), "uncertainty": Number()})
