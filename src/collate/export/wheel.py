"""The library that runs as a wheel, by the binary distribution format of the Python Packaging User Guide (version 1.0).

A book keeps it, so that it is bound by exactly this library wherever it is built, whether that was a release or a checkout.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from collate.data.listing import walk
from collate.errors import CollateError
from collate.export.steady_zip import zip_bytes

DISTRIBUTION = "collate-edition"
LIBRARY = Path(__file__).resolve().parents[1]
_WHEEL = "Wheel-Version: 1.0\nGenerator: collate\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def own_wheel() -> tuple[str, bytes]:
    """The name of the wheel, and its content, the same for the same files.

    Raises
    ------
    CollateError : the library runs without being installed, and so nothing says what it needs.
    """
    try:
        installed = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        raise CollateError(f"{DISTRIBUTION} is not installed", fix="install it: `pip install .` in its folder") from None
    stem = f"{DISTRIBUTION.replace('-', '_')}-{installed.version}"
    content = {**dict(_library()), **dict(_metadata(installed, f"{stem}.dist-info"))}
    record = f"{stem}.dist-info/RECORD"
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in sorted(content.items())]
    content[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    return f"{stem}-py3-none-any.whl", zip_bytes(content.items())


def _library() -> Iterator[tuple[str, bytes]]:
    for entry in walk(LIBRARY):
        path = Path(entry.path)
        yield path.relative_to(LIBRARY.parent).as_posix(), path.read_bytes()


def _metadata(installed: Distribution, folder: str) -> Iterator[tuple[str, bytes]]:
    yield f"{folder}/WHEEL", _WHEEL.encode()
    for name in ("METADATA", "entry_points.txt"):
        yield f"{folder}/{name}", (installed.read_text(name) or "").encode()
    for file in installed.files or ():
        if file.parent.name == "licenses":
            yield f"{folder}/licenses/{file.name}", Path(str(installed.locate_file(file))).read_bytes()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
