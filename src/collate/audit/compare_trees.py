"""Compare what two builds of the same tree made, byte for byte, and say where and how they differ."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from collate.book import Book

# What is compared, in groups: the key of its label, the folder or file below the book's own, and the endings that count.
GROUPS = (
    ("values", ("data/regenerated",), (".csv",)),
    ("figures", ("figures",), (".svg", ".pdf", ".png")),
    ("notebooks", ("_build/run",), (".ipynb",)),
    ("exports", ("_build/exports",), ()),
    ("html", ("_build/html",), ()),
    ("pdf", ("_build/pdf",), (".pdf",)),
    ("epub", ("_build/epub",), (".epub",)),
)


@dataclass(frozen=True)
class Outcome:
    """One group of files: how many there are, how many are equal, and for each other one what differs."""

    group: str
    files: int
    differing: Mapping[str, str]

    @property
    def equal(self) -> int:
        return self.files - len(self.differing)


def compare_trees(one: Book, two: Book) -> list[Outcome]:
    """Every group that either build made, in the order of GROUPS."""
    outcomes = []
    for group, places, endings in GROUPS:
        first, second = (_files(book, places, endings) for book in (one, two))
        names = sorted({*first, *second})
        differing = {name: reason for name in names if (reason := _difference(first.get(name), second.get(name), one, two))}
        if names:
            outcomes.append(Outcome(group, len(names), differing))
    return outcomes


def _files(book: Book, places: tuple[str, ...], endings: tuple[str, ...]) -> dict[str, Path]:
    found = {}
    for place in places:
        for path in sorted((book.root / place).rglob("*")):
            if path.is_file() and (not endings or path.suffix in endings):
                found[book.relative(path)] = path
    return found


def _difference(first: Path | None, second: Path | None, one: Book, two: Book) -> str:
    """What differs between two files, or nothing where they are the same bytes."""
    if first is None or second is None:
        return f"only the {'second' if first is None else 'first'} build made it"
    a, b = first.read_bytes(), second.read_bytes()
    if a == b:
        return ""
    if a.replace(str(one.root).encode(), b"") == b.replace(str(two.root).encode(), b""):
        return "it names the folder that it was built in"
    if zipfile.is_zipfile(first) and zipfile.is_zipfile(second):
        return _entry_difference(first, second)
    try:
        lines = a.decode("utf-8").splitlines(), b.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        position = next((at for at, (left, right) in enumerate(zip(a, b, strict=False)) if left != right), min(len(a), len(b)))
        return f"first differs at byte {position} of {len(a)}"
    for number, (left, right) in enumerate(zip(*lines, strict=False), start=1):
        if left != right:
            start = next((at for at, (x, y) in enumerate(zip(left, right, strict=False)) if x != y), min(len(left), len(right)))
            cut = slice(max(start - 20, 0), start + 30)
            return f"line {number}: {left[cut]!r} and {right[cut]!r}"
    return f"{len(lines[0])} and {len(lines[1])} lines"


def _entry_difference(first: Path, second: Path) -> str:
    with zipfile.ZipFile(first) as a, zipfile.ZipFile(second) as b:
        for name in sorted({*a.namelist(), *b.namelist()}):
            if name not in a.namelist() or name not in b.namelist() or a.read(name) != b.read(name):
                return f"its entry {name} differs"
    return "its entries are equal; their order or dates differ"
