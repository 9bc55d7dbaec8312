"""What holds on every page of both languages: nothing from elsewhere, axe finds nothing, nothing runs off a phone."""

from __future__ import annotations

import re
from pathlib import Path

import axe_playwright_python
import pytest
from browser.conftest import listening
from tests_root import BOOK, LANGUAGES

from collate.bind.staging import pages, read_yaml

pytestmark = pytest.mark.usefixtures("html_built")

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PAGES = [f"{language}/{name}" for language in LANGUAGES for name in [*pages(read_yaml(BOOK.root / "_toc.yml")), "search"]]
RUN_AXE = """async (only) => (await axe.run(document, only ? {runOnly: only} : {})).violations.map(
  (found) => `${found.id}: ${found.help}: ${found.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`)"""
# Rows of a table that are marked up alike: axe sees three of each kind, since thousands take it minutes and teach it nothing.
THIN = """() => {
  const shape = (row) => [row, ...row.querySelectorAll("*")].map((element) => `${element.tagName}.${element.className}`).join(" ");
  for (const body of document.querySelectorAll("tbody")) {
    const seen = new Map();
    for (const row of [...body.rows]) {
      const kind = shape(row);
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      if (seen.get(kind) > 3) row.remove();
    }
  }
}"""
# Text and names outside the article, in elements that do not say that they are in another language.
INTERFACE = """() => [...document.querySelectorAll("body *:not(article *):not(script):not([lang]):not([lang] *)")].flatMap((element) => [
  ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()),
  ...["aria-label", "title", "placeholder", "alt"].map((name) => element.getAttribute(name) ?? ""),
]).filter(Boolean)"""


# What is called by a name of Latin letters in Chinese, too.
NAMES = re.compile(r"Ctrl K|\.ipynb|\.md|\.pdf|EPUB|PDF|HTML|BibTeX|GDP|FDI|Binder|Colab|GitHub|CC BY 4\.0|MIT|CC0")


def foreign(texts):
    """Those of `texts` that do not speak Chinese."""
    return [text for text in texts if re.search(r"[A-Za-z]{3,}", NAMES.sub("", text))]


# Pages of artifacts are made alike, and axe takes seconds for each: in the ordinary lane are those of one table and one figure.
ALIKE = {name for name in PAGES if "/artifacts/" in name and not name.endswith(("/table-1-2", "/figure-1-3"))}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.endurance if name in ALIKE else ()) for name in (*PAGES, "index", "404")]
)
def test_page(page, site, name):
    asked, failed = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/{name}.html")
    page.mouse.move(200, 200)
    page.evaluate("document.fonts.ready.then(() => null)")
    assert [url for url in asked if not url.startswith((f"{site}/", "data:"))] == []
    assert failed == []
    if name.startswith("zh-Hant/"):
        assert foreign(page.evaluate(INTERFACE)) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(THIN)
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, None) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(RUN_AXE, ["color-contrast", "link-in-text-block"]) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_from_a_folder(same_page, name):
    page, failed = same_page, []
    with listening(
        page,
        requestfailed=lambda request: failed.append(request.url),
        request=lambda request: None if request.url.startswith(("file:", "data:")) else failed.append(request.url),
    ):
        page.goto((BOOK.build / "html" / f"{name}.html").as_uri())
        assert failed == []
        assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].some((face) => face.status === 'loaded'))")
