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

ROOT = Path(__file__).resolve().parents[1]


def seconds(folder: Path) -> float:
    """Whole-process time of the HTML build in `folder`."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-m", "collate", "build", "html"], cwd=folder, check=True, capture_output=True)
    return time.monotonic() - started


def main() -> None:
    print(f"{platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as temporary:
        for name, source in (("tiny book", ROOT / "tests" / "tiny_book"), ("this book", ROOT)):
            folder = Path(temporary) / name.replace(" ", "-")
            shutil.copytree(
                source, folder, ignore=shutil.ignore_patterns("_build", ".venv", ".git", ".pytask", "pytask.lock", "__pycache__")
            )
            print(f"{name}: from nothing {seconds(folder):.1f} s, nothing changed {seconds(folder):.1f} s")


if __name__ == "__main__":
    main()
