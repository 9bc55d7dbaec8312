"""The settings that docs/check.md shows are read; its sessions are run in tests/docs."""

from __future__ import annotations

import re

from tests_root import BOOK

from collate.check.settings import read_settings

BLOCKS = re.findall(r"^```\n(.*?)^```", (BOOK.root / "docs" / "check.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_settings_are_read(folder):
    path = folder / "collate.toml"
    path.write_text(next(block for block in BLOCKS if block.startswith("[[check]]")), encoding="utf-8")
    found = read_settings(path)
    assert found.convention.brackets == "standard error"
    assert list(found.errata) == ["table-2/age/(3)"]
