"""The library and the report use third parties by their documented interfaces alone.

Reported is every private name of a third party that is imported, read or replaced; every module of theirs with a private name; every
replaced attribute of a module that is not ours (a monkey patch), by assignment, `setattr`, `vars(module)[...]` or `module.__dict__`;
and every Sphinx builder that replaces another (`override=True`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests_root import BOOK

OURS = ("collate", "report")
# With a leading underscore, or to be replaced, by Python's own documentation.
DOCUMENTED = ("os._exit", "os.environ", "sys.argv", "sys.path", "sys.stderr", "sys.stdout")
NAMED_TUPLE = ("_asdict", "_replace")  # likewise: methods of every named tuple
# What stays, by file. In the process of a kernel, and nowhere else, `os.environ` tells which variables a notebook reads: Python has no
# audit event for them, and a variable that is read is an input of the run.
KNOWN = {("src/collate/run/sandbox.py", "replacement of os.environ.__class__")}
FOLDERS = [BOOK.root / "src" / name for name in OURS]


def private(name: str) -> bool:
    """Whether a name has a leading underscore and is not one of Python's own, such as `__name__`."""
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def foreign(module: str) -> bool:
    """Whether a module is neither ours nor Python's own compiler directive."""
    top = module.partition(".")[0]
    return top not in OURS and top != "__future__"


class Uses(ast.NodeVisitor):
    """What one file does with modules that are not ours.

    Parameters
    ----------
    own : the private names that the file itself defines.
    """

    def __init__(self, own: frozenset[str]) -> None:
        self.own = own
        self.found: list[tuple[int, str]] = []
        self.names: dict[str, str] = {}  # local name to what it was imported as

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if foreign(alias.name):
                self.names[alias.asname or alias.name.partition(".")[0]] = alias.name if alias.asname else alias.name.partition(".")[0]
                if any(private(part) for part in alias.name.split(".")):
                    self.found.append((node.lineno, f"import of {alias.name}"))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level or not node.module or not foreign(node.module):
            return
        for alias in node.names:
            name = f"{node.module}.{alias.name}"
            self.names[alias.asname or alias.name] = name
            if any(private(part) for part in name.split(".")):
                self.found.append((node.lineno, f"import of {name}"))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        module = self.origin(node.value)
        name = f"{module}.{node.attr}" if module else ast.unparse(node) if private(node.attr) else ""
        if name not in DOCUMENTED:
            if module and not isinstance(node.ctx, ast.Load):
                self.found.append((node.lineno, f"replacement of {name}"))
            elif private(node.attr) and (module or node.attr not in self.own) and node.attr not in NAMED_TUPLE:
                self.found.append((node.lineno, f"use of {name}"))
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.ctx, (ast.Store, ast.Del)):
            module = self.namespace(node.value)
            if module:
                self.found.append((node.lineno, f"replacement in {ast.unparse(node.value)}"))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ("setattr", "delattr") and node.args and (module := self.origin(node.args[0])):
            self.found.append((node.lineno, f"replacement of {module}.{ast.unparse(node.args[1])}"))
        if name == "getattr" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant) and private(str(node.args[1].value)):
            self.found.append((node.lineno, f"use of {ast.unparse(node)}"))
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("update", "setdefault", "pop") and self.namespace(node.func.value):
            self.found.append((node.lineno, f"replacement in {ast.unparse(node.func.value)}"))
        if name == "add_builder":
            for keyword in node.keywords:
                if keyword.arg == "override" and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False):
                    self.found.append((node.lineno, "add_builder(override=True)"))
        self.generic_visit(node)

    def namespace(self, node: ast.expr) -> str:
        """The module whose names `vars(module)` or `module.__dict__` gives."""
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "vars" and node.args:
            return self.origin(node.args[0])
        if isinstance(node, ast.Attribute) and node.attr in ("__dict__", "__globals__"):
            return self.origin(node.value) or (ast.unparse(node.value) if node.attr == "__globals__" else "")
        return ""

    def origin(self, node: ast.expr) -> str:
        """What is not ours and `node` names: a module, or an attribute of one. Empty for anything else."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id, "")
        if isinstance(node, ast.Attribute):
            inside = self.origin(node.value)
            return f"{inside}.{node.attr}" if inside else ""
        return ""


def own_names(tree: ast.Module) -> frozenset[str]:
    """The private names of the classes and modules that a file defines."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) in ("self", "cls"):
            found.add(node.attr)
    return frozenset(name for name in found if private(name))


def uses(path: Path) -> Iterator[str]:
    """Each finding in a file as `FILE:LINE: WHAT`."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    visitor = Uses(own_names(tree))
    # Imports inside functions count for the whole file, wherever they stand.
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            visitor.visit(node)
    visitor.found.clear()
    visitor.visit(tree)
    name = path.relative_to(BOOK.root) if path.is_relative_to(BOOK.root) else path.name
    return (f"{name}:{line}: {what}" for line, what in sorted(visitor.found))


@pytest.mark.slow
def test_documented_interfaces_only():
    paths = [path for folder in FOLDERS for path in sorted(folder.rglob("*.py"))]
    assert len(paths) > 50, "the folders are looked for in the wrong place"
    found = [use for path in paths for use in uses(path)]
    others = [use for use in found if (use.partition(":")[0], use.split(": ", maxsplit=1)[1]) not in KNOWN]
    assert others == [], "\n".join(["", *others])
    assert len(found) == len(KNOWN), "an exception that nothing needs any more is to be removed here"


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("from _pytask.execute import SimpleScheduler", "import of _pytask.execute.SimpleScheduler"),
        ("import _pytask", "import of _pytask"),
        ("import pytask._private as inside", "import of pytask._private"),
        ("from typing import _ProtocolMeta", "import of typing._ProtocolMeta"),
        ("def f():\n    from sphinx.util import _pathlib", "import of sphinx.util._pathlib"),
        ("import atexit\natexit._run_exitfuncs()", "use of atexit._run_exitfuncs"),
        ("class A(Client):\n    def f(self):\n        super()._wait()", "use of super()._wait"),
        ("import jupyter_client as c\nc.manager._run()", "use of jupyter_client.manager._run"),
        ("def f(client):\n    client._handle()", "use of client._handle"),
        ("getattr(object(), '_hidden')", "use of getattr(object(), '_hidden')"),
        ("import typing\ntyping.Any = None", "replacement of typing.Any"),
        ("import builtins\nbuiltins.get_ipython = None", "replacement of builtins.get_ipython"),
        ("import warnings\nwarnings.filters[:] = []\nwarnings.filters = []", "replacement of warnings.filters"),
        ("import warnings\ndel warnings.filters", "replacement of warnings.filters"),
        ("from sphinx import environment as e\ne.BuildEnvironment.get = None", "replacement of sphinx.environment.BuildEnvironment.get"),
        ("import pytask\nsetattr(pytask, 'build', None)", "replacement of pytask.'build'"),
        ("import pytask\nvars(pytask)['build'] = None", "replacement in vars(pytask)"),
        ("import pytask\npytask.__dict__.update(build=None)", "replacement in pytask.__dict__"),
        ("def f(g):\n    g.__globals__['book'] = 1", "replacement in g.__globals__"),
        ("def setup(app):\n    app.add_builder(object, override=True)", "add_builder(override=True)"),
    ],
)
def test_a_planted_use_is_found(tmp_path, code, finding):
    path = tmp_path / "planted.py"
    path.write_text(code + "\n", encoding="utf-8")
    line = code.count("\n") + 1
    assert f"planted.py:{line}: {finding}" in list(uses(path))


@pytest.mark.parametrize(
    "code",
    [
        "class A:\n    def f(self, other):\n        self._x = other._x",
        "class A:\n    _count = 0\nA._count += 1",
        "from collate.verdicts import _record",  # a matter of style, and ours
        "import os\nos.environ['X'] = '1'\nos.environ |= {}\nos._exit(0)",
        "import sys\nprint(sys.__stdout__)",
        "def setup(app):\n    app.add_builder(object)",
    ],
)
def test_what_is_ours_or_documented_is_not(tmp_path, code):
    path = tmp_path / "planted.py"
    path.write_text(code + "\n", encoding="utf-8")
    assert list(uses(path)) == []
