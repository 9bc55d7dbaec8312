"""Which of a book's own modules a notebook or module imports, directly or through others."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import nbformat


def notebook_modules(notebook: nbformat.NotebookNode, folder: Path) -> list[Path]:
    """Source files below `folder` that the code of `notebook` imports, sorted; other packages are not followed."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return _closure(ast.parse(code), folder)


def module_files(path: Path, folder: Path) -> list[Path]:
    """`path` and the source files below `folder` that it imports, sorted."""
    return sorted({path, *_closure(ast.parse(path.read_text(encoding="utf-8")), folder)})


def _closure(tree: ast.AST, folder: Path) -> list[Path]:
    found: set[Path] = set()
    waiting = list(_imported(tree))
    while waiting:
        for path in _files(waiting.pop(), folder):
            if path not in found:
                found.add(path)
                waiting.extend(_imported(ast.parse(path.read_text(encoding="utf-8"))))
    return sorted(found)


def _imported(tree: ast.AST) -> Iterable[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _files(module: str, folder: Path) -> Iterable[Path]:
    parts = module.split(".")
    for depth in range(1, len(parts) + 1):
        base = folder.joinpath(*parts[:depth])
        for path in (base.with_suffix(".py"), base / "__init__.py"):
            if path.is_file():
                yield path
