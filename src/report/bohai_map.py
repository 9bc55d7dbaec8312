"""Figure 1-2: a map of the Bohai Rim, in Albers' equal-area conic projection."""

from __future__ import annotations

from math import cos, radians, sin, sqrt

import pandas as pd
from matplotlib.patches import Polygon
from matplotlib.patheffects import withStroke

from collate.run.plot import Plot, PointMaker
from report.plotstyle import COLOURS, Word, canvas, require_names

CORE = ("beijing", "tianjin", "hebei")
RADIUS = 6371.0072  # km, of the sphere with the area of the ellipsoid WGS 84
PARALLELS = (36.0, 42.0)  # a sixth of the height in from either edge would be 36.3 and 41.7
ORIGIN = (117.5, 39.0)
EXTENT = (-640.0, 660.0, -560.0, 560.0)  # km around the origin; Inner Mongolia and Shanxi go on beyond it
# Where the names of the provinces stand, in km from the origin.
NAMES = {"inner-mongolia": (-330, 430), "shanxi": (-500, -130), "hebei": (-215, -120), "shandong": (60, -310), "liaoning": (440, 300)}
Boundaries = dict[str, list[list[list[float]]]]


def albers(longitude: float, latitude: float) -> tuple[float, float]:
    """Kilometres east and north of the origin on a sphere (Snyder, Map Projections: A Working Manual, 1987, eqs 14-1 to 14-6)."""
    first, second = (radians(parallel) for parallel in PARALLELS)
    n = (sin(first) + sin(second)) / 2
    c = cos(first) ** 2 + 2 * n * sin(first)
    rho = RADIUS * sqrt(c - 2 * n * sin(radians(latitude))) / n
    rho_origin = RADIUS * sqrt(c - 2 * n * sin(radians(ORIGIN[1]))) / n
    theta = n * radians(longitude - ORIGIN[0])
    return rho * sin(theta), rho_origin - rho * cos(theta)


def bohai_map(observations: pd.DataFrame, boundaries: Boundaries, word: Word) -> tuple[pd.DataFrame, Plot]:
    """The seven units of the wider region, the three of the core, Binhai and the cities that the text names."""
    require_names("map", boundaries, (*CORE, *NAMES))
    make = PointMaker(observations)
    figure, (axes,) = canvas(1, 4.9)
    for unit, rings in sorted(boundaries.items()):
        core = unit in CORE
        for ring in rings:
            outline = [albers(longitude, latitude) for longitude, latitude in ring]
            face = "#F3C9A5" if core else "#E4ECF3"
            axes.add_patch(Polygon(outline, facecolor=face, edgecolor="#777777", linewidth=0.6, zorder=1))
    for unit, (east, north) in NAMES.items():
        axes.text(east, north, word(unit), ha="center", va="center", fontsize=9, color="#444444", zorder=3)
    axes.text(150, -85, word("bohai-sea"), ha="center", fontsize=9, color="#2A5D84")
    points = []
    for subject, rows in observations.groupby("subject"):
        place = {row.indicator: row.quantity for row in rows.itertuples()}
        points += [make(f"{subject}:{indicator}", "undated", place[indicator]) for indicator in ("longitude", "latitude")]
        x, y = albers(float(place["longitude"].value), float(place["latitude"].value))
        capital = subject in ("beijing", "tianjin")
        binhai = subject == "tanggu"
        axes.plot(
            [x],
            [y],
            marker="*" if binhai else "o",
            markersize=9 if binhai else 6 if capital else 3.5,
            color=COLOURS["binhai"] if binhai else "black",
            zorder=4,
        )
        name = word("binhai") if binhai else word(str(subject))
        left = subject in ("langfang", "zhangjiakou", "baoding", "tianjin", "shijiazhuang", "beijing")
        lift = {"tanggu": -17, "langfang": 4, "tianjin": -14, "tangshan": 8}.get(str(subject), 0)
        axes.text(
            x + (-14 if left else 14),
            y + lift,
            name,
            ha="right" if left else "left",
            va="center",
            fontsize=8 if capital or binhai else 7,
            zorder=5,
            path_effects=[withStroke(linewidth=2, foreground="white", alpha=0.75)],  # names lie on outlines
        )
    axes.plot([420, 620], [-525, -525], color="black", linewidth=2)
    axes.text(520, -510, "200 km", ha="center", va="bottom", fontsize=8)
    for face, key, y in (("#F3C9A5", "core-region", -470), ("#E4ECF3", "wider-region", -525)):
        axes.add_patch(
            Polygon([(-620, y - 15), (-575, y - 15), (-575, y + 15), (-620, y + 15)], facecolor=face, edgecolor="#777777", zorder=6)
        )
        axes.text(-560, y, word(key), va="center", fontsize=8, zorder=6)
    axes.set_xlim(EXTENT[0], EXTENT[1])
    axes.set_ylim(EXTENT[2], EXTENT[3])
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    return pd.DataFrame(), Plot(figure, tuple(points))
