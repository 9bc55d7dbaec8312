"""Fonts served with the book: the faces of Noto CJK, cut to the characters that the book uses.

Each face is cut into slices: Latin, the characters that several chapters share, those of one chapter alone, and the rest. A page
loads the slices that it needs and no other.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from collate.data import csvfile
from collate.errors import SystemPackageError

if TYPE_CHECKING:  # imported where fonts are cut, which few builds do
    from fontTools.ttLib import TTFont

LATIN = "latin"
SHARED = "shared"
OTHER = "other"
_ALWAYS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + "–—‘’“”…−×†※○≈≠≤≥←→°、。，；：？！「」『』（）《》〈〉％／～－＋＝"
_FIRST_HAN = 0x2E80


@dataclass(frozen=True)
class Face:
    """A face that pages use, and where it is found: `full_name` in the collection `file`."""

    family: str
    weight: int
    file: str
    full_name: str
    latin_name: str  # the Korean face has narrow quotation marks, the Traditional Chinese one full-width ones


FACES = (
    Face("Book Serif", 400, "NotoSerifCJK-Regular.ttc", "Noto Serif CJK TC", "Noto Serif CJK KR"),
    Face("Book Sans", 400, "NotoSansCJK-Regular.ttc", "Noto Sans CJK TC", "Noto Sans CJK KR"),
    Face("Book Sans", 700, "NotoSansCJK-Bold.ttc", "Noto Sans CJK TC Bold", "Noto Sans CJK KR Bold"),
)


def slices(chapters: Mapping[str, str], rest: Iterable[str]) -> dict[str, str]:
    """The characters of the book by slice, each in one of them, in order of code points.

    Parameters
    ----------
    chapters : texts by page.
    rest : all other texts that may come to stand on a page.
    """
    pages: dict[str, set[str]] = {}
    for page, text in chapters.items():
        for character in set(text):
            pages.setdefault(character, set()).add(page)
    for character in {*"".join(rest), *_ALWAYS}:
        pages.setdefault(character, set())
    found: dict[str, list[str]] = {}
    for character in sorted(pages):
        if character.isprintable():
            where = pages[character]
            name = LATIN if ord(character) < _FIRST_HAN else SHARED if len(where) > 1 else next(iter(where), OTHER)
            found.setdefault(name, []).append(character)
    return {name: "".join(found[name]) for name in sorted(found)}


def write_fonts(characters: Path, folder: Path) -> None:
    """Cut every face to the slices in the JSON file `characters` and write `fonts.css` with them into `folder`.

    Raises
    ------
    SystemPackageError : the fonts are not installed.
    """
    import matplotlib
    from fontTools.ttLib import TTFont

    cut = json.loads(characters.read_text(encoding="utf-8"))
    rules: list[str] = []
    kept = {"fonts.css"}
    lacking: set[str] = set()

    def serve(family: str, weight: int, name: str, content: bytes, points: list[int]) -> None:
        file = f"{family.split()[1].lower()}-{weight}-{name}.woff2"
        csvfile.write_bytes(folder / file, content)
        kept.add(file)
        version = hashlib.sha256(content).hexdigest()[:8]
        rules.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
            f'src:url("{file}?v={version}") format("woff2");unicode-range:{ranges(points)}}}'
        )

    for face in FACES:
        collection = require_face(face)
        for name, text in cut.items():
            font = _face(collection, face.latin_name if name == LATIN else face.full_name)
            content, points = _cut(font, text)
            lacking |= {character for character in text if ord(character) not in points}
            if points:
                serve(face.family, face.weight, name, content, points)
    # Signs that Noto CJK lacks, such as a check mark, come from the font that matplotlib brings along.
    content, points = _cut(TTFont(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"), "".join(sorted(lacking)))
    if points:
        for family in sorted({face.family for face in FACES}):
            serve(family, 400, "signs", content, points)
    for path in folder.iterdir():
        if path.name not in kept:
            path.unlink()
    csvfile.write_text(folder / "fonts.css", _HEAD + "\n".join(rules) + "\n")


def require_face(face: Face) -> str:
    """The path of the collection that holds `face`.

    Raises
    ------
    SystemPackageError : the font is not installed.
    """
    from matplotlib import font_manager

    for path in font_manager.findSystemFonts():
        if Path(path).name == face.file:
            return path
    raise SystemPackageError(f"the font {face.full_name} is not installed", fix="apt-get install fonts-noto-cjk")


_HEAD = """/* Noto CJK, and DejaVu for a few signs, cut to the characters of this book.
   SIL Open Font License 1.1; its notice stands inside each file. */
"""


def _cut(font: TTFont, text: str) -> tuple[bytes, list[int]]:
    """The face cut to `text`, as WOFF2, and the code points of it that the face has."""
    from fontTools import subset

    cmap = font.getBestCmap()
    points = [ord(character) for character in text if ord(character) in cmap]
    names = [0, 1, 2, 4, 5, 13, 14]  # copyright, names, version, licence
    options = subset.Options(flavor="woff2", hinting=False, recalc_timestamp=False, layout_features=["ccmp", "kern"], name_IDs=names)
    options.drop_tables += ["FFTM"]  # dates of FontForge
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    buffer = io.BytesIO()
    font.recalcTimestamp = False
    font.flavor = "woff2"
    font.save(buffer)
    return buffer.getvalue(), points


def _face(collection: str, full_name: str) -> TTFont:
    from fontTools.ttLib import TTCollection

    for font in TTCollection(collection, lazy=True).fonts:
        if font["name"].getDebugName(4) == full_name:
            return font
    raise SystemPackageError(f"{collection} has no face {full_name}", fix="apt-get install --reinstall fonts-noto-cjk")


def ranges(points: Iterable[int]) -> str:
    """Code points as CSS writes them: `U+20-7E,U+A0`."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def covered(css: str) -> set[int]:
    """The code points that the rules of a `fonts.css` serve."""
    found: set[int] = set()
    for rule in css.split("unicode-range:")[1:]:
        for part in rule.partition("}")[0].split(","):
            first, _, last = part.removeprefix("U+").partition("-")
            found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found
