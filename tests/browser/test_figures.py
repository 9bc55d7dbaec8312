"""Drawings in a real browser: marks tell their values, light their cells, and follow the reading of the page; labels can be read."""

from __future__ import annotations

import pytest
from browser.conftest import resize
from tests_root import LANGUAGES

TIP = ".fig-tip:not([hidden])"
# Of every drawing that is seen: the smallest text in pixels, and pairs of texts whose boxes reach into one another.
MEASURE = """() => [...document.querySelectorAll(".fig svg")].filter((svg) => svg.getClientRects().length).map((svg) => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const texts = [...svg.querySelectorAll("text")];
  const boxes = texts.map((text) => text.getBoundingClientRect());
  const met = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, j) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const along = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    // The box of a text is as high as its font allows; letters fill three quarters of it.
    if (across > 1.5 && along > 0.3 * Math.min(a.height, b.height)) met.push([texts[i].textContent, texts[i + 1 + j].textContent]);
  }));
  const least = Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize))) * scale;
  return { name: svg.getAttribute("aria-labelledby"), least, met };
})"""


def drawing(page, id, layout="wide"):
    return page.locator(f"svg.fig-{layout}[aria-labelledby='alt-{id}']")


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_large_enough_and_apart(site, page, language):
    for chapter, count in ((1, 11), (2, 3), (5, 3)):
        page.goto(f"{site}/{language}/chapter-{chapter}.html")
        for width in (390, 768, 1280, 1920):
            resize(page, width)
            found = page.evaluate(MEASURE)
            assert len(found) == count, width
            assert not [drawn for drawn in found if drawn["met"] or drawn["least"] < 11], width


def test_a_mark_tells_value_source_and_verdict_and_lights_its_cell(site, page):
    page.goto(f"{site}/en/chapter-1.html")
    mark = drawing(page, "table-1-3").locator(".m[data-cell='table-1-3/2000/總GDP:%']").first
    mark.scroll_into_view_if_needed()
    mark.hover()
    told = page.locator(TIP).inner_text()
    assert "33.05" in told
    assert "34.3" in told
    assert page.locator("td.cv-lit").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(TIP).count() == 0
    assert page.locator(".cv-lit").count() == 0


def test_one_tab_stop_a_drawing_and_arrows_within(site, page):
    page.goto(f"{site}/en/chapter-5.html")
    svg = drawing(page, "table-5-1")
    assert svg.locator("[tabindex='0']").count() == 1
    svg.locator("[tabindex='0']").focus()
    first = page.locator(TIP).inner_text()
    page.keyboard.press("ArrowRight")
    assert page.locator(TIP).inner_text() != first
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(page.locator(f"{TIP} p").first.inner_text())


def test_a_tap_tells_the_nearest_mark(site, phone):
    phone.goto(f"{site}/zh-Hant/chapter-1.html")
    svg = drawing(phone, "figure-1-3", "narrow")
    svg.scroll_into_view_if_needed()
    mark = svg.locator(".m[data-i='9']").bounding_box()  # the last row of its file of points
    phone.touchscreen.tap(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2 + 12)
    assert "2008" in phone.locator(TIP).inner_text()


@pytest.mark.parametrize(("reading", "shown"), [("printed", 7), ("regenerated", 7), ("corrected", 7)])
def test_one_mark_of_several_follows_the_reading(site, page, reading, shown):
    page.goto(f"{site}/en/chapter-1.html")
    svg = drawing(page, "table-1-3")
    page.evaluate("document.documentElement.removeAttribute('data-reading')")
    assert svg.locator(".m.r:visible").count() == 14
    page.evaluate(f"document.documentElement.dataset.reading = '{reading}'")
    assert svg.locator(".m.r:visible").count() == shown
    assert svg.locator(f".m.r-{reading}:visible").count() == shown


def test_dark_pages_have_dark_drawings(site, browser):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{site}/en/chapter-1.html")
    colours = page.evaluate(
        """() => { const svg = document.querySelector(".fig svg");
        const styles = [svg, svg.querySelector("text"), document.body].map((element) => getComputedStyle(element));
        return [styles[0].backgroundColor, styles[1].fill, styles[2].color]; }"""
    )
    assert colours[0] == "rgba(0, 0, 0, 0)"
    assert colours[1] == colours[2]
    context.close()


def test_without_a_script_marks_have_titles_and_drawings_a_description(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/chapter-1.html")
    svg = drawing(page, "figure-1-3")
    assert svg.locator(".m > title").count() == svg.locator(".m").count() > 5
    assert svg.get_attribute("role") == "img"
    context.close()
