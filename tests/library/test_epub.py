"""The EPUB: valid, complete, the same bytes twice, and refused when it is not."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from functools import cache
from xml.etree import ElementTree

import pytest
from needs import EPUBCHECK, need
from tests_root import BOOK, LANGUAGES, variants

from collate.bind.epub import finished

pytestmark = pytest.mark.slow

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def epubcheck(path):
    """What epubcheck says of a file: its errors, none where it is valid."""
    need("epubcheck")
    options = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # of a program that ends soon, half of whose time would be compiling
    done = subprocess.run(["java", *options, "-jar", EPUBCHECK, path], capture_output=True, text=True, check=False)
    found = [line for line in (done.stdout + done.stderr).splitlines() if re.match(r"(?:FATAL|ERROR|WARNING)", line)]
    assert found or "No errors or warnings detected" in done.stdout + done.stderr, done.stderr
    return found


@cache  # of books that no test changes, which each test and each page of a test asks for
def contents(path):
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.fixture(scope="module", params=LANGUAGES)
def built(request, book_built):
    book_built("epub")
    return request.param, BOOK.epub(request.param)


@pytest.fixture(scope="module")
def small(tiny_built, tmp_path_factory):
    need("Noto CJK")
    project = tiny_built(tmp_path_factory.mktemp("epub") / "tiny")
    command = [sys.executable, "-m", "collate", "build", "epub", "--workers", "1"]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return project


def test_epubcheck_finds_nothing(built):
    assert epubcheck(built[1]) == []


def test_metadata(built):
    language, path = built
    package = ElementTree.fromstring(contents(path)["content.opf"])
    said = {name: [node.text for node in package.iter(f"{DC}{name}")] for name in ("language", "title", "creator", "rights")}
    assert said["language"] == [language]
    assert package.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert all(said["title"][0])
    assert "CC BY 4.0" in said["rights"][0]
    pages = [name for name in contents(path) if name.endswith(".xhtml") and name != "nav.xhtml"]
    for name in pages:
        root = ElementTree.fromstring(contents(path)[name].decode().replace("&nbsp;", "\u00a0"))
        assert root.get("lang") == language, name


def test_it_tells_of_its_accessibility(built):
    language, path = built
    package = ElementTree.fromstring(contents(path)["content.opf"])
    said = {}
    for node in package.iter(f"{OPF}meta"):
        if str(node.get("property")).startswith("schema:"):
            said.setdefault(node.get("property").removeprefix("schema:"), []).append(node.text)
    assert set(said) == {"accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary"}
    assert said["accessibilityHazard"] == ["none"]
    assert bool(re.search("[\u4e00-\u9fff]", said["accessibilitySummary"][0])) == (language != "en")
    # What it says is so: every picture has a text, and there is a table of contents.
    assert "alternativeText" in said["accessibilityFeature"]
    pictures = [tag for page in contents(path).values() for tag in re.findall(rb"<img [^>]*>", page)]
    assert len(pictures) > 10
    assert not [tag for tag in pictures if not re.search(rb'alt="[^"]+"', tag)]


def test_cells_of_wide_tables_know_their_columns(built):
    language, path = built
    page = ElementTree.fromstring(contents(path)["chapter-1.xhtml"].decode().replace("&nbsp;", "\u00a0"))
    html = "{http://www.w3.org/1999/xhtml}"
    (table,) = [table for table in page.iter(f"{html}table") if table.get("id") == "table-1-1"]
    assert "cv-wide" in table.get("class")
    row = table.find(f"{html}tbody/{html}tr")
    light = {"en": "Light industry", "zh-Hant": "輕工業"}[language]
    assert [cell.get("data-column") for cell in row][2] == f"1952 {light}"


def test_title_page_comes_first(built):
    package = ElementTree.fromstring(contents(built[1])["content.opf"])
    files = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    spine = [files[item.get("idref")] for item in package.iter(f"{OPF}itemref") if item.get("linear") != "no"]
    assert spine[0] == "title-page.xhtml"
    assert len(spine) == len(set(spine)) > 8


def test_marks_lead_to_errata(built):
    files = contents(built[1])
    anchors = set(re.findall(r'id="(erratum-[^"]+)"', files["errata.xhtml"].decode()))
    led = {
        place for name, page in files.items() if name.endswith(".xhtml") for place in re.findall(r"errata\.xhtml#([^\"]+)", page.decode())
    }
    assert led
    assert led <= anchors


def test_every_drawing_is_there(built):
    named = {name.removeprefix("_images/").partition(".")[0] for name in contents(built[1]) if name.startswith("_images/")}
    assert named >= {path.name.partition(".")[0] for path in BOOK.figures.iterdir()}  # the verification page draws its own


@pytest.mark.parametrize("language", variants({language: (language,) for language in ("en", "zh-Hant")}))
def test_another_book(small, language):
    assert epubcheck(small.epub(language)) == []


def test_same_bytes_for_other_dates():
    def packed(date, names):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in names:
                archive.writestr(zipfile.ZipInfo(name, date), name * 9)
        return finished(buffer.getvalue())

    one = packed((2020, 2, 3, 4, 5, 6), ["b", "mimetype", "a"])
    assert one == packed((2024, 2, 3, 4, 5, 6), ["a", "b", "mimetype"])
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist() == ["mimetype", "a", "b"]
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_epubcheck_sees_a_planted_error(small, tmp_path):
    files = contents(small.epub("en"))
    page = next(name for name in files if name.endswith("index.xhtml"))
    files[page] = files[page].replace(b"</body>", b'<a href="nowhere.xhtml">lost</a></body>')
    with zipfile.ZipFile(tmp_path / "planted.epub", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    assert any("nowhere.xhtml" in line for line in epubcheck(tmp_path / "planted.epub"))
