"""Which of a book's own modules a notebook or module imports, directly or through others."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from collate.data.csvfile import stamp
from collate.data.listing import files_in
from collate.errors import NotebookError
from collate.run.notebook_file import code_cells, other_kernel, parse_cell, read_notebook


def notebook_modules(notebook: Path, folder: Path) -> list[Path]:
    """Source files below `folder` that the code of `notebook` imports, sorted; other packages are not followed.

    Raises
    ------
    NotebookError : as `read_notebook` does.
    """
    return sorted(_closure((notebook,), folder) - {notebook})


def module_files(path: Path, folder: Path, package: str = "") -> list[Path]:
    """`path` and the source files below `folder` that it imports, sorted; of one `package` there alone, where one is named."""
    return sorted(_closure((path,), folder, package))


def attempted_modules(path: Path, folder: Path) -> list[str]:
    """Names that a module or notebook imports where it is ready for their absence, in a `try`, sorted.

    Raises
    ------
    NotebookError : as `read_notebook` does.
    """
    trees = [node for node in chain.from_iterable(map(_statements, _trees(path))) if isinstance(node, ast.Try)]
    return sorted({name for tree in trees for part in tree.body for node in _statements(part) for name in _names(node, path, folder)})


def outside_modules(notebooks: Path, folder: Path) -> list[str]:
    """Names that the notebooks in `notebooks`, and the modules below `folder` that they import, import from elsewhere, sorted.

    A notebook that cannot be read has no names here; whoever runs it says why.
    """
    found: set[str] = set()
    for path in files_in(notebooks, "*.ipynb"):
        try:
            found.update(imported_by(path), *map(imported_by, notebook_modules(path, folder)))
        except (OSError, NotebookError, SyntaxError, ValueError):  # no text, for one
            continue
    return sorted(name for name in found if not any(_files(name.partition(".")[0], folder)))


def _closure(paths: Iterable[Path], folder: Path, package: str = "") -> set[Path]:
    """`paths` and the source files below `folder` that they import, directly or through others."""
    found, waiting = set(paths), list(paths)
    while waiting:
        new = _imported_files(path := waiting.pop(), folder, package, stamp(path)) - found
        found |= new
        waiting += new
    return found


@cache
def _imported_files(path: Path, folder: Path, package: str, state: tuple[int, ...]) -> frozenset[Path]:
    """The source files below `folder` that one file imports. Kept for the life of the process: many import the same few modules."""
    names = _imported_at(path, folder, state)
    return frozenset(file for name in names if not package or name.partition(".")[0] == package for file in _files(name, folder))


def imported_by(path: Path, folder: Path | None = None) -> tuple[str, ...]:
    """Names of modules that a module or the code of a notebook may import, each once.

    Parameters
    ----------
    folder : where a relative import begins to count; without it relative imports are left out.

    Raises
    ------
    NotebookError : as `read_notebook` does.
    """
    return _imported_at(path, folder, stamp(path))


@cache
def _imported_at(path: Path, folder: Path | None, state: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for node in _imports_at(path, state) for name in _names(node, path, folder)))


@cache
def _imports_at(path: Path, state: tuple[int, ...]) -> tuple[ast.AST, ...]:
    """The same module is met on the way from many; `state` is that of the file, lest an older one be remembered."""
    del state
    nodes = chain.from_iterable(map(_statements, _trees(path)))
    return tuple(node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom)))


def _trees(path: Path) -> list[ast.Module]:
    """The code of a module, or of each cell of a notebook."""
    if path.suffix == ".ipynb":
        notebook = read_notebook(path)
        return [] if other_kernel(notebook) else [parse_cell(number, cell, path) for number, cell in code_cells(notebook)]
    return [ast.parse(path.read_text(encoding="utf-8"))]


def _names(node: ast.AST, path: Path, folder: Path | None) -> Iterator[str]:
    """The modules that a statement of the file `path` may import; those of a relative import as they are called from `folder`."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        start = [node.module] if node.module else []
        if node.level:
            if folder is None or not path.is_relative_to(folder):
                return
            parts = path.relative_to(folder).parent.parts
            start = [*parts[: len(parts) - node.level + 1], *start]
        if start:
            yield ".".join(start)
        yield from (".".join([*start, alias.name]) for alias in node.names)


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Every statement, however deep; expressions, which are most of a tree, import nothing."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            waiting += getattr(node, name, [])


def _files(module: str, folder: Path) -> Iterable[Path]:
    parts = module.split(".")
    for depth in range(1, len(parts) + 1):
        base = folder.joinpath(*parts[:depth])
        for path in (base.with_suffix(".py"), base / "__init__.py"):
            if path.is_file():
                yield path
        if not base.is_dir():
            return
