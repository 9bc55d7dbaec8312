"""docutils tables: real headers over several levels, and any node in a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from docutils import nodes

from collate.sphinx.nodes import after_print, value_node

WIDE_COLUMNS = 8  # from here on a table rather has smaller type on paper than more lines in a cell
LINES = ((9.5, 86), (8.5, 96), (7.5, 110))  # sizes of type in points, and how many Latin letters a line of the PDF has in each
TURNED_LINE = (8.5, 140)  # the same across a page
LONGEST = 30  # a cell of more letters is wrapped
_NUMBER = re.compile(r"[→\u00a0<>≤≥≈~±+−–$€¥-]*\d[\d,\u2009]*")
Content = str | nodes.Node


def table(header: Sequence[Sequence[str]], body: Sequence[Sequence[Content]], *, stubs: int = 1) -> nodes.table:
    """A table.

    Parameters
    ----------
    header : one sequence for each column, its levels from the top; the shorter are filled at the bottom.
    body : rows of texts or nodes, as many as there are columns.
    stubs : how many columns at the left head their rows.
    """
    node = nodes.table(classes=["cv-table"])
    group = nodes.tgroup(cols=len(header))
    node += group
    for position in range(len(header)):
        column = nodes.colspec(colwidth=1)
        if position < stubs:
            column["stub"] = 1
        group += column
    group += _head(header)
    tbody = nodes.tbody()
    group += tbody
    for row in body:
        line = nodes.row()
        tbody += line
        for content in row:
            line += _entry(content)
    return node


def _head(header: Sequence[Sequence[str]]) -> nodes.thead:
    depth = max(len(levels) for levels in header)
    head = nodes.thead()
    for level in range(depth):
        line = nodes.row()
        head += line
        # Equal neighbours under the same parents share one spanning entry.
        for path, columns in groupby(header, key=lambda levels: tuple(levels[: level + 1]) if len(levels) > level else None):
            width = len(list(columns))
            if path is None:
                continue
            last = all(len(levels) == level + 1 for levels in header if tuple(levels[: level + 1]) == path)
            entry = _entry(path[-1])
            if width > 1:
                entry["morecols"] = width - 1
            if last and level + 1 < depth:
                entry["morerows"] = depth - level - 1
            line += entry
    return head


def _entry(content: Content) -> nodes.entry:
    paragraph = nodes.paragraph()
    paragraph += nodes.Text(content) if isinstance(content, str) else content
    return nodes.entry("", paragraph) if content != "" else nodes.entry()


@dataclass(frozen=True)
class Layout:
    """How a table stands on paper.

    Parameters
    ----------
    shares : the part of a line that each column takes.
    points : the size of its type.
    turned : whether it stands across the page.
    """

    shares: tuple[float, ...]
    points: float
    turned: bool = False


def layout_of(node: nodes.table) -> Layout:
    """The largest type in which no word of a table is broken; across the page where there is none."""
    least, wanted, common = _letters_needed(node)
    comfortable = sum(least) if len(least) < WIDE_COLUMNS else (sum(least) + sum(wanted)) // 2
    points, room = next((line for line in LINES if comfortable <= line[1]), LINES[-1])
    turned = sum(least) > room
    if turned:
        points, room = TURNED_LINE
    widths = _widened(_shared(least, wanted, common, room), _longest(node), room)
    whole = max(sum(widths), 10 * room)
    return Layout(tuple(width / whole for width in widths), points, turned)


def _longest(node: nodes.table) -> list[int]:
    """Letters of the longest cell of each column."""
    found = [0] * len(list(node.findall(nodes.colspec)))
    for row in node.findall(nodes.row):
        entries = list(row.findall(nodes.entry))
        if len(entries) == len(found):
            found = [max(most, _letters(told(entry)) + 2) for most, entry in zip(found, entries, strict=True)]
    return found


def _widened(widths: Sequence[int], longest: Sequence[int], room: int) -> list[int]:
    """Widths in tenths of a letter, with what is left of the line given to columns whose cells are wrapped, as far as they need it."""
    spare = 10 * room - sum(widths)
    needs = [max(10 * most - width, 0) for width, most in zip(widths, longest, strict=True)]
    needed: int = sum(needs)
    part = min(1.0, spare / needed) if spare > 0 and needed else 0.0
    return [width + int(need * part) for width, need in zip(widths, needs, strict=True)]


def number_columns(node: nodes.table) -> dict[int, str]:
    """The columns that hold numbers, each with the longest text that stands before a decimal point in it."""
    columns: dict[int, list[str]] = {}
    stubs = [bool(column.get("stub")) for column in node.findall(nodes.colspec)]
    for row in node.findall(nodes.row):
        entries = list(row.findall(nodes.entry))
        if isinstance(row.parent, nodes.tbody) and len(entries) == len(stubs):
            for column, entry in enumerate(entries):
                if not stubs[column]:
                    columns.setdefault(column, []).extend(line for line in lines(entry) if line.strip())
    found = {}
    for column, texts in columns.items():
        numbers = [before_point(text) for text in texts if _NUMBER.match(text)]
        if 2 * len(numbers) > len(texts):
            found[column] = max(numbers, key=len)
    return found


def before_point(text: str) -> str:
    """What of a printed number stands before its decimal point, or before what follows it where there is none."""
    match = _NUMBER.match(text)
    return match[0].rstrip() if match else text


def lines(entry: nodes.entry) -> list[str]:
    """What a cell prints in a column of numbers: its text, and below it what is regenerated beside a value in an erratum."""
    beside = [after_print(value) for value in entry.findall(value_node)]
    return [entry.astext(), *(f"→\u00a0{text}" for text in beside if text)]


def told(entry: nodes.entry) -> str:
    """What a cell prints: its text, and beside a value in an erratum what its inputs give."""
    beside = [after_print(value) for value in entry.findall(value_node)]
    return entry.astext() + "".join(f"\u00a0→\u00a0{text}" for text in beside if text)


def _lined_up(entry: nodes.entry, longest: str) -> int:
    """Letters of a number that leaves as much room before its decimal point as the longest of its column, with its mark."""
    marked = any(value["mark"] for value in entry.findall(value_node))
    return max(_letters(longest) + _letters(line) - _letters(before_point(line)) for line in lines(entry)) + 2 * marked


def _shared(least: Sequence[int], wanted: Sequence[int], common: Sequence[int], room: int) -> list[int]:
    """Widths in tenths of a letter: what is wanted where there is room, else what must be and a share of the rest.

    Parameters
    ----------
    least, wanted, common : letters that a column must have, wants, and has in a cell on average; shares go by the last.
    """
    if sum(wanted) <= room:
        return [10 * width for width in wanted]
    spare = max(room - sum(least), 0)
    growing = [often if want > must else 0 for must, want, often in zip(least, wanted, common, strict=True)]
    whole = sum(growing) or 1
    return [min(10 * want, 10 * must + 10 * spare * share // whole) for must, want, share in zip(least, wanted, growing, strict=True)]


def _letters_needed(node: nodes.table) -> tuple[list[int], list[int], list[int]]:
    """Letters that each column must have, so that no word is broken, that it wants (its longest cell up to LONGEST), and has on average."""
    least = [2] * len(list(node.findall(nodes.colspec)))
    numbers = number_columns(node)
    wanted, counted = list(least), [[1] for _ in least]
    for row in node.findall(nodes.row):
        entries = list(row.findall(nodes.entry))
        if len(entries) == len(least):
            for column, entry in enumerate(entries):
                text = told(entry) if column not in numbers else max(lines(entry), key=_letters)
                if column in numbers and isinstance(row.parent, nodes.tbody):
                    least[column] = max(least[column], _lined_up(entry, numbers[column]))
                longest_word = max((_letters(word) for word in _unbroken(text)), default=0)
                room = min(_letters(text), 8) if isinstance(row.parent, nodes.thead) else min(_letters(text) + 1, LONGEST)
                least[column] = max(least[column], longest_word)
                counted[column].append(_letters(text))
                wanted[column] = max(wanted[column], room, longest_word)
    # The space between columns takes some.
    common = [sum(letters) // len(letters) + 1 for letters in counted]
    wanted = [max(must, width) for must, width in zip(least, wanted, strict=True)]
    return [width + 2 for width in least], [width + 2 for width in wanted], common


def _unbroken(text: str) -> list[str]:
    """The parts of a text that a line does not break: Latin words up to a hyphen, and what no-break spaces hold together."""
    words = [word for word in text.split(" ") if word.isascii() or "\u00a0" in word]
    return [part for word in words for part in ([word] if "\u00a0" in word else word.split("-"))]


def _letters(text: str) -> int:
    """Width of a text in Latin letters; a Chinese character takes two."""
    return sum(1 if character.isascii() or character == "\u00a0" else 2 for character in text)
