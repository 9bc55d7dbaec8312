"""`collate diff`: which regenerated numbers and verdicts have changed since a revision, number by number and not line by line."""

from __future__ import annotations

import argparse
import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from rich.console import Console

from collate.book import Book
from collate.cli.terminal import Words, add_answer_options, listing, number_text, open_console, write_json
from collate.errors import DataError, GitError, RevisionError
from collate.git import git
from collate.numbers.values import decimal_text
from collate.numbers.verdict import Verdict

FOLDER = "data/regenerated"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("revision", nargs="?", default="HEAD", help="a commit, branch or tag (default: HEAD)", metavar="REVISION")
    add_answer_options(parser)


def run(book: Book, arguments: argparse.Namespace) -> int:
    """Print what has changed; 1 when a verdict that changed fails now."""
    words = Words.of(book, arguments.language)
    found = diff(book, arguments.revision)
    if arguments.json:
        write_json(as_json(found, arguments.revision))
    else:
        show(found, arguments.revision, words, open_console())
    failing = {verdict.key for verdict in Verdict if verdict.fails}
    return int(any(item.what is What.VERDICT and item.now in failing for item in found))


class What(StrEnum):
    """What of a place is compared: the regenerated number with its interval, the print, or the verdict."""

    VALUE = "value"
    PRINTED = "printed"
    VERDICT = "verdict"


class State(StrEnum):
    """What became of it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One place that is not what it was.

    Parameters
    ----------
    before, now : as the files have them, empty where there is none.
    difference : of two numbers, otherwise None.
    """

    id: str
    what: What
    state: State
    before: str
    now: str
    difference: Fraction | None = None


def diff(book: Book, revision: str) -> list[Difference]:
    """What changed between `revision` and the files as they are, in the order of ids.

    Raises
    ------
    RevisionError : this is not a git repository, git is not installed, or the revision does not exist.
    DataError : a file of either side cannot be read as a table.
    """
    commit = _commit(book, revision)
    before = _facts(_files_of(book, commit), commit[:12])
    now = _facts(_files_here(book), "the work tree")
    found = []
    for key in sorted(before.keys() | now.keys()):
        old, new = before.get(key), now.get(key)
        if old is None or new is None:
            found.append(Difference(*key, State.ADDED if old is None else State.REMOVED, old or "", new or ""))
        elif not _same(old, new):
            found.append(Difference(*key, State.CHANGED, old, new, _difference(old, new)))
    return found


def _commit(book: Book, revision: str) -> str:
    try:
        git(book.root, "rev-parse", "--is-inside-work-tree")
    except GitError as error:
        raise RevisionError(f"{error.what}, so there is no revision to compare with", where=book.root, fix=error.fix) from None
    try:
        return git(book.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    except GitError:
        raise RevisionError(f"no revision {revision!r} here", where=book.root) from None


def _files_of(book: Book, commit: str) -> dict[str, str]:
    """The tables below data/regenerated at `commit` by their path in that folder."""
    listed = git(book.root, "ls-tree", "-r", "-z", "--name-only", commit, "--", FOLDER).split("\0")
    names = [name for name in listed if name.endswith(".csv")]
    return {name.removeprefix(f"{FOLDER}/"): git(book.root, "show", f"{commit}:./{name}") for name in names}


def _files_here(book: Book) -> dict[str, str]:
    paths = sorted(book.regenerated.rglob("*.csv"))
    return {path.relative_to(book.regenerated).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _facts(files: Mapping[str, str], side: str) -> dict[tuple[str, What], str]:
    """What the files say by (id, what); files that hold neither are skipped."""
    found: dict[tuple[str, What], str] = {}
    for name, text in files.items():
        for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
            if None in row or None in row.values():
                raise DataError(f"the row has too many or too few fields in {side}", where=f"{FOLDER}/{name}", line=line)
            if "verdict" in row:
                found[row["id"], What.VERDICT] = row["verdict"]
                found[row["id"], What.PRINTED] = row.get("printed", "")
            elif "value" in row:
                found[_id(name, row), What.VALUE] = _value(row)
    return found


def _id(name: str, row: Mapping[str, str]) -> str:
    if "id" in row:
        return row["id"]
    stem = name.removesuffix(".csv")
    keys = ("row", "column") if "row" in row else ("series", "period")
    return "/".join((stem, *(row.get(key, "") for key in keys)))


def _value(row: Mapping[str, str]) -> str:
    """The number with its interval, `VALUE [LOW, HIGH]`, or words."""
    return f"{row['value']} [{row['low']}, {row['high']}]" if row.get("low") else row["value"]


def _same(old: str, new: str) -> bool:
    """Whether two values are equal as numbers: 1.50 is 1.5."""
    return old == new or (_numbers(old) is not None and _numbers(old) == _numbers(new))


def _difference(old: str, new: str) -> Fraction | None:
    before, now = _numbers(old), _numbers(new)
    return now[0] - before[0] if before and now else None


def _numbers(text: str) -> tuple[Fraction, ...] | None:
    try:
        return tuple(Fraction(part.strip(" ]")) for part in text.replace("[", ",").split(",") if part.strip())
    except ValueError:
        return None


def show(found: Sequence[Difference], revision: str, words: Words, console: Console) -> None:
    """Print what changed, and a count of it."""
    if not found:
        console.print(words("diff-nothing", revision=revision))
        return
    table = listing(words("word-value"), words("diff-what"), words("diff-before"), words("diff-now"), words("diff-difference"))
    for item in found:
        state = words(f"diff-{item.what}") + words("join-comma") + words(f"diff-{item.state}")
        step = "" if item.difference is None else f"{'+' if item.difference > 0 else ''}{number_text(item.difference)}"
        table.add_row(item.id, state, _written(item, item.before, words), _written(item, item.now, words), step)
    console.print(table)
    counts = Counter((item.what, item.state) for item in found)
    counted = (f"{words(f'diff-{what}')}{words('join-comma')}{words(f'diff-{state}')} {count}" for (what, state), count in counts.items())
    console.print(words("join-semicolon").join(counted))


def as_json(found: Sequence[Difference], revision: str) -> dict[str, Any]:
    """The same with stable keys: definition `diff` of the schema desk.json."""
    return {
        "revision": revision,
        "changed": bool(found),
        "differences": [
            {
                "id": item.id,
                "what": item.what,
                "state": item.state,
                "before": item.before or None,
                "now": item.now or None,
                "difference": None if item.difference is None else decimal_text(item.difference),
            }
            for item in found
        ],
    }


def _written(item: Difference, text: str, words: Words) -> str:
    return words.optional(f"verdict-{text}") if item.what is What.VERDICT and text else text
