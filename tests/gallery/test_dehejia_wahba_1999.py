"""What is particular to the edition of Dehejia and Wahba: standard errors, and that its errata say what was tried as it is."""

import pytest
from gallery.page import GALLERY, computations
from gallery.test_editions import copied
from needs import needs

from collate.book import Book
from collate.data.dataset import dataset
from collate.errors import DataError
from collate.verdicts import judge_all

NAME = "dehejia-wahba-1999"
PRINTED = {"CPS-1": (972, 550), "CPS-3": (1326, 798)}  # column (2)
pytestmark = needs("the packages of the gallery")


@pytest.fixture(scope="module")
def article():
    """The module of the edition's computations."""
    return computations(NAME)


@pytest.fixture(scope="module")
def of(article):
    book = Book(GALLERY / NAME)
    return article.samples(*(dataset(book, id).frame() for id in ("nsw", "cps-1", "cps-3")))


@pytest.mark.parametrize(
    ("table", "printed", "planted"),
    [
        ("table-3-nsw", "1,794 (633)", "1,794 (632)"),
        ("table-3", "-8,498 (712)", "8,498 (712)"),
        ("table-s1", "1,582 (1,069)", "1,582 (1,068)"),
        ("table-4", "2,110", "2,111"),
    ],
    ids=["standard error", "sign", "standard error of matching", "mean"],
)
def test_another_number_differs(tmp_path, table, printed, planted):
    book = copied(NAME, tmp_path / "edition")
    cells = book.cells / f"{table}.csv"
    text = cells.read_text(encoding="utf-8")
    assert text.count(printed) == 1
    cells.write_text(text.replace(printed, planted), encoding="utf-8")
    differing = [item.place.printed.text for item in judge_all(book).cells if item.verdict.key == "differs"]
    assert differing == [planted]


def test_one_regression_of_all_that_were_tried_gives_print_in_both_groups(article, of):
    found = {name: article.regressions(of[name]) for name in PRINTED}
    assert {len(tried) for tried in found.values()} == {128}
    for name, printed in PRINTED.items():
        fitting = [chosen for chosen, fit in found[name].items() if (round(fit["value"]), round(fit["standard error"])) == printed]
        assert fitting == [("re75^2",)]


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("chosen", [(), ("re75^2",), ("u74", "age^3")], ids=["note", "square", "others"])
def test_the_regressions_that_are_tried_are_those_of_the_table(article, of, name, chosen):
    """Two ways to the same numbers: from all products at once, and from the men themselves."""
    alone = article.regression(of[name], (*article.NOTE_A, *chosen))
    assert article.regressions(of[name])[chosen] == pytest.approx(alone, abs=0.002)


@pytest.mark.parametrize(
    ("group", "left_out", "count"),
    [
        ("CPS-1", ("nodegree",), 3566),
        ("CPS-3", ("nodegree",), 515),
        ("CPS-1", ("u74", "u75"), 4162),
        ("CPS-1", ("age^3",), 4472),
    ],
)
def test_what_was_tried_for_the_number_of_men(article, of, group, left_out, count):
    scores = article.score(of[group], [name for name in article.SCORE if name not in left_out])
    assert int(article.supported(of[group], scores).sum()) == count


def test_another_version_of_the_data_is_told_by_name(tmp_path):
    book = copied(NAME, tmp_path / "edition")
    listed = book.source / "datasets.csv"
    listed.write_text(listed.read_text(encoding="utf-8").replace("causaldata==0.1.5/", "causaldata==0.1.4/"), encoding="utf-8")
    with pytest.raises(DataError, match=r"causaldata is installed in version 0\.1\.5, and the data are those of 0\.1\.4"):
        dataset(book, "nsw").content()
