"""What a reader does: changes the language, asks a number, scrolls a table, changes colours, by mouse, keyboard and touch."""

from __future__ import annotations

import pytest
from tests_root import BOOK, LANGUAGES

OTHER = {"zh-Hant": "en", "en": "zh-Hant"}
POINTS = """() => [...document.querySelectorAll("#table-2-1 tbody tr")].map((row) => {
  const walker = document.createTreeWalker(row.cells[2], NodeFilter.SHOW_TEXT);
  const text = walker.nextNode();
  const at = text.data.indexOf(".") < 0 ? text.data.length : text.data.indexOf(".");
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, at);
  return range.getBoundingClientRect().right;
})"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_stays_at_the_place(page, site, language):
    page.goto(f"{site}/{language}/chapter-2.html#table-2-1")
    page.locator(".top-language").click()
    page.wait_for_url(f"**/{OTHER[language]}/chapter-2.html#table-2-1")
    assert page.evaluate("document.documentElement.lang").startswith(OTHER[language])


def test_the_switch_takes_along_the_section_that_is_read(page, site):
    page.goto(f"{site}/en/chapter-3.html")
    page.evaluate("document.fonts.ready.then(() => null)")  # a face that arrives moves the text
    heading = page.locator("article h2").nth(1)
    anchor = heading.get_attribute("id")
    heading.evaluate("(heading) => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 60)")
    page.locator(".top-language").evaluate("(link) => link.click()")  # a click by Playwright would scroll to the sticky head
    page.wait_for_url(f"**/zh-Hant/chapter-3.html#{anchor}")


def test_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/zh-Hant/chapter-1.html")
    assert page.locator(".top-language").get_attribute("href").endswith("../en/chapter-1.html")
    assert page.locator("#contents a").count() > 20
    number = page.locator("a.cv").first
    target = number.get_attribute("href")
    number.click()
    page.wait_for_url(f"**/{target}")
    context.close()


# A place at the edge with no number near it, which a finger could mean as well, and not under the card.
BESIDE = """() => {
    const near = (y) => [-24, -12, 0, 12, 24].flatMap((dy) => [5, 17, 29].map((x) => document.elementFromPoint(x, y + dy)))
    for (let y = 120; y < innerHeight - 40; y += 20)
        if (near(y).every((element) => element && !element.closest("a, #card"))) return [5, y]
}"""


@pytest.mark.parametrize("position", [0, 10, 40, -1])
def test_a_tapped_number_opens_a_card_inside_the_screen(phone, site, position):
    phone.goto(f"{site}/zh-Hant/chapter-1.html")
    numbers = phone.locator("a.cv")
    number = numbers.nth(position % numbers.count())
    number.scroll_into_view_if_needed()
    number.tap()
    card = phone.locator("#card")
    card.wait_for(state="visible")
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert "chapter-1" in phone.url
    phone.touchscreen.tap(*phone.evaluate(BESIDE))
    card.wait_for(state="hidden")


def test_a_table_on_a_phone_scrolls_inside_itself_and_keeps_its_header(phone, site):
    phone.goto(f"{site}/en/chapter-2.html")
    frame = phone.locator(".table-frame", has=phone.locator("#table-2-1"))
    frame.scroll_into_view_if_needed()
    before = frame.bounding_box()
    frame.evaluate("(frame) => frame.scrollTo(60, 300)")
    head = frame.locator("thead th").first.bounding_box()
    assert abs(head["y"] - before["y"]) < 60
    stub = frame.locator("tbody th").nth(12).bounding_box()
    assert abs(stub["x"] - before["x"]) < 5
    assert phone.evaluate("scrollX") == 0
    frame.focus()
    assert frame.get_attribute("aria-label")


@pytest.mark.parametrize("language", LANGUAGES)
def test_decimal_points_stand_under_one_another(page, site, language):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/{language}/chapter-2.html")
    page.evaluate("document.fonts.ready")
    found = page.evaluate(POINTS)
    assert len(found) > 15
    assert max(found) - min(found) < 1.5


def test_colours_are_kept(page, site):
    page.goto(f"{site}/en/preface.html")
    for _ in range(3):
        page.locator(".top-colours").click()
        if page.evaluate("document.documentElement.dataset.colours") == "dark":
            break
    page.goto(f"{site}/en/summary.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.evaluate("localStorage.clear()")


# A mark of a figure has a ring of its own, and the whole figure the outline.
SEEN = "[document.activeElement, document.activeElement.closest('.fig')].some((e) => e && getComputedStyle(e).outlineStyle !== 'none')"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_reached_by_keyboard_and_seen(page, site, language):
    page.goto(f"{site}/{language}/artifacts/table-1-2.html")
    expected = page.evaluate("""() => [...document.querySelectorAll("a[href], button, summary, [tabindex='0']")]
      .filter((element) => element.checkVisibility({visibilityProperty: true}) && element.tabIndex >= 0).length""")
    seen = 0
    for _ in range(expected):
        page.keyboard.press("Tab")
        seen += page.evaluate(SEEN)
    assert seen == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_start_page_leads_to_each_language(page, site, language):
    page.goto(f"{site}/index.html")
    page.locator(f"a[href^='{language}/']").click()
    page.wait_for_url(f"**/{language}/index.html")
    assert (BOOK.html(language) / "index.html").is_file()
