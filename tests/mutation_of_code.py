"""Change the code of `collate.numbers`, one operator, number, argument or text at a time, and count the changes that its tests notice.

Run by `make mutation-of-code`, in an environment that has mutmut besides. The tests are those that pyproject.toml names ([tool.mutmut]).
Of the many thousand changes a sample is tried, the same each time as long as the code is; `--all` tries every one, for hours. The score
goes to docs/mutation-of-code.md. A change that no test can notice, since the code does the same afterwards, is listed with its reason in
tests/equivalent_changes.csv and counted apart.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "mutation-of-code.md"
EQUIVALENT = ROOT / "tests" / "equivalent_changes.csv"
MUTMUT = [sys.executable, "-m", "mutmut"]
START, END = "<!-- changes of code -->", "<!-- end of changes -->"
SAMPLE = 1000
WANTED = 90  # per cent of the changes that are none of the equivalent ones
# What the exit code of the tests under a changed line means; no other code counts as noticed.
OUTCOMES = {
    0: "unnoticed",
    1: "noticed",
    3: "noticed",
    33: "unnoticed",
    5: "unnoticed",
    24: "endless",
    36: "endless",
    152: "endless",
    -24: "endless",
}


def results() -> dict[str, int | None]:
    """The exit code of the tests by the name of the change."""
    found: dict[str, int | None] = {}
    for path in sorted((ROOT / "mutants" / "src" / "collate" / "numbers").glob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def lines_of(change: str) -> tuple[str, str]:
    """The line that it changes, and what becomes of it."""
    done = subprocess.run([*MUTMUT, "show", change], cwd=ROOT, capture_output=True, text=True, check=True)
    was, becomes = ([line[1:].strip() for line in done.stdout.splitlines() if line.startswith(f"{sign} ")] for sign in "-+")
    return " ".join(was), " ".join(becomes)


def equivalent() -> set[tuple[str, str, str]]:
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        return {(row["module"], row["was"], row["becomes"]) for row in csv.DictReader(file)}


def try_changes(*names: str) -> None:
    """Run the tests against the changes of these names or patterns; against all without one. The first call makes the changes."""
    subprocess.run([*MUTMUT, "run", "--max-children", str(os.cpu_count() or 1), *names], cwd=ROOT, check=False)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help=f"try every change, and not {SAMPLE:,} of them")
    if parser.parse_args().all:
        try_changes()
        chosen = every = sorted(results())
    else:
        try_changes("collate.numbers.truth.*")
        every = sorted(results())
        chosen = sorted(random.Random(0).sample(every, min(SAMPLE, len(every))))
        try_changes(*chosen)
    counts: dict[str, Counter[str]] = {}
    known, open_ = equivalent(), []
    found = results()
    for change in chosen:
        code = found[change]
        module = change.split(".")[2]
        outcome = OUTCOMES.get(code, "not tried") if code is not None else "not tried"
        if outcome == "unnoticed":
            was, becomes = lines_of(change)
            if (module, was, becomes) in known:
                outcome = "equivalent"
            else:
                open_.append(f"{change}\n  - {was}\n  + {becomes}")
        counts.setdefault(module, Counter())[outcome] += 1
    if not counts or any(count["not tried"] for count in counts.values()):
        print("error: not every change was tried; mutmut says above why", file=sys.stderr)
        return 1
    print("\n".join(open_))
    all_ = sum(counts.values(), Counter())
    rows = [_row(module, count) for module, count in [*sorted(counts.items()), ("all", all_)]]
    table = [
        "| module | changes | noticed | endless | equivalent | unnoticed | noticed of the others |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    table = [
        f"{len(chosen):,} of {len(every):,} changes were tried, drawn at random.\n" if chosen != every else "Every change was tried.\n",
        *table,
    ]
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.partition(START)[0], text.partition(END)[2]
    PAGE.write_text("\n".join([f"{before}{START}\n", *table, *rows, f"\n{END}"]) + after, encoding="utf-8")
    if _score(all_) < WANTED:
        print(f"error: the tests notice {_score(all_):.1f} % of the changes, and {WANTED} % are wanted", file=sys.stderr)
        return 1
    return 0


def _score(count: Counter[str]) -> float:
    """Per cent noticed; a change after which the code does not end is noticed, as a test that never ends."""
    return 100 * (count["noticed"] + count["endless"]) / max(1, count.total() - count["equivalent"])


def _row(module: str, count: Counter[str]) -> str:
    cells = [count.total(), count["noticed"], count["endless"], count["equivalent"], count["unnoticed"]]
    return f"| {module} | {' | '.join(map(str, cells))} | {_score(count):.1f} % |"


if __name__ == "__main__":
    sys.exit(main())
