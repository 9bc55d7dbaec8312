"""Figure 1-2: a map of the Bohai Rim, in Albers' equal-area conic projection, and an inset with the parks of the other chapters."""

from __future__ import annotations

from math import cos, radians, sin, sqrt
from typing import Any

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from collate.run.palette import CORE, INK, LAND, PAPER, REGION, SOFT
from collate.run.plot import Plot, PointMaker
from collate.run.sheet import Sheet
from report.plotstyle import BLUE, PINK, Word, require_names

CORE_UNITS = ("beijing", "tianjin", "hebei")
PARKS = ("zhongguancun", "yangpu", "daedeok", "hsinchu")
RADIUS = 6371.0072  # km, of the sphere with the area of the ellipsoid WGS 84
PARALLELS = (36.0, 42.0)  # a sixth of the height in from either edge would be 36.3 and 41.7
ORIGIN = (117.5, 39.0)
# km around the origin: west, east, south and north; Inner Mongolia and Shanxi go on beyond it.
EXTENT = {"wide": (-640.0, 860.0, -560.0, 480.0), "narrow": (-400.0, 480.0, -500.0, 470.0)}
# Where the names of the provinces stand, in km from the origin.
NAMES: dict[str, dict[str, tuple[float, float]]] = {
    "wide": {"inner-mongolia": (-330, 400), "shanxi": (-500, -130), "hebei": (-215, -95), "shandong": (20, -250), "liaoning": (440, 300)},
    "narrow": {"inner-mongolia": (-150, 400), "shanxi": (-330, -60), "hebei": (0, 150), "shandong": (120, -310), "liaoning": (370, 300)},
}
SEA = (190, -85)
# Places whose names stand on their left, and pixels by which names stand lower. A phone has room for these names alone.
ON_THE_LEFT = ("langfang", "zhangjiakou", "baoding", "tianjin", "shijiazhuang", "beijing", "xingtai", "handan", "qingdao")
LOWER = {"tanggu": 9, "langfang": -1, "tianjin": 7, "tangshan": -4}
NAMED_ON_A_PHONE = ("beijing", "tianjin", "tanggu", "dalian", "qingdao", "shijiazhuang")
RIGHT_ON_A_PHONE = ("shijiazhuang", "qingdao")
INSET = (90.0, 148.0, 19.0, 46.0)  # degrees: west, east, south and north
INSET_TRUE = 33.0  # the latitude at which the inset has the same scale across and along
PARK_LABELS = {"zhongguancun": (1, -4), "yangpu": (1, 1), "daedeok": (1, 8), "hsinchu-city": (1, 4)}  # side, and pixels lower
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
    units = (*CORE_UNITS, *NAMES["wide"])
    require_names("map", boundaries, {*units, "neighbours", "land", *(f"park-{park}" for park in PARKS)})
    make = PointMaker(observations)
    points = []
    places: dict[str, tuple[float, float]] = {}
    for subject, rows in observations.groupby("subject"):
        place = {row.indicator: row.quantity for row in rows.itertuples()}
        points += [make(f"{subject}:{indicator}", "undated", place[indicator]) for indicator in ("longitude", "latitude")]
        places[str(subject)] = albers(float(place["longitude"].value), float(place["latitude"].value))

    def draw(sheet: Sheet) -> None:
        west, east, south, north = EXTENT[sheet.layout.name]
        width = sheet.layout.width
        tall = width * (north - south) / (east - west)
        below = 190.0 if sheet.narrow else 0.0
        sheet.height = tall + below
        axes = sheet.axes(0, 0, width, tall)
        axes.set_axis_off()
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        for unit in ("neighbours", *sorted(set(units))):
            face = LAND if unit == "neighbours" else CORE if unit in CORE_UNITS else REGION
            for ring in boundaries[unit]:
                outline = [albers(longitude, latitude) for longitude, latitude in ring]
                if _seen(outline, EXTENT[sheet.layout.name]):
                    edge = LAND if unit == "neighbours" else PAPER
                    axes.add_patch(Polygon(outline, facecolor=face, edgecolor=edge, linewidth=0.8, clip_on=False))
        if sheet.narrow:  # what reaches below the map lies under the inset
            axes.add_patch(
                Rectangle(
                    (west, south - below * (east - west) / width),
                    east - west,
                    below * (east - west) / width,
                    facecolor=PAPER,
                    clip_on=False,
                    zorder=2,
                )
            )
        for unit, (x, y) in NAMES[sheet.layout.name].items():
            _name(sheet, *sheet.place(axes, x, y), word(unit), colour=SOFT, ha="center")
        _name(sheet, *sheet.place(axes, *SEA), word("bohai-sea"), colour=BLUE, ha="center")
        for subject, (x, y) in places.items():
            binhai, capital = subject == "tanggu", subject in ("beijing", "tianjin")
            if not (west < x < east and south < y < north):
                continue
            size = 9.0 if binhai else 8 if capital else 5
            shade = PINK if binhai else INK
            mark = Line2D(
                [x],
                [y],
                linestyle="",
                marker="o",
                markersize=size,
                color=shade,
                markeredgecolor=PAPER,
                markeredgewidth=1,
                clip_on=False,
                zorder=4,
            )
            axes.add_line(mark)
            sheet.mark(mark, next(point for point in points if point.series == f"{subject}:longitude"), axes)
            if sheet.narrow and subject not in NAMED_ON_A_PHONE:
                continue
            left = subject in ON_THE_LEFT and not (sheet.narrow and subject in RIGHT_ON_A_PHONE)
            across, down = sheet.place(axes, x, y)
            name = word("binhai") if binhai else word(subject)
            at = across + (-size / 2 - 3 if left else size / 2 + 3)
            _name(sheet, at, down + LOWER.get(subject, 0), name, colour=shade, ha="right" if left else "left")
        _scale(sheet, word, tall)
        box = (0, tall + 12, width, below - 12) if sheet.narrow else (width - 226, tall - 186, 226, 186)
        _inset(sheet, boundaries, word, box)
        for number, (face, key) in enumerate(((CORE, "core-region"), (REGION, "wider-region"))):
            line = tall - 34.0 + number * 19
            sheet.figure.add_artist(_patch(sheet, 8, line - 11, 16, 12, face))
            _name(sheet, 30, line, word(key), va="baseline")

    return pd.DataFrame(), Plot(tuple(points), draw)


def _name(sheet: Sheet, x: float, y: float, text: str, **options: Any) -> None:
    sheet.text(x, y, text, size=sheet.layout.small, **{"va": "center_baseline", **options})


def _patch(sheet: Sheet, left: float, top: float, width: float, height: float, face: str, edge: str = "none") -> Rectangle:
    """A rectangle of the sheet itself, in pixels from the upper left corner."""
    at = (left / sheet.layout.width, 1 - (top + height) / sheet.height)
    size = width / sheet.layout.width, height / sheet.height
    return Rectangle(at, *size, facecolor=face, edgecolor=edge, linewidth=1, transform=sheet.figure.transFigure)


def _scale(sheet: Sheet, word: Word, tall: float) -> None:
    """A line of 200 km, lower left."""
    west, east, *_ = EXTENT[sheet.layout.name]
    length = 200 * sheet.layout.width / (east - west)
    y = 1 - (tall - 60) / sheet.height
    sheet.figure.add_artist(Line2D([8 / sheet.layout.width, (8 + length) / sheet.layout.width], [y, y], color=INK, linewidth=2))
    _name(sheet, 8, tall - 68, f"200 {word('unit-km')}", va="baseline")


def _inset(sheet: Sheet, boundaries: Boundaries, word: Word, box: tuple[float, float, float, float]) -> None:
    """East Asia with the four parks, in a plain projection that is true at one latitude."""
    west, east, south, north = INSET
    left, top, width, height = box
    axes = sheet.axes(left + 1, top + 1, width - 2, height - 2)
    axes.set(xticks=[], yticks=[], facecolor=PAPER)
    shrink = cos(radians(INSET_TRUE))
    middle = (west + east) / 2
    half = (north - south) * (width / height) / 2 / shrink
    axes.set_xlim(max(west, middle - half), min(east, middle + half))
    if half > (east - west) / 2:  # the box is wider than what is drawn
        axes.set_xlim(middle - half, middle + half)
    axes.set_ylim(south, north)
    for ring in boundaries["land"]:
        axes.add_patch(Polygon(ring, facecolor=LAND, edgecolor="none"))
    for park, label in zip(PARKS, PARK_LABELS, strict=True):
        longitude, latitude = boundaries[f"park-{park}"][0][0]
        axes.add_line(
            Line2D([longitude], [latitude], linestyle="", marker="o", markersize=6, color=BLUE, markeredgecolor=PAPER, markeredgewidth=1)
        )
        side, lower = PARK_LABELS[label]
        x, y = sheet.place(axes, longitude, latitude)
        _name(sheet, x + 7 * side, y + lower, word(label), colour=BLUE, ha="left" if side > 0 else "right")


def _seen(outline: list[tuple[float, float]], extent: tuple[float, float, float, float]) -> bool:
    """Whether an outline reaches into the extent and is more than a speck."""
    across, along = [x for x, _ in outline], [y for _, y in outline]
    west, east, south, north = extent
    inside = max(across) > west and min(across) < east and max(along) > south and min(along) < north
    return inside and max(max(across) - min(across), max(along) - min(along)) > 20
