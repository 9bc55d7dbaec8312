"""Measure the build as a book grows: `make bench-scale`; SIZES=10,100 measures those alone and keeps what is known of others.

Every table has a notebook, run in two languages. Each size is built from nothing by the same commands as a small book, on all cores,
with nothing left out; nothing is extrapolated. Never part of the tests, since times depend on the machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import benchmark_docs
from benchmark_process import Measured, circumstances, run
from tests_root import BOOK

from collate.data import csvfile
from collate.data.benchmarks import SCALE_COLUMNS, SCALE_STEPS
from collate.verdicts import VERDICT_COLUMNS
from scale.synthetic_book import change_one, make_book

SIZES = (10, 100, 1000, 5000)
CLAIMS = 100_000
HERE = Path(__file__).parent


def collate(folder: Path, what: str) -> Measured:
    return run([sys.executable, "-m", "collate", "build", what], folder, {"PYTHONPATH": os.pathsep.join(sys.path)})


def ran(folder: Path, since: dict[Path, int]) -> int:
    """How many notebooks filled their folders anew."""
    return sum(since.get(path) != path.stat().st_mtime_ns for path in (folder / "_build" / "run").glob("*/executed.ipynb"))


def stamps(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (folder / "_build" / "run").glob("*/executed.ipynb")}


def verdicts(folder: Path) -> Counter[str]:
    rows = csvfile.read(folder / "data" / "regenerated" / "verdicts.csv", VERDICT_COLUMNS)
    return Counter(row["verdict"] for row in rows)


def measure_book(folder: Path, size: int):
    """Rows of one size: from nothing, the pages, nothing changed, one observation changed."""
    book = make_book(folder, size)
    for step, what in (("cold", "values"), ("pages", "html"), ("unchanged", "html"), ("changed", "html")):
        if step == "changed":
            change_one(book)
        before = stamps(folder)
        yield step, size, collate(folder, what), ran(folder, before)
        if step == "cold" and (found := verdicts(folder)) != book.expected:
            raise RuntimeError(f"{size} tables: planted {book.expected}, found {found}")


def measure_claims(folder: Path):
    """The row of a hundred thousand claims: recomputed, judged and written, in one process."""
    project = make_book(folder, 100, CLAIMS).book
    collate(folder, "values")
    yield "claims", CLAIMS, run([sys.executable, str(HERE / "judge_claims.py"), str(project.root)], folder), 0


def main() -> None:
    chosen = [int(size) for size in os.environ.get("SIZES", ",".join(map(str, SIZES))).split(",")]
    path = BOOK.benchmarks / "scale.csv"
    rows = {(row["step"], int(row["size"])): row.fields for row in csvfile.read(path, SCALE_COLUMNS)} if path.exists() else {}
    about = circumstances()
    with tempfile.TemporaryDirectory(prefix="scale-") as temporary:
        books = [lambda size=size: measure_book(Path(temporary) / str(size), size) for size in chosen]
        for measured in [lambda: measure_claims(Path(temporary) / "claims"), *books]:
            for step, size, found, notebooks in measured():
                rows[step, size] = about | {"step": step, "size": str(size)} | found.columns() | {"notebooks": str(notebooks)}
                print(rows[step, size], flush=True)
                ordered = sorted(rows, key=lambda key: (key[1], SCALE_STEPS.index(key[0])))
                csvfile.write(path, SCALE_COLUMNS, [[rows[key][column] for column in SCALE_COLUMNS] for key in ordered])
    benchmark_docs.write(BOOK.root)


if __name__ == "__main__":
    main()
