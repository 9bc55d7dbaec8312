"""SHA-256 of files and of environment variables."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from collate.data import csvfile

MISSING = "missing"  # in place of the digest of what is not there


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes in hexadecimal, worked out again when the file changes."""
    return _at(path, csvfile.stamp(path))


@cache
def _at(path: Path, stamp: tuple[int, ...]) -> str:
    """`stamp` is its state, lest an older content be remembered."""
    del stamp
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def variable_digest(name: str) -> str:
    """The SHA-256 of an environment variable, which may hold what nobody must read, or `MISSING`."""
    value = os.environ.get(name)
    return MISSING if value is None else hashlib.sha256(value.encode(errors="surrogateescape")).hexdigest()
