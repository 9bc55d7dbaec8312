"""Time a build from nothing and one with nothing changed, on a copy of the tests' tiny book and on this one.

Run by `make bench`; never part of the tests, since times depend on the machine.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests_root import BOOK, copy_tiny_book


def seconds(folder: Path) -> float:
    """Whole-process time of the HTML build in `folder`."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-m", "collate", "build", "html"], cwd=folder, check=True, capture_output=True)
    return time.monotonic() - started


def main() -> None:
    print(f"{platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as temporary:
        tiny = copy_tiny_book(Path(temporary) / "tiny").root
        whole = Path(temporary) / "whole"
        left_out = ("_build", ".venv", ".git", ".pytask", "pytask.lock", "__pycache__")
        shutil.copytree(BOOK.root, whole, ignore=shutil.ignore_patterns(*left_out))
        for name, folder in (("tiny book", tiny), ("this book", whole)):
            print(f"{name}: from nothing {seconds(folder):.1f} s, nothing changed {seconds(folder):.1f} s")


if __name__ == "__main__":
    main()
