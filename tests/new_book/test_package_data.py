"""Data that an installed package brings: registered by package, version and hash, never copied."""

import hashlib
import sys
from pathlib import Path

import pytest

from collate.build.editions import gather_characters
from collate.build.graph import BookFiles
from collate.cli.main import main
from collate.data.dataset import dataset, package_file

CONTENT = b"name;wage\na;1.5\n"
ADD = "wages wagebook==1.2/wagebook/data/wages.csv --source report --licence CC0-1.0"


@pytest.fixture
def book(new, monkeypatch):
    found = new("en")
    monkeypatch.chdir(found.root)
    return found


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Install the package `wagebook` with one file of data; called again, in another version or with other content."""
    site = tmp_path / "site-packages"
    monkeypatch.setattr(sys, "path", [*sys.path, str(site)])

    def install(version: str = "1.2", content: bytes | None = CONTENT) -> Path:
        remove()
        told = site / f"wagebook-{version}.dist-info"
        told.mkdir(parents=True)
        (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: wagebook\nVersion: {version}\n", encoding="utf-8")
        (told / "RECORD").write_text("wagebook/data/wages.csv,,\n" if content is not None else "", encoding="utf-8")
        path = site / "wagebook" / "data" / "wages.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content or b"")
        return path

    def remove() -> None:
        for found in site.glob("wagebook-*.dist-info/*"):
            found.unlink()
        for found in site.glob("wagebook-*.dist-info"):
            found.rmdir()

    install.remove = remove
    return install


def add(text=ADD):
    return main(["add", "dataset", *text.split()])


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("pdg==2026.0/pdg/pdg.sqlite", ("pdg", "2026.0", "pdg/pdg.sqlite")),
        ("a-b.c==1.0rc1+x/f.csv", ("a-b.c", "1.0rc1+x", "f.csv")),
        ("wages.csv", None),
        ("folder/a==b.csv", None),
        ("pdg==2026.0", None),
        ("pdg==2026.0//etc/passwd", None),
    ],
)
def test_a_name_says_whether_a_package_brings_the_file(name, parts):
    found = package_file(name)
    assert (found and (found.package, found.version, found.file)) == parts


def test_it_is_registered_with_its_hash_and_not_copied(book, package, capsys):
    path = package()
    assert add() == 0
    assert "require wagebook==1.2 in requirements.in" in capsys.readouterr().out
    found = dataset(book, "wages")
    assert (found.path, found.sha256) == (path, hashlib.sha256(CONTENT).hexdigest())
    assert not book.files.exists()
    assert found.frame(sep=";").to_dict("records") == [{"name": "a", "wage": 1.5}]
    assert main(["check"]) == 0
    assert path in BookFiles(book).typed  # so that a build looks at it again when it has changed


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda install: install.remove(), "the package wagebook is not installed, which brings wagebook/data/wages.csv"),
        (lambda install: install("2.0"), "the package wagebook is installed in version 2.0, and the data are those of 1.2"),
        (lambda install: install("1.2", None), "the package wagebook 1.2 has no file wagebook/data/wages.csv"),
        (lambda install: install("1.2", CONTENT + b"b;2\n"), "the dataset 'wages' is not the file that was registered"),
    ],
    ids=["not installed", "another version", "without the file", "other numbers"],
)
@pytest.mark.usefixtures("book")
def test_what_has_changed_is_told_by_name(package, capsys, change, told):
    package()
    add()
    change(package)
    assert main(["check"]) == 1
    errors = capsys.readouterr().err
    assert told in errors
    assert "wages" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wages nothing-such==1/f.csv --source report --licence x", "the package nothing-such is not installed"),
        ("wages wagebook==9/wagebook/data/wages.csv --source report --licence x", "version 1.2, and the data are those of 9"),
        ("wages wagebook==1.2/wagebook/../../secret.csv --source report --licence x", "has no file wagebook/../../secret.csv"),
    ],
)
def test_what_is_not_there_is_not_registered(book, package, capsys, text, told):
    package()
    assert add(text) == 2
    assert told in capsys.readouterr().err
    assert not (book.source / "datasets.csv").exists()


def test_a_file_of_any_kind_is_no_text_of_the_book(book, package):
    package(content=b"\xff\x00\xfe")  # no UTF-8
    assert add() == 0
    gather_characters(book)
    assert (book.build / "fonts" / "characters.json").exists()
