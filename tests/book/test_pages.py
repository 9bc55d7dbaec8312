"""The pages that readers look things up in, as the build made them."""

from __future__ import annotations

import re

import pytest
from tests_root import BOOK, LANGUAGES

from collate.bind.downloads import END, START, fill_downloads
from collate.book import Book
from collate.data import csvfile
from collate.data.citation import load_citation
from collate.data.glossary import load_glossary
from collate.data.published import Published
from collate.data.source import SOURCE_COLUMNS
from collate.export.downloads import copy_exports, exported_names

pytestmark = pytest.mark.slow

PUBLISHED = Published(BOOK)
UNLISTED = ("index.html", "search.html")


@pytest.fixture(scope="module", params=LANGUAGES)
def site(request, book_built):
    book_built("html")
    return request.param, BOOK.html(request.param)


def read(site, page):
    return (site[1] / f"{page}.html").read_text(encoding="utf-8")


def test_every_artifact_is_listed_with_its_place_and_its_notebook(site):
    text = read(site, "tables-and-figures")
    for id, artifact in PUBLISHED.artifacts.items():
        assert f'href="chapter-{artifact.chapter}.html#{id}"' in text
        assert f'href="artifacts/{id}.html"' in text
        assert f'id="{id}"' in read(site, f"chapter-{artifact.chapter}")


def test_every_term_is_there_in_both_languages(site):
    text, labels = read(site, "glossary"), BOOK.words
    for entry in load_glossary(BOOK):
        assert f'id="{entry.key}"' in text
        for language in LANGUAGES:
            assert labels.text(entry.key, language) in text
            # Sphinx curls quotation marks; what stands before the first one is enough to know the definition.
            assert re.split("[\"'’;]", entry.definition[language])[0] in text


def test_every_source_is_a_reference(site):
    text = read(site, "sources")
    rows = csvfile.read(BOOK.source / "sources.csv", SOURCE_COLUMNS)
    assert rows
    assert not [row["id"] for row in rows if f'id="source-{row["id"]}"' not in text]


def test_both_forms_of_a_citation_can_be_copied(site):
    text, found = read(site, "citing"), load_citation(BOOK.citation)
    blocks = re.findall(r"<pre[^>]*>(.*?)</pre>", text, re.DOTALL)
    assert len(blocks) == 4
    assert f"(Version {found.edition.version})" in re.sub("<[^>]+>", "", blocks[0])
    assert "@dataset{" in re.sub("<[^>]+>", "", blocks[1])
    assert text.count('<div class="highlight">') == 4  # site.js gives each a button


@pytest.mark.parametrize("forms", [[], ["pdf", "epub"]], ids=["pages alone", "with books"])
def test_every_download_is_in_the_site(site, tmp_path, forms):
    language, _ = site
    project = Book(tmp_path)
    for name in ("data", "src", "_build/run", "_build/notebooks", "figures", "CITATION.cff", "_config.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).symlink_to(BOOK.root / name)
    for path in (project.pdf(language), project.epub(language), project.html(language) / "downloads.html"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<h1>x</h1>{START}old{END}<p>y</p>", encoding="utf-8")
    for name in exported_names(project):
        csvfile.write_text(project.exports / name, name * 500)
    copy_exports(project)
    page = fill_downloads(project, language, forms)
    text = page.read_text(encoding="utf-8")
    names = re.findall(r'href="([^"]+)" download', text)
    expected = {"ledger.csv", "values/table-1-2.csv", f"notebooks/executed/table-1-2.{language}.ipynb", "notebooks/table-1-2.ipynb"}
    assert {f"../exports/{name}" for name in expected} <= set(names)
    assert [name for name in names if "book." in name] == [f"../books/book.{language}.{form}" for form in forms]
    assert not [name for name in names if not (page.parent / name).resolve().is_file()]
    assert "old" not in text
    fill_downloads(project, language, forms)
    assert page.read_text(encoding="utf-8") == text
    sizes = re.findall(r'href="([^"]+)" download>[^<]*</a> <span class="cv-size">(\d+) kB', text)
    assert sizes
    for name, said in sizes:
        assert abs((page.parent / name).stat().st_size / 1000 - int(said)) <= 0.5, name


def test_the_downloads_page_has_a_place(site):
    assert START in read(site, "downloads")


def test_footer_names_licences_and_state(site):
    text = read(site, "chapter-1")
    footer = text[text.index('<footer class="foot">') :]
    for name in ("MIT", "CC BY 4.0", "CC0 1.0"):
        assert name in footer


def test_a_shared_page_says_what_it_is(site):
    text = read(site, "chapter-1")
    assert f'<meta property="og:locale" content="{"zh_TW" if site[0] == "zh-Hant" else "en_US"}" />' in text
    assert re.search(r'<meta property="og:title" content="[^"]+" />', text)
    assert re.search(r'<meta name="description" content="[^"]{20,}" />', text)


def test_licences_are_those_of_the_files():
    found = load_citation(BOOK.citation)
    texts = {name: (BOOK.root / name).read_text(encoding="utf-8") for name in ("LICENSE", "LICENSE-TEXT", "LICENSE-DATA")}
    assert found.licences == ("MIT", "CC-BY-4.0", "CC0-1.0")
    assert "MIT License" in texts["LICENSE"]
    assert "CC BY 4.0" in texts["LICENSE-TEXT"]
    assert "CC0 1.0" in texts["LICENSE-DATA"]
    for language in LANGUAGES:
        said = BOOK.words.text("front-licences", language)
        assert re.findall("MIT|CC BY 4.0|CC0 1.0", said) == ["MIT", "CC BY 4.0", "CC0 1.0"]


def test_the_list_of_pages_marks_the_open_page_alone(site):
    for path in sorted(site[1].rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        listed = text.partition('<nav id="contents"')[2].partition("</nav>")[0]
        marked = re.findall(r'<a href="#" aria-current="page">(.*?)</a>', listed, flags=re.DOTALL)
        assert len(marked) == listed.count("aria-current") == (path.name not in UNLISTED), path
        assert all(f"<title>{' '.join(title.split())} · " in text for title in marked), path
