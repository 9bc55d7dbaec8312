"""Files that many tasks need, sent to each worker of a cluster once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin

from collate.data import csvfile


class Shelf(WorkerPlugin):
    """Puts packed files by digest into the folder of a worker, now or when it joins."""

    name = "collate-shelf"

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self.packed = packed

    def setup(self, worker: Any) -> None:
        for found, content in self.packed.items():
            csvfile.write_bytes(Path(worker.local_directory) / "collate" / "shelf" / found, content)
