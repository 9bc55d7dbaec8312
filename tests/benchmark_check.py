"""Measure `collate check` beside claims-cli: the same numbers, printed and computed, in one run on one machine.

Run by `make bench-check`, never part of the tests, since times depend on the machine. Writes data/benchmarks/check.csv and the table of
docs/speed.md. `ROUNDS=1` in the environment runs everything once, `SIZES=10000` only so many numbers.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path

import benchmark_docs
from benchmark_process import circumstances, run
from tests_root import BOOK

from collate.data import csvfile
from collate.data.benchmarks import CHECK_COLUMNS, CHECK_WAYS

ROUNDS = 3
SIZES = (10_000, 100_000)
CLAIMS = BOOK.root / ".venv-bench" / "bin" / "claims"
COLLATE = (sys.executable, "-m", "collate")
COMMANDS = {
    "ours": (*COLLATE, "check", "printed.csv", "results.csv"),
    "ours-ledger": (*COLLATE, "check", "repro.yaml"),
    "claims-cli": (str(CLAIMS), "verify", "repro.yaml"),
}


def write_numbers(folder: Path, size: int) -> None:
    """`size` results, each with the string that Python prints of it: `printed.csv`, `results.csv`, and the ledger of both."""
    numbers = random.Random(size)
    printed, results = ["id,printed"], ["id,value"]
    for number in range(size):
        value = numbers.gauss(0, 1) * 10 ** numbers.randint(-1, 4)
        printed.append(f"v{number},{value:.{numbers.randint(0, 3)}f}")
        results.append(f"v{number},{value!r}")
    (folder / "printed.csv").write_text("\n".join(printed) + "\n", encoding="utf-8")
    (folder / "results.csv").write_text("\n".join(results) + "\n", encoding="utf-8")
    run([*COMMANDS["ours"], "--claims-cli", "repro.yaml"], folder)


def main() -> int:
    if not CLAIMS.exists():
        print(f"error: {CLAIMS} is missing\n  to do: make bench-check", file=sys.stderr)
        return 1
    rounds = int(os.environ.get("ROUNDS", ROUNDS))
    sizes = [int(size) for size in os.environ["SIZES"].split(",")] if "SIZES" in os.environ else SIZES
    about = circumstances()
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-check-") as place:
        for size in sizes:
            folder = Path(place, str(size))
            folder.mkdir()
            write_numbers(folder, size)
            for number in range(1, rounds + 1):
                for way in CHECK_WAYS:
                    measured = run(list(COMMANDS[way]), folder)  # which fails where a number does not agree
                    rows.append(about | {"way": way, "size": str(size), "round": str(number)} | measured.columns())
                    print(f"{size} {number}/{rounds} {way}: {rows[-1]['seconds']} s, {rows[-1]['memory_mb']} MB", flush=True)
    csvfile.write(BOOK.benchmarks / "check.csv", CHECK_COLUMNS, [[row[column] for column in CHECK_COLUMNS] for row in rows])
    benchmark_docs.write(BOOK.root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
