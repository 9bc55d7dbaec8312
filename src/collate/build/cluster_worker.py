"""On a worker of a cluster: run one task in a folder of the worker's own, from the files sent to it, and hand back what it made.

Nothing is shared with the machine that builds the book but the library, which must be the same, file by file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
import zlib
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cloudpickle

from collate.book import Book
from collate.data import csvfile
from collate.data.published import Published
from collate.errors import BuildError
from collate.run.kernels import template

LIBRARY = Path(__file__).resolve().parents[1]
_ONE = threading.Lock()  # a task changes the folder and the environment of its process
_KEPT = ExitStack()  # the template of this worker's kernels, which ends with its process
_STARTED: set[Path] = set()


@dataclass(frozen=True)
class Parcel:
    """A task with all that it needs.

    `call` is the pickled call of pytask; `files` the digest of each file by its path in the book, `contents` the packed bytes of those
    that the worker may not have, `library` the digest of each file of the library that the task depends on, `wanted` the folders
    that the task fills, by their paths in the book.
    """

    call: bytes
    files: Mapping[str, str]
    contents: Mapping[str, bytes]
    library: Mapping[str, str]
    wanted: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What pytask's wrapper returned, and every file in the wanted folders: digest and packed bytes by path in the book."""

    result: Any
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def pack(content: bytes) -> bytes:
    return zlib.compress(content, 1)


def unpack(packed: bytes, expected: str, name: str) -> bytes:
    """The bytes packed in `packed`.

    Raises
    ------
    BuildError : they are not those that were sent.
    """
    try:
        content = zlib.decompress(packed)
    except zlib.error:
        content = b""
    if digest(content) != expected:
        raise BuildError(f"{name} was damaged on its way", fix="look at the network of the cluster, and build again")
    return content


def run_apart(parcel: Parcel) -> Answer:
    """Run a task in the folder of the Dask worker that this process is."""
    from distributed import get_worker

    return run_in(parcel, Path(get_worker().local_directory) / "collate")


def run_in(parcel: Parcel, home: Path) -> Answer:
    """Run a task in `home`/book, which is emptied before; `home`/shelf keeps files that many tasks need.

    Raises
    ------
    BuildError : the library here is another one, or a file is missing or damaged.
    """
    require_library(parcel.library)
    with _ONE:
        book = Book(home / "book")
        shutil.rmtree(book.root, ignore_errors=True)
        for name, expected in parcel.files.items():
            if name in parcel.contents:
                csvfile.write_bytes(book.root / name, unpack(parcel.contents[name], expected, name))
            else:
                (book.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(unpacked(home, expected, name), book.root / name)
        book.build.mkdir(exist_ok=True)
        os.environ["COLLATE_ROOT"] = str(book.root)
        if home not in _STARTED:
            _KEPT.enter_context(template(book))
            _STARTED.add(home)
        call = cloudpickle.loads(parcel.call)
        call.keywords["task"].function.__globals__.update(PROJECT=book, PUBLISHED=Published(book))
        result = call()
        wanted = [book.root / folder for folder in (*parcel.wanted, "_build/failed")]
        made = sorted(path for folder in wanted for path in folder.rglob("*") if path.is_file())
        contents = {path.relative_to(book.root).as_posix(): path.read_bytes() for path in made}
    return Answer(result, {name: (digest(content), pack(content)) for name, content in contents.items()})


def unpacked(home: Path, expected: str, name: str) -> Path:
    """A file of `home`/shelf by its digest, unpacked and looked at once for all tasks, since the lists of a large book are large.

    Raises
    ------
    BuildError : it is missing or damaged; `name` is what it is called in the book.
    """
    path, packed = home / "unpacked" / expected, home / "shelf" / expected
    if not path.exists():
        csvfile.write_bytes(path, unpack(packed.read_bytes() if packed.exists() else b"", expected, name))
    return path


def require_library(files: Mapping[str, str]) -> None:
    """Refuse to run for a library that differs from this one.

    Raises
    ------
    BuildError : naming the first file that differs.
    """
    for name, expected in files.items():
        path = LIBRARY / name
        if not path.is_file() or digest(path.read_bytes()) != expected:
            raise BuildError(
                f"a worker of the cluster has another collate/{name} than this machine",
                fix="install the same version there, and start it anew",
            )
