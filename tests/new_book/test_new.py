"""`collate new`: what it lays down in one, two and three languages, and what it refuses."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt
from new_book.conftest import collate
from tests_root import BOOK

from collate.bind.prose import check_prose
from collate.book import Book
from collate.cli.main import main
from collate.cli.new import TEMPLATE, markdown
from collate.data.packages import check_data
from collate.data.tidy import changes

ODD_TITLES = [
    'Costs: 5% of "all" # {claim}`x`',
    "<script>alert(1)</script> & *stars* _low_ [a](b)",
    "2012 年的報告 $x$ \\alpha",
    "1. - yes: no",
]


@pytest.mark.parametrize("languages", [("en",), ("zh-Hant", "en"), ("en", "de", "ja"), ("fr",)], ids="+".join)
def test_a_new_book_passes_every_check(new, languages):
    book = new(*languages)
    assert book.languages == languages
    check_data(book)
    check_prose(book)
    assert changes(book) == []
    for name in (
        "Makefile",
        "environment.mk",
        "README.md",
        ".gitignore",
        ".github/workflows/ci.yml",
        "requirements.txt",
        "apt.txt",
        "tests/test_print.py",
    ):
        assert (book.root / name).is_file()


@pytest.mark.parametrize("languages", [("en",), ("zh-Hant", "en"), ("en", "de", "ja")], ids="+".join)
def test_a_book_without_the_example_has_nothing_of_it(tmp_path, languages):
    words = [word for tag in languages for word in ("--language", tag)]
    assert main(["new", str(tmp_path / "book"), "--no-example", "--title", "Two branches", *words]) == 0
    book = Book(tmp_path / "book")
    check_data(book)
    check_prose(book)
    assert changes(book) == []
    told = [path for path in book.root.rglob("*") if path.suffix in (".md", ".csv", ".yml", ".yaml") and path.is_file()]
    assert [path for path in told if re.search(r"loans|invented|example\.md|虛構|table-1(?!/both)", _text(path))] == []
    assert list(book.root.rglob("*.ipynb")) == []


@pytest.mark.parametrize("title", ODD_TITLES)
def test_a_title_stands_as_it_was_typed(new, title):
    book = new("en", title=title)
    check_data(book)
    check_prose(book)
    assert yaml.safe_load((book.root / "_config.yml").read_text(encoding="utf-8"))["title"] == title
    for path in (book.root / "README.md", book.chapters / "en" / "index.md"):
        heading = path.read_text(encoding="utf-8").partition("\n")[0]
        _, inline, _ = MarkdownIt().parse(heading)
        assert [part.type for part in inline.children] == ["text"] * len(inline.children) or all(
            part.type in ("text", "text_special") for part in inline.children
        )
        assert "".join(part.content for part in inline.children) == title


def test_every_sign_of_markdown_is_escaped():
    signs = "".join(map(chr, range(33, 127)))
    (paragraph,) = [part for part in MarkdownIt().parse(markdown(signs)) if part.type == "inline"]
    assert "".join(part.content for part in paragraph.children) == signs


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--language", "xx-nonsense"], "unknown language tag 'xx-nonsense'"),
        (["--language", "../up"], "unknown language tag '../up'"),
        (["--language", "qq"], "unknown language tag 'qq'"),
        (["--language", "en", "--language", "en"], "the language en is given twice"),
        (["--language", "en", "--title", "B", "--title", "C"], "3 titles for 1 language\n"),
        (["--language", "en", "--author", "a\nb"], "the author holds U+000A"),
    ],
)
def test_a_wrong_call_is_told_and_lays_nothing_down(tmp_path, capsys, arguments, message):
    assert main(["new", str(tmp_path / "book"), "--title", "A", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("title", ["", "  ", "a\u200bb", "a\nb", "x" * 201])
def test_a_title_that_cannot_be_printed(tmp_path, capsys, title):
    assert main(["new", str(tmp_path / "book"), "--language", "en", "--title", title]) == 2
    assert capsys.readouterr().err.count("error: the title ") == 1
    assert [*tmp_path.iterdir()] == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path, capsys):
    (tmp_path / "kept.txt").write_text("mine")
    for target in (tmp_path, tmp_path / "kept.txt"):
        assert main(["new", str(target), "--language", "en", "--title", "A"]) == 2
    assert "the folder is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_an_empty_folder_is_filled_and_stays_the_same(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    assert main(["new", ".", "--language", "en", "--title", "A"]) == 0
    assert tmp_path.stat().st_ino == before
    assert (tmp_path / "_config.yml").is_file()


def test_the_library_is_pinned_by_its_hash(new):
    import hashlib

    book = new("en")
    (wheel,) = (book.root / "wheels").iterdir()
    line = re.search(rf"^\./wheels/{re.escape(wheel.name)} \\\n    --hash=sha256:([0-9a-f]+)$", _text(book.root / "requirements.txt"), re.M)
    assert line[1] == hashlib.sha256(wheel.read_bytes()).hexdigest()
    with zipfile.ZipFile(wheel) as content:
        (record,) = [name for name in content.namelist() if name.endswith("/RECORD")]
        rows = list(csv.reader(io.StringIO(content.read(record).decode())))
        assert {row[0] for row in rows} == set(content.namelist())
        assert "collate/template/book/Makefile" in content.namelist()


def test_the_same_book_is_laid_down_twice(tmp_path):
    for name in ("a", "b"):
        main(["new", str(tmp_path / name), "--language", "en", "--title", "A"])
    one, two = ({p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()} for n in ("a", "b"))
    assert one == two


def test_no_file_names_a_host_of_packages(new):
    book = new("en")
    for path in book.root.glob("*requirements*"):
        assert not re.search("https?://|index-" + "url|find-links", _text(path))


def test_the_lock_files_of_a_new_book_are_those_of_this_repository():
    packages = _text(BOOK.root / "requirements-dev.txt")
    assert _text(TEMPLATE / "book" / "requirements.txt") == _text(BOOK.root / "requirements.txt")
    blocks = re.findall(r"^[a-z0-9][^\n]*(?:\n    [^\n]*)*", _text(TEMPLATE / "book" / "requirements-test.txt"), re.M)
    assert any(block.startswith("pytest==") for block in blocks)
    for block in blocks:
        assert f"\n{block}\n" in packages, "run `make lock`"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.slow
class TestBuilt:
    """The book in one language, built once."""

    @pytest.fixture(scope="class")
    def built(self, tmp_path_factory):
        from collate.book import Book

        folder = tmp_path_factory.mktemp("new") / "book"
        assert main(["new", str(folder), "--title", "Two branches", "--language", "en"]) == 0
        book = Book(folder)
        done = collate(book, "build", "html", "--workers", "2")
        assert done.returncode == 0, done.stdout + done.stderr
        return book

    def test_its_pages_say_that_the_example_is_invented(self, built):
        page = _text(built.html("en") / "example.html")
        assert "invented" in page
        assert "32.9" in page
        assert (built.html("en") / "artifacts" / "figure-1.html").is_file()

    def test_its_verdicts(self, built):
        verdicts = {value["id"]: value["verdict"] for value in json.loads(collate(built, "verify", "--json").stdout)["values"]}
        assert verdicts == {
            "table-1/north/2001": "identical",
            "table-1/north/2002": "identical",
            "table-1/south/2001": "identical",
            "table-1/south/2002": "identical",
            "table-1/both/2001": "rounding",
            "table-1/both/2002": "erratum",
            "c1-l0003-growth": "identical",
            "c1-l0005-loans": "rounding",
        }

    def test_its_own_tests_find_a_planted_digit_by_its_id(self, built, replace):
        import subprocess
        import sys

        own = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "tests"]
        assert subprocess.run(own, cwd=built.root, capture_output=True, check=False).returncode == 0
        cells = built.cells / "table-1.csv"
        replace(cells, "both,2001,33.2", "both,2001,33.4")
        try:
            done = subprocess.run(own, cwd=built.root, capture_output=True, text=True, check=False)
            assert "FAILED tests/test_print.py::test_print[table-1/both/2001]" in done.stdout
            assert "2 failed" in done.stdout  # it, and the command
            assert collate(built, "verify").returncode == 1
        finally:
            replace(cells, "both,2001,33.4", "both,2001,33.2")
