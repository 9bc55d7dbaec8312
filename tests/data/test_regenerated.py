"""What git keeps under data/regenerated is what the notebooks give, byte for byte, in both languages.

They are run once, by the build of the book itself; `make test-all` runs all of them again, in a copy in which nothing has run.
"""

from __future__ import annotations

import pytest
from needs import needs
from tests_root import BOOK, LANGUAGES, copy_book

from collate.book import Book
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.published import Published
from collate.run.execute import run_claims, run_notebook
from collate.run.kernels import template
from collate.verdicts import VERDICT_COLUMNS, judge_book

pytestmark = pytest.mark.slow

ARTIFACTS = list(Published(BOOK).artifacts)
CHAPTERS = sorted({claim.chapter for claim in Ledger(BOOK).claims.values()})


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A copy in which nothing has run. All notebooks run in it, since none can write outside its own folder, from one template."""
    project = copy_book(tmp_path_factory.mktemp("regenerated"))
    project.build.mkdir()
    with template(project):
        yield project


@pytest.fixture(scope="module")
def committed(kept):
    """The book as git keeps it, whatever builds have written since."""
    return Book(kept)


def require_equal(folder, committed, id, language):
    assert (folder / "values.csv").read_bytes() == (committed.regenerated / f"{id}.csv").read_bytes(), language
    if Published(BOOK).artifact(id).drawn:
        assert (folder / "points.csv").read_bytes() == committed.points(id).read_bytes(), language
        for form in ("svg", "narrow.svg", "pdf"):
            assert (folder / f"figure.{form}").read_bytes() == committed.figure(id, language, form).read_bytes(), (language, form)


@pytest.mark.usefixtures("html_built")
@pytest.mark.parametrize("id", ARTIFACTS)
def test_the_run_of_the_build_equals_git(book, committed, id):
    for language in LANGUAGES:
        require_equal(book.run(id, language), committed, id, language)


@pytest.mark.usefixtures("html_built")
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_claims_of_the_build_equal_git(book, committed, chapter):
    assert (book.claim_run(chapter) / "claims.csv").read_bytes() == committed.claim_values(chapter).read_bytes()


@needs("Noto CJK")
@pytest.mark.endurance
@pytest.mark.parametrize("id", ARTIFACTS)
def test_fresh_run_equals_git(committed, fresh, id):
    for language in LANGUAGES:
        require_equal(run_notebook(fresh, Published(fresh).artifact(id), language), committed, id, language)


@pytest.mark.endurance
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_fresh_claims_equal_git(committed, fresh, chapter):
    folder = run_claims(fresh, chapter)
    assert (folder / "claims.csv").read_bytes() == committed.claim_values(chapter).read_bytes()


def test_verdicts_equal_git(book, tmp_path):
    csvfile.write(tmp_path / "verdicts.csv", VERDICT_COLUMNS, [item.fields for item in judge_book(book)])
    assert (tmp_path / "verdicts.csv").read_bytes() == (book.regenerated / "verdicts.csv").read_bytes()


def test_nothing_else_is_kept(book):
    assert {path.stem for path in book.regenerated.glob("*.csv")} == {*ARTIFACTS, "verdicts"}
    drawn = {artifact.id for artifact in Published(book).artifacts.values() if artifact.drawn}
    assert {path.stem for path in (book.regenerated / "points").iterdir()} == drawn
    assert {path.name.split(".")[0] for path in book.figures.iterdir()} == drawn
