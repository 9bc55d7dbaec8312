"""Measure builds side by side, in one run on one machine: ours, what people would use instead, and the floor.

Run by `make bench`, never part of the tests, since times depend on the machine. Writes data/benchmarks/speed.csv
and the table of docs/speed.md. `ROUNDS=1` in the environment runs everything once.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import benchmark_docs
from benchmark_process import circumstances
from benchmark_ways import SNAKEMAKE, Bench
from tests_root import BOOK

from collate.data import csvfile
from collate.data.benchmarks import SPEED_COLUMNS, SPEED_WAYS

ROUNDS = 3


def main() -> int:
    if not SNAKEMAKE.exists():
        print(f"error: {SNAKEMAKE} is missing\n  to do: make bench", file=sys.stderr)
        return 1
    rounds = int(os.environ.get("ROUNDS", ROUNDS))
    about = circumstances()
    rows, seconds = [], defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        bench = Bench(Path(folder))
        for number in range(1, rounds + 1):
            for way in SPEED_WAYS:
                for step, (measured, notebooks) in getattr(bench, way.replace("-", "_"))():
                    rows.append(
                        about | {"way": way, "step": step, "round": str(number)} | measured.columns() | {"notebooks": str(notebooks)}
                    )
                    seconds[way, step].append(measured.seconds)
                    print(
                        f"{number}/{rounds} {way} {step}: {rows[-1]['seconds']} s, {rows[-1]['memory_mb']} MB, {notebooks} notebooks run",
                        flush=True,
                    )
            # After every round: who breaks off keeps the rounds that are whole.
            csvfile.write(BOOK.benchmarks / "speed.csv", SPEED_COLUMNS, [[row[column] for column in SPEED_COLUMNS] for row in rows])
    benchmark_docs.write(BOOK.root)
    floor = statistics.median(seconds["floor", "cold"])
    for (way, step), found in seconds.items():
        print(f"{way:14} {step:10} median {statistics.median(found):7.2f} s = {statistics.median(found) / floor:5.2f} x the floor")
    return 0


if __name__ == "__main__":
    sys.exit(main())
