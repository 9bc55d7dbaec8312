"""Every address is made from the one configured repository; the forms are those that the hosts document."""

from __future__ import annotations

import pytest

from collate.bind.repository import repository
from collate.errors import BuildError
from collate.sphinx.page import page_links, source_path

NOTEBOOK = "src/report/notebooks/table-1-2.ipynb"
GITHUB = {"repository": {"url": "https://github.com/someone/orchards/", "branch": "side/branch"}}
GITLAB = {"repository": {"url": "https://gitlab.com/a/group/orchards.git"}}


@pytest.mark.parametrize("configuration", [{}, {"repository": None}, {"repository": {"url": ""}}])
def test_without_an_address_there_is_none(configuration):
    assert repository(configuration) is None


def test_github():
    found = repository(GITHUB)
    assert found.edit("chapters/en/index.md") == "https://github.com/someone/orchards/edit/side%2Fbranch/chapters/en/index.md"
    assert found.issue("a page") == "https://github.com/someone/orchards/issues/new?title=a+page"
    assert found.binder(NOTEBOOK) == (
        "https://mybinder.org/v2/gh/someone/orchards/side%2Fbranch?urlpath=lab%2Ftree%2Fsrc%2Freport%2Fnotebooks%2Ftable-1-2.ipynb"
    )
    assert found.colab(NOTEBOOK) == (
        "https://colab.research.google.com/github/someone/orchards/blob/side%2Fbranch/src/report/notebooks/table-1-2.ipynb"
    )


def test_gitlab():
    found = repository(GITLAB)
    assert found.branch == "main"
    assert found.edit("README.md") == "https://gitlab.com/a/group/orchards/-/edit/main/README.md"
    assert found.issue("x") == "https://gitlab.com/a/group/orchards/-/issues/new?issue%5Btitle%5D=x"
    assert found.binder("x.ipynb") == "https://mybinder.org/v2/gl/a%2Fgroup%2Forchards/main?urlpath=lab%2Ftree%2Fx.ipynb"
    assert found.colab("x.ipynb") == ""


@pytest.mark.parametrize("url", ["http://github.com/a/b", "https://github.com/a", "https://example.org/a/b", "git@github.com:a/b"])
def test_an_address_that_is_none(url):
    with pytest.raises(BuildError, match=r"repository\.url is ") as caught:
        repository({"repository": {"url": url}})
    assert "https://HOST/OWNER/NAME" in str(caught.value)


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("chapter-1", "chapters/en/chapter-1.md"),
        ("artifacts/table-1-2", "src/report/notebooks/table-1-2.ipynb"),
        ("artifacts/table-4-1", "src/report/notebooks/zhongguancun-zones.ipynb"),  # two tables share a notebook
    ],
)
def test_a_page_names_the_file_that_it_is_made_from(book, page, path):
    assert source_path(book, page, "en") == path
    assert (book.root / path).is_file()


def test_only_the_page_of_a_notebook_can_be_run(book):
    found = repository(GITHUB)
    assert [key for key, _ in page_links(found, book, "chapter-1", "en")] == ["link-edit", "link-issue"]
    assert [key for key, _ in page_links(found, book, "artifacts/table-1-2", "en")] == [
        "link-edit",
        "link-issue",
        "link-binder",
        "link-colab",
    ]
