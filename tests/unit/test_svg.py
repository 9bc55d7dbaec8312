"""matplotlib's SVG written small: what is seen stays, what is not goes."""

from __future__ import annotations

import io
import re

import pytest
from lxml import etree
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from collate.run.palette import RULE, SERIES
from collate.run.svg import compact


def written(draw, attributes=None):
    """The small SVG of a figure of 100 by 100 pixels that `draw` fills."""
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "x"}):
        figure = Figure(figsize=(100 / 72, 100 / 72), dpi=72)
        draw(figure)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", transparent=True)
    return etree.fromstring(compact(buffer.getvalue(), attributes or {}).encode("utf-8"))


def whole(figure):
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(0, 100), ylim=(0, 100))
    return axes


def test_text_stays_text_and_is_escaped():
    root = written(lambda figure: figure.text(0.5, 0.5, "A < B & Ñandú", ha="center", fontsize=12))
    (text,) = root.iter("{*}text")
    assert text.text == "A < B & Ñandú"
    assert (text.get("x"), text.get("y"), text.get("text-anchor")) == ("50", "50", "middle")
    assert root.get("font-size") == "12"


def test_a_mark_keeps_its_attributes_and_is_a_circle():
    def draw(figure):
        (mark,) = whole(figure).plot([30], [40], "o", color=SERIES[0], markersize=8)
        mark.set_gid("mark-0")

    root = written(draw, {"mark-0": {"class": "mark", "data-row": "7"}})
    (group,) = root.iter("{*}g")
    (circle,) = group
    assert group.get("data-row") == "7"
    assert [circle.get(key) for key in ("cx", "cy", "r")] == ["30", "60", "4"]
    assert "f-1" in circle.get("class").split()


def test_colours_that_a_page_knows_are_classes_and_others_stay():
    def draw(figure):
        axes = whole(figure)
        axes.plot([0, 50], [10, 10], color=SERIES[1])
        axes.plot([0, 50], [20, 20], color="#123456")

    known, other = written(draw).iter("{*}path")
    assert known.get("class").split() == ["f-0", "s-2"]
    assert "stroke" not in known.attrib
    assert other.get("stroke") == "#123456"


def test_rules_are_one_path_behind_everything():
    def draw(figure):
        axes = whole(figure)
        axes.plot([0, 50], [10, 10], color=SERIES[1], linewidth=2)
        for height in (20, 40, 60):
            axes.plot([0, 100], [height, height], color=RULE, linewidth=1)

    first, second = written(draw).iter("{*}path")
    assert first.get("class") == "f-0 s-rule"
    assert first.get("d").count("M") == 3
    assert second.get("class") == "f-0 s-2"


def test_a_hatch_is_there_where_it_is_used():
    drawn = written(lambda figure: whole(figure).add_patch(Polygon([(9, 9), (90, 9), (50, 90)], facecolor="#7fb069", hatch="//")))
    (pattern,) = drawn.iter("{*}pattern")
    filled = [path for path in drawn.iter("{*}path") if path.get("fill") == f"url(#{pattern.get('id')})"]
    assert len(filled) == 1
    assert "#7fb069" in [part.get("fill") for part in pattern]
    plain = written(lambda figure: whole(figure).add_patch(Polygon([(9, 9), (90, 9), (50, 90)], facecolor="#7fb069")))
    assert not list(plain.iter("{*}pattern"))


def test_what_an_axis_cuts_off_stays_cut_off():
    def draw(figure):
        axes = figure.add_axes((0.2, 0.2, 0.6, 0.6))
        axes.set_axis_off()
        axes.set(xlim=(0, 10), ylim=(0, 10))
        axes.add_patch(Polygon([(-50, 2), (50, 2), (50, 4)], facecolor=SERIES[0]))

    root = written(draw)
    (path,) = (path for path in root.iter("{*}path") if path.get("clip-path"))
    (clip,) = root.iter("{*}clipPath")
    assert path.get("clip-path") == f"url(#{clip.get('id')})"
    assert [clip[0].get(key) for key in ("x", "y", "width", "height")] == ["20", "20", "60", "60"]


@pytest.mark.parametrize("points", [100, 1000])
def test_an_outline_in_steps_ends_where_it_should(points):
    """Steps of whole pixels add no error: each is counted from where the last one really ended."""

    def draw(figure):
        line = [(number * 90 / points, 30 + number * 40 / points) for number in range(points)]
        whole(figure).add_patch(Polygon([*line, (90, 70), (5, 90)], facecolor=SERIES[0], clip_on=False))

    (path,) = written(draw).iter("{*}path")
    x = y = 0
    for letter, numbers in re.findall(r"([Mlz])([^Mlz]*)", path.get("d")):
        found = [int(number) for number in re.findall(r"-?\d+", numbers)]
        x, y = (x, y) if letter == "z" else found if letter == "M" else (x + found[0], y + found[1])
    assert (x, y) == (5, 10)
