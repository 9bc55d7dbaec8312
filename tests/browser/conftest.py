"""A real browser on the built book: one Chromium a worker, one server, and the page lists that tests run over."""

from __future__ import annotations

from contextlib import contextmanager

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


@pytest.fixture(scope="module")
def kept_page(context):
    found = context.new_page()
    yield found
    found.close()


@pytest.fixture
def page(kept_page):
    """A page that fails the test when a script in it fails, in which nobody has chosen anything.

    It is the same one for all tests of a module, which open one address after another in it: a new one costs more than most of them.
    """
    errors = []
    kept_page.set_viewport_size({"width": 1280, "height": 900})
    kept_page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    with listening(kept_page, pageerror=lambda error: errors.append(str(error))):
        yield kept_page
        kept_page.evaluate("() => { if (location.protocol.startsWith('http')) localStorage.clear(); }")
        kept_page.goto("about:blank")
        kept_page.mouse.move(0, 0)
    assert not errors


@contextmanager
def listening(page, **heard):
    """Call functions for what a page tells (`request`, `response`, `requestfailed`) within a `with`."""
    for event, call in heard.items():
        page.on(event, call)
    try:
        yield
    finally:
        for event, call in heard.items():
            page.remove_listener(event, call)


def resize(page, width, height=900):
    """Give a page another size, and wait until its observers of sizes have answered: they do so before the second frame is drawn."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()
