"""The terms of a book over the words of the library."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests_root import BOOK

from collate.data.claims import Ledger
from collate.data.labels import FALLBACK, Labels, library_words
from collate.errors import DataError, LabelError

FILE = 'key,zh_hant,en,note\njoin-with,，with,", with ",\njoin-word,, ,\nplace,地方,place,\nplaces,各地,places,\n'
BOTH = ("zh-Hant", "en")


def write(folder, text, name="labels.csv"):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_texts(tmp_path):
    labels = Labels.load(write(tmp_path, FILE), BOTH)
    wanted = {"join-with": ", with ", "join-word": " ", "place": "place", "places": "places", "1998": "1998"}
    assert {key: labels.text(key, "en") for key in wanted} == wanted
    assert (labels.text("place", "zh-Hant"), labels.text("join-word", "zh-Hant")) == ("地方", "")


def test_an_unknown_label_is_answered_by_the_nearest(tmp_path):
    path = write(tmp_path, FILE)
    with pytest.raises(LabelError, match="no label 'placs'; near it: places, place") as caught:
        Labels.load(path, BOTH).text("placs", "en")
    assert caught.value.where == str(path)


def test_a_word_of_the_library_may_be_said_otherwise(tmp_path):
    path = write(tmp_path, FILE + "verdict-differs,異,disagrees,\n")
    assert Labels.load(path, BOTH).text("verdict-differs", "en") == "disagrees"
    assert Labels.load(path, BOTH).text("verdict-erratum", "en") == library_words("en")["verdict-erratum"]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (FILE.replace("\nplaces,", "\nplace,地,ground,\nplaces,"), 5, "duplicate label 'place'"),
        (FILE.replace("place,地方,place,", "place,地方"), 4, "2 fields where 4 belong"),
        (FILE.replace("note", "remark"), 1, "missing column note"),
        (FILE.replace("join-with", "1998,長,long,\njoin-with"), 2, "label '1998' is a number, which stands for itself"),
    ],
    ids=["twice", "too few fields", "columns", "a number"],
)
def test_a_broken_row(tmp_path, text, line, told):
    with pytest.raises(DataError, match=told) as caught:
        Labels.load(write(tmp_path, text), BOTH)
    assert caught.value.line == line


def test_no_text_in_one_language(tmp_path):
    labels = Labels.load(write(tmp_path, FILE.replace("place,地方,place,", "place,地方,,")), BOTH)
    assert (labels.lacking("place"), labels.lacking("places"), labels.lacking("nowhere"), labels.lacking("join-word")) == (
        ["en"], [], ["zh-Hant", "en"], [],
    )  # fmt: skip
    assert labels.text("place", "zh-Hant") == "地方"
    with pytest.raises(LabelError, match="label 'place' has no text in en"):
        labels.text("place", "en")


def test_in_one_language_what_is_printed_is_the_label(tmp_path):
    labels = Labels.load(tmp_path / "labels.csv", ("en",))
    assert labels.text("Gross output", "en") == "Gross output"
    assert labels.text("verdict-erratum", "en") == library_words("en")["verdict-erratum"]
    with pytest.raises(DataError, match="the file is missing"):
        Labels.load(tmp_path / "labels.csv", BOTH)


def test_a_third_language_is_one_file(tmp_path):
    own = write(tmp_path, "key,text\nverdict-erratum,Berichtigung\njoin-space, \n", "locale/de.csv").parent
    terms = write(tmp_path, "key,en,de,de_at,note\nhouse,house,Haus,Haus,\n")
    labels = Labels.load(terms, ("en", "de", "de-AT"), own)
    assert labels.text("house", "de") == "Haus"
    assert labels.text("verdict-erratum", "de") == labels.text("verdict-erratum", "de-AT") == "Berichtigung"
    assert labels.text("verdict-differs", "de") == library_words(FALLBACK)["verdict-differs"]
    assert labels.text("verdict-erratum", "en") == library_words(FALLBACK)["verdict-erratum"]


@pytest.mark.parametrize(
    ("rows", "line", "told"),
    [
        ("verdict-eratum,Berichtigung\n", 2, "the library has no word 'verdict-eratum'; near it: verdict-erratum"),
        ("verdict-differs,ab\nverdict-differs,ab\n", 3, "duplicate key 'verdict-differs'"),
    ],
)
def test_a_wrong_word_of_a_third_language(tmp_path, rows, line, told):
    write(tmp_path, f"key,text\n{rows}", "locale/de.csv")
    with pytest.raises(DataError, match=told) as caught:
        library_words("de", tmp_path / "locale")
    assert caught.value.line == line


AMOUNTS = [claim for claim in Ledger(BOOK).claims.values() if claim.term.startswith("amount-")]
SCALES = {"10k": 10**4, "100m": 10**8, "thousand": 10**3, "million": 10**6, "billion": 10**9, "萬": 10**4, "億": 10**8}
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
    assert len(AMOUNTS) == 26
