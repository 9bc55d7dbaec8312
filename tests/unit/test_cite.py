"""A citation as people paste it; the expected texts follow the style guides, by hand."""

from __future__ import annotations

from collate.bind.cite import apa, bibtex
from collate.data.citation import Person, Work

WANG = Person("Wang", "Jenn-hwan", "", "王振寰")
LENG = Person("Leng", "T. K.", "", "冷則剛")
TSAI = Person("蔡", "青蓉", "", "")
GARDENERS = Person("", "", "The gardeners", "")


def work(**fields):
    empty = {"kind": "report", "title": "A ledger", "authors": (WANG,), "version": "", "released": "", "year": "", "url": "", "note": ""}
    return Work(**(empty | fields))


def test_apa_of_a_data_set():
    found = work(kind="dataset", authors=(GARDENERS,), year="2020", version="2.1", url="https://example.org/o")
    assert apa(found, "Two orchards", "en") == "The gardeners. (2020). Two orchards (Version 2.1) [Data set]. https://example.org/o"


def test_apa_of_several_authors_without_a_year():
    found = work(authors=(WANG, LENG, TSAI))
    assert apa(found, "A ledger", "en") == "Wang, J.-H., Leng, T. K., & 蔡青蓉. (n.d.). A ledger."
    assert apa(found, "A ledger", "zh-Hant") == "王振寰、冷則剛、蔡青蓉. (n.d.). A ledger."


def test_bibtex_leaves_out_what_is_not_known():
    assert bibtex(work(authors=(WANG, TSAI), note="undated"), "ledger", "A ledger", "en") == (
        "@techreport{ledger,\n  title = {{A ledger}},\n  author = {Wang, Jenn-hwan and {蔡青蓉}},\n  note = {undated},\n}"
    )


def test_bibtex_of_a_group():
    found = work(kind="dataset", authors=(GARDENERS,), year="2020", released="2020-05-04", version="2.1")
    assert bibtex(found, "orchards", "Two orchards", "en") == (
        "@dataset{orchards,\n  title = {{Two orchards}},\n  author = {{The gardeners}},\n"
        "  year = {2020},\n  date = {2020-05-04},\n  version = {2.1},\n}"
    )
