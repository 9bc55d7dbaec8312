"""The drawing of an artifact in a page: SVG in the page's own colours whose marks tell their values, and one switch for all readings.

A mark whose value differs between print, what is regenerated and what the errata propose is there once for each value, and so is a
line through it; `data-reading` of the page's root chooses. Without a script all are seen, print in broken lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any

from lxml import etree

from collate.bind import addresses
from collate.book import READINGS, Book
from collate.data import csvfile
from collate.data.csvfile import Row
from collate.data.published import Artifact, Cell
from collate.data.source import REPORT
from collate.numbers.printed import PrintedKind
from collate.numbers.values import VALUE_COLUMNS, decimal_text
from collate.numbers.verdict import Verdict
from collate.run.drawing import NARROW_FORM
from collate.run.plot import POINT_COLUMNS, UNDATED, PointBasis
from collate.verdicts import Judged

_SVG = "{http://www.w3.org/2000/svg}"
SEPARATOR = " · "  # of what a mark says
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
STATES = ("printed", "regenerated", "corrected")  # what `data-reading` may be
_PAIR = re.compile(r"([ML])(-?[\d.]+) (-?[\d.]+)")
Word = Callable[[str], str]


@dataclass(frozen=True)
class PlottedPoint:
    """A row of points.csv with the cell that prints its value, and its value in each state of the page."""

    row: Row
    cell: Judged[Cell] | None
    values: Mapping[str, Fraction]

    @property
    def moves(self) -> bool:
        """Whether the states differ."""
        return len(set(self.values.values())) > 1


def plotted_points(book: Book, artifact: Artifact, judged: Iterable[Judged[Cell]], *, corrected: bool) -> list[PlottedPoint]:
    """The points of an artifact in the order of points.csv; a cell belongs to the point that has its formula."""
    formulas = {(row["row"], row["column"]): row["formula"] for row in csvfile.read(book.values(artifact.id), VALUE_COLUMNS, powers=True)}
    cells: dict[str, Judged[Cell]] = {}
    for item in judged:
        if item.place.printed.kind is PrintedKind.NUMBER and (formula := formulas.get((item.place.row, item.place.column))):
            cells.setdefault(formula, item)
    proposed = csvfile.read(book.points(artifact.id, READINGS[1]), POINT_COLUMNS) if corrected else []
    by_key = {_key(row): Fraction(row["value"]) for row in proposed}
    found = []
    for row in csvfile.read(book.points(artifact.id), POINT_COLUMNS):
        value, cell = Fraction(row["value"]), cells.get(row["formula"])
        differs = cell is not None and cell.verdict is Verdict.ERRATUM and artifact.kind == "table"
        printed = (cell.place.printed.value if differs and cell is not None else None) or value
        states = {"printed": printed, "regenerated": value, "corrected": by_key.get(_key(row), value)}
        found.append(PlottedPoint(row, cell, states))
    return found


def _key(row: Row) -> tuple[str, ...]:
    return row["series"], row["period"], row["basis"], row["formula"]


def drawing_html(
    book: Book,
    artifact: Artifact,
    language: str,
    points: list[PlottedPoint],
    alt: str,
    word: Word,
    names: Mapping[str, str],
) -> str:
    """Both layouts of a drawing, with the words for it and the names of the sources that its marks rest on.

    Parameters
    ----------
    names : the citation of each source by id.
    """
    used = list(dict.fromkeys(source for point in points for source in point.row["source"].split() if source != REPORT))
    place = f"alt-{artifact.id}"
    drawn = []
    for form, name in (("svg", "fig-wide"), (NARROW_FORM, "fig-narrow")):
        root = etree.fromstring(book.figure(artifact.id, language, form).read_bytes())
        tell = {number: told(point, word, used) for number, point in enumerate(points)} if name == "fig-wide" else {}
        _fill(root, points, tell, artifact)
        own = f'class="{name}" role="img" aria-labelledby="{place}" viewBox="{root.get("viewBox")}" font-size="{root.get("font-size")}"'
        own += f' stroke-width="{root.get("stroke-width")}"'
        inside = "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in root)
        inside = inside.replace(_NAMESPACE, "")
        drawn.append(f"<svg {own}>{inside}</svg>")
    sources = f' data-sources="{escape(json.dumps([names[id] for id in used], ensure_ascii=False))}"' if used else ""
    moving = ' data-moving=""' if any(point.moves for point in points) else ""
    hidden = f'<p hidden id="{place}">{escape(alt)}</p>'
    return f'<div class="fig" data-pagefind-ignore="all"{sources}{moving}>{hidden}{"".join(drawn)}</div>'


def key_html(points: list[PlottedPoint], word: Word) -> str:
    """What the shapes of marks mean, of those that are drawn; nothing where bars or places have no shape that means anything."""
    found = {point.row["basis"] for point in points}
    parts = [f'<span class="key-{basis.value}">{escape(word(basis.label))}</span>' for basis in PointBasis if basis.value in found]
    return f'<p class="fig-key">{" ".join(parts)}</p>' if parts else ""


def told(point: PlottedPoint, word: Word, used: list[str]) -> str:
    """What a mark says: name and value, where it comes from, the verdict where the publication prints it.

    Numbers in square brackets count the sources of the drawing.
    """
    row, colon = point.row, word("join-colon")
    name = " ".join(word(part) for part in row["series"].split(":"))
    if row["period"] == UNDATED:
        lines = [word(row["series"].split(":")[0])]
    else:
        lines = [f"{name}{word('join-comma')}{word(row['period'])}{colon}{_short(Fraction(row['value']), row)}"]
    others = [f"[{used.index(source) + 1}]" for source in row["source"].split() if source != REPORT]
    basis = next(basis for basis in PointBasis if basis.value == row["basis"])
    lines.append(" ".join([word(basis.label), *others]))
    if point.cell:
        verdict, printed = point.cell.verdict, point.cell.place.printed.text
        lines.append(f"{verdict.mark} {word(verdict.label)}{colon}{word('word-printed')} {printed}".strip())
    if point.values["corrected"] != point.values["regenerated"]:
        lines.append(f"{word('word-corrected')}{colon}{_short(point.values['corrected'], row)}")
    return SEPARATOR.join(lines)


def _short(value: Fraction, row: Row) -> str:
    """An observation as it is given, anything else with one decimal more than a whole number needs."""
    if "/" not in row["value"] and row["formula"].count("{") == 1:
        return decimal_text(value)
    return f"{float(value):,.2f}".rstrip("0").rstrip(".")


def _fill(root: Any, points: list[PlottedPoint], tell: Mapping[int, str], artifact: Artifact) -> None:
    """Give marks their titles and cells, and set one beside another where the states of the page differ."""
    for style in root.findall(f"{_SVG}style"):
        root.remove(style)
    for group in list(root.iter(f"{_SVG}g")):
        parent = group.getparent()
        if group.get("class") == "line":
            rows = [int(number) for number in group.attrib.pop("data-rows").split()]
            scale = _scales(root, rows)
            for copy, states in _lines(group, [points[row] for row in rows], scale):
                _place(parent, group, copy, states)
            parent.remove(group)
    for group in list(root.iter(f"{_SVG}g")):
        if group.get("class") != "mark":
            continue
        number = int(group.attrib.pop("data-row"))
        point = points[number]
        axis, pixels = next(((key[5:], float(group.attrib.pop(key))) for key in ("data-x", "data-y") if key in group.attrib), ("y", 0.0))
        group.set("class", "m")
        group.set("data-i", str(number))
        if point.cell and artifact.kind == "table" and tell:
            group.set("data-cell", addresses.anchor(point.cell.place.id))
        if number in tell:
            title = etree.Element(f"{_SVG}title")
            title.text = tell[number]
            group.insert(0, title)
        if not point.moves:
            continue
        parent = group.getparent()
        for value, states in _by_value(point).items():
            copy = deepcopy(group)
            _move(copy, axis, float(value - point.values["regenerated"]) * pixels)
            _place(parent, group, copy, states)
        parent.remove(group)


def _by_value(point: PlottedPoint) -> dict[Fraction, list[str]]:
    found: dict[Fraction, list[str]] = {}
    for state in STATES:
        found.setdefault(point.values[state], []).append(state)
    return found


def _place(parent: Any, before: Any, copy: Any, states: list[str]) -> None:
    """Set `copy` before an element, for those states; for all of them it needs no class."""
    if len(states) < len(STATES):
        copy.set("class", " ".join([*(copy.get("class") or "").split(), "r", *(f"r-{state}" for state in states)]))
    parent.insert(parent.index(before), copy)


def _scales(root: Any, rows: list[int]) -> dict[int, float]:
    """Pixels a unit for the points of a line, from their marks."""
    wanted = {str(row): row for row in rows}
    return {
        wanted[group.get("data-row")]: float(group.get("data-y", "0"))
        for group in root.iter(f"{_SVG}g")
        if group.get("class") == "mark" and group.get("data-row") in wanted
    }


def _lines(group: Any, through: list[PlottedPoint], scale: Mapping[int, float]) -> list[tuple[Any, list[str]]]:
    """The path of a line in each state, without its group; equal ones together."""
    (path,) = group
    pairs = _PAIR.findall(path.get("d", ""))
    factors = list(scale.values())
    factor = factors[0] if factors else 0.0
    found: dict[str, list[str]] = {}
    for state in STATES:
        moved = (float(point.values[state] - point.values["regenerated"]) * factor for point in through)
        if len(pairs) != len(through):  # steps that lead nowhere were left out: no mark of this line moves
            moved = (0.0 for _ in pairs)
        steps = zip(pairs, moved, strict=True)
        d = "".join(f"{letter}{x} {float(y) + off:.1f}" if off else f"{letter}{x} {y}" for (letter, x, y), off in steps)
        found.setdefault(d, []).append(state)
    copies = []
    for d, states in found.items():
        copy = deepcopy(path)
        copy.set("d", d)
        copies.append((copy, states))
    return copies


def _move(group: Any, axis: str, pixels: float) -> None:
    """Let a mark show another value: a dot goes there, a bar ends there."""
    if not pixels:
        return
    for child in group:
        if child.tag == f"{_SVG}circle":
            key = f"c{axis}"
            child.set(key, f"{float(child.get(key)) + pixels:.1f}")
        elif "transform" in child.attrib:
            x, y = (float(number) for number in re.findall(r"-?[\d.]+", child.get("transform")))
            x, y = (x + pixels, y) if axis == "x" else (x, y + pixels)
            child.set("transform", f"translate({x:.1f} {y:.1f})")
        elif "d" in child.attrib:
            position = 1 if axis == "x" else 2
            places = [float(found[position]) for found in _PAIR.findall(child.get("d"))]
            end = max(places) if axis == "x" else min(places)

            def ended(found: re.Match[str], end: float = end) -> str:
                x, y = float(found[2]), float(found[3])
                at = x if axis == "x" else y
                if at == end:
                    x, y = (x + pixels, y) if axis == "x" else (x, y + pixels)
                return f"{found[1]}{x:.1f} {y:.1f}"

            child.set("d", _PAIR.sub(ended, child.get("d")))


_NARROW = re.compile(r'<svg class="fig-narrow"[^>]* aria-labelledby="([^"]+)".*?</svg>', re.DOTALL)


def narrow_apart(body: str, folder: Path, page: str) -> str:
    """`body` with its drawings for narrow screens in a file of their own, `drawings/PAGE.js`, which those screens load.

    A page with many drawings would weigh half as much again; without a script the wide ones scroll inside themselves.
    """
    name = f"drawings/{page}.js"
    found = {place: svg for svg, place in ((match[0], match[1]) for match in _NARROW.finditer(body))}
    if not found:
        (folder / name).unlink(missing_ok=True)  # of an earlier build
        return body
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    csvfile.write_text(folder / name, f"collate.drawings({text});\n")
    return _NARROW.sub("", body).replace('<div class="fig" ', f'<div class="fig" data-narrow="{name}" ')
