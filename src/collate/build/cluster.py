"""Run the tasks of a build on a Dask cluster, by pytask-parallel's own backend for it.

The workers share the book's folder (a network file system, or the same machine) and have this library installed, in one version.
Each runs one task at a time, since a task changes the working folder of its process: `dask worker ADDRESS --nthreads 1`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from collate.book import Book
from collate.data.listing import files_below
from collate.errors import BuildError

LIBRARY = Path(__file__).resolve().parents[1]
SETTING = "--cluster"
_SECONDS = 10  # a scheduler that does not answer by then is not there


@contextmanager
def cluster_options(book: Book, address: str) -> Iterator[dict[str, Any]]:
    """The options that make `pytask.build` run its tasks on the cluster at `address`, as long as the context lasts.

    Raises
    ------
    BuildError : the package `distributed` is not installed, no scheduler answers, it has no workers, or a worker runs several tasks at
        once, does not see the book's folder, or has another library.
    """
    try:
        import distributed
    except ImportError:
        raise BuildError("the package distributed is not installed", fix="install the extra `cluster`") from None
    try:
        client = distributed.Client(address, timeout=_SECONDS)  # pytask-parallel takes the client that was made last
    except (OSError, ValueError) as error:
        raise BuildError(f"no Dask scheduler answers at {address}: {type(error).__name__}", fix=f"start it, or correct {SETTING}") from None
    with client:
        threads = client.nthreads()
        if not threads:
            raise BuildError(f"the Dask scheduler at {address} has no workers", fix=f"start some: dask worker {address} --nthreads 1")
        for worker, count in threads.items():
            if count != 1:
                raise BuildError(f"the worker {worker} runs {count} tasks at once", fix="start it with --nthreads 1")
        probe = book.build / f".cluster-{secrets.token_hex(8)}"  # a file that nobody sees who does not share the folder
        probe.touch()
        try:
            here, elsewhere = seen(str(probe)), client.run(seen, str(probe))
        finally:
            probe.unlink()
        for worker, there in elsewhere.items():
            if not there[0]:
                raise BuildError(f"the worker {worker} does not see this book at {book.root}", fix="share the folder, under the same path")
            if there[1] != here[1]:
                raise BuildError(f"the worker {worker} has another collate than this machine", fix="install the same version there")
        yield {"n_workers": len(threads), "parallel_backend": "dask"}


def seen(probe: str) -> tuple[bool, str]:
    """Whether this process sees the file `probe`, and a digest of the library that it has."""
    library = b"".join(path.relative_to(LIBRARY).as_posix().encode() + path.read_bytes() for path in files_below(LIBRARY, "*.py"))
    return Path(probe).exists(), hashlib.sha256(library).hexdigest()
