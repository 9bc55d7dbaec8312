"""The first page and the page of what does not hold, in a browser: the strip, the scale, the box of a chapter."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from tests_root import LANGUAGES

pytestmark = pytest.mark.usefixtures("html_built")


def test_the_strip_leads_to_every_value(page, site):
    page.goto(f"{site}/en/index.html")
    cells = page.locator(".cv-strip-part > *")
    before = page.locator(".cv-strip-part > a").count()
    assert 0 < before < cells.count()
    page.locator(".cv-strip-part").nth(1).hover()
    page.wait_for_function("document.querySelectorAll('.cv-strip-part > i').length === 0")
    assert page.locator(".cv-strip-part > a[href][title]").count() == cells.count()
    link = page.locator(".cv-strip-part").nth(1).locator("a").nth(40)
    address = unquote(link.get_attribute("href"))
    link.click()
    page.wait_for_url(lambda url: unquote(url).endswith(address))
    assert page.locator(":target").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_has_few_stops_for_the_keyboard(page, site, language):
    page.goto(f"{site}/{language}/index.html")
    stops = page.evaluate("[...document.querySelectorAll('article a, article button')].filter((e) => e.tabIndex >= 0).length")
    assert stops < 60


@pytest.mark.parametrize("width", [390, 1280])
def test_each_dot_lies_on_its_scale(page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/en/errata.html")
    places = page.evaluate(
        """[...document.querySelectorAll(".cv-scale")].map((scale) => {
          const [left, top] = ["left", "width"].map((name) => parseFloat(getComputedStyle(scale, "::after")[name]));
          return [left, top, scale.getBoundingClientRect().width];
        })"""
    )
    assert len(places) > 30
    assert all(0 < left < whole and 8 < dot < 16 and whole > 80 for left, dot, whole in places)


def test_what_weakens_an_argument_unfolds_by_keyboard_and_leads_to_its_cause(page, site):
    page.goto(f"{site}/en/chapter-1.html")
    summary = page.locator(".cv-argument summary")
    summary.focus()
    page.keyboard.press("Enter")
    link = page.locator(".cv-argument details li a").first
    assert link.is_visible()
    link.click()
    page.wait_for_url("**/errata.html#erratum-*")
    assert page.locator("dt:target").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colours", ["none", "active"])
def test_a_bearing_is_told_without_colour(page, site, scheme, colours):
    """By a word, which forced colours leave."""
    page.emulate_media(color_scheme=scheme, forced_colors=colours)
    page.goto(f"{site}/en/errata.html")
    words = {page.locator(f"dl .cv-bearing-{name}").first.inner_text() for name in ("reverses", "weakens", "strengthens", "nothing")}
    assert len(words) == 4
