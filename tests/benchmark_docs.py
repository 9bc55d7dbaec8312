"""Write the tables of measurements in docs/ from data/benchmarks: between `<!-- table NAME -->` and `<!-- end of table -->`.

Run by the targets `bench…` and `disturb` of the Makefile at their end, and by hand after `make reproduce`; a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path
from statistics import median

from tests_root import BOOK

from collate.data import csvfile
from collate.data.benchmarks import (
    CHECK_COLUMNS,
    CHECK_WAYS,
    CONDITION_COLUMNS,
    DISTURBANCE_COLUMNS,
    DISTURBANCES,
    PAINT_COLUMNS,
    REPRODUCE_COLUMNS,
    SCALE_COLUMNS,
    SCALE_STEPS,
    SPEED_COLUMNS,
    SPEED_STEPS,
    SPEED_WAYS,
)
from collate.errors import DataError

WHOLE = 100_000  # notebooks of the book whose cost is worked out
CORES = (10, 100, 1000)
_PLACE = re.compile(r"(<!-- table (\S+) -->\n).*?(<!-- end of table -->)", re.DOTALL)
_STEPS = {
    "cold": "from nothing to the verdicts",
    "pages": "the pages",
    "unchanged": "no change",
    "changed": "one observation changed",
    "page": "`make watch`: one change, until it is on its page",
    "watched": "`make watch`: one change, until the end of the build",
    "claims": "claims",
}
_WAYS = {"floor": "floor (function calls)", "ours": "this edition", "jupyter-book": "Jupyter Book", "snakemake": "Snakemake"}
_CHECK_WAYS = {
    "ours": "`collate check printed.csv results.csv`",
    "ours-ledger": "`collate check repro.yaml`",
    "claims-cli": "`claims verify repro.yaml`",
}
_KINDS = {
    "interrupt": "interrupt",
    "build": "the build itself killed (kill -9)",
    "worker": "a worker killed",
    "kernel": "a kernel killed",
    "template": "the process that kernels are forked from killed",
    "disk": "a full disk",
}


def rows_of(folder: Path, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    return [dict(row.fields) for row in csvfile.read(folder / f"{name}.csv", columns)]


def table(header: Sequence[str], body: Sequence[Sequence[str]], left: int = 1) -> str:
    """A Markdown table whose columns after the first `left` hold numbers."""
    marks = ["---" if place < left else "---:" for place in range(len(header))]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in [header, marks, *body])


def measured_on(rows: Sequence[dict[str, str]]) -> str:
    found = sorted({(row["date"], row["machine"], row["cores"]) for row in rows})
    return "Measured on " + "; ".join(f"{date} on {machine}, {cores} cores" for date, machine, cores in found) + ".\n\n"


def speed(folder: Path) -> str:
    """Medians over the rounds of each step of each way, and their time in times of the floor.

    Raises
    ------
    DataError : nothing was measured of the floor, or the file is missing or broken.
    """
    rows = rows_of(folder, "speed", SPEED_COLUMNS)
    names = ("seconds", "processor_seconds", "memory_mb", "notebooks")
    rounds: dict[tuple[str, str], list[list[float]]] = {}
    for row in rows:
        rounds.setdefault((row["way"], row["step"]), []).append([float(row[name]) for name in names])
    medians = {key: [median(values) for values in zip(*found, strict=True)] for key, found in rounds.items()}
    if ("floor", "cold") not in medians:
        raise DataError("no measurement of the floor", where=folder / "speed.csv", fix="make bench")
    floor = medians["floor", "cold"][0]
    header = ("way", "step", "seconds", "times the floor", "processor seconds", "peak memory (MB)", "notebooks run")
    body = []
    for way, step in ((way, step) for way in SPEED_WAYS for step in SPEED_STEPS if (way, step) in medians):
        seconds, processor, memory, notebooks = medians[way, step]
        numbers = f"{seconds:.2f}", f"{seconds / floor:.2f}", f"{processor:.1f}", f"{memory:.0f}", f"{notebooks:.0f}"
        body.append((_WAYS.get(way, way), _STEPS[step], *numbers))
    return measured_on(rows) + table(header, body, left=2)


def check(folder: Path) -> str:
    """Least and median time of each way to check so many numbers, and medians of its processor time and memory."""
    rows = rows_of(folder, "check", CHECK_COLUMNS)
    header = ("way", "numbers", "least seconds", "median seconds", "median processor seconds", "peak memory (MB)", "rounds")
    body = []
    for size in sorted({int(row["size"]) for row in rows}):
        for way in CHECK_WAYS:
            own = [row for row in rows if (row["way"], row["size"]) == (way, str(size))]
            if own:
                seconds, processor, memory = ([float(row[name]) for row in own] for name in ("seconds", "processor_seconds", "memory_mb"))
                numbers = (
                    f"{min(seconds):.2f}",
                    f"{median(seconds):.2f}",
                    f"{median(processor):.1f}",
                    f"{median(memory):.0f}",
                    str(len(own)),
                )
                body.append((_CHECK_WAYS[way], f"{size:,}", *numbers))
    return measured_on(rows) + table(header, body)


def scale(folder: Path) -> str:
    """Every measured step by size, with the power with which its time grew from the size before."""
    rows = rows_of(folder, "scale", SCALE_COLUMNS)
    header = ("step", "size", "seconds", "power of growth", "processor seconds", "peak memory (MB)", "notebooks run")
    body = []
    for step in SCALE_STEPS:
        before: tuple[int, float] | None = None
        for row in sorted((row for row in rows if row["step"] == step), key=lambda row: int(row["size"])):
            size, seconds = int(row["size"]), float(row["seconds"])
            growth = f"{log(seconds / before[1]) / log(size / before[0]):.2f}" if before else ""
            numbers = f"{float(row['processor_seconds']):.1f}", f"{float(row['memory_mb']):.0f}", f"{int(row['notebooks']):,}"
            body.append((_STEPS[step], f"{size:,}", f"{seconds:.2f}", growth, *numbers))
            before = size, seconds
    return measured_on(rows) + table(header, body)


def cost(folder: Path) -> str:
    """What a book of 100,000 notebooks costs, in proportion to the largest one that was built from nothing.

    Notebooks are shared out among cores; what a change costs on the machine that builds is not.

    Raises
    ------
    DataError : no build from nothing was measured.
    """
    rows = rows_of(folder, "scale", SCALE_COLUMNS)
    cold = [row for row in rows if row["step"] == "cold"]
    if not cold:
        raise DataError("no build from nothing was measured", where=folder / "scale.csv", fix="make bench-scale")
    largest = max(cold, key=lambda row: int(row["size"]))
    each = float(largest["processor_seconds"]) / int(largest["notebooks"])
    hours = each * WHOLE / 3600
    body = [("processor seconds for each notebook", short(each)), ("core-hours from nothing", short(hours))]
    body += [(f"hours on {cores:,} cores", short(hours / cores)) for cores in CORES]
    for row in rows:
        if (row["step"], row["size"]) == ("changed", largest["size"]):
            tables = WHOLE * int(largest["size"]) / int(largest["notebooks"])
            body.append(
                (
                    "hours after one changed observation, on the machine that builds",
                    short(float(row["seconds"]) * tables / int(row["size"]) / 3600),
                )
            )
    return table(("what", "value"), body)


def paint(folder: Path) -> str:
    """Milliseconds to the first and the largest paint of each page, on a desk and on a slow phone."""
    rows = rows_of(folder, "paint", PAINT_COLUMNS)
    found = {(row["page"], row["screen"]): (row["first"], row["largest"]) for row in rows}
    header = ("page", "first, desk (ms)", "largest, desk", "first, phone", "largest, phone")
    pages = dict.fromkeys(row["page"] for row in rows)
    return measured_on(rows) + table(header, [(page, *found[page, "desk"], *found[page, "phone"]) for page in pages])


def short(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:.0f}"


def disturbance(folder: Path) -> str:
    """For each kind of disturbance how often it was tried, met the build, and left another result than an undisturbed build."""
    rows = rows_of(folder, "disturbance", DISTURBANCE_COLUMNS)
    header = ("disturbance", "command", "moments", "met it", "failed with a message", "the same bytes afterwards", "day", "seed")
    body = []
    for build, kind in DISTURBANCES:
        tried = [row for row in rows if (row["build"], row["kind"]) == (build, kind)]
        if not tried:
            continue
        hit, equal = (sum(row[name] == "yes" for row in tried) for name in ("hit", "equal"))
        counts = len(tried), hit, sum(int(row["ended"]) > 0 for row in tried), equal
        named = (_KINDS[kind], f"`build {build}`" if kind != "interrupt" or build == "values" else f"`{build}`")
        body.append((*named, *map(str, counts), tried[0]["date"], tried[0]["seed"]))
    machines = sorted({row["machine"] for row in rows})
    return f"Done on {'; '.join(machines)}.\n\n" + table(header, body, left=2)


def reproduce(folder: Path) -> str:
    """For each kind of file how many the two builds made, and how many of them are the same bytes."""
    rows = rows_of(folder, "reproduce", REPRODUCE_COLUMNS)
    header = ("files", "made", "the same bytes", "differing", "reason")
    body = [(row["what"], row["files"], row["equal"], row["differing"], row["reason"] or "none") for row in rows]
    return f"Done on {rows[0]['date']} on {rows[0]['machine']}.\n\n" + table(header, body)


def conditions(folder: Path) -> str:
    """What was varied between the two builds, and the time and memory that each took."""
    rows = rows_of(folder, "conditions", CONDITION_COLUMNS)
    names = {"hash_seed": "hash seed", "zone": "time zone", "memory_mb": "peak memory (MB)", "seconds": "seconds"}
    body = [(names.get(key, key), *(row[key] for row in rows)) for key in CONDITION_COLUMNS[1:-1]]
    return f"Both from commit {rows[0]['commit'][:12]}.\n\n" + table(("", *(f"build {row['build']}" for row in rows)), body)


TABLES: dict[str, Callable[[Path], str]] = {
    "speed": speed,
    "check": check,
    "scale": scale,
    "cost": cost,
    "disturbance": disturbance,
    "reproduce": reproduce,
    "conditions": conditions,
    "paint": paint,
}


def filled(text: str, benchmarks: Path) -> str:
    """The page `text` with each of its tables as the measurements in `benchmarks` have it.

    Raises
    ------
    DataError : a table that is not known, or measurements that are missing or broken.
    """

    def fill(place: re.Match[str]) -> str:
        if place[2] not in TABLES:
            raise DataError(f"unknown table {place[2]!r}", fix=f"use one of {', '.join(TABLES)}")
        return f"{place[1]}\n{TABLES[place[2]](benchmarks)}\n{place[3]}"

    return _PLACE.sub(fill, text)


def write(root: Path = BOOK.root) -> list[str]:
    """Bring the tables of docs/ up to date; the names of the pages that changed."""
    changed = []
    for path in sorted((root / "docs").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if (new := filled(text, root / "data" / "benchmarks")) != text:
            csvfile.write_text(path, new)
            changed.append(path.name)
    return changed


if __name__ == "__main__":
    print("changed:", ", ".join(write()) or "nothing")
