"""Numbers in sentences: how far each reaches, and what is told apart from claims."""

from __future__ import annotations

import pytest

from collate.extract.candidates import Kind
from collate.extract.document import Mark, Paragraph
from collate.extract.sentences import numbers, sentences


def found(text, kind=None, marks=()):
    paragraph = Paragraph(text, marks=marks)
    every = [(one.kind, sentence.text[one.start : one.end]) for sentence in sentences(text) for one in numbers(paragraph, sentence)]
    return every if kind is None else [printed for which, printed in every if which is kind]


@pytest.mark.parametrize(
    "printed",
    [
        ".03",
        "-.05",
        "−0.40",
        "p = .03",
        "p < .001",
        "p > .05",
        "p = .000",
        "t(45) = 2.31, p = .025",
        "F(2, 120) = 4.5, p < .05",
        "χ²(1, N = 90) = 3.84, p = .05",
        "r(48) = .31",
        "z = 2.1",
        "1.23 (95% CI 1.01–1.45)",
        "1.23 (95% CI: 1.01, 1.45)",
        "0.58 (95% CI 0.34–0.98, p = .04)",
        "HR 0.58; 95% CI, 0.34 to 0.98; P = .04",
        "95% CI 1.01–1.45",
        "IQR 3–8",
        "SD 5.6",
        "OR = 1.23, 95% CI [1.01, 1.45]",
        "12 (3.4)",
        "5 [3–8]",
        "7.2 ± 0.3",
        "1.234(5) × 10⁻³",
        "5.81 × 10⁻⁴⁸",
        "1.2E+5",
        "45.3%",
        "3.1‰",
        "$1,794",
        "€ 12.50",
        "1.2 million",
        "2.1–3.4",
        "≥ 10",
        "~0.4",
        "0.123*** (0.045)",
        "1'234.5",
        "12\u2009345",
        "over 40",
        "about 1.2 million",
        "at least 12",
        "M = 3.2",
        "R² = 0.12",
        "0.40",
        "46/50",
    ],
)
def test_a_number_with_all_that_belongs_to_it(printed):
    assert found(f"The result was {printed}, as they say.") == [(Kind.CLAIM, printed)]


@pytest.mark.parametrize(
    ("text", "kind", "printed"),
    [
        ("as Table 2 shows", Kind.REFERENCE, ["2"]),
        ("in Tables 2 and 3", Kind.REFERENCE, ["2", "3"]),
        ("see Figure 1.2 and Section 4", Kind.REFERENCE, ["1.2", "4"]),
        ("by equation (4) it follows", Kind.REFERENCE, ["(4)"]),
        ("of column (3) and row 2", Kind.REFERENCE, ["(3)", "2"]),
        ("on p. 12 and pp. 3–5", Kind.REFERENCE, ["12", "3–5"]),
        ("表 2-1 與第 3 章", Kind.REFERENCE, ["2-1", "3"]),
        ("as Brown and Jones (1999) found", Kind.CITATION, ["1999"]),
        ("it grew (Brown et al., 1999)", Kind.CITATION, ["1999"]),
        ("known for long [12, 14]", Kind.CITATION, ["12", "14"]),
        ("since 1990 it grew", Kind.YEAR, ["1990"]),
        ("in the years 1990–2004", Kind.YEAR, ["1990–2004"]),
        ("on 12 March 2004 it began", Kind.YEAR, ["12", "2004"]),
        ("the 1990s were long", Kind.YEAR, ["1990"]),
        ("2004 年起", Kind.YEAR, ["2004"]),
        ("at 10.1234/abc.567 and https://example.org/99", Kind.NAME, ["10.1234", "99"]),
        ("during COVID-19 they", Kind.NAME, ["-19"]),
        ("(2) the next item", Kind.LIST, ["(2"]),
        ("we fit y = 3x + 2 here", Kind.EQUATION, ["3", "2"]),
    ],
)
def test_what_is_no_claim(text, kind, printed):
    told = found(text)
    assert [which for which, _ in told if which is Kind.CLAIM] == []
    assert {which for which, _ in told} <= {kind}
    assert [piece.strip("()[]-+ ") for _, piece in told] == [piece.strip("()[]-") for piece in printed]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("In 2004, 343 firms (12%) closed (Table 2; Brown 1999).", ["343", "12%"]),
        ("In Table 2, 12 firms closed, and by Table 3, and 45.3% of others.", ["12", "45.3%"]),
        ("The share rose from 45.3% to 48.1%.", ["45.3%", "48.1%"]),
        ("Of 12 firms, 3 closed, as Table 2 shows.", ["12", "3"]),
        ("In 1994 the mean was 1,994 dollars.", ["1,994"]),
        ("Prices rose 3.2 per cent, 1.5 points more than before.", ["3.2 per cent", "1.5 points"]),
        ("工廠超過 40 家，佔 45.3%。", ["超過 40", "45.3%"]),
    ],
)
def test_claims_among_others(text, claims):
    assert found(text, Kind.CLAIM) == claims


def test_a_bare_number_like_a_year_carries_a_doubt():
    text = "We counted 1994 firms."
    told = [one for sentence in sentences(text) for one in numbers(Paragraph(text), sentence)]
    assert [(one.kind, bool(one.doubt)) for one in told] == [(Kind.YEAR, True)]


def test_marks_of_the_format_decide():
    text = "It was 12 and 34."
    assert found(text, marks=(Mark(7, 9, Kind.CITATION),)) == [(Kind.CITATION, "12"), (Kind.CLAIM, "34")]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It rose by 0.5. Then it fell.", 2),
        ("Brown et al. 1999 say so, e.g. in Fig. 2. It is so.", 2),
        ("J. Brown paid 1.5 million. R. Jones did not.", 2),
        ("這裡有 12 家。那裡有 3 家。", 2),
        ("Was it 12? It was “13.” Nobody knows.", 3),
        ("It rose.¹ It fell.", 2),
    ],
)
def test_sentences(text, count):
    assert len(sentences(text)) == count
    assert all(text[one.start : one.start + len(one.text)] == one.text for one in sentences(text))


@pytest.mark.parametrize("piece", ["1", "1 ", "1,", "Aa ", "(", "a.", "95% CI ", "1–", "Table 1, ", "t(1) = 2, ", "12345 ", "Smith and "])
def test_time_grows_with_length_alone(piece):
    text = piece * (40_000 // len(piece))
    assert sum(1 for sentence in sentences(text) for _ in numbers(Paragraph(text), sentence)) >= 0
