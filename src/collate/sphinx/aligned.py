"""Numbers of a table's column stand with their decimal points under one another, and stay plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from collate.bind.fragment import classes

_NUMBER = re.compile(r"^[-−–]?[\d,]+(?:\.(\d+))?[ \u00a0]*([%％])?$")
_NOTHING = ("", "—", "–", "-", "…")


def align_numbers(table: HtmlElement) -> None:
    """Give each cell of a column of numbers the class `num` and the width, in digits, that it lacks after its last one."""
    rows = [row for body in table.iter("tbody") for row in body.iter("tr")]
    grids = [_columns(row) for row in rows]
    for column in sorted({position for grid in grids for position in grid}):
        cells = [grid[column] for grid in grids if column in grid and grid[column].tag == "td"]
        texts = [_value(cell) for cell in cells]
        found = [_NUMBER.match(text) for text in texts]
        if not any(found) or any(not match and text not in _NOTHING for match, text in zip(found, texts, strict=True)):
            continue
        for head in _heads(table, column):
            head.set("class", "num")
        decimals = max(len(match[1] or "") for match in found if match)
        percent = any(match and match[2] for match in found)
        for cell, match in zip(cells, found, strict=True):
            cell.set("class", " ".join([*(cell.get("class") or "").split(), "num"]))
            own = len(match[1] or "") if match else 0
            lacking = decimals - own + (0.5 if decimals and not own else 0) + (1.6 if percent and not (match and match[2]) else 0)
            if match and lacking:
                cell.set("style", f"--lack:{lacking:g}")


def _columns(row: HtmlElement) -> dict[int, HtmlElement]:
    """The cells of a row by column; a table with cells over several rows is told by its empty columns and left alone."""
    found: dict[int, HtmlElement] = {}
    position = 0
    for cell in row.iter("td", "th"):
        found[position] = cell
        position += int(cell.get("colspan", "1"))
    return found


def _heads(table: HtmlElement, column: int) -> list[HtmlElement]:
    """The headers that stand over one column alone, where the head has one line or spans are plain to follow."""
    head = table.find("thead")
    rows = list(head.iter("tr")) if head is not None else []
    if not rows:
        return []
    grid: dict[tuple[int, int], HtmlElement] = {}
    for line, row in enumerate(rows):
        position = 0
        for cell in row.iter("td", "th"):
            while (line, position) in grid:
                position += 1
            for down in range(int(cell.get("rowspan", "1"))):
                for right in range(int(cell.get("colspan", "1"))):
                    grid[line + down, position + right] = cell
    found = grid.get((len(rows) - 1, column))
    return [found] if found is not None and found.tag == "th" and found.get("scope") == "col" else []


def _value(cell: HtmlElement) -> str:
    """The text of a cell without its mark."""
    return "".join(_unmarked(cell)).strip()


def _unmarked(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if "cv-mark" not in classes(child):
            yield from _unmarked(child)
        yield child.tail or ""
