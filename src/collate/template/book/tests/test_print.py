"""Every number that the publication prints, held against the value that this book regenerates: one test a number.

A declared erratum passes only as long as the disagreement is exactly as declared; `collate verify` fails otherwise.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[1]
DONE = subprocess.run([sys.executable, "-m", "collate", "verify", "--json"], cwd=BOOK, capture_output=True, text=True, check=False)
VALUES = {value["id"]: value for value in (json.loads(DONE.stdout)["values"] if DONE.stdout.startswith("{") else [])}
FAILING = ("differs", "not-run")


def test_the_values_could_be_brought_up_to_date() -> None:
    assert DONE.stdout.startswith("{"), DONE.stderr


@pytest.mark.parametrize("id", VALUES)
def test_print(id: str) -> None:
    value = VALUES[id]
    assert value["verdict"] not in FAILING, f"printed {value['printed']!r}, regenerated {value['shown']!r}: {value['verdict']}"


def test_nothing_else_is_wrong() -> None:
    assert DONE.returncode == 0, DONE.stderr
