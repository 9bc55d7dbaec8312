"""The pytest plugin: every printed number that `collate.toml` or `[tool.collate]` names is a test of its own.

It comes with the package (entry point `pytest11`). The tests are in the file that names them: `pytest`, or `pytest collate.toml`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collate.check.checking import Check, Checked

_FILES = ("collate.toml", "pyproject.toml")


class DiffersError(Exception):
    """A printed string that cannot be what the results give."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the checks of a settings file."""
    if file_path.name not in _FILES:
        return None
    if file_path.name == "pyproject.toml" and "[tool.collate]" not in file_path.read_text(encoding="utf-8", errors="replace"):
        return None
    return CheckFile.from_parent(parent, path=file_path)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Explain why a number does not equal a printed one."""
    assertion = sys.modules.get("collate.check.assertion")  # where nobody has imported it, there is no such number
    if op != "==" or assertion is None:
        return None
    for printed, value in ((left, right), (right, left)):
        if isinstance(printed, assertion.PrintedNumber):
            return list(printed.explanation(value))
    return None


class CheckFile(pytest.File):
    """A settings file with its checks."""

    def collect(self) -> Iterator[pytest.Item]:
        """One test a printed string, and one for what the errata say that does not occur."""
        from collate.check.checking import Check
        from collate.check.settings import read_settings
        from collate.errors import CollateError

        try:
            settings = read_settings(self.path)
            check = Check(settings.pairs, settings)
            for checked in check:
                yield PrintedItem.from_parent(self, name=checked.printed.id, checked=checked)
        except CollateError as error:
            raise self.CollectError(str(error)) from None
        if settings.errata:
            yield ErrataItem.from_parent(self, name="errata", check=check)


class PrintedItem(pytest.Item):
    """One printed string. An erratum is expected to fail, strictly: once it agrees with its result, that is a failure."""

    def __init__(self, *, checked: Checked, **rest: Any) -> None:
        super().__init__(**rest)
        self.checked = checked
        if checked.cause:
            self.add_marker(pytest.mark.xfail(reason=f"erratum: {checked.cause}", strict=True, raises=DiffersError))

    def runtest(self) -> None:
        """Fail where the string differs or cannot be read; skip where nothing is there to compare it with."""
        from collate.check.reports import told
        from collate.numbers.verdict import Verdict

        if self.checked.verdict is Verdict.NOT_REGENERATED:
            pytest.skip(self.checked.rule)
        if self.checked.fails or self.checked.cause:
            raise DiffersError(told(self.checked))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The difference in one line, and where both stand."""
        if isinstance(excinfo.value, DiffersError):
            printed = self.checked.printed
            where = f"{printed.path}:{printed.line}"
            return f"{excinfo.value}\n  printed: {where}\n  result: {self.checked.result or 'none'}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The line of the printed string."""
        return self.checked.printed.path, self.checked.printed.line - 1, self.name


class ErrataItem(pytest.Item):
    """Every erratum still occurs, exactly as it is declared."""

    def __init__(self, *, check: Check, **rest: Any) -> None:
        super().__init__(**rest)
        self.check = check

    def runtest(self) -> None:
        """Fail where one does not."""
        if self.check.problems:
            raise DiffersError("\n".join(map(str, self.check.problems)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The errata that do not occur."""
        return str(excinfo.value) if isinstance(excinfo.value, DiffersError) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The settings file."""
        return self.path, 0, self.name
