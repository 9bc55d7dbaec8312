"""What is told in pieces is told as in one: the forms of the answer, and results that are read as far as they are asked for."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path

import pytest

from collate.check import reports
from collate.check.answer import List
from collate.check.results import Results


@pytest.fixture
def mixed(folder):
    """Strings with every verdict, some of them long, and results in the same order."""
    texts = ["1.25", "1.2.3", "over 40", "—", "1,794 (633)", '"quoted" \\ é', "2.5"]
    lines = [f'a{number},"{text.replace(chr(34), chr(34) * 2)}"' for number, text in enumerate(texts * 9)]
    (folder / "p.csv").write_text("id,printed\n" + "\n".join(lines) + f"\n{'long ' * 40},9\n", encoding="utf-8")
    rows = [
        f"a{number},{value},{se}" for number, value, se in zip(range(60), [1.25, 3, 39.6, "", 1794.3, 1, 2.58] * 9, [""] * 60, strict=False)
    ]
    (folder / "r.csv").write_text("id,value,se\n" + "\n".join(rows) + "\nleft,1,\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "markdown", "annotations", None])
def test_what_waits_in_a_file_is_told_as_what_waits_in_memory(mixed, check, monkeypatch, form):  # noqa: ARG001
    options = ["--convention", "brackets=standard error", *([f"--{form}"] if form else [])]
    whole = check("p.csv", "r.csv", *options)
    monkeypatch.setattr(reports, "_IN_MEMORY", 10)
    monkeypatch.setattr(reports, "_PIECE", 7)
    assert check("p.csv", "r.csv", *options) == whole
    assert len(whole[1]) > 1000


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_json_is_written_as_a_json_library_writes_it(mixed, check, form):  # noqa: ARG001
    out = check("p.csv", "r.csv", f"--{form}")[1]
    assert out == json.dumps(json.loads(out), indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("colours", ["", "1"])
@pytest.mark.parametrize("width", ["20", "80"])
def test_short_lines_are_shown_as_if_they_were_laid_out(mixed, check, monkeypatch, width, colours):  # noqa: ARG001
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("FORCE_COLOR", colours)
    monkeypatch.setenv("TERM", "xterm")  # a dumb one has no colours
    quick = check("p.csv", "r.csv")
    monkeypatch.setattr(List, "_told_plainly", lambda *_: False)
    assert check("p.csv", "r.csv") == quick
    assert ("\x1b[" in quick[1]) == bool(colours)


def test_results_are_read_as_far_as_they_are_asked_for():
    read = count()
    records = (("place", {"id": f"a{number}", "value": number}) for number in iter(lambda: next(read), 1000))
    results = Results(Path("r.csv"), records)
    assert results.take("a0").value == 0
    assert next(read) == 1
    assert results.take("a5").value == 5
    assert results.take("a5") is None  # it is taken, and the rest is looked through for another
    assert "a3" in results.by_id()
    assert "a5" not in results.by_id()


def test_no_form_is_written_where_a_late_line_cannot_be_read(folder, check):
    (folder / "p.csv").write_text("id,printed\n" + "".join(f"a{number},1\n" for number in range(500)) + "a0,1\n", encoding="utf-8")
    (folder / "r.csv").write_text("id,value\n" + "".join(f"a{number},1\n" for number in range(501)), encoding="utf-8")
    status, out, err = check("p.csv", "r.csv", "--markdown", "m.md")
    assert (status, out) == (1, "")
    assert "p.csv:502: duplicate id 'a0', first on line 2" in err
    assert not (folder / "m.md").exists()
