"""The basis of a verdict follows from its formula: nothing that copies a number is called a check of it."""

from __future__ import annotations

import pytest

from collate.audit.basis import cell_basis, check_bases, claim_basis, only_input
from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.published import CELL_COLUMNS, Published
from collate.errors import DataError
from collate.numbers.verdict import Basis
from collate.verdicts import regenerated_formulas

ORIGINS = {"a@1": "report", "b@1": "report", "c@1": "yearbook", "d@1": "census"}


@pytest.mark.parametrize(
    ("formula", "copied"),
    [
        ("{a}", "a"),
        ("(({a}))", "a"),
        ("{a} * 1", "a"),
        ("0 + {a} / 1", "a"),
        ("({a} * 2) / 2", "a"),
        ("{a} - {a} + {a}", "a"),
        ("{a} * 2", ""),
        ("100 - {a}", ""),
        ("{a} + {b} - {b}", ""),
        ("63", ""),
        ("1 / ({a} - 3)", ""),
    ],
)
def test_a_formula_that_is_one_input(formula, copied):
    assert only_input(formula) == copied


@pytest.mark.parametrize(
    ("formula", "basis"),
    [
        ("{a@1}", Basis.TRANSCRIBED),
        ("{c@1}", Basis.INDEPENDENT),
        ("{a@1} + {b@1}", Basis.RECOMPUTED),
        ("{c@1} / {d@1}", Basis.INDEPENDENT),
        ("{c@1} - {d@1}", Basis.INDEPENDENT),
        ("({c@1} - {d@1}) / {d@1}", Basis.INDEPENDENT),
        ("pvariance({c@1} - {d@1}, {c@2} - {d@2}, {c@3} - {d@3})", Basis.INDEPENDENT),
        ("{a@1} / {c@1}", Basis.RECOMPUTED),
        ("{a@1} * 1", Basis.TRANSCRIBED),
    ],
)
def test_basis_of_a_cell(formula, basis):
    assert cell_basis(formula, ORIGINS) is basis


@pytest.mark.parametrize(
    ("id", "basis"),
    [
        ("c1-l0062-jingjinji-gdp-share-2009", "recomputed"),  # a claim and an outside number: what print says takes part
        ("c1-l0064-tianjin-gdp-growth-2009", "independent"),  # the numeral that figure 1-5 quotes, against an outside series
        ("c1-l0065-tianjin-gdp-growth-2010", "repeated"),  # that of another sentence
        ("c1-l0065-tianjin-gdp-2010", "quoted"),  # one cell of table 1-3
        ("c1-l0571-beijing-fdi-2009", "none"),
        ("c3-l3057-yangpu-four-bigs", "recomputed"),  # a list in words, of the report itself
        ("c3-l2758-zgc-zones-current", "recomputed"),  # rows of table 3-1
    ],
)
def test_basis_of_a_claim(verdicts, id, basis):
    assert verdicts.claim[id].basis.value == basis


@pytest.mark.parametrize(("sources", "basis"), [("report", "recomputed"), ("shine-yangpu", "independent"), ("mixed", "recomputed")])
def test_a_list_is_as_independent_as_its_sources(book, sources, basis):
    ledger = Ledger(book)
    ids = [f"yangpu-bigs/named/{position}" for position in (1, 2, 3, 4)]
    facts = {id: "report" if sources == "mixed" and id.endswith("4") else sources.replace("mixed", "shine-yangpu") for id in ids}
    assert claim_basis(ledger.claim("c3-l3057-yangpu-four-bigs"), ledger, {}, facts).value == basis


def test_the_book_calls_every_basis_what_it_is(book):
    check_bases(book, regenerated_formulas(book, Published(book).artifacts))


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("table-1-3.csv", "2007,外商直接投資:天津市,52.8,,transcribed,", "2007,外商直接投資:天津市,52.8,,recomputed,", "'transcribed'"),
        ("table-1-2.csv", ",recomputed,", ",independent,", "makes it 'recomputed'"),
        ("figure-1-5.csv", "14.9%,,transcribed,708,", "14.9%,,transcribed,709,", "no '14.9%' on line 709"),
        ("figure-1-5.csv", "天津:成長,2007,15.2%", "天津:成長,2007,15.3%", "no '15.3%' on line 709"),
    ],
    ids=["a copy called recomputed", "print called a source", "a line that prints it nowhere", "a numeral that no sentence prints"],
)
def test_a_wrong_basis_or_numeral_is_refused(copy, replace_first, file, old, new, message):
    replace_first(copy.cells / file, old, new)
    with pytest.raises(DataError, match=message) as caught:
        check_bases(copy, regenerated_formulas(copy, Published(copy).artifacts))
    assert caught.value.line
    assert caught.value.where.endswith(file)


def test_a_sentence_is_not_compared_with_its_own_print(copy, replace):
    row = "14.9%,,,,percent,growth,external,"
    replace(copy.published / "claims.csv", f"{row},", "14.9%,,,,percent,growth,table,{figure-1-5/天津:成長/1995},")
    with pytest.raises(DataError, match="this sentence's own print") as caught:
        check_bases(copy, regenerated_formulas(copy, Published(copy).artifacts))
    assert caught.value.line


@pytest.mark.parametrize("basis", ["independent", "recomputed"])
def test_the_basis_of_a_number_that_a_program_gives_is_the_declared_one(copy, replace_first, basis):
    path = copy.cells / "table-1-2.csv"
    replace_first(path, ",transcribed,", f",{basis},")
    row = csvfile.read(path, CELL_COLUMNS)[0]
    check_bases(copy, {f"table-1-2/{row['row']}/{row['column']}": "sqrt(2)"})


@pytest.mark.parametrize("basis", ["guessed", "quoted", ""])
def test_an_unknown_basis_is_told_with_its_line(copy, replace_first, basis):
    path = copy.cells / "table-1-2.csv"
    replace_first(path, ",transcribed,", f",{basis},")
    with pytest.raises(DataError, match=f"unknown basis {basis!r}") as caught:
        Published(copy).cells("table-1-2")
    assert (caught.value.where, caught.value.line) == (str(path), 2)


@pytest.mark.parametrize(
    ("formula", "basis"),
    [("{c@1} / {c@1} * 100", Basis.RECOMPUTED), ("{c@1} - {c@1}", Basis.RECOMPUTED), ("{c@1} / {d@1}", Basis.INDEPENDENT)],
)
def test_what_is_the_same_for_all_inputs_is_not_independent(formula, basis):
    """The share of a whole in itself is 100, whoever publishes the whole."""
    assert cell_basis(formula, ORIGINS) is basis


@pytest.mark.parametrize(
    ("source", "place"),
    [("ft-banker-2010", "c1-l1175-"), ("cna-2008-06-09", "table-1-5/MasterCard"), ("etnews-2006-08-16", "table-5-2/")],
)
def test_nothing_independent_rests_on_a_page_that_names_nobody(copy, source, place):
    """A claim, a cell in words beside a number of the report, and a number: each is refused once its only source names nobody."""
    path = copy.source / "sources.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{source},"))
    assert lines[at].count(",press,") == 1
    lines[at] = lines[at].replace(",press,", ",unattributed,")
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError, match="rests on what nobody is named for") as caught:
        artifacts = Published(copy).artifacts
        check_bases(copy, regenerated_formulas(copy, artifacts), regenerated_formulas(copy, artifacts, "terms"))
    assert place in caught.value.what and source in caught.value.what
    assert caught.value.line
