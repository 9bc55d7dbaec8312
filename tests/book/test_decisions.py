"""The records of DECISIONS.md are numbered, listed once in the index, and agree on what supersedes what."""

from __future__ import annotations

import re

import pytest
from tests_root import BOOK

TEXT = (BOOK.root / "DECISIONS.md").read_text(encoding="utf-8")


def faults(text):
    """What is wrong with the records, in words."""
    index, _, rest = text.partition('<a id="d1"></a>')
    listed = {int(number): title for number, _, title in re.findall(r"^- \[(\d+)\]\(#d(\1)\) (.+)$", index, re.MULTILINE)}
    found = re.findall(r'<a id="d(\d+)"></a>\n\n## (\d+)\. (.+)\n\n(\d{4}-\d\d-\d\d) · (.+)\n\n(?!<a id|\Z)', f'<a id="d1"></a>{rest}')
    said = []
    numbers = [int(number) for _, number, *_ in found]
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) != text.count("\n## ") - 1:
        said.append("the records are not numbered one by one, or one lacks its anchor, date, status or text")
    if sorted(listed) != numbers or index.count("](#d") != len(listed):
        said.append("the index does not list every record once")
    over, under = set(), set()
    for anchor, number, title, _, status in found:
        place = int(number)
        head, _, tail = status.partition("supersedes")
        part = "in part" in head
        under |= {(place, int(other), part) for other in re.findall(r"#d(\d+)", head)}
        over |= {(int(other), place, bool(some)) for other, some in re.findall(r"\(#d(\d+)\)( in part)?", tail)}
        mark = " (in part)" if part else " (superseded)" if "superseded by" in head else ""
        if anchor != number or listed.get(place) != title + mark:
            said.append(f"record {number} has another title, number or status in the index")
    if over != under:
        said.append(f"only one side says that it supersedes: {sorted(over ^ under)}")
    return said


def test_records_agree():
    assert faults(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("## 4. ", "## 5. ", "not numbered"),
        ("- [4](#d4)", "- [3](#d3)", "does not list every record once"),
        ("## 7. A printed line", "## 7. The printed line", "record 7 has another title"),
        ("superseded by [44](#d44)", "superseded by [45](#d45)", "only one side"),
        ("2026-11-23 · superseded by [44](#d44)", "2026-11-23 · stands", "only one side"),
    ],
)
def test_a_planted_fault_is_found(old, new, told):
    assert old in TEXT
    assert any(told in fault for fault in faults(TEXT.replace(old, new, 1)))
