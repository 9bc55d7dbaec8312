"""ZIP files whose bytes depend on their content alone: sorted names, one date, one mode."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that the format knows


def zip_bytes(entries: Iterable[tuple[str, bytes]], *, first: str = "", stored: Iterable[str] = ()) -> bytes:
    """A ZIP of the named contents, sorted by name.

    Parameters
    ----------
    first : the entry that leads, where a format wants one in front.
    stored : entries that are not compressed, where a format wants to read them as they are.
    """
    plain = set(stored)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(entries, key=lambda entry: (entry[0] != first, entry[0])):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name in plain else zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()
