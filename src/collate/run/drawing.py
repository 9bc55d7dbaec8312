"""Draw with one sure font and write files that are the same bytes for the same plot."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from collate.errors import BuildError, SystemPackageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FAMILY = "Noto Sans CJK TC"
FORMATS = ("svg", "pdf", "png")
FACE, NOTE = "NotoSansCJKtc-Regular.otf", "NotoSansCJKtc-Regular.txt"  # the note says which installed font the face was taken from
_NO_DATES = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {"Software": None}}


def use_style(cache: Path) -> None:
    """Set the style of all plots: seaborn's white grid, the Traditional Chinese face of Noto Sans, no randomness in SVG.

    What anyone has set before is forgotten, in a matplotlibrc for one.

    Raises
    ------
    SystemPackageError : the font is not installed.
    """
    import matplotlib as mpl  # here, since a build with nothing to draw names the formats only
    import seaborn
    from matplotlib import font_manager

    mpl.rcdefaults()
    font_manager.fontManager.addfont(str(prepare_face(cache)))
    rc = {
        "font.family": FAMILY,
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
        raise BuildError(f"{FAMILY} cannot draw the figure: {warning}", fix="correct the label that holds the character") from None


def prepare_face(cache: Path) -> Path:
    """The file of the one face that is drawn with, in `cache`; written there where it is missing, or another font is installed now.

    matplotlib reads only the first face of a font collection, which is the Japanese one.

    Raises
    ------
    SystemPackageError : the font is not installed.
    """
    path, note = cache / FACE, cache / NOTE
    if path.exists() and note.exists() and note.read_text(encoding="utf-8") == "".join(map(_note, font_collection(cache))):
        return path
    from fontTools.ttLib import TTCollection

    for collection in _collections():
        for face in TTCollection(str(collection), lazy=True).fonts:
            if face["name"].getDebugName(4) == FAMILY:
                cache.mkdir(parents=True, exist_ok=True)
                part = path.with_suffix(f".{os.getpid()}.part")
                face.save(str(part))
                part.replace(path)
                part.write_text(_note(collection), encoding="utf-8")
                part.replace(note)
                return path
    raise SystemPackageError(f"the font {FAMILY} is not installed", fix="apt-get install fonts-noto-cjk")


def font_collection(cache: Path) -> list[Path]:
    """The installed file that the face in `cache` was taken from, where there is one and it is there still."""
    try:
        path = Path((cache / NOTE).read_text(encoding="utf-8").partition("\n")[0])
    except FileNotFoundError:
        return []
    return [path] if path.is_file() else []


def _note(collection: Path) -> str:
    """What tells an installed font from another: where it is, its size and when it was written."""
    state = collection.stat()
    return f"{collection}\n{state.st_size} {state.st_mtime_ns}\n"


def _collections() -> list[Path]:
    from matplotlib import font_manager

    return sorted(Path(path) for path in font_manager.findSystemFonts() if Path(path).name == "NotoSansCJK-Regular.ttc")
