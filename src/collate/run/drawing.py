"""Draw with one chosen font and write files that are the same bytes for the same plot."""

from __future__ import annotations

import os
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from collate.book import Book
from collate.errors import BuildError
from collate.fonts import drawing_family, require_face

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("svg", "pdf", "png")
_NO_DATES = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {"Software": None}}


def use_style(book: Book, language: str) -> None:
    """Set the style of all plots: seaborn's white grid, the sans family of the language, no randomness in SVG.

    What anyone has set before is forgotten, in a matplotlibrc for one.

    Raises
    ------
    SystemPackageError : the font is not installed.
    """
    import matplotlib as mpl  # here, since a build with nothing to draw names the formats only
    import seaborn
    from matplotlib import font_manager

    mpl.rcdefaults()
    font_manager.fontManager.addfont(str(prepare_face(book, language)))
    rc = {
        "font.family": drawing_family(book, language),
        "font.size": 9.0,
        "axes.unicode_minus": False,
        "axes.titlesize": 10.0,
        "axes.labelsize": 9.0,
        "legend.fontsize": 8.0,
        "xtick.labelsize": 8.0,
        "ytick.labelsize": 8.0,
        "svg.fonttype": "path",
        "svg.hashsalt": "collate",
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }
    seaborn.set_theme(context="paper", style="whitegrid", rc=rc)


def save_figure(figure: Figure, folder: Path) -> None:
    """Write `figure.svg`, `figure.pdf` and `figure.png` (200 dots an inch) into `folder`.

    Raises
    ------
    BuildError : the font lacks a character; nothing is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message="Glyph .* missing")
            if layout := figure.get_layout_engine():  # worked out once, the same in all forms
                layout.execute(figure)
                figure.set_layout_engine(None)  # with a placeholder, each form would be drawn twice
            for form in FORMATS:
                path = folder / f"figure.{form}"
                written.append(path)
                figure.savefig(path, dpi=200, metadata=_NO_DATES[form])
    except UserWarning as warning:
        for path in written:
            path.unlink(missing_ok=True)
        raise BuildError(
            f"the font cannot draw the figure: {warning}", fix="correct the label that holds the character, or name another font for it"
        ) from None


def prepare_face(book: Book, language: str) -> Path:
    """The file of the one face that plots in `language` are drawn with; written where it is missing, or another font is installed now.

    matplotlib reads only the first face of a font collection, and a kernel does not find the fonts in the user's home.

    Raises
    ------
    SystemPackageError : the font is not installed.
    """
    path, note = _face_files(book, language)
    if path.exists() and note.exists() and note.read_text(encoding="utf-8") == "".join(map(_note, font_source(book, language))):
        return path
    from fontTools.ttLib import TTFont

    face = require_face(book, drawing_family(book, language))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    TTFont(face.path, fontNumber=face.index, lazy=True, recalcTimestamp=False).save(str(part))
    part.replace(path)
    part.write_text(_note(face.path), encoding="utf-8")
    part.replace(note)
    return path


def font_source(book: Book, language: str) -> list[Path]:
    """The installed file that the prepared face was taken from, where there is one and it is there still."""
    _, note = _face_files(book, language)
    try:
        path = Path(note.read_text(encoding="utf-8").partition("\n")[0])
    except FileNotFoundError:
        return []
    return [path] if path.is_file() else []


def _face_files(book: Book, language: str) -> tuple[Path, Path]:
    """The face that is drawn with, and a note that says which installed font it was taken from."""
    name = re.sub(r"[^\w]+", "-", drawing_family(book, language))
    return book.build / "fonts" / f"{name}.otf", book.build / "fonts" / f"{name}.txt"


def _note(path: Path) -> str:
    """What tells an installed font from another: where it is, its size and when it was written."""
    state = path.stat()
    return f"{path}\n{state.st_size} {state.st_mtime_ns}\n"
