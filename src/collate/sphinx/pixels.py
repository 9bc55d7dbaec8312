"""The size of an image in CSS pixels, so that a page keeps its place while images arrive."""

from __future__ import annotations

import re
import struct
from pathlib import Path

_ROOT = re.compile(r"<svg[^>]*>", re.DOTALL)
_SIDE = re.compile(r'\s(width|height)="([\d.]+)(pt|px)?"')


def size_of(path: Path) -> tuple[int, int] | None:
    """Width and height of an SVG or PNG file; None for what is neither."""
    if path.suffix == ".png":
        head = path.read_bytes()[:24]
        width, height = struct.unpack(">II", head[16:24])
        return int(width), int(height)
    root = _ROOT.search(path.read_text(encoding="utf-8")[:4000]) if path.suffix == ".svg" else None
    sides = {name: float(number) * (4 / 3 if unit == "pt" else 1) for name, number, unit in _SIDE.findall(root[0])} if root else {}
    return (round(sides["width"]), round(sides["height"])) if len(sides) == 2 else None
