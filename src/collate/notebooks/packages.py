"""Which installed packages a notebook and the book's own modules import, with their versions."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path

from collate.notebooks.run import read_notebook


def package_versions(notebook: Path, modules: Iterable[Path], own: Path) -> dict[str, str]:
    """Versions by the name of the package, sorted; the standard library and what stands in the folder `own` are left out."""
    code = [cell.source for cell in read_notebook(notebook).cells if cell.cell_type == "code"]
    code += [path.read_text(encoding="utf-8") for path in modules]
    names = {name.partition(".")[0] for text in code for name in _imports(text)}
    others = {name for name in names if name not in sys.stdlib_module_names and not list(own.glob(f"{name}*"))}
    packages = {package for name in others for package in distributions().get(name, [])}
    return {package: _version(package) for package in sorted(packages, key=str.lower)}


@cache
def _imports(code: str) -> frozenset[str]:
    """The names that a piece of code imports; kept, because every artifact asks for the same modules."""
    return frozenset(_imported(code))


def _imported(code: str) -> Iterable[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@cache
def _version(package: str) -> str:
    return version(package)


@cache
def distributions() -> Mapping[str, list[str]]:
    return packages_distributions()
