"""The numbers of a page: readings, marks, cards and tables, by mouse and keyboard, at every width, without scripts and from a folder.

What print and computation are is read from the files that people type and that the verify step writes, not asked of the page's code.
"""

from __future__ import annotations

import csv
from urllib.parse import unquote

import pytest
import yaml
from browser.conftest import resize
from tests_root import BOOK, LANGUAGES

pytestmark = pytest.mark.usefixtures("html_built")

ERRATA = {entry["target"]: entry for entry in yaml.safe_load(BOOK.errata.read_text(encoding="utf-8"))}
CELL, CLAIM = "table-1-2/佔總內資/2009", "c1-l0062-jingjinji-gdp-2009"
CORRECTED = "table-1-1/遼寧/1979:重工業"  # printed and regenerated 278.5, where an erratum reads an input otherwise
RESTING = "c1-l0062-jingjinji-gdp-share-2009"  # 10%, from the GDP that is in the erratum of CLAIM
WIDTHS = (390, 640, 768, 1280, 1920)  # 640 is 1280 at 200 %
with (BOOK.regenerated / "verdicts.csv").open(encoding="utf-8", newline="") as opened:
    VERDICTS = {row["id"]: row for row in csv.DictReader(opened)}

SHOWN = """(value) => {
  const seen = [];
  const walker = document.createTreeWalker(value, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode())
    if (text.parentElement.checkVisibility() && !text.parentElement.closest(".cv-said, .cv-mark")) seen.push(text.data);
  return seen;
}"""
# What a frame hides without saying so, text below 11 pixels, and what reaches beyond the page.
FAULTS = """() => {
  const faults = [];
  for (const frame of document.querySelectorAll(".table-frame")) {
    if (!frame.checkVisibility()) continue; // folded away
    const cue = frame.parentElement.querySelector(":scope > .table-beyond");
    if (getComputedStyle(frame).overflowX === "visible") continue; // what does not fit shows as a page that is too wide
    if (frame.scrollWidth - frame.clientWidth > 2 && !cue?.checkVisibility()) faults.push(`no cue: ${frame.ariaLabel}`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const of = text.parentElement;
    if (!text.data.trim() || !of.checkVisibility() || of.closest(".cv-said, .unseen, svg")) continue;
    if (parseFloat(getComputedStyle(of).fontSize) < 11) faults.push(`small: ${text.data.trim().slice(0, 30)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`${document.documentElement.scrollWidth} wide`);
  return faults;
}"""


def cell(page, id):
    return page.locator(f'[id="{id}"]')


def claim(page, id):
    return cell(page, f"at-{id}")


def shown(value):
    return "".join(value.evaluate(SHOWN))


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def chapter(page, site, language):
    """Chapter 1, as a reader finds it who has chosen nothing yet."""
    page.goto(f"{site}/{language}/chapter-1.html")
    return page


def test_the_switch_acts_in_place_and_is_remembered(chapter):
    printed, regenerated = ERRATA[CELL]["printed"], ERRATA[CELL]["regenerated"]
    assert (printed, regenerated) != (ERRATA[CLAIM]["printed"], ERRATA[CLAIM]["regenerated"])
    chapter.evaluate("window.same = true")
    both = [(cell(chapter, CELL), CELL), (claim(chapter, CLAIM), CLAIM)]
    for value, id in both:
        assert shown(value) == ERRATA[id]["printed"] + ERRATA[id]["regenerated"]
    switch = chapter.locator("article .cv-switch")
    switch.locator("[value=regenerated]").check()
    for value, id in both:
        assert shown(value) == ERRATA[id]["regenerated"]
    rounded = next(id for id, row in VERDICTS.items() if row["verdict"] == "rounding" and id.startswith("table-1-"))
    assert shown(cell(chapter, rounded)) == VERDICTS[rounded]["regenerated"] != VERDICTS[rounded]["printed"]
    assert shown(cell(chapter, CORRECTED)) == VERDICTS[CORRECTED]["regenerated"]
    switch.locator("[value=corrected]").check()
    assert shown(cell(chapter, CORRECTED)) == VERDICTS[CORRECTED]["with_reading"] != VERDICTS[CORRECTED]["regenerated"]
    assert shown(claim(chapter, RESTING)) == VERDICTS[RESTING]["with_reading"] != VERDICTS[RESTING]["printed"]
    assert chapter.evaluate("window.same")
    chapter.reload()
    assert chapter.locator("article [value=corrected]").is_checked()
    assert shown(claim(chapter, RESTING)) == VERDICTS[RESTING]["with_reading"]
    chapter.locator(".cv-switch-place summary").click()
    chapter.locator(".top [value=printed]").check()
    assert chapter.locator("article [value=printed]").is_checked()
    assert shown(claim(chapter, RESTING)) == VERDICTS[RESTING]["printed"]


def test_at_rest_errata_alone_have_a_mark(chapter, language):
    marked = """() => [...document.querySelectorAll(".cv")].filter((value) => getComputedStyle(value, "::after").content !== "none"
      || value.querySelector(".cv-mark")).map((value) => value.className)"""
    assert {name.split()[1] for name in chapter.evaluate(marked)} == {"cv-erratum"}
    spoken = claim(chapter, CLAIM).aria_snapshot().replace(" ,", ",")
    erratum, regenerated = (BOOK.words.text(key, language) for key in ("verdict-erratum", "word-regenerated"))
    assert f'"{ERRATA[CLAIM]["printed"]}, {erratum}, {regenerated} {ERRATA[CLAIM]["regenerated"]}"' in spoken
    chapter.locator("article .cv-all input").check()
    names = {name.split()[1] for name in chapter.evaluate(marked)}
    assert names >= {"cv-erratum", "cv-rounding", "cv-copied", "cv-not-regenerated"}
    chapter.reload()
    assert {name.split()[1] for name in chapter.evaluate(marked)} == names


def test_the_keyboard_meets_errata_first_and_reaches_every_number(chapter):
    focused = "document.activeElement.id"
    chapter.keyboard.press("Tab")
    claim(chapter, CLAIM).focus()
    chapter.keyboard.press("Tab")
    assert "cv-erratum" in chapter.evaluate("document.activeElement.className")
    chapter.keyboard.press("Shift+Tab")
    assert chapter.evaluate(focused) == f"at-{CLAIM}"
    chapter.keyboard.press("ArrowRight")
    assert chapter.evaluate(focused) == f"at-{RESTING}"
    card = chapter.locator("#card")
    card.wait_for(state="visible")
    described = chapter.evaluate("document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent")
    assert VERDICTS[RESTING]["with_reading"] in described
    chapter.keyboard.press("ArrowLeft")
    chapter.keyboard.press("Enter")
    assert chapter.evaluate("document.activeElement.closest('#card') !== null")
    assert card.get_attribute("role") == "dialog"
    chapter.keyboard.press("Escape")
    assert card.is_hidden()
    assert chapter.evaluate(focused) == f"at-{CLAIM}"
    cell(chapter, CELL).focus()
    chapter.keyboard.press("ArrowUp")
    assert chapter.evaluate(focused) == "table-1-2/全國總計/2009"


def test_a_click_pins_a_card_that_tells_why_first(context, chapter, site, language):
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    before = chapter.url
    claim(chapter, CLAIM).click()
    card = chapter.locator("#card.cv-pinned")
    card.wait_for()
    chapter.mouse.move(5, 500)
    chapter.wait_for_timeout(350)  # as long as a card that is not pinned stays
    assert card.is_visible()
    assert chapter.url == before
    text = card.inner_text()
    cause = " ".join(ERRATA[CLAIM]["cause"][language].split())
    assert cause[:40] in " ".join(text.split())
    assert text.index(cause[:10]) < text.index("(12,153.03 + 7,521.85 + 17,235.48) / 10,000 = 3.69")
    copy, cite = (card.get_by_role("button", name=BOOK.words.text(f"card-{name}", language)) for name in ("copy", "cite"))
    copy.click()
    copied = chapter.evaluate("navigator.clipboard.readText()")
    assert "3.35" in copied and "3.69" in copied and copied.endswith(f"#at-{CLAIM}")
    cite.click()
    assert "62" in chapter.evaluate("navigator.clipboard.readText()").removeprefix(copied)
    card.get_by_role("link", name=BOOK.words.text("card-permalink", language)).click()
    assert unquote(chapter.url).endswith(f"#at-{CLAIM}")
    cell(chapter, CELL).click()
    assert " ".join(ERRATA[CELL]["cause"][language].split())[:30] in " ".join(card.inner_text().split())
    claim(chapter, RESTING).click()
    assert f"{ERRATA[CLAIM]['printed']}※" in card.inner_text() and VERDICTS[RESTING]["with_reading"] in card.inner_text()
    card.locator(".cv-close").click()
    assert card.is_hidden()


def test_from_a_folder_and_without_scripts(browser, language):
    address = (BOOK.html(language) / "chapter-1.html").as_uri()
    page = browser.new_page()
    page.goto(address)
    claim(page, CLAIM).click()
    page.locator("#card.cv-pinned").wait_for()
    page.close()
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    for value, id in ((cell(page, CELL), CELL), (claim(page, CLAIM), CLAIM)):
        for part, key in ((".cv-p", "printed"), (".cv-r", "regenerated")):
            assert value.locator(part).is_visible()
            assert ERRATA[id][key] in value.locator(part).inner_text()
    assert page.locator(".cv-switch:visible, .table-beyond:visible").count() == 0
    claim(page, RESTING).click()
    page.wait_for_url(f"**/ledger.html#{RESTING}")
    page.close()


PLACES = ["chapter-1", "chapter-3", "ledger", "verification", "errata", "index", "sources", "artifacts/table-1-3", "artifacts/figure-1-4"]
# In Chinese the pages that have tables and drawings of every kind; the others are made by the same templates.
AGAIN = {"chapter-3", "ledger", "verification", "sources"}


@pytest.mark.parametrize(
    ("language", "name"),
    [
        pytest.param(language, name, marks=pytest.mark.endurance if language != "en" and name in AGAIN else ())
        for language in LANGUAGES
        for name in PLACES
    ],
)
def test_nothing_runs_off_or_is_hidden_without_a_cue_and_no_text_is_small(page, site, language, name):
    page.goto(f"{site}/{language}/{name}.html")
    page.evaluate("document.fonts.ready.then(() => null)")
    found = {}
    for width in WIDTHS:
        resize(page, width)
        found[width] = page.evaluate(FAULTS)
    assert found == {width: [] for width in WIDTHS}


def test_a_cut_table_counts_the_columns_beyond_and_keeps_its_heads(page, site):
    page.set_viewport_size({"width": 768, "height": 900})
    page.goto(f"{site}/en/chapter-1.html")
    frame = page.locator(".table-frame", has=page.locator("#table-1-6"))
    frame.scroll_into_view_if_needed()
    beyond = page.locator(".table-place", has=page.locator("#table-1-6")).locator(".table-beyond")
    edge = frame.bounding_box()
    cells = [found.bounding_box() for found in frame.locator("tbody tr").first.locator("td").all()]
    hidden = sum(box["x"] + box["width"] > edge["x"] + edge["width"] + 4 for box in cells)
    assert hidden > 2
    assert beyond.inner_text().startswith(f"{hidden} ")
    frame.evaluate("(frame) => frame.scrollTo(frame.scrollWidth, 40)")
    page.wait_for_function("(button) => button.hidden", arg=beyond.element_handle())
    stub, head = (frame.locator(part).first.bounding_box() for part in ("tbody th", "thead"))
    assert abs(stub["x"] - edge["x"]) < 2
    assert abs(head["y"] - frame.bounding_box()["y"]) < 60  # under the caption


def test_print_and_forced_colours(page, site):
    page.goto(f"{site}/en/chapter-1.html")
    page.emulate_media(media="print")
    assert page.locator(".cv-switch:visible, .table-beyond:visible, .cv-card:visible").count() == 0
    assert claim(page, CLAIM).locator(".cv-r").is_visible()
    assert page.locator(".table-frame").first.evaluate("(frame) => getComputedStyle(frame).overflowX") == "visible"
    page.emulate_media(media="screen", forced_colors="active")
    ground = "(label) => getComputedStyle(label).backgroundColor"
    chosen, other = (page.locator(f"article .cv-switch [value={name}] + span").evaluate(ground) for name in ("printed", "corrected"))
    assert chosen != other


def test_columns_are_sorted_by_number_and_by_degree(page, site):
    page.goto(f"{site}/en/errata.html")
    page.evaluate("""() => {
      const rows = [["4,000", 3], ["1,500", 1], ["63.7%", 2], ["−3.35", 1], ["", 3], ["40", 2]].map(([text, degree]) =>
        `<tr><td>${text}</td><td><span class="cv-degree-${degree}">${"abc"[degree - 1]}</span></td></tr>`).join("");
      document.querySelector("table.cv-sortable tbody").innerHTML = rows;
      document.querySelector("table.cv-sortable thead tr").querySelectorAll("th, td").forEach((head, at) => { if (at > 1) head.remove(); });
    }""")
    heads, column = page.locator("table.cv-sortable thead button"), "(rows) => rows.map((row) => row.cells[0].textContent)"
    rows = page.locator("table.cv-sortable tbody tr")
    heads.nth(0).focus()
    page.keyboard.press("Enter")
    assert rows.evaluate_all(column) == ["−3.35", "40", "63.7%", "1,500", "4,000", ""]
    heads.nth(0).click()
    assert rows.evaluate_all(column) == ["4,000", "1,500", "63.7%", "40", "−3.35", ""]
    heads.nth(1).click()
    degrees = rows.locator("span").evaluate_all("(found) => found.map((one) => one.className)")
    assert degrees == sorted(degrees)


def test_what_blocks_the_first_paint_and_which_fonts_come(browser, site, language):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2].partition("?")[0]))
    page.goto(f"{site}/{language}/chapter-3.html", wait_until="networkidle")
    blocking = page.evaluate("""() => performance.getEntriesByType("resource").filter((entry) => entry.renderBlockingStatus === "blocking")
      .map((entry) => entry.name.split("/").pop().split("?")[0])""")
    assert [name for name in blocking if name.endswith(".js") or name.startswith("fonts")] == []
    slices = {name.removesuffix(".woff2").split("-", 2)[2] for name in asked if name.endswith(".woff2")}
    assert slices >= {"latin"}
    if language == "en":  # its text has no Chinese but the name of the other language
        assert slices <= {"latin", "languages", "marks"}
    page.close()
