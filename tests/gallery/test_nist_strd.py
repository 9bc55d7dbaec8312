"""The measured digits of floats in the edition of NIST's datasets: what is plain Python is the same on every machine."""

from fractions import Fraction

import pytest
from gallery.page import GALLERY
from needs import needs

from collate.book import Book
from collate.data import csvfile
from collate.data.dataset import load_datasets

BOOK = Book(GALLERY / "nist-strd")
PLAIN = ("doubles", "textbook", "two-pass")
SMALL = ("atmwtag", "longley", "norris", "sirstv", "smls01", "smls04", "smls07")


@pytest.fixture
def module(monkeypatch):
    monkeypatch.syspath_prepend(str(BOOK.python))
    return pytest.importorskip("nist_digits")


@needs("the packages of the gallery")
@pytest.mark.parametrize("name", SMALL)
@pytest.mark.filterwarnings("ignore")
def test_plain_arithmetic_agrees_in_the_digits_that_were_measured(module, name):
    rows = csvfile.read(BOOK.files / "digits.csv", module.COLUMNS)
    kept = {row["way"]: int(row["digits"]) for row in rows if row["dataset"] == name}
    found = {way: digits for _, way, digits in module.measured({name: load_datasets(BOOK)[name].path})}
    assert found.keys() == kept.keys()
    assert {way: found[way] for way in PLAIN} == {way: kept[way] for way in PLAIN}


@needs("the packages of the gallery")
@pytest.mark.parametrize(
    ("value", "digits"),
    [(1.5, 15), (1.5 * (1 + 2e-7), 6), (1.5 * (1 - 2e-3), 2), (15.0, 0), (float("inf"), 0), (float("nan"), 0), (-1.5, 0)],
)
def test_digits_that_agree_with_three_halves(module, value, digits):
    assert module.agreed(value, Fraction(3, 2)) == digits


@needs("the packages of the gallery")
def test_predictors_that_depend_on_one_another_have_no_inverse(module):
    with pytest.raises(ValueError, match="linearly dependent"):
        module.nist_strd.regression([["1", "2"], ["2", "4"], ["3", "6"]], ["1", "2", "4"])
