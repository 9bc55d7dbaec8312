"""Bad input at the desk: one clear message, and a status other than 0."""

from __future__ import annotations

import re
import subprocess

import pytest

CELL = "table-1-2/廣義環渤海/2007"


@pytest.mark.parametrize("command", ["explain", "verify"])
@pytest.mark.parametrize(
    ("id", "near"),
    [
        ("table-1-22", "table-1-2"),
        ("table-1-2/廣義環渤海/2017", CELL),
        ("c1-l0569-tianjin-contracted-growth", "c1-l0569-tianjin-contracted-growth-2008"),
        ("domestic-capital.beijing@2015", "domestic-capital.beijing@2005"),
        ("binhai-founded", "c1-l0067-binhai-founded-year"),
    ],
)
def test_an_unknown_id_names_the_nearest(book, desk, command, id, near):
    status, out, err = desk(book, command, id)
    assert (status, out) == (2, "")
    assert f"nothing has the id {id!r}; near it: " in err
    assert near in err
    assert err.count("error:") == 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("c1-l0067-binhai-founded-year,1,67,", "c1-l0067-binhai-founded-year,1,", "14 fields where 15 belong"),
        ("c1-l0067-binhai-founded-year,1,67,", "c1-l0067-binhai-founded-year,1,sixty,", "line 'sixty' is not a whole number"),
        ("id,chapter,", "id,part,", "missing column chapter; unknown column 'part'"),
    ],
)
def test_a_corrupt_ledger(copy, desk, replace, old, new, message):
    replace(copy.published / "claims.csv", old, new)
    status, out, err = desk(copy, "explain", "c1-l0067-binhai-founded-year")
    assert (status, out) == (1, "")
    assert re.search(rf"claims\.csv:\d+: {message}", err)


def test_a_missing_build(copy, desk):
    (copy.regenerated / "table-1-2.csv").unlink()
    status, out, _ = desk(copy, "explain", CELL)
    assert status == 1
    assert "not run" in out


def test_a_stale_value_does_not_pass_for_a_fresh_one(copy, desk, replace):
    replace(
        copy.source / "observations" / "domestic-capital.csv",
        "domestic-capital.beijing,2007,208.99,",
        "domestic-capital.beijing,2007,209.99,",
    )
    status, out, err = desk(copy, "explain", CELL)
    assert (status, out) == (1, "")
    assert f"collate verify '{CELL}'" in err
    assert "its formula now gives 290.49" in err


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": []}'])
def test_a_damaged_executed_notebook(copy, desk, content):
    folder = copy.run("table-1-2", "en")
    folder.mkdir(parents=True)
    (folder / "executed.ipynb").write_text(content, encoding="utf-8")
    status, out, err = desk(copy, "explain", CELL)
    assert (status, out) == (1, "")
    assert "the executed notebook is damaged" in err
    assert "collate run table-1-2" in err


def test_an_observation_has_no_verdict(book, desk):
    status, _, err = desk(book, "verify", "domestic-capital.beijing@2005")
    assert status == 2
    assert "it is an input and has no verdict" in err


@pytest.mark.slow
@pytest.mark.parametrize("id", [CELL, "table-3-2/Local innovation system/ZGC, Beijing", 'no "such" $id'])
def test_make_hands_over_ids_as_they_are(book, id):
    command = ["make", "--no-print-directory", "-n", "explain", f"ID={id}"]
    done = subprocess.run(command, cwd=book.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert '${ID:+"$ID"}' in done.stdout  # the shell takes the id from the environment and reads nothing into it
