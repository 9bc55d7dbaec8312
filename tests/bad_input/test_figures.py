"""Data that a figure cannot show: one message, and no figure, neither whole nor in parts."""

from __future__ import annotations

import json

import pytest
from needs import needs

from collate.data.packages import check_data
from collate.data.published import Published
from collate.errors import DataError, NotebookError
from collate.run.execute import run_notebook

pytestmark = [needs("Noto CJK"), pytest.mark.slow]


def refuse(book, artifact, message):
    folder = book.run(artifact, "en")
    with pytest.raises(NotebookError, match=message):
        run_notebook(book, Published(book).artifact(artifact), "en")
    assert not list(folder.parent.glob(f"{folder.name}*"))


def test_another_unit_within_a_series(copy, replace_first):
    path = copy.source / "observations" / "growth-of-gdp.csv"
    replace_first(path, ",percent,", ",previous-year-100,")
    with pytest.raises(DataError, match=r"growth-of-gdp.csv:\d+: series [a-z.-]+ has the units percent, previous-year-100"):
        check_data(copy)


def test_another_unit_of_a_whole_series(copy):
    path = copy.source / "observations" / "contracted-investment.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert any(line.startswith("contracted-fdi.beijing,") and ",usd-100m," in line for line in lines)
    mixed = [line.replace(",usd-100m,", ",usd-10k,") if line.startswith("contracted-fdi.beijing,") else line for line in lines]
    path.write_text("\n".join(mixed) + "\n", encoding="utf-8")
    refuse(copy, "figure-1-3", "contracted-fdi of a plot is given in usd-100m and usd-10k")


def test_a_region_that_the_figure_does_not_know(copy):
    for path in (copy.source / "series.csv", copy.source / "observations" / "growth-of-gdp.csv"):
        path.write_text(
            path.read_text(encoding="utf-8")
            .replace("gdp-growth.hebei", "gdp-growth.shanxi")
            .replace("gdp-growth,hebei", "gdp-growth,shanxi"),
            encoding="utf-8",
        )
    refuse(copy, "figure-1-5", "figure 1-5: unknown 'shanxi'")


def test_an_outline_with_another_name(copy):
    (path,) = (copy.source / "boundaries").glob("*.json")
    text = path.read_text(encoding="utf-8")
    assert "liaoning" in text
    json.loads(text)
    path.write_text(text.replace("liaoning", "liaonin"), encoding="utf-8")
    refuse(copy, "figure-1-2", "map: unknown 'liaonin', no 'liaoning'")


def test_no_outlines(copy):
    (path,) = (copy.source / "boundaries").glob("*.json")
    path.unlink()
    refuse(copy, "figure-1-2", "boundar")
