"""Figures without numbers: the framework of chapter 1, and the figure of chapter 2 of which nothing survives."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from collate import Phrase
from collate.run.plot import Plot
from report.plotstyle import Word, canvas, note

# Middle of each box in a unit square, and its size.
_BOXES = {
    "box-global-economy": (0.5, 0.87),
    "box-city-region": (0.5, 0.5),
    "box-history": (0.2, 0.13),
    "box-state-strategy": (0.8, 0.13),
}
_WIDTH, _HEIGHT = 0.36, 0.17


def framework(facts: pd.DataFrame, word: Word) -> tuple[pd.DataFrame, Plot]:
    """Figure 1-1: three structures act on the city-region and on one another."""
    figure, (axes,) = canvas(1, 3.6)
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    terms = list(facts["term"])
    for key in terms:
        x, y = _BOXES[key]
        middle = key == "box-city-region"
        style: dict[str, Any] = {
            "facecolor": "#F3C9A5" if middle else "#E4ECF3",
            "edgecolor": "#333333",
            "linewidth": 1.6 if middle else 1.0,
        }
        corner = (x - _WIDTH / 2, y - _HEIGHT / 2)
        axes.add_patch(FancyBboxPatch(corner, _WIDTH, _HEIGHT, boxstyle="round,pad=0.01,rounding_size=0.02", zorder=2, **style))
        axes.text(x, y, _broken(word(key)), ha="center", va="center", fontsize=8.5, zorder=3)
    arrows = [
        ("box-global-economy", "box-city-region", 0.0),
        ("box-history", "box-city-region", 0.0),
        ("box-state-strategy", "box-city-region", 0.0),
    ]
    arrows += [
        ("box-history", "box-state-strategy", 0.0),
        ("box-global-economy", "box-history", 0.35),
        ("box-state-strategy", "box-global-economy", 0.35),
    ]
    for start, end, bend in arrows:
        (x0, y0), (x1, y1) = _edge(start, end), _edge(end, start)
        axes.add_patch(
            FancyArrowPatch(
                (x0, y0), (x1, y1), arrowstyle="<|-|>", mutation_scale=10, color="#555555", connectionstyle=f"arc3,rad={bend}", zorder=1
            )
        )
    quoted = pd.DataFrame({"box-text": [Phrase((key,)) for key in terms]}, index=terms)
    return quoted, Plot(figure, ())


def lost_composition(word: Word) -> tuple[pd.DataFrame, Plot]:
    """Figure 2-1: empty axes that say so; nothing is known to draw in them."""
    figure, (axes,) = canvas(1, 2.2)
    axes.set_xticks([])
    axes.set_yticks([])
    note(axes, word("panel-zgc-empty"))
    return pd.DataFrame(), Plot(figure, ())


def _edge(start: str, end: str) -> tuple[float, float]:
    """Where an arrow from `start` to `end` leaves the box of `start`."""
    (x, y), (other_x, other_y) = _BOXES[start], _BOXES[end]
    if abs(other_y - y) < _HEIGHT:
        return x + (_WIDTH / 2 + 0.02) * (1 if other_x > x else -1), y
    if {start, end} in ({"box-global-economy", "box-history"}, {"box-global-economy", "box-state-strategy"}):
        sign = 1 if "box-state-strategy" in (start, end) else -1
        return (x + sign * (_WIDTH / 2 + 0.02), y) if start == "box-global-economy" else (x + sign * 0.1, y + _HEIGHT / 2 + 0.02)
    return x + (other_x - x) * 0.35, y + (_HEIGHT / 2 + 0.02) * (1 if other_y > y else -1)


def _broken(text: str) -> str:
    """`text` over lines short enough for its box."""
    if " " not in text:
        middle = text.index("的") + 1 if "的" in text else len(text)
        return f"{text[:middle]}\n{text[middle:]}".strip()
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > 22:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
