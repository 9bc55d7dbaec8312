"""What is particular to the edition of chapter 12 of What If: intervals, which error they rest on, and what its errata say was tried."""

import pytest
from gallery.page import GALLERY, computations
from gallery.test_editions import copied
from needs import needs

from collate.book import Book
from collate.data.dataset import dataset
from collate.verdicts import judge_all

NAME = "what-if-12"
ESTIMATES = "table-s2"
pytestmark = needs("the packages of the gallery")


@pytest.fixture(scope="module")
def chapter():
    """The module of the edition's computations."""
    return computations(NAME)


@pytest.fixture(scope="module")
def everybody(chapter):
    return chapter.people(dataset(Book(GALLERY / NAME), "nhefs").frame())


@pytest.mark.parametrize(
    ("printed", "planted"),
    [("3.5 (2.5, 4.5)", "3.5 (2.4, 4.5)"), ("3.5 (2.5, 4.5)", "3.5 (2.5, 4.6)"), ("0.9 (-1.7, 3.5)", "0.9 (1.7, 3.5)")],
    ids=["lower end", "upper end", "sign"],
)
def test_another_end_of_an_interval_differs(tmp_path, printed, planted):
    book = copied(NAME, tmp_path / "edition")
    cells = book.cells / f"{ESTIMATES}.csv"
    text = cells.read_text(encoding="utf-8")
    assert printed in text
    cells.write_text(text.replace(printed, planted), encoding="utf-8")
    differing = [item.place.printed.text for item in judge_all(book).cells if item.verdict.key == "differs"]
    assert differing == [planted]


def test_the_digits_tell_which_standard_error_was_used(chapter, everybody):
    persons = chapter.measured(everybody)
    plain = chapter.smf.ols("wt82_71 ~ qsmk", persons)
    weighted = chapter.smf.wls("wt82_71 ~ qsmk", persons, weights=chapter.weights(persons))
    ends = {
        (name, error): [round(float(end), 1) for end in model.fit(cov_type=error).conf_int().loc["qsmk"]]
        for name, model in (("plain", plain), ("weighted", weighted))
        for error in ("nonrobust", "HC0")
    }
    assert ends["plain", "nonrobust"] == [1.7, 3.4] != ends["plain", "HC0"]
    assert ends["weighted", "HC0"] == [2.4, 4.5] != ends["weighted", "nonrobust"]


@pytest.mark.parametrize(
    ("sample", "measure", "expected"),
    [("measured", "median", (46, 42)), ("all", "mean", (46.70, 42.92)), ("measured", "mean", (46.17, 42.79))],
    ids=["medians", "means of all", "means of those measured"],
)
def test_what_was_tried_for_the_difference_in_age(chapter, everybody, sample, measure, expected):
    persons = chapter.measured(everybody) if sample == "measured" else everybody
    found = persons.groupby("qsmk")["age"].agg(measure)
    assert (round(float(found[1]), 2), round(float(found[0]), 2)) == expected
