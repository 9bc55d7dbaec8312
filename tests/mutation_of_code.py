"""Change the code of `collate.numbers`, one operator, number, argument or text at a time, and count the changes that its tests notice.

Run by `make mutation-of-code`, in an environment that has mutmut besides. The tests are those that pyproject.toml names ([tool.mutmut]).
Of the many thousand changes a sample is tried, the same each time as long as the code is; `--all` tries every one, for hours. Tests that
are marked as slow are left out, so that what they alone would notice counts as unnoticed. The score goes to docs/mutation-of-code.md. A
change that no test can notice, since the code does the same afterwards, is listed with its reason in tests/equivalent_changes.csv and
counted apart.

`--go-on` tries again what an earlier run left unnoticed or untried, after tests were added. What was noticed stays so, as long as the
code is the same to the letter and the tests have lost no line.
"""

from __future__ import annotations

import argparse
import ast
import csv
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "mutation-of-code.md"
EQUIVALENT = ROOT / "tests" / "equivalent_changes.csv"
MUTMUT = [sys.executable, "-m", "mutmut"]
MUTANTS = ROOT / "mutants"
TRIED_WITH = MUTANTS / "tried-with.json"  # the code and the tests of the last run
# A change is noticed by the first test that fails, and the suite begins with those that take long: they would take hours.
WITHOUT_SLOW = {"PYTEST_ADDOPTS": '-m "not slow"'}
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
    for path in sorted((MUTANTS / "src" / "collate" / "numbers").glob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def lines_of(change: str) -> tuple[str, str]:
    """The line that it changes, and what becomes of it."""
    done = subprocess.run([*MUTMUT, "show", change], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if not line.startswith(("---", "+++"))]
    was, becomes = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return was, becomes


def equivalent() -> set[tuple[str, str, str]]:
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        return {(row["module"], row["was"], row["becomes"]) for row in csv.DictReader(file)}


def try_changes(*names: str) -> None:
    """Run the tests against the changes of these names or patterns."""
    command = [*MUTMUT, "run", "--max-children", str(os.cpu_count() or 1), *names]
    subprocess.run(command, cwd=ROOT, env=os.environ | WITHOUT_SLOW, check=False)


def tried_with() -> dict[str, dict[str, str]]:
    """The code as it is, by its checksums, and the tests that are run against it, with their tables."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    named = [ROOT / name for name in settings["pytest_add_cli_args_test_selection"]]
    tests = [file for path in named for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    tests += [*sorted((ROOT / "tests" / "numbers").glob("*.csv")), ROOT / "tests" / "conftest.py", ROOT / "tests" / "tests_root.py"]
    code = sorted((ROOT / "src" / "collate" / "numbers").glob("*.py"))
    return {
        "code": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in code},
        "tests": {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in tests},
    }


def still_valid(before: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> bool:
    """Whether what was noticed before is noticed now: the code is the same, and the tests have all their lines in their order."""

    def kept(name: str) -> bool:
        lines = iter(_without_imports(name, now["tests"].get(name, "")))
        return all(line in lines for line in _without_imports(name, before["tests"][name]))

    return before["code"] == now["code"] and all(map(kept, before["tests"]))


def _without_imports(name: str, text: str) -> list[str]:
    """The lines of a file; imports grow within a line, and without one of them no test would pass."""
    imports: set[int] = set()
    if name.endswith(".py"):
        for part in ast.parse(text).body:
            if isinstance(part, (ast.Import, ast.ImportFrom)):
                imports.update(range(part.lineno, (part.end_lineno or part.lineno) + 1))
    return [line for number, line in enumerate(text.splitlines(), 1) if number not in imports]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help=f"try every change, and not {SAMPLE:,} of them")
    parser.add_argument("--go-on", action="store_true", help="try again what an earlier run left unnoticed or untried")
    arguments = parser.parse_args()
    state = tried_with()
    if not arguments.go_on:
        shutil.rmtree(MUTANTS, ignore_errors=True)
        try_changes("collate.numbers.truth.*")  # the first call makes the changes
    elif not TRIED_WITH.exists() or not still_valid(json.loads(TRIED_WITH.read_text(encoding="utf-8")), state):
        print("error: there is no earlier run, or the code or a test has changed since: begin anew, without --go-on", file=sys.stderr)
        return 1
    TRIED_WITH.write_text(json.dumps(state), encoding="utf-8")
    earlier = results() if arguments.go_on else {}
    every = sorted(results())
    chosen = every if arguments.all else sorted(random.Random(0).sample(every, min(SAMPLE, len(every))))
    open_ = [change for change in chosen if OUTCOMES.get(earlier.get(change) or 0) not in ("noticed", "endless")]
    if open_:
        try_changes(*open_)
    counts: dict[str, Counter[str]] = {}
    known, unnoticed = equivalent(), []
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
                unnoticed.append(f"{change}\n  - {was}\n  + {becomes}")
        counts.setdefault(module, Counter())[outcome] += 1
    if not counts or any(count["not tried"] for count in counts.values()):
        print("error: not every change was tried; mutmut says above why", file=sys.stderr)
        return 1
    print("\n".join(unnoticed))
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
