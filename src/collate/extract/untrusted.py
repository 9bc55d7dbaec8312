"""A file that somebody else wrote: how large it may be, what it really is, and the libraries that read it."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

from collate.data.typed_text import missing
from collate.errors import CallError, CollateError, DataError, system_error

LARGEST = 100 * 1024 * 1024  # bytes; a paper with its figures has a tenth
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5000
_OTHER_KINDS = (
    (b"\x1f\x8b", "an archive (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)"),
    (b"Rar!", "an archive (RAR)"),
    (b"BZh", "an archive (bzip2)"),
    (b"\xfd7zXZ", "an archive (xz)"),
    (b"\x28\xb5\x2f\xfd", "an archive (zstd)"),
    (b"PK\x03\x04", "an archive (ZIP)"),
    (b"\xd0\xcf\x11\xe0", "a file of an old Office, or one that a password protects"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_UNPACK = "unpack it, and give the file that you want read"


def content(path: Path) -> bytes:
    """The bytes of a file.

    Raises
    ------
    DataError : it is missing, no file, empty, larger than `LARGEST`, or cannot be read.
    """
    try:
        if not path.is_file():
            if path.is_dir():
                raise DataError("a folder stands where a file was expected", where=path, fix="give one file")
            if path.exists():
                raise DataError("this is no ordinary file", where=path, fix="give a file")
            raise _missing(path)
        size = path.stat().st_size
        if size > LARGEST:
            raise DataError(f"the file has {size:,} bytes, and at most {LARGEST:,} are read", where=path, fix="give a part of it")
        found = path.read_bytes()
    except OSError as error:
        raise system_error(error, path, DataError) from None
    if not found.strip():
        raise DataError("the file is empty", where=path, fix="give the file that the publisher made")
    return found


def _missing(path: Path) -> CollateError:
    found = missing(path, DataError)
    return DataError(found.what, where=path, fix=found.fix if "rename" in found.fix else "give the path of a file that is there")


def refuse_other_kinds(found: bytes, path: Path, expected: str, *, allowed: bytes = b"") -> None:
    """Refuse bytes of another kind than text, or than the kind that begins with `allowed`.

    Raises
    ------
    DataError : an archive, a picture, a program or another binary file.
    """
    if allowed:
        if found.startswith(allowed):
            return
        told = next((kind for sign, kind in _OTHER_KINDS if found.startswith(sign)), "something else")
        raise _other(path, expected, told)
    for sign, kind in _OTHER_KINDS:
        if found.startswith(sign):
            raise _other(path, expected, kind)
    if len(found) > 262 and found[257:262] == b"ustar":
        raise _other(path, expected, "an archive (tar)")
    if b"\0" in found[:4096] and not found.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _other(path, expected, "a binary file")


def _other(path: Path, expected: str, found: str) -> DataError:
    fix = "give the file whose name ends as what it is"
    if "archive" in found:
        fix = _UNPACK
    elif "Office" in found:
        fix = "open it with its password, and save it in the present format (.docx, .xlsx) without one"
    return DataError(f"{expected} was expected, and this is {found}", where=path, fix=fix)


def refuse_bombs(found: bytes, path: Path, expected: str, main: str) -> None:
    """Refuse a ZIP of Office parts that is none, is too large unpacked, or declares entities; `main` is a part that it must have.

    Raises
    ------
    DataError : see there.
    """
    refuse_other_kinds(found, path, expected, allowed=b"PK\x03\x04")
    try:
        with zipfile.ZipFile(io.BytesIO(found)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                told = f"it unpacks to more than {LARGEST_UNPACKED:,} bytes or {MOST_PARTS:,} parts"
                raise DataError(told, where=path, fix="remove its pictures, and save it anew")
            if main not in {part.filename for part in parts}:
                raise _other(path, expected, "an archive (ZIP)")
            if any(part.flag_bits & 1 for part in parts):
                raise DataError("a password protects it", where=path, fix="save it without a password")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        read = opened.read(part.file_size + 1)
                    if b"<!DOCTYPE" in read or b"<!ENTITY" in read:
                        told = f"its part {part.filename!r} declares entities, which no program of an office writes"
                        raise DataError(told, where=path, fix="open it in an office program, and save it anew")
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise DataError(f"the file is damaged: {error}", where=path, fix="get it again from where it came") from None


def library(module: str, package: str, what: str) -> Any:
    """A library of the extra `extract`.

    Raises
    ------
    CallError : it is not installed.
    """
    try:
        return import_module(module)
    except ImportError:
        raise CallError(
            f"reading {what} needs the package {package}, which is not installed",
            fix='install it: `python -m pip install "collate-edition[extract]"`',
        ) from None
