"""Draw with one chosen font and write files that are the same bytes for the same plot."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from collate.book import READINGS, Book
from collate.data import csvfile
from collate.errors import BuildError
from collate.fonts import drawing_family, require_face
from collate.run.palette import INK, RULE, SOFT
from collate.run.sheet import LAYOUTS, PER_INCH, WIDE, Sheet
from collate.run.svg import compact

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from collate.run.plot import Plot

FORMATS = ("svg", "pdf", "png")
NARROW_FORM = "narrow.svg"
PLOT_FORMS = (*FORMATS, NARROW_FORM)  # of an artifact's plot, which has a layout for phones too


def drawn_forms(reading: str) -> tuple[str, ...]:
    """The forms in which a run in this reading draws its plot: one drawing has the marks of all readings, and the printed one makes it."""
    return PLOT_FORMS if reading == READINGS[0] else ()


_NO_DATES = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {"Software": None}}
PNG_DOTS = 2 * PER_INCH  # an inch: two dots a pixel


def use_style(book: Book, language: str) -> None:
    """Set the style of all plots: seaborn's white ground, the sans family of the language, no randomness in SVG.

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
        "font.size": WIDE.text,
        "axes.unicode_minus": False,
        "axes.titlesize": WIDE.text,
        "axes.labelsize": WIDE.text,
        "legend.fontsize": WIDE.small,
        "xtick.labelsize": WIDE.small,
        "ytick.labelsize": WIDE.small,
        "text.color": INK,
        "axes.labelcolor": SOFT,
        "xtick.color": SOFT,
        "ytick.color": SOFT,
        "axes.edgecolor": SOFT,
        "grid.color": RULE,
        "text.hinting": "none",
        "svg.fonttype": "none",
        "svg.hashsalt": "collate",
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }
    seaborn.set_theme(context="paper", style="white", rc=rc)


def save_plot(plot: Plot, what: str, folder: Path) -> None:
    """Draw `plot` in each layout and write its files into `folder`: `figure.svg`, `.pdf` and `.png`, and `figure.narrow.svg`.

    Raises
    ------
    BuildError : labels overlap or reach over the edge in a layout, or the font lacks a character; nothing is written.
    """
    order = {row: number for number, row in enumerate(sorted(point.row for point in plot.points))}
    rows = {point: order[point.row] for point in plot.points}
    sheets = []
    for layout in LAYOUTS:
        sheet = Sheet.blank(layout)
        with _every_glyph():
            plot.draw(sheet)
            sheet.require_clear(what)
        sheets.append(sheet)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    try:
        with _every_glyph():
            for sheet in sheets:
                path = folder / ("figure.svg" if sheet.layout is WIDE else f"figure.{NARROW_FORM}")
                written.append(path)
                csvfile.write_text(path, compact(_svg(sheet.figure), sheet.attributes(rows)))
            for form in ("pdf", "png"):
                path = folder / f"figure.{form}"
                written.append(path)
                sheets[0].figure.savefig(path, dpi=PNG_DOTS, metadata=_NO_DATES[form])
    except BuildError:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def save_figure(figure: Figure, folder: Path) -> None:
    """Write a figure of the library's own as `figure.svg`, `figure.pdf` and `figure.png` into `folder`.

    Raises
    ------
    BuildError : the font lacks a character; nothing is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    try:
        with _every_glyph():
            if layout := figure.get_layout_engine():  # worked out once, the same in all forms
                layout.execute(figure)
                figure.set_layout_engine(None)  # with a placeholder, each form would be drawn twice
            for form in FORMATS:
                path = folder / f"figure.{form}"
                written.append(path)
                if form == "svg":
                    csvfile.write_text(path, compact(_svg(figure), {}))
                else:
                    figure.savefig(path, dpi=PNG_DOTS, metadata=_NO_DATES[form])
    except BuildError:
        for path in written:
            path.unlink(missing_ok=True)
        raise


@contextmanager
def _every_glyph() -> Iterator[None]:
    """Refuse a text that the font has no letters for, about which matplotlib only warns."""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message="Glyph .* missing")
            yield
    except UserWarning as warning:
        raise BuildError(
            f"the font cannot draw the figure: {warning}", fix="correct the label that holds the character, or name another font for it"
        ) from None


def _svg(figure: Figure) -> str:
    """The figure as matplotlib writes it."""
    buffer = StringIO()
    figure.savefig(buffer, format="svg", dpi=PER_INCH, metadata=_NO_DATES["svg"], transparent=True)
    return buffer.getvalue()


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
