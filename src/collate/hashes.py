"""SHA-256 of contents, files and environment variables, in hexadecimal."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from collate.data import csvfile

MISSING = "missing"  # in place of the digest of what is not there


def sha256_of(content: bytes) -> str:
    """The SHA-256 of `content`."""
    return hashlib.sha256(content).hexdigest()


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, computed again when the file changes."""
    return _at(path, csvfile.stamp(path))


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, or `MISSING`."""
    return sha256(path) if path.is_file() else MISSING


@cache
def _at(path: Path, stamp: tuple[int, ...]) -> str:
    del stamp  # a part of the key, so that an older content is never taken for the present one
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def variable_digest(name: str) -> str:
    """The SHA-256 of an environment variable, which may hold a secret, or `MISSING`."""
    value = os.environ.get(name)
    return MISSING if value is None else sha256_of(value.encode(errors="surrogateescape"))
