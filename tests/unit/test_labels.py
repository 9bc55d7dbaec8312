"""Labels that are read one by one are those of the whole file."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests_root import BOOK

from collate.data import sorted_list
from collate.data.claims import Ledger
from collate.data.labels import Labels
from collate.errors import DataError, LabelError

FILE = 'key,zh_hant,en,note\njoin-with,，with,", with ",\njoin-word,, ,\nplace,地方,place,\nplaces,各地,places,\n'


def write(folder, text):
    path = folder / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_label_of_the_book():
    sought = BOOK.words
    for key, texts in BOOK.words.terms.items():
        assert {language: sought.text(key, language) for language in texts} == texts


def test_a_label_is_looked_for_without_the_others(monkeypatch, tmp_path):
    monkeypatch.setattr(sorted_list, "read", lambda *_: pytest.fail("the whole file was read"))
    labels = Labels.sought(write(tmp_path, FILE))
    wanted = {"join-with": ", with ", "join-word": " ", "place": "place", "places": "places", "1998": "1998"}
    assert {key: labels.text(key, "en") for key in wanted} == wanted


def test_an_unknown_label_is_answered_by_the_nearest(tmp_path):
    path = write(tmp_path, FILE)
    told = []
    for labels in (Labels.load(path), Labels.sought(path)):
        with pytest.raises(LabelError) as caught:
            labels.text("placs", "en")
        told.append(str(caught.value))
    assert told[0] == told[1]
    assert "place" in told[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (FILE.replace("\nplaces,", "\nplace,地,ground,\nplaces,"), 5),
        (FILE.replace("place,地方,place,", "place,地方,,"), 4),
        (FILE.replace("place,地方,place,", "place,地方"), 4),
        (FILE.replace("note", "remark"), 1),
    ],
    ids=["twice", "no text", "too few fields", "columns"],
)
def test_a_broken_row_is_told_as_by_reading_all(tmp_path, text, line):
    path = write(tmp_path, text)
    told = []
    for read in (Labels.load, Labels.sought):
        with pytest.raises(DataError) as caught:
            read(path).text("place", "en")
        told.append((str(caught.value), caught.value.line))
    assert told[0] == told[1]
    assert told[0][1] == line


def test_a_number_is_no_label(tmp_path):
    path = write(tmp_path, FILE.replace("join-with", "1998,長,long,\njoin-with"))
    assert Labels.sought(path).text("1998", "en") == "1998"
    with pytest.raises(DataError, match="label '1998' is a number, which stands for itself") as caught:
        Labels.load(path)
    assert caught.value.line == 2


AMOUNTS = [claim for claim in Ledger(BOOK).claims.values() if claim.term.startswith("amount-")]
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "萬": 10**4, "億": 10**8}
SPELT = {"half a": Fraction(1, 2), "sixty": Fraction(60)}


def in_ones(text):
    """A number with its scale as people write it: "3.5 billion", "35 億"."""
    number, _, scale = text.rpartition(" ")
    return (SPELT.get(number) or Fraction(number.replace(",", ""))) * SCALES[scale]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("claim", AMOUNTS, ids=lambda claim: claim.id)
def test_an_amount_is_the_number_of_its_claim(claim, language):
    scale = next(scale for word, scale in SCALES.items() if claim.unit.endswith(word))
    assert in_ones(claim.text(BOOK.words, language)) == claim.value * scale


def test_an_amount_in_another_scale_is_another_number():
    assert (in_ones("35 億"), in_ones("3.5 billion"), in_ones("1,000 億")) == (35 * 10**8, 35 * 10**8, 10**11)
    assert in_ones("3.5 億") != in_ones("35 億")
    assert len(AMOUNTS) == 14
