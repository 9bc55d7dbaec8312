"""A folder that stands there whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path


def lay_folder(final: Path, content: Mapping[str, Path | bytes]) -> None:
    """Let the folder `final` hold `content` and nothing else: a copy of each file, or bytes, by its path in the folder.

    Files are written beside `final` in a folder that takes its place at the end, so none needs a step of its own to appear whole.
    """
    part = final.with_name(f"{final.name}.part")  # as runs of notebooks name theirs, so that each clears away what the other left
    shutil.rmtree(part, ignore_errors=True)
    for folder in sorted({(part / name).parent for name in content}):
        folder.mkdir(parents=True, exist_ok=True)
    for name, source in content.items():
        if isinstance(source, bytes):
            (part / name).write_bytes(source)
        else:
            shutil.copyfile(source, part / name)
    shutil.rmtree(final, ignore_errors=True)
    part.replace(final)
