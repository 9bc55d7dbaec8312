"""Numbers of a table's column stand with their decimal points under one another, and stay plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

_NUMBER = re.compile(r"^[-−–]?[\d,]+(?:\.(\d+))?[ \u00a0]*([%％])?$")
_NOTHING = ("", "—", "–", "-", "…")


def align_numbers(table: Tag) -> None:
    """Give each cell of a column of numbers the class `num` and the width, in digits, that it lacks after its last one."""
    bodies = table.find_all("tbody")
    rows = [row for body in bodies for row in body.find_all("tr")]
    grids = [_columns(row) for row in rows]
    for column in sorted({position for grid in grids for position in grid}):
        cells = [grid[column] for grid in grids if column in grid and grid[column].name == "td"]
        texts = [_value(cell) for cell in cells]
        found = [_NUMBER.match(text) for text in texts]
        if not any(found) or any(not match and text not in _NOTHING for match, text in zip(found, texts, strict=True)):
            continue
        for head in _heads(table, column):
            head["class"] = "num"
        decimals = max(len(match[1] or "") for match in found if match)
        percent = any(match and match[2] for match in found)
        for cell, match in zip(cells, found, strict=True):
            classes = [name for name in cell.get_attribute_list("class") if name]
            cell["class"] = " ".join([*classes, "num"])
            own = len(match[1] or "") if match else 0
            lacking = decimals - own + (0.5 if decimals and not own else 0) + (1.6 if percent and not (match and match[2]) else 0)
            if match and lacking:
                cell["style"] = f"--lack:{lacking:g}"


def _columns(row: Tag) -> dict[int, Tag]:
    """The cells of a row by column; a table with cells over several rows is told by its empty columns and left alone."""
    found: dict[int, Tag] = {}
    position = 0
    for cell in row.find_all(["td", "th"]):
        found[position] = cell
        position += int(str(cell.get("colspan", "1")))
    return found


def _heads(table: Tag, column: int) -> list[Tag]:
    """The headers that stand over one column alone, where the head has one line or spans are plain to follow."""
    head = table.find("thead")
    rows = head.find_all("tr") if isinstance(head, Tag) else []
    if not rows:
        return []
    grid: dict[tuple[int, int], Tag] = {}
    for line, row in enumerate(rows):
        position = 0
        for cell in row.find_all(["td", "th"]):
            while (line, position) in grid:
                position += 1
            for down in range(int(str(cell.get("rowspan", "1")))):
                for right in range(int(str(cell.get("colspan", "1")))):
                    grid[line + down, position + right] = cell
    found = grid.get((len(rows) - 1, column))
    return [found] if found is not None and found.name == "th" and found.get("scope") == "col" else []


def _value(cell: Tag) -> str:
    """The text of a cell without its mark."""
    return "".join(_unmarked(cell)).strip()


def _unmarked(tag: Tag) -> Iterator[str]:
    for child in tag.contents:
        if not isinstance(child, Tag):
            yield str(child)
        elif "cv-mark" not in child.get_attribute_list("class"):
            yield from _unmarked(child)
