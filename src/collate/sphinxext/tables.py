"""docutils tables: real headers over several levels, and any node in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from docutils import nodes

WIDE_COLUMNS = 8  # from here on the PDF sets a table in small type
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
        group += nodes.colspec(colwidth=1, **({"stub": 1} if position < stubs else {}))
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


def small(node: nodes.table, columns: int) -> list[nodes.Node]:
    """`node`, in small type in the PDF where it has many columns."""
    if columns < WIDE_COLUMNS:
        return [node]
    before = nodes.raw("", r"\begingroup\scriptsize\setlength{\tabcolsep}{2pt}", format="latex")
    return [before, node, nodes.raw("", r"\endgroup", format="latex")]
