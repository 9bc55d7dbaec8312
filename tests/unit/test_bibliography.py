"""Citations by author and year, as a small Sphinx project prints them."""

from __future__ import annotations

import re

import pytest
from sphinx.testing.util import SphinxTestApp

BIB = """
@misc{hall-1994, author = {Castells and Hall}, year = {1994}}
@misc{goei-2008, author = {Goei and Burger and Oort and {Leone de Nie}}, year = {2008}}
@misc{bathelt-2004, author = {Bathelt and others}, year = {2004}}
@misc{jian-2002, author = {簡博秀 and 周志龍}, year = {2002}}
@misc{gu-2008, author = {顧朝林 and 于濤方 and others}, year = {2008}}
@misc{yen-2007, author = {{Z/Yen Group}}, year = {2007}}
@book{segal-2003, author = {Segal, Adam}, title = {Digital Dragon}, publisher = {A press}, year = {2003}}
"""
KEYS = "hall-1994,goei-2008,bathelt-2004,jian-2002,gu-2008,yen-2007,segal-2003"


@pytest.fixture
def printed(tmp_path):
    """The text of a page that cites by a role, in a style."""

    def build(style, role):
        (tmp_path / "works.bib").write_text(BIB, encoding="utf-8")
        (tmp_path / "conf.py").write_text(
            "extensions = ['collate.sphinx.bibliography']\n"
            f"bibtex_bibfiles, bibtex_reference_style, bibtex_default_style = ['works.bib'], '{style}', 'plain'\n",
            encoding="utf-8",
        )
        (tmp_path / "index.rst").write_text(f"Title\n=====\n\nBEGIN {role} END\n\n.. bibliography::\n   :all:\n", encoding="utf-8")
        app = SphinxTestApp("text", srcdir=tmp_path, freshenv=True)
        try:
            app.build()
            assert app.warning.getvalue() == ""
        finally:
            app.cleanup()
        text = (tmp_path / "_build" / "text" / "index.txt").read_text(encoding="utf-8")
        wrapped = re.search(r"BEGIN (.*) END", text, re.DOTALL)[1]
        return re.sub(r"\s+", " ", re.sub(r"(?<=、)\s+", "", wrapped))

    return build


def test_round_brackets(printed):
    assert set(printed("author_year_round", f":cite:p:`{KEYS}`").strip("()").split("; ")) == {
        "Castells and Hall, 1994",
        "Goei, Burger, Oort and Leone de Nie, 2008",
        "Bathelt et al., 2004",
        "簡博秀、周志龍, 2002",
        "顧朝林、于濤方等, 2008",
        "Z/Yen Group, 2007",
        "Segal, 2003",
    }


@pytest.mark.parametrize(
    ("style", "role", "text"),
    [
        ("author_year_round", ":cite:t:`hall-1994`", "Castells and Hall (1994)"),
        ("author_year_fullwidth", ":cite:t:`hall-1994`", "Castells and Hall（1994）"),
        ("author_year_fullwidth", ":cite:p:`segal-2003,jian-2002`", "（Segal, 2003; 簡博秀、周志龍, 2002）"),
        ("author_year_round", ":cite:t:`bathelt-2004`", "Bathelt et al. (2004)"),
    ],
)
def test_styles(printed, style, role, text):
    assert printed(style, role) == text
