"""What holds on every page of both languages: nothing from elsewhere, axe finds nothing, nothing runs off a phone."""

from __future__ import annotations

import re
from pathlib import Path

import axe_playwright_python
import pytest
from browser.conftest import listening, resize
from tests_root import BOOK, LANGUAGES

from collate.bind.staging import pages, read_yaml

pytestmark = pytest.mark.usefixtures("html_built")

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PAGES = [f"{language}/{name}" for language in LANGUAGES for name in [*pages(read_yaml(BOOK.root / "_toc.yml")), "search"]]
RUN_AXE = """async (only) => (await axe.run(document, only ? {runOnly: only} : {})).violations.map(
  (found) => `${found.id}: ${found.help}: ${found.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`)"""
# Elements that are marked up alike in places that are alike: axe sees three of each kind, since thousands take it minutes and teach it
# nothing. Two are alike when they and all they hold have the same attributes, the same values of those that say what an element is, and
# a text or none. What another element or a script needs (heads, cells, terms of a list, buttons) stays whole.
THIN = """() => {
  const telling = new Set(["class", "lang", "role", "scope", "style", "tabindex", "type"]);
  const needed = /^(T[HD]|H[1-6]|CAPTION|FIGCAPTION|LEGEND|LABEL|SUMMARY|D[TD]|BUTTON)$/;
  const kind = (element) => {
    const attributes = [...element.attributes].map(({ name, value }) =>
      telling.has(name) || /^(true|false|)$/.test(value) ? `${name}=${value}` : name);
    return `${element.tagName}[${attributes.sort()}]${element.textContent.trim() ? "" : "0"}`;
  };
  const shape = (element) => `${kind(element)}(${[...element.children].map(shape)})`;
  const seen = new Map();
  const thin = (element, path) => {
    for (const child of [...element.children]) {
      const place = `${path} ${shape(child)}`;
      seen.set(place, (seen.get(place) ?? 0) + 1);
      if (needed.test(child.tagName)) continue;
      if (seen.get(place) > 3) child.remove();
      else if (child.tagName !== "A") thin(child, `${path} ${kind(child)}`); // what is in a link names it
    }
  };
  thin(document.body, "");
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


# Pages of artifacts are made alike: in the ordinary lane are those of one table and one figure.
ALIKE = {name for name in PAGES if "/artifacts/" in name and not name.endswith(("/table-1-2", "/figure-1-3"))}
# Pages of both languages are made by the same templates: what takes seconds for each is tried on the pages of one, and on the first page.
AGAIN = {name for name in PAGES if name.startswith("zh-Hant/") and name != "zh-Hant/index"}


def lanes(names, left):
    """The pages for `pytest.mark.parametrize`: those in `left` are left to `make test-all`."""
    return [pytest.param(name, marks=pytest.mark.endurance if name in left else ()) for name in names]


@pytest.mark.parametrize("name", lanes([*PAGES, "index", "404"], ALIKE))
def test_page(page, site, name):
    asked, failed = [], []
    with listening(
        page,
        request=lambda request: asked.append(request.url),
        response=lambda response: failed.append(response.url) if response.status >= 400 else None,
    ):
        page.goto(f"{site}/{name}.html")
        page.mouse.move(200, 200)
        page.evaluate("document.fonts.ready.then(() => null)")
    assert [url for url in asked if not url.startswith((f"{site}/", "data:"))] == []
    assert failed == []
    if name.startswith("zh-Hant/"):
        assert foreign(page.evaluate(INTERFACE)) == []
    resize(page, 390, 844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", lanes([*PAGES, "index", "404"], ALIKE | AGAIN))
def test_axe_finds_nothing(page, site, name):
    page.goto(f"{site}/{name}.html")
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate(THIN)
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, None) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(RUN_AXE, ["color-contrast", "link-in-text-block"]) == []


PLANTED = {
    "svg-img-alt": "[...document.querySelectorAll('article svg[role=img]')].at(-1).removeAttribute('aria-labelledby')",
    "color-contrast": "document.querySelectorAll('article p')[40].style.color = '#ccc'",
    "empty-table-header": "[...document.querySelectorAll('article th')].at(-3).textContent = ''",
    "heading-order": "[...document.querySelectorAll('article h2')].at(-1).outerHTML = '<h5>x</h5>'",
    "aria-roles": "[...document.querySelectorAll('article li')].at(-2).setAttribute('role', 'banana')",
    "tabindex": "[...document.querySelectorAll('article a')].at(-2).setAttribute('tabindex', '5')",
    "aria-valid-attr-value": "[...document.querySelectorAll('article a')].at(-3).setAttribute('aria-expanded', 'maybe')",
    "valid-lang": "[...document.querySelectorAll('article p')].at(-2).setAttribute('lang', 'qqqq')",
}


def test_axe_finds_one_among_many_that_are_alike(page, site):
    page.goto(f"{site}/en/chapter-2.html")
    for planted in PLANTED.values():
        page.evaluate(f"() => {{ {planted}; }}")
    page.evaluate(THIN)
    page.evaluate(AXE)
    assert {found.partition(":")[0] for found in page.evaluate(RUN_AXE, None)} == set(PLANTED)


@pytest.mark.parametrize("name", lanes(PAGES, ALIKE | AGAIN))
def test_page_from_a_folder(page, name):
    failed = []
    with listening(
        page,
        requestfailed=lambda request: failed.append(request.url),
        request=lambda request: None if request.url.startswith(("file:", "data:")) else failed.append(request.url),
    ):
        page.goto((BOOK.build / "html" / f"{name}.html").as_uri())
        assert failed == []
        assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].some((face) => face.status === 'loaded'))")
