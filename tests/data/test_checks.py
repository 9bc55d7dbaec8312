"""Cross-checks between observations: they hold, each kind of them fails where an error is planted, and broken ones are refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests_root import BOOK, slow_but_first

from collate.audit.cross_checks import Rule, judge_checks, lies_inside, load_checks, named_by, require_checks
from collate.data.packages import check_data
from collate.data.source import read_observations
from collate.errors import CheckError, DataError

# One planted error for each kind of check and each rule: the file, what stands there, what is typed instead, and what is told.
PLANTED = {
    "growth-contracted-fdi-2006": (
        "observations/contracted-investment.csv",
        "contracted-fdi.tianjin,2005,73.23,",
        "contracted-fdi.tianjin,2005,73.24,",
        "rounds to 23.9, not to 24.0",
    ),
    "hundred-first-published-1998": (
        "observations/sector-structure.csv",
        "gdp-share-first-published.tianjin.primary,1998,5.5,",
        "gdp-share-first-published.tianjin.primary,1998,5.6,",
        "the left gives 100.1, the right 100",
    ),
    "hundred-first-published-2001": (
        "observations/sector-structure.csv",
        "gdp-share-first-published.tianjin.primary,2001,4.3,",
        "gdp-share-first-published.tianjin.primary,2001,4.4,",
        "is false of all numbers that round to those printed",
    ),
    "inside-tanggu": (
        "observations/places.csv",
        "longitude.tanggu,undated,117.64694,",
        "longitude.tanggu,undated,116.64694,",
        "lies outside tianjin",
    ),
    "mean-hebei-2010": (
        "observations/growth-of-gdp.csv",
        "gdp-index-two-year-mean.hebei,2007,113.1,2,",
        "gdp-index-two-year-mean.hebei,2007,113.6,2,",
        "the left gives 111.2, the right 112.2",
    ),
    "parts-second-census-tianjin-2006": (
        "observations/sector-structure.csv",
        "value-added-second-census.tianjin.tertiary,2006,1902.31,",
        "value-added-second-census.tianjin.tertiary,2006,1902.32,",
        "the left gives 4462.75, the right 4462.74",
    ),
    "points-beijing-2008": (
        "observations/growth-of-gdp.csv",
        "gdp-index.beijing,2007,113.3,",
        "gdp-index.beijing,2007,113.4,",
        "the left gives 109.1, the right 109",
    ),
    "second-index-liaoning-2005": (
        "observations/growth-of-gdp.csv",
        "gdp-index.liaoning,2005,112.3,",
        "gdp-index.liaoning,2005,112.4,",
        "the left gives 112.3, the right 112.4",
    ),
    "share-yearbook-2010-secondary-2008": (
        "observations/sector-structure.csv",
        "gdp-share-yearbook-2010.tianjin.secondary,2008,55.2,",
        "gdp-share-yearbook-2010.tianjin.secondary,2008,55.3,",
        "rounds to 55.2, not to 55.3",
    ),
    "twentieth-shandong-2010": (
        "observations/growth-of-gdp.csv",
        "gdp-index-two-year-mean.shandong,2010,112.25,",
        "gdp-index-two-year-mean.shandong,2010,112.26,",
        "gives 2245.2, no whole number",
    ),
}
CHECKS = {check.id: check for check in load_checks(BOOK)}


@pytest.fixture(scope="module")
def judged(book):
    return {item.check.id: item for item in judge_checks(book)}


@pytest.mark.parametrize("id", CHECKS)
def test_a_check_holds(judged, id):
    assert judged[id].holds, judged[id].told


@pytest.mark.parametrize("id", PLANTED)
def test_an_error_is_told_with_its_check_its_line_and_the_numbers(copy, replace, id):
    file, old, new, told = PLANTED[id]
    replace(copy.source / file, old, new)
    with pytest.raises(CheckError) as caught:
        require_checks(copy)
    line = next(part for part in str(caught.value).split("\n") if f"{id}: " in part)
    assert told in line
    assert f"{copy.checks}:{CHECKS[id].row.line}" in line


def test_the_check_of_the_data_makes_them(copy, replace):
    file, old, new, told = PLANTED["second-index-liaoning-2005"]
    replace(copy.source / file, old, new)
    with pytest.raises(CheckError, match=f"second-index-liaoning-2005: .*{told}"):
        check_data(copy)


def test_an_error_is_planted_for_every_kind_and_every_rule():
    assert {CHECKS[id].kind for id in PLANTED} == {check.kind for check in CHECKS.values()}
    assert {CHECKS[id].rule for id in PLANTED} == set(Rule)


def test_most_of_what_is_plotted_alone_is_held(book):
    """Not one series of figures 1-4 and the map is without a check."""
    held = {name.partition("@")[0] for name in named_by(CHECKS.values())}
    drawn = {record["series"] for record in read_observations(book.source, ["sector-structure", "places"])}
    assert drawn <= held


@pytest.mark.parametrize(
    ("old", "new", "told"),
    slow_but_first(
        [
            ("{gdp.china@2009}", "{gdp.china@1909}", "'gdp.china@1909' is not an observation"),
            (" = {gdp.china@2009}", "", "'exact' needs a comparison"),
            (" = {gdp.china@2009}", " = = {gdp.china@2009}", "no formula"),
            ("parts-first-verification-china-2009,parts,exact,", "parts-first-verification-china-2009,parts,about,", "about"),
            ("parts-first-verification-china-2009,parts,exact,", "parts-first-verification-china-2009,parts,whole,", "is a comparison"),
            (
                "second-index-tianjin-1999,second,rounded,100 + {gdp-growth-second-reading.tianjin@1999} = {gdp-index.tianjin@1999}",
                "second-index-tianjin-1999,second,rounded,{gdp-index.tianjin@1999} = 100 + {gdp-growth-second-reading.tianjin@1999}",
                "`rounded` wants arithmetic, an equals sign and one observation",
            ),
            (
                'inside-tanggu,inside,inside,"{longitude.tanggu@undated}, {latitude.tanggu@undated}",bohai/tianjin',
                'inside-tanggu,inside,inside,"{longitude.tanggu@undated}, {latitude.tanggu@undated}",bohai/tanggu',
                "'bohai/tanggu' is not a unit",
            ),
        ],
        number=2,
    ),
)
def test_a_broken_check_is_told_with_its_line(copy, replace, old, new, told):
    replace(copy.checks, old, new)
    with pytest.raises(DataError) as caught:
        check_data(copy)
    assert told in caught.value.what
    assert caught.value.where == str(copy.checks) and caught.value.line


def test_a_kind_without_its_words_is_refused(copy, replace):
    replace(copy.checks, "points-beijing-2008,points,", "points-beijing-2008,distances,")
    with pytest.raises(Exception, match="cross-check-distances"):
        check_data(copy)


def test_a_book_need_have_none(tiny):
    assert load_checks(tiny) == [] and require_checks(tiny) == 0


@pytest.mark.parametrize(
    ("east", "north", "inside"),
    [("1", "1", True), ("5", "1", False), ("3.5", "3.5", True), ("2.5", "2.5", False), ("-1", "2", False)],
)
def test_a_point_in_a_ring_with_a_hole(east, north, inside):
    square = [[0, 0], [4, 0], [4, 4], [0, 4]]
    hole = [[2, 2], [3, 2], [3, 3], [2, 3]]
    assert lies_inside(Fraction(east), Fraction(north), [square, hole]) is inside
