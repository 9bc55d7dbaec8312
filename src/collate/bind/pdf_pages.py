"""Look at the pages of a finished PDF: none almost empty, no link that leads nowhere."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from pypdfium2 import raw

from collate.errors import BuildError

BODY = (0.075, 0.85)  # of the height of a page: what surely lies between the running heads
SIDE = 0.07  # of the width of a page, at either side: half of its margin
LEAST = 0.08  # of the body: some four lines of text
_DARK = 200  # of 255: what is darker is ink
_SCALE = 0.5  # 36 dots an inch tell a line of text from none
_ACTION_GOTO = 1


def check_pages(path: Path, first: int = 1) -> None:
    """Refuse a PDF with a page that is almost empty or runs off its side, or with a link to a place that is not in it.

    Parameters
    ----------
    first : the first page of the text, counted from one; title page and contents before it may be almost empty.

    Raises
    ------
    BuildError : naming the pages.
    """
    with pypdfium2.PdfDocument(path) as document:
        broken = [number + 1 for number in range(len(document)) if _leads_nowhere(document, document[number])]
    if empty := [page for page in almost_empty(path) if page >= first]:
        raise BuildError(
            f"almost nothing stands on page {', '.join(map(str, empty))} of the PDF",
            where=path,
            fix="shorten or lengthen the text before it by a line or two",
        )
    if wide := running_off(path):
        raise BuildError(
            f"page {', '.join(map(str, wide))} of the PDF runs off its side", where=path, fix="break or shorten what is too wide"
        )
    if broken:
        raise BuildError(f"a link on page {', '.join(map(str, broken))} of the PDF leads nowhere", where=path)


def first_numbered(path: Path) -> int:
    """The page, counted from one, that bears the number 1 in Arabic figures: title page and contents stand before it."""
    with pypdfium2.PdfDocument(path) as document:
        return next((number + 1 for number in range(len(document)) if document.get_page_label(number) == "1"), 1)


def almost_empty(path: Path) -> list[int]:
    """The pages, counted from one, on which almost nothing stands."""
    with pypdfium2.PdfDocument(path) as document:
        return [number + 1 for number in range(len(document)) if filled(document[number]) < LEAST]


def running_off(path: Path) -> list[int]:
    """The pages, counted from one, that have ink at their very sides."""
    with pypdfium2.PdfDocument(path) as document:
        return [number + 1 for number in range(len(document)) if _inked_sides(document[number])]


def _inked_sides(page: Any) -> bool:
    picture = page.render(scale=_SCALE, grayscale=True).to_numpy()
    margin = int(picture.shape[1] * SIDE)
    return bool((picture[:, :margin] < _DARK).any() or (picture[:, -margin:] < _DARK).any())


def filled(page: Any) -> float:
    """The part of a page's body, from 0 to 1, that lies between its first and its last ink."""
    picture = page.render(scale=_SCALE, grayscale=True).to_numpy()
    top, bottom = (int(picture.shape[0] * part) for part in BODY)
    body = picture[top:bottom].reshape(bottom - top, -1)
    inked = np.flatnonzero((body < _DARK).any(axis=1))
    return float(inked[-1] - inked[0] + 1) / (bottom - top) if len(inked) else 0.0


def _leads_nowhere(document: Any, page: Any) -> bool:
    """Whether a link of the page has a destination that the document does not have."""
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, position, link):
        action = raw.FPDFLink_GetAction(link)
        if action and raw.FPDFAction_GetType(action) != _ACTION_GOTO:
            continue  # an address of the web
        destination = raw.FPDFLink_GetDest(document, link)
        if not destination or raw.FPDFDest_GetDestPageIndex(document, destination) < 0:
            return True
    return False
