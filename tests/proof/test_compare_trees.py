"""Two builds are compared byte for byte, and each difference is told with its place."""

from __future__ import annotations

import io
import zipfile

import pytest

from collate.audit.compare_trees import compare_trees
from collate.audit.reproduce import ReproduceError, require_equal
from collate.bind.epub import finished
from collate.book import Book
from collate.export.steady_zip import zip_bytes


def tree(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Book(folder)


def outcomes(tmp_path, first, second):
    return compare_trees(tree(tmp_path / "one", first), tree(tmp_path / "two", second))


SAME = {
    "data/regenerated/table-1-1.csv": b"row\n",
    "figures/figure-1-1.en.svg": b"<svg/>",
    "_build/html/en/index.html": b"<p>\xe8\x87\xba\n",
}


def test_equal_trees(tmp_path):
    found = outcomes(tmp_path, SAME, SAME)
    assert [(outcome.group, outcome.files, outcome.equal) for outcome in found] == [("values", 1, 1), ("figures", 1, 1), ("html", 1, 1)]
    require_equal(found)


@pytest.mark.parametrize(
    ("name", "first", "second", "reason"),
    [
        ("data/regenerated/table-1-1.csv", b"a\n1.5\n", b"a\n1.6\n", "line 2: '1.5' and '1.6'"),
        ("_build/html/en/index.html", b"<p>", None, "only the first build made it"),
        ("_build/html/en/a.html", None, b"<p>", "only the second build made it"),
        ("_build/pdf/book.en.pdf", b"%PDF\xff\xfe1", b"%PDF\xff\xfe2", "first differs at byte 6 of 7"),
        ("_build/epub/book.en.epub", zip_bytes([("a", b"1"), ("b", b"1")]), zip_bytes([("a", b"1"), ("b", b"2")]), "its entry b differs"),
        ("_build/exports/ledger.csv", b"a\n", b"a\nb\n", "1 and 2 lines"),
    ],
)
def test_planted_difference(tmp_path, name, first, second, reason):
    sides = [dict(SAME), dict(SAME)]
    for side, content in zip(sides, (first, second), strict=True):
        side.pop(name, None)
        if content is not None:
            side[name] = content
    found = outcomes(tmp_path, *sides)
    assert {path: why for outcome in found for path, why in outcome.differing.items()} == {name: reason}
    with pytest.raises(ReproduceError, match=r"1 file\(s\) differ between the builds"):
        require_equal(found)


def test_a_file_that_names_its_folder(tmp_path):
    sides = ({"_build/html/a.html": f"made in {tmp_path / side}".encode()} for side in ("one", "two"))
    (outcome,) = outcomes(tmp_path, *sides)
    assert outcome.differing == {"_build/html/a.html": "it names the folder that it was built in"}


def test_what_is_not_part_of_the_book_is_not_compared(tmp_path):
    assert outcomes(tmp_path, {"_build/sphinx/html.en.log": b"1"}, {"_build/sphinx/html.en.log": b"2"}) == []


def test_an_epub_names_the_day_of_release_and_not_the_second_at_which_it_was_made():
    dated = '<dc:date>{0}</dc:date><meta property="dcterms:modified">{0}</meta>'
    made = [zip_bytes([("content.opf", dated.format(f"2026-11-25T03:28:{second}Z").encode())]) for second in (22, 57)]
    assert made[0] != made[1]
    assert finished(made[0], "2026-11-23") == finished(made[1], "2026-11-23")
    with zipfile.ZipFile(io.BytesIO(finished(made[0], "2026-11-23"))) as book:
        assert book.read("content.opf").decode() == dated.format("2026-11-23T00:00:00Z")
