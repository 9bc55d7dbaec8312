"""The library builds another report, unchanged: two orchards, one table, one erratum."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from needs import needs
from tests_root import LANGUAGES

pytestmark = [needs("Noto CJK"), pytest.mark.slow]


def collate(project, *arguments):
    command = [sys.executable, "-m", "collate", *arguments]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def built(tiny_built, tmp_path_factory):
    project = tiny_built(tmp_path_factory.mktemp("built") / "tiny")
    done = collate(project, "build", "html", "--workers", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages(built, language):
    page = (built.html(language) / "index.html").read_text(encoding="utf-8")
    assert 'id="table-1-1/both/2001"' in page
    assert "※" in page
    assert "5.6" in page
    assert (built.html(language) / "artifacts" / "table-1-1.html").is_file()
    assert f"{language}/index.html" in (built.build / "html" / "index.html").read_text(encoding="utf-8")


def test_verdicts(built):
    lines = (built.regenerated / "verdicts.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[7] for line in lines[1:]] == ["identical"] * 4 + ["rounding", "erratum"]


def test_nothing_changed_runs_nothing_and_one_digit_runs_what_it_touches(built):
    again = collate(built, "build", "html", "--workers", "1")
    assert again.stdout == "nothing has changed since the last build\n"
    path = built.source / "observations" / "harvest.csv"
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(text.replace("harvest.north,2000,1.2", "harvest.north,2000,1.3"), encoding="utf-8")
        changed = collate(built, "build", "html", "--workers", "1")
        assert changed.returncode == 1
        assert "table-1-1/north/2000: differs, printed '1.2', regenerated '1.3'" in changed.stderr
        path.write_text(text.replace("harvest.south,2000,3.4", "harvest.south,2000,3.7"), encoding="utf-8")
        verified = collate(built, "verify", "table-1-1")
        assert verified.returncode == 1
        assert "table-1-1/south/2000: differs, printed '3.4', regenerated '3.7'" in verified.stderr
    finally:
        path.write_text(text, encoding="utf-8")
    mended = collate(built, "build", "html", "--workers", "1")
    assert mended.returncode == 0, mended.stderr


def test_a_damaged_file_of_the_pages_is_made_again(built):
    style = built.html("en") / "_static" / "collate.css"
    whole = style.read_bytes()
    style.write_bytes(whole[:100])
    assert collate(built, "build", "html", "--workers", "1").returncode == 0
    assert style.read_bytes() == whole


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("chapters/en/index.md", "both/2001", "both/2003", "no cell 'table-1-1/both/2003'; near it: table-1-1/both/2001"),
        pytest.param(
            "chapters/en/index.md",
            "```{artifact} table-1-1",
            "```{artifact} table-1-2",
            "no artifact 'table-1-2'",
            marks=pytest.mark.endurance,
        ),
        pytest.param("_toc.yml", "artifacts/table-1-1", "afterword", "the page 'afterword' is missing in", marks=pytest.mark.endurance),
    ],
)
def test_a_page_that_names_what_is_not_there(tiny_built, tmp_path, replace, file, old, new, message):
    tiny = tiny_built(tmp_path / "tiny")
    shutil.rmtree(tiny.build / "html")
    # In both languages: pages that differ are refused before they are bound.
    for path in {file, file.replace("/en/", "/zh-Hant/")}:
        replace(tiny.root / path, old, new)
    done = collate(tiny, "build", "html", "--workers", "1")
    assert done.returncode == 1
    assert message in done.stderr
    assert not (tiny.html("en") / "index.html").exists()
