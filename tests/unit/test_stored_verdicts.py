"""Verdicts are computed once: what the verify step stores reads back as it was judged, and nothing outdated is believed."""

from __future__ import annotations

import json

import pytest
from tests_root import copy_book

from collate import verdicts as judging
from collate.data import csvfile
from collate.errors import ErratumError
from collate.verdicts import judge_all, judge_and_store, read_verdicts, verdicts_file


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """The verdicts on the book, and the file that keeps them."""
    book = copy_book(tmp_path_factory.mktemp("judged"))
    return judge_and_store(book), verdicts_file(book).read_bytes()


@pytest.fixture
def stored(copy, judged):
    """A copy with its verdicts stored."""
    found, content = judged
    csvfile.write_bytes(verdicts_file(copy), content)
    return found


@pytest.fixture
def anew(monkeypatch, judged):
    """The books that are judged anew; each gets the verdicts on the book, of which it is a copy."""
    calls = []
    monkeypatch.setattr(judging, "judge_all", lambda book: calls.append(book) or judged[0])
    return calls


def edit(book, change):
    path = verdicts_file(book)
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def test_read_back_equals_judged(copy, stored, anew):
    assert read_verdicts(copy) == stored == judge_all(copy)
    assert not anew


def test_every_kind_of_field_is_among_them(stored):
    """The comparison above would not see the loss of a field that no verdict has."""
    kinds = {
        "erratum": lambda item: item.erratum,
        "condition with a verdict": lambda item: item.condition and item.condition.verdict,
        "condition without one": lambda item: item.condition and not item.condition.verdict,
        "the verdict of a claim": lambda item: item.claim,
        "interval": lambda item: item.low and item.high,
        "words": lambda item: item.value and not item.low,
    }
    for kind, has in kinds.items():
        assert any(has(item) for item in (*stored.cells, *stored.claims)), kind


def test_nothing_stored(copy, anew):
    assert read_verdicts(copy) == judge_all(copy)
    assert len(anew) == 1
    read_verdicts(copy)
    assert len(anew) == 1  # once in a process, while nothing changes


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/published/cells/table-1-2.csv", ",2008,37.17%,", ",2008,37.18%,"),
        ("data/regenerated/table-1-2.csv", "number,3", "number,4"),
        ("data/source/sources.csv", "id,citation", "id,citation"),
        ("data/labels.csv", ",beijing\n", ",Beijing\n"),
    ],
    ids=["a cell", "a value", "a file that is written anew", "a label"],
)
@pytest.mark.usefixtures("stored")
def test_a_changed_input_is_noticed(copy, anew, replace_first, file, old, new):
    path = copy.root / file
    if old in path.read_text(encoding="utf-8"):
        replace_first(path, old, new)
    else:
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    read_verdicts(copy)
    assert bool(anew) == (old != new)


@pytest.mark.usefixtures("stored")
def test_an_erratum_that_is_gone_is_noticed(copy):
    copy.errata.write_text("[]\n", encoding="utf-8")
    assert not any(item.erratum for item in read_verdicts(copy).numerals)


def test_an_outdated_erratum_is_refused_as_by_judging(copy, stored):
    errata = copy.errata.read_text(encoding="utf-8")
    first = next(item.erratum for item in stored.numerals if item.erratum)
    copy.errata.write_text(errata.replace(f"target: {first.target}\n", "target: table-1-1/nobody/nowhere\n", 1), encoding="utf-8")
    with pytest.raises(ErratumError, match="matches no disagreement"):
        read_verdicts(copy)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.update(format=0),
        lambda content: content.update(judged_from="0" * 64),
        lambda content: content.pop("cells"),
        lambda content: content["cells"].pop(),
        lambda content: content["claims"][0].update(verdict="splendid"),
        lambda content: content["claims"][0].update(erratum="table-1-1/nobody/nowhere"),
        lambda content: content.update(cells={}),
    ],
    ids=["another format", "other inputs", "no cells", "a cell too few", "no such verdict", "no such erratum", "another shape"],
)
def test_a_foreign_file_is_judged_anew(copy, stored, anew, change):
    edit(copy, change)
    assert read_verdicts(copy) == stored
    assert len(anew) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null"])
def test_no_json_is_judged_anew(copy, stored, anew, content):
    verdicts_file(copy).write_bytes(content)
    assert read_verdicts(copy) == stored
    assert len(anew) == 1


def test_lookups(stored):
    claim = stored.claims[0]
    assert stored.claim[claim.place.id] is claim is stored.by_id[claim.place.id]
    cell = stored.cells[0]
    assert stored.of_artifact(cell.place.artifact)[0] is cell is stored.by_id[cell.place.id]
    assert stored.of_artifact("table-99-99") == []
    assert len(stored.numerals) == len(stored.cells) + len(stored.claims) - sum(bool(item.claim) for item in stored.cells)
