"""docutils tables: real headers over several levels, and any node in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from docutils import nodes
from sphinx import addnodes

WIDE_COLUMNS = 8  # from here on the PDF sets a table in small type
LINE_WIDTH = 64  # Latin letters that fit on a line of the PDF; a narrower table does not fill it
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
    widths = _widths(node)
    whole = max(sum(widths), LINE_WIDTH)
    spec = addnodes.tabular_col_spec(spec="".join(rf">{{\raggedright\arraybackslash}}\X{{{width}}}{{{whole}}}" for width in widths))
    # A caption does not stay behind at the foot of a page.
    lines = min(len(list(node.findall(nodes.row))) + 5, 16)
    together = nodes.raw("", rf"\par\ifdim\dimexpr\pagegoal-\pagetotal\relax<{lines}\baselineskip\newpage\fi", format="latex")
    if len(widths) < WIDE_COLUMNS:
        return [together, spec, node]
    before = nodes.raw("", r"\begingroup\scriptsize\setlength{\tabcolsep}{2pt}", format="latex")
    return [together, before, spec, node, nodes.raw("", r"\endgroup", format="latex")]


def _widths(node: nodes.table) -> list[int]:
    """Letters that each column needs: its longest word, or its longest cell up to LONGEST."""
    widths = [2] * len(list(node.findall(nodes.colspec)))
    for row in node.findall(nodes.row):
        entries = list(row.findall(nodes.entry))
        if len(entries) == len(widths):
            for column, entry in enumerate(entries):
                text = entry.astext()
                longest_word = max((_letters(word) for word in text.split() if word.isascii()), default=0)
                room = min(_letters(text), 8) if isinstance(row.parent, nodes.thead) else min(_letters(text) + 1, LONGEST)
                widths[column] = max(widths[column], room, longest_word)
    return [width + 1 for width in widths]


def _letters(text: str) -> int:
    """Width of a text in Latin letters; a Chinese character takes two."""
    return sum(1 if character.isascii() else 2 for character in text)
