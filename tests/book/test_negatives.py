"""Planted errors: one wrong digit in an observation, in a printed cell and in an erratum must each fail."""

from __future__ import annotations

import pytest
from needs import needs
from tests_root import slow_but_first, variants

from collate.data import csvfile
from collate.data.claims import Ledger
from collate.data.errata import Errata
from collate.data.labels import LabelUses
from collate.data.packages import check_data
from collate.data.published import Published
from collate.data.source import fact_sources, observation_sources
from collate.errors import CollateError, DataError, ErratumError, VerdictError
from collate.run.claim_run import ClaimRun
from collate.run.execute import run_notebook
from collate.verdicts import judge, judge_book, require_no_failure


def verify(project, id=None):
    require_no_failure(judge(project, artifacts=[id]) if id else judge_book(project))


def regenerate(project, id):
    folder = run_notebook(project, Published(project).artifact(id), "en")
    csvfile.write_text(project.regenerated / f"{id}.csv", (folder / "values.csv").read_text(encoding="utf-8"))


def test_sound_copy_passes(copy):
    verify(copy)


@pytest.mark.slow
@needs("Noto CJK")
@pytest.mark.parametrize(
    ("file", "old", "new", "id"),
    variants(
        {
            "tenth": ("domestic-capital", "domestic-capital.beijing,2005,133.1,", "domestic-capital.beijing,2005,133.2,", "table-1-2"),
            "input": ("industrial-output", "output.hebei.light,1952,11.74,", "output.hebei.light,1952,11.84,", "table-1-1"),
            "thousands": ("korea-rd", 'rd-expenditure.seoul,2004,"39,828"', 'rd-expenditure.seoul,2004,"39,838"', "table-5-2"),
        }
    ),
)
def test_wrong_digit_in_an_observation(copy, replace, file, old, new, id):
    replace(copy.source / "observations" / f"{file}.csv", old, new)
    regenerate(copy, id)
    with pytest.raises((VerdictError, ErratumError), match=id):
        verify(copy, id)


@pytest.mark.parametrize(
    ("id", "old", "new"),
    slow_but_first(
        [
            ("table-1-1", "北京,1952:工業總產值,9.07,", "北京,1952:工業總產值,9.17,"),
            ("table-1-2", "佔總內資,2008,37.17%,", "佔總內資,2008,37.71%,"),
            ("table-1-4", "2003,天津市,4.04,", "2003,天津市,4.05,"),
            ("table-1-5", "46／50", "47／50"),
            ("table-2-1", "1986,Total,100.0,", "1986,Total,101.0,"),
            ("table-3-2", 'Local innovation system,"ZGC, Beijing",Stronger,', 'Local innovation system,"ZGC, Beijing",Weaker,'),
            ("table-5-2", "首爾(Seoul),2004:佔全國比例,18.0%,", "首爾(Seoul),2004:佔全國比例,18.1%,"),
        ],
        number=2,
    ),
)
def test_wrong_digit_in_a_printed_cell(copy, replace, id, old, new):
    replace(copy.cells / f"{id}.csv", old, new)
    with pytest.raises(VerdictError, match=id):
        verify(copy)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('printed: "396"', 'printed: "397"', "declared '397'"),
        ('regenerated: "387"', 'regenerated: "388"', "declared '396' against '388'"),
        ("target: table-1-1/遼寧/1979:工業總產值", "target: table-1-1/遼寧/1979:輕工業", "matches no disagreement|disagree"),
    ],
)
def test_wrong_erratum(copy, replace, old, new, message):
    replace(copy.errata, old, new)
    with pytest.raises(CollateError, match=message):
        verify(copy)


def test_an_erratum_expires_with_its_disagreement(copy, replace):
    replace(copy.cells / "table-1-1.csv", "遼寧,1979:工業總產值,396,", "遼寧,1979:工業總產值,387,")
    with pytest.raises(ErratumError, match="matches no disagreement"):
        verify(copy)


def test_a_missing_value_fails(copy):
    (copy.regenerated / "table-2-2.csv").unlink()
    with pytest.raises(VerdictError, match=r"table-2-2/.*not-run"):
        verify(copy)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    slow_but_first(
        [
            ("9108.83,,,,cny-100m,level,table,{table", "9109.83,,,,cny-100m,level,table,{table", "c1-l0065-tianjin-gdp-2010: differs"),
            (",41.7%,", ",42.7%,", "c1-l0468-beijing-foreign-law-firms-share-2005: differs, printed '42.7%', regenerated '41.7%'"),
            (",6590,", ",6591,", "c1-l0450-beijing-science-units-2004: differs, printed '6591', regenerated '6590'"),
        ]
    ),
)
def test_a_changed_digit_in_a_claim_fails(copy, replace_first, old, new, message):
    replace_first(copy.published / "claims.csv", old, new)
    with pytest.raises(VerdictError, match=message):
        verify(copy)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{c1-l0067-binhai-founded-year}", "{c1-l0503-binhai-founded-year-repeated}", "leads back to the claim itself"),
        ("{c1-l0067-binhai-founded-year}", "{c1-l0067-binhai-found-year}", "is not a cell, claim, observation or fact"),
        ("{c1-l0067-binhai-founded-year}", "", "do not go together"),
        (",year,external,", ",year,internal,", "unknown check 'internal'"),
        (",第二,2,ordinal-2,", ",第二,3,ordinal-2,", "the term 'ordinal-2' does not name the value '3'"),
        (",38,38.0,", ",38,38.1,", "the value '38.1' is not what '38' says"),
        (",97,1997,", ",97,1998,", "the value '1998' is not what '97' says"),
        ("{c1-l0067-binhai-founded-year}", "{gdp-growth.tianjin@2003}", "check 'text', but its formula names"),
        ("{c1-l0067-binhai-founded-year}", "{gdp-growth-quoted.tianjin@2010}", "is a number of the publication itself"),
        ("count({yangpu-bigs/named/*})", "count({yangpu-bigs/called/*})", "'yangpu-bigs/called/\\*', which is not a cell"),
        ("count({yangpu-bigs/named/*})", "count({yangpu-bigs/named/5})", "names 'yangpu-bigs/named/5'"),
        ("count({yangpu-bigs/named/*})", "count({yangpu-bigs/named/*}", "c3-l3057-yangpu-four-bigs: no formula.*'\\)' is missing"),
        ("count({yangpu-bigs/named/*})", "number({yangpu-bigs/named/*})", "'number' stands where a number, an id or a function should"),
    ],
)
def test_a_broken_ledger_is_refused(copy, replace_first, old, new, message):
    replace_first(copy.published / "claims.csv", old, new)
    with pytest.raises(DataError, match=message):
        Ledger(copy).check(Published(copy), LabelUses(copy.words), observation_sources(copy.source), fact_sources(copy.source))


def test_a_dropped_fact_is_missed(copy, replace):
    def recompute():
        return ClaimRun("3", str(copy.data), "").recompute()["c3-l3057-yangpu-four-bigs"].value

    assert recompute() == 4  # "four bigs", lines 3057-3058: enterprises, universities, hospitals, research institutions
    replace(
        copy.source / "facts" / "named-in-sentences.csv",
        "yangpu-bigs,named,4,,big-research-institutions,report,lines 3057-3058,\n",
        "",
    )
    assert recompute() == 3


def test_a_fact_that_stands_twice_is_refused(copy, replace):
    new = "yangpu-bigs,named,4,,big-universities,"
    replace(copy.source / "facts" / "named-in-sentences.csv", "yangpu-bigs,named,4,,big-research-institutions,", new)
    with pytest.raises(DataError, match=r"named-in-sentences\.csv:\d+: duplicate term 'big-universities' of yangpu-bigs/named"):
        check_data(copy)


def test_a_failure_names_the_qualifier_and_the_line(copy, replace_first):
    replace_first(copy.published / "claims.csv", ",300,,amount-300-thousand,over,", ",300,,amount-300-thousand,up to,")
    with pytest.raises(VerdictError, match=r"differs, printed '300' \(up to\), regenerated '\d+' \(line \d+ of the text\)"):
        verify(copy)


def test_an_erratum_that_proposes_nothing_gives_no_condition(book, verdicts):
    conditions = {item.place.id: item.condition for item in verdicts.numerals if item.condition}
    limits = {id for id, entry in Errata.load(book).by_target.items() if not entry.proposal}
    resting = [found for found in conditions.values() if limits & {reading.id for reading in found.readings}]
    assert resting
    assert all((found.shown, found.verdict) == ("", None) for found in resting)


def test_a_fact_of_another_source_is_no_number_of_the_report(copy, replace):
    old = "yangpu-bigs,named,4,,big-research-institutions,report,"
    replace(copy.source / "facts" / "named-in-sentences.csv", old, old.replace("report", "shine-yangpu"))
    with pytest.raises(DataError, match="check 'text', but its formula names"):
        Ledger(copy).check(Published(copy), LabelUses(copy.words), observation_sources(copy.source), fact_sources(copy.source))
