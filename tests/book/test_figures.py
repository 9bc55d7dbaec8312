"""Figures: a planted wrong value is found, points tell where they come from, and a figure is written whole or not at all."""

from __future__ import annotations

from fractions import Fraction

import pytest
from lxml import etree, html
from matplotlib.figure import Figure
from needs import needs
from tests_root import BOOK, LANGUAGES, slow_but_first

from collate.bind.fragment import text_of
from collate.data import csvfile
from collate.data.published import Published
from collate.errors import BuildError, LabelError, VerdictError
from collate.run.drawing import FORMATS, NARROW_FORM, save_figure, save_plot, use_style
from collate.run.notebook import open_run
from collate.run.plot import POINT_COLUMNS, REPORT, Plot, told_of
from collate.verdicts import judge, require_no_failure
from report.bohai_map import bohai_map

DRAWN = [artifact.id for artifact in Published(BOOK).artifacts.values() if artifact.drawn]


@pytest.mark.parametrize(
    ("artifact", "old", "new"),
    slow_but_first(
        [
            ("figure-1-3", "2008,132.56", "2008,133.56"),
            ("figure-1-3", "2007,42%", "2007,43%"),
            ("figure-1-4", "2002,49.7", "2002,49.8"),
            ("figure-1-5", "2008,16.5%", "2008,16.7%"),  # the rounding of unrolled means reaches 16.6
            ("figure-1-6", "天津:2009,90.2", "天津:2009,90.3"),
        ]
    ),
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


def sheet_with(*texts):
    """A plot without points that writes each (x, y, text, size) on its sheet."""

    def draw(sheet):
        sheet.height = 100
        for x, y, text, size in texts:
            sheet.text(x, y, text, size=size)

    return Plot((), draw)


@needs("Noto CJK")
@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (((20, 50, "Beijing", 13), (60, 52, "Tianjin", 13)), "wide layout of 640 pixels: the labels 'Beijing' and 'Tianjin' overlap by"),
        (((300, 50, "Tianjin", 13),), "narrow layout of 320 pixels: 'Tianjin' reaches over the edge"),
        (((20, 50, "Hebei", 9),), "wide layout of 640 pixels: 'Hebei' is set below 12 pixels"),
    ],
    ids=["overlap", "edge", "small"],
)
def test_labels_that_cannot_be_read_are_refused_by_name(book, tmp_path, texts, told):
    use_style(book, "en")
    with pytest.raises(BuildError, match=f"figure-9-9, {told}"):
        save_plot(sheet_with(*texts), "figure-9-9", tmp_path / "run")
    assert not list(tmp_path.rglob("*"))


@needs("Noto CJK")
def test_a_longer_name_that_meets_another_label_stops_the_notebook(copy, replace, tmp_path):
    replace(copy.labels, "\nbeijing,北京,Beijing,", "\nbeijing,北京,Beijing and all that lies between it and the sea,")
    run = open_run("figure-1-2", "en", "printed", str(copy.data), str(tmp_path))
    with pytest.raises(BuildError, match=r"figure-1-2, wide layout of 640 pixels: .*Beijing and all that lies between it and the sea"):
        run.save(*bohai_map(run.observations, run.boundaries, run.word))


def plotted(book, id):
    """Values by series and year; of several for one year the first."""
    found: dict[str, dict[str, float]] = {}
    for row in csvfile.read(book.points(id), POINT_COLUMNS):
        found.setdefault(row["series"], {}).setdefault(row["period"], float(Fraction(row["value"])))
    return found


def more(one, other, years=None):
    return all(one[year] > other[year] for year in years or one.keys() & other.keys())


# What the message of each drawing says, as a condition on the values that are drawn.
MESSAGES = {
    "figure-1-3": lambda p: 3.5 < p["tianjin"]["2008"] / p["tianjin"]["2003"] < 4,
    "figure-1-4": lambda p: round(p["secondary:vintage-first-published"]["2008"]) > round(p["secondary:vintage-second-census"]["2008"]),
    "figure-1-5": lambda p: all(
        more(p["tianjin"], p[other], ("2007", "2008", "2009", "2010")) for other in ("beijing", "hebei", "liaoning", "shandong")
    ),
    "figure-1-6": lambda p: (
        p["tianjin:manufacturing"]["2009"] > max(p["tianjin:real-estate"]["2009"], p["tianjin:finance"]["2009"])
        and p["beijing:other-sectors"]["2010"] > p["beijing:real-estate"]["2010"] + p["beijing:finance"]["2010"]
    ),
    "table-1-1": lambda p: all(more(p["liaoning:heavy"], p[f"{other}:heavy"]) for other in ("beijing", "tianjin", "hebei", "shandong")),
    "table-1-2": lambda p: all(
        value > sum(series[year] for name, series in p.items() if name != "beijing") for year, value in p["beijing"].items()
    ),
    "table-1-3": lambda p: abs(p["gdp:binhai-share"]["2000"] - 100 / 3) < 0.5 and p["gdp:binhai-share"]["2010"] > 50,
    "table-1-4": lambda p: [year for year in p["tianjin"] if max(p, key=lambda name: p[name][year]) == "tianjin"] == ["2009"],
    "table-1-6": lambda p: (
        more(p["tianjin:industry"], p["beijing:industry"])
        and more(p["beijing:finance"], p["tianjin:finance"])
        and more(p["beijing:information"], p["tianjin:information"])
    ),
    "table-2-1": lambda p: (
        min(year for year in p["computers"] if p["integrated-circuits"][year] > p["computers"][year]) == "1993"
        and more(p["integrated-circuits"], p["computers"], [str(year) for year in range(1993, 2008)])
    ),
    "table-2-2": lambda p: p["ventures"]["2007"] > p["ventures"]["2002"],
    "table-5-1": lambda p: p["new-ventures"]["2005"] > p["new-ventures"]["1995"],
    "table-5-2": lambda p: all(more(p["gyeonggi"], p[other]) for other in ("seoul", "incheon", "daejeon")),
    "table-5-3": lambda p: more(p["domestic"], p["international"]),
}


@pytest.mark.parametrize("id", MESSAGES)
def test_the_message_of_a_drawing_is_true(book, id):
    assert MESSAGES[id](plotted(book, id))


@pytest.mark.parametrize("id", DRAWN)
def test_every_drawing_has_a_message_and_says_what_it_measures(book, id):
    assert id in MESSAGES or not [row for row in csvfile.read(book.points(id), POINT_COLUMNS) if row["period"] != "undated"]
    for language in LANGUAGES:
        for kind in ("message", "measure"):
            text = told_of(book.points(id), book.words, f"{kind}-{id}", language)
            assert text
            assert "{" not in text


def test_a_message_with_a_value_that_is_not_drawn_is_refused(copy, replace):
    replace(copy.labels, "{daejeon@2005:.0f} per cent", "{daejeon@2006:.0f} per cent")
    with pytest.raises(LabelError, match="'message-table-5-2' names 'daejeon@2006', which is not plotted"):
        told_of(copy.points("table-5-2"), copy.words, "message-table-5-2", "en")


def drawing(book, id, language, form):
    return etree.fromstring(book.figure(id, language, form).read_bytes())


FORMS = ("svg", NARROW_FORM)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", DRAWN)
def test_no_text_is_small_and_no_mark_hides_another(book, id, form):
    root = drawing(book, id, "en", form)
    sizes = [float(text.get("font-size") or root.get("font-size")) for text in root.iter("{*}text")]
    assert min(sizes) >= 12
    places: dict[tuple[str, str], list[str]] = {}
    for group in root.iter("{*}g"):
        if group.get("class") == "mark":
            (shape,) = group
            at = (shape.get("cx"), shape.get("cy")) if "cx" in shape.attrib else (shape.get("transform"), "")
            if at != (None, ""):
                places.setdefault(at, []).append(shape.get("r") or shape.get("d"))
    assert all(len(set(found)) == len(found) for found in places.values())


@pytest.mark.parametrize("id", DRAWN)
def test_a_drawing_shows_every_point_once(book, id):
    rows = {str(number): row for number, row in enumerate(csvfile.read(book.points(id), POINT_COLUMNS))}
    wanted = sorted(number for number, row in rows.items() if not row["series"].endswith(":latitude"))  # of a place on a map
    shown = [group.get("data-row") for group in drawing(book, id, "en", "svg").iter("{*}g") if group.get("class") == "mark"]
    assert sorted(shown) == wanted


@pytest.mark.parametrize(("id", "axis"), [("table-1-1", "row"), ("table-1-4", "column"), ("table-1-6", "row"), ("table-5-2", "row")])
def test_names_stand_in_the_order_of_the_printed_table(book, id, axis):
    names = [book.words.text(header.label.split(":")[-1], "zh-Hant") for header in Published(book).headers(id, axis)]
    texts = [text.text for text in drawing(book, id, "zh-Hant", "svg").iter("{*}text")]
    order = [texts.index(name) for name in names if name in texts]
    assert len(order) > 3
    assert order == sorted(order)


@pytest.mark.usefixtures("html_built")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", DRAWN)
def test_the_page_shows_the_drawing_with_words_for_it(book, id, language):
    chapter = Published(book).artifact(id).chapter
    page = html.fromstring((book.html(language) / f"chapter-{chapter}.html").read_text(encoding="utf-8"))
    told = (book.run(id, language) / "alt.txt").read_text(encoding="utf-8").strip()
    (words,) = page.xpath(f"//p[@id='alt-{id}']")
    assert "".join(text_of(words).split()) == "".join(told.split())  # the page sets the spaces between scripts by its style
    layouts = [svg.get("class") for svg in page.xpath(f"//*[local-name()='svg'][@aria-labelledby='alt-{id}']")]
    assert layouts == ["fig-wide"]
    narrow = (book.html(language) / "drawings" / f"chapter-{chapter}.js").read_text(encoding="utf-8")
    assert narrow.count(f'class=\\"fig-narrow\\" role=\\"img\\" aria-labelledby=\\"alt-{id}\\"') == 1
    taken = {link.get("href").rpartition("/")[2] for link in words.getparent().getparent().xpath(".//a[@href]")}
    assert {f"{id}.{language}.svg", f"{id}.{language}.png", f"{id}.csv"} <= taken


@pytest.mark.usefixtures("html_built")
def test_marks_stand_where_print_has_them(book):
    """Table 1-3 prints seven shares that its own levels do not give; 20 per cent are as many pixels as between two rules."""
    page = html.fromstring((book.html("en") / "chapter-1.html").read_text(encoding="utf-8"))
    (svg,) = page.xpath("//*[local-name()='svg'][@class='fig-wide'][@aria-labelledby='alt-table-1-3']")
    height = {text.text: float(text.get("y")) for text in svg.iter("text") if text.text in ("20", "40")}
    unit = (height["20"] - height["40"]) / 20
    cells = {cell.column + cell.row: cell.printed.value for cell in Published(book).cells("table-1-3").values()}
    shares = {
        row["period"]: Fraction(row["value"]) for row in csvfile.read(book.points("table-1-3"), POINT_COLUMNS) if row["series"][0] == "g"
    }
    middles = {
        state: {
            mark.get("data-i"): float(mark.find("circle").get("cy")) for mark in svg.iter("g") if f"r-{state}" in (mark.get("class") or "")
        }
        for state in ("printed", "regenerated")
    }
    assert len(middles["printed"]) == len(middles["regenerated"]) == 7
    moved = sorted(middles["regenerated"][number] - at for number, at in middles["printed"].items())
    expected = sorted(float(cells[f"總GDP:%{year}"] - share) * unit for year, share in shares.items())
    assert all(min(abs(found - wanted) for wanted in expected) < 0.2 for found in moved)
    assert max(moved) == pytest.approx(max(expected), abs=0.2)


@pytest.mark.usefixtures("html_built")
def test_the_corrected_reading_moves_the_bar_that_an_erratum_corrects(book):
    page = html.fromstring((book.html("en") / "chapter-1.html").read_text(encoding="utf-8"))
    (svg,) = page.xpath("//*[local-name()='svg'][@class='fig-wide'][@aria-labelledby='alt-table-1-1']")
    found = {mark.get("class"): mark for mark in svg.iter("g") if " r " in f" {mark.get('class')} "}
    assert set(found) == {"m r r-printed r-regenerated", "m r r-corrected"}
    assert {mark.get("data-cell") for mark in found.values()} == {"table-1-1/遼寧/1979:重工業"}
