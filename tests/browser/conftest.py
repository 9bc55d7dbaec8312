"""A real browser on the built book: one Chromium a worker, one server, and the page lists that tests run over."""

from __future__ import annotations

import pytest
from needs import need
from serve import chromium, served
from tests_root import BOOK


@pytest.fixture(scope="session")
def site(book_built):
    """The address of the built book on a server of this test run."""
    book_built("html")
    with served(BOOK.build / "html") as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    need("a browser")
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def context(browser):
    found = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield found
    found.close()


@pytest.fixture
def page(context):
    """A page that fails the test when a script in it fails."""
    found = context.new_page()
    errors = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    yield found
    found.close()
    assert not errors


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()
