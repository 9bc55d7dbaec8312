"""The extension in a plain Sphinx project, without Jupyter Book: in parallel, under any theme, as EPUB."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from lxml import etree
from tests_root import copy_tiny_book, variants

from collate.bind.staging import stage
from collate.data.published import Published
from collate.run.execute import run_notebook

pytestmark = pytest.mark.slow

PAGES = 8  # Sphinx reads in parallel from six pages on
CONFIGURATION = """\
extensions = ["myst_nb", "collate.sphinx"]
project = "Orchards"
nb_execution_mode = "off"
exclude_patterns = ["_build"]
myst_heading_anchors = 3
collate_root, collate_language, collate_title = {root!r}, "en", "Orchards"
html_theme, epub_theme = {theme!r}, "collate_epub"
epub_language, epub_show_urls, version, copyright = "en", "no", "1", "the tests"
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The tiny book with pages that show one of its cells and refer to its table, its notebook run and its values published."""
    project = copy_tiny_book(tmp_path_factory.mktemp("sphinx") / "tiny")
    contents = project.root / "_toc.yml"
    listed = contents.read_text(encoding="utf-8")
    for number in range(PAGES):
        ways = "{ref}`table-1-1` and {collate:artifact}`here <table-1-1>`"
        text = f"# Page {number}\n\nA value {{cell}}`table-1-1/both/2001`, see {ways}.\n"
        (project.chapters / "en" / f"page-{number}.md").write_text(text, encoding="utf-8")
        listed += f"  - file: page-{number}\n"
    contents.write_text(listed, encoding="utf-8")
    run_notebook(project, Published(project).artifact("table-1-1"), "en")
    project.regenerated.mkdir(exist_ok=True)
    shutil.copy(project.run("table-1-1", "en") / "values.csv", project.regenerated / "table-1-1.csv")
    return project


def sphinx(book, out, *options, theme="collate", builder="html"):
    """Build with every warning an error into the folder `out`; what Sphinx says where it fails."""
    source = stage(book, "en", "html" if builder == "html" else builder)
    with (source / "index.md").open("a", encoding="utf-8") as index:  # Sphinx's own list of pages: what reads _toc.yml refuses `-j`
        artifacts = "artifacts/*\n" if builder == "html" else ""
        index.write(f"\n```{{toctree}}\n:glob:\npage-*\n{artifacts}```\n")
    (source / "conf.py").write_text(CONFIGURATION.format(root=str(book.root), theme=theme), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-b",
        builder,
        "-W",
        "-n",
        "-q",
        "-d",
        out.with_name(f"{out.name}.doctrees"),
        *options,
        source,
        out,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONHASHSEED": "0"})
    (source / "conf.py").unlink()
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def files(out):
    kept = [path for path in out.rglob("*") if path.is_file() and path.name != ".buildinfo"]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in kept}


@pytest.fixture(scope="module")
def serial(book, tmp_path_factory):
    return sphinx(book, tmp_path_factory.mktemp("serial") / "out")


def test_in_parallel_it_is_the_same(book, serial, tmp_path):
    parallel = files(sphinx(book, tmp_path / "parallel", "-j", "2"))
    expected = files(serial)
    assert sorted(parallel) == sorted(expected)
    assert [name for name in expected if parallel[name] != expected[name]] == []


def test_a_page_refers_to_an_artifact_in_two_ways(serial):
    page = (serial / "page-3.html").read_text(encoding="utf-8")
    assert page.count('href="index.html#table-1-1"') == 2
    assert re.search(r'href="index.html#table-1-1"[^>]*><span[^>]*>Table\xa01-1</span></a>', page)
    assert re.search(r'href="index.html#table-1-1"[^>]*><[^>]*>here</[^>]*></a>', page)


@pytest.mark.endurance
def test_a_page_that_goes_takes_its_artifact_with_it(book, tmp_path, replace):
    """The second build has the environment of the first."""
    out = tmp_path / "out"
    sphinx(book, out)
    index = book.chapters / "en" / "index.md"
    before = index.read_text(encoding="utf-8")
    replace(index, "```{artifact} table-1-1\n```", "Nothing.")
    try:
        with pytest.raises(AssertionError, match=r"undefined label: 'table-1-1'|reference target not found: table-1-1"):
            sphinx(book, out)
    finally:
        index.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("theme", ["collate", *variants({theme: (theme,) for theme in ("sphinx_book_theme", "alabaster")})])
def test_values_are_the_same_under_any_theme(book, serial, tmp_path, theme):
    out = serial if theme == "collate" else sphinx(book, tmp_path / "out", theme=theme)
    page = (out / "index.html").read_text(encoding="utf-8")
    assert 'id="table-1-1/both/2001"' in page
    assert 'class="table-frame"' in page
    assert "_static/collate.css" in page
    assert (out / "_static" / "collate.css").is_file()
    assert ('class="skip"' in page) == (theme == "collate")


def test_our_theme_links_only_what_is_there(serial):
    for path in serial.rglob("*.html"):
        page = etree.HTML(path.read_bytes())
        for address in page.xpath("//link[@rel='stylesheet']/@href | //script/@src"):
            assert (path.parent / address.partition("?")[0]).is_file(), (path.name, address)


def test_an_epub_has_one_style_and_no_script(book, tmp_path):
    out = sphinx(book, tmp_path / "epub", builder="epub")
    with zipfile.ZipFile(next(out.glob("*.epub"))) as packed:
        names = packed.namelist()
        pages = [packed.read(name) for name in names if name.endswith(".xhtml")]
    assert [name for name in names if name.startswith("_static/")] == ["_static/epub.css"]
    assert len(pages) >= PAGES
    for page in pages:
        root = etree.fromstring(page)
        assert root.get("lang") == "en"
        assert b"<script" not in page
        assert not [link for link in root.iterfind(".//{*}link") if not link.get("href").endswith("epub.css")]


@pytest.mark.endurance
def test_data_that_come_with_an_old_time_are_noticed(book, tmp_path):
    """Only the pages that show data are read again, whatever the time of the file says."""
    out = tmp_path / "out"
    sphinx(book, out)
    doctrees = {path: path.stat().st_mtime_ns for path in (tmp_path / "out.doctrees").rglob("*.doctree")}
    book.glossary.write_bytes(b"key,kind,line,zh_hant,en\n")  # a file that was not there
    os.utime(book.glossary, (0, 0))
    try:
        sphinx(book, out)
    finally:
        book.glossary.unlink()
    read = {path.stem for path, time in doctrees.items() if path.stat().st_mtime_ns != time}
    assert read == {"index", "table-1-1", *(f"page-{number}" for number in range(PAGES))}
