"""Every edition of the gallery: its data, its verdicts, a planted digit, its card, and a build from nothing."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from gallery.page import GALLERY, NAMES, PAGE, card, judged, page
from needs import needs

from collate.book import Book
from collate.data import csvfile
from collate.data.dataset import load_datasets
from collate.numbers.printed import PrintedKind
from collate.numbers.verdict import Basis, Verdict
from collate.verdicts import judge, judge_claims

LEFT = shutil.ignore_patterns("_build", "__pycache__", ".pytask", "pytask.lock*")
OF_A_BOOK_ALONE = (
    "wheels",
    "requirements.txt",
    "requirements.in",
    "requirements-test.txt",
    "environment.mk",
    "apt.txt",
    "tests",
    ".github",
)
MADE = ("data/regenerated", "figures")


def of_package(item):
    return not isinstance(item.place, Path)


editions = pytest.mark.parametrize("name", NAMES)
# The averages of the PDG are 1,643 cells, whose verdicts take seconds.
judged_editions = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name == "pdg-averages" else ()) for name in NAMES]
)


def copied(name, folder):
    shutil.copytree(GALLERY / name, folder, ignore=LEFT)
    return Book(folder)


def collate(book, *words):
    return subprocess.run([sys.executable, "-m", "collate", *words], cwd=book.root, capture_output=True, text=True, check=False)


@editions
def test_an_edition_holds_what_the_repository_does_not_have_for_all(name):
    folder = GALLERY / name
    assert (folder / "Makefile").read_text(encoding="utf-8") == "include ../edition.mk\n"
    given = [found for found in OF_A_BOOK_ALONE if (folder / found).exists()]
    assert given == []


@judged_editions
def test_every_printed_number_has_the_verdict_that_the_card_counts(name):
    found = judged(name).numerals
    assert [item.place.id for item in found if item.verdict.fails] == []
    counts = Counter(item.verdict.key for item in found)
    assert {verdict.key: counts[verdict.key] for verdict in Verdict if counts[verdict.key]} == card(name)["verdicts"]


@judged_editions
def test_another_digit_fails(name, tmp_path):
    """In the first cell of each artifact that is identical, and in each claim that is: its first digit but a zero."""
    book = copied(name, tmp_path / "edition")
    before = judged(name)
    numbers = [
        item
        for item in before.numerals
        if item.verdict is Verdict.IDENTICAL and item.basis is not Basis.NONE and item.place.printed.kind is not PrintedKind.TEXT
    ]
    cells = {item.place.artifact: item for item in reversed(numbers) if hasattr(item.place, "artifact")}
    claims = [item for item in numbers if not hasattr(item.place, "artifact")]
    assert cells
    for artifact, item in cells.items():
        plant(book.cells / f"{artifact}.csv", [f"{item.place.row}/{item.place.column}"], lambda row: f"{row['row']}/{row['column']}")
    plant(book.published / "claims.csv", [item.place.id for item in claims], lambda row: row["id"])
    claimed = judge_claims(book)  # and not `judge_all`: an erratum may match nothing where what it quotes was planted
    found = {item.place.id: item.verdict for item in [*judge(book, claims=claimed), *claimed]}
    missed = [item.place.id for item in [*cells.values(), *claims] if not found[item.place.id].fails]
    assert missed == []


def plant(path, ids, id_of):
    """Change the first digit of what the first row of each of `ids` prints."""
    header, *rows = csvfile.read_table(path)
    columns, waiting = header[1], set(ids)
    place = columns.index("printed")
    for _, values in rows:
        id = id_of(dict(zip(columns, values, strict=True)))
        if id in waiting:
            waiting.remove(id)
            first = "[1-9]" if re.search("[1-9]", values[place]) else "0"
            values[place] = re.sub(first, lambda digit: str(int(digit[0]) % 9 + 1), values[place], count=1)
    assert not waiting
    csvfile.write(path, columns, [values for _, values in rows])


@needs("the packages of the gallery")
@editions
def test_the_data_are_as_their_schemas_want_them(name, monkeypatch, run_command):
    monkeypatch.chdir(GALLERY / name)
    assert run_command("check")[0] == 0


@needs("the packages of the gallery")
@pytest.mark.parametrize("name", [name for name in NAMES if any(map(of_package, load_datasets(Book(GALLERY / name)).values()))])
@pytest.mark.parametrize(
    ("column", "message"), [("file", "and the data are those of 0.0.1"), ("sha256", "is not the file that was registered")]
)
def test_another_version_of_a_package_of_data_is_told_by_name(name, column, message, tmp_path, monkeypatch, run_command):
    book = copied(name, tmp_path / "edition")
    item = next(filter(of_package, load_datasets(book).values()))
    text = (book.source / "datasets.csv").read_text(encoding="utf-8")
    wrong = {"file": re.sub("==[^/]+", "==0.0.1", item.row["file"]), "sha256": "0" * 64}[column]
    (book.source / "datasets.csv").write_text(text.replace(item.row[column], wrong), encoding="utf-8")
    monkeypatch.chdir(book.root)
    status, _, told = run_command("check")
    assert status == 1
    assert f"the dataset '{item.id}'" in told
    assert message in told


@pytest.mark.slow
def test_the_page_is_what_the_cards_say():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python tests/gallery/page.py"


@editions
def test_the_picture_of_a_card_is_small(name):
    picture = GALLERY / name / card(name)["picture"]
    assert picture.is_relative_to(GALLERY / name / "figures")
    assert picture.stat().st_size < 200_000


@pytest.mark.slow
@needs("the packages of the gallery")
@needs("Noto CJK")
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.endurance if name != "student-1908" else ()) for name in NAMES])
def test_an_edition_builds_from_nothing_to_the_same_bytes(name, tmp_path):
    book = copied(name, tmp_path / "edition")
    kept = {path.relative_to(book.root): path.read_bytes() for made in MADE for path in (book.root / made).rglob("*") if path.is_file()}
    for made in MADE:
        shutil.rmtree(book.root / made, ignore_errors=True)
    done = collate(book, "build", "html", "--workers", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    new = {path.relative_to(book.root): path.read_bytes() for made in MADE for path in (book.root / made).rglob("*") if path.is_file()}
    assert sorted(path for path in {*kept, *new} if kept.get(path) != new.get(path)) == []
    assert (book.html("en") / "index.html").is_file()
