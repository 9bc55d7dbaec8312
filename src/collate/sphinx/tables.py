"""docutils tables: real headers over several levels, and any node in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from docutils import nodes
from sphinx import addnodes

from collate.sphinx.nodes import after_print, value_node

WIDE_COLUMNS = 8  # from here on the PDF sets a table in small type
LINE_WIDTH = 64  # Latin letters that fit on a line of the PDF; a narrower table does not fill it
SMALL_LINE_WIDTH = 92  # the same in small type
SPHINX_BREAKS = 30  # a table of more rows goes on over pages
LONGEST = 30  # a cell of more letters is wrapped
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


def fitted(node: nodes.table) -> list[nodes.Node]:
    """`node` with the widths of its columns in the PDF, and in small type there where it has many of them."""
    least, wanted, common = _letters_needed(node)
    small = len(wanted) >= WIDE_COLUMNS or sum(least) > LINE_WIDTH
    room = SMALL_LINE_WIDTH if small else LINE_WIDTH
    widths = _shared(least, wanted, common, room)
    whole = max(sum(widths), 10 * room)
    spec = addnodes.tabular_col_spec(spec="".join(rf">{{\raggedright\arraybackslash}}\X{{{width}}}{{{whole}}}" for width in widths))
    # A caption does not stay behind at the foot of a page.
    breaks = "longtable" in node["classes"] or len(list(node.findall(nodes.row))) > SPHINX_BREAKS
    needed = _lines(node, widths) * 2 // 3 if small else _lines(node, widths)
    lines = min(needed + 5, 16 if breaks else 40)
    together = nodes.raw("", rf"\par\ifdim\dimexpr\pagegoal-\pagetotal\relax<{lines}\baselineskip\newpage\fi", format="latex")
    if not small:
        return [together, spec, node]
    before = nodes.raw("", r"\begingroup\scriptsize\setlength{\tabcolsep}{2pt}", format="latex")
    return [together, before, spec, node, nodes.raw("", r"\endgroup", format="latex")]


def told(entry: nodes.entry) -> str:
    """What a cell prints: its text, and beside a value in an erratum what its inputs give."""
    beside = [after_print(value) for value in entry.findall(value_node)]
    return entry.astext() + "".join(f"\u00a0→\u00a0{text}" for text in beside if text)


def _lines(node: nodes.table, widths: Sequence[int]) -> int:
    """Lines that the rows take when their cells are wrapped to `widths`, in tenths of a letter; a cell over several columns is one."""
    found = 0
    for row in node.findall(nodes.row):
        entries = list(row.findall(nodes.entry))
        wrapped = [-(-10 * _letters(told(entry)) // width) for entry, width in zip(entries, widths, strict=False)]
        found += max([1, *(wrapped if len(entries) == len(widths) else [])])
    return found


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
    wanted, counted = list(least), [[1] for _ in least]
    for row in node.findall(nodes.row):
        entries = list(row.findall(nodes.entry))
        if len(entries) == len(least):
            for column, entry in enumerate(entries):
                text = told(entry)
                longest_word = max((_letters(word) for word in _unbroken(text)), default=0)
                room = min(_letters(text), 8) if isinstance(row.parent, nodes.thead) else min(_letters(text) + 1, LONGEST)
                least[column] = max(least[column], longest_word)
                counted[column].append(_letters(text))
                wanted[column] = max(wanted[column], room, longest_word)
    # The space between columns takes some.
    common = [sum(letters) // len(letters) + 1 for letters in counted]
    return [width + 2 for width in least], [width + 2 for width in wanted], common


def _unbroken(text: str) -> list[str]:
    """The parts of a text that a line does not break: Latin words up to a hyphen, and what no-break spaces hold together."""
    words = [word for word in text.split(" ") if word.isascii() or "\u00a0" in word]
    return [part for word in words for part in ([word] if "\u00a0" in word else word.split("-"))]


def _letters(text: str) -> int:
    """Width of a text in Latin letters; a Chinese character takes two."""
    return sum(1 if character.isascii() or character == "\u00a0" else 2 for character in text)
