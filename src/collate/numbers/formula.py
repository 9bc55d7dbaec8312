"""Formulas as reviewers type them: arithmetic over ids in braces, `({a} / {b} - 1) * 100`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from fractions import Fraction

from collate.errors import DataError
from collate.numbers.quantity import Quantity, exact

_ID = re.compile(r"\{([^{}]+)\}")
_OPERATORS: dict[type[ast.operator], Callable[[Quantity, Quantity], Quantity]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


def inputs_of(formula: str) -> list[str]:
    """The ids that a formula names, in its order, each once."""
    return list(dict.fromkeys(_ID.findall(formula)))


def evaluate(formula: str, lookup: Callable[[str], Quantity]) -> Quantity:
    """The quantity that `formula` describes.

    Parameters
    ----------
    formula : numbers, ids in braces, + - * / and parentheses.
    lookup : gives the quantity of an id.

    Raises
    ------
    DataError : anything else stands in the formula.
    """
    ids = inputs_of(formula)
    names = {f"input_{position}": id for position, id in enumerate(ids)}
    code = _ID.sub(lambda match: f"input_{ids.index(match[1])}", formula)
    try:
        tree = ast.parse(code, mode="eval").body
    except SyntaxError:
        raise DataError(f"no formula: {formula!r}", fix="write arithmetic over ids in braces") from None

    def visit(node: ast.expr) -> Quantity:
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            return _OPERATORS[type(node.op)](visit(node.left), visit(node.right))
        if isinstance(node, ast.Name) and node.id in names:
            return lookup(names[node.id])
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return exact(Fraction(ast.get_source_segment(code, node) or ""))
        raise DataError(f"no formula: {formula!r}", fix="write arithmetic over ids in braces")

    return visit(tree)
