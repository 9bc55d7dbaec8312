"""The example of docs/check.md is run as it stands there."""

from __future__ import annotations

import json
import re

from tests_root import BOOK

from collate.check.settings import read_settings

BLOCKS = re.findall(r"^```\n(.*?)^```", (BOOK.root / "docs" / "check.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_example_says_what_it_gives(folder, check):
    (folder / "collate.toml").unlink()
    printed, results, session, *_ = BLOCKS
    (folder / "printed.csv").write_text(printed, encoding="utf-8")
    (folder / "results.json").write_text(results, encoding="utf-8")
    command, _, expected = session.partition("\n")
    assert command.startswith("$ collate check printed.csv results.json --convention ")
    status, out, _ = check("printed.csv", "results.json", "--convention", "brackets=standard error")
    assert [line.rstrip() for line in out.splitlines()] == expected.splitlines()
    assert status == 1
    assert json.loads(results)["n"]["(1)"] == 342


def test_the_settings_are_read(folder):
    path = folder / "collate.toml"
    path.write_text(next(block for block in BLOCKS if block.startswith("[[check]]")), encoding="utf-8")
    found = read_settings(path)
    assert found.convention.brackets == "standard error"
    assert list(found.errata) == ["table-2/age/(3)"]
