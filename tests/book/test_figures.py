"""Figures: a planted wrong value is found, points tell where they come from, and a figure is written whole or not at all."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure
from needs import needs
from tests_root import BOOK, LANGUAGES

from collate.data import csvfile
from collate.data.published import Published
from collate.errors import BuildError, VerdictError
from collate.run.drawing import FORMATS, save_figure, use_style
from collate.run.plot import POINT_COLUMNS, REPORT
from collate.verdicts import judge, require_no_failure

DRAWN = [artifact.id for artifact in Published(BOOK).artifacts.values() if artifact.drawn]


@pytest.mark.parametrize(
    ("artifact", "old", "new"),
    [
        ("figure-1-3", "2008,132.56", "2008,133.56"),
        ("figure-1-3", "2007,42%", "2007,43%"),
        ("figure-1-4", "2002,49.7", "2002,49.8"),
        ("figure-1-5", "2008,16.5%", "2008,16.7%"),  # the rounding of unrolled means reaches 16.6
        ("figure-1-6", "天津:2009,90.2", "天津:2009,90.3"),
    ],
)
def test_a_planted_wrong_value_fails(copy, replace, artifact, old, new):
    replace(copy.cells / f"{artifact}.csv", old, new)
    with pytest.raises(VerdictError, match=f"1 value\\(s\\) disagree\\n  {artifact}/"):
        require_no_failure(judge(copy))


@pytest.mark.parametrize("id", DRAWN)
def test_every_point_has_the_basis_of_its_sources(book, id):
    for row in csvfile.read(book.points(id), POINT_COLUMNS):
        others = [source for source in row["source"].split() if source != REPORT]
        expected = "other" if others else "quoted" if row["formula"].count("{") == 1 and row["formula"].endswith("}") else "derived"
        assert row["basis"] == expected, row.line


@needs("Noto CJK")
def test_a_missing_glyph_writes_nothing(book, tmp_path):
    use_style(book, "en")
    figure = Figure()
    figure.text(0.5, 0.5, "\U00012000")
    with pytest.raises(BuildError, match="cannot draw"):
        save_figure(figure, tmp_path)
    assert not list(tmp_path.iterdir())


@needs("Noto CJK")
def test_each_form_is_drawn_once(book, tmp_path, monkeypatch):
    use_style(book, "en")
    drawn = []
    draw = Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda self, renderer: (drawn.append(type(renderer).__name__), draw(self, renderer)))
    figure = Figure(layout="constrained")
    figure.subplots().plot([1, 2])
    save_figure(figure, tmp_path)
    assert len(drawn) == len(FORMATS), drawn


@pytest.mark.usefixtures("html_built")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", DRAWN)
def test_the_page_shows_the_drawing_with_words_for_it(book, id, language):
    chapter = Published(book).artifact(id).chapter
    page = (book.html(language) / f"chapter-{chapter}.html").read_text(encoding="utf-8")
    told = (book.run(id, language) / "alt.txt").read_text(encoding="utf-8").strip()
    assert f"{id}.svg" in page
    assert told[:30] in page.replace("&amp;", "&")
