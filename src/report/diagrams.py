"""Figures without numbers: the framework of chapter 1, and the figure of chapter 2 of which nothing survives."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from collate import Phrase
from collate.run.palette import CORE, INK, REGION, SOFT
from collate.run.plot import Plot
from collate.run.sheet import Sheet
from report.plotstyle import LINE_HEIGHT, Word

# Middle of each box as parts of the width and the height, in the wide and in the narrow layout.
_BOXES = {
    "box-global-economy": ((0.5, 0.14), (0.5, 0.1)),
    "box-city-region": ((0.5, 0.5), (0.5, 0.5)),
    "box-history": ((0.17, 0.86), (0.24, 0.9)),
    "box-state-strategy": ((0.83, 0.86), (0.76, 0.9)),
}
_MIDDLE = "box-city-region"
_OUTER = ("box-global-economy", "box-history", "box-state-strategy")


def framework(facts: pd.DataFrame, word: Word) -> tuple[pd.DataFrame, Plot]:
    """Figure 1-1: three structures act on the city-region and on one another."""
    terms = list(facts["term"])

    def draw(sheet: Sheet) -> None:
        sheet.height = 300 if not sheet.narrow else 400
        width = sheet.layout.width
        axes = sheet.axes(0, 0, width, sheet.height)
        axes.set_axis_off()
        axes.set_xlim(0, width)
        axes.set_ylim(sheet.height, 0)
        wide, high = (204.0, 62.0) if not sheet.narrow else (144.0, 74.0)
        middles = {key: (places[sheet.narrow][0] * width, places[sheet.narrow][1] * sheet.height) for key, places in _BOXES.items()}
        for key in terms:
            x, y = middles[key]
            style: dict[str, Any] = {"facecolor": CORE if key == _MIDDLE else REGION, "edgecolor": "none", "zorder": 2}
            axes.add_patch(FancyBboxPatch((x - wide / 2, y - high / 2), wide, high, boxstyle="round,pad=0,rounding_size=6", **style))
            lines = sheet.broken(word(key), wide - 16)
            if len(lines) > 1:  # of about one length
                lines = sheet.broken(word(key), sheet.text_width([word(key)]) / len(lines) + 1.5 * sheet.layout.text)
            step = sheet.layout.text * LINE_HEIGHT
            for number, text in enumerate(lines):
                place = y + step * (number - (len(lines) - 1) / 2)
                sheet.text(x, place, text, colour=INK, ha="center", va="center_baseline")
        ends = [(key, _MIDDLE) for key in _OUTER] + [("box-history", "box-state-strategy")]
        ends += [("box-global-economy", "box-history"), ("box-global-economy", "box-state-strategy")]
        for start, end in ends:
            (x0, y0), (x1, y1) = (_edge(middles[a], middles[b], wide, high) for a, b in ((start, end), (end, start)))
            outside = _MIDDLE not in (start, end) and "box-global-economy" in (start, end)
            if outside:  # around the middle box, from side to top
                sign = 1 if x1 > middles[start][0] else -1
                x0, y0 = middles[start][0] + sign * (wide / 2 + 4), middles[start][1]
                x1, y1 = middles[end][0] + sign * (wide / 4), middles[end][1] - high / 2 - 4
            strength = -0.14 if sheet.narrow else 0.32
            bend = 0.0 if not outside else -strength if x1 < x0 else strength
            arrow = FancyArrowPatch((x0, y0), (x1, y1), arrowstyle="<|-|>", mutation_scale=11, color=SOFT, linewidth=1.2)
            arrow.set_connectionstyle(f"arc3,rad={bend}")
            axes.add_patch(arrow)

    quoted = pd.DataFrame({"box-text": [Phrase((key,)) for key in terms]}, index=terms)
    return quoted, Plot((), draw)


def lost_composition(word: Word) -> tuple[pd.DataFrame, Plot]:
    """Figure 2-1: what is known of it in words, since there is nothing to draw."""

    def draw(sheet: Sheet) -> None:
        margin, step = 18.0, sheet.layout.text * 1.6
        lines = [
            line
            for key in ("panel-zgc-empty", "panel-zgc-known", "panel-zgc-wanted")
            for line in [*sheet.broken(word(key), sheet.layout.width - 2 * margin), ""]
        ]
        sheet.height = step * len(lines) + 2 * margin - step / 2
        axes = sheet.axes(0, 0, sheet.layout.width, sheet.height)
        axes.set_axis_off()
        axes.set_xlim(0, sheet.layout.width)
        axes.set_ylim(sheet.height, 0)
        frame = (1, 1), sheet.layout.width - 2, sheet.height - 2
        axes.add_patch(
            FancyBboxPatch(*frame, boxstyle="round,pad=0,rounding_size=6", facecolor="none", edgecolor=SOFT, linestyle=(0, (4, 4)))
        )
        for number, text in enumerate(lines):
            sheet.text(margin, margin + step * (number + 0.5), text, va="center_baseline", colour=INK if number < lines.index("") else SOFT)

    return pd.DataFrame(), Plot((), draw)


def _edge(start: tuple[float, float], end: tuple[float, float], wide: float, high: float) -> tuple[float, float]:
    """Where an arrow from the box around `start` to the one around `end` leaves it, a little way off."""
    (x, y), (other_x, other_y) = start, end
    if abs(other_y - y) < high:
        return x + (wide / 2 + 4) * (1 if other_x > x else -1), y
    across = (other_x - x) * 0.3
    return x + max(-wide / 2 + 8, min(wide / 2 - 8, across)), y + (high / 2 + 4) * (1 if other_y > y else -1)
