"""Try every disturbance at random moments and write down what came of it, in data/benchmarks/disturbance.csv.

Run by `make disturb`. In the environment: SEED, from which the moments are drawn; MOMENTS of each kind; KINDS, such as
`values/worker,html/build`, to try some and keep the other rows.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import benchmark_docs
from benchmark_process import circumstances
from scale.synthetic_book import make_book
from tests_root import BOOK

from collate.book import Book
from collate.data import csvfile
from collate.data.benchmarks import DISTURBANCE_COLUMNS, DISTURBANCES, INTERRUPT
from robust.disturbance import (
    CLAIMS,
    SIGNALS,
    TABLES,
    DisturbedError,
    Ending,
    Undisturbed,
    fill_at,
    interrupt_at,
    kill_at,
    prepared,
    require_equal,
    small_disk,
    undisturbed,
)

SEED, MOMENTS = "20261125", "20"
INTERRUPTS = 6  # of each command: thirty in all
DISK = 64  # megabytes
Row = dict[str, str]
Kind = tuple[str, str]


def disturbed(folder: Path, kind: Kind, moments: int, seed: str, known: dict[str, Undisturbed]) -> Iterator[Row]:
    """A row for each moment; `known` has the undisturbed builds by what was built."""
    what, victim = kind
    if victim == INTERRUPT:
        yield from interrupted(folder / f"interrupt-{what}", kind, seed)
        return
    if what not in known:
        known[what] = undisturbed(folder / f"undisturbed-{what}", what)
    expected = known[what].results
    rng = random.Random(f"{seed} {what} {victim}")
    for number in range(1, moments + 1):
        if victim == "disk":
            at = rng.randrange(0, 5 * known[what].room // 4)  # now and then there is room enough
            with small_disk(folder / "disk", DISK) as disk:
                project, ending = fill_at(disk, what, at)
                yield _row(kind, number, str(at), ending, _equal(project, what, expected))
            (folder / "disk").rmdir()
        else:
            moment = rng.uniform(0, known[what].seconds)
            project = make_book(folder / f"{what}-{victim}", TABLES, CLAIMS).book
            ending = kill_at(project, what, victim, moment)
            yield _row(kind, number, f"{moment:.2f}", ending, _equal(project, what, expected))
            shutil.rmtree(project.root)


def interrupted(folder: Path, kind: Kind, seed: str) -> Iterator[Row]:
    """A row for each of `INTERRUPTS` moments; afterwards a plain build, or another archive, is as if nothing had been."""
    command = kind[0]
    rng = random.Random(f"{seed} {command} {INTERRUPT}")
    expected = prepared(folder, command)
    for number in range(1, INTERRUPTS + 1):
        project = Book(folder / "disturbed")
        shutil.copytree(folder / "book", project.root, symlinks=True)
        sent = SIGNALS[(number - 1) % len(SIGNALS)]
        moment, group, twice = rng.uniform(0, expected.seconds), rng.random() < 0.5, rng.random() < 0.5
        ending = interrupt_at(project, command, moment, sent, group=group, twice=twice)
        equal = _equal(project, "html" if command == "archive" else "values", expected.results)
        yield _row(kind, number, f"{moment:.2f}", ending, equal)
        shutil.rmtree(project.root)


def _equal(project: Book, what: str, expected: dict[str, bytes]) -> bool:
    try:
        require_equal(project, what, expected)
    except DisturbedError as error:
        print(error, file=sys.stderr)
        return False
    return True


def _row(kind: Kind, number: int, at: str, ending: Ending, equal: bool) -> Row:
    words = {True: "yes", False: "no"}
    fixed = {"build": kind[0], "kind": kind[1], "number": str(number), "at": at}
    return fixed | {"hit": words[ending.hit], "ended": str(ending.code), "equal": words[equal]}


def chosen(text: str) -> list[Kind]:
    """The kinds that KINDS names, all when it is empty.

    Raises
    ------
    ValueError : it names one that there is not.
    """
    names = {f"{what}/{victim}": (what, victim) for what, victim in DISTURBANCES}
    wanted = [name.strip() for name in text.split(",") if name.strip()] or list(names)
    for name in wanted:
        if name not in names:
            raise ValueError(f"unknown disturbance {name!r}; there are {', '.join(names)}")
    return [names[name] for name in wanted]


def main() -> int:
    path = BOOK.benchmarks / "disturbance.csv"
    kept = [row.fields for row in csvfile.read(path, DISTURBANCE_COLUMNS)] if path.exists() else []
    seed, moments = os.environ.get("SEED", SEED), int(os.environ.get("MOMENTS", MOMENTS))
    about = {"seed": seed} | circumstances()
    try:
        kinds = chosen(os.environ.get("KINDS", ""))
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    known: dict[str, Undisturbed] = {}
    good = True
    with tempfile.TemporaryDirectory(prefix="disturb-") as temporary:
        for kind in kinds:
            rows = []
            try:
                for row in disturbed(Path(temporary), kind, moments, seed, known):
                    rows.append(row | about)
                    good = good and row["equal"] == "yes"
                    print(rows[-1], flush=True)
            except PermissionError as error:
                print(f"{'/'.join(kind)}: not tried: {error}", file=sys.stderr)
                continue
            except DisturbedError as error:
                print(f"{'/'.join(kind)}: broken off: {error}", file=sys.stderr)
                good = False
            kept = [row for row in kept if (row["build"], row["kind"]) != kind] + rows
            kept.sort(key=lambda row: (DISTURBANCES.index((row["build"], row["kind"])), int(row["number"])))
            csvfile.write(path, DISTURBANCE_COLUMNS, [[row[column] for column in DISTURBANCE_COLUMNS] for row in kept])
    benchmark_docs.write(BOOK.root)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
