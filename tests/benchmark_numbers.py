"""How long 100,000 printed strings take to be read and judged on one core, in which functions, and how much memory that needs.

`make bench-numbers` prints it. The strings are those of notations.csv that need no declared convention, with other digits from copy to
copy; nothing keeps what was read, so that the same string costs as much again.
"""

from __future__ import annotations

import cProfile
import csv
import pstats
import re
import sys
import time
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from collate import CollateError, Convention, Role, judge, read

CASES = Path(__file__).parent / "numbers" / "notations.csv"
HOW_MANY = 100_000
_CONVENTION = Convention().nearer({"brackets": "standard error", "stars": "*=0.05 **=0.01 ***=0.001", "plus_minus": "standard deviation"})


def strings() -> Iterator[str]:
    """Printed strings without end."""
    with CASES.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file) if not row["convention"] and re.search(r"[0-9]", row["text"])]
    copy = 0
    while True:
        copy += 1
        for text in texts:
            yield re.sub(r"(?<=\d)[0-9](?![0-9]*[%^}])", lambda match: str((int(match[0]) + copy) % 10), text)  # noqa: B023


def judged(texts: Iterator[str]) -> tuple[int, int]:
    """How many of `texts` were read and judged, each against what it says itself; how many could not be read."""
    found = refused = 0
    for text in texts:
        try:
            reading = read(text, _CONVENTION)
            values = [fact.value if fact.missing is None else None for fact in reading.facts if fact.role not in _NO_VALUE]
            judge(reading, values, convention=_CONVENTION)
            found += 1
        except CollateError:
            refused += 1
    return found, refused


_NO_VALUE = (Role.STARS, Role.CONFIDENCE_LEVEL)


def main() -> None:
    texts = list(islice(strings(), HOW_MANY))
    judged(iter(texts[:1000]))
    start = time.process_time()
    found, refused = judged(iter(texts))
    seconds = time.process_time() - start
    tracemalloc.start()
    judged(iter(texts[:2000]))
    few = tracemalloc.get_traced_memory()[0]
    judged(iter(texts[:10000]))
    more = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    print(f"{found} strings read and judged, {refused} refused, {len(set(texts))} different: {seconds:.2f} s of one core")
    print(f"memory kept after 2,000 and after 10,000 more: {few / 1024:.0f} and {more / 1024:.0f} KiB")
    profile = cProfile.Profile()
    profile.runcall(judged, iter(texts[:10000]))
    pstats.Stats(profile, stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(18)


if __name__ == "__main__":
    main()
