"""Which installed packages a notebook and the book's own modules import, with their versions."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path

from collate.run.imports import imported_by


def package_versions(code: Iterable[Path], own: Path) -> dict[str, str]:
    """Versions of what some notebooks and modules import, by the name of the package, sorted.

    The standard library and what stands in the folder `own` are left out.
    """
    names = {name.partition(".")[0] for path in code for name in imported_by(path)}
    others = {name for name in names if name not in sys.stdlib_module_names and not list(own.glob(f"{name}*"))}
    packages = {package for name in others for package in distributions().get(name, [])}
    return {package: _version(package) for package in sorted(packages, key=str.lower)}


@cache
def _version(package: str) -> str:
    return version(package)


@cache
def distributions() -> Mapping[str, list[str]]:
    return packages_distributions()
