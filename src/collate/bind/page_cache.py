"""What was found out about built pages, kept from one build to the next: a page whose bytes are the same is not parsed again."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from collate.data import csvfile


class PageMemory:
    """The findings of one way of looking at pages, by the name of the page and the digest of its file.

    Parameters
    ----------
    path : the file that keeps them; a missing or broken one is empty. None keeps nothing.
    looks : names of the modules that look; findings of another version of them are forgotten.
    """

    def __init__(self, path: Path | None, *looks: str) -> None:
        self.path = path
        code = b"\0".join(Path(str(sys.modules[name].__file__)).read_bytes() for name in looks)
        self.version = hashlib.sha256(code).hexdigest()
        self.known = self._load()
        self.found: dict[str, tuple[str, Any]] = {}

    def _load(self) -> dict[str, Any]:
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8")) if self.path else {}
        except (OSError, ValueError):
            return {}
        return dict(kept["pages"]) if isinstance(kept, dict) and kept.get("version") == self.version else {}

    def recall(self, name: str, content: bytes, find: Callable[[], Any]) -> Any:
        """What was found in the page `name` when its bytes were `content`, or what `find` finds now: anything that JSON can hold."""
        digest = hashlib.sha256(content).hexdigest()
        before = self.known.get(name)
        found = before[1] if before and before[0] == digest else find()
        self.found[name] = (digest, found)
        return found

    def keep(self) -> None:
        """Write down what was recalled, and forget every other page."""
        if self.path:
            csvfile.write_text(self.path, json.dumps({"version": self.version, "pages": self.found}, ensure_ascii=False))
